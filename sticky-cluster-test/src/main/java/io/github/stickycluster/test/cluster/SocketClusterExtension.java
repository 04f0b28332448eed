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

package io.github.stickycluster.test.cluster;

import java.util.Arrays;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.test.context.AnnotatedClassFinder;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.Assert;

/**
 * Starts the cluster of a {@link SocketClusterTest} when a test asks for it.
 */
class SocketClusterExtension implements ParameterResolver {

	private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace
		.create(SocketClusterExtension.class);

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
		return parameter.getParameter().getType() == TestCluster.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
		Class<?> testClass = extension.getRequiredTestClass();
		SocketClusterTest test = AnnotatedElementUtils.findMergedAnnotation(testClass, SocketClusterTest.class);
		Assert.state(test != null, () -> testClass + " has no @SocketClusterTest");
		return classContext(extension).getStore(STORE)
			.computeIfAbsent(testClass, (type) -> start(type, test), TestCluster.class);
	}

	/**
	 * The context of the test class, where this one is a method's.
	 */
	private static ExtensionContext classContext(ExtensionContext extension) {
		return extension.getTestMethod().isPresent() ? extension.getParent().orElse(extension) : extension;
	}

	private static TestCluster start(Class<?> testClass, SocketClusterTest test) {
		Class<?>[] classes = test.classes();
		if (classes.length == 0) {
			Class<?> found = new AnnotatedClassFinder(SpringBootConfiguration.class).findFromClass(testClass);
			Assert.state(found != null,
					() -> "No @SpringBootApplication was found from " + testClass + " upwards; name it in classes");
			classes = new Class<?>[] { found };
		}
		return TestCluster.of(classes[0], Arrays.copyOfRange(classes, 1, classes.length))
			.nodes(test.nodes())
			.properties(test.properties())
			.start();
	}

}
