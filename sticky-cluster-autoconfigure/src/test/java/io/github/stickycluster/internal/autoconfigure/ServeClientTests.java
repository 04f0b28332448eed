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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterPortInfoApplicationContextInitializer;
import io.github.stickycluster.testsupport.NodeProgram;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code sticky-cluster.socket-io.serve-client}.
 */
class ServeClientTests {

	private static final String SCRIPT = "io = () => {};".repeat(100);

	private static final Path INSTALLED = Path.of("..", "sticky-cluster-core", "src", "test", "node", "node_modules",
			"sio4");

	private static final String VERSION = "META-INF/maven/org.webjars.npm/socket.io-client/pom.properties";

	@TempDir
	private static Path webJar;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer(new StickyClusterPortInfoApplicationContextInitializer())
		.withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class))
		.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
				"sticky-cluster.workers.count=1", "sticky-cluster.socket-io.serve-client=true",
				"sticky-cluster.socket-io.allowed-origin-patterns=https://*.example.org");

	/** As the WebJar of 4.8.3. */
	@BeforeAll
	static void layOut() throws IOException {
		write(VERSION, "version=4.8.3\n");
		String dist = "META-INF/resources/webjars/socket.io-client/4.8.3/dist/";
		write(dist + "socket.io.js", SCRIPT);
		write(dist + "socket.io.min.js", "min");
		write(dist + "socket.io.min.js.map", "{}");
		write(dist + "socket.io.esm.min.js", "export {}");
		write(dist + "secret.js", "secret");
	}

	private static void write(String name, String content) throws IOException {
		write(webJar, name, content);
	}

	private static void write(Path jar, String name, String content) throws IOException {
		Path file = jar.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
	}

	@Test
	void servesTheScriptsOfTheWebJar() throws Exception {
		URL[] urls = { webJar.toUri().toURL() };
		try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
			this.runner.withClassLoader(loader).run((context) -> {
				Site site = new Site(context.getEnvironment().getProperty("local.sticky-cluster.port", Integer.class));
				HttpResponse<byte[]> script = site.get("/socket.io/socket.io.js?v=1");
				assertThat(script.statusCode()).isEqualTo(200);
				assertThat(script.body()).asString(StandardCharsets.UTF_8).isEqualTo(SCRIPT);
				assertThat(header(script, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
				assertThat(header(script, "Cache-Control")).isEqualTo("public, max-age=0");
				assertThat(header(script, "Vary")).isEqualToIgnoringCase("Accept-Encoding");
				assertThat(header(site.get("/socket.io/socket.io.min.js.map"), "Content-Type"))
					.isEqualTo("application/json; charset=utf-8");
				assertThat(site.get("/socket.io/secret.js").statusCode()).isEqualTo(404);
				assertThat(site.get("/socket.io/socket.io.msgpack.min.js").statusCode()).isEqualTo(404);
				assertThat(site.get("/socket.io/?EIO=4&transport=polling").statusCode()).isEqualTo(200);
				assertRevalidation(site, header(script, "ETag"));
				assertCompression(site);
				assertOrigins(site);
				assertHead(site);
			});
		}
	}

	/** The WebJar holds what npm's package does: {@code dist}, unchanged. */
	@Test
	@Tag("once")
	void theServedClientConnects(@TempDir Path packed) throws Exception {
		write(packed, VERSION, "version=4.8.4\n");
		Path resources = packed.resolve("META-INF/resources/webjars/socket.io-client/4.8.4");
		FileSystemUtils.copyRecursively(INSTALLED.resolve("dist"), resources.resolve("dist"));
		URL[] urls = { packed.toUri().toURL() };
		try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
			this.runner.withClassLoader(loader).run((context) -> {
				String port = context.getEnvironment().getProperty("local.sticky-cluster.port");
				assertThat(NodeProgram.run("served-client.js", "http://127.0.0.1:" + port))
					.hasToString("{\"version\":\"4.8.4\",\"connected\":true}");
			});
		}
	}

	private static void assertRevalidation(Site site, String tag) throws Exception {
		assertThat(tag).matches("W/\"[0-9a-f]{32}\"");
		for (String known : new String[] { tag, tag.substring(2), "\"x\", " + tag, "*" }) {
			HttpResponse<byte[]> answer = site.get("/socket.io/socket.io.js", "If-None-Match", known);
			assertThat(answer.statusCode()).as(known).isEqualTo(304);
			assertThat(answer.body()).isEmpty();
			assertThat(header(answer, "ETag")).isEqualTo(tag);
		}
		assertThat(site.get("/socket.io/socket.io.js", "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
		assertThat(header(site.get("/socket.io/socket.io.min.js"), "ETag")).isNotEqualTo(tag);
	}

	private static void assertCompression(Site site) throws Exception {
		HttpResponse<byte[]> answer = site.get("/socket.io/socket.io.js", "Accept-Encoding", "br, gzip");
		assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
		assertThat(answer.body()).hasSizeLessThan(SCRIPT.length() / 4);
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
			assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo(SCRIPT);
		}
	}

	/** Any page may run a classic script; a module must be readable. */
	private static void assertOrigins(Site site) throws Exception {
		HttpResponse<byte[]> own = site.get("/socket.io/socket.io.esm.min.js", "Origin", "https://a.example.org");
		assertThat(header(own, "Access-Control-Allow-Origin")).isEqualTo("https://a.example.org");
		HttpResponse<byte[]> other = site.get("/socket.io/socket.io.esm.min.js", "Origin", "https://evil.example");
		assertThat(other.statusCode()).isEqualTo(200);
		assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
	}

	private static void assertHead(Site site) throws Exception {
		HttpRequest head = site.request("/socket.io/socket.io.js")
			.method("HEAD", HttpRequest.BodyPublishers.noBody())
			.build();
		HttpResponse<byte[]> answer = site.client().send(head, HttpResponse.BodyHandlers.ofByteArray());
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).isEmpty();
		assertThat(header(answer, "Content-Length")).isEqualTo(String.valueOf(SCRIPT.length()));
	}

	@Test
	void failsTheStartWithoutTheWebJar() {
		this.runner.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.hasMessageContaining("sticky-cluster.socket-io.serve-client")
			.hasMessageContaining("Add the dependency 'org.webjars.npm:socket.io-client'"));
	}

	private static String header(HttpResponse<?> answer, String name) {
		return answer.headers().firstValue(name).orElse(null);
	}

	private record Site(int port, HttpClient client) {

		Site(int port) {
			this(port, HttpClient.newHttpClient());
		}

		HttpRequest.Builder request(String path) {
			return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
		}

		HttpResponse<byte[]> get(String path, String... headers) throws Exception {
			HttpRequest.Builder request = request(path);
			if (headers.length > 0) {
				request.headers(headers);
			}
			return this.client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
		}

	}

}
