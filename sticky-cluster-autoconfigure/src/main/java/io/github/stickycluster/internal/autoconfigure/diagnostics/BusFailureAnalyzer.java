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

import java.util.LinkedHashSet;
import java.util.Set;

import io.github.stickycluster.internal.bus.BusUnavailableException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a bus whose engine cannot be reached.
 */
class BusFailureAnalyzer extends AbstractFailureAnalyzer<BusUnavailableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, BusUnavailableException cause) {
		return new FailureAnalysis("The sticky cluster's bus cannot reach " + cause.engine() + ": " + reasons(cause),
				"Start " + cause.engine() + " or correct the properties under '" + properties(cause)
						+ "'. With 'sticky-cluster.bus.required=false' the application starts without it and joins the "
						+ "cluster later.",
				cause);
	}

	/**
	 * What is said from the engine's client down to the root: one names the address,
	 * another the reason.
	 */
	private static String reasons(Throwable failure) {
		Set<String> reasons = new LinkedHashSet<>();
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			reasons.add(String.valueOf(cause.getMessage()));
		}
		return String.join(": ", reasons);
	}

	private static String properties(BusUnavailableException cause) {
		return "Redis".equals(cause.engine()) ? "spring.data.redis" : "spring.hazelcast";
	}

}
