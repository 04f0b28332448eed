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

package io.github.stickycluster.internal.socketio;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.internal.budget.LoopBudget;
import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.internal.engineio.CloseReason;
import io.github.stickycluster.internal.engineio.EncodedPacket;
import io.github.stickycluster.internal.engineio.EngineIoConnection;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.internal.engineio.Handshake;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.memory.ServerMemory;
import io.github.stickycluster.internal.nettysocketio.JsonView;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import io.github.stickycluster.socketio.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Receives events for listener methods of beans, from the packet's bytes to those of the
 * ack.
 */
@State(Scope.Benchmark)
public class Listeners {

	private final ByteBuf text = event("text");

	private final ByteBuf value = event("value");

	private final ByteBuf stock = event("stock");

	private @Nullable ConfigurableApplicationContext context;

	private @Nullable SocketIoSession session;

	private static ByteBuf event(String name) {
		return Unpooled.directBuffer()
			.writeBytes(("21[\"" + name + "\",\"The quick brown fox\"]").getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Starts an application for its server, and opens a session on it.
	 */
	@Setup
	public void start() {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1",
					"sticky-cluster.listeners.executor=event-loop")
			.run();
		SocketIOServer server = Objects.requireNonNull(this.context.getBean(Servers.class).server);
		SocketIoNamespace namespace = new SocketIoNamespace(Namespaces.DEFAULT,
				(NamespaceListener) server.getNamespace(Namespaces.DEFAULT));
		SocketIoJson json = JsonView.of(server);
		Observers observers = new Observers(new SocketIoObserver() {
		}, new Warnings(), new ServerMemory(NodeMemory.ofThisJvm()), SocketWatch.NONE);
		this.session = new SocketIoSession(new SocketIoContext((name) -> namespace, json, new PacketEncoder(json),
				UUID::randomUUID, 10, observers, new UserSockets((user) -> {
				}), null), new Connection(), Map.of());
		this.session.onOpen();
		this.session.onText(Unpooled.wrappedBuffer("0".getBytes(StandardCharsets.US_ASCII)));
	}

	/**
	 * Stops the application.
	 */
	@TearDown
	public void stop() {
		Objects.requireNonNull(this.context).close();
	}

	@Benchmark
	public void clientDataAndAck() {
		Objects.requireNonNull(this.session).onText(this.text);
	}

	@Benchmark
	public void returnedValue() {
		Objects.requireNonNull(this.session).onText(this.value);
	}

	@Benchmark
	public void nettySocketIo() {
		Objects.requireNonNull(this.session).onText(this.stock);
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(StickyClusterAutoConfiguration.class)
	public static class Application {

		@Bean
		Servers servers() {
			return new Servers();
		}

		@Bean
		Beans beans() {
			return new Beans();
		}

	}

	private static final class Servers implements SocketIoServerCustomizer {

		private @Nullable SocketIOServer server;

		@Override
		public void customize(SocketIOServer server, String workerId) {
			this.server = server;
		}

	}

	static class Beans {

		@OnEvent("text")
		void text(SocketIOClient client, String text, AckRequest ack) {
			ack.sendAckData(text);
		}

		@OnEvent("value")
		String value(String text) {
			return text;
		}

		@com.corundumstudio.socketio.annotation.OnEvent("stock")
		void stock(SocketIOClient client, String text, AckRequest ack) {
			ack.sendAckData(text);
		}

	}

	/**
	 * Drops what is sent.
	 */
	private static final class Connection implements EngineIoConnection {

		private final UUID id = UUID.randomUUID();

		private final LoopBudget budget = new MemoryBudget(100L << 20, 100L << 20).open(1);

		@Override
		public void write(EncodedPacket packet) {
			packet.release();
		}

		@Override
		public void close(CloseReason reason) {
			throw new IllegalStateException("Closed: " + reason);
		}

		@Override
		public void onKept(int more) {
		}

		@Override
		public LoopBudget budget() {
			return this.budget;
		}

		@Override
		public void onUsed() {
		}

		@Override
		public UUID id() {
			return this.id;
		}

		@Override
		public Handshake handshake() {
			throw new IllegalStateException("There was none");
		}

		@Override
		public EngineIoVersion version() {
			return EngineIoVersion.V4;
		}

		@Override
		public EventExecutor eventLoop() {
			return ImmediateEventExecutor.INSTANCE;
		}

		@Override
		public boolean isWritable() {
			return true;
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public Transport transport() {
			return Transport.WEBSOCKET;
		}

	}

}
