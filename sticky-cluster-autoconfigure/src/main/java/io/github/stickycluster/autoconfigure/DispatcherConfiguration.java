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

package io.github.stickycluster.autoconfigure;

import io.github.stickycluster.dispatch.ConnectionLimits;
import io.github.stickycluster.dispatch.Dispatcher;
import io.github.stickycluster.dispatch.TlsSettings;
import io.github.stickycluster.dispatch.WorkerSelector;
import io.github.stickycluster.net.ClientKey;
import io.github.stickycluster.net.TrustedProxies;
import io.github.stickycluster.worker.EngineSettings;
import io.github.stickycluster.worker.IoTransport;
import io.github.stickycluster.worker.WorkerRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The dispatcher.
 */
@Configuration(proxyBeanMethods = false)
class DispatcherConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ClientKey stickyClusterClientKey(StickyClusterProperties properties) {
		return ClientAddressMapper.clientKey(properties.clientAddress());
	}

	@Bean
	@ConditionalOnMissingBean
	WorkerSelector stickyClusterWorkerSelector(StickyClusterProperties properties, WorkerRegistry registry,
			ClientKey key) {
		return new WorkerSelector(registry, key, PropertiesMapper.boundedLoad(properties.routing()));
	}

	@Bean
	@ConditionalOnMissingBean
	Dispatcher stickyClusterDispatcher(StickyClusterProperties properties, IoTransport transport,
			WorkerSelector selector, EngineSettings settings, ConnectionLimits limits,
			ObjectProvider<TlsSettings> tls) {
		return new Dispatcher(PropertiesMapper.dispatcherSettings(properties), transport, selector, settings.engineIo(),
				limits, tls.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	ConnectionLimits stickyClusterConnectionLimits(StickyClusterProperties properties, ClientKey key) {
		TrustedProxies proxies = ClientAddressMapper.settings(properties.clientAddress()).proxies();
		return new ConnectionLimits(PropertiesMapper.limitSettings(properties.limits()), key::of, proxies::contains);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty("sticky-cluster.ssl.bundle")
	TlsSettings stickyClusterTlsSettings(StickyClusterProperties properties, SslBundles bundles) {
		return BundleTls.settings(properties.ssl(), bundles);
	}

	@Bean
	DispatcherLifecycle stickyClusterDispatcherLifecycle(Dispatcher dispatcher, ApplicationContext context) {
		return new DispatcherLifecycle(dispatcher, context);
	}

}
