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

import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.autoconfigure.SocketRulesConfiguration;
import io.github.stickycluster.internal.cluster.ClusterAdapter;
import io.github.stickycluster.internal.cluster.LinkedSocketCluster;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for {@code sticky-cluster.enabled=false}: provides a
 * {@link SocketCluster} without clients, so that beans that inject it start unchanged.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "sticky-cluster.enabled", havingValue = false)
@Import(SocketRulesConfiguration.class)
public final class StickyClusterDisabledAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(SocketCluster.class)
	LinkedSocketCluster socketCluster() {
		return new LinkedSocketCluster(ClusterAdapter.local());
	}

}
