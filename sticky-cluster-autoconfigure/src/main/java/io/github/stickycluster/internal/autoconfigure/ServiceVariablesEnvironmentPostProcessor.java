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

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.stickycluster.internal.autoconfigure.diagnostics.DroppedProperty;
import io.github.stickycluster.internal.autoconfigure.diagnostics.PropertyNames;
import io.github.stickycluster.internal.fork.ChildFile;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.support.SystemEnvironmentPropertySourceEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;

/**
 * Removes environment variables that the platform has set for a service, and that would
 * otherwise be bound to properties of the cluster: for a Kubernetes Service named
 * {@code sticky-cluster}, every pod of the namespace has
 * {@code STICKY_CLUSTER_PORT=tcp://10.0.0.1:9092}.
 */
class ServiceVariablesEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	/**
	 * Before Boot replaces the source of the variables with one of its own.
	 */
	private static final int ORDER = SystemEnvironmentPropertySourceEnvironmentPostProcessor.DEFAULT_ORDER - 1;

	private static final Pattern SERVICE = Pattern.compile("(tcp|udp|sctp)://.*");

	private final Log logger;

	ServiceVariablesEnvironmentPostProcessor(DeferredLogFactory logs) {
		this.logger = logs.getLog(getClass());
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		if (!(environment.getPropertySources().get(name) instanceof SystemEnvironmentPropertySource variables)) {
			return;
		}
		Set<String> bound = variables(application.getEnvironmentPrefix());
		Map<String, Object> kept = new LinkedHashMap<>(variables.getSource());
		kept.entrySet()
			.removeIf((variable) -> bound.contains(variable.getKey().toUpperCase(Locale.ROOT))
					&& SERVICE.matcher(String.valueOf(variable.getValue())).matches());
		if (kept.size() < variables.getSource().size()) {
			environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, kept));
			// A forked worker's process has its parent's variables.
			if (!environment.containsProperty(ChildFile.PROPERTY)) {
				Set<String> ignored = new TreeSet<>(variables.getSource().keySet());
				ignored.removeAll(kept.keySet());
				this.logger
					.warn("Ignoring the environment variables " + ignored + " as properties of the cluster: each "
							+ "holds the address of a service, as Kubernetes makes it for a Service of that name. "
							+ "'enableServiceLinks: false' in the pod's specification keeps such variables away");
			}
		}
	}

	/**
	 * Returns the variables that are bound to a property, or were to one of an earlier
	 * version: with the dashes of its name left out, and as underscores.
	 */
	private static Set<String> variables(@Nullable String environmentPrefix) {
		String prefix = StringUtils.hasText(environmentPrefix)
				? environmentPrefix.replaceAll("[._-]$", "").replaceAll("[.-]", "_") + "_" : "";
		Set<String> variables = new HashSet<>();
		Stream<String> dropped = DroppedProperty.ALL.stream().map(DroppedProperty::name);
		for (String property : Stream.concat(PropertyNames.ofTheCluster().all().stream(), dropped).toList()) {
			String name = property.replace('.', '_');
			variables.add((prefix + name.replace("-", "")).toUpperCase(Locale.ROOT));
			variables.add((prefix + name.replace('-', '_')).toUpperCase(Locale.ROOT));
		}
		return variables;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
