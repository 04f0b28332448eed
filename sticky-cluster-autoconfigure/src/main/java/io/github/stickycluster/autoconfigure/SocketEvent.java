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

import com.corundumstudio.socketio.SocketIOClient;

import org.springframework.context.ApplicationEvent;

/**
 * Event about a client of this process in a namespace. Clients of other nodes, and of
 * forked workers seen from their parent, cause none: each forked worker publishes the
 * events of its own clients in its own application context.
 * <p>
 * The events are published only where somebody listens. When the first worker starts, the
 * context and its parents must have an {@code @EventListener} method or an
 * {@link org.springframework.context.ApplicationListener} for the type of the event or
 * for this type; one for all application events does not count. Listeners that are added
 * later are called if another one counted then, or else not until the application is
 * restarted.
 * <p>
 * Listeners run on one thread of their own, never on an event loop, one after the other
 * in the order of the events, while the client goes on: it may have left by the time.
 * They may block, but 10,000 events wait at most; the log warns of those that are dropped
 * then. Annotate a slow listener with {@code @Async}. What a listener throws is logged.
 *
 * @since 0.1.0
 */
public abstract class SocketEvent extends ApplicationEvent {

	private final transient SocketIOClient client;

	/**
	 * Creates the event.
	 * @param source the publisher of the event
	 * @param client the client
	 */
	protected SocketEvent(Object source, SocketIOClient client) {
		super(source);
		this.client = client;
	}

	/**
	 * Returns the client.
	 * @return the client, which may have left by now
	 */
	public SocketIOClient getClient() {
		return this.client;
	}

	/**
	 * Returns the client's namespace.
	 * @return the name as clients write it, {@code /} for the default namespace
	 */
	public String getNamespace() {
		String name = this.client.getNamespace().getName();
		return name.isEmpty() ? "/" : name;
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + " of " + this.client.getSessionId() + " in " + getNamespace();
	}

}
