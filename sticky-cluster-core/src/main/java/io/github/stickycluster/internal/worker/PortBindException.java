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

package io.github.stickycluster.internal.worker;

import java.net.InetSocketAddress;

/**
 * Thrown when a port of the cluster cannot be bound.
 */
public class PortBindException extends RuntimeException {

	private final transient InetSocketAddress address;

	private final boolean internal;

	/**
	 * Creates the exception.
	 * @param address what could not be bound
	 * @param internal whether it is a worker's internal port, not the public one
	 * @param cause the reason
	 */
	public PortBindException(InetSocketAddress address, boolean internal, Throwable cause) {
		super((internal ? "A worker" : "The dispatcher") + " cannot listen on " + address + ": " + cause.getMessage(),
				cause);
		this.address = address;
		this.internal = internal;
	}

	/**
	 * Returns what could not be bound.
	 * @return address and port
	 */
	public InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Returns whether the port is a worker's internal port.
	 * @return {@code false} for the public port
	 */
	public boolean internal() {
		return this.internal;
	}

}
