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

package io.github.stickycluster.internal.cluster.membership;

import java.time.Duration;

import io.github.stickycluster.internal.settings.SettingChecks;

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
	 * An engine that hangs must be noticed first, which takes the bus up to 3 seconds.
	 */
	private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(5);

	/** So that a lost heartbeat, or two, are no death. */
	private static final int HEARTBEATS_IN_TIMEOUT = 4;

	/**
	 * Makes settings that follow from the time after which a node is taken for dead.
	 * @param nodeId this node's id
	 * @param host where other nodes reach this one's workers
	 * @param nodeTimeout the time without a heartbeat, from 5 seconds to 10 minutes
	 * @return settings with four heartbeats in that time, and half of a heartbeat's time
	 * to join
	 * @throws io.github.stickycluster.internal.settings.InvalidSettingException if the
	 * time is out of its range
	 */
	public static MembershipSettings of(String nodeId, String host, Duration nodeTimeout) {
		SettingChecks.inRange("cluster.node-timeout", nodeTimeout, SHORTEST_TIMEOUT, Duration.ofMinutes(10));
		Duration heartbeat = nodeTimeout.dividedBy(HEARTBEATS_IN_TIMEOUT);
		return new MembershipSettings(nodeId, host, heartbeat, nodeTimeout, heartbeat.dividedBy(2));
	}

	/**
	 * Replaces the time that other nodes have to answer.
	 * @param timeout the time, zero for one that is the first
	 * @return settings that are otherwise the same
	 */
	public MembershipSettings withJoinTimeout(Duration timeout) {
		return new MembershipSettings(this.nodeId, this.host, this.heartbeatInterval, this.nodeTimeout, timeout);
	}

}
