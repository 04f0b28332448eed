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

package io.github.stickycluster.dispatch;

import java.net.InetSocketAddress;

/**
 * The public port could not be bound.
 */
public class PortBindException extends RuntimeException {

	private final InetSocketAddress address;

	PortBindException(InetSocketAddress address, Throwable cause) {
		super("The dispatcher cannot listen on " + address + ": " + cause.getMessage(), cause);
		this.address = address;
	}

	/**
	 * Returns the address that could not be bound.
	 * @return address and port
	 */
	public InetSocketAddress address() {
		return this.address;
	}

}
