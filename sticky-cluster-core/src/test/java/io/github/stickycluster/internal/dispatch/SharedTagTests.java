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
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.stickycluster.internal.engineio.SessionId;
import io.github.stickycluster.internal.net.ClientKey;
import io.github.stickycluster.internal.worker.RemoteWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.Worker;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.testkit.RecordedLog;
import io.github.stickycluster.worker.WorkerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two workers whose ids happen to have the same tag, by which their session ids tell them
 * apart.
 */
class SharedTagTests {

	/** Found by trying: SHA-256 begins with the same 32 bits for both. */
	private static final String EARLIER = "node166865";

	private static final String LATER = "node74548";

	@RegisterExtension
	private final RecordedLog log = new RecordedLog(WorkerRegistry.class.getPackageName());

	private final WorkerRegistry registry = new WorkerRegistry();

	private final WorkerSelector selector = new WorkerSelector(this.registry, new ClientKey(32, 56), null);

	@Test
	void theEarlierKeepsItsSessionsWhateverIsHeardLater() {
		beat(EARLIER, 1);
		beat(LATER, 1);
		assertThat(holder()).isEqualTo(EARLIER);
		beat(EARLIER, 2);
		assertThat(holder()).isEqualTo(EARLIER);
		beat(LATER, 2);
		assertThat(holder()).isEqualTo(EARLIER);
	}

	@Test
	void theLaterTakesItsPlaceWhenTheEarlierIsGone() {
		beat(EARLIER, 1);
		beat(LATER, 1);
		this.registry.putNode(EARLIER, List.of());
		assertThat(holder()).isEqualTo(LATER);
		beat(EARLIER, 1);
		assertThat(holder()).isEqualTo(LATER);
	}

	@Test
	void anErrorNamesBothOnceAndTheFix() {
		beat(EARLIER, 1);
		beat(LATER, 1);
		beat(EARLIER, 2);
		beat(LATER, 2);
		assertThat(this.log.events()).filteredOn((event) -> event.getLevel() == Level.ERROR)
			.singleElement()
			.extracting(ILoggingEvent::getFormattedMessage)
			.asString()
			.contains("'" + EARLIER + "-1'", "'" + LATER + "-1'", "Give node '" + LATER + "' another",
					"sticky-cluster.node-id");
	}

	private void beat(String node, int sessions) {
		Worker worker = new RemoteWorker(node + "-1", node, new InetSocketAddress("127.0.0.1", 1), 1, sessions,
				sessions);
		this.registry.putNode(node, List.of(new RoutingTable.Entry(worker, WorkerState.UP)));
	}

	private String holder() {
		int tag = SessionId.tagOf(EARLIER + "-1");
		assertThat(SessionId.tagOf(LATER + "-1")).isEqualTo(tag);
		Worker worker = this.selector.forSession(String.format("%08x-0000-8000-8000-000000000000", tag));
		assertThat(worker).isNotNull();
		return worker.node();
	}

}
