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

package io.github.stickycluster.engineio;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.ack.AckManager;
import com.corundumstudio.socketio.handler.AuthorizeHandler;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import io.github.stickycluster.budget.MemoryBudget;
import io.github.stickycluster.net.ClientKey;
import io.github.stickycluster.socketio.ListenerCalls;
import io.github.stickycluster.socketio.Observers;
import io.github.stickycluster.socketio.PacketEncoder;
import io.github.stickycluster.socketio.SocketIoContext;
import io.github.stickycluster.socketio.SocketIoJson;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Puts our transports under a {@code SocketIOServer}: give it to
 * {@code SocketIOServer.setPipelineFactory} before the server starts. None of
 * netty-socketio's own transport classes sees a byte.
 */
public final class EngineIoChannelInitializer extends SocketIOChannelInitializer {

	private final EngineIoSettings settings;

	private final SessionIds ids;

	private final SocketIoJson json;

	private final PacketEncoder encoder;

	private final int maxAttachments;

	private final Observers observers;

	private final @Nullable ListenerCalls calls;

	private final PortGuard guard;

	private MemoryBudget budget = MemoryBudget.ofThisJvm(0);

	private SessionLimits sessions = new SessionLimits(0, 0, ClientKey.DEFAULT::of);

	private @Nullable Configuration configuration;

	private @Nullable HttpDecoderConfig decoder;

	private @Nullable NamespacesHub namespaces;

	private volatile @Nullable EngineIoServer server;

	/**
	 * Makes the initializer of one worker.
	 * @param settings the Engine.IO settings
	 * @param ids makes the worker's session and socket ids
	 * @param json the JSON that was set on the configuration before the server was made
	 * @param encoder the encoder, which workers may share
	 * @param maxAttachments the most attachments of a received packet
	 * @param observers told what happens
	 * @param calls runs listeners off the event loops, or {@code null} to run them there
	 */
	public EngineIoChannelInitializer(EngineIoSettings settings, SessionIds ids, SocketIoJson json,
			PacketEncoder encoder, int maxAttachments, Observers observers, @Nullable ListenerCalls calls) {
		this(settings, ids, json, encoder, maxAttachments, observers, calls, new Unguarded());
	}

	/**
	 * Makes the initializer of one worker.
	 * @param settings the Engine.IO settings
	 * @param ids makes the worker's session and socket ids
	 * @param json the JSON that was set on the configuration before the server was made
	 * @param encoder the encoder, which workers may share
	 * @param maxAttachments the most attachments of a received packet
	 * @param observers told what happens
	 * @param calls runs listeners off the event loops, or {@code null} to run them there
	 * @param guard decides who may connect to the worker's own port
	 */
	public EngineIoChannelInitializer(EngineIoSettings settings, SessionIds ids, SocketIoJson json,
			PacketEncoder encoder, int maxAttachments, Observers observers, @Nullable ListenerCalls calls,
			PortGuard guard) {
		this.settings = settings;
		this.ids = ids;
		this.json = json;
		this.encoder = encoder;
		this.maxAttachments = maxAttachments;
		this.observers = observers;
		this.calls = calls;
		this.guard = guard;
		releaseInherited();
	}

	/**
	 * Names the namespaces to serve, in the place of those that {@link #start} is given.
	 * @param namespaces the server's namespaces
	 */
	public void serve(NamespacesHub namespaces) {
		this.namespaces = namespaces;
	}

	/**
	 * Names the bounds that the workers of this JVM share; without them, the worker has a
	 * budget of its own and any number of sessions. Called before {@link #start}.
	 * @param budget the memory that clients may make this JVM keep
	 * @param sessions bounds the sessions
	 */
	public void bound(MemoryBudget budget, SessionLimits sessions) {
		this.budget = budget;
		this.sessions = sessions;
	}

	/**
	 * The worker's Engine.IO server.
	 * @return the server, from {@link #start} on
	 * @throws IllegalStateException before that
	 */
	public EngineIoServer server() {
		EngineIoServer server = this.server;
		if (server == null) {
			throw new IllegalStateException("Not started");
		}
		return server;
	}

	/**
	 * Tells whether there is a {@link #server()} yet.
	 * @return whether {@link #start} was called
	 */
	public boolean isStarted() {
		return this.server != null;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		// On a channel that is registered already, as one from a dispatcher is, only this
		// runs.
		if (context.channel().isRegistered()) {
			initChannel(context.channel());
			context.pipeline().remove(this);
		}
	}

	@Override
	public void start(Configuration configuration, NamespacesHub serverNamespaces) {
		NamespacesHub namespaces = (this.namespaces != null) ? this.namespaces : serverNamespaces;
		this.configuration = configuration;
		this.decoder = RequestFields.limit(configuration.getHttpDecoderConfig(), RequestFields.MOST_RELAYED);
		Supplier<UUID> socketIds = () -> this.ids.next().toUuid();
		SocketIoContext context = new SocketIoContext(configuration, namespaces, this.json, this.encoder, socketIds,
				this.maxAttachments, this.observers, this.calls);
		configuration.getStoreFactory().init(namespaces, new NoAuthorization(configuration, namespaces), this.json);
		this.server = new EngineIoServer(this.settings, this.ids, context, this.budget, this.sessions);
	}

	@Override
	protected void initChannel(Channel channel) {
		addSslHandler(channel.pipeline());
		addSocketioHandlers(channel.pipeline());
	}

	/**
	 * Adds what guards the port, TLS or not.
	 */
	@Override
	protected void addSslHandler(ChannelPipeline pipeline) {
		this.guard.guard(pipeline.channel());
	}

	@Override
	protected void addSocketioHandlers(ChannelPipeline pipeline) {
		EngineIoServer server = server();
		server.attach(pipeline.channel().eventLoop().parent());
		EngineIoPipeline.addHttp(pipeline, Objects.requireNonNull(this.decoder),
				new HttpExchangeHandler(server::handle, this.guard, this.settings));
	}

	@Override
	public void onDisconnect(ClientHead client) {
		// Our sessions tell the store factory themselves.
	}

	/**
	 * Closes the sessions that are left and the store factory.
	 */
	@Override
	public void stop() {
		EngineIoServer server = this.server;
		if (server != null) {
			server.close();
			server.release();
		}
		Configuration configuration = this.configuration;
		if (configuration != null) {
			configuration.getStoreFactory().shutdown();
		}
	}

	/**
	 * The superclass makes a timer that only its own stop releases, and that only after
	 * its own start.
	 */
	private void releaseInherited() {
		Configuration scratch = new Configuration();
		super.start(scratch, new NamespacesHub(scratch));
		super.stop();
	}

	/** Lets everybody in, for themselves. */
	private static final class Unguarded implements PortGuard {

		@Override
		public void guard(Channel channel) {
			// Nothing stands before HTTP.
		}

		@Override
		public InetSocketAddress resolve(Channel channel, HttpRequest request) {
			return PEER.resolve(channel, request);
		}

	}

	/** Store factories ask for one but only tell it of clients of other servers. */
	private static final class NoAuthorization extends AuthorizeHandler {

		private NoAuthorization(Configuration configuration, NamespacesHub namespaces) {
			super(configuration.getContext() + "/", null, configuration, namespaces, configuration.getStoreFactory(),
					null, new AckManager(null), null);
		}

		@Override
		public void connect(UUID sessionId) {
			// Stops a timeout of the replaced transports.
		}

	}

}
