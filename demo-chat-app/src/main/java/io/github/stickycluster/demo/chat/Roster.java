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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

/**
 * Knows who is in which room: this node's own clients, and those that other nodes have
 * told of.
 * <p>
 * Thread-safe: workers ask from their event loops, and no call does more than look into
 * maps.
 */
@Component
class Roster {

	/** This node, among the ids of others. */
	private static final String HERE = "";

	private static final Comparator<Seat> BY_TIME = Comparator.comparingLong(Seat::since).thenComparing(Seat::client);

	/** By node, room and client. */
	private final Map<String, Map<String, Map<UUID, Seat>>> nodes = new HashMap<>();

	private final Map<UUID, List<String>> roomsOfClient = new HashMap<>();

	private long version;

	private long latest;

	/**
	 * Puts a client of this node in a room, unless it is there already.
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
			this.latest = Math.max(this.latest + 1, System.currentTimeMillis());
			put(HERE, room, new Seat(client, member.name(), member.worker(), this.latest));
		}
		return in(room);
	}

	/**
	 * Takes a client of this node out of a room.
	 * @param room the room
	 * @param client the client's socket id
	 * @return what changed; empty if it was not there
	 */
	synchronized Optional<Movement> leave(String room, UUID client) {
		List<String> joined = this.roomsOfClient.getOrDefault(client, List.of());
		Seat seat = seats(HERE, room).get(client);
		if (seat == null) {
			return Optional.empty();
		}
		joined.remove(room);
		if (joined.isEmpty()) {
			this.roomsOfClient.remove(client);
		}
		return Optional.of(remove(HERE, room, seat));
	}

	/**
	 * Takes a client of this node out of all its rooms.
	 * @param client the client's socket id
	 * @return what changed in each room
	 */
	synchronized List<Movement> leaveAll(UUID client) {
		return List.copyOf(this.roomsOfClient.getOrDefault(client, List.of()))
			.stream()
			.flatMap((room) -> leave(room, client).stream())
			.toList();
	}

	/**
	 * Finds the person of a client of this node in a room.
	 * @param room the room
	 * @param client the client's socket id
	 * @return the person, or empty if the client is not there
	 */
	synchronized Optional<Member> find(String room, UUID client) {
		return Optional.ofNullable(seats(HERE, room).get(client)).map(Seat::member);
	}

	/**
	 * Lists who is in a room, on whatever node.
	 * @param room the room
	 * @return those who are there now, in the order they came
	 */
	synchronized Attendance in(String room) {
		List<Seat> seats = this.nodes.keySet()
			.stream()
			.flatMap((node) -> seats(node, room).values().stream())
			.sorted(BY_TIME)
			.toList();
		return Attendance.of(seats, this.version);
	}

	/**
	 * Counts the rooms that a client of this node is in.
	 * @return the number of rooms
	 */
	synchronized int rooms() {
		return rooms(HERE).size();
	}

	/**
	 * Lists this node's clients in a room.
	 * @param room the room
	 * @return their places
	 */
	synchronized List<Seat> own(String room) {
		return List.copyOf(seats(HERE, room).values());
	}

	/**
	 * Lists this node's clients in all rooms.
	 * @return their places by room
	 */
	synchronized Map<String, List<Seat>> own() {
		return rooms(HERE).entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (room) -> List.copyOf(room.getValue().values())));
	}

	/**
	 * Takes over what another node tells of a room.
	 * @param node the node's id
	 * @param room the room
	 * @param told all of the node's clients that are there
	 * @return what changed
	 */
	synchronized List<Movement> replace(String node, String room, List<Seat> told) {
		Map<UUID, Seat> now = told.stream().collect(Collectors.toMap(Seat::client, Function.identity()));
		List<Movement> movements = new ArrayList<>();
		for (Seat seat : List.copyOf(seats(node, room).values())) {
			if (!seat.equals(now.get(seat.client()))) {
				movements.add(remove(node, room, seat));
			}
		}
		for (Seat seat : told) {
			if (!seats(node, room).containsKey(seat.client())) {
				put(node, room, seat);
				movements.add(new Movement(Movement.JOINED, room, seat.client(), seat.member(), in(room)));
			}
		}
		return movements;
	}

	/**
	 * Takes over what another node tells of all its rooms.
	 * @param node the node's id
	 * @param told all of the node's clients by room; none if the node is gone
	 * @return what changed
	 */
	synchronized List<Movement> replaceAll(String node, Map<String, List<Seat>> told) {
		List<Movement> movements = new ArrayList<>();
		for (String room : List.copyOf(rooms(node).keySet())) {
			if (!told.containsKey(room)) {
				movements.addAll(replace(node, room, List.of()));
			}
		}
		told.forEach((room, seats) -> movements.addAll(replace(node, room, seats)));
		return movements;
	}

	private void put(String node, String room, Seat seat) {
		this.nodes.computeIfAbsent(node, (id) -> new HashMap<>())
			.computeIfAbsent(room, (name) -> new HashMap<>())
			.put(seat.client(), seat);
		this.version++;
	}

	private Movement remove(String node, String room, Seat seat) {
		Map<UUID, Seat> seats = seats(node, room);
		seats.remove(seat.client());
		if (seats.isEmpty()) {
			rooms(node).remove(room);
		}
		if (rooms(node).isEmpty()) {
			this.nodes.remove(node);
		}
		this.version++;
		return new Movement(Movement.LEFT, room, seat.client(), seat.member(), in(room));
	}

	private Map<String, Map<UUID, Seat>> rooms(String node) {
		return this.nodes.getOrDefault(node, Map.of());
	}

	private Map<UUID, Seat> seats(String node, String room) {
		return rooms(node).getOrDefault(room, Map.of());
	}

}
