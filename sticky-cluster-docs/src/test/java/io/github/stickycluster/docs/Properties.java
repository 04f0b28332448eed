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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The names of all configuration properties, ours and Spring Boot's, from the metadata on
 * the class path.
 *
 * @param names the properties
 * @param maps those among them below which any name may stand
 */
record Properties(Set<String> names, Set<String> maps) {

	/** Reading all of the metadata takes a second. */
	static final Properties ALL = load();

	private static Properties load() {
		Set<String> names = new HashSet<>();
		Set<String> maps = new HashSet<>();
		for (JsonNode property : metadata()) {
			if (property.path("deprecation").path("level").asString().equals("error")) {
				// It exists no longer.
				continue;
			}
			String name = property.path("name").asString();
			names.add(name);
			if (property.path("type").asString().startsWith("java.util.Map")) {
				maps.add(name);
			}
		}
		return new Properties(names, maps);
	}

	private static List<JsonNode> metadata() {
		List<JsonNode> properties = new ArrayList<>();
		try {
			ClassLoader loader = Properties.class.getClassLoader();
			for (URL url : Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream metadata = url.openStream()) {
					JsonMapper.shared().readTree(metadata).path("properties").forEach(properties::add);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return properties;
	}

	/**
	 * Says whether there is such a property.
	 * @param name its name, perhaps with the index of an element or a key in brackets
	 */
	boolean has(String name) {
		String property = name.replaceAll("\\[[^\\]]+]$", "");
		return this.names.contains(property) || this.maps.stream().anyMatch((map) -> property.startsWith(map + "."));
	}

	/**
	 * Says whether there are properties below a name.
	 */
	boolean hasBelow(String group) {
		return this.names.stream().anyMatch((name) -> name.startsWith(group + "."));
	}

}
