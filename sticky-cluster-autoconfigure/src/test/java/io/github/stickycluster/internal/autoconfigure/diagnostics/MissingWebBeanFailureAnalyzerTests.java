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
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link MissingWebBeanFailureAnalyzer}, with the failures that a context
 * without a web server really has.
 */
class MissingWebBeanFailureAnalyzerTests {

	private static final String ADVICE = "@ConditionalOnClusterRole(ClusterRole.PARENT)";

	private final MockEnvironment environment = new MockEnvironment().withProperty(ChildFile.PROPERTY, "file");

	@Test
	void namesTheBeanWhoseParameterIsMissing() {
		FailureAnalysis analysis = analysis(Declared.class);
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("The bean 'report'")
			.contains("needs a bean of type 'jakarta.servlet.ServletContext'")
			.contains(Declared.class.getName());
		assertThat(analysis.getAction()).contains(ADVICE);
	}

	@Test
	void namesTheInnermostOfSeveralBeans() {
		FailureAnalysis analysis = analysis(Chain.class);
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("Requests'")
			.contains("needs a bean of type 'jakarta.servlet.http.HttpServletRequest'");
	}

	@Test
	void explainsWebMvcWithoutAServletContext() {
		FailureAnalysis analysis = analysis(WebMvc.class);
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("needs a ServletContext")
			.contains("DelegatingWebMvcConfiguration");
		assertThat(analysis.getAction()).contains(ADVICE);
	}

	@Test
	void leavesOtherFailuresToOthers() {
		assertThat(analysis(Several.class)).isNull();
		assertThat(analysis(Failing.class)).isNull();
	}

	@Test
	void leavesOtherProcessesToOthers() {
		Throwable failure = failure(Declared.class);
		assertThat(new MissingWebBeanFailureAnalyzer(new MockEnvironment()).analyze(failure)).isNull();
	}

	private @Nullable FailureAnalysis analysis(Class<?> configuration) {
		return new MissingWebBeanFailureAnalyzer(this.environment).analyze(failure(configuration));
	}

	private static Throwable failure(Class<?> configuration) {
		return catchThrowable(() -> new AnnotationConfigApplicationContext(configuration).close());
	}

	@Configuration(proxyBeanMethods = false)
	static class Declared {

		@Bean
		Object report(ServletContext context) {
			return context;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Requests.class, User.class })
	static class Chain {

	}

	static class User {

		User(Requests requests) {
		}

	}

	static class Requests {

		Requests(HttpServletRequest request) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	static class WebMvc {

	}

	@Configuration(proxyBeanMethods = false)
	static class Several {

		@Bean
		Integer one() {
			return 1;
		}

		@Bean
		Integer two() {
			return 2;
		}

		@Bean
		Object needing(Number number) {
			return number;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		Object failing(BeanFactory beans) {
			throw new IllegalStateException("There is no such database");
		}

	}

}
