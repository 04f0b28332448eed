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

package io.github.stickycluster.autoconfigure;

import java.time.Duration;
import java.util.regex.Pattern;

import io.github.stickycluster.bus.EngineBusSettings;
import io.github.stickycluster.bus.redis.RedisSettings;
import io.github.stickycluster.cluster.MembershipSettings;

/**
 * Turns the properties below {@code sticky-cluster.bus} and
 * {@code sticky-cluster.cluster} into settings.
 */
final class BusMapper {

	private static final Pattern NAME = Pattern.compile("[^{}\\s]{1,200}");

	private static final String NAME_RULE = "Use 1 to 200 characters without spaces and braces.";

	private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(5);

	private static final long SMALLEST_BUFFER = 64 * 1024;

	private static final long LARGEST_BUFFER = 1024L * 1024 * 1024;

	private BusMapper() {
	}

	static EngineBusSettings busSettings(StickyClusterProperties.Bus properties) {
		long buffer = properties.bufferSize().toBytes();
		PropertyChecks.check(buffer >= SMALLEST_BUFFER && buffer <= LARGEST_BUFFER, "bus.buffer-size",
				properties.bufferSize(), "Use a size from 64KB to 1GB.");
		return new EngineBusSettings(properties.required(), buffer);
	}

	static RedisSettings redisSettings(StickyClusterProperties.Bus.Redis properties) {
		PropertyChecks.check(NAME.matcher(properties.prefix()).matches(), "bus.redis.prefix", properties.prefix(),
				NAME_RULE);
		PropertyChecks.inRange("bus.redis.max-length", properties.maxLength(), 100, 100_000_000);
		return new RedisSettings(properties.prefix(), properties.maxLength());
	}

	static String hazelcastTopic(StickyClusterProperties.Bus.Hazelcast properties) {
		PropertyChecks.check(NAME.matcher(properties.topic()).matches(), "bus.hazelcast.topic", properties.topic(),
				NAME_RULE);
		return properties.topic();
	}

	static MembershipSettings membershipSettings(String nodeId, String host,
			StickyClusterProperties.Cluster properties) {
		Duration heartbeat = properties.heartbeatInterval();
		PropertyChecks.inRange("cluster.heartbeat-interval", heartbeat, PropertiesMapper.SHORTEST,
				Duration.ofMinutes(1));
		PropertyChecks.inRange("cluster.node-timeout", properties.nodeTimeout(), shortestTimeout(heartbeat),
				Duration.ofMinutes(10));
		PropertyChecks.inRange("cluster.join-timeout", properties.joinTimeout(), PropertiesMapper.SHORTEST,
				Duration.ofMinutes(1));
		return new MembershipSettings(nodeId, host, heartbeat, properties.nodeTimeout(), properties.joinTimeout());
	}

	/**
	 * A lost heartbeat is no death, and an engine that hangs must be noticed first, for
	 * which the bus takes up to 3 seconds.
	 */
	private static Duration shortestTimeout(Duration heartbeat) {
		Duration twice = heartbeat.multipliedBy(2);
		return (twice.compareTo(SHORTEST_TIMEOUT) > 0) ? twice : SHORTEST_TIMEOUT;
	}

}
