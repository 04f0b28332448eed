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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

import io.github.stickycluster.cluster.ClusterLink;
import io.github.stickycluster.cluster.OnServerEvent;
import io.github.stickycluster.cluster.ServerEventListener;
import io.github.stickycluster.socketio.SocketNamespace;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * Finds the {@code @OnServerEvent} methods of all beans, proxied or not, and adds them to
 * the cluster before it starts.
 */
class ServerEventListeners implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ClusterLink link;

	ServerEventListeners(ConfigurableListableBeanFactory beanFactory, ClusterLink link) {
		this.beanFactory = beanFactory;
		this.link = link;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String name : this.beanFactory.getBeanNamesForType(Object.class)) {
			if (!ScopedProxyUtils.isScopedTarget(name)) {
				Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, name);
				if (type != null && AnnotationUtils.isCandidateClass(type, OnServerEvent.class)) {
					addListenersOf(name, type);
				}
			}
		}
	}

	private void addListenersOf(String beanName, Class<?> type) {
		Map<Method, OnServerEvent> methods = MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<@Nullable OnServerEvent>) (method) -> AnnotatedElementUtils
					.findMergedAnnotation(method, OnServerEvent.class));
		SocketNamespace annotation = AnnotatedElementUtils.findMergedAnnotation(type, SocketNamespace.class);
		String namespace = (annotation != null) ? annotation.value() : "/";
		methods.forEach((method, onServerEvent) -> {
			if (!StringUtils.hasText(onServerEvent.value())) {
				throw new InvalidSocketIoListenerException(describe(method), "@OnServerEvent has no event name",
						"Name the event: @OnServerEvent(\"changed\").");
			}
			this.link.onServerEvent(namespace, onServerEvent.value(),
					listener(this.beanFactory.getBean(beanName), method));
		});
	}

	private static ServerEventListener listener(Object bean, Method method) {
		try {
			Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
			ReflectionUtils.makeAccessible(invocable);
			return new MethodListener(bean, invocable, List.of(method.getGenericParameterTypes()));
		}
		catch (IllegalStateException ex) {
			throw new InvalidSocketIoListenerException(describe(method),
					"the bean is proxied and the method cannot be called through the proxy",
					"Make the method public, or declare it in the interface that the bean is proxied by.");
		}
	}

	private static String describe(Method method) {
		return method.getDeclaringClass().getName() + "." + method.getName();
	}

	/**
	 * A method that hears an event.
	 */
	private record MethodListener(Object bean, Method method, List<Type> types) implements ServerEventListener {

		@Override
		public @Nullable Object onEvent(List<@Nullable Object> arguments) throws Exception {
			try {
				return this.method.invoke(this.bean, arguments.toArray());
			}
			catch (InvocationTargetException ex) {
				throw (ex.getCause() instanceof Exception thrown) ? thrown : ex;
			}
		}

	}

}
