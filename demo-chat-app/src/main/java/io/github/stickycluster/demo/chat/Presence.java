/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.stickycluster.demo.chat;

import java.util.List;
import java.util.UUID;

/**
 * Tells a room that somebody has come or gone.
 *
 * @param room the room
 * @param id the socket id of who came or went
 * @param name the name of who came or went
 * @param ids the socket ids of all who are there now, in the order they came
 * @param members their names, in the same order
 * @param workers their workers, in the same order
 * @param version grows with every change of any room: of two lists the higher is the
 * newer
 */
record Presence(String room, UUID id, String name, List<UUID> ids, List<String> members, List<String> workers,
		long version) {

	static Presence of(String room, UUID id, Member member, Attendance attendance) {
		return new Presence(room, id, member.name(), attendance.ids(), attendance.names(), attendance.workers(),
				attendance.version());
	}

}
