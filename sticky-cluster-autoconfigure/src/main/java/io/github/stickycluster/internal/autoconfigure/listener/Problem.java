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

package io.github.stickycluster.internal.autoconfigure.listener;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told of an error, in the terms of RFC 9457. Immutable.
 *
 * @param status the HTTP status that a request with this error would get
 * @param members the members of the problem's object, the status among them
 */
record Problem(int status, Map<String, @Nullable Object> members) {

	Problem {
		members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
	}

	/**
	 * Describes an error.
	 * @param status the HTTP status
	 * @param detail what is wrong, or {@code null} if the client is not to know
	 * @return the problem
	 */
	static Problem of(int status, @Nullable String detail) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("title", HttpResponseStatus.valueOf(status).reasonPhrase());
		members.put("status", status);
		if (detail != null) {
			members.put("detail", detail);
		}
		return new Problem(status, members);
	}

	/**
	 * Adds what is wrong with each field.
	 * @param errors the messages by field, or none
	 * @return the problem with a member {@code errors}, or this one if there are none
	 */
	Problem with(Map<String, List<String>> errors) {
		if (errors.isEmpty()) {
			return this;
		}
		Map<String, @Nullable Object> more = new LinkedHashMap<>(this.members);
		more.put("errors", errors);
		return new Problem(this.status, more);
	}

	/**
	 * Returns whether the client is to blame, so that the failure is none of the
	 * server's.
	 */
	boolean isOfClient() {
		return this.status < 500;
	}

	/**
	 * Returns the object that an acknowledgement has.
	 */
	Map<String, Object> toArgument() {
		return Map.of("error", this.members);
	}

}
