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
import java.util.concurrent.CompletionStage;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.internal.nettysocketio.AnyEventListener;
import io.github.stickycluster.internal.nettysocketio.EventAck;
import io.github.stickycluster.internal.nettysocketio.EventErrors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of all events of a namespace, on the event loop and off it.
 */
class AnyEventTests {

	private final TestWorker worker = new TestWorker();

	private final List<String> heard = new ArrayList<>();

	private @Nullable String answer;

	private @Nullable Exception failure;

	private TestSession connected(boolean offTheLoop) {
		AnyEventListener.add(this.worker.namespace(), new Recorder());
		this.worker.namespace().addEventListener("own", String.class, (client, text, ack) -> {
			this.heard.add("own " + text);
			ack.sendAckData("own");
		});
		ListenerCalls calls = offTheLoop ? new ListenerCalls(Runnable::run, 128, this.worker.observer) : null;
		TestSession session = new TestSession(this.worker.context(calls), TestWorker.handshake(EngineIoVersion.V4),
				EngineIoVersion.V4);
		session.session().onOpen();
		session.text("0");
		session.channel.runPendingTasks();
		session.sent.clear();
		return session;
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void hearsAllArgumentsOfAllEventsBeforeTheirOwnListeners(boolean offTheLoop) {
		TestSession session = connected(offTheLoop);
		session.text("2[\"own\",\"a\",{\"b\":[1,null]},true]").text("2[\"other\"]").text("2[\"texts\",\"c\"]");
		assertThat(this.heard).containsExactly("own [\"a\", {\"b\":[1,null]}, true] false", "own a", "other [] true",
				"texts [\"c\"] true");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void hearsAttachments(boolean offTheLoop) {
		TestSession session = connected(offTheLoop);
		session.text("51-[\"bytes\",{\"_placeholder\":true,\"num\":0}]").binary(1, 2);
		session.text("51-[\"own\",\"a\",{\"_placeholder\":true,\"num\":0}]").binary(3);
		assertThat(this.heard).containsExactly("bytes [AQI=] true", "own [\"a\", Aw==] false", "own a");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anEventWithoutAnAnswerIsNotFound(boolean offTheLoop) {
		TestSession session = connected(offTheLoop);
		session.text("21[\"own\",\"a\"]").text("22[\"other\"]").text("2[\"other\"]");
		assertThat(session.sent).containsExactly("431[\"own\"]", "432[\"none\"]", "42[\"failure\",\"none\"]");
		assertThat(session.session().owesAcks()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void answersEventsThatHaveNoListenerOfTheirOwn(boolean offTheLoop) {
		this.answer = "any";
		TestSession session = connected(offTheLoop);
		session.text("21[\"own\",\"a\"]").text("22[\"other\"]");
		assertThat(session.sent).containsExactly("431[\"own\"]", "432[\"any\"]");
		assertThat(session.session().owesAcks()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aFailureKeepsTheEventFromItsOwnListeners(boolean offTheLoop) {
		this.failure = new IllegalStateException("no");
		TestSession session = connected(offTheLoop);
		session.text("21[\"own\",\"a\"]").text("22[\"other\"]");
		assertThat(this.heard).containsExactly("own [\"a\"] false", "other [] true");
		assertThat(this.worker.exceptions.exceptions).hasSize(2);
		assertThat(session.session().owesAcks()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void countsTheEventsOfClientsByOneName(boolean offTheLoop) {
		TestSession session = connected(offTheLoop);
		session.text("2[\"own\",\"a\"]").text("2[\"one\"]").text("2[\"two\"]");
		assertThat(this.worker.observer.lines).containsSubsequence("event / own", "event / *", "event / *")
			.doesNotContain("ignored /");
	}

	private final class Recorder implements AnyEventListener {

		@Override
		public boolean answers() {
			return AnyEventTests.this.answer != null;
		}

		@Override
		public EventErrors errors() {
			return new EventErrors() {

				@Override
				public Object unknown(String event) {
					return "none";
				}

				@Override
				public Object mismatch(String event, Throwable mismatch) {
					return "mismatch";
				}

				@Override
				public String errorEvent() {
					return "failure";
				}

			};
		}

		@Override
		public @Nullable CompletionStage<?> onEvent(SocketIOClient client, String event, List<JsonNode> arguments,
				EventAck ack, boolean alone) throws Exception {
			AnyEventTests.this.heard.add(event + " "
					+ arguments.stream().map((node) -> node.isBinary() ? node.asString() : node.toString()).toList()
					+ " " + alone);
			if (AnyEventTests.this.failure != null) {
				throw AnyEventTests.this.failure;
			}
			if (alone && AnyEventTests.this.answer != null) {
				ack.send(List.of(AnyEventTests.this.answer));
			}
			return null;
		}

	}

}
