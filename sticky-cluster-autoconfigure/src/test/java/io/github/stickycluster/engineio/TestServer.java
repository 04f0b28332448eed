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

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import io.github.stickycluster.socketio.Observers;
import io.github.stickycluster.socketio.PacketEncoder;
import io.github.stickycluster.socketio.SocketIoContext;
import io.github.stickycluster.socketio.SocketIoJson;
import io.github.stickycluster.socketio.SocketIoObserver;
import io.netty.channel.ChannelFuture;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stock {@code SocketIOServer} on our transports.
 */
final class TestServer implements AutoCloseable {

	private final EngineIoChannelInitializer initializer;

	private final SocketIOServer server;

	private int port;

	TestServer(EngineIoSettings settings, int threads) {
		this(settings, threads, new Configuration());
	}

	TestServer(EngineIoSettings settings, int threads, Configuration configuration) {
		SocketIoJson json = SocketIoJson.using(JsonMapper.builder().build());
		configuration.setJsonSupport(json);
		configuration.setHostname("127.0.0.1");
		configuration.setPort(0);
		configuration.setBossThreads(1);
		configuration.setWorkerThreads(threads);
		configuration.getSocketConfig().setReuseAddress(true);
		this.server = new SocketIOServer(configuration);
		releaseDefaultFactory(this.server);
		this.initializer = new EngineIoChannelInitializer(settings, new SessionIds("test-1"), json,
				new PacketEncoder(json), SocketIoContext.DEFAULT_MAX_ATTACHMENTS, Observers.of(SocketIoObserver.NONE),
				null);
		this.server.setPipelineFactory(this.initializer);
	}

	// The factory that is replaced holds a timer, which Netty would report as leaked.
	private static void releaseDefaultFactory(SocketIOServer server) {
		try {
			Field field = SocketIOServer.class.getDeclaredField("pipelineFactory");
			field.setAccessible(true);
			SocketIOChannelInitializer factory = (SocketIOChannelInitializer) field.get(server);
			Configuration scratch = new Configuration();
			factory.start(scratch, new NamespacesHub(scratch));
			factory.stop();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	TestServer start() {
		ChannelFuture bound = ((ChannelFuture) this.server.startAsync()).syncUninterruptibly();
		// SocketIOServer itself does not tell.
		this.port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
		return this;
	}

	int port() {
		return this.port;
	}

	SocketIOServer server() {
		return this.server;
	}

	EngineIoServer engine() {
		return this.initializer.server();
	}

	RawHttp connect() throws IOException {
		return new RawHttp(this.port);
	}

	@Override
	public void close() {
		engine().close().orTimeout(5, TimeUnit.SECONDS).join();
		this.server.stop();
	}

}
