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

import java.time.Duration;

/**
 * Settings of membership.
 *
 * @param nodeId this node's id
 * @param host the address or host name at which other nodes reach this one's workers
 * @param heartbeatInterval time between two heartbeats
 * @param nodeTimeout time without a heartbeat after which a node is taken for dead;
 * longer than the bus takes to notice that its engine hangs, which is 3 seconds
 * @param joinTimeout time that the other nodes have to answer a node that joins
 */
public record MembershipSettings(String nodeId, String host, Duration heartbeatInterval, Duration nodeTimeout,
		Duration joinTimeout) {

	/**
	 * Replaces the time that other nodes have to answer.
	 * @param timeout the time, zero for one that is the first
	 * @return settings that are otherwise the same
	 */
	public MembershipSettings withJoinTimeout(Duration timeout) {
		return new MembershipSettings(this.nodeId, this.host, this.heartbeatInterval, this.nodeTimeout, timeout);
	}

}
