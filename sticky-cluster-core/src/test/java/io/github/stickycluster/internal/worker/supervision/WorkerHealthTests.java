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

package io.github.stickycluster.internal.worker.supervision;

import java.io.IOException;

import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the {@link Watchdog} sees of a worker's internal port.
 */
@Timeout(60)
class WorkerHealthTests {

	@Test
	void aWorkerWhosePortIsClosedIsReplaced() throws IOException {
		try (TestServer server = TestServer.start((io) -> {
		})) {
			LocalWorker worker = server.worker();
			worker.workerServer().closePort();
			await().until(() -> worker.statistics().restarts() == 1);
			LocalWorker replacement = server.workers().get(1);
			assertThat(replacement.id()).isEqualTo(worker.id());
			Wire.to(replacement.port()).close();
		}
	}

}
