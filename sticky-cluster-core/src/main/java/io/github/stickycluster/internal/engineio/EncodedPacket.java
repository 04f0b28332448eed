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

package io.github.stickycluster.internal.engineio;

import java.util.List;

import io.github.stickycluster.internal.budget.Costs;
import io.netty.buffer.ByteBuf;
import io.netty.util.AbstractReferenceCounted;

/**
 * An encoded message, consisting of a text and its attachments, which all of its
 * receivers share.
 * <p>
 * Each holder of a reference must release it; the buffers live as long as the packet. The
 * bytes never change, except for the headroom in front of each buffer: a transport may
 * write a frame's head there, as long as every receiver's transport writes the same.
 */
public final class EncodedPacket extends AbstractReferenceCounted {

	/**
	 * Bytes of room before the reader index of {@link #text()}, enough for the head of an
	 * unmasked WebSocket frame (RFC 6455, section 5.2).
	 */
	public static final int TEXT_HEADROOM = 10;

	/**
	 * Bytes of room before the reader index of each attachment: a WebSocket frame's head
	 * and Engine.IO 3's packet type.
	 */
	public static final int ATTACHMENT_HEADROOM = 11;

	/** Its own object, without buffers. */
	private static final int OBJECT = 48;

	private final ByteBuf text;

	private final List<ByteBuf> attachments;

	private final int size;

	private final boolean compressible;

	/** Set before another thread can have a reference, and never taken back. */
	private boolean shared;

	/**
	 * Takes over the buffers of a message that a transport may compress.
	 * @param text the text, with {@value #TEXT_HEADROOM} bytes of room in front
	 * @param attachments the attachments, each with {@value #ATTACHMENT_HEADROOM} bytes
	 * of room in front
	 */
	public EncodedPacket(ByteBuf text, List<ByteBuf> attachments) {
		this(text, attachments, true);
	}

	/**
	 * Takes over the buffers.
	 * @param text the text
	 * @param attachments the attachments
	 * @param compressible whether a transport may compress it
	 */
	public EncodedPacket(ByteBuf text, List<ByteBuf> attachments, boolean compressible) {
		this.text = text;
		this.compressible = compressible;
		this.attachments = attachments;
		int size = text.readableBytes();
		// No stream: this runs for each message.
		for (ByteBuf attachment : attachments) {
			size += attachment.readableBytes();
		}
		this.size = size;
	}

	/**
	 * The text in UTF-8, with Engine.IO's message type {@code 4} in front. Not retained:
	 * use a {@link ByteBuf#retainedDuplicate() retained duplicate}.
	 * @return the text
	 */
	public ByteBuf text() {
		return this.text;
	}

	/**
	 * The attachments as the application gave them, without any Engine.IO prefix. Not
	 * retained: use {@link ByteBuf#retainedDuplicate() retained duplicates}.
	 * @return the attachments, in the order in which they are sent
	 */
	public List<ByteBuf> attachments() {
		return this.attachments;
	}

	/**
	 * The bytes of the text and of all attachments together.
	 * @return the size in bytes
	 */
	public int size() {
		return this.size;
	}

	/**
	 * Whether a WebSocket that compresses frames shall compress these.
	 * @return {@code false} if the application said that it is not worth it
	 */
	public boolean isCompressible() {
		return this.compressible;
	}

	/**
	 * Whether more than one receiver may have it. The only receiver of one that is not
	 * shared may take its buffers as they are.
	 * @return whether a second reference was ever taken
	 */
	public boolean isShared() {
		return this.shared;
	}

	/**
	 * The heap that the packet takes while it waits to be sent.
	 * @return bytes
	 */
	public int heapCost() {
		int cost = OBJECT + heapCost(this.text);
		for (ByteBuf attachment : this.attachments) {
			cost += heapCost(attachment);
		}
		return cost;
	}

	/**
	 * The direct memory that the packet takes while it waits to be sent.
	 * @return bytes
	 */
	public int directCost() {
		int cost = directCost(this.text);
		for (ByteBuf attachment : this.attachments) {
			cost += directCost(attachment);
		}
		return cost;
	}

	private static int heapCost(ByteBuf buffer) {
		return buffer.isDirect() ? Costs.BUFFER : Costs.BUFFER + Costs.room(buffer);
	}

	private static int directCost(ByteBuf buffer) {
		return buffer.isDirect() ? Costs.room(buffer) : 0;
	}

	@Override
	protected void deallocate() {
		this.text.release();
		this.attachments.forEach(ByteBuf::release);
	}

	@Override
	public EncodedPacket retain() {
		this.shared = true;
		super.retain();
		return this;
	}

	@Override
	public EncodedPacket touch(Object hint) {
		this.text.touch(hint);
		this.attachments.forEach((attachment) -> attachment.touch(hint));
		return this;
	}

}
