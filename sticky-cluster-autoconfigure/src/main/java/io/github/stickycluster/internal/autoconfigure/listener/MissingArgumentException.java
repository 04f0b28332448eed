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

import org.springframework.core.MethodParameter;

/**
 * The client has not sent what a parameter of a listener method requires.
 */
final class MissingArgumentException extends RuntimeException {

	private final String argument;

	MissingArgumentException(MethodParameter parameter) {
		super("There is no argument for parameter " + name(parameter));
		this.argument = name(parameter);
	}

	private static String name(MethodParameter parameter) {
		String name = parameter.getParameterName();
		return (name != null) ? name : "argument" + parameter.getParameterIndex();
	}

	String argument() {
		return this.argument;
	}

}
