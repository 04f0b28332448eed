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

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests each block of code in the documentation by what its language has: a compiler, a
 * parser, the properties that it sets.
 */
class SnippetTests {

	/** Those checked here, and those that other tests run or nothing can check. */
	private static final Set<String> LANGUAGES = Set.of("java", "yaml", "xml", "json", "js", "kotlin", "ts", "shell",
			"nginx", "text", "promql");

	private static final Map<String, Object> PLACEHOLDERS = Map.of("HOSTNAME", "node-1", "CLUSTER_SECRET",
			"0123456789abcdef", "POD_IP", "127.0.0.1");

	private static final Pattern GRADLE = Pattern.compile("\"([^:\"]+):([^:\"]+):([^:\"]+)\"");

	@TempDir
	private Path directory;

	static List<Page> pages() {
		return Page.all();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void everyLanguageIsChecked(Page page) {
		assertThat(page.snippets()).allSatisfy((snippet) -> assertThat(LANGUAGES).contains(snippet.language()));
		assertThat(page.snippets()).filteredOn((snippet) -> Set.of("java", "js").contains(snippet.language()))
			.as("without its name, nothing would compile it")
			.noneMatch((snippet) -> snippet.name().isEmpty());
	}

	@ParameterizedTest
	@MethodSource("pages")
	void javaCompiles(Page page) throws IOException {
		ExampleCode.compile(page, List.of(), this.directory);
	}

	@ParameterizedTest
	@MethodSource("pages")
	void javaScriptParses(Page page) throws Exception {
		for (Snippet snippet : of(page, "js")) {
			Path file = Files.writeString(this.directory.resolve(snippet.name()), snippet.text());
			Process node = new ProcessBuilder("node", "--check", file.toString()).redirectErrorStream(true).start();
			String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(node.exitValue()).as("%s: %s", snippet, output).isZero();
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void jsonParses(Page page) {
		for (Snippet snippet : of(page, "json")) {
			assertThat(JsonMapper.shared().readTree(snippet.text()).isObject()).as(snippet.toString()).isTrue();
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void settingsAreProperties(Page page) throws IOException {
		for (Snippet snippet : of(page, "yaml")) {
			if (!snippet.is("hazelcast.yaml") && !KubernetesTests.isManifest(snippet)) {
				settings(snippet).forEach((source) -> {
					assertThat(source.getPropertyNames()).as(snippet.toString()).allMatch(Properties.ALL::has);
					bind(source);
				});
			}
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void dependenciesAreThoseOfTheBuild(Page page) throws Exception {
		Element project = xml(Files.readString(Page.PROJECT.resolve("pom.xml"))).getDocumentElement();
		String version = child(project, "version");
		String boot = child((Element) project.getElementsByTagName("parent").item(0), "version");
		for (Snippet snippet : of(page, "xml")) {
			Element element = xml(snippet.text()).getDocumentElement();
			for (Element parent : elements(element, "parent")) {
				assertThat(child(parent, "version")).isEqualTo(boot);
			}
			for (Element dependency : elements(element, "dependency")) {
				String group = child(dependency, "groupId");
				String expected = group.equals("io.github.stickycluster") ? version : "";
				assertThat(child(dependency, "version")).as("%s: %s", snippet, group).isEqualTo(expected);
				assertThat(child(dependency, "artifactId")).isNotEmpty();
			}
		}
		// What is no build script is compiled with the tests of the module for Kotlin.
		for (Snippet snippet : of(page, "kotlin").stream().filter((each) -> !each.name().endsWith(".kt")).toList()) {
			Matcher coordinates = GRADLE.matcher(snippet.text());
			assertThat(coordinates.find()).as(snippet.toString()).isTrue();
			coordinates.reset().results().forEach((found) -> {
				assertThat(found.group(1)).isEqualTo("io.github.stickycluster");
				assertThat(Page.PROJECT.resolve(found.group(2)).resolve("pom.xml")).exists();
				assertThat(found.group(3)).isEqualTo(version);
			});
		}
	}

	@Test
	void findsAnUnknownProperty() {
		assertThat(Properties.ALL.has("sticky-cluster.workers.counts")).isFalse();
		assertThat(Properties.ALL.has("sticky-cluster.workers.count")).isTrue();
		assertThat(Properties.ALL.has("spring.ssl.bundle.pem.public.keystore.certificate")).isTrue();
	}

	private static List<Snippet> of(Page page, String language) {
		return page.snippets().stream().filter((snippet) -> snippet.language().equals(language)).toList();
	}

	private static List<EnumerablePropertySource<?>> settings(Snippet snippet) throws IOException {
		List<EnumerablePropertySource<?>> settings = new ArrayList<>();
		for (PropertySource<?> source : new YamlPropertySourceLoader().load("snippet",
				new ByteArrayResource(snippet.text().getBytes(StandardCharsets.UTF_8)))) {
			settings.add((EnumerablePropertySource<?>) source);
		}
		assertThat(settings).as(snippet.toString()).isNotEmpty();
		return settings;
	}

	private static void bind(EnumerablePropertySource<?> source) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(source);
		environment.getPropertySources().addLast(new MapPropertySource("placeholders", PLACEHOLDERS));
		Binder.get(environment)
			.bindOrCreate("sticky-cluster", Bindable.of(StickyClusterProperties.class),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
	}

	private static Document xml(String text) throws Exception {
		return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
	}

	private static List<Element> elements(Element element, String name) {
		NodeList below = element.getElementsByTagName(name);
		Stream<Element> own = element.getTagName().equals(name) ? Stream.of(element) : Stream.empty();
		return Stream
			.concat(own, Stream.iterate(0, (i) -> i + 1).limit(below.getLength()).map((i) -> (Element) below.item(i)))
			.toList();
	}

	/** The text of a child, or an empty string. */
	private static String child(Element element, String name) {
		for (org.w3c.dom.Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node.getNodeName().equals(name)) {
				return node.getTextContent().trim();
			}
		}
		return "";
	}

}
