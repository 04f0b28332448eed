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

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Creates the session ids and the public socket ids of one worker, from secure random
 * bytes drawn in batches so that an id costs no system call of its own. Thread-safe;
 * never waits for entropy.
 */
public final class SessionIds {

	private static final int BYTES_PER_ID = 16;

	private static final int BATCH = 128;

	private final int tag;

	private final SecureRandom random;

	private final byte[] batch = new byte[BATCH * BYTES_PER_ID];

	private int position = this.batch.length;

	/**
	 * Makes ids for a worker.
	 * @param workerId the worker's id, unique in the cluster
	 */
	public SessionIds(String workerId) {
		this(SessionId.tagOf(workerId), new SecureRandom());
	}

	SessionIds(int tag, SecureRandom random) {
		this.tag = tag;
		this.random = random;
	}

	/**
	 * The worker's tag, which every id carries.
	 * @return the tag
	 */
	public int tag() {
		return this.tag;
	}

	/**
	 * Creates the next id.
	 * @return an id never given before
	 */
	public synchronized SessionId next() {
		if (this.position == this.batch.length) {
			this.random.nextBytes(this.batch);
			this.position = 0;
		}
		ByteBuffer bytes = ByteBuffer.wrap(this.batch, this.position, BYTES_PER_ID);
		SessionId id = SessionId.of(this.tag, bytes.getLong(), bytes.getLong());
		// A given id's bits must not be found in a heap dump's batch.
		Arrays.fill(this.batch, this.position, this.position + BYTES_PER_ID, (byte) 0);
		this.position += BYTES_PER_ID;
		return id;
	}

}
