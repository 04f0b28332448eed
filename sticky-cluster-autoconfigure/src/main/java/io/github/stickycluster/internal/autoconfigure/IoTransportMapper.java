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

import java.util.function.Function;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.transport.IoTransport;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;

/**
 * Turns the property into the kind of sockets and event loops, if it works here.
 */
final class IoTransportMapper {

	private static final String NAME = "io-transport";

	private IoTransportMapper() {
	}

	static IoTransport ioTransport(StickyClusterProperties properties) {
		return ioTransport(properties, IoTransport::unavailabilityCause);
	}

	/**
	 * Chooses the kind.
	 * @param properties what is wanted
	 * @param unavailable tells why a kind does not work here, or null if it does
	 */
	static IoTransport ioTransport(StickyClusterProperties properties,
			Function<IoTransport, @Nullable Throwable> unavailable) {
		StickyClusterProperties.IoTransportType type = properties.ioTransport();
		boolean forked = properties.workers().mode() == StickyClusterProperties.Workers.Mode.FORKED;
		PropertyChecks.check(!forked || type != StickyClusterProperties.IoTransportType.IO_URING, NAME, type,
				"With io_uring, connections cannot be passed on to forked workers. Use epoll or auto.");
		return switch (type) {
			case AUTO -> IoTransport.preferred();
			case IO_URING -> working(IoTransport.IO_URING, type, "netty-transport-native-io_uring", unavailable);
			case EPOLL -> working(IoTransport.EPOLL, type, "netty-transport-native-epoll", unavailable);
			case NIO -> IoTransport.NIO;
		};
	}

	private static IoTransport working(IoTransport transport, StickyClusterProperties.IoTransportType type,
			String library, Function<IoTransport, @Nullable Throwable> unavailable) {
		Throwable cause = unavailable.apply(transport);
		if (cause != null) {
			PropertyChecks.check(false, NAME, type,
					"It is not available here: %s. It needs Linux, %s for this processor on the class path, and a kernel "
						.formatted(NestedExceptionUtils.getMostSpecificCause(cause), library)
							+ "and container that allow it. Use auto for the best one available.");
		}
		return transport;
	}

}
