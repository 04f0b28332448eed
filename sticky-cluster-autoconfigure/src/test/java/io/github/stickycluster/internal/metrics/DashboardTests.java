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

package io.github.stickycluster.internal.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.stickycluster.metrics.StickyClusterMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Grafana dashboard and the alerts ask for meters and labels that exist, by the names
 * that Prometheus has them under.
 */
class DashboardTests {

	private static final Pattern METRIC = Pattern.compile("\\bsticky_cluster_[a-z0-9_]+");

	private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)\\s*\\(");

	private static final Pattern SAMPLE = Pattern.compile("(?m)^(sticky_cluster_[a-z0-9_]+)(?:\\{(.*)})? ");

	/** Prometheus adds them to whatever it scrapes. */
	private static final Set<String> OF_THE_TARGET = Set.of("job", "instance");

	private final Map<String, Set<String>> series = series();

	@Test
	void everyExpressionOfTheDashboardAsksForWhatExists() throws IOException {
		List<String> expressions = expressions(dashboard());
		assertThat(expressions).hasSizeGreaterThan(30);
		expressions.forEach(this::check);
	}

	@Test
	void theDashboardShowsEveryMeter() throws IOException {
		Set<String> shown = expressions(dashboard()).stream()
			.flatMap((expression) -> METRIC.matcher(expression).results())
			.map(MatchResult::group)
			.collect(Collectors.toSet());
		for (StickyClusterMeter meter : StickyClusterMeter.values()) {
			assertThat(seriesOf(meter).keySet()).as(meter.meterName()).anyMatch(shown::contains);
		}
	}

	@Test
	void theDashboardCanBeImported() throws IOException {
		JsonNode dashboard = dashboard();
		assertThat(dashboard.path("title").asString()).isEqualTo("Sticky Cluster");
		assertThat(dashboard.path("schemaVersion").asInt()).isPositive();
		assertThat(dashboard.path("templating").path("list").valueStream())
			.anyMatch((variable) -> variable.path("type").asString().equals("datasource")
					&& variable.path("name").asString().equals("datasource"));
		Set<Integer> ids = new HashSet<>();
		for (JsonNode panel : dashboard.path("panels")) {
			assertThat(ids.add(panel.path("id").asInt())).as("the id of " + panel.path("title")).isTrue();
			if (!panel.path("type").asString().equals("row")) {
				assertThat(panel.path("datasource").path("uid").asString()).isEqualTo("${datasource}");
			}
		}
		assertThat(overlapping(dashboard)).isEmpty();
	}

	@Test
	void everyAlertAsksForWhatExists() throws IOException {
		List<String> queries = Files.readAllLines(LabelSelection.ALERTS)
			.stream()
			.filter((line) -> line.contains("sticky_cluster_"))
			.toList();
		assertThat(queries).hasSizeGreaterThan(5);
		queries.forEach(this::check);
	}

	private void check(String expression) {
		Set<String> labels = new TreeSet<>(OF_THE_TARGET);
		for (MatchResult metric : METRIC.matcher(expression).results().toList()) {
			assertThat(this.series).as(expression).containsKey(metric.group());
			labels.addAll(this.series.get(metric.group()));
		}
		Matcher selector = LabelSelection.SELECTOR.matcher(expression);
		while (selector.find()) {
			Set<String> present = new TreeSet<>(OF_THE_TARGET);
			present.addAll(this.series.get(selector.group(1)));
			LabelSelection.LABEL.matcher(selector.group(2))
				.results()
				.forEach((label) -> assertThat(present).as(expression).contains(label.group(1)));
		}
		GROUPING.matcher(expression)
			.results()
			.flatMap((grouping) -> Pattern.compile(",\\s*").splitAsStream(grouping.group(1)))
			.forEach((label) -> assertThat(labels).as(expression).contains(label));
	}

	private static List<String> expressions(JsonNode dashboard) {
		List<String> expressions = new ArrayList<>();
		for (JsonNode panel : dashboard.path("panels")) {
			for (JsonNode target : panel.path("targets")) {
				expressions.add(target.path("expr").asString());
			}
		}
		for (JsonNode variable : dashboard.path("templating").path("list")) {
			if (variable.path("type").asString().equals("query")) {
				expressions.add(variable.path("definition").asString());
			}
		}
		return expressions;
	}

	private static List<String> overlapping(JsonNode dashboard) {
		Map<String, String> cells = new HashMap<>();
		List<String> overlapping = new ArrayList<>();
		for (JsonNode panel : dashboard.path("panels")) {
			JsonNode place = panel.path("gridPos");
			for (int x = place.path("x").asInt(); x < place.path("x").asInt() + place.path("w").asInt(); x++) {
				for (int y = place.path("y").asInt(); y < place.path("y").asInt() + place.path("h").asInt(); y++) {
					String other = cells.put(x + "," + y, panel.path("title").asString());
					if (other != null || x >= 24) {
						overlapping.add(panel.path("title").asString() + " at " + x + "," + y);
					}
				}
			}
		}
		return overlapping;
	}

	private static JsonNode dashboard() throws IOException {
		return JsonMapper.shared().readTree(Files.readString(LabelSelection.DASHBOARD));
	}

	private static Map<String, Set<String>> series() {
		Map<String, Set<String>> all = new HashMap<>();
		for (StickyClusterMeter meter : StickyClusterMeter.values()) {
			all.putAll(seriesOf(meter));
		}
		return all;
	}

	/**
	 * What a real registry makes of a meter: the names of its series, each with its
	 * labels.
	 */
	private static Map<String, Set<String>> seriesOf(StickyClusterMeter meter) {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		registry.config().meterFilter(new ListenerTimerBuckets());
		List<Tag> tags = meter.tags().stream().map((key) -> Tag.of(key, "x")).toList();
		switch (meter.type()) {
			case COUNTER -> Counter.builder(meter.meterName()).baseUnit(meter.unit()).tags(tags).register(registry);
			case GAUGE ->
				Gauge.builder(meter.meterName(), () -> 1).baseUnit(meter.unit()).tags(tags).register(registry);
			case TIMER -> Timer.builder(meter.meterName()).tags(tags).register(registry);
		}
		Map<String, Set<String>> series = new HashMap<>();
		SAMPLE.matcher(registry.scrape())
			.results()
			.forEach((sample) -> series.computeIfAbsent(sample.group(1), (name) -> new TreeSet<>())
				.addAll(labels(sample.group(2))));
		return series;
	}

	private static Set<String> labels(String written) {
		return (written != null) ? LabelSelection.LABEL.matcher(written)
			.results()
			.map((label) -> label.group(1))
			.collect(Collectors.toSet()) : Set.of();
	}

}
