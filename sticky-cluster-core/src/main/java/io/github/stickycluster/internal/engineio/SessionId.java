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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A session id that names its worker: a UUID of version 8 (RFC 9562, section 5.8) whose
 * first 32 bits are the worker's tag and whose other 90 free bits are random.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         worker tag (32)                       |
 * +-------------------------------+-------+-----------------------+
 * |          random (16)          | 1000  |      random (12)      |
 * +---+---------------------------+-------+-----------------------+
 * |10 |                      random (30)                          |
 * +---+-----------------------------------------------------------+
 * |                          random (32)                          |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * Its text is the canonical one: 36 characters, lower-case hexadecimal. A dispatcher
 * finds the worker of any later request by {@link #tagIn(CharSequence)}, with no table of
 * sessions. The tag is no secret; the random bits are what makes an id hard to guess.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record SessionId(long high, long low) {

	/** How many characters the text of an id has. */
	public static final int LENGTH = 36;

	private static final long VERSION_MASK = 0x0000_0000_0000_F000L;

	private static final long VERSION = 0x0000_0000_0000_8000L;

	private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;

	private static final long VARIANT = 0x8000_0000_0000_0000L;

	/**
	 * Checks the version and the variant.
	 * @param high the first 64 bits
	 * @param low the last 64 bits
	 * @throws IllegalArgumentException if they are no UUID of version 8
	 */
	public SessionId {
		if ((high & VERSION_MASK) != VERSION || (low & VARIANT_MASK) != VARIANT) {
			throw new IllegalArgumentException("Not a UUID of version 8: " + new UUID(high, low));
		}
	}

	/**
	 * Creates an id of a tag and random bits; the bits in the places of the tag, the
	 * version and the variant are ignored.
	 * @param tag the worker's tag
	 * @param randomHigh random bits, of which 28 are used
	 * @param randomLow random bits, of which 62 are used
	 * @return the id
	 */
	static SessionId of(int tag, long randomHigh, long randomLow) {
		long high = ((long) tag << 32) | (randomHigh & 0xFFFF_FFFFL & ~VERSION_MASK) | VERSION;
		return new SessionId(high, (randomLow & ~VARIANT_MASK) | VARIANT);
	}

	/**
	 * The tag of a worker: the first 32 bits of the SHA-256 of its id. Two workers share
	 * a tag with a chance of one in four billion; then the one that was there first keeps
	 * it, and the other one needs another id.
	 * @param workerId the worker's id, unique in the cluster
	 * @return the tag
	 */
	public static int tagOf(String workerId) {
		byte[] hash = sha256().digest(workerId.getBytes(StandardCharsets.UTF_8));
		return ((hash[0] & 0xFF) << 24) | ((hash[1] & 0xFF) << 16) | ((hash[2] & 0xFF) << 8) | (hash[3] & 0xFF);
	}

	/**
	 * Reads an id, strictly: only the canonical text of a UUID of version 8.
	 * @param text what a client sent
	 * @return the id, or {@code null} if the text is none
	 */
	public static @Nullable SessionId parse(CharSequence text) {
		if (!isCanonical(text)) {
			return null;
		}
		long high = (hex(text, 0, 8) << 32) | (hex(text, 9, 13) << 16) | hex(text, 14, 18);
		long low = (hex(text, 19, 23) << 48) | hex(text, 24, 36);
		return new SessionId(high, low);
	}

	/**
	 * Reads the tag in the text of an id, without making an object.
	 * @param text what a client sent
	 * @return the tag as an unsigned number, or -1 if the text is no id
	 */
	public static long tagIn(CharSequence text) {
		return isCanonical(text) ? hex(text, 0, 8) : -1;
	}

	/**
	 * The tag of the worker that made this id.
	 * @return the tag
	 */
	public int tag() {
		return (int) (this.high >>> 32);
	}

	/**
	 * This id as a UUID.
	 * @return the UUID
	 */
	public UUID toUuid() {
		return new UUID(this.high, this.low);
	}

	/**
	 * The canonical text.
	 * @return 36 characters
	 */
	@Override
	public String toString() {
		return toUuid().toString();
	}

	private static boolean isCanonical(CharSequence text) {
		if (text.length() != LENGTH || text.charAt(14) != '8' || "89ab".indexOf(text.charAt(19)) < 0) {
			return false;
		}
		for (int i = 0; i < LENGTH; i++) {
			boolean dash = (i == 8 || i == 13 || i == 18 || i == 23);
			if (dash ? text.charAt(i) != '-' : digit(text.charAt(i)) < 0) {
				return false;
			}
		}
		return true;
	}

	private static long hex(CharSequence text, int start, int end) {
		long value = 0;
		for (int i = start; i < end; i++) {
			value = (value << 4) | digit(text.charAt(i));
		}
		return value;
	}

	private static int digit(char character) {
		if (character >= '0' && character <= '9') {
			return character - '0';
		}
		return (character >= 'a' && character <= 'f') ? character - 'a' + 10 : -1;
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
