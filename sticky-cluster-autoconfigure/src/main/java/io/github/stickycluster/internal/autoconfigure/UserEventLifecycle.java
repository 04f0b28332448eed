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

package io.github.stickycluster.internal.autoconfigure;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;

import io.github.stickycluster.autoconfigure.UserEvent;
import io.github.stickycluster.autoconfigure.UserOfflineEvent;
import io.github.stickycluster.autoconfigure.UserOnlineEvent;
import io.github.stickycluster.internal.cluster.ClusterAdapter;
import io.github.stickycluster.internal.log.LimitedLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Makes the cluster know which users are online, and publishes the events about them that
 * the application listens to.
 */
final class UserEventLifecycle implements SmartLifecycle {

	private static final int MOST_WAITING = 10_000;

	private static final Set<Class<? extends UserEvent>> TYPES = Set.of(UserOnlineEvent.class, UserOfflineEvent.class);

	private final LimitedLog log = new LimitedLog(LoggerFactory.getLogger(UserEventLifecycle.class));

	private final ApplicationContext context;

	private final ClusterAdapter link;

	private @Nullable EventThread thread;

	private boolean running;

	/**
	 * Creates it before the node joins the cluster.
	 * @param context publishes the events
	 * @param link knows the users from now on
	 * @param grace the time after which a user without a client is offline
	 */
	UserEventLifecycle(ApplicationContext context, ClusterAdapter link, Duration grace) {
		this.context = context;
		this.link = link;
		link.knowUsers(grace);
	}

	@Override
	public synchronized void start() {
		Set<Class<? extends UserEvent>> heard = SocketEventListeners.heard(this.context, UserEvent.class, TYPES);
		if (!heard.isEmpty()) {
			EventThread made = new EventThread("sticky-cluster-user-events", this.context, MOST_WAITING, this.log);
			this.thread = made;
			this.link.reportUsersTo((online, user, id, done) -> report(made, heard, event(online, user, id), done));
		}
		this.running = true;
	}

	private UserEvent event(boolean online, String user, UUID id) {
		return online ? new UserOnlineEvent(this.link, user, id) : new UserOfflineEvent(this.link, user, id);
	}

	private static boolean report(EventThread thread, Set<Class<? extends UserEvent>> heard, UserEvent event,
			Runnable done) {
		if (heard.contains(event.getClass())) {
			return thread.publish(event, done);
		}
		done.run();
		return true;
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		if (this.thread != null) {
			this.thread.close();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return WorkersLifecycle.PHASE - 1;
	}

}
