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

package io.github.stickycluster.internal.socketio;

/**
 * The names of namespaces, which Socket.IO and netty-socketio write differently.
 */
public final class Namespaces {

	/** The server's name of the default namespace. */
	public static final String DEFAULT = "";

	private Namespaces() {
	}

	/**
	 * Turns Socket.IO's name of a namespace into netty-socketio's.
	 * @param name the name, such as {@code "/"} or {@code "/chat"}; a missing slash is
	 * added
	 * @return the name that netty-socketio knows it by: {@code ""} for the default
	 * namespace
	 */
	public static String toServerName(String name) {
		if (name.isEmpty() || name.equals("/")) {
			return "";
		}
		return name.startsWith("/") ? name : "/" + name;
	}

	/**
	 * Turns netty-socketio's name of a namespace into Socket.IO's.
	 * @param name the name, {@code ""} for the default namespace
	 * @return the name as clients write it, {@code "/"} for the default namespace
	 */
	public static String toWireName(String name) {
		return (name.isEmpty()) ? "/" : name;
	}

}
