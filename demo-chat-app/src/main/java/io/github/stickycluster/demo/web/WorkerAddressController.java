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

package io.github.stickycluster.demo.web;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.stickycluster.actuate.StickyRouteEndpoint;
import io.github.stickycluster.actuate.StickyRouteEndpoint.RouteDescriptor;
import io.github.stickycluster.autoconfigure.ClusterRole;
import io.github.stickycluster.autoconfigure.ConditionalOnClusterRole;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Names an address that leads to each worker, so that the tabs of one browser can use all
 * workers. A tab reports the address as a proxy reports its client's; the dispatcher
 * believes it only if the tab itself has the address of a trusted proxy.
 */
@RestController
@ConditionalOnClusterRole(ClusterRole.PARENT)
class WorkerAddressController {

	/** TEST-NET-1 of RFC 5737: reserved for documentation, so no client has it. */
	private static final String NETWORK = "192.0.2.";

	private static final int LAST = 254;

	private final StickyRouteEndpoint routes;

	WorkerAddressController(StickyRouteEndpoint routes) {
		this.routes = routes;
	}

	@GetMapping("/worker-addresses.json")
	List<WorkerAddress> addresses(HttpServletRequest request) {
		String peer = request.getRemoteAddr();
		long workers = this.routes.route(peer, null, null)
			.ranking()
			.stream()
			.filter(StickyRouteEndpoint.CandidateDescriptor::takesSessions)
			.count();
		Map<String, WorkerAddress> found = new TreeMap<>();
		for (int host = 1; host <= LAST && found.size() < workers; host++) {
			String reported = NETWORK + host;
			RouteDescriptor route = this.routes.route(peer, reported, null);
			String worker = route.worker();
			if (worker == null || !route.client().equals(reported)) {
				return List.of();
			}
			found.putIfAbsent(worker, new WorkerAddress(worker, reported));
		}
		return List.copyOf(found.values());
	}

}
