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
 * An Engine.IO 4 client that polls, each request over another connection, which the test
 * chooses and which is closed after the request.
 */
public final class RoamingClient {

	private static final String TARGET = "/socket.io/?EIO=4&transport=polling";

	private final String headers;

	private String sid = "";

	/**
	 * Creates a client that has no session yet.
	 * @param headers header lines of every request, such as {@code X-Test: 1}
	 */
	public RoamingClient(String... headers) {
		this.headers = (headers.length > 0) ? String.join("\r\n", headers) + "\r\n" : "";
	}

	public void open(Wire via) {
		this.sid = "&sid=" + exchange(via, HttpRequest.get(TARGET)).sid();
	}

	public void post(Wire via, String packet) {
		HttpAnswer answer = exchange(via, HttpRequest.post(TARGET + this.sid, packet));
		if (!answer.text().equals("ok")) {
			throw new AssertionError("not ok: " + answer);
		}
	}

	public String poll(Wire via) {
		return exchange(via, HttpRequest.get(TARGET + this.sid)).text();
	}

	private HttpAnswer exchange(Wire via, HttpRequest request) {
		try (via) {
			HttpAnswer answer = via.exchange(new HttpRequest(request.method(), request.target(),
					request.headers() + this.headers, request.body()));
			if (answer.status() != 200) {
				throw new AssertionError("not OK: " + answer);
			}
			return answer;
		}
	}

}
