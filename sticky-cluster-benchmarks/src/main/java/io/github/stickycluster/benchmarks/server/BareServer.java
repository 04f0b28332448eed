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

package io.github.stickycluster.benchmarks.server;

import java.io.IOException;

import io.github.stickycluster.internal.transport.IoTransport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Netty's own WebSocket handlers that send each frame back: no Socket.IO at all, and so
 * the limit for a server on Netty.
 */
public final class BareServer {

	private static final int BACKLOG = 4_096;

	private static final int MAX_REQUEST = 65_536;

	private BareServer() {
	}

	/**
	 * Starts the server.
	 * @param args the port, the number of threads and the kind of sockets
	 * @throws IOException if the input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		IoTransport transport = IoTransport.valueOf(args[2]);
		EventLoopGroup loops = transport.newGroup(Integer.parseInt(args[1]), new DefaultThreadFactory("bare"));
		EventLoopGroup accepting = transport.newGroup(1, new DefaultThreadFactory("bare-accept"));
		new ServerBootstrap().group(accepting, loops)
			.channelFactory(() -> transport.newServerChannel())
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline()
						.addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_REQUEST),
								new WebSocketServerProtocolHandler("/socket.io/", true), new Echo());
				}

			})
			.bind("127.0.0.1", Integer.parseInt(args[0]))
			.syncUninterruptibly();
		Control.serve();
	}

	private static final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
			context.write(frame.retain(), context.voidPromise());
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			context.flush();
		}

	}

}
