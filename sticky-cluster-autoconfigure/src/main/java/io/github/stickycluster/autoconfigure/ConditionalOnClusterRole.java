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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.stickycluster.internal.autoconfigure.OnClusterRoleCondition;

import org.springframework.context.annotation.Conditional;

/**
 * {@link Conditional @Conditional} that matches only in processes with a given role.
 * Always matches where workers are not forked, since the only process has both roles.
 *
 * <pre>
 * &#64;Bean
 * &#64;ConditionalOnClusterRole(ClusterRole.PARENT)
 * NightlyReport nightlyReport() { ... } // once, not once per worker
 * </pre>
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnClusterRoleCondition.class)
public @interface ConditionalOnClusterRole {

	/**
	 * Returns the required role.
	 * @return the role that the process must have
	 */
	ClusterRole value();

}
