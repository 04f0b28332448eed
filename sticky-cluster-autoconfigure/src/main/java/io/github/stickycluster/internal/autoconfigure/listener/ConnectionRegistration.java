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

package io.github.stickycluster.internal.autoconfigure.listener;

import java.util.List;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import io.github.stickycluster.internal.nettysocketio.ReasonedDisconnectListener;
import io.github.stickycluster.socketio.DisconnectReason;
import org.jspecify.annotations.Nullable;

/**
 * A method that is called when clients connect or leave.
 *
 * @param listener the method
 * @param onConnect whether it is called when they connect
 * @param onDisconnect whether it is called when they leave
 */
record ConnectionRegistration(SocketIoListener listener, boolean onConnect,
		boolean onDisconnect) implements Registration {

	@Override
	public void addTo(SocketIONamespace namespace) {
		if (this.onConnect) {
			namespace.addConnectListener((client) -> call(client, null));
		}
		if (this.onDisconnect) {
			ReasonedDisconnectListener disconnect = this::call;
			namespace.addDisconnectListener(disconnect);
		}
	}

	/**
	 * netty-socketio's connect and disconnect listeners declare no exception.
	 */
	private void call(SocketIOClient client, @Nullable DisconnectReason reason) {
		try {
			this.listener.call(client, null, (reason != null) ? List.of(reason) : List.of());
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex.getMessage(), ex);
		}
	}

}
