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

import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.worker.supervision.NodeWorkers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWarDeployment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The node's memory, and what looks after it.
 */
@Configuration(proxyBeanMethods = false)
public class MemoryConfiguration {

	private static final String WEB = "org.springframework.web.context.WebApplicationContext";

	@Bean
	NodeMemory stickyClusterMemory() {
		return NodeMemory.ofThisJvm();
	}

	@Bean
	NodeGuard stickyClusterNodeGuard(NodeMemory memory, ObjectProvider<Dispatcher> dispatcher,
			ObjectProvider<NodeWorkers> workers, ApplicationContext context) {
		return new NodeGuard(memory, dispatcher, workers, context);
	}

	/**
	 * Where there is no web server to be deployed in.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass(WEB)
	@Import(ShutdownConfiguration.class)
	static class WithoutWeb {

	}

	/**
	 * Checks for the class first, since Spring Boot's
	 * {@code @ConditionalOnNotWarDeployment} fails without it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = WEB)
	@ConditionalOnNotWarDeployment
	@Import(ShutdownConfiguration.class)
	static class NotInAServletContainer {

	}

}
