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

package io.github.stickycluster.testkit;

/**
 * The ways in which a client may reach the server.
 */
public enum Kind {

	/** Version 4 over a WebSocket. */
	WEBSOCKET,

	/** Version 4 over polling. */
	POLLING,

	/** Version 4 over polling, then upgraded. */
	UPGRADED,

	/** Version 3 over a WebSocket. */
	WEBSOCKET_3,

	/** Version 3 over polling with binary bodies. */
	POLLING_3,

	/** Version 3 over polling with text bodies only. */
	POLLING_3_BASE64,

	/** Version 3 over polling with scripts. */
	POLLING_3_JSONP;

	public boolean isVersion3() {
		return name().contains("_3");
	}

	/**
	 * Opens an Engine.IO session.
	 * @param port the port
	 * @return the session
	 */
	public Link open(int port) {
		return open(port, "");
	}

	public Link open(int port, String moreQuery) {
		return switch (this) {
			case WEBSOCKET -> new WebSocketLink(socket(port, "EIO=4" + moreQuery), false);
			case POLLING -> polling(port, "EIO=4&transport=polling" + moreQuery, PollingFormat.V4);
			case UPGRADED -> upgraded(port, "EIO=4&transport=polling" + moreQuery);
			case WEBSOCKET_3 -> new WebSocketLink(socket(port, "EIO=3" + moreQuery), true);
			case POLLING_3 -> polling(port, "EIO=3&transport=polling" + moreQuery, PollingFormat.V3);
			case POLLING_3_BASE64 ->
				polling(port, "EIO=3&transport=polling&b64=1" + moreQuery, PollingFormat.V3_BASE64);
			case POLLING_3_JSONP -> polling(port, "EIO=3&transport=polling&j=7" + moreQuery, PollingFormat.V3_JSONP);
		};
	}

	/**
	 * Opens a session and connects to the main namespace.
	 * @param port the port
	 * @return the session
	 */
	public Link connect(int port) {
		Link link = open(port);
		if (!isVersion3()) {
			link.send("40");
		}
		String answer = link.text();
		if (!answer.startsWith("40")) {
			throw new AssertionError("not connected: " + answer);
		}
		return link;
	}

	private RawWebSocket socket(int port, String query) {
		return RawWebSocket.open(port, "/socket.io/?transport=websocket&" + query);
	}

	private Link polling(int port, String query, PollingFormat format) {
		return new PollingLink(Polling.open(port, query, format), isVersion3());
	}

	private Link upgraded(int port, String query) {
		try (Polling polling = Polling.open(port, query, PollingFormat.V4)) {
			RawWebSocket socket = polling.webSocket().send("2probe");
			if (!socket.text().equals("3probe")) {
				throw new AssertionError("no answer to the probe");
			}
			return new WebSocketLink(socket.send("5"), false, polling.handshake());
		}
	}

}
