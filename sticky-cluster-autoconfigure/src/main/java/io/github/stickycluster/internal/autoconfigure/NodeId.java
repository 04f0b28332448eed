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

package io.github.stickycluster.internal.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import org.jspecify.annotations.Nullable;

/**
 * The id of this node: the property's, or one made of what tells this JVM from the others
 * on its host and stays the same when it is started again.
 */
final class NodeId {

	private static final int MAX_LENGTH = 64;

	private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._~-]{1," + MAX_LENGTH + "}");

	private NodeId() {
	}

	static String of(StickyClusterProperties properties) {
		String configured = properties.nodeId();
		if (configured == null) {
			return defaultFor(hostName(), properties.address(), properties.port(), ProcessHandle.current().pid());
		}
		PropertyChecks.check(VALID.matcher(configured).matches(), "node-id", configured,
				"Use 1 to " + MAX_LENGTH + " letters, digits and the characters '.', '_', '~', '-'.");
		return configured;
	}

	/**
	 * Creates an id of host name, address and port. A free port is not known before it is
	 * bound, so the process id stands for it.
	 */
	static String defaultFor(String hostName, @Nullable InetAddress address, int port, long pid) {
		String host = (address == null || address.isAnyLocalAddress()) ? hostName
				: hostName + "-" + address.getHostAddress();
		String suffix = (port != 0) ? "-" + port : "-p" + pid;
		String safe = host.replaceAll("[^A-Za-z0-9._~-]", "-");
		return safe.substring(0, Math.min(safe.length(), MAX_LENGTH - suffix.length())) + suffix;
	}

	private static String hostName() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

}
