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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.stickycluster.internal.nettysocketio.ClientScope;
import kotlin.reflect.KFunction;
import kotlin.reflect.KParameter;
import kotlin.reflect.jvm.KCallablesJvm;
import kotlin.reflect.jvm.ReflectJvmMapping;
import org.jspecify.annotations.Nullable;

import org.springframework.core.CoroutinesUtils;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * A function of Kotlin that Java's reflection cannot call as it is meant: one that
 * suspends, or one whose parameters have default values. Immutable.
 */
final class KotlinFunction {

	private static final String CONTINUATION = "kotlin.coroutines.Continuation";

	private static final boolean HAS_COROUTINES = KotlinDetector.isKotlinReflectPresent()
			&& ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt", KotlinFunction.class.getClassLoader());

	private final Method method;

	private final @Nullable WithDefaults defaults;

	private KotlinFunction(Method method, @Nullable WithDefaults defaults) {
		this.method = method;
		this.defaults = defaults;
	}

	/**
	 * Returns the function that a method is.
	 * @param method the method to call
	 * @return the function, or {@code null} if Java's reflection can call it
	 */
	static @Nullable KotlinFunction of(Method method) {
		if (suspends(method)) {
			return new KotlinFunction(method, null);
		}
		boolean reflected = KotlinDetector.isKotlinReflectPresent()
				&& KotlinDetector.isKotlinType(method.getDeclaringClass());
		WithDefaults defaults = reflected ? WithDefaults.of(method) : null;
		return (defaults != null) ? new KotlinFunction(method, defaults) : null;
	}

	/**
	 * Returns whether a method is a {@code suspend} function.
	 */
	static boolean suspends(Method method) {
		return KotlinDetector.isSuspendingFunction(method);
	}

	/**
	 * Returns whether there are the libraries that call a {@code suspend} function.
	 */
	static boolean hasCoroutines() {
		return HAS_COROUTINES;
	}

	/**
	 * Returns whether a parameter is the one that the compiler adds to a {@code suspend}
	 * function.
	 * @param type the parameter's type
	 */
	static boolean isContinuation(Type type) {
		return ResolvableType.forType(type).toClass().getName().equals(CONTINUATION);
	}

	/**
	 * Calls the function.
	 * @param bean the bean
	 * @param arguments those of all parameters of the method
	 * @param scope the scope in which a function that suspends goes on, or {@code null}
	 * @return what it returns; of one that suspends, a publisher that calls it when it is
	 * subscribed to
	 */
	@Nullable Object invoke(Object bean, @Nullable Object[] arguments, @Nullable ClientScope scope)
			throws InvocationTargetException, IllegalAccessException {
		if (this.defaults == null) {
			return (scope != null) ? CoroutinesUtils.invokeSuspendingFunction(CoroutineScope.context(scope),
					this.method, bean, arguments)
					: CoroutinesUtils.invokeSuspendingFunction(this.method, bean, arguments);
		}
		return this.defaults.isMissing(arguments) ? this.defaults.call(bean, arguments)
				: this.method.invoke(bean, arguments);
	}

	/**
	 * Loaded only where Kotlin's reflection is.
	 *
	 * @param function the function
	 * @param parameters its parameters without the receiver
	 */
	private record WithDefaults(KFunction<?> function, List<KParameter> parameters) {

		private static @Nullable WithDefaults of(Method method) {
			KFunction<?> function = ReflectJvmMapping.getKotlinFunction(method);
			if (function == null || function.getParameters().stream().noneMatch(KParameter::isOptional)) {
				return null;
			}
			KCallablesJvm.setAccessible(function, true);
			return new WithDefaults(function,
					function.getParameters()
						.stream()
						.filter((parameter) -> parameter.getKind() == KParameter.Kind.VALUE)
						.toList());
		}

		private boolean isMissing(@Nullable Object[] arguments) {
			for (int i = 0; i < arguments.length; i++) {
				if (arguments[i] == null && this.parameters.get(i).isOptional()) {
					return true;
				}
			}
			return false;
		}

		private @Nullable Object call(Object bean, @Nullable Object[] arguments) {
			Map<KParameter, @Nullable Object> named = new HashMap<>();
			named.put(this.function.getParameters().get(0), bean);
			for (int i = 0; i < arguments.length; i++) {
				KParameter parameter = this.parameters.get(i);
				if (arguments[i] != null || !parameter.isOptional()) {
					named.put(parameter, arguments[i]);
				}
			}
			return this.function.callBy(named);
		}

	}

}
