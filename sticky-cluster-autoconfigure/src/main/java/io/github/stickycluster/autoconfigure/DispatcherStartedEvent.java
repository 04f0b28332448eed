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

package io.github.stickycluster.autoconfigure;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;

/**
 * Event that is published when the dispatcher has started to listen on the public port.
 *
 * @since 0.1.0
 */
public class DispatcherStartedEvent extends ApplicationEvent {

	private final transient ApplicationContext applicationContext;

	private final int port;

	/**
	 * Creates the event.
	 * @param source the dispatcher
	 * @param port the port that the dispatcher listens on
	 * @param applicationContext the context of the dispatcher
	 */
	public DispatcherStartedEvent(Object source, int port, ApplicationContext applicationContext) {
		super(source);
		this.port = port;
		this.applicationContext = applicationContext;
	}

	/**
	 * Returns the public port.
	 * @return the bound port, 1 to 65535; never 0
	 */
	public int getPort() {
		return this.port;
	}

	/**
	 * Returns the context of the dispatcher.
	 * @return the application context
	 */
	public ApplicationContext getApplicationContext() {
		return this.applicationContext;
	}

}
