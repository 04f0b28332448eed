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

package io.github.stickycluster.internal.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.github.stickycluster.internal.balance.RendezvousHash;
import io.github.stickycluster.internal.cluster.membership.UserNode;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that take part in presence, as one node sees them, and the owners of each
 * user among them. Nodes with equal views have equal owners. Immutable.
 * <p>
 * A user has two owners by hash: the first one reports, the second one knows the same and
 * goes on if the first one dies. If some nodes have listeners for users that come and go,
 * only those are owners.
 */
final class PresenceView {

	private final SortedMap<String, UserNode> nodes;

	/** The nodes that may own users. */
	private final List<String> owners;

	private final long[] seeds;

	private final double[] weights;

	private final long id;

	PresenceView(Map<String, UserNode> nodes) {
		this.nodes = new TreeMap<>(nodes);
		List<String> reporting = names(true);
		this.owners = (reporting.isEmpty()) ? names(false) : reporting;
		this.seeds = this.owners.stream().mapToLong(RendezvousHash::seed).toArray();
		this.weights = this.owners.stream().mapToDouble((node) -> 1).toArray();
		StringBuilder text = new StringBuilder();
		this.nodes.forEach((name, node) -> text.append(name)
			.append('\n')
			.append(node.start())
			.append(node.reports() ? '+' : '-')
			.append('\n'));
		this.id = RendezvousHash.seed(text.toString());
	}

	private List<String> names(boolean reporting) {
		List<String> names = new ArrayList<>();
		this.nodes.forEach((name, node) -> {
			if (node.reports() || !reporting) {
				names.add(name);
			}
		});
		return names;
	}

	/** Differs from that of each other view. */
	long id() {
		return this.id;
	}

	/** The ids of the nodes, in an order that is the same for equal views. */
	List<String> nodes() {
		return List.copyOf(this.nodes.keySet());
	}

	/** Returns whether these are its nodes. */
	boolean isOf(Map<String, UserNode> others) {
		return this.nodes.equals(others);
	}

	@Nullable UserNode node(String id) {
		return this.nodes.get(id);
	}

	Owners ownersOf(String user) {
		long key = RendezvousHash.seed(user);
		int first = RendezvousHash.select(key, this.seeds);
		int second = RendezvousHash.select(key, this.seeds, this.weights, (index) -> index != first);
		return new Owners(this.owners.get(first), (second != RendezvousHash.NONE) ? this.owners.get(second) : null);
	}

	/**
	 * The owners of a user.
	 *
	 * @param first the node that reports
	 * @param second the node that goes on if the first one dies, or {@code null}
	 */
	record Owners(String first, @Nullable String second) {

		boolean contain(String node) {
			return node.equals(this.first) || node.equals(this.second);
		}

		List<String> all() {
			return (this.second != null) ? List.of(this.first, this.second) : List.of(this.first);
		}

	}

}
