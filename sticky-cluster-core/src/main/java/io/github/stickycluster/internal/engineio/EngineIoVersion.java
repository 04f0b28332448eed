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

package io.github.stickycluster.internal.engineio;

/**
 * The supported versions of the Engine.IO protocol.
 */
public enum EngineIoVersion {

	/** Version 3, which carries Socket.IO protocol 4. */
	V3("3"),

	/** Version 4, which carries Socket.IO protocol 5. */
	V4("4");

	private final String value;

	EngineIoVersion(String value) {
		this.value = value;
	}

	/**
	 * Returns the number that requests have in their {@code EIO} parameter.
	 * @return the number
	 */
	public String getValue() {
		return this.value;
	}

}
