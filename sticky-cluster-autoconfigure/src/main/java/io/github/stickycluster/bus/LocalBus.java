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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The bus of a single JVM: hands the message itself to every member.
 *
 * @param <M> the messages
 */
public final class LocalBus<M> implements ClusterBus<M> {

	private final Map<String, Consumer<M>> members = new ConcurrentHashMap<>();

	@Override
	public Membership join(String memberId, Consumer<M> receiver) {
		if (this.members.putIfAbsent(memberId, receiver) != null) {
			throw new IllegalStateException("The bus has a member '" + memberId + "' already");
		}
		return () -> this.members.remove(memberId, receiver);
	}

	@Override
	public void publish(String senderId, M message) {
		this.members.forEach((memberId, receiver) -> {
			if (!memberId.equals(senderId)) {
				receiver.accept(message);
			}
		});
	}

}
