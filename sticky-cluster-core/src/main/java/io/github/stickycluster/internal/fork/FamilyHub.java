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

package io.github.stickycluster.internal.fork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.stickycluster.internal.bus.Engine;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.transport.EventLoopGroups;
import io.github.stickycluster.internal.transport.IoTransport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The parent's end of the control sockets: accepts its child processes, and carries the
 * bus between them. Runs on one event loop.
 */
public final class FamilyHub {

	private static final int NO_PORT = 0;

	private static final int NO_LIMIT = 0;

	private final IoTransport transport;

	private final long bufferBytes;

	private final NodeMemory memory;

	private final Map<String, Expected> expected = new ConcurrentHashMap<>();

	private final Map<String, ChildLink> links = new ConcurrentHashMap<>();

	private final Engine engine = new HubEngine();

	private volatile @Nullable Consumer<byte[]> reader;

	private volatile int webPort = NO_PORT;

	private volatile int maxConnections = NO_LIMIT;

	private @Nullable EventLoopGroup group;

	private @Nullable Path directory;

	/**
	 * Creates a hub that is not open yet.
	 * @param transport the kind of sockets
	 * @param bufferBytes how many bytes of bus messages may wait for one child
	 * @param memory the node's memory
	 */
	public FamilyHub(IoTransport transport, long bufferBytes, NodeMemory memory) {
		this.transport = transport;
		this.bufferBytes = bufferBytes;
		this.memory = memory;
	}

	/**
	 * Opens the control socket, in a directory that is this user's alone.
	 */
	synchronized void open() {
		if (this.group != null) {
			return;
		}
		Path made = makeDirectory();
		EventLoopGroup loop = this.transport.newGroup(1, new DefaultThreadFactory("sticky-cluster-family"),
				this.memory::notice);
		this.directory = made;
		this.group = loop;
		try {
			ServerChannel server = this.transport.newDomainServerChannel();
			server.pipeline().addLast(new Accepting());
			loop.register(server).syncUninterruptibly();
			server.bind(this.transport.domainAddress(ControlDirectory.unpublished(made))).syncUninterruptibly();
			ControlDirectory.publish(made);
		}
		catch (Exception ex) {
			close();
			throw new IllegalStateException(
					"Could not open the control socket of forked workers in " + made + ": " + ex, ex);
		}
	}

	private static Path makeDirectory() {
		try {
			return ControlDirectory.make();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not create a directory for the control socket of forked workers; set "
					+ "-Djava.io.tmpdir to a directory that this process may write to", ex);
		}
	}

	synchronized void close() {
		EventLoopGroup present = this.group;
		this.group = null;
		this.expected.clear();
		if (present != null) {
			EventLoopGroups.shutDown(List.of(present));
		}
		if (this.directory != null) {
			ControlDirectory.delete(this.directory);
			this.directory = null;
		}
	}

	private synchronized @Nullable EventLoopGroup presentGroup() {
		return this.group;
	}

	EventLoopGroup group() {
		EventLoopGroup present = presentGroup();
		if (present == null) {
			throw new IllegalStateException("The control socket is not open");
		}
		return present;
	}

	synchronized Path directory() {
		Path present = this.directory;
		if (present == null) {
			throw new IllegalStateException("The control socket is not open");
		}
		return present;
	}

	/**
	 * Lets a child in from now on that shows the token.
	 */
	void expect(String worker, String token, ChildListener listener) {
		this.expected.put(worker, new Expected(token, listener));
	}

	void forget(String worker) {
		this.expected.remove(worker);
		ChildLink link = this.links.get(worker);
		if (link != null) {
			link.close();
		}
	}

	/**
	 * Returns the connections of a child.
	 */
	@Nullable ChildLink link(String worker) {
		return this.links.get(worker);
	}

	/**
	 * Tells all children, and those that come, where the application's web server
	 * listens.
	 * @param port its port on this host
	 */
	public void webPort(int port) {
		this.webPort = port;
		this.links.values().forEach((link) -> link.send(ControlType.WEB_PORT, port));
	}

	/**
	 * Tells all children, and those that come, how many connections each may have open.
	 */
	void maxConnections(int most) {
		this.maxConnections = most;
		this.links.values().forEach((link) -> link.send(ControlType.MAX_CONNECTIONS, most));
	}

	/**
	 * Returns what carries the bus between the parent and its children.
	 * @return the engine
	 */
	public Engine engine() {
		return this.engine;
	}

	/**
	 * Called on the event loop with the first message of a connection.
	 * @return whom the connection belongs to, or null for nobody
	 */
	private @Nullable ChildLink join(Channel channel, @Nullable ControlType type, String worker, String token) {
		Expected child = this.expected.get(worker);
		if (child == null || !child.isToken(token)) {
			return null;
		}
		if (type == ControlType.HELLO) {
			ChildLink link = new ChildLink(channel, child.listener);
			this.links.put(worker, link);
			channel.closeFuture().addListener((closed) -> {
				this.links.remove(worker, link);
				link.lost();
			});
			if (this.webPort != NO_PORT) {
				link.send(ControlType.WEB_PORT, this.webPort);
			}
			if (this.maxConnections != NO_LIMIT) {
				link.send(ControlType.MAX_CONNECTIONS, this.maxConnections);
			}
			return link;
		}
		ChildLink present = this.links.get(worker);
		if (type != ControlType.DESCRIPTORS || present == null) {
			return null;
		}
		present.passOver(channel);
		return present;
	}

	/**
	 * Passes a frame on to all but its sender; who does not read falls behind, and
	 * notices by the frames' numbers.
	 */
	private void spread(ByteBuf frame, @Nullable ChildLink sender) {
		for (ChildLink link : this.links.values()) {
			if (link != sender) {
				link.sendFrame(frame, this.bufferBytes);
			}
		}
		Consumer<byte[]> present = this.reader;
		if (sender != null && present != null) {
			byte[] bytes = new byte[frame.readableBytes()];
			frame.getBytes(frame.readerIndex(), bytes);
			present.accept(bytes);
		}
	}

	private record Expected(String token, ChildListener listener) {

		/** Takes as long whatever is shown. */
		private boolean isToken(String shown) {
			return MessageDigest.isEqual(this.token.getBytes(StandardCharsets.UTF_8),
					shown.getBytes(StandardCharsets.UTF_8));
		}

	}

	private final class Accepting extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			Channel channel = (Channel) message;
			ChannelInitializer<Channel> initializer = new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel accepted) {
					ControlFrames.addGreetedDecoder(accepted.pipeline());
					accepted.pipeline().addLast(new ChildHandler(FamilyHub.this::join, FamilyHub.this::spread));
				}

			};
			channel.pipeline().addLast(initializer);
			context.channel().eventLoop().register(channel);
		}

	}

	/**
	 * The parent's access to the bus.
	 */
	private final class HubEngine implements Engine {

		private volatile ControlWriter appending = new ControlWriter();

		@Override
		public String name() {
			return "The control socket";
		}

		@Override
		public void open(Consumer<byte[]> frames) {
			FamilyHub.this.open();
			this.appending = new ControlWriter();
			FamilyHub.this.reader = frames;
		}

		@Override
		public void append(List<byte[]> frames) {
			EventLoopGroup loops = presentGroup();
			// At shutdown the children are gone before the bus is.
			if (loops != null && !loops.isShuttingDown()) {
				this.appending.append(() -> loops.next().submit(() -> send(frames)));
			}
		}

		private void send(List<byte[]> frames) {
			for (ChildLink link : FamilyHub.this.links.values()) {
				frames.forEach((frame) -> link.sendFrame(frame, FamilyHub.this.bufferBytes));
			}
		}

		@Override
		public boolean isReading() {
			return FamilyHub.this.reader != null;
		}

		@Override
		public void close() {
			FamilyHub.this.reader = null;
			FamilyHub.this.close();
		}

	}

}
