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

package io.github.stickycluster.internal.nettysocketio;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import org.jspecify.annotations.Nullable;

/**
 * The ack that a client requests, and the client of the {@link AckRequest} that sends it.
 * A close of the client's session waits until the ack is sent, or cannot be sent any
 * more.
 */
final class AckClient extends ClientView implements EventAck {

	private static final AtomicIntegerFieldUpdater<AckClient> SENT = AtomicIntegerFieldUpdater
		.newUpdater(AckClient.class, "sent");

	private static final AtomicIntegerFieldUpdater<AckClient> SETTLED = AtomicIntegerFieldUpdater
		.newUpdater(AckClient.class, "settled");

	private final String event;

	private final Long ackId;

	private @Nullable AckRequest request;

	/** Whether a stage of the listeners sends it; of the listeners' thread. */
	private boolean later;

	private volatile int sent;

	private volatile int settled;

	AckClient(SocketIoSocket socket, NamespaceView namespace, String event, Long ackId) {
		super(socket, namespace);
		this.event = event;
		this.ackId = ackId;
	}

	@Override
	public boolean isRequested() {
		return true;
	}

	@Override
	public boolean send(List<?> arguments) {
		return sendOnce(null, arguments);
	}

	/** Sends what the {@link AckRequest} has made. */
	@Override
	public void send(Packet packet) {
		if (!sendOnce(packet, List.of())) {
			view().onLateAck(this.event);
		}
	}

	// Without a Runnable, which would be garbage of each event.
	private boolean sendOnce(@Nullable Packet packet, List<?> arguments) {
		if (this.sent != 0 || !SENT.compareAndSet(this, 0, 1)) {
			return false;
		}
		try {
			if (packet != null) {
				super.send(packet);
			}
			else {
				socket().acknowledge(this.ackId, arguments);
			}
			return true;
		}
		catch (RuntimeException | StackOverflowError ex) {
			this.sent = 0;
			throw ex;
		}
		finally {
			settle();
		}
	}

	@Override
	public AckRequest request(SocketIOClient client) {
		AckRequest present = this.request;
		if (present == null) {
			Packet asking = new Packet(PacketType.MESSAGE);
			asking.setAckId(this.ackId);
			present = new AckRequest(asking, this);
			this.request = present;
		}
		return present;
	}

	/** Lets the waiting end when a stage of the listeners has completed. */
	void setLater() {
		this.later = true;
	}

	boolean isLater() {
		return this.later;
	}

	/** Ends the waiting. */
	void settle() {
		if (this.settled == 0 && SETTLED.compareAndSet(this, 0, 1)) {
			socket().settled();
		}
	}

}
