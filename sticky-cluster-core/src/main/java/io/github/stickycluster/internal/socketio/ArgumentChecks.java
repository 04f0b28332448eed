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

package io.github.stickycluster.internal.socketio;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Checks what the application hands over to name rooms and events. Code without nullness
 * checks, and Java's {@code emit("event", null)}, hand over {@code null}.
 */
public final class ArgumentChecks {

	private ArgumentChecks() {
	}

	/**
	 * Checks that a value is there.
	 * @param <T> the value's type
	 * @param value the value
	 * @param name what the caller calls it
	 * @return the value
	 * @throws IllegalArgumentException if it is {@code null}
	 */
	public static <T> T present(@Nullable T value, String name) {
		if (value == null) {
			throw new IllegalArgumentException(name + " is null");
		}
		return value;
	}

	/**
	 * Checks the values of an event.
	 * @param args the values, which may be {@code null} each
	 * @return the values
	 * @throws IllegalArgumentException if there is no array
	 */
	public static @Nullable Object[] values(@Nullable Object @Nullable [] args) {
		if (args == null) {
			throw new IllegalArgumentException("args is null: write (Object) null to send the value null");
		}
		return args;
	}

	/**
	 * Checks the name of a room.
	 * @param room the name
	 * @return the name
	 * @throws IllegalArgumentException if it is {@code null} or reserved
	 */
	public static String room(@Nullable String room) {
		return room(room, "room");
	}

	private static String room(@Nullable String room, String name) {
		String present = present(room, name);
		if (UserRooms.isReserved(present)) {
			throw new IllegalArgumentException(
					name + " begins with the character 0, as only rooms of this library do. Use toUser(…) for a user");
		}
		return present;
	}

	/**
	 * Checks names of users.
	 * @param users the names, any number
	 * @return the names of the users' rooms, each once
	 * @throws IllegalArgumentException if they or one of them is {@code null}
	 */
	public static Set<String> userRooms(String @Nullable [] users) {
		Set<String> rooms = new HashSet<>();
		int index = 0;
		for (String user : present(users, "users")) {
			rooms.add(UserRooms.of(present(user, "users[" + index++ + "]")));
		}
		return rooms;
	}

	/**
	 * Checks names of users, of which there must be one.
	 * @param users the names
	 * @return the names of the users' rooms, each once
	 * @throws IllegalArgumentException if they or one of them is {@code null}, or if
	 * there is none
	 */
	public static Set<String> someUserRooms(String @Nullable [] users) {
		Set<String> rooms = userRooms(users);
		if (rooms.isEmpty()) {
			throw new IllegalArgumentException("users is empty: name a user, or omit the call to select all clients");
		}
		return rooms;
	}

	/**
	 * Checks names of rooms.
	 * @param rooms the names, any number
	 * @return the names, each once
	 * @throws IllegalArgumentException if they or one of them is {@code null} or reserved
	 */
	public static Set<String> rooms(String @Nullable [] rooms) {
		return rooms(Arrays.asList(present(rooms, "rooms")));
	}

	/**
	 * Checks names of rooms, of which there must be one.
	 * @param rooms the names
	 * @return the names, each once
	 * @throws IllegalArgumentException if they or one of them is {@code null}, or if
	 * there is none
	 */
	public static Set<String> someRooms(String @Nullable [] rooms) {
		Set<String> names = rooms(rooms);
		if (names.isEmpty()) {
			throw new IllegalArgumentException("rooms is empty: name a room, or omit the call to select all clients");
		}
		return names;
	}

	/**
	 * Checks names of rooms.
	 * @param rooms the names, any number
	 * @return the names, each once
	 * @throws IllegalArgumentException if they or one of them is {@code null} or reserved
	 */
	public static Set<String> rooms(@Nullable Collection<String> rooms) {
		Set<String> names = new HashSet<>();
		int index = 0;
		for (String room : present(rooms, "rooms")) {
			names.add(room(room, "rooms[" + index++ + "]"));
		}
		return names;
	}

}
