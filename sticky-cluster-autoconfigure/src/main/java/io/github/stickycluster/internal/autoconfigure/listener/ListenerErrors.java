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

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.nettysocketio.EventAck;
import io.github.stickycluster.internal.nettysocketio.EventErrors;
import io.github.stickycluster.internal.nettysocketio.InterceptorErrors;
import io.github.stickycluster.internal.nettysocketio.RejectedEventException;
import io.github.stickycluster.internal.socketio.Refusal;
import io.github.stickycluster.socketio.AckArguments;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells clients of the errors of their events. Thread-safe.
 */
final class ListenerErrors implements EventErrors, InterceptorErrors {

	private static final Logger logger = LoggerFactory.getLogger(ListenerErrors.class);

	private final Problems problems;

	private final ExceptionHandlers handlers;

	private final PendingAnswers pending;

	private final @Nullable String errorEvent;

	ListenerErrors(Problems problems, ExceptionHandlers handlers, PendingAnswers pending, @Nullable String errorEvent) {
		this.problems = problems;
		this.handlers = handlers;
		this.pending = pending;
		this.errorEvent = errorEvent;
	}

	@Override
	public Object unknown(String event) {
		return Problem.of(404, "No listener receives the event").toArgument();
	}

	@Override
	public Object mismatch(String event, Throwable mismatch) {
		return Problems.ofMismatch(mismatch).toArgument();
	}

	@Override
	public @Nullable String errorEvent() {
		return this.errorEvent;
	}

	@Override
	public Throwable tell(SocketIOClient client, EventAck ack, Throwable failure) {
		CompletableFuture<Throwable> told = tell(this, client, ack, failure);
		// A handler that answers later has handled it.
		return told.isDone() ? told.join() : rejection(failure);
	}

	@Override
	public @Nullable Refusal refusal(Exception failure) {
		Problem problem = this.problems.of(failure);
		if (!problem.isOfClient()) {
			return null;
		}
		Object message = problem.members().getOrDefault("detail", problem.members().get("title"));
		return new Refusal(String.valueOf(message), problem.members());
	}

	/**
	 * Returns whether there is a handler whose answer comes later.
	 */
	boolean answerLater() {
		return this.handlers.answerLater();
	}

	/**
	 * Returns the failure of a stage without what stages wrap it in.
	 */
	static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	/**
	 * Returns the acknowledgement that a returned value stands for.
	 */
	static List<?> acknowledgement(@Nullable Object value) {
		if (value instanceof AckArguments several) {
			return several.values();
		}
		Problem problem = Problems.ofReturned(value);
		return (problem != null) ? List.of(problem.toArgument()) : Collections.singletonList(value);
	}

	/**
	 * Tells a client that a listener has failed.
	 * @param bean the listener's bean
	 * @param client the client
	 * @param ack the event's acknowledgement
	 * @param failure what the listener has thrown
	 * @return completes when the client has been told, with what is to be thrown instead:
	 * the same, unless the client is to blame or the application has handled it
	 */
	CompletableFuture<Throwable> tell(Object bean, SocketIOClient client, EventAck ack, Throwable failure) {
		ExceptionHandlers.Handling handling = this.handlers.find(bean, failure);
		if (handling == null) {
			Problem problem = this.problems.of(failure);
			send(client, ack, List.of(problem.toArgument()));
			return CompletableFuture.completedFuture(problem.isOfClient() ? rejection(failure) : failure);
		}
		try {
			ReturnedValue returned = handling.returned();
			if (returned.isLater()) {
				this.pending.requireRoomFor(client);
			}
			Object value = handling.call(client);
			CompletionStage<?> stage = returned.isLater() ? returned.stage(client, value) : null;
			if (stage != null) {
				return tellLater(bean, client, ack, failure, returned, stage.toCompletableFuture());
			}
			send(client, ack, returned.acknowledgement(value));
			return CompletableFuture.completedFuture(rejection(failure));
		}
		catch (Throwable ex) {
			return CompletableFuture.completedFuture(handlerFailed(bean, client, ack, failure, ex));
		}
	}

	private CompletableFuture<Throwable> tellLater(Object bean, SocketIOClient client, EventAck ack, Throwable failure,
			ReturnedValue returned, CompletableFuture<?> answer) {
		CompletableFuture<Throwable> told = answer.handle((value, ex) -> {
			if (answer.isCancelled() && PendingAnswers.hasLeft(client)) {
				return rejection(failure);
			}
			try {
				if (ex == null) {
					send(client, ack, returned.acknowledgement(value));
					return rejection(failure);
				}
				return handlerFailed(bean, client, ack, failure, cause(ex));
			}
			catch (Throwable thrown) {
				return handlerFailed(bean, client, ack, failure, thrown);
			}
		});
		this.pending.add(client, answer);
		return told;
	}

	private Throwable handlerFailed(Object bean, SocketIOClient client, EventAck ack, Throwable failure, Throwable ex) {
		logger.debug("The exception handler of {} failed", bean.getClass(), ex);
		// A handler may throw what it was given.
		if (ex != failure) {
			ex.addSuppressed(failure);
		}
		send(client, ack, List.of(this.problems.of(ex).toArgument()));
		return ex;
	}

	private static Throwable rejection(Throwable failure) {
		return (failure instanceof Exception exception) ? new RejectedEventException(exception) : failure;
	}

	private void send(SocketIOClient client, EventAck ack, List<?> arguments) {
		if (ack.isRequested()) {
			ack.send(arguments);
		}
		else if (this.errorEvent != null) {
			client.sendEvent(this.errorEvent, arguments.toArray());
		}
	}

}
