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

package io.github.stickycluster.chaos;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How large a node is, and which addresses its clients have.
 */
enum Setting {

	/** Each client has an address of its own, and the attacker too. */
	OWN_ADDRESSES(128, 1, 1.0) {

		@Override
		String goodAddress(int client) {
			return "127.20.0." + (1 + client);
		}

	},

	/** The clients share the attacker's address, as behind a NAT. */
	ONE_ADDRESS(128, 1, 1.0) {

		@Override
		String goodAddress(int client) {
			return hostileAddress(0);
		}

	},

	/** Ten addresses attack a larger node together. */
	TEN_ATTACKERS(512, 10, 0.4) {

		@Override
		String goodAddress(int client) {
			return "127.20.0." + (1 + client);
		}

	};

	private final int heapMegabytes;

	private final int attackers;

	private final double share;

	Setting(int heapMegabytes, int attackers, double share) {
		this.heapMegabytes = heapMegabytes;
		this.attackers = attackers;
		this.share = share;
	}

	abstract String goodAddress(int client);

	/** The node's {@code -Xmx}, in MB. */
	int heapMegabytes() {
		return this.heapMegabytes;
	}

	List<String> hostileAddresses() {
		return IntStream.range(0, this.attackers).mapToObj(Setting::hostileAddress).toList();
	}

	/**
	 * Scales what an attack does to what one of its addresses does, so that the attack on
	 * the larger node is as much larger.
	 * @param amount the amount for one attacker of a node of 128 MB
	 * @return the amount for each attacker of this setting, 1 or more
	 */
	int share(int amount) {
		return Math.max(1, (int) Math.round(amount * this.share));
	}

	private static String hostileAddress(int number) {
		return "127.66.6." + (1 + number);
	}

}
