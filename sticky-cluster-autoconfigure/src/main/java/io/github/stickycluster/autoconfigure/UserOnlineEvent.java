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

/**
 * Event that is published when the first client of a user in the cluster has connected to
 * a namespace.
 *
 * @since 0.1.0
 */
public class UserOnlineEvent extends UserEvent {

	/**
	 * Creates the event.
	 * @param source the publisher of the event
	 * @param user the user's name
	 * @param onlineId identifies the time in which the user is online
	 */
	public UserOnlineEvent(Object source, String user, UUID onlineId) {
		super(source, user, onlineId);
	}

}
