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

package io.github.stickycluster.internal.bus.redis;

import java.nio.charset.StandardCharsets;

import io.github.stickycluster.internal.settings.SettingChecks;

/**
 * Settings of the stream.
 *
 * @param prefix what the names of all keys start with, so that applications which share a
 * Redis do not hear each other
 * @param maxLength how many messages the stream keeps, at least; Redis trims roughly
 */
public record RedisSettings(String prefix, int maxLength) {

	/**
	 * Checks how many messages the stream keeps.
	 * @throws io.github.stickycluster.internal.settings.InvalidSettingException if the
	 * number is out of its range
	 */
	public RedisSettings {
		SettingChecks.inRange("bus.redis.max-length", maxLength, 100, 100_000_000);
	}

	/**
	 * The prefix in braces: Redis Cluster keeps all keys of one prefix in one slot.
	 */
	byte[] streamKey() {
		return ("{" + this.prefix + "}:bus").getBytes(StandardCharsets.UTF_8);
	}

}
