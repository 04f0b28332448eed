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

package io.github.stickycluster.socketio;

import java.util.UUID;
import java.util.function.Supplier;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import io.github.stickycluster.memory.ServerMemory;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of one worker share.
 */
public final class SocketIoContext {

	/** The reference server's limit of attachments per packet. */
	public static final int DEFAULT_MAX_ATTACHMENTS = 10;

	private final Configuration configuration;

	private final NamespacesHub namespaces;

	private final PacketEncoder encoder;

	private final SocketIoJson json;

	private final Supplier<UUID> socketIds;

	private final int maxAttachments;

	private final Observers observers;

	private final @Nullable ListenerCalls calls;

	private final Namespace holder;

	/**
	 * Creates the context of a worker.
	 * @param configuration the server's configuration, as given to the channel
	 * initializer's {@code start}
	 * @param namespaces the server's namespaces
	 * @param json the JSON support that the listeners' types are registered with: the one
	 * set before the server was made, since the server's own is wrapped
	 * @param encoder the encoder, which workers may share
	 * @param socketIds makes the public ids of sockets
	 * @param maxAttachments the most attachments a received packet may have, 0 or more
	 * @param observers told what happens
	 * @param calls runs listeners off the event loop, or {@code null} to run them there
	 */
	public SocketIoContext(Configuration configuration, NamespacesHub namespaces, SocketIoJson json,
			PacketEncoder encoder, Supplier<UUID> socketIds, int maxAttachments, Observers observers,
			@Nullable ListenerCalls calls) {
		this.configuration = configuration;
		this.namespaces = namespaces;
		this.encoder = encoder;
		this.json = json;
		this.socketIds = socketIds;
		this.maxAttachments = maxAttachments;
		this.observers = observers;
		this.calls = calls;
		this.holder = new HoldingNamespace(configuration);
	}

	/**
	 * The server's configuration.
	 * @return the configuration
	 */
	public Configuration configuration() {
		return this.configuration;
	}

	/**
	 * Told what happens in sessions and sockets.
	 * @return the observer
	 */
	public SocketIoObserver observer() {
		return this.observers.events();
	}

	/**
	 * Warns of what an operator must learn.
	 * @return the warnings
	 */
	public Warnings warnings() {
		return this.observers.warnings();
	}

	/**
	 * Told of failures, of which some come of too little memory.
	 * @return the memory of this server
	 */
	public ServerMemory memory() {
		return this.observers.memory();
	}

	@Nullable ListenerObserver listenerObserver() {
		return this.observers.listeners();
	}

	/**
	 * Runs listeners off the event loop.
	 * @return the calls, or {@code null} if listeners run on the loop
	 */
	public @Nullable ListenerCalls calls() {
		return this.calls;
	}

	NamespacesHub namespaces() {
		return this.namespaces;
	}

	PacketEncoder encoder() {
		return this.encoder;
	}

	SocketIoJson json() {
		return this.json;
	}

	Supplier<UUID> socketIds() {
		return this.socketIds;
	}

	int maxAttachments() {
		return this.maxAttachments;
	}

	Namespace holder() {
		return this.holder;
	}

	/**
	 * Stands in for a socket's namespace while netty-socketio's constructor registers the
	 * socket there, before its id is known and before it was let in.
	 */
	private static final class HoldingNamespace extends Namespace {

		HoldingNamespace(Configuration configuration) {
			super(DEFAULT_NAME, configuration);
		}

		@Override
		public void addClient(SocketIOClient client) {
			// The socket is added to its real namespace once its CONNECT is accepted.
		}

	}

}
