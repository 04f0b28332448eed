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

package io.github.stickycluster.operations;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.testsupport.JavaClient;
import io.github.stickycluster.testsupport.Swarm;
import io.github.stickycluster.worker.WorkerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A rolling restart of all workers under load.
 */
@Timeout(90)
class RollingRestartTests {

	@Test
	void losesNoAcknowledgedMessageAndEveryClientIsBackWithinFiveSeconds() throws Exception {
		try (OperatedApplication application = OperatedApplication.start("sticky-cluster.workers.disconnect-window=1s");
				Swarm swarm = Swarm.connect(application.port(), 500);
				JavaClient polling = JavaClient.connect(application.port(), "127.4.0.1",
						(options) -> options.transports = new String[] { "polling" })) {
			List<Object> errors = polling.received("connect_error");
			swarm.talk(Duration.ofMillis(100));
			application.operations().rollingRestart().get(60, TimeUnit.SECONDS);
			swarm.awaitConnected(Duration.ofSeconds(5));
			swarm.stopTalking(Duration.ofSeconds(10));
			await().atMost(Duration.ofSeconds(5)).until(polling.socket()::connected);
			// Each message is stored, and not twice, since its acknowledgement arrived
			// before
			// its connection was closed.
			assertThat(swarm.acknowledged()).hasSize((int) swarm.sent())
				.containsExactlyInAnyOrderElementsOf(application.store().messages());
			assertThat(swarm.reconnected()).isEqualTo(500);
			assertThat(swarm.longestAbsenceMillis()).isLessThan(5_000);
			assertThat(swarm.serverDisconnects()).isZero();
			assertThat(errors).isEmpty();
			for (int i = 1; i <= 4; i++) {
				assertThat(application.store().statesOf("node-" + i)).containsExactly(WorkerState.STARTING,
						WorkerState.UP, WorkerState.DRAINING, WorkerState.DOWN, WorkerState.STARTING, WorkerState.UP);
				assertThat(application.worker("node-" + i).statistics().restarts()).isEqualTo(1);
			}
		}
	}

}
