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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

import io.github.stickycluster.internal.bus.Engine;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.transport.EventLoopGroups;
import io.github.stickycluster.internal.transport.IoTransport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A child's end of the control sockets. Its callbacks are called on its event loop, which
 * must not wait.
 */
public final class ParentLink implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ParentLink.class);

	private static final Duration REPORT_PERIOD = Duration.ofMillis(500);

	private static final Duration LONGEST_DYING = Duration.ofSeconds(1);

	private static final long LOOK_MILLIS = 20;

	private final ChildFile child;

	private final IoTransport transport;

	private final Path directory;

	private final EventLoopGroup group;

	private final Channel control;

	private final Engine engine = new LinkEngine();

	private final Runnable orphaned;

	private final BooleanSupplier parentLives;

	private volatile @Nullable Commands commands;

	private volatile @Nullable Consumer<byte[]> reader;

	private volatile @Nullable Supplier<ChildReport> reports;

	private final Announcement webPort = new Announcement();

	private final Announcement maxConnections = new Announcement();

	private final AtomicInteger followed = new AtomicInteger();

	/** Connections whose credits have not been returned yet: a message for several. */
	private int taken;

	private volatile boolean closed;

	private @Nullable ScheduledFuture<?> reporting;

	/** The last report's; used on the event loop. */
	private @Nullable ChannelFuture reported;

	/** Whether the last report failed; used on the event loop. */
	private boolean reportFailed;

	/**
	 * Creates a link that is not open yet.
	 * @param file what the parent has written for this child
	 * @param transport the kind of sockets
	 * @param orphaned called once when the parent is gone, or has ended the connection
	 * @param memory the node's memory
	 */
	public ParentLink(Path file, IoTransport transport, Runnable orphaned, NodeMemory memory) {
		this.child = ChildFile.read(file);
		this.transport = transport;
		this.directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
		this.orphaned = orphaned;
		this.parentLives = ParentWatch.alive(this.child.parent());
		this.group = transport.newGroup(1, new DefaultThreadFactory("sticky-cluster-parent", true), memory::notice);
		Channel channel = transport.newDomainChannel();
		ControlFrames.addDecoder(channel.pipeline());
		channel.pipeline().addLast(new Handler());
		this.control = channel;
	}

	/**
	 * Connects to the parent.
	 * @throws IllegalStateException if there is no parent
	 */
	public void open() {
		connect(this.control, ControlType.HELLO);
	}

	private void connect(Channel channel, ControlType greeting) {
		this.group.register(channel).syncUninterruptibly();
		ChannelFuture connected = channel.connect(this.transport.domainAddress(ControlDirectory.socket(this.directory)))
			.awaitUninterruptibly();
		if (!connected.isSuccess()) {
			this.closed = true;
			EventLoopGroups.shutDownLater(this.group);
			throw new IllegalStateException("Could not connect to the parent process: " + connected.cause(),
					connected.cause());
		}
		byte[] words = (this.child.worker() + "\n" + this.child.token()).getBytes(StandardCharsets.UTF_8);
		channel.writeAndFlush(ControlFrames.of(channel.alloc(), greeting, words));
	}

	/**
	 * Returns what this child's parent has decided for it.
	 * @return the file's content
	 */
	public ChildFile child() {
		return this.child;
	}

	/**
	 * Takes connections and commands from now on, and reports. Only when open.
	 * @param adopter takes each accepted connection, not registered with any loop
	 * @param follower follows the parent's commands
	 * @param reporter describes this child
	 */
	public void ready(Consumer<Channel> adopter, Commands follower, Supplier<ChildReport> reporter) {
		this.commands = follower;
		this.reports = reporter;
		if (this.transport.passesDescriptors()) {
			connect(Descriptors.channel((taken) -> take(adopter, taken)), ControlType.DESCRIPTORS);
		}
		this.control.eventLoop().execute(this::report);
		send(ControlType.READY);
		this.reporting = this.control.eventLoop()
			.scheduleWithFixedDelay(this::report, REPORT_PERIOD.toMillis(), REPORT_PERIOD.toMillis(),
					TimeUnit.MILLISECONDS);
	}

	private void take(Consumer<Channel> adopter, Channel taken) {
		this.taken++;
		if (this.taken == ChildLink.CREDITS / 4) {
			this.control.writeAndFlush(ControlFrames.of(this.control.alloc(), ControlType.CREDIT, this.taken));
			this.taken = 0;
		}
		adopter.accept(taken);
	}

	/**
	 * Reports at once.
	 */
	public void reportNow() {
		if (!this.closed) {
			this.control.eventLoop().execute(this::report);
		}
	}

	/**
	 * While the last report waits for a parent that does not read there is no other. One
	 * that fails must not end those that would follow.
	 */
	private void report() {
		Supplier<ChildReport> present = this.reports;
		if (present == null || (this.reported != null && !this.reported.isDone())) {
			return;
		}
		try {
			this.reported = this.control.writeAndFlush(ControlFrames.of(this.control.alloc(), ControlType.REPORT,
					JsonMapper.shared().writeValueAsBytes(present.get())));
			this.reportFailed = false;
		}
		catch (RuntimeException | Error ex) {
			boolean first = !this.reportFailed;
			this.reportFailed = true;
			if (first) {
				logger
					.warn("Could not send this worker's status report to the parent process {}; trying again with the "
							+ "next report: {}", this.child.parent(), ex.toString());
			}
			logger.debug("A report failed", ex);
		}
	}

	/**
	 * Returns how many commands have been followed.
	 * @return commands
	 */
	public int followed() {
		return this.followed.get();
	}

	/**
	 * Calls a listener with the port of the parent's web server, now and when it changes.
	 * @param listener takes the port
	 */
	public void addWebPortListener(IntConsumer listener) {
		this.webPort.addChangeListener(listener);
	}

	/**
	 * Calls a listener with the number of connections that this child may have open, now
	 * and when it changes.
	 * @param listener takes the number, above 0; it is not called where there is no limit
	 */
	public void addMaxConnectionsListener(IntConsumer listener) {
		this.maxConnections.addChangeListener(listener);
	}

	/**
	 * Returns what carries the bus to the parent and the other children.
	 * @return the engine
	 */
	public Engine engine() {
		return this.engine;
	}

	private void send(ControlType type) {
		this.control.writeAndFlush(ControlFrames.of(this.control.alloc(), type));
	}

	private void received(ControlType type, ByteBuf message) {
		switch (type) {
			case BUS -> {
				Consumer<byte[]> present = this.reader;
				if (present != null) {
					present.accept(ControlFrames.rest(message));
				}
			}
			case WEB_PORT -> this.webPort.change(message.readInt());
			case MAX_CONNECTIONS -> this.maxConnections.change(message.readInt());
			case DRAIN, RESUME, STOP -> follow(type);
			default -> logger.debug("The parent has sent {}", type);
		}
	}

	private void follow(ControlType type) {
		Commands present = this.commands;
		if (present == null) {
			return;
		}
		try {
			switch (type) {
				case DRAIN -> present.drain();
				case RESUME -> present.resume();
				default -> present.stop();
			}
		}
		catch (RuntimeException ex) {
			logger.warn("Could not carry out the command {} of the parent process {}: {}", type, this.child.parent(),
					ex.toString());
		}
		this.followed.incrementAndGet();
		report();
	}

	private void lost() {
		if (!this.closed) {
			leave(System.nanoTime());
		}
	}

	/**
	 * A process's connections end a moment before it does. One that lives on has other
	 * children, which need the directory.
	 */
	private void leave(long since) {
		if (!this.parentLives.getAsBoolean()) {
			logger.warn("The parent process {} has ended; stopping this worker's process", this.child.parent());
			ControlDirectory.delete(this.directory);
			this.orphaned.run();
		}
		else if (System.nanoTime() - since < LONGEST_DYING.toNanos()) {
			this.control.eventLoop().schedule(() -> leave(since), LOOK_MILLIS, TimeUnit.MILLISECONDS);
		}
		else {
			logger.warn("The parent process {} has closed the control connection; stopping this worker's process",
					this.child.parent());
			this.orphaned.run();
		}
	}

	@Override
	public void close() {
		this.closed = true;
		if (this.reporting != null) {
			this.reporting.cancel(false);
		}
		if (!this.control.isRegistered()) {
			// It was never opened: no event loop closes it.
			this.control.unsafe().closeForcibly();
		}
		EventLoopGroups.shutDown(List.of(this.group));
	}

	/**
	 * What a parent can ask of its child.
	 */
	public interface Commands {

		/**
		 * Lets no new session in.
		 */
		void drain();

		/**
		 * Lets new sessions in again.
		 */
		void resume();

		/**
		 * Lets the clients go and exits.
		 */
		void stop();

	}

	/**
	 * A number above 0 that the parent tells, perhaps before anybody asks for it.
	 */
	private static final class Announcement {

		private int number;

		private @Nullable IntConsumer listener;

		synchronized void change(int told) {
			this.number = told;
			if (this.listener != null) {
				this.listener.accept(told);
			}
		}

		synchronized void addChangeListener(IntConsumer called) {
			this.listener = called;
			if (this.number > 0) {
				called.accept(this.number);
			}
		}

	}

	private final class Handler extends SimpleChannelInboundHandler<ByteBuf> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
			ControlType type = ControlType.of(message.readByte());
			if (type != null) {
				received(type, message);
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			lost();
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			logger.debug("The control connection has failed", cause);
			context.close();
		}

	}

	/**
	 * A child's access to the bus.
	 */
	private final class LinkEngine implements Engine {

		private final ControlWriter appending = new ControlWriter();

		@Override
		public String name() {
			return "The parent process";
		}

		@Override
		public void open(Consumer<byte[]> frames) {
			ParentLink.this.reader = frames;
		}

		@Override
		public void append(List<byte[]> frames) {
			this.appending.append(() -> write(frames));
		}

		private ChannelFuture write(List<byte[]> frames) {
			Channel channel = ParentLink.this.control;
			ChannelFuture last = channel.newSucceededFuture();
			for (byte[] frame : frames) {
				last = channel.write(ControlFrames.of(channel.alloc(), ControlType.BUS, frame));
			}
			channel.flush();
			return last;
		}

		@Override
		public boolean isReading() {
			return ParentLink.this.reader != null && ParentLink.this.control.isActive();
		}

		@Override
		public void close() {
			ParentLink.this.reader = null;
		}

	}

}
