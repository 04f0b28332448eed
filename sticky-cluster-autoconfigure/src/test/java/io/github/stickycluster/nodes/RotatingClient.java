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

package io.github.stickycluster.nodes;

import java.util.List;

import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Wire;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A polling client behind a load balancer that sends each request to the next node.
 */
final class RotatingClient implements AutoCloseable {

	private static final String TARGET = "/socket.io/?EIO=4&transport=polling";

	private final List<Wire> nodes;

	private String sid = "";

	private int turn;

	RotatingClient(List<Integer> ports) {
		this.nodes = ports.stream().map(Wire::to).toList();
		String open = next().exchange(HttpRequest.get(TARGET)).text();
		int start = open.indexOf("\"sid\":\"") + 7;
		this.sid = "&sid=" + open.substring(start, open.indexOf('"', start));
		post("40");
		assertThat(poll()).startsWith("40{");
	}

	void post(String packet) {
		HttpAnswer answer = next().exchange(HttpRequest.post(TARGET + this.sid, packet));
		assertThat(answer.text()).as("the answer of node %d", this.turn % this.nodes.size()).isEqualTo("ok");
	}

	String poll() {
		HttpAnswer answer = next().exchange(HttpRequest.get(TARGET + this.sid));
		assertThat(answer.status()).as(answer::text).isEqualTo(200);
		return answer.text();
	}

	private Wire next() {
		return this.nodes.get(this.turn++ % this.nodes.size());
	}

	@Override
	public void close() {
		this.nodes.forEach(Wire::close);
	}

}
