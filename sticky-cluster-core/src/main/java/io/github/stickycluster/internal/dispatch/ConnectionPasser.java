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

import java.net.InetAddress;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;

/**
 * Passes accepted connections to the processes of forked workers before a byte is read.
 */
public interface ConnectionPasser {

	/**
	 * Returns the event loop that connections are to be accepted on.
	 * @return a group of one loop, which the dispatcher does not end
	 */
	EventLoopGroup acceptingGroup();

	/**
	 * Passes a connection on, at once or a little later. Called on the accepting loop.
	 * @param accepted the connection, not registered with any loop; belongs to the passer
	 * from now on
	 * @param peer its peer's address
	 * @param otherwise called, on the accepting loop, if no process takes the connection,
	 * which then belongs to the caller again
	 */
	void pass(Channel accepted, InetAddress peer, Runnable otherwise);

}
