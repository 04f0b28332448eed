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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Knows who is in which room, across the workers of this JVM.
 * <p>
 * Thread-safe: workers ask from their event loops, and no call does more than look into
 * maps.
 */
@Component
class Roster {

	private final Map<String, Map<UUID, Member>> rooms = new HashMap<>();

	private final Map<UUID, List<String>> roomsOfClient = new HashMap<>();

	private long version;

	/**
	 * Puts a client in a room, unless it is there already.
	 * @param room the room
	 * @param client the client's socket id
	 * @param member the person
	 * @return who is there now
	 * @throws RefusedException if the client is in {@link ChatLimits#MAX_ROOMS} rooms
	 */
	synchronized Attendance join(String room, UUID client, Member member) {
		List<String> joined = this.roomsOfClient.computeIfAbsent(client, (id) -> new ArrayList<>());
		if (!joined.contains(room)) {
			if (joined.size() >= ChatLimits.MAX_ROOMS) {
				throw new RefusedException("You are in " + ChatLimits.MAX_ROOMS + " rooms, leave one first");
			}
			joined.add(room);
			this.rooms.computeIfAbsent(room, (name) -> new LinkedHashMap<>()).put(client, member);
			this.version++;
		}
		return in(room);
	}

	/**
	 * Takes a client out of a room.
	 * @param room the room
	 * @param client the client's socket id
	 * @return what changed; empty if it was not there
	 */
	synchronized Optional<Departure> leave(String room, UUID client) {
		List<String> joined = this.roomsOfClient.getOrDefault(client, List.of());
		if (!joined.contains(room)) {
			return Optional.empty();
		}
		joined.remove(room);
		if (joined.isEmpty()) {
			this.roomsOfClient.remove(client);
		}
		return Optional.ofNullable(remove(room, client)).map((member) -> new Departure(room, member, in(room)));
	}

	/**
	 * Takes a client out of all its rooms.
	 * @param client the client's socket id
	 * @return what changed in each room
	 */
	synchronized List<Departure> leaveAll(UUID client) {
		return List.copyOf(this.roomsOfClient.getOrDefault(client, List.of()))
			.stream()
			.flatMap((room) -> leave(room, client).stream())
			.toList();
	}

	/**
	 * Finds a client's person in a room.
	 * @param room the room
	 * @param client the client's socket id
	 * @return the person, or empty if the client is not there
	 */
	synchronized Optional<Member> find(String room, UUID client) {
		return Optional.ofNullable(this.rooms.getOrDefault(room, Map.of()).get(client));
	}

	/**
	 * Lists who is in a room.
	 * @param room the room
	 * @return those who are there now
	 */
	synchronized Attendance in(String room) {
		Collection<Member> members = this.rooms.getOrDefault(room, Map.of()).values();
		return Attendance.of(members, this.version);
	}

	/**
	 * Counts the rooms that somebody is in.
	 * @return the number of rooms
	 */
	synchronized int rooms() {
		return this.rooms.size();
	}

	private @Nullable Member remove(String room, UUID client) {
		Map<UUID, Member> members = this.rooms.getOrDefault(room, Map.of());
		Member member = members.remove(client);
		if (members.isEmpty()) {
			this.rooms.remove(room);
		}
		this.version++;
		return member;
	}

}
