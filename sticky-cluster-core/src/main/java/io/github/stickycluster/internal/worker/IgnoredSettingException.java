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

package io.github.stickycluster.internal.worker;

import io.github.stickycluster.socketio.SocketIoServerCustomizer;

/**
 * Thrown when a {@link SocketIoServerCustomizer} changes a setting of netty-socketio that
 * the cluster would ignore.
 */
public class IgnoredSettingException extends RuntimeException {

	private final String fix;

	IgnoredSettingException(String setting, String fix) {
		super("A SocketIoServerCustomizer changes '" + setting + "' of a worker's server, which would have no effect");
		this.fix = fix;
	}

	/**
	 * Returns what to do instead.
	 * @return a sentence, which names the configuration property to set if there is one
	 */
	public String fix() {
		return this.fix;
	}

}
