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
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * An application made of a page's examples, which runs.
 */
final class RunningExample implements AutoCloseable {

	private final ClassLoader before = Thread.currentThread().getContextClassLoader();

	private final URLClassLoader loader;

	private final ConfigurableApplicationContext context;

	private RunningExample(Path directory, String main, Stream<String> arguments) throws Exception {
		this.loader = new URLClassLoader(new URL[] { directory.toUri().toURL() },
				RunningExample.class.getClassLoader());
		Thread.currentThread().setContextClassLoader(this.loader);
		SpringApplication application = new SpringApplication(new DefaultResourceLoader(this.loader),
				this.loader.loadClass(main));
		this.context = application.run(arguments.toArray(String[]::new));
	}

	/**
	 * Compiles a page's examples and starts them.
	 * @param page the page, with an example {@code application.yml}
	 * @param applicationPackage the package whose classes are the application
	 * @param directory where its files are written
	 * @param arguments what differs from the page, such as the port
	 */
	static RunningExample start(Page page, String applicationPackage, Path directory, String... arguments)
			throws Exception {
		return start(page, page.snippet("application.yml").text(), applicationPackage, directory, arguments);
	}

	static RunningExample start(Page page, String settings, String applicationPackage, Path directory,
			String... arguments) throws Exception {
		install(page, settings, applicationPackage, directory);
		return of(directory, applicationPackage + ".ExampleApplication", arguments);
	}

	/**
	 * Starts an application whose classes and settings are in a directory.
	 */
	static RunningExample of(Path directory, String main, String... arguments) throws Exception {
		// What differs from the page: ports, so that a test can run beside other
		// programs, and what takes time.
		return new RunningExample(directory, main,
				Stream.concat(Stream.of("--sticky-cluster.port=0", "--sticky-cluster.workers.disconnect-window=0ms",
						"--spring.main.web-application-type=none", "--spring.main.banner-mode=off",
						"--logging.level.root=warn"), Stream.of(arguments)));
	}

	/**
	 * Compiles a page's examples, and an application class beside them.
	 */
	static void install(Page page, String settings, String applicationPackage, Path directory) throws IOException {
		ExampleCode.compile(page, List.of(ExampleCode.source("ExampleApplication.java", """
				package %s;

				@org.springframework.boot.autoconfigure.SpringBootApplication
				public class ExampleApplication {
				}
				""".formatted(applicationPackage))), directory);
		Files.writeString(directory.resolve("application.yml"), settings);
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.sticky-cluster.port", Integer.class);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	@Override
	public void close() throws IOException {
		this.context.close();
		Thread.currentThread().setContextClassLoader(this.before);
		this.loader.close();
	}

}
