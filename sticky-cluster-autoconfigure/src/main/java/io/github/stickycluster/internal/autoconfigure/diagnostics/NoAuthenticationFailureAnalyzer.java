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

package io.github.stickycluster.internal.autoconfigure.diagnostics;

import io.github.stickycluster.internal.security.NoAuthenticationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which beans authenticate clients.
 */
class NoAuthenticationFailureAnalyzer extends AbstractFailureAnalyzer<NoAuthenticationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NoAuthenticationException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Add a bean that checks credentials: a JwtDecoder or an OpaqueTokenIntrospector for tokens, an "
						+ "AuthenticationManager, or a UserDetailsService. Reactive beans do not count. To let clients connect without "
						+ "credentials, set 'sticky-cluster.security.required[/**]' to 'false'.",
				cause);
	}

}
