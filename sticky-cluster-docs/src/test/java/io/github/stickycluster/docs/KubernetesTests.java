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

package io.github.stickycluster.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the manifests of the guide to Kubernetes: that they parse, fit each other, and
 * keep away what would break a node.
 */
class KubernetesTests {

	private final List<Map<String, Object>> manifests = Page.of("docs/guides/kubernetes.md")
		.snippets()
		.stream()
		.filter(KubernetesTests::isManifest)
		.flatMap((snippet) -> parse(snippet).stream())
		.toList();

	static boolean isManifest(Snippet snippet) {
		return snippet.text().startsWith("apiVersion:");
	}

	private static List<Map<String, Object>> parse(Snippet snippet) {
		List<Map<String, Object>> documents = new ArrayList<>();
		StreamSupport.stream(new Yaml().loadAll(snippet.text()).spliterator(), false)
			.forEach((document) -> documents.add(map(document)));
		return documents;
	}

	@Test
	void everyKindIsThere() {
		assertThat(this.manifests).extracting((manifest) -> manifest.get("kind"))
			.contains("Deployment", "Service", "PodDisruptionBudget", "HorizontalPodAutoscaler");
		assertThat(this.manifests).allSatisfy((manifest) -> {
			assertThat(manifest.get("apiVersion")).asString().isNotBlank();
			assertThat(at(manifest, "metadata", "name")).asString().isNotBlank();
		});
	}

	/**
	 * Of a Service named sticky-cluster, Kubernetes would make variables that read like
	 * our properties.
	 */
	@Test
	void noPodGetsTheVariablesOfServices() {
		List<Map<String, Object>> pods = pods();
		assertThat(pods).isNotEmpty();
		assertThat(pods).allSatisfy((pod) -> assertThat(at(pod, "spec"))
			.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
			.containsEntry("enableServiceLinks", false));
	}

	@Test
	void selectorsFindThePods() {
		Object labels = at(pods().get(0), "metadata", "labels");
		assertThat(at(manifest("Deployment"), "spec", "selector", "matchLabels")).isEqualTo(labels);
		assertThat(at(manifest("Service"), "spec", "selector")).isEqualTo(labels);
		assertThat(at(manifest("PodDisruptionBudget"), "spec", "selector", "matchLabels")).isEqualTo(labels);
		assertThat(at(manifest("HorizontalPodAutoscaler"), "spec", "scaleTargetRef", "name"))
			.isEqualTo(at(manifest("Deployment"), "metadata", "name"));
	}

	@Test
	void podsHaveTimeToSayGoodBye() {
		Map<String, Object> spec = map(at(pods().get(0), "spec"));
		// Boot's 30 s for a phase of the shutdown, 10 s more, and the sleep before.
		assertThat((Integer) spec.get("terminationGracePeriodSeconds")).isGreaterThanOrEqualTo(50);
		Map<String, Object> container = map(((List<?>) spec.get("containers")).get(0));
		assertThat(at(container, "readinessProbe", "httpGet", "path")).isEqualTo("/actuator/health/readiness");
		assertThat(at(container, "livenessProbe", "httpGet", "path")).isEqualTo("/actuator/health/liveness");
	}

	private Map<String, Object> manifest(String kind) {
		return this.manifests.stream()
			.filter((manifest) -> kind.equals(manifest.get("kind")))
			.findFirst()
			.orElseThrow();
	}

	private List<Map<String, Object>> pods() {
		return this.manifests.stream()
			.filter((manifest) -> List.of("Deployment", "StatefulSet").contains(manifest.get("kind")))
			.map((manifest) -> map(at(manifest, "spec", "template")))
			.toList();
	}

	private static Object at(Object document, String... path) {
		Object value = document;
		for (String name : path) {
			value = map(value).get(name);
			assertThat(value).as(String.join(".", path)).isNotNull();
		}
		return value;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object value) {
		return (Map<String, Object>) value;
	}

}
