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

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.stickycluster.socketio.SocketNamespace;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

/**
 * An annotated method of a bean, proxied or not.
 *
 * @param bean the bean, a proxy perhaps
 * @param namespace the namespace that its class selects, as clients write it
 * @param declared the method as the bean's class declares it
 * @param invocable the method to call on the bean
 */
record BeanMethod(Object bean, String namespace, Method declared, Method invocable) {

	/**
	 * Finds the methods of all beans that have one of the annotations.
	 * @throws InvalidSocketIoListenerException if one cannot be called, or its namespace
	 * is none
	 */
	static List<BeanMethod> find(ConfigurableListableBeanFactory beanFactory,
			List<Class<? extends Annotation>> annotations) {
		List<BeanMethod> found = new ArrayList<>();
		for (String name : beanFactory.getBeanNamesForType(Object.class)) {
			if (!ScopedProxyUtils.isScopedTarget(name)) {
				Class<?> type = AutoProxyUtils.determineTargetClass(beanFactory, name);
				if (type != null && AnnotationUtils.isCandidateClass(type, annotations)) {
					findIn(beanFactory, name, type, annotations, found);
				}
			}
		}
		return List.copyOf(found);
	}

	private static void findIn(ConfigurableListableBeanFactory beanFactory, String beanName, Class<?> type,
			List<Class<? extends Annotation>> annotations, List<BeanMethod> found) {
		Map<Method, Boolean> methods = MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<Boolean>) (method) -> hasAny(method, annotations) ? Boolean.TRUE
						: null);
		if (!methods.isEmpty()) {
			String namespace = namespace(type);
			Object bean = beanFactory.getBean(beanName);
			methods.keySet()
				.forEach((method) -> found.add(new BeanMethod(bean, namespace, method, invocable(bean, method))));
		}
	}

	private static boolean hasAny(Method method, List<Class<? extends Annotation>> annotations) {
		return annotations.stream().anyMatch((annotation) -> AnnotatedElementUtils.hasAnnotation(method, annotation));
	}

	private static String namespace(Class<?> type) {
		SocketNamespace annotation = AnnotatedElementUtils.findMergedAnnotation(type, SocketNamespace.class);
		String namespace = (annotation != null) ? annotation.value() : "/";
		if (!namespace.startsWith("/")) {
			throw new InvalidSocketIoListenerException(type.getName(),
					"the namespace '" + namespace + "' does not begin with a slash",
					"Write @SocketNamespace(\"/" + namespace + "\").");
		}
		return namespace;
	}

	private static Method invocable(Object bean, Method method) {
		try {
			Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
			ReflectionUtils.makeAccessible(invocable);
			return invocable;
		}
		catch (IllegalStateException ex) {
			throw new InvalidSocketIoListenerException(describe(method),
					"the bean is proxied and the method cannot be called through the proxy",
					"Make the method public, or declare it in the interface that the bean is proxied by.");
		}
	}

	/**
	 * Returns the method's name for messages.
	 */
	String describe() {
		return describe(this.declared);
	}

	private static String describe(Method method) {
		return method.getDeclaringClass().getName() + "." + method.getName();
	}

}
