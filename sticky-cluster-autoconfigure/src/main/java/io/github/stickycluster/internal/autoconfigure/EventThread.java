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

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.internal.log.LimitedLog;
import io.netty.util.concurrent.DefaultThreadFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;

/**
 * Publishes events one after the other on a thread of its own, since listeners may block.
 * Thread-safe.
 */
final class EventThread {

	private static final int IDLE_SECONDS = 10;

	private static final int CLOSE_SECONDS = 5;

	private final LimitedLog log;

	private final ApplicationContext context;

	private final ThreadPoolExecutor executor;

	/**
	 * Creates a thread that is started when needed.
	 * @param name the thread's name
	 * @param context publishes the events
	 * @param mostWaiting the number of events that may wait
	 * @param log told of listeners that fail
	 */
	EventThread(String name, ApplicationContext context, int mostWaiting, LimitedLog log) {
		this.context = context;
		this.log = log;
		this.executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(mostWaiting), new DefaultThreadFactory(name, true));
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Publishes an event.
	 * @param event the event
	 * @param done run when its listeners have been called, on the thread
	 * @return whether it will be published: not if too many wait, or after the close
	 */
	boolean publish(ApplicationEvent event, Runnable done) {
		try {
			this.executor.execute(() -> {
				try {
					publishNow(event);
				}
				finally {
					done.run();
				}
			});
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	private void publishNow(ApplicationEvent event) {
		try {
			this.context.publishEvent(event);
		}
		catch (Exception ex) {
			this.log.error(event.getClass(), () -> "A listener of " + event.getClass().getSimpleName() + " failed", ex);
		}
	}

	boolean isClosed() {
		return this.executor.isShutdown();
	}

	/**
	 * Publishes what waits, as far as that takes no longer than 5 s, and nothing more.
	 */
	void close() {
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				this.executor.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			this.executor.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}

}
