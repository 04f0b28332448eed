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

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.stickycluster.internal.engineio.EngineIoApplication.Decision;
import io.github.stickycluster.internal.engineio.Handshake;
import io.github.stickycluster.internal.engineio.HandshakeHooks;
import io.github.stickycluster.internal.engineio.HandshakeRequest;
import io.github.stickycluster.internal.socketio.ListenerCalls;
import io.github.stickycluster.internal.socketio.SocketIoContext;
import io.github.stickycluster.socketio.HandshakeAuthorizer;
import io.github.stickycluster.socketio.HandshakeDecision;
import org.jspecify.annotations.Nullable;

/**
 * Asks the application's authorizers about new sessions, one after the other, where its
 * listeners run, and waits for what they decide later. Thread-safe.
 */
final class HandshakeGate {

	private final SocketIoContext context;

	private final List<HandshakeAuthorizer> authorizers;

	private final Duration timeout;

	HandshakeGate(SocketIoContext context, HandshakeHooks hooks) {
		this.context = context;
		this.authorizers = hooks.authorizers();
		this.timeout = hooks.timeout();
	}

	boolean isOpen() {
		return this.authorizers.isEmpty();
	}

	/**
	 * Asks all authorizers, beginning on this thread.
	 * @param handshake the request
	 * @param decision takes the response if one of them refuses
	 * @param admitted run once if none does, on any thread
	 */
	void ask(Handshake handshake, Decision decision, Runnable admitted) {
		if (isOpen()) {
			admitted.run();
		}
		else {
			new Round(new HandshakeRequest(handshake), decision, admitted).go();
		}
	}

	private void warn(String what, Throwable failure) {
		this.context.observers().warnings().failed(what, failure);
	}

	/** One handshake. At any moment, at most one thread goes on with it. */
	private final class Round {

		private final HandshakeRequest request;

		private final Decision decision;

		private final Runnable admitted;

		private final AtomicBoolean decided = new AtomicBoolean();

		private int next;

		private boolean waits;

		/** What is waited for; cancelled when nobody waits any more. */
		private volatile @Nullable CompletionStage<HandshakeDecision> stage;

		Round(HandshakeRequest request, Decision decision, Runnable admitted) {
			this.request = request;
			this.decision = decision;
			this.admitted = admitted;
		}

		void go() {
			while (this.next < HandshakeGate.this.authorizers.size()) {
				CompletionStage<HandshakeDecision> asked = ask(HandshakeGate.this.authorizers.get(this.next++));
				CompletableFuture<HandshakeDecision> outcome = new CompletableFuture<>();
				asked.whenComplete((value, failure) -> complete(outcome, value, failure));
				if (!outcome.isDone()) {
					await(asked, outcome);
					return;
				}
				if (!isAdmittedBy(outcome)) {
					return;
				}
			}
			if (this.decided.compareAndSet(false, true)) {
				this.admitted.run();
			}
		}

		private CompletionStage<HandshakeDecision> ask(HandshakeAuthorizer authorizer) {
			try {
				return Objects.requireNonNull(authorizer.authorize(this.request), "The authorizer has returned null");
			}
			catch (Throwable ex) {
				HandshakeGate.this.context.observers().memory().notice(ex);
				return CompletableFuture.failedFuture(ex);
			}
		}

		private static void complete(CompletableFuture<HandshakeDecision> outcome, @Nullable HandshakeDecision value,
				@Nullable Throwable failure) {
			if (value != null) {
				outcome.complete(value);
			}
			else {
				outcome.completeExceptionally((failure != null) ? failure
						: new IllegalStateException("The stage of a HandshakeAuthorizer has completed with null"));
			}
		}

		private void await(CompletionStage<HandshakeDecision> asked, CompletableFuture<HandshakeDecision> outcome) {
			this.stage = asked;
			if (!this.waits) {
				this.waits = true;
				this.decision.await(HandshakeGate.this.timeout, this::giveUp);
			}
			outcome.whenComplete((value, failure) -> {
				if (isAdmittedBy(outcome)) {
					resume();
				}
			});
			if (this.decided.get()) {
				cancel();
			}
		}

		// The next one is called where the first was.
		private void resume() {
			ListenerCalls calls = HandshakeGate.this.context.calls();
			if (this.next == HandshakeGate.this.authorizers.size()) {
				go();
			}
			else if (calls != null) {
				calls.execute(this::go, this::fail);
			}
			else {
				this.decision.execute(this::go);
			}
		}

		private boolean isAdmittedBy(CompletableFuture<HandshakeDecision> outcome) {
			try {
				HandshakeDecision made = outcome.join();
				if (!made.isAdmitted() && this.decided.compareAndSet(false, true)) {
					this.decision.refuse(made);
				}
				return made.isAdmitted();
			}
			catch (CompletionException ex) {
				if (this.decided.compareAndSet(false, true)) {
					Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
					warn("A HandshakeAuthorizer failed, so the client is refused", cause);
					this.decision.refuse();
				}
				return false;
			}
		}

		// The client has left, or has waited long enough.
		private void giveUp(boolean late) {
			if (this.decided.compareAndSet(false, true)) {
				if (late) {
					HandshakeGate.this.context.observers().warnings().handshakeUndecided(HandshakeGate.this.timeout);
				}
				cancel();
				this.decision.fail();
			}
		}

		private void fail() {
			if (this.decided.compareAndSet(false, true)) {
				this.decision.fail();
			}
		}

		private void cancel() {
			if (this.stage instanceof Future<?> future) {
				future.cancel(true);
			}
		}

	}

}
