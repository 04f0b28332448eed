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

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

import io.github.stickycluster.autoconfigure.ClusterRole;
import io.github.stickycluster.autoconfigure.ConditionalOnClusterRole;
import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.fork.ChildFile;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition of {@link ConditionalOnClusterRole}.
 */
public class OnClusterRoleCondition extends SpringBootCondition {

	private static final String MODE = "sticky-cluster.workers.mode";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Object wanted = Objects
			.requireNonNull(metadata.getAnnotationAttributes(ConditionalOnClusterRole.class.getName()))
			.get("value");
		Set<ClusterRole> roles = roles(context.getEnvironment());
		ConditionMessage message = ConditionMessage.forCondition(ConditionalOnClusterRole.class, String.valueOf(wanted))
			.because("this process is " + roles);
		return new ConditionOutcome(contains(roles, wanted), message);
	}

	/**
	 * Returns what this process is for.
	 * @param environment the application's environment
	 * @return one role, or both
	 */
	public static Set<ClusterRole> roles(Environment environment) {
		if (environment.containsProperty(ChildFile.PROPERTY)) {
			return EnumSet.of(ClusterRole.CHILD);
		}
		StickyClusterProperties.Workers.Mode mode = Binder.get(environment)
			.bind(MODE, StickyClusterProperties.Workers.Mode.class)
			.orElse(StickyClusterProperties.Workers.Mode.IN_PROCESS);
		return (mode == StickyClusterProperties.Workers.Mode.FORKED) ? EnumSet.of(ClusterRole.PARENT)
				: EnumSet.allOf(ClusterRole.class);
	}

	private static boolean contains(Set<ClusterRole> roles, @Nullable Object wanted) {
		return roles.stream().anyMatch((role) -> role == wanted);
	}

}
