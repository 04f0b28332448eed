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

package io.github.stickycluster.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.github.stickycluster.benchmarks.Results.Series;
import io.github.stickycluster.benchmarks.load.Sample;
import io.github.stickycluster.benchmarks.peer.Peers;

/**
 * The few figures that the README shows, of the last run, as ratios to stock.
 */
final class Headline {

	private static final List<String> PEERS = List.of(Peers.CLUSTER, Peers.CLUSTER_IO_URING, Peers.STOCK_EPOLL,
			Peers.HAPROXY, Peers.NODE, Peers.BARE);

	private final Results results;

	private final StringBuilder text = new StringBuilder();

	Headline(List<Results> runs) {
		this.results = runs.get(runs.size() - 1);
	}

	String write() {
		line("%s, %s. Stock netty-socketio, direct and as it comes, is 1.00.", LocalDate.now(ZoneOffset.UTC),
				Machine.describe().get(0));
		line("");
		line("| | Sticky Cluster | with io_uring | stock with epoll | stock behind HAProxy | Node cluster | bare Netty |");
		line("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
		row("connects/s", "connect", Sample::rate);
		row("echoes/s (48 bytes)", "echo", Sample::rate);
		row("CPU of an echo", "echo", Sample::cpuMicros);
		row("p99 of an echo", "echo", Sample::p99Micros);
		row("polling requests/s", "polling", Sample::rate);
		row("broadcast deliveries/s (room of 200, 4 in flight)", "broadcast-4", Sample::rate);
		row("CPU of a delivery", "broadcast-4", Sample::cpuMicros);
		row("heap of an idle session", "idle", Sample::heapBytes);
		return this.text.toString();
	}

	private void row(String name, String row, ToDoubleFunction<Sample> measure) {
		List<String> cells = new ArrayList<>();
		for (String peer : PEERS) {
			double ratio = this.results.ratio(new Series(row, peer), new Series(row, Peers.STOCK), measure);
			cells.add(Double.isNaN(ratio) ? "–" : String.format(Locale.ROOT, "%.2f", ratio));
		}
		cells.set(0, "**" + cells.get(0) + "**");
		line("| %s | %s |", name, String.join(" | ", cells));
	}

	private void line(String format, Object... arguments) {
		this.text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
	}

}
