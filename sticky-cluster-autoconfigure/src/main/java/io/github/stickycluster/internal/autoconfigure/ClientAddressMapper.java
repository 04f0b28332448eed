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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.dispatch.ClientAddressSettings;
import io.github.stickycluster.internal.net.ClientKey;
import io.github.stickycluster.internal.net.IpPrefix;
import io.github.stickycluster.internal.net.TrustedProxies;

/**
 * Turns the properties below {@code sticky-cluster.client-address} into settings.
 */
public final class ClientAddressMapper {

	private static final int WHOLE_IPV4_ADDRESS = 32;

	private ClientAddressMapper() {
	}

	public static ClientAddressSettings settings(StickyClusterProperties.ClientAddress properties) {
		TrustedProxies proxies = new TrustedProxies(prefixes(properties.trustedProxies()));
		return PropertyChecks
			.checked(() -> new ClientAddressSettings(proxies, properties.header(), properties.proxyProtocol()));
	}

	static ClientKey clientKey(StickyClusterProperties.ClientAddress properties) {
		return PropertyChecks.checked(() -> new ClientKey(WHOLE_IPV4_ADDRESS, properties.ipv6PrefixLength()));
	}

	private static List<IpPrefix> prefixes(List<String> texts) {
		List<IpPrefix> prefixes = new ArrayList<>();
		for (String text : texts) {
			try {
				prefixes.add(IpPrefix.parse(text));
			}
			catch (IllegalArgumentException ex) {
				PropertyChecks.check(false, "client-address.trusted-proxies", text,
						Objects.requireNonNull(ex.getMessage()));
			}
		}
		return prefixes;
	}

}
