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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.github.stickycluster.benchmarks.Results.Series;
import io.github.stickycluster.benchmarks.load.Benchmark;
import io.github.stickycluster.benchmarks.load.Sample;
import io.github.stickycluster.benchmarks.peer.Peers;
import org.jspecify.annotations.Nullable;

/**
 * What the project means to keep: a ratio with its limit.
 *
 * @param what what is compared
 * @param one what is measured
 * @param other what it is divided by, or itself for an absolute measure
 * @param measure what is read from the samples
 * @param atLeast whether more is better
 * @param limit the limit
 */
record Bar(String what, Series one, Series other, ToDoubleFunction<Sample> measure, boolean atLeast, double limit) {

	private static final Map<String, String> WITH_IO_URING = Map.of(Peers.CLUSTER, Peers.CLUSTER_IO_URING,
			Peers.CLUSTER_TLS, Peers.CLUSTER_TLS_IO_URING, Peers.BARE, Peers.BARE_IO_URING);

	static List<Bar> all(Benchmark.Size size) {
		List<Bar> bars = new ArrayList<>();
		bars.add(atLeast("connects/s to stock", "connect", 1.2));
		bars.add(atLeast("echoes/s of a string to stock", "echo", 1.4));
		bars.add(ofBare("echoes/s of a string to bare Netty", "echo", 0.95));
		bars.add(atMost("CPU of an echo to stock", "echo", Sample::cpuMicros, 0.65));
		bars.add(atMost("p99 of an echo to stock", "echo", Sample::p99Micros, 0.9));
		bars.add(atLeast("echoes/s of an object to stock", "object", 1.3));
		bars.add(ofBare("echoes/s of an object to bare Netty", "object", 0.9));
		bars.add(atLeast("polling requests/s to stock", "polling", 2));
		bars.add(atLeast("deliveries/s, four in flight, to stock", "broadcast-4", 2.5));
		bars.add(atMost("CPU of a delivery, four in flight, to stock", "broadcast-4", Sample::cpuMicros, 0.3));
		bars.add(atLeast("deliveries/s, one in flight, to stock", "broadcast-1", 1.2));
		bars.add(atMost("CPU of a delivery, one in flight, to stock", "broadcast-1", Sample::cpuMicros, 0.65));
		Series idle = new Series("idle", Peers.CLUSTER);
		bars.add(new Bar("heap of an idle WebSocket session, KB", idle, idle, (sample) -> sample.heapBytes() / 1_000,
				false, 3.5));
		bars.add(tls("connects/s over TLS to HAProxy", "connect-tls"));
		bars.add(tls("echoes/s over TLS to HAProxy", "echo-tls"));
		bars.add(forked("connects/s of forked workers to the same in one JVM", "connect-forked", 0.7));
		bars.add(forked("echoes/s of forked workers to the same in one JVM", "echo-forked", 0.95));
		int last = size.growth().size() - 1;
		bars.add(growth("connects/s", "connect beside ", size.growth().get(last), size.growth().get(0), Sample::rate,
				true, 0.85));
		bars.add(growth("CPU of an echo", "echo beside ", size.growth().get(last), size.growth().get(0),
				Sample::cpuMicros, false, 1.15));
		return bars;
	}

	private static Bar atLeast(String what, String row, double limit) {
		return new Bar(what, new Series(row, Peers.CLUSTER), new Series(row, Peers.STOCK), Sample::rate, true, limit);
	}

	private static Bar atMost(String what, String row, ToDoubleFunction<Sample> measure, double limit) {
		return new Bar(what, new Series(row, Peers.CLUSTER), new Series(row, Peers.STOCK), measure, false, limit);
	}

	private static Bar ofBare(String what, String row, double limit) {
		return new Bar(what, new Series(row, Peers.CLUSTER), new Series(row, Peers.BARE), Sample::rate, true, limit);
	}

	private static Bar tls(String what, String row) {
		return new Bar(what, new Series(row, Peers.CLUSTER_TLS), new Series(row, Peers.HAPROXY_TLS), Sample::rate, true,
				1);
	}

	private static Bar forked(String what, String row, double limit) {
		return new Bar(what, new Series(row, Peers.CLUSTER_FORKED), new Series(row, Peers.CLUSTER), Sample::rate, true,
				limit);
	}

	private static Bar growth(String what, String row, int last, int first, ToDoubleFunction<Sample> measure,
			boolean atLeast, double limit) {
		return new Bar(what + " beside " + last + " connections to " + first, new Series(row + last, Peers.CLUSTER),
				new Series(row + first, Peers.CLUSTER), measure, atLeast, limit);
	}

	/**
	 * The ratio that was measured, NaN if it was not.
	 */
	double value(Results results) {
		return this.one.equals(this.other) ? results.median(this.one.row(), this.one.peer(), this.measure)
				: results.ratio(this.one, this.other, this.measure);
	}

	/**
	 * The same beside stock on the kernel transport that ours has by default, or null if
	 * it compares with something else.
	 */
	@Nullable Bar besideEpoll() {
		return this.other.peer().equals(Peers.STOCK) ? new Bar(this.what, this.one,
				new Series(this.other.row(), Peers.STOCK_EPOLL), this.measure, this.atLeast, this.limit) : null;
	}

	/**
	 * The same for ours with io_uring, which bare Netty then has too, or null if what is
	 * measured cannot have it.
	 */
	@Nullable Bar withIoUring() {
		String peer = WITH_IO_URING.get(this.one.peer());
		String to = WITH_IO_URING.getOrDefault(this.other.peer(), this.other.peer());
		return (peer != null) ? new Bar(this.what, new Series(this.one.row(), peer), new Series(this.other.row(), to),
				this.measure, this.atLeast, this.limit) : null;
	}

	boolean holds(double value) {
		return this.atLeast ? value >= this.limit : value <= this.limit;
	}

}
