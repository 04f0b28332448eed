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

package io.github.stickycluster.demo.chat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.autoconfigure.NodeJoinedEvent;
import io.github.stickycluster.autoconfigure.NodeLeftEvent;
import io.github.stickycluster.cluster.OnServerEvent;
import io.github.stickycluster.cluster.SocketCluster;

import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Keeps the rosters of all nodes alike. Each node tells the others which of its own
 * clients are in a room, and all of it when one joins and from time to time; a node that
 * is gone takes its people with it. Clients hear of it from their own node, whose lists
 * so have one order.
 */
@Component
class RosterExchange {

	private static final String ROOM = "roster-room";

	private static final String ALL = "roster-all";

	private final SocketCluster cluster;

	private final Roster roster;

	RosterExchange(SocketCluster cluster, Roster roster) {
		this.cluster = cluster;
		this.roster = roster;
	}

	@EventListener
	void joined(NodeJoinedEvent event) {
		tellAll();
	}

	@EventListener
	void left(NodeLeftEvent event) {
		tellClients(this.roster.replaceAll(event.getNodeId(), Map.of()));
	}

	/**
	 * Tells the other nodes who of this node's clients is in a room now.
	 * @param room the room
	 */
	synchronized void tell(String room) {
		this.cluster.serverSideEmit(ROOM, this.cluster.nodeId(), room, this.roster.own(room));
	}

	/** Now and then, too: what was lost on the way is mended by it. */
	@Scheduled(fixedRate = 10, timeUnit = TimeUnit.SECONDS)
	synchronized void tellAll() {
		if (this.cluster.nodes().size() > 1) {
			this.cluster.serverSideEmit(ALL, this.cluster.nodeId(), this.roster.own());
		}
	}

	@OnServerEvent(ROOM)
	void told(String node, String room, List<Seat> seats) {
		tellClients(this.roster.replace(node, room, seats));
	}

	@OnServerEvent(ALL)
	void toldAll(String node, Map<String, List<Seat>> rooms) {
		tellClients(this.roster.replaceAll(node, rooms));
	}

	private void tellClients(List<Movement> movements) {
		movements.forEach(
				(movement) -> this.cluster.local().to(movement.room()).emit(movement.event(), movement.presence()));
	}

}
