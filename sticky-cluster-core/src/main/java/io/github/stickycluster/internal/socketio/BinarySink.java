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
 * Collects the binary values of a payload that is being written.
 */
@FunctionalInterface
interface BinarySink {

	/**
	 * Copies a binary value.
	 * @param bytes holds the value
	 * @param offset where it starts
	 * @param length its length in bytes
	 * @return the number for its placeholder
	 */
	int add(byte[] bytes, int offset, int length);

}
