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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.ProblemDetail;
import org.springframework.util.ClassUtils;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.MethodValidationException;
import org.springframework.validation.method.MethodValidationResult;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Describes failures to clients: what is theirs with its reason, all else without, as in
 * Spring MVC. Thread-safe.
 */
final class Problems {

	private static final boolean WEB = ClassUtils.isPresent("org.springframework.web.ErrorResponse",
			Problems.class.getClassLoader());

	private static final boolean VALIDATION = ClassUtils.isPresent("jakarta.validation.ConstraintViolationException",
			Problems.class.getClassLoader());

	private final boolean tellsMessages;

	/**
	 * Creates descriptions.
	 * @param tellsMessages whether the messages of all exceptions are shown
	 */
	Problems(boolean tellsMessages) {
		this.tellsMessages = tellsMessages;
	}

	/**
	 * Describes a failure.
	 * @param failure what a listener has thrown
	 * @return the problem, 500 unless the failure says otherwise
	 */
	Problem of(Throwable failure) {
		Problem web = WEB ? Web.problem(failure) : null;
		if (web != null) {
			return web;
		}
		if (failure instanceof PendingAnswers.TooManyAnswersException) {
			return Problem.of(429, failure.getMessage());
		}
		if (failure instanceof UnfitArgumentException unfit) {
			return unfit.problem();
		}
		if (failure instanceof MethodValidationException invalid) {
			return invalid(errors(invalid));
		}
		if (failure instanceof BindException invalid) {
			Map<String, List<String>> errors = new LinkedHashMap<>();
			invalid.getFieldErrors().forEach((error) -> add(errors, error.getField(), error.getDefaultMessage()));
			return invalid(errors);
		}
		if (VALIDATION && Validation.isInvalid(failure)) {
			return invalid(Validation.errors(failure));
		}
		if (isA(failure, "org.springframework.security.core.AuthenticationException")) {
			return Problem.of(401, null);
		}
		if (isA(failure, "org.springframework.security.access.AccessDeniedException")) {
			return Problem.of(403, null);
		}
		return Problem.of(500, this.tellsMessages ? failure.getMessage() : null);
	}

	/**
	 * Describes a value that a handler has returned as a problem.
	 * @param value the value
	 * @return the problem, or {@code null} if it is none
	 */
	static @Nullable Problem ofReturned(@Nullable Object value) {
		return WEB ? Web.returned(value) : null;
	}

	/**
	 * Describes arguments that do not fit their types, without what the message of the
	 * failure says of classes.
	 */
	static Problem ofMismatch(Throwable mismatch) {
		Map<String, List<String>> errors = new LinkedHashMap<>();
		if (mismatch instanceof JacksonException ex && !ex.getPath().isEmpty()) {
			Class<?> target = (ex instanceof MismatchedInputException input) ? input.getTargetType() : null;
			add(errors, path(ex), expectation(target));
		}
		return Problem.of(400, "The arguments of the event do not have the types expected").with(errors);
	}

	private static String path(JacksonException ex) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference step : ex.getPath()) {
			if (step.getPropertyName() == null) {
				path.append('[').append(step.getIndex()).append(']');
			}
			else {
				path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
			}
		}
		return path.toString();
	}

	private static String expectation(@Nullable Class<?> target) {
		if (target == null) {
			return "has the wrong type";
		}
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(target);
		if (type.isEnum()) {
			return "must be one of " + List.of(type.getEnumConstants());
		}
		if (Number.class.isAssignableFrom(type)) {
			return "must be a number";
		}
		if (type == Boolean.class) {
			return "must be true or false";
		}
		return (type == String.class) ? "must be a string" : "has the wrong type";
	}

	private static Problem invalid(Map<String, List<String>> errors) {
		return Problem.of(400, "The arguments of the event are not valid").with(errors);
	}

	// A field of the only argument that has fields needs no name before it.
	private static Map<String, List<String>> errors(MethodValidationResult invalid) {
		Map<String, List<String>> errors = new LinkedHashMap<>();
		invalid.getParameterValidationResults().forEach((result) -> {
			if (result instanceof ParameterErrors fields) {
				for (FieldError error : fields.getFieldErrors()) {
					add(errors, error.getField(), error.getDefaultMessage());
				}
				fields.getGlobalErrors().forEach((error) -> add(errors, name(result), error.getDefaultMessage()));
			}
			else {
				result.getResolvableErrors().forEach((error) -> add(errors, name(result), error.getDefaultMessage()));
			}
		});
		return errors;
	}

	private static String name(ParameterValidationResult result) {
		String name = result.getMethodParameter().getParameterName();
		return (name != null) ? name : "argument" + result.getMethodParameter().getParameterIndex();
	}

	private static void add(Map<String, List<String>> errors, String field, @Nullable String message) {
		errors.computeIfAbsent(field, (name) -> new ArrayList<>(1)).add((message != null) ? message : "is not valid");
	}

	private static boolean isA(Throwable failure, String type) {
		for (Class<?> each = failure.getClass(); each != null; each = each.getSuperclass()) {
			if (each.getName().equals(type)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Loaded only where Spring Web is.
	 */
	private static final class Web {

		private static @Nullable Problem problem(Throwable failure) {
			if (failure instanceof ErrorResponse response) {
				return of(response.getBody());
			}
			ResponseStatus status = AnnotatedElementUtils.findMergedAnnotation(failure.getClass(),
					ResponseStatus.class);
			if (status == null) {
				return null;
			}
			return Problem.of(status.code().value(), status.reason().isEmpty() ? null : status.reason());
		}

		private static @Nullable Problem returned(@Nullable Object value) {
			if (value instanceof ErrorResponse response) {
				return of(response.getBody());
			}
			return (value instanceof ProblemDetail detail) ? of(detail) : null;
		}

		private static Problem of(ProblemDetail detail) {
			Map<String, @Nullable Object> members = new LinkedHashMap<>();
			put(members, "type", detail.getType());
			put(members, "title", detail.getTitle());
			members.put("status", detail.getStatus());
			put(members, "detail", detail.getDetail());
			put(members, "instance", detail.getInstance());
			if (detail.getProperties() != null) {
				members.putAll(detail.getProperties());
			}
			return new Problem(detail.getStatus(), members);
		}

		private static void put(Map<String, @Nullable Object> members, String name, @Nullable Object value) {
			if (value != null) {
				members.put(name, value);
			}
		}

	}

	/**
	 * Loaded only where Bean Validation is.
	 */
	private static final class Validation {

		private static boolean isInvalid(Throwable failure) {
			return failure instanceof ConstraintViolationException;
		}

		// The path begins with the method and its parameter.
		private static Map<String, List<String>> errors(Throwable failure) {
			Map<String, List<String>> errors = new LinkedHashMap<>();
			for (ConstraintViolation<?> violation : ((ConstraintViolationException) failure)
				.getConstraintViolations()) {
				String path = violation.getPropertyPath().toString();
				add(errors, path.substring(path.indexOf('.') + 1), violation.getMessage());
			}
			return errors;
		}

	}

}
