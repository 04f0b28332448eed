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
 * The whole cluster as one Socket.IO server; inject it where events are sent to clients
 * wherever they are connected.
 * <p>
 * The terms are those of Socket.IO's own server API:
 * {@code cluster.of("/chat").to("room").emit("event", payload)}. The calls on the cluster
 * itself mean its default namespace. Thread-safe; nothing blocks.
 */
public interface SocketCluster extends BroadcastOperator {

	/**
	 * Selects a namespace.
	 * @param namespace the name, such as {@code "/"} or {@code "/chat"}
	 * @return all clients of that namespace
	 */
	BroadcastOperator of(String namespace);

}
