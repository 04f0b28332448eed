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

package io.github.stickycluster.internal.dispatch;

import io.github.stickycluster.internal.budget.ConnectionCharge;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A placeholder that the channel's event loop replaces with the TLS handler. This
 * relieves the accepting thread. A channel that never gets an event loop also allocates
 * no native memory, which is released only when an added handler is removed.
 */
final class TlsBeginning extends ChannelInboundHandlerAdapter {

	private static final Logger logger = LoggerFactory.getLogger(TlsBeginning.class);

	private final TlsSettings settings;

	private final ConnectionCharge charge;

	TlsBeginning(TlsSettings settings, ConnectionCharge charge) {
		this.settings = settings;
		this.charge = charge;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		try {
			SslHandler handler = this.settings.newHandler(context.channel().alloc());
			context.pipeline().replace(this, DispatcherInitializer.TLS, handler);
			TlsCharge.begin(context, handler, this.charge);
		}
		catch (RuntimeException | Error ex) {
			logger.debug("Failed to begin TLS on {}", context.channel(), ex);
		}
		// Netty removes a handler whose handlerAdded fails from the pipeline and keeps
		// the
		// connection open, which must not be read without TLS.
		if (context.pipeline().get(SslHandler.class) == null) {
			context.channel().close();
		}
	}

}
