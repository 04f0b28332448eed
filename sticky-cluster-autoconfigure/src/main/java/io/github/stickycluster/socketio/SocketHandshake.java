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

package io.github.stickycluster.socketio;

import java.net.InetSocketAddress;
import java.util.Date;
import java.util.List;
import java.util.Map;

import com.corundumstudio.socketio.HandshakeData;
import io.github.stickycluster.engineio.Handshake;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A session's handshake with the auth payload of one of its sockets, as netty-socketio
 * shows it.
 */
final class SocketHandshake extends HandshakeData {

	private static final long serialVersionUID = 1L;

	private final transient Handshake session;

	private final transient @Nullable AuthPayload auth;

	SocketHandshake(Handshake session, @Nullable AuthPayload auth) {
		this.session = session;
		this.auth = auth;
	}

	/** The bytes of heap that it keeps besides the session's handshake. */
	int cost() {
		return (this.auth != null) ? this.auth.cost() : 0;
	}

	@Override
	public @Nullable Object getAuthToken() {
		Object replaced = super.getAuthToken();
		return (replaced != null || this.auth == null) ? replaced : this.auth.objects();
	}

	@Override
	public HttpHeaders getHttpHeaders() {
		return this.session.headers();
	}

	@Override
	public Map<String, List<String>> getUrlParams() {
		return this.session.parameters();
	}

	@Override
	public @Nullable String getSingleUrlParam(String name) {
		List<String> values = getUrlParams().get(name);
		return (values != null && values.size() == 1) ? values.get(0) : null;
	}

	@Override
	public InetSocketAddress getAddress() {
		return this.session.address();
	}

	@Override
	public InetSocketAddress getLocal() {
		return this.session.local();
	}

	@Override
	public Date getTime() {
		return Date.from(this.session.time());
	}

	@Override
	public String getUrl() {
		return this.session.url();
	}

	@Override
	public boolean isXdomain() {
		return this.session.isCrossDomain();
	}

}
