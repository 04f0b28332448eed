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

package io.github.stickycluster.internal.cluster.membership;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.Locale;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes a port by a connection over which it sends nothing.
 */
final class ConnectProbe implements PortProbe {

	static final int TIMEOUT_MILLIS = 1_000;

	private static final Logger logger = LoggerFactory.getLogger(ConnectProbe.class);

	@Override
	public Outcome probe(InetSocketAddress port) {
		// A proxy that is set for the JVM would answer in the port's place.
		try (Socket socket = new Socket(Proxy.NO_PROXY)) {
			socket.connect(resolve(port), TIMEOUT_MILLIS);
			return Outcome.ACCEPTED;
		}
		catch (IOException ex) {
			logger.debug("No connection to {}", port, ex);
			return isRefusal(ex) ? Outcome.REFUSED : Outcome.UNKNOWN;
		}
	}

	private static InetSocketAddress resolve(InetSocketAddress port) throws IOException {
		return port.isUnresolved() ? new InetSocketAddress(InetAddress.getByName(port.getHostString()), port.getPort())
				: port;
	}

	/**
	 * Returns whether the port was refused. The JDK throws the same exception for
	 * unreachable networks and for timeouts of the system, so only the message tells them
	 * apart.
	 */
	private static boolean isRefusal(IOException ex) {
		String message = ex.getMessage();
		return ex instanceof ConnectException && message != null
				&& message.toLowerCase(Locale.ROOT).contains("refused");
	}

}
