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

package io.github.stickycluster.starter;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.SocketTestClientBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles and runs the README's example as it stands there, in an application that has
 * nothing but the starter.
 */
class ReadmeTests {

	private static final Path README = Path.of("..", "README.md");

	private static final String APPLICATION = """
			package example;

			@org.springframework.boot.autoconfigure.SpringBootApplication
			public class Application {
			}
			""";

	@TempDir
	private Path directory;

	@Test
	void theExampleChats() throws Exception {
		Files.writeString(this.directory.resolve("application.yml"), example("application.yml"));
		compile("Application.java", APPLICATION);
		compile("Chat.java", "package example;\n" + example("Chat.java"));
		ClassLoader parent = getClass().getClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { this.directory.toUri().toURL() }, parent)) {
			Thread.currentThread().setContextClassLoader(loader);
			SpringApplication application = new SpringApplication(new DefaultResourceLoader(loader),
					loader.loadClass("example.Application"));
			// Only the port differs, so that the test can run beside other programs.
			try (ConfigurableApplicationContext context = application.run("--sticky-cluster.port=0")) {
				assertThat(context.getEnvironment().getProperty("sticky-cluster.workers.count")).isEqualTo("4");
				int port = context.getEnvironment().getRequiredProperty("local.sticky-cluster.port", Integer.class);
				chat(port);
			}
		}
		finally {
			Thread.currentThread().setContextClassLoader(parent);
		}
	}

	@Test
	void theTestCommandIsTheOneThatContinuousIntegrationFinds() throws IOException {
		assertThat(block("<!-- test command -->")).isEqualTo("mvn --batch-mode verify\n");
	}

	private static void chat(int port) {
		SocketTestClientBuilder client = SocketTestClient.bindToPort(port).timeout(Duration.ofSeconds(20));
		try (SocketTestClient first = client.from("127.3.0.1").connect();
				SocketTestClient second = client.from("127.3.0.2").connect()) {
			first.emitWithAck("join", "lobby").expect().hasArguments("joined lobby");
			second.emitWithAck("join", "lobby").expect().hasArguments("joined lobby");
			first.emit("message", Map.of("room", "lobby", "text", "hello"));
			assertThat(second.expect("message", JsonNode.class).value().get("text").asString()).isEqualTo("hello");
		}
	}

	private void compile(String name, String source) throws IOException {
		Path file = Files.writeString(this.directory.resolve(name), source);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter output = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			List<String> options = List.of("-parameters", "-d", this.directory.toString(), "-classpath",
					System.getProperty("java.class.path"));
			boolean compiled = compiler.getTask(output, files, null, options, null, files.getJavaFileObjects(file))
				.call();
			assertThat(compiled).as(output.toString()).isTrue();
		}
	}

	private static String example(String name) throws IOException {
		return block("<!-- example: " + name + " -->");
	}

	private static String block(String marker) throws IOException {
		Pattern pattern = Pattern.compile(Pattern.quote(marker) + "\n```\\w+\n(.*?)```", Pattern.DOTALL);
		Matcher matcher = pattern.matcher(Files.readString(README));
		assertThat(matcher.find()).as("%s in the README", marker).isTrue();
		return matcher.group(1);
	}

}
