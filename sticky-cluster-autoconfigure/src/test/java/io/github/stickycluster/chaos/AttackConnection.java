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

package io.github.stickycluster.chaos;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.stickycluster.testkit.HttpRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection of an attacker. Used on the attacker's event loop only.
 */
final class AttackConnection extends SimpleChannelInboundHandler<ByteBuf> {

	private static final int MOST_CHARACTERS = 65_536;

	private final Attacker attacker;

	private final Channel channel;

	private final StringBuilder received = new StringBuilder();

	private @Nullable Pattern expected;

	private Consumer<Matcher> then = (found) -> {
	};

	AttackConnection(Attacker attacker, Channel channel) {
		this.attacker = attacker;
		this.channel = channel;
	}

	boolean isOpen() {
		return this.channel.isActive();
	}

	/**
	 * Sends bytes, unless those sent before have not left yet.
	 * @param bytes made by {@link Attacker#bytes}
	 * @return whether they were sent
	 */
	boolean send(ByteBuf bytes) {
		if (!this.channel.isActive() || !this.channel.isWritable()) {
			return false;
		}
		this.attacker.sent(bytes.readableBytes());
		this.channel.writeAndFlush(bytes.duplicate(), this.channel.voidPromise());
		return true;
	}

	boolean send(HttpRequest request) {
		return send(Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(request.bytes())));
	}

	/**
	 * Waits for an answer.
	 * @param pattern what must come
	 * @param then called once with what has come
	 */
	void expect(Pattern pattern, Consumer<Matcher> then) {
		this.received.setLength(0);
		this.expected = pattern;
		this.then = then;
	}

	/** Leaves what comes unread from now on. */
	void stopReading() {
		this.channel.config().setAutoRead(false);
	}

	/** Reads a little of what has come. */
	void readOnce() {
		this.channel.read();
	}

	void close() {
		this.channel.close();
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
		Pattern pattern = this.expected;
		if (pattern == null) {
			return;
		}
		this.received.append(bytes.toString(StandardCharsets.ISO_8859_1));
		Matcher matcher = pattern.matcher(this.received);
		if (matcher.find()) {
			this.expected = null;
			this.then.accept(matcher);
		}
		else if (this.received.length() > MOST_CHARACTERS) {
			this.received.setLength(0);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
