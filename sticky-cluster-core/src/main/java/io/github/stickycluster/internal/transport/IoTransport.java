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

package io.github.stickycluster.internal.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.UnixChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kind of sockets and event loops: the dispatcher and all workers of a JVM use the
 * same, since a channel can only live on a loop of its own kind.
 */
public enum IoTransport {

	/**
	 * Linux io_uring: all that an event loop sends and receives in one turn goes to the
	 * kernel in one system call.
	 */
	IO_URING,

	/**
	 * Linux epoll.
	 */
	EPOLL,

	/**
	 * The JDK's selectors.
	 */
	NIO;

	private static final Logger logger = LoggerFactory.getLogger(IoTransport.class);

	/**
	 * Returns what fits without asking anybody. io_uring must be asked for: many hosts
	 * and container runtimes forbid it.
	 * @return {@link #EPOLL} where its native library loads, {@link #NIO} elsewhere
	 */
	public static IoTransport preferred() {
		return Epoll.isAvailable() ? EPOLL : NIO;
	}

	/**
	 * Returns the reason why this kind does not work here.
	 * @return the reason, or null if it works
	 */
	public @Nullable Throwable unavailabilityCause() {
		return switch (this) {
			case IO_URING -> IoUringSockets.unavailabilityCause();
			case EPOLL -> Epoll.unavailabilityCause();
			case NIO -> null;
		};
	}

	/**
	 * Creates a group of event loops.
	 * @param threads how many loops
	 * @param threadFactory makes the threads
	 * @return the group; the caller shuts it down
	 */
	public EventLoopGroup newGroup(int threads, ThreadFactory threadFactory) {
		return newGroup(threads, threadFactory, (failure) -> {
		});
	}

	/**
	 * Creates a group of event loops.
	 * @param threads how many loops
	 * @param threadFactory makes the threads
	 * @param failures told of each error that nothing has handled, on the loop, which
	 * goes on; must not allocate
	 * @return the group; the caller shuts it down
	 */
	public EventLoopGroup newGroup(int threads, ThreadFactory threadFactory, Consumer<Throwable> failures) {
		return newGroup(threads, threadFactory, failures, null);
	}

	/**
	 * Creates a group of event loops that keep another time than the system's.
	 * @param threads how many loops
	 * @param threadFactory makes the threads
	 * @param failures told of each error that nothing has handled, on the loop, which
	 * goes on; must not allocate
	 * @param ticker the time, or {@code null} for the system's
	 * @return the group; the caller shuts it down
	 */
	public EventLoopGroup newGroup(int threads, ThreadFactory threadFactory, Consumer<Throwable> failures,
			@Nullable ShiftedTicker ticker) {
		IoHandlerFactory handlers = switch (this) {
			case IO_URING -> IoUringSockets.newHandlerFactory();
			case EPOLL -> EpollIoHandler.newFactory();
			case NIO -> NioIoHandler.newFactory();
		};
		return new CountingLoops(threads, threadFactory, handlers, failures, ticker);
	}

	/**
	 * Creates a channel to connect with, neither registered nor connected.
	 * @return the channel
	 */
	public SocketChannel newClientChannel() {
		return switch (this) {
			case IO_URING -> IoUringSockets.newClientChannel();
			case EPOLL -> new EpollSocketChannel();
			case NIO -> new NioSocketChannel();
		};
	}

	/**
	 * Returns whether sockets can be passed on to other processes.
	 * @return whether unix domain sockets carry file descriptors
	 */
	public boolean passesDescriptors() {
		return this == EPOLL;
	}

	/**
	 * Creates a channel to connect to a unix domain socket with, neither registered nor
	 * connected.
	 * @return the channel
	 */
	public Channel newDomainChannel() {
		return switch (this) {
			case IO_URING -> IoUringSockets.newDomainChannel();
			case EPOLL -> new EpollDomainSocketChannel();
			case NIO -> new NioDomainSocketChannel();
		};
	}

	/**
	 * Creates a listening channel for a unix domain socket, neither registered nor bound.
	 * @return the channel
	 */
	public ServerChannel newDomainServerChannel() {
		return switch (this) {
			case IO_URING -> IoUringSockets.newDomainServerChannel();
			case EPOLL -> new EpollServerDomainSocketChannel();
			case NIO -> new NioServerDomainSocketChannel();
		};
	}

	/**
	 * Creates the address of a unix domain socket.
	 * @param path where the socket is
	 * @return its address
	 */
	public SocketAddress domainAddress(Path path) {
		return (this == NIO) ? UnixDomainSocketAddress.of(path) : new DomainSocketAddress(path.toFile());
	}

	/**
	 * Closes the socket of a listening channel that cannot do so itself, since its event
	 * loop has ended.
	 * @param listening a channel that {@link #newServerChannel()} has made
	 */
	public void closeSocket(Channel listening) {
		try {
			if (listening instanceof UnixChannel unix) {
				unix.fd().close();
			}
			else if (listening instanceof NioListener nio) {
				nio.closeSocket();
			}
		}
		catch (IOException ex) {
			logger.debug("{} is closed already", listening, ex);
		}
	}

	/**
	 * Creates a listening channel, neither registered nor bound.
	 * @return the channel
	 */
	public ServerSocketChannel newServerChannel() {
		return switch (this) {
			case IO_URING -> IoUringSockets.newServerChannel();
			case EPOLL -> new EpollServerSocketChannel();
			case NIO -> new NioListener();
		};
	}

	/**
	 * A listening channel whose socket others may close.
	 */
	private static final class NioListener extends NioServerSocketChannel {

		private void closeSocket() throws IOException {
			javaChannel().close();
		}

	}

}
