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

package io.github.stickycluster.autoconfigure;

import java.util.UUID;

import org.springframework.context.ApplicationEvent;

/**
 * Event about a user of the cluster, whose clients have authenticated by Spring Security.
 * It is published on one node only, which is chosen by the user's name among the nodes
 * whose application listens.
 * <p>
 * Events are published only if a listener for their type exists when the node starts, one
 * after the other on one thread. A listener may block, but delays the next events.
 *
 * @since 0.1.0
 */
public abstract class UserEvent extends ApplicationEvent {

	private final String user;

	private final UUID onlineId;

	/**
	 * Creates the event.
	 * @param source the publisher of the event
	 * @param user the user's name
	 * @param onlineId identifies the time in which the user is online
	 */
	protected UserEvent(Object source, String user, UUID onlineId) {
		super(source);
		this.user = user;
		this.onlineId = onlineId;
	}

	/**
	 * Returns the user.
	 * @return the user's name, that of the clients' Spring Security authentication
	 */
	public String getUser() {
		return this.user;
	}

	/**
	 * Returns an id of the time in which the user is or was online. Two events of one
	 * type with the same id are the same event, which was published again because a node
	 * was killed.
	 * @return the id, the same for the {@link UserOnlineEvent} and the
	 * {@link UserOfflineEvent} of that time
	 */
	public UUID getOnlineId() {
		return this.onlineId;
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + " of " + this.user;
	}

}
