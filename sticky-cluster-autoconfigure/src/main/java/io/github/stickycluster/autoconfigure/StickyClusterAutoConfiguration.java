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

import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.internal.autoconfigure.BusConfiguration;
import io.github.stickycluster.internal.autoconfigure.CertificateLoginConfiguration;
import io.github.stickycluster.internal.autoconfigure.ClusterConfiguration;
import io.github.stickycluster.internal.autoconfigure.DispatcherConfiguration;
import io.github.stickycluster.internal.autoconfigure.HazelcastBusConfiguration;
import io.github.stickycluster.internal.autoconfigure.InternalPortsConfiguration;
import io.github.stickycluster.internal.autoconfigure.MemoryConfiguration;
import io.github.stickycluster.internal.autoconfigure.RedisBusConfiguration;
import io.github.stickycluster.internal.autoconfigure.RoutingConfiguration;
import io.github.stickycluster.internal.autoconfigure.SecurityConfiguration;
import io.github.stickycluster.internal.autoconfigure.SessionLoginConfiguration;
import io.github.stickycluster.internal.autoconfigure.SocketRulesConfiguration;
import io.github.stickycluster.internal.autoconfigure.WebForwardConfiguration;
import io.github.stickycluster.internal.autoconfigure.WorkersConfiguration;
import io.github.stickycluster.internal.autoconfigure.diagnostics.PropertiesCheck;
import io.github.stickycluster.internal.autoconfigure.fork.ForkedConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the sticky cluster: the workers, the dispatcher in front of
 * them, and the API of the cluster.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SslAutoConfiguration.class, afterName = {
		"org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
		"org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
		"org.springframework.boot.hazelcast.autoconfigure.HazelcastAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive.ReactiveOAuth2ResourceServerAutoConfiguration" })
@ConditionalOnClass(SocketIOServer.class)
@ConditionalOnBooleanProperty(name = "sticky-cluster.enabled", matchIfMissing = true)
@EnableConfigurationProperties(StickyClusterProperties.class)
@Import({ PropertiesCheck.class, MemoryConfiguration.class, RedisBusConfiguration.class,
		HazelcastBusConfiguration.class, ForkedConfiguration.class, BusConfiguration.class,
		InternalPortsConfiguration.class, WebForwardConfiguration.class, SocketRulesConfiguration.class,
		SessionLoginConfiguration.class, CertificateLoginConfiguration.class, SecurityConfiguration.class,
		WorkersConfiguration.class, ClusterConfiguration.class, RoutingConfiguration.class,
		DispatcherConfiguration.class })
public final class StickyClusterAutoConfiguration {

}
