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

package io.github.stickycluster.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.stickycluster.internal.budget.ConnectionCharge;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches a channel from HTTP to another protocol and, if necessary, to another event
 * loop.
 */
final class ProtocolUpgrade {

	private static final Logger logger = LoggerFactory.getLogger(ProtocolUpgrade.class);

	private final Channel channel;

	private final FullHttpResponse response;

	private final EventLoop target;

	private final Consumer<ChannelPipeline> installer;

	private final Runnable abandoned;

	private final @Nullable ConnectionCharge charge;

	private final UpgradeBuffer buffer = new UpgradeBuffer();

	ProtocolUpgrade(Channel channel, FullHttpResponse response, EventLoop target, Consumer<ChannelPipeline> installer,
			Runnable abandoned, @Nullable ConnectionCharge charge) {
		this.channel = channel;
		this.response = response;
		this.target = target;
		this.installer = installer;
		this.abandoned = abandoned;
		this.charge = charge;
	}

	/**
	 * Does it; called on the channel's event loop when the request is complete, before
	 * the codec decodes anything beyond it.
	 */
	void perform() {
		ChannelPipeline pipeline = this.channel.pipeline();
		List<String> leaving = leaving(pipeline.names());
		pipeline.addLast(this.buffer);
		leaving.forEach(pipeline::remove);
		if (this.target == this.channel.eventLoop()) {
			install();
		}
		else {
			this.channel.config().setAutoRead(false);
			EventLoops.execute(this.channel.eventLoop(), this::move, this::abandon);
		}
	}

	/**
	 * Takes the handlers of HTTP out of the pipeline of a connection that goes no
	 * further.
	 * @param pipeline the pipeline
	 */
	static void leave(ChannelPipeline pipeline) {
		leaving(pipeline.names()).forEach(pipeline::remove);
	}

	private static List<String> leaving(List<String> names) {
		int codec = names.indexOf(HttpPipeline.CODEC);
		// The last of the names is the pipeline's own tail.
		List<String> leaving = new ArrayList<>(names.subList(codec, names.size() - 1));
		// The codec goes last: what it has not decoded it hands to its next.
		Collections.reverse(leaving);
		return leaving;
	}

	private void move() {
		if (this.charge != null) {
			this.charge.leave();
		}
		this.channel.deregister().addListener((deregistered) -> {
			if (!this.channel.isOpen()) {
				discard();
				return;
			}
			this.target.register(this.channel).addListener((registered) -> {
				if (registered.isSuccess()) {
					// In the listener itself, bytes passed on would be lost.
					EventLoops.execute(this.channel.eventLoop(), this::install, this::abandon);
				}
				else {
					abandon();
				}
			});
		});
	}

	private void install() {
		if (!this.channel.isActive()) {
			discard();
			return;
		}
		if (this.charge != null) {
			this.charge.join(this.channel.eventLoop());
		}
		// Only now, so that the client sends nothing while the channel moves; and in one
		// segment with the session's first packet.
		this.channel.write(encodedResponse(), this.channel.voidPromise());
		try {
			this.installer.accept(this.channel.pipeline());
		}
		catch (Throwable ex) {
			logger.debug("Closing {}, since its WebSocket could not be opened", this.channel, ex);
			this.buffer.discard();
			this.channel.close();
			return;
		}
		this.channel.flush();
		if (this.buffer.isForeign()) {
			this.channel.close();
			return;
		}
		if (this.channel.pipeline().context(this.buffer) != null) {
			this.channel.pipeline().remove(this.buffer);
		}
		this.channel.config().setAutoRead(true);
	}

	private ByteBuf encodedResponse() {
		ByteBuf bytes = this.channel.alloc().ioBuffer();
		write(bytes, this.response.protocolVersion() + " " + this.response.status() + "\r\n");
		for (Map.Entry<String, String> header : this.response.headers()) {
			write(bytes, header.getKey());
			write(bytes, ": ");
			write(bytes, header.getValue());
			write(bytes, "\r\n");
		}
		write(bytes, "\r\n");
		this.response.release();
		return bytes;
	}

	private static void write(ByteBuf bytes, String text) {
		bytes.writeCharSequence(text, StandardCharsets.ISO_8859_1);
	}

	private void abandon() {
		discard();
		this.channel.unsafe().closeForcibly();
	}

	/**
	 * Gives the switch up: the connection broke before it was done.
	 */
	void discard() {
		this.response.release();
		this.buffer.discard();
		this.abandoned.run();
	}

}
