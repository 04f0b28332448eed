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
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reverse proxy's connection lives on an event loop of one worker and carries the
 * requests of other workers' clients, who must not notice when that worker is restarted.
 */
@Timeout(60)
class SharedConnectionTests {

	private static final String URI = "/socket.io/?EIO=4&transport=polling";

	@Test
	void clientsOfOtherWorkersKeepTheirSessionsWhenTheConnectionsWorkerIsRestarted() throws Exception {
		try (OperatedApplication application = OperatedApplication.start("server.shutdown=immediate",
				"sticky-cluster.client-address.trusted-proxies=127.0.0.1",
				"sticky-cluster.workers.disconnect-window=0s");
				Wire polls = Wire.to(application.port());
				Wire posts = Wire.to(application.port())) {
			// Both connections were accepted on the worker that the proxy's own address
			// belongs to.
			Client there = Client.open(polls, "127.0.0.1");
			Client elsewhere = openOnAnotherWorker(polls, there.worker);
			polls.send(elsewhere.poll());
			application.operations().restart(there.worker).get(10, TimeUnit.SECONDS);
			HttpAnswer last = polls.answer();
			assertThat(last.text()).as("answered, so that the connection can end").isEqualTo("6");
			assertThat(last.header("connection")).isEqualTo("close");
			assertThat(polls.closesWithin(Duration.ofSeconds(5))).isTrue();
			assertThat(posts.closesWithin(Duration.ofSeconds(5))).as("idle").isTrue();
			try (Wire next = Wire.to(application.port())) {
				assertThat(next.exchange(elsewhere.post("420[\"store\",\"kept\"]")).text()).isEqualTo("ok");
				assertThat(next.exchange(elsewhere.poll()).text()).isEqualTo("430[true]");
				assertThat(next.exchange(there.poll()).text()).contains("Session ID unknown");
			}
		}
	}

	private static Client openOnAnotherWorker(Wire wire, String worker) {
		int number = 1;
		Client client = Client.open(wire, "192.0.2." + number);
		while (client.worker.equals(worker)) {
			number++;
			client = Client.open(wire, "192.0.2." + number);
		}
		return client;
	}

	private record Client(String address, String sid, String worker) {

		static Client open(Wire wire, String address) {
			String open = wire.exchange(HttpRequest.get(URI).header("X-Forwarded-For", address)).text();
			int begin = open.indexOf("\"sid\":\"") + 7;
			Client opened = new Client(address, open.substring(begin, open.indexOf('"', begin)), "");
			wire.exchange(opened.post("40"));
			wire.exchange(opened.poll());
			wire.exchange(opened.post("420[\"worker\"]"));
			String answer = wire.exchange(opened.poll()).text();
			return new Client(address, opened.sid, answer.substring("430[\"".length(), answer.length() - 2));
		}

		HttpRequest poll() {
			return HttpRequest.get(URI + "&sid=" + this.sid).header("X-Forwarded-For", this.address);
		}

		HttpRequest post(String packet) {
			return HttpRequest.post(URI + "&sid=" + this.sid, packet).header("X-Forwarded-For", this.address);
		}

	}

}
