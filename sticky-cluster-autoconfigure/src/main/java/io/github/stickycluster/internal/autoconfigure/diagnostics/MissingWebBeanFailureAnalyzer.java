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

import io.github.stickycluster.internal.fork.ChildFile;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * Explains, in a forked worker's process, why a bean that needs the web server cannot be
 * created there, and says what to annotate.
 */
class MissingWebBeanFailureAnalyzer extends AbstractFailureAnalyzer<BeanCreationException> implements Ordered {

	private static final String SERVLET_CONTEXT = "ServletContext";

	private final Environment environment;

	MissingWebBeanFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanCreationException cause) {
		if (!this.environment.containsProperty(ChildFile.PROPERTY)) {
			return null;
		}
		BeanCreationException failed = cause;
		String missing = null;
		for (Throwable each = cause; each != null && each.getCause() != each; each = each.getCause()) {
			failed = (each instanceof BeanCreationException inner) ? inner : failed;
			missing = missing(each);
		}
		return (missing != null) ? analysis(failed, missing, cause) : null;
	}

	private static @Nullable String missing(Throwable failure) {
		if (failure instanceof NoSuchBeanDefinitionException absent
				&& !(failure instanceof NoUniqueBeanDefinitionException)) {
			ResolvableType type = absent.getResolvableType();
			return (type != null) ? "a bean of type '" + type + "'" : "a bean named '" + absent.getBeanName() + "'";
		}
		boolean servlet = failure instanceof IllegalStateException
				&& String.valueOf(failure.getMessage()).contains(SERVLET_CONTEXT);
		return servlet ? "a " + SERVLET_CONTEXT : null;
	}

	private static FailureAnalysis analysis(BeanCreationException failed, String missing, Throwable cause) {
		String place = (failed.getResourceDescription() != null) ? " (" + failed.getResourceDescription() + ")" : "";
		return new FailureAnalysis(
				"The bean '" + failed.getBeanName() + "'" + place + " needs " + missing
						+ ", which does not exist in this process of a forked worker: it runs no web server.",
				"Annotate the bean, or the configuration class that declares it, with "
						+ "@ConditionalOnClusterRole(ClusterRole.PARENT), so that it exists only in the process of the "
						+ "web server. If workers need the bean, remove its dependency on the web server.",
				cause);
	}

	/**
	 * Before Boot's analyzers, which advise to define the missing bean.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
