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
import io.github.stickycluster.internal.dispatch.WorkerSelector;
import io.github.stickycluster.internal.fork.ParentLink;
import io.github.stickycluster.internal.net.ClientKey;
import io.github.stickycluster.internal.worker.WorkerRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of the selection of workers.
 */
@Configuration(proxyBeanMethods = false)
public class RoutingConfiguration {

	@Bean
	ClientKey stickyClusterClientKey(StickyClusterProperties properties) {
		return ClientAddressMapper.clientKey(properties.clientAddress());
	}

	@Bean
	WorkerSelector stickyClusterWorkerSelector(StickyClusterProperties properties, WorkerRegistry registry,
			ClientKey key, ObjectProvider<ParentLink> parent) {
		ParentLink link = parent.getIfAvailable();
		return new WorkerSelector(registry, key, PropertiesMapper.boundedLoad(properties.routing()),
				properties.routing().scope(), (link != null) ? link.child()::isSibling : null);
	}

}
