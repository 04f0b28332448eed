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
 * Who is in a room at one moment.
 *
 * @param ids the members' socket ids, in the order they came
 * @param names the members' names, in the same order
 * @param workers the members' workers, in the same order
 * @param version grows with every change of the roster
 */
record Attendance(List<UUID> ids, List<String> names, List<String> workers, long version) {

	static Attendance of(List<Seat> seats, long version) {
		return new Attendance(seats.stream().map(Seat::client).toList(), seats.stream().map(Seat::name).toList(),
				seats.stream().map(Seat::worker).toList(), version);
	}

}
