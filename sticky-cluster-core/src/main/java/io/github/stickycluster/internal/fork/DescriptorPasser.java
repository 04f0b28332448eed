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

package io.github.stickycluster.internal.fork;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.internal.dispatch.ConnectionPasser;
import io.github.stickycluster.internal.dispatch.WorkerSelector;
import io.github.stickycluster.internal.worker.OwnWorker;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import org.jspecify.annotations.Nullable;

/**
 * Passes accepted connections on to the children as file descriptors: no byte of a client
 * comes through this process.
 * <p>
 * A child that has as many on their way as it may gets a moment to take them. After that
 * the connection goes to the next worker in its order.
 */
public final class DescriptorPasser implements ConnectionPasser {

	private static final long PATIENCE_MILLIS = 20;

	private final FamilyHub hub;

	private final WorkerSelector selector;

	/**
	 * Creates a passer.
	 * @param hub knows the children
	 * @param selector selects one
	 */
	public DescriptorPasser(FamilyHub hub, WorkerSelector selector) {
		this.hub = hub;
		this.selector = selector;
	}

	@Override
	public EventLoopGroup acceptingGroup() {
		return this.hub.group();
	}

	@Override
	public void pass(Channel accepted, InetAddress peer, Runnable otherwise) {
		OwnWorker first = this.selector.forProcess(peer, (worker) -> true);
		if (!passTo(first, accepted)) {
			if (first == null) {
				otherwise.run();
			}
			else {
				this.hub.group()
					.next()
					.schedule(() -> passToAny(accepted, peer, otherwise), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
			}
		}
	}

	private void passToAny(Channel accepted, InetAddress peer, Runnable otherwise) {
		if (!passTo(this.selector.forProcess(peer, this::isReady), accepted)) {
			otherwise.run();
		}
	}

	private boolean isReady(OwnWorker worker) {
		ChildLink link = this.hub.link(worker.id());
		return link != null && link.hasCredit();
	}

	private boolean passTo(@Nullable OwnWorker worker, Channel accepted) {
		ChildLink link = (worker != null) ? this.hub.link(worker.id()) : null;
		if (link == null || !link.hasCredit()) {
			return false;
		}
		link.pass(accepted);
		return true;
	}

}
