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

package io.github.stickycluster.internal.autoconfigure.diagnostics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.github.stickycluster.internal.fork.ChildFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;

/**
 * Checks the properties below {@code sticky-cluster} before any bean is created: an
 * unknown property or one of an earlier version fails the start, and a duration that was
 * probably meant in seconds causes a warning.
 * <p>
 * Unknown names of environment variables are accepted: the platform makes some of them,
 * for a Kubernetes Service named {@code sticky-cluster} for instance.
 */
public final class PropertiesCheck implements BeanFactoryPostProcessor, PriorityOrdered {

	private static final Logger logger = LoggerFactory.getLogger(PropertiesCheck.class);

	private static final Pattern BELOW_A_SECOND = Pattern.compile("0*[1-9][0-9]{0,2}");

	private final PropertyNames names = PropertyNames.ofTheCluster();

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		Environment environment = beanFactory.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME,
				Environment.class);
		refuseDropped(environment);
		refuseUnknown(environment, prefixesOfOthers(beanFactory));
		// A forked worker's process has its parent's properties.
		if (!environment.containsProperty(ChildFile.PROPERTY)) {
			this.names.ofType(Duration.class).forEach((name) -> warnWithoutUnit(environment, name));
		}
	}

	private static void refuseDropped(Environment environment) {
		List<String> settings = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			for (DroppedProperty dropped : DroppedProperty.ALL) {
				ConfigurationPropertyName name = ConfigurationPropertyName.of(dropped.name());
				ConfigurationProperty configured = configured(source, name);
				if (configured != null) {
					settings.add("%s with the value '%s': %s".formatted(described(configured.getName(), configured),
							configured.getValue(), dropped.advice()));
				}
			}
		}
		if (!settings.isEmpty()) {
			throw new DroppedPropertiesException(settings);
		}
	}

	/**
	 * Returns a property or, of a list, its first element.
	 */
	private static @Nullable ConfigurationProperty configured(ConfigurationPropertySource source,
			ConfigurationPropertyName name) {
		ConfigurationProperty whole = source.getConfigurationProperty(name);
		return (whole != null) ? whole : source.getConfigurationProperty(name.append("[0]"));
	}

	/**
	 * Finds the application's own properties below ours.
	 */
	private static List<ConfigurationPropertyName> prefixesOfOthers(ConfigurableListableBeanFactory beanFactory) {
		List<ConfigurationPropertyName> prefixes = new ArrayList<>();
		for (String bean : beanFactory.getBeanDefinitionNames()) {
			ConfigurationProperties annotation = beanFactory.findAnnotationOnBean(bean, ConfigurationProperties.class,
					false);
			if (annotation != null && StringUtils.hasText(annotation.prefix())) {
				ConfigurationPropertyName prefix = ConfigurationPropertyName.adapt(annotation.prefix(), '.');
				if (PropertyNames.PREFIX.isAncestorOf(prefix)) {
					prefixes.add(prefix);
				}
			}
		}
		return prefixes;
	}

	private void refuseUnknown(Environment environment, List<ConfigurationPropertyName> prefixesOfOthers) {
		Map<String, String> unknown = new TreeMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable
					&& !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
				iterable.stream()
					.filter(PropertyNames.PREFIX::isAncestorOf)
					.filter((name) -> !this.names.contain(name))
					.filter((name) -> prefixesOfOthers.stream()
						.noneMatch((prefix) -> prefix.equals(name) || prefix.isAncestorOf(name)))
					.forEach((name) -> unknown.put(described(name, source.getConfigurationProperty(name)),
							this.names.nearest(name)));
			}
		}
		if (!unknown.isEmpty()) {
			throw new UnknownPropertiesException(unknown);
		}
	}

	private static String described(ConfigurationPropertyName name, @Nullable ConfigurationProperty property) {
		return (property != null && property.getOrigin() != null) ? name + " (" + property.getOrigin() + ")"
				: name.toString();
	}

	private static void warnWithoutUnit(Environment environment, String name) {
		ConfigurationPropertyName property = ConfigurationPropertyName.of(name);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty configured = source.getConfigurationProperty(property);
			if (configured != null) {
				String value = environment.resolvePlaceholders(Objects.toString(configured.getValue())).strip();
				if (BELOW_A_SECOND.matcher(value).matches()) {
					logger.warn("{} has no unit and is taken as {} milliseconds: write '{}s' for seconds or '{}ms'",
							described(property, configured), value, value, value);
				}
				return;
			}
		}
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
