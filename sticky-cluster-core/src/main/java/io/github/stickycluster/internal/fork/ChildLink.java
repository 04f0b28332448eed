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

import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.UnixChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parent's connections to one process of a child: one for messages, and one that
 * passes descriptors. Unless said otherwise used on the hub's event loop.
 */
final class ChildLink {

	/**
	 * How many descriptors may be on their way: a full socket buffer would end the
	 * connection.
	 */
	static final int CREDITS = 64;

	private static final Logger logger = LoggerFactory.getLogger(ChildLink.class);

	private final Channel control;

	private final ChildListener listener;

	/** Written by any thread that sends a command. */
	private final AtomicInteger commands = new AtomicInteger();

	private @Nullable Channel descriptors;

	private int credits = CREDITS;

	ChildLink(Channel control, ChildListener listener) {
		this.control = control;
		this.listener = listener;
	}

	/**
	 * Takes the connection that descriptors go over.
	 */
	void passOver(Channel channel) {
		this.descriptors = channel;
		channel.closeFuture().addListener((closed) -> {
			this.descriptors = null;
			this.control.close();
		});
	}

	/**
	 * Whether a connection can be passed on now.
	 */
	boolean hasCredit() {
		return this.credits > 0 && this.descriptors != null;
	}

	/**
	 * Passes a connection on and closes this process's copy of it.
	 */
	void pass(Channel accepted) {
		Channel over = this.descriptors;
		if (over == null) {
			accepted.unsafe().closeForcibly();
			return;
		}
		this.credits--;
		over.writeAndFlush(((UnixChannel) accepted).fd()).addListener((written) -> {
			if (!written.isSuccess()) {
				logger.debug("{} could not be passed on", accepted, written.cause());
			}
			accepted.unsafe().closeForcibly();
		});
	}

	void received(ControlType type, ByteBuf message) {
		switch (type) {
			case READY -> this.listener.onReady();
			case CREDIT -> {
				this.credits += message.readInt();
			}
			case REPORT ->
				this.listener.onReport(JsonMapper.shared().readValue(ControlFrames.rest(message), ChildReport.class));
			default -> logger.debug("A child has sent {}", type);
		}
	}

	void lost() {
		if (this.descriptors != null) {
			this.descriptors.close();
		}
		this.listener.onLost();
	}

	/**
	 * Sends a command; on any thread.
	 */
	void command(ControlType type) {
		this.commands.incrementAndGet();
		this.control.writeAndFlush(ControlFrames.of(allocator(), type));
	}

	/**
	 * Counts the commands; on any thread.
	 */
	int commands() {
		return this.commands.get();
	}

	/**
	 * Sends a number; on any thread.
	 */
	void send(ControlType type, int number) {
		this.control.writeAndFlush(ControlFrames.of(allocator(), type, number));
	}

	/**
	 * Sends a frame of the bus, unless too much waits; on the event loop.
	 */
	void sendFrame(byte[] frame, long most) {
		write(ControlFrames.of(allocator(), ControlType.BUS, frame), most);
	}

	/**
	 * Sends a frame of the bus that another child has sent, unless too much waits; on the
	 * event loop.
	 */
	void sendFrame(ByteBuf frame, long most) {
		ByteBuf head = allocator().buffer(5).writeInt(1 + frame.readableBytes()).writeByte(ControlType.BUS.code());
		write(allocator().compositeBuffer(2).addComponent(true, head).addComponent(true, frame.retainedDuplicate()),
				most);
	}

	private void write(ByteBuf message, long most) {
		ChannelOutboundBuffer waiting = this.control.unsafe().outboundBuffer();
		if (waiting == null || waiting.totalPendingWriteBytes() + message.readableBytes() > most) {
			message.release();
		}
		else {
			this.control.writeAndFlush(message);
		}
	}

	private ByteBufAllocator allocator() {
		return this.control.alloc();
	}

	/**
	 * Ends both connections; on any thread.
	 */
	void close() {
		this.control.close();
	}

}
