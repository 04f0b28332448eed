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

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.corundumstudio.socketio.store.StoreFactory;
import io.github.stickycluster.bus.ClusterBus;
import io.github.stickycluster.worker.LocalWorker;
import io.github.stickycluster.worker.WorkerLink;

/**
 * Joins the workers of this JVM by a bus, so that a broadcast on one reaches the clients
 * of all.
 */
public final class ClusterLink implements WorkerLink {

	private static final String NOBODY = "";

	private final ClusterBus<Broadcast> bus;

	private final Map<String, Member> members = new ConcurrentHashMap<>();

	private ClusterLink(ClusterBus<Broadcast> bus) {
		this.bus = bus;
	}

	/**
	 * Creates the link of a single JVM.
	 * @return the link, without members
	 */
	public static ClusterLink local() {
		return new ClusterLink(new io.github.stickycluster.bus.LocalBus<>());
	}

	@Override
	public StoreFactory storeFactory(String workerId) {
		return new ClusterStoreFactory((broadcast) -> this.bus.publish(workerId, broadcast));
	}

	@Override
	public void join(LocalWorker worker) {
		ClusterBus.Membership membership = this.bus.join(worker.id(),
				(broadcast) -> worker.execute(() -> WorkerBroadcaster.deliver(worker, broadcast)));
		this.members.put(worker.id(), new Member(worker, membership));
	}

	@Override
	public void leave(LocalWorker worker) {
		Member member = this.members.remove(worker.id());
		if (member != null) {
			member.membership().close();
		}
	}

	void publish(Broadcast broadcast) {
		this.bus.publish(NOBODY, broadcast);
	}

	long count(String namespace, Set<String> rooms, Set<String> except) {
		return members().stream()
			.mapToLong((member) -> WorkerBroadcaster.count(member.worker(), namespace, rooms, except))
			.sum();
	}

	private Collection<Member> members() {
		return this.members.values();
	}

	private record Member(LocalWorker worker, ClusterBus.Membership membership) {

	}

}
