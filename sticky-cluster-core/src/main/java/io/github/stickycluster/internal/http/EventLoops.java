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

package io.github.stickycluster.internal.http;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;

/**
 * Hands tasks to event loops that may have been shut down.
 */
public final class EventLoops {

	private EventLoops() {
	}

	/**
	 * Runs a task on a loop.
	 * @param loop the loop
	 * @param task what to run there
	 * @param otherwise what to run here if the loop takes no tasks any more
	 */
	public static void execute(EventExecutor loop, Runnable task, Runnable otherwise) {
		execute((Executor) loop, task, otherwise);
	}

	/**
	 * Runs a task on a loop, at once if this is it.
	 * @param loop the loop
	 * @param here whether the caller is on the loop
	 * @param task what to run there
	 * @param otherwise what to run here if the loop takes no tasks any more
	 */
	public static void execute(EventExecutor loop, boolean here, Runnable task, Runnable otherwise) {
		if (here) {
			task.run();
		}
		else {
			execute(loop, task, otherwise);
		}
	}

	/**
	 * Runs a task in the loop's next turn, after the connections that wait.
	 * @param loop the loop
	 * @param task what to run there
	 * @param otherwise what to run here if the loop takes no tasks any more
	 */
	public static void executeNextTurn(EventExecutor loop, Runnable task, Runnable otherwise) {
		execute((next) -> loop.schedule(next, 0, TimeUnit.NANOSECONDS), task, otherwise);
	}

	/**
	 * Closes a channel in a while, or now if its loop takes no tasks any more.
	 * @param context the handler that closes
	 * @param seconds the while
	 */
	public static void closeLater(ChannelHandlerContext context, int seconds) {
		execute((task) -> context.executor().schedule(task, seconds, TimeUnit.SECONDS), context::close, context::close);
	}

	private static void execute(Executor executor, Runnable task, Runnable otherwise) {
		try {
			executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			otherwise.run();
		}
	}

}
