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

import java.net.InetSocketAddress;

import io.github.stickycluster.internal.worker.PortBindException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a port that cannot be bound.
 */
class PortBindFailureAnalyzer extends AbstractFailureAnalyzer<PortBindException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PortBindException cause) {
		InetSocketAddress address = cause.address();
		String reason = reason(cause.getCause());
		String where = address.getHostString() + ":" + address.getPort();
		if (cause.internal()) {
			return new FailureAnalysis(
					"A sticky cluster worker cannot listen on its internal port " + where + ": " + reason + ".",
					"Stop the process that uses the port, or set 'sticky-cluster.workers.base-port' to the first of a "
							+ "free range, or to 0 for free ports.",
					cause);
		}
		return new FailureAnalysis("The sticky cluster's dispatcher cannot listen on " + where + ": " + reason + ".",
				"Stop the process that uses the port, or set 'sticky-cluster.port' to another (0 for a free one); "
						+ "'sticky-cluster.address' must be an address of this host.",
				cause);
	}

	private static String reason(@Nullable Throwable cause) {
		return (cause != null) ? String.valueOf(cause.getMessage()) : "unknown";
	}

}
