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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A selection that the cluster's workers carry out.
 */
record NamespaceBroadcast(ClusterLink link, String namespace, Set<String> rooms,
		Set<String> except) implements BroadcastOperator {

	@Override
	public BroadcastOperator to(String... rooms) {
		return new NamespaceBroadcast(this.link, this.namespace, union(this.rooms, rooms), this.except);
	}

	@Override
	public BroadcastOperator except(String... rooms) {
		return new NamespaceBroadcast(this.link, this.namespace, this.rooms, union(this.except, rooms));
	}

	@Override
	public void emit(String event, Object... args) {
		// Arguments may be null, which List.of refuses.
		List<Object> copy = Collections.unmodifiableList(new ArrayList<>(Arrays.asList(args)));
		this.link.publish(new Broadcast(this.namespace, this.rooms, this.except, event, copy));
	}

	@Override
	public CompletableFuture<Long> count() {
		return CompletableFuture.completedFuture(this.link.count(this.namespace, this.rooms, this.except));
	}

	private static Set<String> union(Set<String> present, String[] added) {
		Set<String> union = new HashSet<>(present);
		union.addAll(Arrays.asList(added));
		return Set.copyOf(union);
	}

}
