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

package io.github.stickycluster.demo.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;

import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketNamespace;

import org.springframework.stereotype.Component;

/**
 * Socket.IO's listeners of the Cluster page, in a namespace of its own.
 */
@Component
@SocketNamespace(ClusterListeners.NAMESPACE)
class ClusterListeners {

	static final String NAMESPACE = "/cluster";

	private static final Duration NAP = Duration.ofSeconds(3);

	private final Semaphore nap = new Semaphore(1);

	/**
	 * What a listener must never do: it blocks its worker's event loop, so that the
	 * watchdog can be seen to notice. One at a time.
	 */
	@OnEvent("block")
	Map<String, Object> block() throws InterruptedException {
		if (!this.nap.tryAcquire()) {
			return Map.of("ok", false, "error", "A worker is blocked already; wait until it answers again");
		}
		try {
			Thread.sleep(NAP.toMillis());
			return Map.of("ok", true);
		}
		finally {
			this.nap.release();
		}
	}

}
