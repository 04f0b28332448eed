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

package io.github.stickycluster.testsupport;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a test that needs a program can run.
 */
final class ExecutableCondition implements ExecutionCondition {

	private static final Logger logger = LoggerFactory.getLogger(ExecutableCondition.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return AnnotationSupport.findAnnotation(context.getElement(), RequiresExecutable.class)
			.map((required) -> evaluate(context, required.value()))
			.orElseGet(() -> ConditionEvaluationResult.enabled("Needs no program"));
	}

	private static ConditionEvaluationResult evaluate(ExtensionContext context, String name) {
		if (ChildProcess.find(name).isPresent() || "true".equals(System.getenv("CI"))) {
			return ConditionEvaluationResult.enabled(name + " is there, or may not be missing");
		}
		logger.warn("Skipped {}: there is no {} on the PATH nor in /usr/sbin", context.getDisplayName(), name);
		return ConditionEvaluationResult.disabled("There is no " + name);
	}

}
