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

import java.util.ArrayList;
import java.util.List;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.BroadcastAckCallback;
import com.corundumstudio.socketio.MultiTypeAckCallback;
import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.VoidAckCallback;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import io.github.stickycluster.internal.engineio.CloseReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for the acknowledgements that a {@link SocketIoSocket} waits for.
 */
class SocketAckTests {

	private final TestWorker worker = new TestWorker();

	private final List<String> heard = new ArrayList<>();

	private final TestSession session = this.worker.connected();

	@Test
	void acknowledgementIsHeardOnce() {
		this.session.socket().sendEvent("e", new Callback<>(String.class, -1), "x");
		this.session.socket().sendEvent("e", new Callback<>(Integer.class, 10));
		assertThat(this.session.sent).containsExactly("420[\"e\",\"x\"]", "421[\"e\"]");
		this.session.text("31[5]").text("30[\"a\",\"more\"]").text("30[\"again\"]").text("377[]");
		this.session.pass(11);
		assertThat(this.heard).containsExactly("5", "a");
		assertThat(this.session.closed).isNull();
	}

	@Test
	void refusesANullCallbackBeforeAnythingIsSent() {
		SocketIOClient client = this.session.socket();
		Packet packet = new Packet(PacketType.MESSAGE);
		packet.setSubType(PacketType.EVENT);
		packet.setName("e");
		assertThatIllegalArgumentException().isThrownBy(() -> client.sendEvent("e", (AckCallback<?>) null, "x"))
			.withMessage("ackCallback is null");
		assertThatIllegalArgumentException().isThrownBy(() -> client.send(packet, null))
			.withMessage("ackCallback is null");
		assertThat(this.session.sent).isEmpty();
		client.sendEvent("e", new Callback<>(String.class, -1));
		assertThat(this.session.sent).containsExactly("420[\"e\"]");
	}

	@Test
	void acknowledgementWithoutArguments() {
		this.session.socket().sendEvent("e", new Callback<>(String.class, -1));
		this.session.socket().sendEvent("e", new VoidAckCallback() {

			@Override
			protected void onSuccess() {
				SocketAckTests.this.heard.add("void");
			}

		});
		this.session.text("30[]").text("31[{\"any\":1}]");
		assertThat(this.heard).containsExactly("null", "void");
	}

	@Test
	void acknowledgementOfSeveralTypes() {
		this.session.socket().sendEvent("e", new MultiTypeAckCallback(String.class, Integer.class) {

			@Override
			public void onSuccess(MultiTypeArgs result) {
				SocketAckTests.this.heard.add(result.first() + " " + result.second());
			}

		});
		this.session.text("30[\"a\",5]");
		assertThat(this.heard).containsExactly("a 5");
	}

	@Test
	void acknowledgementOfATypeThatABaseClassLeavesOpen() {
		this.session.socket().sendEvent("e", new SeatsCallback());
		this.session.text("30[[{\"row\":5}]]");
		assertThat(this.heard).containsExactly("[Seat[row=5]]");
	}

	@Test
	void binaryAcknowledgement() {
		this.session.socket().sendEvent("e", new AckCallback<>(byte[].class) {

			@Override
			public void onSuccess(byte[] result) {
				SocketAckTests.this.heard.add(result.length + " " + result[0]);
			}

		}, new byte[] { 9 });
		assertThat(this.session.sent).containsExactly("451-0[\"e\",{\"_placeholder\":true,\"num\":0}]");
		this.session.text("61-0[{\"_placeholder\":true,\"num\":0}]").binary(7);
		assertThat(this.heard).containsExactly("1 7");
	}

	@Test
	void acknowledgementTooLate() {
		this.session.socket().sendEvent("e", new Callback<>(String.class, 5));
		this.session.pass(4);
		assertThat(this.heard).isEmpty();
		this.session.pass(2);
		assertThat(this.heard).containsExactly("timeout");
		this.session.text("30[\"late\"]");
		assertThat(this.heard).containsExactly("timeout");
		assertThat(this.worker.observer.lines).containsExactly("connected /", "ack timed out /");
	}

	@Test
	void acknowledgementThatDoesNotFitEndsTheWaiting() {
		this.session.socket().sendEvent("e", new Callback<>(Integer.class, -1));
		this.session.text("30[\"no number\"]");
		assertThat(this.heard).containsExactly("timeout");
		assertThat(this.worker.observer.lines).contains("ack mismatched /");
		assertThat(this.session.closed).isNull();
	}

	@Test
	void endOfTheSocketEndsTheWaiting() {
		SocketIOClient client = this.session.socket();
		client.sendEvent("e", new Callback<>(String.class, -1));
		client.sendEvent("e", new Callback<>(String.class, 60));
		this.session.session().onClose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.heard).containsExactly("timeout", "timeout");
		this.session.pass(61);
		client.sendEvent("e", new Callback<>(String.class, -1));
		assertThat(this.heard).containsExactly("timeout", "timeout", "timeout");
		assertThat(this.worker.observer.lines).doesNotContain("ack timed out /");
	}

	@Test
	void failureOfACallbackIsReported() {
		RuntimeException failure = new IllegalStateException("broken");
		this.session.socket().sendEvent("e", new AckCallback<>(String.class) {

			@Override
			public void onSuccess(String result) {
				throw failure;
			}

		});
		this.session.text("30[\"a\"]").text("2[\"nobody\"]");
		assertThat(this.worker.exceptions.exceptions).containsExactly(failure);
		assertThat(this.session.closed).isNull();
	}

	@Test
	void eventThatCannotBeWrittenWaitsForNothing() {
		assertThatThrownBy(() -> this.session.socket()
			.sendEvent("e", new Callback<>(String.class, -1), new PacketEncoderTests.Unwritable()))
			.hasStackTraceContaining("not today");
		this.session.session().onClose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void broadcastWithAcknowledgements() {
		TestSession second = this.worker.connected();
		this.worker.namespace().getBroadcastOperations().sendEvent("e", "x", new BroadcastAckCallback<>(String.class) {

			@Override
			protected void onClientSuccess(SocketIOClient client, String result) {
				SocketAckTests.this.heard.add(result);
			}

			@Override
			protected void onAllSuccess() {
				SocketAckTests.this.heard.add("all");
			}

		});
		second.text("30[\"two\"]");
		this.session.text("30[\"one\"]");
		assertThat(this.heard).containsExactly("two", "one", "all");
	}

	@Test
	void sharedPacketIsNotChangedByItsReceivers() {
		Packet packet = new Packet(PacketType.MESSAGE);
		packet.setSubType(PacketType.EVENT);
		packet.setName("e");
		packet.setData(List.of("x"));
		this.session.socket().send(packet, new Callback<>(String.class, -1));
		assertThat(packet.getAckId()).isNull();
		assertThat(this.session.sent).containsExactly("420[\"e\",\"x\"]");
	}

	@Test
	void eachSocketCountsItsOwn() {
		this.worker.hub.create("/a");
		this.session.text("0/a");
		this.session.sent.clear();
		this.session.socket().sendEvent("e", new Callback<>(String.class, -1));
		this.session.socket("/a").sendEvent("e", new Callback<>(Integer.class, -1));
		assertThat(this.session.sent).containsExactly("420[\"e\"]", "42/a,0[\"e\"]");
		this.session.text("3/a,0[6]").text("30[\"b\"]");
		assertThat(this.heard).containsExactly("6", "b");
	}

	record Seat(int row) {
	}

	private abstract class ListCallback<T> extends AckCallback<List<T>> {

		@SuppressWarnings("unchecked")
		ListCallback() {
			super((Class<List<T>>) (Class<?>) List.class);
		}

		@Override
		public void onSuccess(List<T> result) {
			SocketAckTests.this.heard.add(result.toString());
		}

	}

	private final class SeatsCallback extends ListCallback<Seat> {

	}

	private final class Callback<T> extends AckCallback<T> {

		Callback(Class<T> type, int timeout) {
			super(type, timeout);
		}

		@Override
		public void onSuccess(T result) {
			SocketAckTests.this.heard.add(String.valueOf(result));
		}

		@Override
		public void onTimeout() {
			SocketAckTests.this.heard.add("timeout");
		}

	}

}
