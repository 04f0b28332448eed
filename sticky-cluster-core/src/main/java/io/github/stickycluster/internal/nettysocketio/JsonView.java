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

import java.util.List;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.protocol.AckArgs;
import com.corundumstudio.socketio.protocol.JsonSupport;
import io.github.stickycluster.internal.socketio.SocketIoJson;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;

/**
 * A worker's JSON in the place of netty-socketio's, for which the server's settings have
 * a place. Only the types of events can be registered through it.
 */
public final class JsonView implements JsonSupport {

	private final SocketIoJson json;

	/**
	 * Shows a worker's JSON.
	 * @param json the JSON
	 */
	public JsonView(SocketIoJson json) {
		this.json = json;
	}

	/**
	 * Returns a worker's JSON.
	 * @param server the worker's server
	 * @return the JSON
	 */
	public static SocketIoJson of(SocketIOServer server) {
		return ((JsonView) server.getConfiguration().getJsonSupport()).json;
	}

	@Override
	public void addEventMapping(String namespaceName, String eventName, Class<?>... eventClass) {
		this.json.addEventMapping(namespaceName, eventName, eventClass);
	}

	@Override
	public void removeEventMapping(String namespaceName, String eventName) {
		this.json.removeEventMapping(namespaceName, eventName);
	}

	@Override
	public AckArgs readAckArgs(ByteBufInputStream src, AckCallback<?> callback) {
		throw replaced();
	}

	@Override
	public <T> T readValue(String namespaceName, ByteBufInputStream src, Class<T> valueType) {
		throw replaced();
	}

	@Override
	public void writeValue(ByteBufOutputStream out, Object value) {
		throw replaced();
	}

	@Override
	public List<byte[]> getArrays() {
		throw replaced();
	}

	private static UnsupportedOperationException replaced() {
		return new UnsupportedOperationException(
				"netty-socketio's own codec is not in use. Use the application's " + "JsonMapper");
	}

}
