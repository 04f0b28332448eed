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

package io.github.stickycluster.test;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The reason why a client could not connect.
 *
 * @param message the message of the server, or a description of the connection's failure
 * @param data the data of the server's error, or {@code null}
 * @param status status code of the HTTP response that refused the connection; 0 if the
 * namespace was refused or there was no response
 * @since 0.1.0
 */
public record ConnectError(String message, @Nullable JsonNode data, int status) {

	@Override
	public String toString() {
		return "\"" + this.message + "\"" + ((this.data != null) ? " with " + this.data : "")
				+ ((this.status != 0) ? ", HTTP status " + this.status : "");
	}

}
