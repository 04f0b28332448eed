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

package io.github.stickycluster.internal.engineio;

import org.jspecify.annotations.Nullable;

/**
 * Pauses reading from a client that exceeds its rate, or whose messages its listeners or
 * memory have no room for. Used on the session's event loop.
 */
final class FlowControl {

	private final EngineIoSession session;

	/** Without a limit of messages there is none. */
	private final @Nullable Throttle throttle;

	/** Why nothing is read now: how many reasons. */
	private int pauses;

	private boolean awaitsListeners;

	private boolean awaitsMemory;

	FlowControl(EngineIoSession session, @Nullable Throttle throttle) {
		this.session = session;
		this.throttle = throttle;
	}

	/** Counts a message. */
	void pay() {
		if (this.throttle != null) {
			this.throttle.pay();
		}
	}

	/** Pauses, if there is a reason, after something was read. */
	void check() {
		Throttle throttle = this.throttle;
		if (throttle != null && throttle.begins()) {
			this.session.server().throttled();
			pause();
			throttle.pause(this.session::isOpen, this::resume);
		}
		if (this.session.listener().isBusy() && !this.awaitsListeners) {
			this.awaitsListeners = true;
			pause();
			this.session.listener().runWhenReady(this::resumeWithListeners);
		}
	}

	boolean isThrottled() {
		return this.throttle != null;
	}

	boolean isPaused() {
		return this.pauses > 0;
	}

	/** Whether the client is not read from for no fault of its own. */
	boolean isHeldBack() {
		return this.awaitsListeners || this.awaitsMemory;
	}

	/** Pauses until there is memory. */
	void pauseForMemory() {
		if (!this.awaitsMemory) {
			this.awaitsMemory = true;
			pause();
		}
	}

	/** There is memory again. */
	void resumeWithMemory() {
		if (this.awaitsMemory) {
			this.awaitsMemory = false;
			this.session.onRoomForMore();
			resume();
		}
	}

	private void pause() {
		this.pauses++;
		this.session.read(false);
	}

	private void resumeWithListeners() {
		this.awaitsListeners = false;
		this.session.onRoomForMore();
		resume();
	}

	private void resume() {
		if (--this.pauses == 0) {
			this.session.read(true);
		}
	}

}
