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

package io.github.stickycluster.internal.autoconfigure.fork;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the main class of forked workers, where that is not the one that this JVM was
 * started with: a test's JVM, for instance, was started by the test runner.
 */
final class MainClass {

	private MainClass() {
	}

	/**
	 * Returns the name of the class that is annotated with
	 * {@link SpringBootConfiguration}, or of Kotlin's class beside it.
	 * @param beans the application's beans
	 * @return a class with a main method on this JVM's class path, or {@code null} to
	 * start the workers as this JVM was started
	 */
	static @Nullable String of(ListableBeanFactory beans) {
		return Stream.of(beans.getBeanNamesForAnnotation(SpringBootConfiguration.class))
			.map(beans::getType)
			.filter(Objects::nonNull)
			.map(ClassUtils::getUserClass)
			.flatMap(MainClass::withMainMethod)
			.filter(MainClass::isOnTheClassPath)
			.map(Class::getName)
			.findFirst()
			.orElse(null);
	}

	private static Stream<Class<?>> withMainMethod(Class<?> application) {
		Class<?> kotlins = ClassUtils.isPresent(application.getName() + "Kt", application.getClassLoader())
				? ClassUtils.resolveClassName(application.getName() + "Kt", application.getClassLoader()) : application;
		return Stream.of(application, kotlins).filter(MainClass::hasMainMethod);
	}

	private static boolean hasMainMethod(Class<?> type) {
		Method main = ReflectionUtils.findMethod(type, "main", String[].class);
		return main != null && Modifier.isStatic(main.getModifiers());
	}

	/**
	 * Within an executable jar it is not, or is the jar's own business.
	 */
	private static boolean isOnTheClassPath(Class<?> type) {
		return type.getClassLoader() == ClassLoader.getSystemClassLoader() && !isTheWholeClassPath(type);
	}

	private static boolean isTheWholeClassPath(Class<?> type) {
		CodeSource source = type.getProtectionDomain().getCodeSource();
		try {
			return source != null && Path.of(source.getLocation().toURI())
				.equals(Path.of(System.getProperty("java.class.path", "")).toAbsolutePath());
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			return false;
		}
	}

}
