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

package io.github.stickycluster.internal.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import io.github.stickycluster.internal.dispatch.ClientScript;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/**
 * Finds the scripts of the browser client in the WebJar
 * {@code org.webjars.npm:socket.io-client}.
 */
final class ClientBundle {

	private static final String PROPERTIES = "META-INF/maven/org.webjars.npm/socket.io-client/pom.properties";

	private static final String DIRECTORY = "META-INF/resources/webjars/socket.io-client/%s/dist/";

	private static final List<String> SCRIPTS = List.of("socket.io.js", "socket.io.min.js", "socket.io.esm.min.js",
			"socket.io.msgpack.min.js");

	private ClientBundle() {
	}

	/**
	 * Reads the scripts and their source maps.
	 * @param classLoader the application's
	 * @return those that the WebJar has
	 */
	static List<ClientScript> find(@Nullable ClassLoader classLoader) {
		Resource properties = new ClassPathResource(PROPERTIES, classLoader);
		List<ClientScript> scripts = properties.exists() ? read(version(properties), classLoader) : List.of();
		PropertyChecks.check(!scripts.isEmpty(), "socket-io.serve-client", true,
				"Add the dependency 'org.webjars.npm:socket.io-client', or set the property to 'false'.");
		return scripts;
	}

	private static List<ClientScript> read(String version, @Nullable ClassLoader classLoader) {
		List<ClientScript> scripts = new ArrayList<>();
		for (String script : SCRIPTS) {
			for (String name : List.of(script, script + ".map")) {
				Resource file = new ClassPathResource(DIRECTORY.formatted(version) + name, classLoader);
				if (file.exists()) {
					scripts.add(new ClientScript(name, content(file)));
				}
			}
		}
		return List.copyOf(scripts);
	}

	private static String version(Resource resource) {
		try (InputStream in = resource.getInputStream()) {
			Properties properties = new Properties();
			properties.load(in);
			return properties.getProperty("version", "");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] content(Resource file) {
		try {
			return file.getContentAsByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
