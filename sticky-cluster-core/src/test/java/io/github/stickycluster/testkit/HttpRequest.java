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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An HTTP/1.1 request, written as given: nothing is checked, added or corrected but the
 * host.
 *
 * @param method the method
 * @param target the path and query
 * @param headers the header lines, each ended by CR LF
 * @param body the body, as it is to be sent
 */
public record HttpRequest(String method, String target, String headers, byte[] body) {

	public static HttpRequest get(String target) {
		return of("GET", target);
	}

	public static HttpRequest of(String method, String target) {
		return new HttpRequest(method, target, "", new byte[0]);
	}

	/**
	 * A POST of text with its length.
	 * @param target the path and query
	 * @param body the body
	 * @return the request
	 */
	public static HttpRequest post(String target, String body) {
		return post(target, "text/plain;charset=UTF-8", body.getBytes(StandardCharsets.UTF_8));
	}

	public static HttpRequest post(String target, String contentType, byte[] body) {
		return of("POST", target).header("Content-Type", contentType)
			.header("Content-Length", Integer.toString(body.length))
			.body(body);
	}

	public HttpRequest header(String name, String value) {
		return new HttpRequest(this.method, this.target, this.headers + name + ": " + value + "\r\n", this.body);
	}

	public HttpRequest body(byte[] body) {
		return new HttpRequest(this.method, this.target, this.headers, body);
	}

	public HttpRequest body(String body) {
		return body(body.getBytes(StandardCharsets.UTF_8));
	}

	public boolean isHead() {
		return this.method.equals("HEAD");
	}

	/**
	 * The request up to and including the empty line.
	 * @return the bytes
	 */
	public byte[] head() {
		String host = (this.headers.contains("Host:")) ? "" : "Host: 127.0.0.1\r\n";
		return (this.method + " " + this.target + " HTTP/1.1\r\n" + host + this.headers + "\r\n")
			.getBytes(StandardCharsets.UTF_8);
	}

	public byte[] bytes() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(head());
		bytes.writeBytes(this.body);
		return bytes.toByteArray();
	}

}
