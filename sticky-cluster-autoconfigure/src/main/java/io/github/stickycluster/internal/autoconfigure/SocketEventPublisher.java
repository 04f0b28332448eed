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

package io.github.stickycluster.internal.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.autoconfigure.RoomCreatedEvent;
import io.github.stickycluster.autoconfigure.RoomDeletedEvent;
import io.github.stickycluster.autoconfigure.RoomJoinedEvent;
import io.github.stickycluster.autoconfigure.RoomLeftEvent;
import io.github.stickycluster.autoconfigure.SocketConnectedEvent;
import io.github.stickycluster.autoconfigure.SocketDisconnectedEvent;
import io.github.stickycluster.autoconfigure.SocketEvent;
import io.github.stickycluster.internal.log.LimitedLog;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import io.github.stickycluster.internal.socketio.SocketWatch;
import io.github.stickycluster.socketio.DisconnectReason;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationContext;

/**
 * Publishes the events about sockets that somebody listens to, on a thread of its own.
 */
final class SocketEventPublisher implements SocketWatch {

	private static final int MOST_WAITING = 10_000;

	private final LimitedLog log = new LimitedLog(LoggerFactory.getLogger(SocketEventPublisher.class));

	private final Set<Class<? extends SocketEvent>> heard;

	private final boolean hearsRooms;

	/** How many clients of this process are in a room; only if somebody listens. */
	private final Map<Room, Integer> rooms = new ConcurrentHashMap<>();

	private final EventThread thread;

	SocketEventPublisher(ApplicationContext context, Set<Class<? extends SocketEvent>> heard) {
		this(context, heard, MOST_WAITING);
	}

	SocketEventPublisher(ApplicationContext context, Set<Class<? extends SocketEvent>> heard, int mostWaiting) {
		this.heard = heard;
		this.hearsRooms = heard.contains(RoomCreatedEvent.class) || heard.contains(RoomDeletedEvent.class);
		this.thread = new EventThread("sticky-cluster-events", context, mostWaiting, this.log);
	}

	@Override
	public void connected(SocketIoSocket socket) {
		if (this.heard.contains(SocketConnectedEvent.class)) {
			publish(new SocketConnectedEvent(this, client(socket)));
		}
	}

	@Override
	public void disconnected(SocketIoSocket socket, DisconnectReason reason, Set<String> rooms) {
		if (this.heard.contains(SocketDisconnectedEvent.class)) {
			publish(new SocketDisconnectedEvent(this, client(socket), reason, rooms));
		}
	}

	// Under the lock of the room, so that its events are in order.
	@Override
	public void joined(SocketIoSocket socket, String room) {
		if (!this.hearsRooms) {
			publishJoined(socket, room);
			return;
		}
		this.rooms.compute(Room.of(socket, room), (key, members) -> {
			if (members == null && this.heard.contains(RoomCreatedEvent.class)) {
				publish(new RoomCreatedEvent(this, client(socket), room));
			}
			publishJoined(socket, room);
			return (members != null) ? members + 1 : 1;
		});
	}

	@Override
	public void left(SocketIoSocket socket, String room) {
		if (!this.hearsRooms) {
			publishLeft(socket, room);
			return;
		}
		this.rooms.compute(Room.of(socket, room), (key, members) -> {
			publishLeft(socket, room);
			boolean last = members == null || members == 1;
			if (last && this.heard.contains(RoomDeletedEvent.class)) {
				publish(new RoomDeletedEvent(this, client(socket), room));
			}
			return last ? null : members - 1;
		});
	}

	private void publishJoined(SocketIoSocket socket, String room) {
		if (this.heard.contains(RoomJoinedEvent.class)) {
			publish(new RoomJoinedEvent(this, client(socket), room));
		}
	}

	private void publishLeft(SocketIoSocket socket, String room) {
		if (this.heard.contains(RoomLeftEvent.class)) {
			publish(new RoomLeftEvent(this, client(socket), room));
		}
	}

	void publish(SocketEvent event) {
		boolean accepted = this.thread.publish(event, () -> {
		});
		if (!accepted && !this.thread.isClosed()) {
			this.log.warn("dropped", () -> "The listeners of socket events are slower than the events: dropped one. "
					+ "Annotate slow listeners with @Async");
		}
	}

	/**
	 * Publishes what waits, as far as that takes no longer than 5 s, and nothing more.
	 */
	void close() {
		this.thread.close();
	}

	private static SocketIOClient client(SocketIoSocket socket) {
		return (SocketIOClient) socket.view();
	}

	private record Room(String namespace, String name) {

		static Room of(SocketIoSocket socket, String room) {
			return new Room(socket.namespace().name(), room);
		}

	}

}
