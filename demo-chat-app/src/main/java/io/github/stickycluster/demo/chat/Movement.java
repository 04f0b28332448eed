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

import java.util.UUID;

/**
 * Somebody has come into a room or gone out of it.
 *
 * @param event the event that tells clients of it, {@code joined} or {@code left}
 * @param room the room
 * @param client the socket id of who has come or gone
 * @param member the person behind it
 * @param attendance who is there now
 */
record Movement(String event, String room, UUID client, Member member, Attendance attendance) {

	static final String JOINED = "joined";

	static final String LEFT = "left";

	Presence presence() {
		return Presence.of(this.room, this.client, this.member, this.attendance);
	}

}
