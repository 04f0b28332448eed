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

package io.github.stickycluster.internal.dispatch;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.github.stickycluster.internal.balance.BoundedLoad;
import io.github.stickycluster.internal.balance.RendezvousHash;
import io.github.stickycluster.internal.engineio.SessionId;
import io.github.stickycluster.internal.net.ClientAddress;
import io.github.stickycluster.internal.net.ClientKey;
import io.github.stickycluster.internal.net.ForwardingHeader;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.Worker;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.worker.WorkerState;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Explains to which worker a request would be routed.
 * <p>
 * The worker is the present choice of the {@link WorkerSelector}; the steps and the
 * ranking explain the choice. Thread-safe and without side effects.
 */
public final class RouteExplainer {

	private final WorkerSelector selector;

	private final WorkerRegistry workers;

	private final ClientAddressSettings settings;

	private final ClientKey key;

	private final @Nullable BoundedLoad bound;

	/**
	 * Creates an explainer.
	 * @param selector selects the workers
	 * @param workers the workers that it selects from
	 * @param settings how the client address is found
	 * @param key makes the client key, the selector's own
	 * @param bound the selector's bound, or null for none
	 */
	public RouteExplainer(WorkerSelector selector, WorkerRegistry workers, ClientAddressSettings settings,
			ClientKey key, @Nullable BoundedLoad bound) {
		this.selector = selector;
		this.workers = workers;
		this.settings = settings;
		this.key = key;
		this.bound = bound;
	}

	/**
	 * Explains the route of a request.
	 * @param peer the connection's peer: whom the PROXY protocol names, or else the TCP
	 * peer
	 * @param header the request's line of the header that tells the client address, or
	 * null if it has none
	 * @param sid the request's session id, or null if it has none
	 * @return the worker, and the steps that lead there
	 */
	public RouteExplanation explain(InetAddress peer, @Nullable String header, @Nullable String sid) {
		List<String> steps = new ArrayList<>();
		InetAddress client = client(peer, header, steps);
		steps.add("The client key is that of " + this.key.prefixOf(client) + ".");
		List<RouteExplanation.Candidate> ranking = ranking(client);
		Worker worker = (sid != null) ? bySession(sid, steps) : null;
		if (worker == null) {
			worker = this.selector.forClient(client);
			byAddress(worker, ranking, steps);
		}
		return new RouteExplanation((worker != null) ? worker.id() : null, NetUtil.toAddressString(client),
				this.key.prefixOf(client).toString(), steps, ranking);
	}

	private InetAddress client(InetAddress peer, @Nullable String header, List<String> steps) {
		String name = this.settings.header();
		String from = "The peer " + NetUtil.toAddressString(peer);
		if (!this.settings.proxies().contains(peer)) {
			steps.add(from + " is no trusted proxy: it is the client"
					+ ((header != null) ? ", and its " + name + " is ignored." : "."));
			return peer;
		}
		List<String> lines = (header != null) ? List.of(header) : List.of();
		ClientAddress found = ForwardingHeader.named(name).find(lines, peer, this.settings.proxies());
		steps.add(from + " is a trusted proxy, its " + name + " is " + ((header != null) ? "read" : "missing")
				+ ": the client is " + NetUtil.toAddressString(found.address())
				+ (found.malformed() ? ", the nearest address before something malformed." : "."));
		return found.address();
	}

	private @Nullable Worker bySession(String sid, List<String> steps) {
		Worker worker = this.selector.forSession(sid);
		if (worker != null) {
			steps.add("The session id was made by " + worker.id() + ": the request goes there, whatever its address.");
			return worker;
		}
		steps.add((SessionId.parse(sid) != null)
				? "The session id was made by no worker that runs: whoever gets the request answers 400."
				: "The session id is none that a worker makes: whoever gets the request answers 400.");
		return null;
	}

	/**
	 * Walks the ranking as the selector does, down to the worker that it has selected.
	 */
	private static void byAddress(@Nullable Worker selected, List<RouteExplanation.Candidate> ranking,
			List<String> steps) {
		if (selected == null) {
			steps.add("No worker takes new sessions: the response is 503.");
			return;
		}
		for (RouteExplanation.Candidate candidate : ranking) {
			if (candidate.worker().equals(selected.id())) {
				break;
			}
			steps.add(passedOver(candidate));
		}
		steps.add(selected.id() + " is the next in the client key's rendezvous order: the request goes there.");
	}

	private static String passedOver(RouteExplanation.Candidate candidate) {
		if (!candidate.takesSessions()) {
			return candidate.worker() + " is passed over: it is " + ((candidate.state() == WorkerState.UP)
					? "a worker of another node." : candidate.state() + " and takes no new sessions.");
		}
		return candidate.worker() + " is passed over: its load is " + candidate.load() + " and its bound "
				+ candidate.capacity() + ".";
	}

	/**
	 * All workers in the client key's rendezvous order.
	 */
	private List<RouteExplanation.Candidate> ranking(InetAddress client) {
		long clientKey = this.key.of(client);
		List<? extends Worker> candidates = this.selector.candidates();
		return this.workers.table()
			.entries()
			.stream()
			.map((entry) -> candidate(entry, clientKey, candidates))
			.sorted(Comparator.comparingDouble(RouteExplanation.Candidate::score).reversed())
			.toList();
	}

	private RouteExplanation.Candidate candidate(RoutingTable.Entry entry, long clientKey,
			List<? extends Worker> candidates) {
		Worker worker = entry.worker();
		boolean takesSessions = candidates.contains(worker);
		double score = RendezvousHash.score(clientKey, RendezvousHash.seed(worker.id()), worker.weight());
		Long capacity = (this.bound != null && takesSessions) ? capacity(this.bound, worker, candidates) : null;
		return new RouteExplanation.Candidate(worker.id(), entry.state(), takesSessions, score, worker.weight(),
				worker.load(), capacity);
	}

	private static long capacity(BoundedLoad bound, Worker worker, List<? extends Worker> candidates) {
		long load = candidates.stream().mapToLong(Worker::load).sum();
		double weight = candidates.stream().mapToDouble(Worker::weight).sum();
		return bound.capacity(load, worker.weight() / weight);
	}

}
