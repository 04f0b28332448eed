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

import java.net.InetAddress;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InternalPorts}.
 */
class InternalPortsTests {

	@Test
	void aConnectionWhoseTlsCannotBeginIsClosed() throws Exception {
		SSLEngine engine = SSLContext.getDefault().createSSLEngine();
		InternalPorts ports = new InternalPorts(InetAddress.getLoopbackAddress(), "127.0.0.1", null,
				(allocator) -> new SslHandler(engine) {

					@Override
					public void handlerAdded(ChannelHandlerContext context) {
						throw new IllegalStateException("cannot be");
					}

				});
		EmbeddedChannel channel = new EmbeddedChannel();
		ports.guardOf("a-1").guard(channel);
		assertThat(channel.isOpen()).isFalse();
	}

}
