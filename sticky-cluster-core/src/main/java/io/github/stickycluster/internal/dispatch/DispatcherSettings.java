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

package io.github.stickycluster.internal.dispatch;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.github.stickycluster.internal.settings.SettingChecks;
import io.github.stickycluster.internal.transport.ShiftedTicker;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the dispatcher's port.
 *
 * @param address the address to bind, or null for all addresses
 * @param port the public port, 0 to 65535; 0 for a free one
 * @param backlog connections that the kernel holds until they are accepted
 * @param clientAddress how clients' addresses are found
 * @param threads event loop threads of its own for the connections, since this node has
 * no workers; 0 if it has
 * @param listens whether it opens the port; if not, it only adopts connections
 * @param ticker the time that the event loops keep, or {@code null} for the system's
 */
public record DispatcherSettings(@Nullable InetAddress address, int port, int backlog,
		ClientAddressSettings clientAddress, int threads, boolean listens, @Nullable ShiftedTicker ticker) {

	/**
	 * Checks the port.
	 * @throws io.github.stickycluster.internal.settings.InvalidSettingException if it is
	 * none
	 */
	public DispatcherSettings {
		SettingChecks.inRange("port", port, 0, 65535);
	}

	/**
	 * Creates the settings of a node with workers.
	 * @param address the address to bind, or null for all addresses
	 * @param port the public port, 0 to 65535; 0 for a free one
	 * @param backlog connections that the kernel holds until they are accepted
	 * @param clientAddress how clients' addresses are found
	 */
	public DispatcherSettings(@Nullable InetAddress address, int port, int backlog,
			ClientAddressSettings clientAddress) {
		this(address, port, backlog, clientAddress, 0, true, null);
	}

	/**
	 * Returns the same settings for a dispatcher that keeps another time.
	 * @param time the time, or {@code null} for the system's
	 * @return the settings
	 */
	public DispatcherSettings keeping(@Nullable ShiftedTicker time) {
		return new DispatcherSettings(this.address, this.port, this.backlog, this.clientAddress, this.threads,
				this.listens, time);
	}

	InetSocketAddress socketAddress() {
		return (this.address != null) ? new InetSocketAddress(this.address, this.port)
				: new InetSocketAddress(this.port);
	}

}
