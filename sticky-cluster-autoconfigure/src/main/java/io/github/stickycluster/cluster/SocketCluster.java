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

package io.github.stickycluster.cluster;

/**
 * The whole cluster as one server: all clients of the default namespace, and the way to
 * those of any other.
 */
public interface SocketCluster extends NamespaceOperator {

	/**
	 * Selects a namespace.
	 * @param namespace the name, such as {@code "/"} or {@code "/chat"}
	 * @return all clients of that namespace
	 */
	NamespaceOperator of(String namespace);

}
