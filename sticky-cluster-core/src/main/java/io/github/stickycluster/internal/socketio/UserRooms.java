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

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The names of the rooms that hold the sockets of a user. They begin with a character
 * that the names of other rooms must not have, so nobody can join, leave or name them,
 * and a node of an earlier version, which knows no users, has nobody in them.
 */
public final class UserRooms {

	/** Begins the names of all rooms that are reserved. */
	private static final char RESERVED = '\0';

	private static final String PREFIX = RESERVED + "user:";

	private UserRooms() {
	}

	/**
	 * Returns the name of a user's room.
	 * @param user the user's name
	 * @return the room's name
	 */
	public static String of(String user) {
		return PREFIX + user;
	}

	/**
	 * Returns whether a room's name is reserved.
	 * @param room the room's name
	 * @return whether applications may not use it
	 */
	static boolean isReserved(String room) {
		return !room.isEmpty() && room.charAt(0) == RESERVED;
	}

	/**
	 * Returns the user of a room.
	 * @param room the room's name
	 * @return the user's name, or {@code null} if it is another kind of room
	 */
	public static @Nullable String user(String room) {
		return room.startsWith(PREFIX) ? room.substring(PREFIX.length()) : null;
	}

	/**
	 * Returns the users of those rooms that are users' rooms.
	 * @param rooms the rooms' names
	 * @return the users' names
	 */
	public static Set<String> users(Set<String> rooms) {
		Set<String> users = Set.of();
		for (String room : rooms) {
			String user = user(room);
			if (user != null) {
				users = (users.isEmpty()) ? new HashSet<>() : users;
				users.add(user);
			}
		}
		return users;
	}

}
