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

package io.github.stickycluster.proxy;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client whose every polling request is a connection of its own.
 */
final class PollingClient {

	private static final String URI = "/socket.io/?EIO=4&transport=polling";

	private final int port;

	private final String[] headers;

	private String sid = "";

	PollingClient(int port, String... headers) {
		this.port = port;
		this.headers = headers;
	}

	void open(String source) throws IOException {
		String open = RawRequest.get(this.port, source, URI, this.headers);
		int start = open.indexOf("\"sid\":\"") + 7;
		this.sid = open.substring(start, open.indexOf('"', start));
	}

	void post(String source, String packet) throws IOException {
		assertThat(RawRequest.post(this.port, source, URI + "&sid=" + this.sid, packet, this.headers)).isEqualTo("ok");
	}

	String poll(String source) throws IOException {
		return RawRequest.get(this.port, source, URI + "&sid=" + this.sid, this.headers);
	}

	/**
	 * Opens a session and asks who the client is.
	 */
	String whoami(String source) throws IOException {
		open(source);
		post(source, "40");
		assertThat(poll(source)).startsWith("40");
		return askAgain(source);
	}

	String askAgain(String source) throws IOException {
		post(source, "420[\"whoami\"]");
		return poll(source);
	}

}
