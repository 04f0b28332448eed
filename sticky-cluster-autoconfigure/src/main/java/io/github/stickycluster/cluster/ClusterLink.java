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

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.corundumstudio.socketio.store.StoreFactory;
import io.github.stickycluster.worker.LocalWorker;
import io.github.stickycluster.worker.WorkerLink;

/**
 * Joins the workers of this JVM, so that a broadcast on one reaches the clients of all.
 */
public final class ClusterLink implements WorkerLink {

	private static final String NOBODY = "";

	private final Map<String, LocalWorker> members = new ConcurrentHashMap<>();

	private ClusterLink() {
	}

	/**
	 * Creates the link of a single JVM.
	 * @return the link, without members
	 */
	public static ClusterLink local() {
		return new ClusterLink();
	}

	@Override
	public StoreFactory storeFactory(String workerId) {
		return new ClusterStoreFactory((broadcast) -> publish(workerId, broadcast));
	}

	@Override
	public void join(LocalWorker worker) {
		LocalWorker present = this.members.putIfAbsent(worker.id(), worker);
		if (present != null) {
			throw new IllegalStateException("A worker '" + worker.id() + "' has joined already");
		}
	}

	@Override
	public void leave(LocalWorker worker) {
		this.members.remove(worker.id(), worker);
	}

	void publish(Broadcast broadcast) {
		publish(NOBODY, broadcast);
	}

	private void publish(String senderId, Broadcast broadcast) {
		this.members.forEach((id, worker) -> {
			if (!id.equals(senderId)) {
				worker.execute(() -> WorkerBroadcaster.deliver(worker, broadcast));
			}
		});
	}

	long count(String namespace, Set<String> rooms, Set<String> except) {
		return this.members.values()
			.stream()
			.mapToLong((worker) -> WorkerBroadcaster.count(worker, namespace, rooms, except))
			.sum();
	}

}
