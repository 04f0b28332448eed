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

package io.github.stickycluster.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import io.github.stickycluster.internal.autoconfigure.listener.SocketIoListeners;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Writes the events of an application as TypeScript's types, for the build: starts the
 * application on free ports, writes the file, and stops the application.
 *
 * @since 0.1.0
 */
public final class SocketTypes {

	private SocketTypes() {
	}

	/**
	 * Writes the types.
	 * @param args the class of the application, the file to write, and arguments of the
	 * application such as {@code --spring.profiles.active=build}
	 * @throws IOException if the file cannot be written
	 * @throws IllegalArgumentException if the class or the file is missing
	 */
	public static void main(String... args) throws IOException {
		if (args.length < 2) {
			throw new IllegalArgumentException("Name the class of the application and the file to write, "
					+ "as in: com.example.ChatApplication target/events.ts");
		}
		SpringApplication application = new SpringApplication(ClassUtils.resolveClassName(args[0], null));
		String[] free = Stream
			.concat(Stream.of("--sticky-cluster.port=0", "--server.port=0", "--management.server.port="),
					Arrays.stream(args).skip(2))
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = application.run(free)) {
			Files.writeString(Path.of(args[1]), context.getBean(SocketIoListeners.class).typeScript());
		}
	}

}
