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

package io.github.stickycluster.internal.bus;

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import io.github.stickycluster.testkit.RecordedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Inbox}: what a node learns from its own frames.
 */
class InboxTests {

	@RegisterExtension
	final RecordedLog log = new RecordedLog(Inbox.class.getName());

	private final List<String> received = new ArrayList<>();

	private final Inbox inbox = new Inbox("a", 1, (node, message) -> this.received.add(node), new BusStatistics());

	@Test
	void anOwnFrameTellsThatTheEngineDeliversAndIsNoMessage() {
		assertThat(this.inbox.heardItself()).isEmpty();
		long before = System.nanoTime();
		this.inbox.accept(frame("a", 1));
		assertThat(this.inbox.heardItself().orElseThrow() - before).isNotNegative();
		assertThat(this.received).isEmpty();
	}

	@Test
	void aFrameOfAnotherNodeOrOfATwinTellsNothing() {
		this.inbox.accept(frame("b", 1));
		this.inbox.accept(frame("a", 2));
		assertThat(this.inbox.heardItself()).isEmpty();
		assertThat(this.received).containsExactly("b", "a");
	}

	@Test
	void anErrorOfTheReceiversEndsOneMessageAndNothingElse() {
		Inbox failing = new Inbox("a", 1, (node, message) -> {
			this.received.add(node);
			throw new AssertionError("cannot be");
		}, new BusStatistics());
		assertThatNoException().isThrownBy(() -> failing.accept(frame("b", 1)));
		assertThatNoException().isThrownBy(() -> failing.accept(frame("c", 1)));
		assertThat(this.received).containsExactly("b", "c");
	}

	@Test
	void manyGapsAreCountedAndLoggedOnce() {
		BusStatistics statistics = new BusStatistics();
		Inbox gaps = new Inbox("a", 1, (node, message) -> this.received.add(node), statistics);
		for (int number = 1; number <= 1_999; number += 2) {
			gaps.accept(frame("b", 1, number));
		}
		assertThat(this.received).hasSize(1_000);
		assertThat(statistics.lost()).isEqualTo(999);
		await().untilAsserted(() -> assertThat(this.log.events()).filteredOn((event) -> event.getLevel() == Level.WARN)
			.singleElement()
			.satisfies((event) -> assertThat(event.getFormattedMessage()).contains("node b")));
	}

	private static byte[] frame(String sender, long incarnation) {
		return frame(sender, incarnation, 1);
	}

	private static byte[] frame(String sender, long incarnation, long number) {
		return new Frame(sender, incarnation, number, "", new byte[] { 1 }).toBytes();
	}

}
