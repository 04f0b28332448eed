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

package io.github.stickycluster.bus;

import java.util.function.Consumer;

/**
 * Carries messages from one member of the cluster to all others.
 *
 * @param <M> the messages
 */
public interface ClusterBus<M> {

	/**
	 * Joins a member.
	 * @param memberId the member's id, unique on the bus
	 * @param receiver called with each message of the others, in the order in which each
	 * of them published; on the publisher's thread, so it must be quick and never block
	 * @return what leaves again
	 * @throws IllegalStateException if there is a member of that id
	 */
	Membership join(String memberId, Consumer<M> receiver);

	/**
	 * Sends a message to all members but one.
	 * @param senderId the member that does not get it; an id that nobody has reaches all
	 * @param message the message; must not change any more
	 */
	void publish(String senderId, M message);

	/**
	 * A member's place on the bus.
	 */
	interface Membership extends AutoCloseable {

		/**
		 * Leaves; nothing is received after a message that is just being delivered.
		 */
		@Override
		void close();

	}

}
