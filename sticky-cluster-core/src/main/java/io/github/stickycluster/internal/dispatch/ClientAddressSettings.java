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

import io.github.stickycluster.dispatch.ProxyProtocol;
import io.github.stickycluster.internal.net.TrustedProxies;

/**
 * Settings of the client's address.
 *
 * @param proxies the proxies whose word is taken
 * @param header the name of the header in which they tell the client's address
 * @param proxyProtocol whether they tell it by the PROXY protocol
 */
public record ClientAddressSettings(TrustedProxies proxies, String header, ProxyProtocol proxyProtocol) {

	/** Nobody is trusted. */
	public static final ClientAddressSettings DEFAULT = new ClientAddressSettings(TrustedProxies.NONE,
			"X-Forwarded-For", ProxyProtocol.OFF);

}
