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

package io.github.stickycluster.test.engineio;

/**
 * The versions of the Engine.IO protocol.
 *
 * @since 0.1.0
 */
public enum EngineIoVersion {

	/** Version 3 of clients of Socket.IO 2: the client sends pings. */
	V3(3),

	/** Version 4 of clients of Socket.IO 3 and 4: the server sends pings. */
	V4(4);

	private final int number;

	EngineIoVersion(int number) {
		this.number = number;
	}

	/**
	 * Returns the value of the query parameter {@code EIO}.
	 * @return 3 or 4
	 */
	public int number() {
		return this.number;
	}

	/**
	 * Returns the version with a number.
	 * @param number 3 or 4
	 * @return the version
	 * @throws IllegalArgumentException if there is no such version
	 */
	public static EngineIoVersion of(int number) {
		return switch (number) {
			case 3 -> V3;
			case 4 -> V4;
			default ->
				throw new IllegalArgumentException("Engine.IO version " + number + " is not supported; use 3 or 4");
		};
	}

}
