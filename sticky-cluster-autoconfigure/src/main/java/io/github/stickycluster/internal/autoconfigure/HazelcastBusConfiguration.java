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

import com.hazelcast.core.HazelcastInstance;
import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.bus.hazelcast.HazelcastEngine;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The bus on Hazelcast.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(HazelcastInstance.class)
@ConditionalOnBean(HazelcastInstance.class)
@ConditionalOnProperty(name = "sticky-cluster.bus.type", havingValue = "hazelcast")
public class HazelcastBusConfiguration {

	// The bus closes it.
	@Bean(destroyMethod = "")
	HazelcastEngine stickyClusterHazelcastEngine(StickyClusterProperties properties, HazelcastInstance hazelcast) {
		return new HazelcastEngine(hazelcast, BusMapper.name(properties.bus()));
	}

}
