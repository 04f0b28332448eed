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

import java.util.List;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.autoconfigure.fork.ForkedConfiguration;
import io.github.stickycluster.internal.autoconfigure.tls.BundleTls;
import io.github.stickycluster.internal.autoconfigure.tls.InternalTls;
import io.github.stickycluster.internal.dispatch.ConnectionLimits;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.dispatch.MemberGreeting;
import io.github.stickycluster.internal.dispatch.Relay;
import io.github.stickycluster.internal.dispatch.TlsSettings;
import io.github.stickycluster.internal.dispatch.WebForward;
import io.github.stickycluster.internal.dispatch.WorkerSelector;
import io.github.stickycluster.internal.http.proxy.Forwarder;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.net.ClientKey;
import io.github.stickycluster.internal.net.MemberProof;
import io.github.stickycluster.internal.net.TrustedProxies;
import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.internal.worker.EngineSettings;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerSettings;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * The dispatcher.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(DispatcherConfiguration.HasPublicPort.class)
public class DispatcherConfiguration {

	@Bean
	Dispatcher stickyClusterDispatcher(StickyClusterProperties properties, IoTransport transport,
			WorkerSelector selector, EngineSettings settings, WorkerSettings workers, ConnectionLimits limits,
			ObjectProvider<TlsSettings> tls, Relay relay, ObjectProvider<WebForward> web,
			ObjectProvider<ForkedConfiguration.ForkedHandOff> forked, NodeMemory memory, ApplicationContext context) {
		ForkedConfiguration.ForkedHandOff handOff = forked.getIfAvailable();
		int ownWorkers = (handOff != null) ? 0 : workers.count();
		return new Dispatcher(
				PropertiesMapper.dispatcherSettings(properties, ownWorkers, workers.named()).keeping(workers.ticker()),
				transport, selector, settings.engineIo(), limits, tls.getIfAvailable(), relay, web.getIfAvailable(),
				properties.socketIo().serveClient() ? ClientBundle.find(context.getClassLoader()) : List.of(),
				(handOff != null) ? handOff.passer() : null, memory);
	}

	@Bean
	Relay stickyClusterRelay(WorkerRegistry registry, IoTransport transport, EngineSettings settings,
			ObjectProvider<MemberProof> proof, ObjectProvider<InternalTls> tls) {
		InternalTls internalTls = tls.getIfAvailable();
		return new Relay(registry, new Forwarder(transport, RelaySettings.of(settings.engineIo())), new MemberGreeting(
				proof.getIfAvailable(), (internalTls != null) ? internalTls::newClientHandler : null));
	}

	@Bean
	ConnectionLimits stickyClusterConnectionLimits(StickyClusterProperties properties, ClientKey key,
			EngineSettings engine) {
		TrustedProxies proxies = ClientAddressMapper.settings(properties.clientAddress()).proxies();
		return new ConnectionLimits(PropertiesMapper.limitSettings(properties.limits()), key::of, proxies::contains,
				engine.budget());
	}

	@Bean
	@ConditionalOnProperty("sticky-cluster.ssl.bundle")
	BundleTls stickyClusterTls(StickyClusterProperties properties, SslBundles bundles) {
		return BundleTls.of(properties.ssl(), bundles);
	}

	@Bean
	@ConditionalOnProperty("sticky-cluster.ssl.bundle")
	TlsSettings stickyClusterTlsSettings(StickyClusterProperties properties, BundleTls tls) {
		return new TlsSettings(tls::newHandler, properties.limits().requestHeadTimeout());
	}

	@Bean
	DispatcherLifecycle stickyClusterDispatcherLifecycle(Dispatcher dispatcher, ApplicationContext context,
			ObjectProvider<WebServerAddress> webServer) {
		return new DispatcherLifecycle(dispatcher, context, webServer.getIfAvailable());
	}

	/**
	 * Matches for all roles but 'workers'.
	 */
	static class HasPublicPort extends NoneNestedConditions {

		HasPublicPort() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnProperty(name = "sticky-cluster.role", havingValue = "workers")
		static class OfWorkersAlone {

		}

	}

}
