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

package io.github.stickycluster.internal.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The proof that a connection comes from a member of the cluster: an HMAC-SHA256, under a
 * secret that all nodes share, of the worker that is called, the client, the time and a
 * nonce. It goes in a record of the PROXY header.
 * <p>
 * A proof counts once, for {@link #WINDOW} before and after its time, and for nothing but
 * what it names. Those of the time before this JVM are refused, since it cannot know
 * which were used: another node whose clock is behind waits for as long after this one's
 * start. A proof does not hide or protect what follows it on the connection: where others
 * can read or change that, use TLS. Thread-safe.
 */
public final class MemberProof {

	/** The type of the PROXY header's record, one of those left to applications. */
	public static final int TLV_TYPE = 0xE5;

	/** How far the clocks of two nodes may differ. */
	public static final Duration WINDOW = Duration.ofSeconds(30);

	/** How far clocks differ that are kept in time; no JVM restarts as fast. */
	private static final Duration TOLERANCE = Duration.ofSeconds(1);

	private static final byte VERSION = 1;

	private static final int NONCE_LENGTH = 16;

	private static final int MAC_LENGTH = 32;

	private static final int LENGTH = 1 + Long.BYTES + NONCE_LENGTH + MAC_LENGTH;

	private static final byte[] PURPOSE = "sticky-cluster internal port".getBytes(StandardCharsets.US_ASCII);

	private static final String ALGORITHM = "HmacSHA256";

	private final SecretKeySpec key;

	private final Clock clock;

	private final SecureRandom random = new SecureRandom();

	private final long earliest;

	private final SeenOnce seen = new SeenOnce(WINDOW.multipliedBy(2));

	/**
	 * Creates proofs and checks them.
	 * @param secret the secret that all nodes share
	 * @param clock tells the time
	 */
	public MemberProof(String secret, Clock clock) {
		this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
		this.clock = clock;
		this.earliest = clock.millis() - TOLERANCE.toMillis();
	}

	/**
	 * Creates a proof for one connection.
	 * @param worker the id of the worker that is called
	 * @param client the client's address
	 * @return the proof
	 */
	public byte[] make(String worker, InetSocketAddress client) {
		byte[] nonce = new byte[NONCE_LENGTH];
		this.random.nextBytes(nonce);
		ByteBuffer proof = ByteBuffer.allocate(LENGTH).put(VERSION).putLong(this.clock.millis()).put(nonce);
		return proof.put(mac(Arrays.copyOf(proof.array(), LENGTH - MAC_LENGTH), worker, client)).array();
	}

	/**
	 * Checks a proof, which is used up by that.
	 * @param proof the proof, or null if there was none
	 * @param worker the id of the worker that was called
	 * @param client the client's address, or null if it was not told
	 * @return what it is worth
	 */
	public Verdict check(byte @Nullable [] proof, String worker, @Nullable InetSocketAddress client) {
		if (proof == null) {
			return Verdict.MISSING;
		}
		if (client == null || proof.length != LENGTH || proof[0] != VERSION) {
			return Verdict.WRONG;
		}
		byte[] claims = Arrays.copyOf(proof, LENGTH - MAC_LENGTH);
		byte[] mac = Arrays.copyOfRange(proof, LENGTH - MAC_LENGTH, LENGTH);
		if (!MessageDigest.isEqual(mac, mac(claims, worker, client))) {
			return Verdict.WRONG;
		}
		long now = this.clock.millis();
		long made = ByteBuffer.wrap(claims).getLong(1);
		if (made < this.earliest || Math.abs(now - made) > WINDOW.toMillis()) {
			return Verdict.EXPIRED;
		}
		// Last, so that only members can fill the memory.
		return this.seen.add(HexFormat.of().formatHex(claims), now) ? Verdict.RIGHT : Verdict.REPLAYED;
	}

	private byte[] mac(byte[] claims, String worker, InetSocketAddress client) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			update(mac, PURPOSE);
			update(mac, claims);
			update(mac, worker.getBytes(StandardCharsets.UTF_8));
			update(mac, client.getAddress().getAddress());
			return mac.doFinal(ByteBuffer.allocate(Integer.BYTES).putInt(client.getPort()).array());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

	/**
	 * With its length, so that no two messages are the same bytes.
	 */
	private static void update(Mac mac, byte[] field) {
		mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
		mac.update(field);
	}

	/**
	 * What a proof is worth.
	 */
	public enum Verdict {

		/** It is a member's. */
		RIGHT,

		/** There is none. */
		MISSING,

		/** It was not made with the secret, or for something else. */
		WRONG,

		/** It is too old, or older than this JVM, or the clocks differ too much. */
		EXPIRED,

		/** It was used before. */
		REPLAYED

	}

}
