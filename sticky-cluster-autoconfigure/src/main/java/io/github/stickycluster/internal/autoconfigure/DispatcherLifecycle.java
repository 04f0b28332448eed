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

import java.net.InetSocketAddress;

import io.github.stickycluster.autoconfigure.DispatcherStartedEvent;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the public port when the workers are up and closes it before they stop.
 */
public class DispatcherLifecycle implements SmartLifecycle {

	/**
	 * Right after Boot's own web server, which requests may be passed on to.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 2047;

	private final Dispatcher dispatcher;

	private final ApplicationContext context;

	private final @Nullable WebServerAddress webServer;

	private volatile boolean running;

	DispatcherLifecycle(Dispatcher dispatcher, ApplicationContext context, @Nullable WebServerAddress webServer) {
		this.dispatcher = dispatcher;
		this.context = context;
		this.webServer = webServer;
	}

	@Override
	public void start() {
		if (this.webServer != null) {
			this.webServer.requireServer();
		}
		this.dispatcher.start();
		this.running = true;
		ApplicationEventPublisher publisher = this.context;
		InetSocketAddress address = this.dispatcher.address();
		if (address != null) {
			publisher.publishEvent(new DispatcherStartedEvent(this.dispatcher, address.getPort(), this.context));
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.dispatcher.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
