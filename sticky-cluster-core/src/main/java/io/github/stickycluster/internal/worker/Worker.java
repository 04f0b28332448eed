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

import org.jspecify.annotations.Nullable;

/**
 * A worker of the cluster, which runs one netty-socketio server.
 */
public sealed interface Worker permits OwnWorker, RemoteWorker {

	/**
	 * Returns the id, {@code <node>-<n>} with {@code n} from 1: unique in the cluster,
	 * the same after a restart, safe in a URL's path.
	 * @return the id
	 */
	String id();

	/**
	 * Returns the id of the worker's node.
	 * @return the node's id
	 */
	String node();

	/**
	 * Returns the id of the node that operates the worker: its own, and a forked worker's
	 * parent. A forked worker is a node by itself and has that node's id.
	 * @return the node's id
	 */
	default String operator() {
		int number = id().lastIndexOf('-');
		return (number > 0 && id().equals(node())) ? id().substring(0, number) : node();
	}

	/**
	 * Returns the internal port.
	 * @return the port, 1 to 65535, or -1 while the worker has none
	 */
	int port();

	/**
	 * Returns how many Engine.IO sessions the worker holds now.
	 * @return the number of sessions
	 */
	int sessions();

	/**
	 * Returns how large a share of the new sessions it takes.
	 * @return the weight, above 0; a worker of weight 2 takes twice as many as one of 1
	 */
	double weight();

	/**
	 * Returns how many sessions it has to carry: those it holds and those just being
	 * opened.
	 * @return the number of sessions
	 */
	int load();

	/**
	 * Returns where its requests are relayed to.
	 * @return the worker with its internal address as it is now, or null if it is in this
	 * JVM and needs no relay
	 */
	default @Nullable RemoteWorker relayTarget() {
		return null;
	}

}
