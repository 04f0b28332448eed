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

package io.github.stickycluster.internal.bus;

/**
 * The bus of a cluster of one node, which sends nothing.
 */
public final class LocalBus implements ClusterBus {

	private final BusStatistics statistics = new BusStatistics();

	@Override
	public void start(String nodeId, Receiver receiver) {
	}

	@Override
	public void publish(byte[] message) {
	}

	@Override
	public void send(String nodeId, byte[] message) {
	}

	@Override
	public boolean isConnected() {
		return true;
	}

	@Override
	public BusStatistics statistics() {
		return this.statistics;
	}

	@Override
	public void close() {
	}

}
