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
 * Releases the timer in the pipeline factory that every {@link SocketIOServer} makes, and
 * that is not in use: Netty reports it as leaked, at ERROR, when it is collected. Nothing
 * but the server's private field leads to it.
 */
public final class StockTimer {

	private static final Logger logger = LoggerFactory.getLogger(StockTimer.class);

	private StockTimer() {
	}

	/**
	 * Stops the timer of a server's own pipeline factory, which only stops after a start;
	 * where the field is out of reach, the report is all that happens.
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
