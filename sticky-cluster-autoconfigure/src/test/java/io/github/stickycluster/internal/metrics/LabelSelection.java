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
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a query of the dashboard or of an alert selects series by.
 *
 * @param series the series' name
 * @param label the label
 * @param value the value that it names, literally
 */
record LabelSelection(String series, String label, String value) {

	static final Path DASHBOARD = Path.of("..", "docs", "grafana-dashboard.json");

	static final Path ALERTS = Path.of("..", "docs", "operate", "alerts.md");

	static final Pattern SELECTOR = Pattern.compile("(sticky_cluster_[a-z0-9_]+)\\{([^}]*)}");

	static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");

	static List<LabelSelection> all() throws IOException {
		String text = Files.readString(DASHBOARD).replace("\\\"", "\"") + Files.readString(ALERTS);
		return SELECTOR.matcher(text)
			.results()
			.flatMap((selector) -> LABEL.matcher(selector.group(2))
				.results()
				.filter((label) -> !label.group(2).startsWith("$"))
				.flatMap((label) -> Stream.of(label.group(2).split("\\|"))
					.map((value) -> new LabelSelection(selector.group(1), label.group(1), value))))
			.distinct()
			.toList();
	}

	/**
	 * Finds the series in what a registry gives to Prometheus.
	 */
	boolean isIn(String scrape) {
		return Pattern
			.compile("(?m)^" + this.series + "\\{(?:[^}]*,)?" + this.label + "=\"" + Pattern.quote(this.value) + "\"")
			.matcher(scrape)
			.find();
	}

}
