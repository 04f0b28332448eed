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

import java.time.Clock;
import java.util.Objects;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.autoconfigure.tls.InternalTls;
import io.github.stickycluster.internal.autoconfigure.tls.TlsProvider;
import io.github.stickycluster.internal.net.MemberProof;
import io.github.stickycluster.internal.worker.InternalPorts;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The workers' own ports, and how nodes prove to each other that they belong together.
 */
@Configuration(proxyBeanMethods = false)
public class InternalPortsConfiguration {

	@Bean
	InternalPorts stickyClusterInternalPorts(StickyClusterProperties properties, ObjectProvider<MemberProof> proof,
			ObjectProvider<InternalTls> tls) {
		return InternalPortsMapper.ports(properties.internal(), proof.getIfAvailable(), tls.getIfAvailable());
	}

	@Bean
	@ConditionalOnProperty("sticky-cluster.internal.secret")
	MemberProof stickyClusterMemberProof(StickyClusterProperties properties) {
		return InternalPortsMapper.proof(Objects.requireNonNull(properties.internal().secret()), Clock.systemUTC());
	}

	@Bean
	@ConditionalOnProperty("sticky-cluster.internal.ssl.bundle")
	InternalTls stickyClusterInternalTls(StickyClusterProperties properties, SslBundles bundles) {
		return InternalTls.of(Objects.requireNonNull(properties.internal().ssl().bundle()), bundles,
				TlsProvider.of(properties.ssl().provider()));
	}

}
