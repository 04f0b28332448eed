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

package io.github.stickycluster.internal.autoconfigure;

import java.util.regex.Pattern;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.bus.EngineBusSettings;
import io.github.stickycluster.internal.bus.redis.RedisSettings;
import io.github.stickycluster.internal.cluster.membership.MembershipSettings;

/**
 * Turns the properties below {@code sticky-cluster.bus} and
 * {@code sticky-cluster.cluster} into settings.
 */
public final class BusMapper {

	private static final Pattern NAME = Pattern.compile("[^{}\\s]{1,200}");

	private static final String NAME_RULE = "Use 1 to 200 characters without spaces and braces.";

	private static final long BUFFER_BYTES = 16 * 1024 * 1024;

	private BusMapper() {
	}

	public static EngineBusSettings busSettings(StickyClusterProperties.Bus properties) {
		return new EngineBusSettings(properties.required(), BUFFER_BYTES);
	}

	static RedisSettings redisSettings(StickyClusterProperties.Bus properties) {
		String name = name(properties);
		return PropertyChecks.checked(() -> new RedisSettings(name, properties.redis().maxLength()));
	}

	static String name(StickyClusterProperties.Bus properties) {
		PropertyChecks.check(NAME.matcher(properties.name()).matches(), "bus.name", properties.name(), NAME_RULE);
		return properties.name();
	}

	static MembershipSettings membershipSettings(String nodeId, String host,
			StickyClusterProperties.Cluster properties) {
		return PropertyChecks.checked(() -> MembershipSettings.of(nodeId, host, properties.nodeTimeout()));
	}

}
