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

/**
 * The answer to who has come into a room.
 *
 * @param room the room
 * @param name the person's name
 * @param worker the worker that holds the client
 * @param members the names of all who are there, in the order they came
 * @param workers the worker of each of the members, in the same order
 * @param version grows with every change of any room: of two lists the higher is the
 * newer
 */
record Welcome(String room, String name, String worker, List<String> members, List<String> workers, long version) {

	static Welcome of(String room, Member member, Attendance attendance) {
		return new Welcome(room, member.name(), member.worker(), attendance.names(), attendance.workers(),
				attendance.version());
	}

}
