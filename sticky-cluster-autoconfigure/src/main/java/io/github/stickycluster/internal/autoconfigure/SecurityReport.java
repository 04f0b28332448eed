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

import io.github.stickycluster.internal.security.AccessRules;
import io.github.stickycluster.internal.security.RequiredNamespaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Logs at start-up who may connect.
 */
class SecurityReport implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(SecurityReport.class);

	private final ObjectProvider<RequiredNamespaces> required;

	private final ObjectProvider<AccessRules> rules;

	SecurityReport(ObjectProvider<RequiredNamespaces> required, ObjectProvider<AccessRules> rules) {
		this.required = required;
		this.rules = rules;
	}

	@Override
	public void afterSingletonsInstantiated() {
		RequiredNamespaces namespaces = this.required.getIfAvailable();
		if (namespaces == null) {
			logger.info("Socket.IO clients connect without authentication, because the application has no bean that "
					+ "authenticates them, such as a JwtDecoder or a UserDetailsService");
			return;
		}
		AccessRules decisions = this.rules.getObject();
		if (decisions.exist()) {
			logger.info("Socket.IO clients must authenticate for {}, and these rules decide first: {}", namespaces,
					decisions);
		}
		else {
			logger.info("Socket.IO clients must authenticate for {}, and may then send all events", namespaces);
		}
	}

}
