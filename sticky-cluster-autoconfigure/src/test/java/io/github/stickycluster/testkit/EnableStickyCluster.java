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

package io.github.stickycluster.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.stickycluster.actuate.StickyClusterActuatorAutoConfiguration;
import io.github.stickycluster.actuate.StickyClusterSanitizingAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterDisabledAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterMetricsAutoConfiguration;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Enables the auto-configurations of this project and those that they build on, for an
 * application without a web server. {@code @EnableAutoConfiguration} enables those of all
 * libraries of the tests: a start takes 0.78 s of processor time then instead of 0.24 s.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ImportAutoConfiguration({ StickyClusterAutoConfiguration.class, StickyClusterActuatorAutoConfiguration.class,
		StickyClusterDisabledAutoConfiguration.class, StickyClusterMetricsAutoConfiguration.class,
		StickyClusterSanitizingAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class,
		JacksonAutoConfiguration.class, LifecycleAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class,
		SslAutoConfiguration.class, TaskExecutionAutoConfiguration.class })
@Import(EnableStickyCluster.Redis.class)
public @interface EnableStickyCluster {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "sticky-cluster.bus.type", havingValue = "redis")
	@ImportAutoConfiguration(DataRedisAutoConfiguration.class)
	class Redis {

	}

}
