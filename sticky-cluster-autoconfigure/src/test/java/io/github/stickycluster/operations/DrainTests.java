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
import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.testsupport.JavaClient;
import io.github.stickycluster.testsupport.Swarm;
import io.github.stickycluster.worker.WorkerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A draining worker and its clients.
 */
@Timeout(60)
class DrainTests {

	@Test
	void sessionsGoOnUntilTheDeadlineAndThenComeBackElsewhere() {
		try (OperatedApplication application = OperatedApplication.start("sticky-cluster.workers.drain-timeout=3s",
				"sticky-cluster.workers.disconnect-window=1s");
				JavaClient socket = connect(application, "websocket");
				JavaClient polling = connect(application, "polling");
				Swarm swarm = Swarm.connect(application.port(), 80)) {
			String worker = (String) socket.emitWithAck("worker")[0];
			assertThat(polling.emitWithAck("worker")).containsExactly(worker);
			int sessions = application.worker(worker).sessions();
			List<Object> socketBack = socket.received("connect");
			List<Object> pollingBack = polling.received("connect");
			long begun = System.nanoTime();
			application.operations().drain(worker);
			List<Object> answers = new ArrayList<>();
			await().pollInterval(Duration.ofMillis(100)).until(() -> {
				answers.add(socket.emitWithAck("worker")[0]);
				answers.add(polling.emitWithAck("worker")[0]);
				return System.nanoTime() - begun > 1_500_000_000L;
			});
			assertThat(answers).hasSizeGreaterThan(3).containsOnly(worker);
			assertThat(application.worker(worker).sessions()).isEqualTo(sessions);
			await().until(() -> application.worker(worker).sessions() < sessions);
			Duration first = Duration.ofNanos(System.nanoTime() - begun);
			await().until(() -> application.worker(worker).sessions() == 0);
			Duration last = Duration.ofNanos(System.nanoTime() - begun);
			assertThat(first).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
			assertThat(last).as("the disconnects are spread").isGreaterThan(Duration.ofMillis(3_500));
			assertThat(application.state(worker)).as("until somebody resumes it").isEqualTo(WorkerState.DRAINING);
			await().until(() -> !socketBack.isEmpty() && !pollingBack.isEmpty());
			assertThat(socket.emitWithAck("worker")[0]).isNotEqualTo(worker);
			swarm.awaitConnected(Duration.ofSeconds(5));
			assertThat(swarm.reconnected()).isEqualTo(sessions - 2);
			application.operations().resume(worker);
			try (JavaClient back = connect(application, "websocket")) {
				assertThat(back.emitWithAck("worker")).containsExactly(worker);
			}
		}
	}

	private static JavaClient connect(OperatedApplication application, String transport) {
		return JavaClient.connect(application.port(), "127.0.0.1", (options) -> {
			options.transports = new String[] { transport };
			options.reconnectionDelay = 50;
			options.reconnectionDelayMax = 200;
		});
	}

}
