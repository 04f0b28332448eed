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

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.cluster.SocketCluster;

import org.springframework.stereotype.Component;

/**
 * Does what clients ask for, and tells the rooms of the whole cluster.
 */
@Component
class Chat {

	private final SocketCluster cluster;

	private final Roster roster;

	private final RosterExchange exchange;

	Chat(SocketCluster cluster, Roster roster, RosterExchange exchange) {
		this.cluster = cluster;
		this.roster = roster;
		this.exchange = exchange;
	}

	/**
	 * Lets a client into a room; a client that is there under another name is renamed.
	 */
	Welcome join(SocketIOClient client, String worker, JoinRequest request) {
		String room = ChatLimits.room(request.room());
		Member member = new Member(ChatLimits.name(request.name()), worker);
		UUID id = client.getSessionId();
		Optional<Member> present = this.roster.find(room, id);
		if (!present.equals(Optional.of(member))) {
			present.ifPresent((old) -> leave(client, room));
			enter(client, room, member);
		}
		// Asked anew: whoever came since the client is in the room may have been told to
		// it before, whoever came earlier was not.
		return Welcome.of(room, id, member, this.roster.in(room));
	}

	Outcome leave(SocketIOClient client, LeaveRequest request) {
		leave(client, ChatLimits.room(request.room()));
		return Outcome.OK;
	}

	Outcome say(SocketIOClient client, MessageRequest request) {
		String room = ChatLimits.room(request.room());
		String text = ChatLimits.text(request.text());
		Member sender = this.roster.find(room, client.getSessionId()).orElseThrow(() -> notThere(room));
		Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
		this.cluster.to(room)
			.emit("message",
					new ChatMessage(room, client.getSessionId(), sender.name(), text, sender.worker(), at.toString()));
		return Outcome.OK;
	}

	void forget(SocketIOClient client) {
		this.roster.leaveAll(client.getSessionId()).forEach(this::tell);
	}

	private void enter(SocketIOClient client, String room, Member member) {
		UUID id = client.getSessionId();
		Attendance attendance = this.roster.join(room, id, member);
		// Before the client is in: it hears of itself in the answer.
		tell(new Movement(Movement.JOINED, room, id, member, attendance));
		client.joinRoom(room);
	}

	private void leave(SocketIOClient client, String room) {
		Movement movement = this.roster.leave(room, client.getSessionId()).orElseThrow(() -> notThere(room));
		client.leaveRoom(room);
		tell(movement);
	}

	/** Tells this node's clients, and the other nodes, which tell theirs. */
	private void tell(Movement movement) {
		this.cluster.local().to(movement.room()).emit(movement.event(), movement.presence());
		this.exchange.tell(movement.room());
	}

	private static RefusedException notThere(String room) {
		return new RefusedException("You are not in the room " + room + ", join it first");
	}

}
