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

package io.github.stickycluster.internal.worker;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.internal.transport.IoTransport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What the dispatcher relies on, and so does not ask the kernel for again.
 */
class AcceptedConnectionTests {

	@ParameterizedTest
	@EnumSource
	void connectionsSendAtOnceFromTheStart(IoTransport transport) throws Exception {
		assumeThat(transport.unavailabilityCause()).isNull();
		CompletableFuture<Boolean> noDelay = new CompletableFuture<>();
		EventLoopGroup group = transport.newGroup(1, new DefaultThreadFactory("accepted-connection"));
		try {
			ServerSocketChannel server = transport.newServerChannel();
			server.pipeline().addLast(new ChannelInboundHandlerAdapter() {

				@Override
				public void channelRead(ChannelHandlerContext ctx, Object accepted) {
					Channel channel = (Channel) accepted;
					noDelay.complete(channel.config().getOption(ChannelOption.TCP_NODELAY));
					channel.unsafe().closeForcibly();
				}

			});
			group.register(server).sync();
			server.bind(new InetSocketAddress("127.0.0.1", 0)).sync();
			try (Socket client = new Socket("127.0.0.1", server.localAddress().getPort())) {
				assertThat(client.isConnected()).isTrue();
				assertThat(noDelay.get(10, TimeUnit.SECONDS)).isTrue();
			}
		}
		finally {
			group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
		}
	}

}
