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

package io.github.stickycluster.internal.dispatch;

import java.net.InetSocketAddress;

import io.github.stickycluster.internal.worker.RemoteWorker;
import io.netty.channel.ChannelPipeline;

/**
 * Sends the first bytes of a connection to a worker of another node.
 */
@FunctionalInterface
public interface RelayGreeting {

	/**
	 * Adds the handlers that say who comes, and on whose behalf, before the first
	 * request.
	 * @param pipeline the empty pipeline of a channel that will be connected
	 * @param worker the worker
	 * @param client the client's address
	 * @param reached the public address that the client reached
	 */
	void addTo(ChannelPipeline pipeline, RemoteWorker worker, InetSocketAddress client, InetSocketAddress reached);

}
