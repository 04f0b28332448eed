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

package io.github.stickycluster.internal.dispatch;

import java.util.regex.Pattern;

import io.github.stickycluster.dispatch.ProxyProtocol;
import io.github.stickycluster.internal.net.TrustedProxies;
import io.github.stickycluster.internal.settings.SettingChecks;

/**
 * Settings of the client's address.
 *
 * @param proxies the proxies whose word is taken
 * @param header the name of the header in which they tell the client's address
 * @param proxyProtocol whether they tell it by the PROXY protocol
 */
public record ClientAddressSettings(TrustedProxies proxies, String header, ProxyProtocol proxyProtocol) {

	/** A field name (RFC 9110, section 5.1). */
	private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	/**
	 * Checks every value.
	 * @throws io.github.stickycluster.internal.settings.InvalidSettingException if one is
	 * not valid
	 */
	public ClientAddressSettings {
		SettingChecks.check(HEADER.matcher(header).matches(), "client-address.header", header,
				"Use the name of a header, such as 'X-Forwarded-For'.");
		SettingChecks.check(!proxies.isEmpty() || proxyProtocol == ProxyProtocol.OFF, "client-address.proxy-protocol",
				proxyProtocol, "It is accepted from trusted proxies only: list them in "
						+ "'sticky-cluster.client-address.trusted-proxies'.");
	}

}
