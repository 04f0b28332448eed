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

import java.net.InetSocketAddress;
import java.util.Date;
import java.util.List;
import java.util.Map;

import com.corundumstudio.socketio.HandshakeData;
import io.github.stickycluster.internal.engineio.Handshake;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The request that opened a session, and the auth payload of one of its sockets. Created
 * for each call, so that a session keeps none.
 */
final class HandshakeView extends HandshakeData {

	private static final long serialVersionUID = 1L;

	private final transient Handshake handshake;

	private final transient @Nullable SocketIoSocket socket;

	/**
	 * Shows the request of a session that has no socket yet.
	 */
	HandshakeView(Handshake handshake) {
		this.handshake = handshake;
		this.socket = null;
	}

	HandshakeView(SocketIoSocket socket) {
		this.handshake = socket.handshake();
		this.socket = socket;
	}

	@Override
	@SuppressWarnings("NullAway")
	public @Nullable Object getAuthToken() {
		return (this.socket != null) ? this.socket.authToken() : super.getAuthToken();
	}

	@Override
	public void setAuthToken(Object authToken) {
		if (this.socket != null) {
			this.socket.replaceAuthToken(authToken);
		}
		else {
			super.setAuthToken(authToken);
		}
	}

	@Override
	public HttpHeaders getHttpHeaders() {
		return this.handshake.headers();
	}

	@Override
	public Map<String, List<String>> getUrlParams() {
		return this.handshake.parameters();
	}

	@Override
	@SuppressWarnings("NullAway")
	public @Nullable String getSingleUrlParam(String name) {
		List<String> values = getUrlParams().get(name);
		return (values != null && values.size() == 1) ? values.get(0) : null;
	}

	@Override
	public InetSocketAddress getAddress() {
		return this.handshake.address();
	}

	@Override
	public InetSocketAddress getLocal() {
		return this.handshake.local();
	}

	@Override
	public Date getTime() {
		return Date.from(this.handshake.time());
	}

	@Override
	public String getUrl() {
		return this.handshake.url();
	}

	@Override
	public boolean isXdomain() {
		return this.handshake.isCrossDomain();
	}

}
