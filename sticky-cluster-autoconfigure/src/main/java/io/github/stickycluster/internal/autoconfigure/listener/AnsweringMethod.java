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

package io.github.stickycluster.internal.autoconfigure.listener;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.nettysocketio.AnsweringListener;
import io.github.stickycluster.internal.nettysocketio.ClientScope;
import io.github.stickycluster.internal.nettysocketio.EventAck;
import io.github.stickycluster.internal.nettysocketio.EventErrors;
import org.jspecify.annotations.Nullable;

/**
 * A listener method whose returned value is the acknowledgement, and whose exceptions the
 * client hears of.
 */
final class AnsweringMethod implements AnsweringListener {

	private final SocketIoListener listener;

	private final boolean takesAck;

	private final ReturnedValue returned;

	private final @Nullable ArgumentValidation validation;

	private final ListenerErrors errors;

	private final PendingAnswers pending;

	AnsweringMethod(SocketIoListener listener, @Nullable ArgumentValidation validation, ListenerErrors errors,
			PendingAnswers pending) {
		this.listener = listener;
		this.takesAck = listener.takesAck();
		this.returned = listener.returned();
		this.validation = validation;
		this.errors = errors;
		this.pending = pending;
	}

	@Override
	public boolean answers() {
		return this.takesAck || this.returned != ReturnedValue.NONE;
	}

	/**
	 * Returns whether there may be answers that clients wait for.
	 */
	boolean answersLater() {
		return this.returned.isLater() || this.errors.answerLater();
	}

	@Override
	public EventErrors errors() {
		return this.errors;
	}

	@Override
	public @Nullable CompletionStage<?> onEvent(SocketIOClient client, List<Object> arguments, EventAck ack)
			throws Exception {
		return answer(client, arguments, ack, true);
	}

	/**
	 * Calls the method.
	 * @param data the arguments of the event
	 * @param ack tells the client of a failure
	 * @param answers whether the event is acknowledged by the method after success, if it
	 * answers at all
	 * @return as of {@link #onEvent}
	 */
	@Nullable CompletionStage<?> answer(SocketIOClient client, List<Object> data, EventAck ack, boolean answers)
			throws Exception {
		try {
			if (this.returned.isLater()) {
				this.pending.requireRoomFor(client);
			}
			@Nullable Object[] all = this.listener.arguments()
				.resolve(client, this.takesAck ? (answers ? ack : EventAck.NONE).request(client) : null, data);
			if (this.validation != null) {
				this.validation.validate(all);
			}
			Object value = this.listener.method().invoke(client, all);
			CompletionStage<?> stage = this.returned.isLater() ? this.returned.stage(client, value) : null;
			if (stage != null) {
				return answerLater(client, ack, stage, answers);
			}
			if (answers && this.returned != ReturnedValue.NONE) {
				ack.send(ListenerErrors.acknowledgement(value));
			}
			return null;
		}
		catch (Throwable ex) {
			return failed(client, ack, ex);
		}
	}

	private CompletionStage<?> answerLater(SocketIOClient client, EventAck ack, CompletionStage<?> stage,
			boolean answers) {
		CompletableFuture<?> future = stage.toCompletableFuture();
		CompletionStage<?> told = future
			.<CompletionStage<@Nullable Void>>handle((value, failure) -> ClientScope.get(client, () -> {
				Throwable thrown = (failure != null || !answers) ? failure : send(ack, value);
				// Nobody waits any more, and the end was not the listener's.
				if (thrown != null && !(future.isCancelled() && PendingAnswers.hasLeft(client))) {
					return tell(client, ack, ListenerErrors.cause(thrown)).thenCompose(CompletableFuture::failedFuture);
				}
				return CompletableFuture.completedFuture(null);
			}))
			.thenCompose((end) -> end);
		this.pending.add(client, future);
		return told;
	}

	private @Nullable Throwable send(EventAck ack, @Nullable Object value) {
		try {
			if (!this.takesAck) {
				ack.send(this.returned.acknowledgement(value));
			}
			return null;
		}
		catch (RuntimeException | StackOverflowError ex) {
			return ex;
		}
	}

	private CompletionStage<?> failed(SocketIOClient client, EventAck ack, Throwable failure) throws Exception {
		CompletableFuture<Throwable> told = tell(client, ack, failure);
		if (!told.isDone()) {
			return told.thenCompose(CompletableFuture::failedFuture);
		}
		if (told.join() instanceof Error error) {
			throw error;
		}
		throw (Exception) told.join();
	}

	private CompletableFuture<Throwable> tell(SocketIOClient client, EventAck ack, Throwable failure) {
		return this.errors.tell(this.listener.method().bean(), client, ack, failure);
	}

}
