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

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;

/**
 * Checks that clients can log in by the session of the application's pages, and that no
 * page of others can use that session.
 */
class SessionLoginCheck implements SmartInitializingSingleton {

	static final String FILTER_CHAIN = "springSecurityFilterChain";

	private static final String PROPERTY = "security.session-login";

	private static final String SPRING_SESSION = "springSessionRepositoryFilter";

	private static final Logger logger = LoggerFactory.getLogger(SessionLoginCheck.class);

	private final StickyClusterProperties properties;

	private final ApplicationContext context;

	SessionLoginCheck(StickyClusterProperties properties, ApplicationContext context) {
		OfferedCredentials.checkOrigins(properties.socketIo(), PROPERTY);
		checkWebServer(properties, context);
		this.properties = properties;
		this.context = context;
	}

	private static void checkWebServer(StickyClusterProperties properties, ApplicationContext context) {
		PropertyChecks.check(properties.web().forward() && properties.web().server() == null, PROPERTY, true,
				"It needs the application's own web server behind the public port: set 'sticky-cluster.web.forward' "
						+ "to true, without 'sticky-cluster.web.server'.");
		PropertyChecks.check(properties.workers().mode() != StickyClusterProperties.Workers.Mode.FORKED, PROPERTY, true,
				"The processes of forked workers have no web server: set 'sticky-cluster.workers.mode' to "
						+ "'in-process', or let clients send tokens.");
		PropertyChecks.check(context.containsBean(FILTER_CHAIN), PROPERTY, true,
				"It needs Spring Security's filter chain for servlets: add 'spring-boot-starter-security' and "
						+ "'spring-boot-starter-webmvc'.");
	}

	@Override
	public void afterSingletonsInstantiated() {
		boolean alone = this.properties.bus().type() == StickyClusterProperties.Bus.Type.LOCAL;
		if (!alone && !this.context.containsBean(SPRING_SESSION)) {
			logger.warn("A client whose session is on another node cannot log in by its session cookie, because each "
					+ "node keeps the sessions of its own web server. Add Spring Session, so that the nodes share them");
		}
	}

}
