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

package io.github.stickycluster.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.stickycluster.internal.cluster.ClusterAdapter;
import io.github.stickycluster.internal.socketio.Broadcaster;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.WorkerLink;
import tools.jackson.databind.json.JsonMapper;

/**
 * Links no worker to another: what is sent to all reaches the clients of one worker.
 */
public class SeparateLinks implements WorkerLink {

	private final Map<String, ClusterAdapter> links = new ConcurrentHashMap<>();

	private ClusterAdapter link(String workerId) {
		return this.links.computeIfAbsent(workerId, (id) -> ClusterAdapter.local(id, JsonMapper.shared()));
	}

	@Override
	public Broadcaster broadcaster(String workerId) {
		return link(workerId).broadcaster(workerId);
	}

	@Override
	public void join(LocalWorker worker) {
		link(worker.id()).join(worker);
	}

	@Override
	public void leave(LocalWorker worker) {
		link(worker.id()).leave(worker);
	}

}
