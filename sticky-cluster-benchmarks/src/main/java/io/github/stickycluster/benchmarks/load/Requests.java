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

package io.github.stickycluster.benchmarks.load;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * HTTP requests with the headers that Chromium sends, but for {@code Accept-Encoding}
 * where answers are read: what compression costs is not measured.
 */
final class Requests {

	private static final String BROWSER = """
			Host: 127.0.0.1
			User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36
			Accept-Language: en-GB,en-US;q=0.9,en;q=0.8
			Cache-Control: no-cache
			Pragma: no-cache
			Origin: http://benchmark.example
			Cookie: theme=dark; visits=17; consent=2026-11-22T10%3A00%3A00Z
			""";

	private static final String UPGRADE = """
			Connection: Upgrade
			Upgrade: websocket
			Sec-WebSocket-Version: 13
			Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
			""";

	private static final String PATH = "/socket.io/?EIO=4&transport=";

	private static final ByteBuf WEB_SOCKET = request("GET " + PATH + "websocket HTTP/1.1\n" + BROWSER
			+ "Accept-Encoding: gzip, deflate, br, zstd\n" + UPGRADE + "\n");

	private Requests() {
	}

	static ByteBuf webSocket() {
		return WEB_SOCKET;
	}

	static ByteBuf open() {
		return request("GET " + PATH + "polling HTTP/1.1\n" + BROWSER + "Accept: */*\n\n");
	}

	static ByteBuf poll(String sid) {
		return request("GET " + PATH + "polling&sid=" + sid + " HTTP/1.1\n" + BROWSER + "Accept: */*\n\n");
	}

	static ByteBuf post(String sid, String body) {
		return request("POST " + PATH + "polling&sid=" + sid + " HTTP/1.1\n" + BROWSER
				+ "Accept: */*\nContent-Type: text/plain;charset=UTF-8\nContent-Length: " + body.length() + "\n\n",
				body);
	}

	private static ByteBuf request(String head) {
		return request(head, "");
	}

	private static ByteBuf request(String head, String body) {
		byte[] bytes = (head.replace("\n", "\r\n") + body).getBytes(StandardCharsets.US_ASCII);
		return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes));
	}

}
