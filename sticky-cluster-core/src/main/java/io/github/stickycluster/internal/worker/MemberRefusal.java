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

/**
 * The reasons for which a worker's internal port refuses a connection.
 */
public enum MemberRefusal {

	/** It began without a proof of membership. */
	MISSING,

	/** Its PROXY header was broken. */
	MALFORMED,

	/** Its proof was made with another secret, or for something else. */
	WRONG,

	/** Its proof was too old, or the clocks differ too much. */
	EXPIRED,

	/** Its proof had been used before. */
	REPLAYED,

	/** It said nothing for too long. */
	LATE,

	/** Its TLS handshake failed. */
	TLS

}
