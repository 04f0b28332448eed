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

import java.net.InetSocketAddress;

/**
 * A worker of another node, as that node has last described it.
 *
 * @param id the worker's id
 * @param node the id of its node
 * @param address where the worker can be reached from this node
 * @param weight how large a share of the new sessions it takes, above 0
 * @param sessions how many sessions it held
 * @param load how many sessions it had to carry
 */
public record RemoteWorker(String id, String node, InetSocketAddress address, double weight, int sessions,
		int load) implements Worker {

	@Override
	public int port() {
		return this.address.getPort();
	}

	@Override
	public RemoteWorker relayTarget() {
		return this;
	}

}
