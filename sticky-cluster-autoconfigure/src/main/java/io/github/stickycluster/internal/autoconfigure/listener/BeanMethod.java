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

package io.github.stickycluster.internal.autoconfigure.listener;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.nettysocketio.ClientScope;
import io.github.stickycluster.internal.socketio.NamespacePattern;
import io.github.stickycluster.socketio.SocketNamespace;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

/**
 * An annotated method of a bean, proxied or not.
 *
 * @param bean the bean, a proxy perhaps
 * @param namespace the namespace that its class selects, as clients write it
 * @param declared the method as the bean's class declares it
 * @param invocable the method to call on the bean
 * @param kotlin the function to call instead, or {@code null}
 * @param types the types of the method's parameters, without type variables
 * @param returned the type of what it returns, without type variables
 */
record BeanMethod(Object bean, String namespace, Method declared, Method invocable, @Nullable KotlinFunction kotlin,
		List<Type> types, Type returned) {

	/** Of Spring's web and messaging; a client's event is in none of them. */
	private static final Set<String> FOREIGN_SCOPES = Set.of("request", "session", "websocket");

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
			methods.keySet().forEach((method) -> checkScope(beanFactory, beanName, method));
			String namespace = namespace(type);
			Object bean = beanFactory.getBean(beanName);
			List<ResolvableType> generic = genericTypes(beanFactory, beanName, type);
			methods.keySet().forEach((method) -> found.add(of(bean, namespace, method, generic)));
		}
	}

	private static void checkScope(ConfigurableListableBeanFactory beanFactory, String beanName, Method method) {
		String target = ScopedProxyUtils.getTargetBeanName(beanName);
		for (String name : List.of(beanName, target)) {
			String scope = beanFactory.containsBeanDefinition(name)
					? beanFactory.getMergedBeanDefinition(name).getScope() : null;
			if (scope != null && FOREIGN_SCOPES.contains(scope)) {
				throw new InvalidSocketIoListenerException(describe(method),
						"its bean has the scope '" + scope + "', which is not active when events are handled",
						"Move the method to a singleton bean.");
			}
		}
	}

	/**
	 * What may say more than the bean's class: that a method returns a
	 * {@code Base<Order>} of which the class is {@code Base}.
	 */
	private static List<ResolvableType> genericTypes(ConfigurableListableBeanFactory beanFactory, String beanName,
			Class<?> type) {
		List<ResolvableType> types = new ArrayList<>(List.of(ResolvableType.forClass(type)));
		if (beanFactory.containsBeanDefinition(beanName)) {
			BeanDefinition definition = beanFactory.getMergedBeanDefinition(beanName);
			types.add(definition.getResolvableType());
		}
		return types;
	}

	private static BeanMethod of(Object bean, String namespace, Method method, List<ResolvableType> generic) {
		ParameterTypes.UnresolvedVariableException unresolved = null;
		Method invocable = invocable(bean, method);
		KotlinFunction kotlin = KotlinFunction.of(invocable);
		for (ResolvableType type : generic) {
			try {
				return new BeanMethod(bean, namespace, method, invocable, kotlin, ParameterTypes.of(method, type),
						ParameterTypes.ofReturned(method, type));
			}
			catch (ParameterTypes.UnresolvedVariableException ex) {
				unresolved = (unresolved != null) ? unresolved : ex;
			}
		}
		throw new InvalidSocketIoListenerException(describe(method),
				"the type variable " + ((unresolved != null) ? unresolved.variable() : "?")
						+ " of its parameter cannot be resolved",
				"Declare the type in the bean's class, as in 'class Orders extends "
						+ method.getDeclaringClass().getSimpleName()
						+ "<Order>', or use a class as the parameter's type.");
	}

	private static boolean hasAny(Method method, List<Class<? extends Annotation>> annotations) {
		return annotations.stream().anyMatch((annotation) -> AnnotatedElementUtils.hasAnnotation(method, annotation));
	}

	/**
	 * Returns the namespace that a class selects, as clients write it.
	 */
	static String namespace(Class<?> type) {
		SocketNamespace annotation = AnnotatedElementUtils.findMergedAnnotation(type, SocketNamespace.class);
		String namespace = (annotation != null) ? annotation.value() : "/";
		if (!namespace.startsWith("/")) {
			throw new InvalidSocketIoListenerException(type.getName(),
					"the namespace '" + namespace + "' does not begin with a slash",
					"Write @SocketNamespace(\"/" + namespace + "\").");
		}
		if (NamespacePattern.isPattern(namespace)) {
			requirePattern(type, namespace);
		}
		return namespace;
	}

	private static void requirePattern(Class<?> type, String namespace) {
		try {
			NamespacePattern.of(namespace);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSocketIoListenerException(type.getName(),
					"the namespace '" + namespace + "' is not a valid pattern", String.valueOf(ex.getMessage()));
		}
	}

	private static Method invocable(Object bean, Method method) {
		try {
			Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
			requireIntercepted(bean, invocable);
			ReflectionUtils.makeAccessible(invocable);
			return invocable;
		}
		catch (IllegalStateException ex) {
			throw new InvalidSocketIoListenerException(describe(method),
					"the bean is proxied and the method cannot be called through the proxy",
					"Make the method public, or declare it in the interface that the bean is proxied by.");
		}
	}

	// What a proxy by subclass does not override would run on the proxy itself, whose
	// fields are null.
	private static void requireIntercepted(Object bean, Method method) {
		if (AopUtils.isCglibProxy(bean) && !Modifier.isStatic(method.getModifiers()) && !overrides(bean, method)) {
			boolean isFinal = Modifier.isFinal(method.getModifiers());
			throw new InvalidSocketIoListenerException(describe(method),
					"the bean is proxied and the method "
							+ (isFinal ? "is final" : "cannot be overridden from the package of the bean's class")
							+ ", so it would run on the proxy, without the bean's fields",
					isFinal ? "Remove 'final' from the method; in Kotlin, declare it open."
							: "Make the method public or protected.");
		}
	}

	private static boolean overrides(Object proxy, Method method) {
		return Arrays.stream(proxy.getClass().getDeclaredMethods())
			.anyMatch((own) -> own.getName().equals(method.getName())
					&& Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
	}

	/**
	 * Returns whether the method is a {@code suspend} function of Kotlin.
	 */
	boolean suspends() {
		return KotlinFunction.suspends(this.declared);
	}

	/**
	 * Returns the method's name for messages.
	 */
	String describe() {
		return describe(this.declared);
	}

	/**
	 * Returns the method's parameters, which have the annotations of those of interfaces,
	 * too.
	 */
	List<MethodParameter> parameters() {
		return List.of(new Signature(this.declared, AopUtils.getTargetClass(this.bean)).getMethodParameters());
	}

	/**
	 * Calls the method; what it throws is thrown as it is.
	 * @param arguments the arguments of all parameters
	 * @return what it returns; a {@code suspend} function, a publisher of that
	 */
	@Nullable Object invoke(@Nullable Object[] arguments) throws Exception {
		return invoke(arguments, null);
	}

	private @Nullable Object invoke(@Nullable Object[] arguments, @Nullable ClientScope scope) throws Exception {
		try {
			return (this.kotlin != null) ? this.kotlin.invoke(this.bean, arguments, scope)
					: this.invocable.invoke(this.bean, arguments);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof Exception thrown) ? thrown : ex;
		}
	}

	/**
	 * Calls the method for a client. A {@code suspend} function goes on in the client's
	 * scope, on whichever thread.
	 * @param client the client
	 * @param arguments the arguments of all parameters
	 * @return as of the other method
	 */
	@Nullable Object invoke(SocketIOClient client, @Nullable Object[] arguments) throws Exception {
		return invoke(arguments, (this.kotlin != null) ? ClientScope.of(client) : null);
	}

	/**
	 * Returns what the method returns.
	 */
	ReturnedValue returnedValue() {
		return ReturnedValue.of(ResolvableType.forType(this.returned).toClass(), suspends());
	}

	private static String describe(Method method) {
		return method.getDeclaringClass().getName() + "." + method.getName();
	}

	/**
	 * A method with its parameters, as the bean's class declares it.
	 */
	private static final class Signature extends AnnotatedMethod {

		private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

		private final Class<?> type;

		Signature(Method method, Class<?> type) {
			super(method);
			this.type = type;
			for (MethodParameter parameter : getMethodParameters()) {
				parameter.initParameterNameDiscovery(NAMES);
			}
		}

		@Override
		protected Class<?> getContainingClass() {
			return this.type;
		}

	}

}
