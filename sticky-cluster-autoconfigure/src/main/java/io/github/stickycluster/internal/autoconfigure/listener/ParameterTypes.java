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

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Resolves the type variables of a method that a bean's class inherits from a generic
 * one, such as the {@code T} of {@code Base<T>} for a bean of a class that extends
 * {@code Base<Order>}, and at any depth. A variable that is bounded is read as its bound
 * where nothing says more.
 */
final class ParameterTypes {

	/** Deeper than any type that is written by hand; recursive bounds have no end. */
	private static final int MAX_DEPTH = 20;

	private ParameterTypes() {
	}

	/**
	 * Returns the types of a method's parameters.
	 * @param method the method
	 * @param bean the type of the bean, which may be generic itself
	 * @return a type for each parameter
	 * @throws UnresolvedVariableException if one cannot be resolved
	 */
	static List<Type> of(Method method, ResolvableType bean) {
		return IntStream.range(0, method.getParameterCount())
			.mapToObj((index) -> ResolvableType.forMethodParameter(new MethodParameter(method, index), bean))
			.map((type) -> resolve(type, 0))
			.toList();
	}

	/**
	 * Returns the type of what a method returns, a {@code suspend} function when it
	 * completes.
	 * @param method the method
	 * @param bean the type of the bean
	 * @return the type, {@code Object} if it cannot be resolved
	 */
	static Type ofReturned(Method method, ResolvableType bean) {
		try {
			if (KotlinFunction.suspends(method)) {
				int last = method.getParameterCount() - 1;
				return resolve(ResolvableType.forMethodParameter(new MethodParameter(method, last), bean).getGeneric(),
						0);
			}
			return resolve(ResolvableType.forMethodParameter(new MethodParameter(method, -1), bean), 0);
		}
		catch (UnresolvedVariableException ex) {
			return Object.class;
		}
	}

	private static Type resolve(ResolvableType type, int depth) {
		requireResolvable(type, depth);
		if (type.isArray()) {
			Type component = resolve(type.getComponentType(), depth + 1);
			return (component instanceof Class<?> plain) ? plain.arrayType() : new ArrayOf(component);
		}
		Class<?> raw = type.toClass();
		if (isRaw(type, raw)) {
			return raw;
		}
		ResolvableType[] arguments = Arrays.stream(type.getGenerics())
			.map((argument) -> ResolvableType.forType(resolve(argument, depth + 1)))
			.toArray(ResolvableType[]::new);
		return ResolvableType.forClassWithGenerics(raw, arguments).getType();
	}

	private static void requireResolvable(ResolvableType type, int depth) {
		boolean isVariable = type.getType() instanceof TypeVariable<?>;
		if (depth > MAX_DEPTH || (isVariable && (type.resolve() == null || isOfMethod(type)))) {
			throw new UnresolvedVariableException(type.getType().getTypeName());
		}
	}

	// Remove when ResolvableType compares declarations of variables, not only names: in
	// "class A<T> { <T> void on(T t) }" it resolves the method's T as that of the class.
	private static boolean isOfMethod(ResolvableType type) {
		return type.getType() instanceof TypeVariable<?> variable && variable.getGenericDeclaration() instanceof Method;
	}

	private static boolean isRaw(ResolvableType type, Class<?> raw) {
		return !type.hasGenerics() || type.getType() instanceof Class<?>
				|| Arrays.stream(type.getGenerics())
					.allMatch((argument) -> argument.getType() instanceof TypeVariable<?> variable
							&& variable.getGenericDeclaration() == raw && argument.resolve() == null);
	}

	/**
	 * An array whose component is generic, which the JDK has no public class for.
	 *
	 * @param component the component's type
	 */
	private record ArrayOf(Type component) implements GenericArrayType {

		@Override
		public Type getGenericComponentType() {
			return this.component;
		}

		@Override
		public String toString() {
			return this.component.getTypeName() + "[]";
		}

	}

	/**
	 * Nothing says what a type variable stands for.
	 */
	static final class UnresolvedVariableException extends RuntimeException {

		private final String variable;

		UnresolvedVariableException(String variable) {
			super("The type variable " + variable + " cannot be resolved");
			this.variable = variable;
		}

		String variable() {
			return this.variable;
		}

	}

}
