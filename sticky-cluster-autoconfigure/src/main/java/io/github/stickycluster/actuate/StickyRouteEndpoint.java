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

package io.github.stickycluster.actuate;

import java.net.InetAddress;
import java.util.List;

import io.github.stickycluster.internal.dispatch.RouteExplainer;
import io.github.stickycluster.internal.dispatch.RouteExplanation;
import io.github.stickycluster.internal.net.IpAddress;
import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Actuator endpoint {@code stickyroute}: explains to which worker the dispatcher would
 * route a request.
 *
 * @since 0.1.0
 */
@Endpoint(id = "stickyroute")
public class StickyRouteEndpoint {

	private final RouteExplainer explainer;

	/**
	 * Creates the endpoint.
	 * @param explainer explains the routes
	 */
	StickyRouteEndpoint(RouteExplainer explainer) {
		this.explainer = explainer;
	}

	/**
	 * Explains the route of a request.
	 * @param address the IP address of the connection's peer, as the dispatcher sees it
	 * @param header the value of the header with the client's address,
	 * {@code client-address.header}, or {@code null} if the request has none
	 * @param sid the request's session id, or {@code null} for a new session
	 * @return the worker, and the steps of the decision
	 * @throws InvalidEndpointRequestException if {@code address} is not an IP address
	 * (status 400)
	 */
	@ReadOperation
	public RouteDescriptor route(String address, @Nullable String header, @Nullable String sid) {
		InetAddress peer = IpAddress.parse(address);
		if (peer == null) {
			throw new InvalidEndpointRequestException("Not an IP address: " + address,
					"The parameter 'address' must be an IP address such as 203.0.113.7 or 2001:db8::7");
		}
		return RouteDescriptor.of(this.explainer.explain(peer, header, sid));
	}

	/**
	 * The route of a request.
	 *
	 * @param worker the id of the worker, or {@code null} if no worker would accept the
	 * request
	 * @param client the client's address, determined from the peer's address and the
	 * header
	 * @param key the part of the client's address that selects the worker
	 * @param steps the steps of the decision, one sentence each
	 * @param ranking all workers, in the order in which they would get new sessions of
	 * the client
	 */
	public record RouteDescriptor(@Nullable String worker, String client, String key, List<String> steps,
			List<CandidateDescriptor> ranking) implements OperationResponseBody {

		private static RouteDescriptor of(RouteExplanation route) {
			return new RouteDescriptor(route.worker(), route.client(), route.key(), route.steps(),
					route.ranking().stream().map(CandidateDescriptor::of).toList());
		}

	}

	/**
	 * A worker's place in the ranking.
	 *
	 * @param worker the worker's id
	 * @param state the worker's state
	 * @param takesSessions whether the worker accepts new sessions
	 * @param score the worker's rendezvous score for the client key; the highest score is
	 * first
	 * @param weight the worker's weight
	 * @param load the number of the worker's sessions, including those that are being
	 * opened
	 * @param capacity the number of sessions from which on new ones are routed to the
	 * next worker, or {@code null} if the worker accepts none or
	 * {@code routing.load-factor} is not set
	 */
	public record CandidateDescriptor(String worker, WorkerState state, boolean takesSessions, double score,
			double weight, int load, @Nullable Long capacity) {

		private static CandidateDescriptor of(RouteExplanation.Candidate candidate) {
			return new CandidateDescriptor(candidate.worker(), candidate.state(), candidate.takesSessions(),
					candidate.score(), candidate.weight(), candidate.load(), candidate.capacity());
		}

	}

}
