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
import io.github.stickycluster.internal.security.SessionLogin;
import io.github.stickycluster.internal.security.SessionLoginFilter;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * The login of clients by the session of the application's pages.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("sticky-cluster.security.session-login")
public class SessionLoginConfiguration {

	@Bean
	SessionLoginCheck stickyClusterSessionLoginCheck(StickyClusterProperties properties, ApplicationContext context) {
		return new SessionLoginCheck(properties, context);
	}

	/**
	 * What is there if the application has a filter chain.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = { "jakarta.servlet.Filter", "org.springframework.security.core.Authentication",
			"org.springframework.boot.web.servlet.FilterRegistrationBean" })
	@ConditionalOnBean(name = SessionLoginCheck.FILTER_CHAIN, value = WebServerAddress.class)
	static class ServletConfiguration {

		@Bean
		SessionLogin stickyClusterSessionLogin(StickyClusterProperties properties, WebServerAddress server,
				Environment environment) {
			String context = environment.getProperty("server.servlet.context-path", "");
			return new SessionLogin(server, context + properties.socketIo().path() + "/");
		}

		// The last one: the filters of Spring Session and Spring Security come before.
		@Bean
		FilterRegistrationBean<SessionLoginFilter> stickyClusterSessionLoginFilter(SessionLogin login,
				StickyClusterProperties properties, ObjectProvider<SecurityContextHolderStrategy> contexts) {
			FilterRegistrationBean<SessionLoginFilter> registration = new FilterRegistrationBean<>(
					new SessionLoginFilter(login,
							contexts.getIfUnique(SecurityContextHolder::getContextHolderStrategy)));
			registration.addUrlPatterns(properties.socketIo().path() + "/*");
			registration.setDispatcherTypes(DispatcherType.REQUEST);
			return registration;
		}

	}

}
