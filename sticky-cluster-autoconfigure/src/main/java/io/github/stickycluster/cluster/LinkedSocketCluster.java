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

import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.stickycluster.socketio.Namespaces;

/**
 * The {@link SocketCluster} over the workers that a {@link ClusterLink} joins.
 */
public final class LinkedSocketCluster implements SocketCluster {

	private final ClusterLink link;

	private final BroadcastOperator everybody;

	/**
	 * Creates the cluster API over workers.
	 * @param link what joins the workers
	 */
	public LinkedSocketCluster(ClusterLink link) {
		this.link = link;
		this.everybody = of("/");
	}

	@Override
	public BroadcastOperator of(String namespace) {
		return new NamespaceBroadcast(this.link, Namespaces.toServerName(namespace), Set.of(), Set.of());
	}

	@Override
	public BroadcastOperator to(String... rooms) {
		return this.everybody.to(rooms);
	}

	@Override
	public BroadcastOperator except(String... rooms) {
		return this.everybody.except(rooms);
	}

	@Override
	public void emit(String event, Object... args) {
		this.everybody.emit(event, args);
	}

	@Override
	public CompletableFuture<Long> count() {
		return this.everybody.count();
	}

}
