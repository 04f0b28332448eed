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

package io.github.stickycluster.internal.nettysocketio;

import com.corundumstudio.socketio.AuthorizationListener;
import com.corundumstudio.socketio.AuthorizationResult;
import com.corundumstudio.socketio.handler.SuccessAuthorizationListener;
import io.github.stickycluster.internal.engineio.EngineIoApplication;
import io.github.stickycluster.internal.engineio.Handshake;
import io.github.stickycluster.internal.engineio.HandshakeHooks;
import io.github.stickycluster.internal.socketio.ListenerCalls;
import io.github.stickycluster.internal.socketio.SocketIoContext;
import io.github.stickycluster.internal.socketio.SocketIoSession;

/**
 * Socket.IO on an Engine.IO server: asks the application's authorization listener about
 * new sessions, where the application decided that its listeners run. Thread-safe.
 */
public final class NettySocketIoApplication implements EngineIoApplication {

	private final SocketIoContext context;

	private final AuthorizationListener listener;

	private final HandshakeGate gate;

	/**
	 * Creates the Socket.IO side of a worker.
	 * @param context what its sessions share
	 * @param listener asked about new sessions
	 * @param hooks asked about new sessions after it
	 */
	public NettySocketIoApplication(SocketIoContext context, AuthorizationListener listener, HandshakeHooks hooks) {
		this.context = context;
		this.listener = listener;
		this.gate = new HandshakeGate(context, hooks);
	}

	@Override
	public void authorize(Handshake handshake, Decision decision) {
		ListenerCalls calls = this.context.calls();
		if (calls == null || (this.listener instanceof SuccessAuthorizationListener && this.gate.isOpen())) {
			decide(handshake, decision);
		}
		else {
			calls.execute(() -> decide(handshake, decision), decision::fail);
		}
	}

	private void decide(Handshake handshake, Decision decision) {
		AuthorizationResult result = ask(handshake);
		if (result.isAuthorized()) {
			this.gate.ask(handshake, decision, () -> decision
				.accept((connection) -> new SocketIoSession(this.context, connection, result.getStoreParams())));
		}
		else {
			decision.refuse();
		}
	}

	private AuthorizationResult ask(Handshake handshake) {
		try {
			AuthorizationResult result = this.listener.getAuthorizationResult(new HandshakeView(handshake));
			return (result != null) ? result : AuthorizationResult.FAILED_AUTHORIZATION;
		}
		catch (Throwable ex) {
			this.context.observers()
				.warnings()
				.failed("The AuthorizationListener failed, so the client is refused", ex);
			return AuthorizationResult.FAILED_AUTHORIZATION;
		}
	}

}
