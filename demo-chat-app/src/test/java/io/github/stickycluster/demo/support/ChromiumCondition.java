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

package io.github.stickycluster.demo.support;

import java.util.Optional;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether tests in a browser can run.
 */
final class ChromiumCondition implements ExecutionCondition {

	private static final Logger logger = LoggerFactory.getLogger(ChromiumCondition.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		Optional<String> missing = Chromium.missing();
		if (missing.isEmpty() || "true".equals(System.getenv("CI"))) {
			return ConditionEvaluationResult.enabled("Chromium is there, or may not be missing");
		}
		if (context.getTestMethod().isEmpty()) {
			logger.warn("Skipped {}: {}", context.getDisplayName(), missing.get());
		}
		return ConditionEvaluationResult.disabled(missing.get());
	}

}
