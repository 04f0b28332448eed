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

package io.github.stickycluster.internal.autoconfigure.listener;

import java.util.concurrent.Executor;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.autoconfigure.PropertyChecks;
import io.github.stickycluster.internal.worker.ListenerSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Finds the executor that listeners run on.
 */
public final class ListenerExecutors {

	private static final String PROPERTY = "listeners.executor";

	private static final String EVENT_LOOP = "event-loop";

	private static final String VIRTUAL_THREADS = "virtual-threads";

	private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

	/** Calls of one client that may wait. */
	private static final int QUEUE_CAPACITY = 128;

	private ListenerExecutors() {
	}

	/**
	 * Returns where listeners run.
	 * @param properties the choice
	 * @param beanFactory has the executor that may be named
	 * @param javaVersion the feature version of the running Java
	 * @return the executor, or {@code null} for the event loops
	 */
	public static @Nullable ListenerSettings settings(StickyClusterProperties.Listeners properties,
			BeanFactory beanFactory, int javaVersion) {
		return switch (properties.executor()) {
			case EVENT_LOOP -> null;
			case VIRTUAL_THREADS -> new ListenerSettings(virtualThreads(javaVersion), QUEUE_CAPACITY);
			default -> new ListenerSettings(bean(properties.executor(), beanFactory), QUEUE_CAPACITY);
		};
	}

	private static Executor virtualThreads(int javaVersion) {
		PropertyChecks.check(javaVersion >= FIRST_WITH_VIRTUAL_THREADS, PROPERTY, VIRTUAL_THREADS,
				"Virtual threads need Java 21 or later, and this is Java " + javaVersion
						+ ". Run on a later Java, or use the name of a TaskExecutor bean.");
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("sticky-cluster-listener-");
		executor.setVirtualThreads(true);
		return executor;
	}

	private static Executor bean(String name, BeanFactory beanFactory) {
		boolean found = beanFactory.containsBean(name) && beanFactory.isTypeMatch(name, Executor.class);
		PropertyChecks.check(found, PROPERTY, name, "There is no TaskExecutor bean of this name. "
				+ "Use 'event-loop', 'virtual-threads' or the name of one, such as 'applicationTaskExecutor'.");
		return beanFactory.getBean(name, Executor.class);
	}

}
