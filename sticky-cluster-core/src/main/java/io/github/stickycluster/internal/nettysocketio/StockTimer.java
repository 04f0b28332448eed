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

package io.github.stickycluster.internal.nettysocketio;

import java.lang.reflect.Field;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Releases the unused timer of the pipeline factory that each {@link SocketIOServer}
 * creates. Without this, Netty logs a leak at ERROR when the timer is garbage-collected.
 * The timer is accessible only through a private field of the server.
 * <p>
 * Remove when mrniko/netty-socketio#741 is fixed:
 * {@code new SocketIOServer(configuration)} that is never started leaks its
 * {@code HashedWheelTimer}.
 */
public final class StockTimer {

	private static final Logger logger = LoggerFactory.getLogger(StockTimer.class);

	private StockTimer() {
	}

	/**
	 * Starts and stops the pipeline factory of a server, since it stops its timer only
	 * after a start. Does nothing if the field is inaccessible.
	 * @param server a server whose pipeline factory has not been replaced yet
	 */
	public static void release(SocketIOServer server) {
		try {
			Field field = SocketIOServer.class.getDeclaredField("pipelineFactory");
			field.setAccessible(true);
			SocketIOChannelInitializer factory = (SocketIOChannelInitializer) field.get(server);
			Configuration scratch = new Configuration();
			factory.start(scratch, new NamespacesHub(scratch));
			factory.stop();
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.debug("The timer of netty-socketio's own pipeline factory cannot be released", ex);
		}
	}

}
