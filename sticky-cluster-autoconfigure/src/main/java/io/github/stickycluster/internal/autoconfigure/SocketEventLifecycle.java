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

import java.util.Set;

import io.github.stickycluster.autoconfigure.SocketEvent;
import io.github.stickycluster.internal.socketio.SocketWatch;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Looks which events about sockets the application listens to before the workers start,
 * and stops publishing them when the workers have stopped.
 */
class SocketEventLifecycle implements SmartLifecycle {

	private final ApplicationContext context;

	private @Nullable SocketEventPublisher publisher;

	private boolean running;

	SocketEventLifecycle(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public synchronized void start() {
		Set<Class<? extends SocketEvent>> heard = SocketEventListeners.heard(this.context);
		this.publisher = heard.isEmpty() ? null : new SocketEventPublisher(this.context, heard);
		this.running = true;
	}

	/**
	 * Returns what is told of sockets from now on.
	 * @return the watch
	 */
	synchronized SocketWatch watch() {
		return (this.publisher != null) ? this.publisher : SocketWatch.NONE;
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		if (this.publisher != null) {
			this.publisher.close();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return WorkersLifecycle.PHASE - 1;
	}

}
