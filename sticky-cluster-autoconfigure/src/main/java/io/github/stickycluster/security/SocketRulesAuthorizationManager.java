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

package io.github.stickycluster.security;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;

/**
 * Decides by the first rule that matches. Immutable.
 */
final class SocketRulesAuthorizationManager implements AuthorizationManager<SocketAccess> {

	private static final AuthorizationDecision DENIED = new AuthorizationDecision(false);

	private final List<SocketRules.Entry> rules;

	SocketRulesAuthorizationManager(List<SocketRules.Entry> rules) {
		this.rules = rules;
	}

	@Override
	public String toString() {
		return this.rules.stream().map(SocketRules.Entry::describe).collect(Collectors.joining(", "));
	}

	@Override
	public @Nullable AuthorizationResult authorize(Supplier<? extends @Nullable Authentication> authentication,
			SocketAccess access) {
		for (SocketRules.Entry rule : this.rules) {
			Map<String, String> variables = rule.match(access);
			if (variables != null) {
				SocketAccess matched = variables.isEmpty() ? access : access.with(variables);
				AuthorizationResult result = rule.manager().authorize(authentication, matched);
				return (result != null) ? result : DENIED;
			}
		}
		return access.isConnect() ? null : DENIED;
	}

}
