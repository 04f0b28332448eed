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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import io.github.stickycluster.benchmarks.load.Sample;

/**
 * The samples of all rounds: the n-th sample of one peer was taken beside the n-th of
 * another.
 */
final class Results {

	private final Map<String, Map<String, List<Sample>>> rows = new LinkedHashMap<>();

	void add(String row, String peer, Sample sample) {
		this.rows.computeIfAbsent(row, (first) -> new LinkedHashMap<>())
			.computeIfAbsent(peer, (first) -> new ArrayList<>())
			.add(sample);
	}

	List<String> rows() {
		return List.copyOf(this.rows.keySet());
	}

	List<Sample> samples(String row, String peer) {
		return this.rows.getOrDefault(row, Map.of()).getOrDefault(peer, List.of());
	}

	long errors(String row, String peer) {
		return samples(row, peer).stream().mapToLong(Sample::errors).sum();
	}

	/**
	 * Why one of the operations failed.
	 */
	String example(String row, String peer) {
		return samples(row, peer).stream().flatMap((sample) -> sample.examples().stream()).findFirst().orElse("");
	}

	/**
	 * The median of a measure, NaN if there is none.
	 */
	double median(String row, String peer, ToDoubleFunction<Sample> measure) {
		return median(samples(row, peer).stream().mapToDouble(measure).toArray());
	}

	/**
	 * The median of a measure's ratios within the rounds.
	 */
	double ratio(Series one, Series other, ToDoubleFunction<Sample> measure) {
		return median(ratios(one, other, measure));
	}

	/**
	 * A measure's ratios within the rounds, without the rounds in which it is NaN.
	 */
	double[] ratios(Series one, Series other, ToDoubleFunction<Sample> measure) {
		List<Sample> ones = samples(one.row(), one.peer());
		List<Sample> others = samples(other.row(), other.peer());
		return IntStream.range(0, Math.min(ones.size(), others.size()))
			.mapToDouble((i) -> measure.applyAsDouble(ones.get(i)) / measure.applyAsDouble(others.get(i)))
			.filter((ratio) -> !Double.isNaN(ratio))
			.toArray();
	}

	private static double median(double[] all) {
		double[] values = Arrays.stream(all).filter((value) -> !Double.isNaN(value)).toArray();
		if (values.length == 0) {
			return Double.NaN;
		}
		Arrays.sort(values);
		int middle = values.length / 2;
		return (values.length % 2 == 1) ? values[middle] : (values[middle - 1] + values[middle]) / 2;
	}

	/**
	 * A row's samples of one peer.
	 */
	record Series(String row, String peer) {

	}

}
