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
import io.github.stickycluster.internal.budget.Costs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.ByteToMessageDecoder.Cumulator;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;

/**
 * Charges a connection with what TLS keeps for it: the engine, the records of a handshake
 * that has not ended, and a record that has not come whole. It stands where Netty's
 * handler joins what it reads, since nothing else sees a record before its end. Used on
 * the channel's event loop.
 */
final class TlsCharge implements Cumulator {

	/** Measured: the heap of the JDK's engine and its handler, while it shakes hands. */
	static final int JDK_HANDSHAKE = 7_400;

	/** Measured: the same after the handshake. */
	static final int JDK = 3_400;

	/** Measured: the heap of OpenSSL's engine and its handler, while it shakes hands. */
	static final int OPENSSL_HANDSHAKE = 6_200;

	/** Measured: the same after the handshake. */
	static final int OPENSSL = 1_600;

	/** Measured: the native memory of OpenSSL's engine, while it shakes hands. */
	static final int NATIVE_HANDSHAKE = 10_000;

	/** Measured: the same after the handshake. */
	static final int NATIVE = 5_200;

	private static final int HEADER = 5;

	private static final int LENGTH = 3;

	private final ConnectionCharge connection;

	private final boolean openSsl;

	private final Cumulator cumulator;

	/** The bytes of the present record's header that have come. */
	private int header;

	private int length;

	/** The bytes of its body that have not come. */
	private int missing;

	/** The memory of what was read since the present record began. */
	private int parts;

	/** The bytes of a handshake that has not ended. */
	private int handshake;

	private boolean shaking = true;

	/** What the present record keeps. */
	private int record;

	private int heap;

	private int direct;

	private TlsCharge(ConnectionCharge connection, boolean openSsl) {
		this.connection = connection;
		this.openSsl = openSsl;
		this.cumulator = openSsl ? ByteToMessageDecoder.COMPOSITE_CUMULATOR : ByteToMessageDecoder.MERGE_CUMULATOR;
	}

	/**
	 * Charges the connection of a handler that has just been added.
	 * @param context the handler's place
	 * @param handler the handler
	 * @param connection the connection
	 */
	static void begin(ChannelHandlerContext context, SslHandler handler, ConnectionCharge connection) {
		TlsCharge charge = new TlsCharge(connection, handler.engine() instanceof ReferenceCountedOpenSslEngine);
		handler.setCumulator(charge);
		handler.handshakeFuture().addListener((done) -> charge.endHandshake());
		context.channel().closeFuture().addListener((closed) -> connection.end());
		charge.settle(0);
		connection.join(context.channel().eventLoop());
	}

	private void endHandshake() {
		this.shaking = false;
		this.handshake = 0;
		settle(this.record);
	}

	@Override
	public ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf rest, ByteBuf read) {
		int room = Costs.room(read) + Costs.BUFFER;
		this.parts += room;
		if (follow(read)) {
			this.parts = room;
		}
		ByteBuf all = this.cumulator.cumulate(allocator, rest, read);
		settle((this.header > 0) ? record(all) : 0);
		return all;
	}

	private int record(ByteBuf all) {
		if (!this.openSsl) {
			return Costs.room(all) + Costs.BUFFER;
		}
		// After the handshake OpenSSL takes the parts over, into room for the whole
		// record.
		return this.shaking ? this.parts : HEADER + this.length;
	}

	/**
	 * Finds the ends of the records.
	 * @return whether one has ended
	 */
	private boolean follow(ByteBuf read) {
		boolean ended = this.header == 0;
		this.handshake += this.shaking ? read.readableBytes() : 0;
		int index = read.readerIndex();
		while (index < read.writerIndex()) {
			if (this.header < HEADER) {
				readHeader(read.getUnsignedByte(index));
				index++;
			}
			else {
				int come = Math.min(this.missing, read.writerIndex() - index);
				this.missing -= come;
				index += come;
			}
			if (this.header == HEADER && this.missing == 0) {
				this.header = 0;
				ended = true;
			}
		}
		return ended;
	}

	private void readHeader(int value) {
		if (this.header == 0) {
			this.length = 0;
		}
		else if (this.header >= LENGTH) {
			this.length = (this.length << Byte.SIZE) + value;
		}
		this.header++;
		this.missing = this.length;
	}

	private void settle(int record) {
		this.record = record;
		int heap;
		int direct = record;
		if (this.openSsl) {
			heap = this.shaking ? OPENSSL_HANDSHAKE : OPENSSL;
			direct += this.shaking ? NATIVE_HANDSHAKE + this.handshake : NATIVE;
		}
		else {
			heap = this.shaking ? JDK_HANDSHAKE + this.handshake : JDK;
		}
		if (heap != this.heap || direct != this.direct) {
			this.heap = heap;
			this.direct = direct;
			this.connection.tls(heap, direct);
		}
	}

}
