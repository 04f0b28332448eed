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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

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
import io.netty.util.concurrent.DefaultThreadFactory;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationContext;

/**
 * Publishes the events about sockets that somebody listens to, on a thread of its own.
 */
final class SocketEventPublisher implements SocketWatch {

	private static final int MOST_WAITING = 10_000;

	private static final int IDLE_SECONDS = 10;

	private static final int CLOSE_SECONDS = 5;

	private final LimitedLog log = new LimitedLog(LoggerFactory.getLogger(SocketEventPublisher.class));

	private final ApplicationContext context;

	private final Set<Class<? extends SocketEvent>> heard;

	private final boolean hearsRooms;

	/** How many clients of this process are in a room; only if somebody listens. */
	private final Map<Room, Integer> rooms = new ConcurrentHashMap<>();

	private final ThreadPoolExecutor executor;

	SocketEventPublisher(ApplicationContext context, Set<Class<? extends SocketEvent>> heard) {
		this(context, heard, MOST_WAITING);
	}

	SocketEventPublisher(ApplicationContext context, Set<Class<? extends SocketEvent>> heard, int mostWaiting) {
		this.context = context;
		this.heard = heard;
		this.hearsRooms = heard.contains(RoomCreatedEvent.class) || heard.contains(RoomDeletedEvent.class);
		this.executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(mostWaiting), new DefaultThreadFactory("sticky-cluster-events", true));
		this.executor.allowCoreThreadTimeOut(true);
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
		try {
			this.executor.execute(() -> publishNow(event));
		}
		catch (RejectedExecutionException ex) {
			if (!this.executor.isShutdown()) {
				this.log.warn("dropped",
						() -> "The listeners of socket events are slower than the events: dropped one. "
								+ "Annotate slow listeners with @Async");
			}
		}
	}

	private void publishNow(SocketEvent event) {
		try {
			this.context.publishEvent(event);
		}
		catch (Exception ex) {
			this.log.error(event.getClass(), () -> "A listener of " + event.getClass().getSimpleName() + " failed", ex);
		}
	}

	/**
	 * Publishes what waits, as far as that takes no longer than 5 s, and nothing more.
	 */
	void close() {
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				this.executor.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			this.executor.shutdownNow();
			Thread.currentThread().interrupt();
		}
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
