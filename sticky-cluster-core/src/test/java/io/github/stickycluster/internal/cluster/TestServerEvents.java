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

package io.github.stickycluster.internal.cluster;

import java.lang.reflect.Type;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Adds up a number and bytes.
 */
record TestServerEvents(String node) implements ServerEventListener {

	@Override
	public List<Type> types() {
		return List.of(Integer.class, Bytes.class);
	}

	@Override
	public @Nullable Object onEvent(List<@Nullable Object> arguments) {
		int sum = (Integer) arguments.get(0);
		if (arguments.get(1) instanceof Bytes bytes) {
			for (byte next : bytes.bytes()) {
				sum += next;
			}
		}
		return new ClusterSemantics.Sum(this.node, sum);
	}

	@SuppressWarnings("ArrayRecordComponent")
	record Bytes(byte[] bytes) {
	}

}
