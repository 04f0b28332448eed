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

package io.github.stickycluster.worker;

/**
 * A {@link SocketIoServerCustomizer} sets something that the cluster would not heed.
 */
public class IgnoredSettingException extends RuntimeException {

	private final String property;

	IgnoredSettingException(String setting, String property) {
		super("A SocketIoServerCustomizer changes '" + setting
				+ "' of a worker's Configuration, which the cluster does not read");
		this.property = property;
	}

	/**
	 * Returns what to set instead.
	 * @return the name of a configuration property
	 */
	public String property() {
		return this.property;
	}

}
