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

import java.net.InetAddress;
import java.time.Clock;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.autoconfigure.tls.InternalTls;
import io.github.stickycluster.internal.net.MemberProof;
import io.github.stickycluster.internal.worker.InternalPorts;
import org.jspecify.annotations.Nullable;

/**
 * Turns the properties below {@code sticky-cluster.internal} into settings.
 */
final class InternalPortsMapper {

	private static final int MIN_SECRET = 16;

	private InternalPortsMapper() {
	}

	static InternalPorts ports(StickyClusterProperties.Internal properties, @Nullable MemberProof proof,
			@Nullable InternalTls tls) {
		InetAddress address = properties.address();
		PropertyChecks.check(address.isLoopbackAddress() || proof != null || tls != null, "internal.address",
				address.getHostAddress(),
				"On it, anybody could act as a node of the cluster: set 'sticky-cluster.internal.secret', the same "
						+ "on all nodes, or 'sticky-cluster.internal.ssl.bundle', or use a loopback address such as "
						+ "127.0.0.1.");
		return new InternalPorts(address, advertised(properties), proof, (tls != null) ? tls::newServerHandler : null);
	}

	private static String advertised(StickyClusterProperties.Internal properties) {
		String configured = properties.advertisedAddress();
		if (configured != null) {
			PropertyChecks.check(!configured.isBlank() && configured.equals(configured.trim()),
					"internal.advertised-address", configured, "Use an address or a host name.");
			return configured;
		}
		PropertyChecks.check(!properties.address().isAnyLocalAddress(), "internal.address",
				properties.address().getHostAddress(),
				"Other nodes cannot connect to a wildcard address: set 'sticky-cluster.internal.advertised-address' to "
						+ "the address or host name at which they reach this node.");
		return properties.address().getHostAddress();
	}

	static MemberProof proof(String secret, Clock clock) {
		PropertyChecks.check(secret.length() >= MIN_SECRET, "internal.secret", "(" + secret.length() + " characters)",
				"Use at least " + MIN_SECRET + " random characters, the same on all nodes.");
		return new MemberProof(secret, clock);
	}

}
