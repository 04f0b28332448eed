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
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import jakarta.validation.Constraint;
import jakarta.validation.Valid;
import jakarta.validation.Validator;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.MethodValidationAdapter;
import org.springframework.validation.method.MethodValidationException;
import org.springframework.validation.method.MethodValidationResult;

/**
 * Validates the arguments of one listener method by Bean Validation, before it is called.
 */
final class ArgumentValidation {

	private static final boolean PRESENT = ClassUtils.isPresent("jakarta.validation.Validator",
			ArgumentValidation.class.getClassLoader());

	private final Object target;

	private final Method method;

	private final MethodValidationAdapter adapter;

	private ArgumentValidation(Object target, Method method, Validator validator) {
		this.target = target;
		this.method = method;
		this.adapter = new MethodValidationAdapter(validator);
	}

	/**
	 * Returns what validates the arguments of a method.
	 * @param method the method
	 * @param beanFactory has the application's validator
	 * @return the validation, or {@code null} if the method has no constraints, or
	 * Spring's method validation checks them on the class
	 * @throws InvalidSocketIoListenerException if there is no validator
	 */
	static @Nullable ArgumentValidation of(BeanMethod method, BeanFactory beanFactory) {
		return PRESENT ? Present.of(method, beanFactory) : null;
	}

	/**
	 * Validates.
	 * @param arguments the arguments of all parameters
	 * @throws MethodValidationException if one is not valid
	 */
	void validate(@Nullable Object[] arguments) {
		MethodValidationResult result = this.adapter.validateArguments(this.target, this.method, null, arguments,
				new Class<?>[0]);
		if (result.hasErrors()) {
			throw new MethodValidationException(result);
		}
	}

	/**
	 * Loaded only where Bean Validation is.
	 */
	private static final class Present {

		private static @Nullable ArgumentValidation of(BeanMethod method, BeanFactory beanFactory) {
			Method declared = method.declared();
			boolean constrained = Arrays.stream(declared.getParameterAnnotations())
				.flatMap(Arrays::stream)
				.anyMatch(Present::isConstraint);
			if (!constrained || AnnotatedElementUtils.hasAnnotation(declared.getDeclaringClass(), Validated.class)) {
				return null;
			}
			Validator validator = beanFactory.getBeanProvider(Validator.class).getIfAvailable();
			if (validator == null) {
				throw new InvalidSocketIoListenerException(method.describe(),
						"its parameters have constraints, and there is no Validator bean",
						"Add 'spring-boot-starter-validation' to the application.");
			}
			Object target = AopProxyUtils.getSingletonTarget(method.bean());
			return new ArgumentValidation((target != null) ? target : method.bean(), declared, validator);
		}

		private static boolean isConstraint(Annotation annotation) {
			return List.of(Valid.class, Validated.class).contains(annotation.annotationType())
					|| annotation.annotationType().isAnnotationPresent(Constraint.class);
		}

	}

}
