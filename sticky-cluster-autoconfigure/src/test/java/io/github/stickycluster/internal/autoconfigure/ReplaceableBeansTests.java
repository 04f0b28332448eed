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

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.stickycluster.actuate.StickyClusterActuatorAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterDisabledAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterMetricsAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.cluster.SocketCluster;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.validation.Validator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.security.authentication.AuthenticationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests which beans an application can replace, and that {@code docs/reference/beans.md}
 * lists these and no others.
 */
class ReplaceableBeansTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption((location) -> !location.contains("sticky-cluster-test"))
		.importPackages("io.github.stickycluster");

	/** Spring's own objects, which are no beans that an application defines. */
	private static final List<Class<?>> OF_THE_CONTEXT = List.of(ApplicationContext.class, BeanFactory.class,
			Environment.class, ApplicationEventPublisher.class, ApplicationArguments.class,
			StickyClusterProperties.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class,
				StickyClusterDisabledAutoConfiguration.class, StickyClusterActuatorAutoConfiguration.class,
				StickyClusterMetricsAutoConfiguration.class))
		.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
				"sticky-cluster.workers.count=1", "management.endpoints.web.exposure.include=*");

	@Test
	void thePageListsTheBeansThatBackOff() throws Exception {
		Set<String> names = beanMethods().filter((method) -> method.isAnnotatedWith(ConditionalOnMissingBean.class))
			.map(JavaMethod::getName)
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(listed("## Beans that you can replace")).containsExactlyInAnyOrderElementsOf(names);
	}

	@Test
	void noConfigurationBacksOffAsAWhole() {
		assertThat(CLASSES.stream()
			.filter((type) -> type.isAnnotatedWith(ConditionalOnMissingBean.class)
					|| type.isAnnotatedWith(ConditionalOnSingleCandidate.class))
			.map(JavaClass::getName)).isEmpty();
	}

	@Test
	void thePageListsTheBeansThatTheClusterUses() throws Exception {
		Set<String> types = beanMethods().map(JavaMethod::reflect)
			.flatMap(ReplaceableBeansTests::parameters)
			.filter((type) -> !type.getName().startsWith("io.github.stickycluster.internal"))
			.filter((type) -> OF_THE_CONTEXT.stream().noneMatch((own) -> own.isAssignableFrom(type)))
			.map(Class::getSimpleName)
			.collect(Collectors.toCollection(TreeSet::new));
		// Looked up only where a listener has constraints.
		types.add(Validator.class.getSimpleName());
		// Looked up with what else can check credentials.
		types.add(AuthenticationManager.class.getSimpleName());
		// Looked up by what reads certificates.
		types.add("X509PrincipalExtractor");
		assertThat(listed("## Beans that the cluster uses")).containsExactlyInAnyOrderElementsOf(types);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aClusterOfTheApplicationReplacesOurs(boolean enabled) {
		SocketCluster own = mock(SocketCluster.class);
		this.runner.withPropertyValues("sticky-cluster.enabled=" + enabled)
			.withBean("own", SocketCluster.class, () -> own)
			.run((context) -> assertThat(context).getBean(SocketCluster.class).isSameAs(own));
	}

	@ParameterizedTest
	@MethodSource("namedBeans")
	void aBeanOfTheApplicationWithTheSameNameReplacesOurs(Object own, String name) {
		this.runner.run((context) -> assertThat(context).hasBean(name));
		this.runner.withBean(name, Object.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed().getBean(name).isSameAs(own));
	}

	private static Stream<Arguments> namedBeans() {
		return Stream.of(Arguments.of((HealthIndicator) () -> Health.up().build(), "stickyClusterHealthIndicator"),
				Arguments.of(new OwnEndpoint(), "stickyClusterEndpoint"),
				Arguments.of(new OwnRouteEndpoint(), "stickyRouteEndpoint"),
				Arguments.of(MeterFilter.accept(), "stickyClusterListenerTimerBuckets"));
	}

	private static Stream<JavaMethod> beanMethods() {
		return CLASSES.stream()
			.flatMap((type) -> type.getMethods().stream())
			.filter((method) -> method.isAnnotatedWith(Bean.class));
	}

	private static Stream<Class<?>> parameters(Method method) {
		return Stream.iterate(0, (index) -> index < method.getParameterCount(), (index) -> index + 1).map((index) -> {
			ResolvableType type = ResolvableType.forMethodParameter(method, index);
			return (type.toClass() == ObjectProvider.class) ? type.getGeneric().toClass() : type.toClass();
		});
	}

	/** The code in the first cells of the table below a heading. */
	private static List<String> listed(String heading) throws IOException {
		String page = Files.readString(Path.of("..", "docs", "reference", "beans.md"));
		String section = page.substring(page.indexOf(heading) + heading.length()).split("\n## ")[0];
		return Pattern.compile("(?m)^\\| `(\\w+)`")
			.matcher(section)
			.results()
			.map((MatchResult cell) -> cell.group(1))
			.toList();
	}

	@Endpoint(id = "stickycluster")
	static final class OwnEndpoint {

	}

	@Endpoint(id = "stickyroute")
	static final class OwnRouteEndpoint {

	}

}
