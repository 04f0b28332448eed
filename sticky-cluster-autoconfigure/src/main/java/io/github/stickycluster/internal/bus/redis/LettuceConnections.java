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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Connections with the addresses, TLS and credentials of the application's own factory,
 * but apart from it: they fail soon, do not repeat commands by themselves and never read
 * from a replica, which lags behind.
 */
public final class LettuceConnections implements RedisConnections {

	private static final Duration LONGEST_COMMAND = Duration.ofSeconds(3);

	private final LettuceConnectionFactory factory;

	private final Duration commandTimeout;

	private LettuceConnections(LettuceConnectionFactory factory, Duration commandTimeout) {
		this.factory = factory;
		this.commandTimeout = commandTimeout;
	}

	/**
	 * Makes connections as an application's factory makes them.
	 * @param application the application's factory
	 * @return connections apart from the application's, if it uses Lettuce; else the
	 * application's
	 */
	public static RedisConnections like(RedisConnectionFactory application) {
		if (!(application instanceof LettuceConnectionFactory lettuce)) {
			return new FactoryConnections(application, LONGEST_COMMAND);
		}
		LettuceClientConfiguration client = lettuce.getClientConfiguration();
		Duration timeout = shorter(client.getCommandTimeout(), LONGEST_COMMAND);
		LettuceConnectionFactory own = new LettuceConnectionFactory(server(lettuce),
				new BusClientConfiguration(client, timeout));
		own.setShareNativeConnection(false);
		own.afterPropertiesSet();
		own.start();
		return new LettuceConnections(own, timeout);
	}

	private static RedisConfiguration server(LettuceConnectionFactory factory) {
		RedisConfiguration present = firstOf(factory.getClusterConfiguration(), factory.getSentinelConfiguration(),
				factory.getSocketConfiguration());
		return (present != null) ? present : factory.getStandaloneConfiguration();
	}

	private static @Nullable RedisConfiguration firstOf(@Nullable RedisConfiguration... configurations) {
		for (RedisConfiguration configuration : configurations) {
			if (configuration != null) {
				return configuration;
			}
		}
		return null;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.isZero() || one.compareTo(other) > 0) ? other : one;
	}

	@Override
	public RedisConnection connect() {
		return this.factory.getConnection();
	}

	@Override
	public Duration commandTimeout() {
		return this.commandTimeout;
	}

	@Override
	public void close() {
		this.factory.destroy();
	}

}
