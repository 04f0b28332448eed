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

package io.github.stickycluster.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The nodes' secret in the Actuator's endpoints that show all values.
 */
class SanitizedSecretTests {

	private static final String SECRET = "correct-horse-battery-staple";

	@ParameterizedTest
	@ValueSource(strings = { "--cluster.key=" + SECRET + " --sticky-cluster.internal.secret=${cluster.key}",
			"--spring.application.json={\"sticky-cluster\":{\"internal\":{\"secret\":\"" + SECRET
					+ "\"},\"enabled\":false}}" })
	void isShownNowhere(String arguments) throws Exception {
		List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
		all.addAll(List.of("--management.endpoint.env.show-values=always",
				"--management.endpoint.configprops.show-values=always",
				"--management.endpoints.web.exposure.include=env,configprops", "--server.port=0",
				"--server.address=127.0.0.1", "--sticky-cluster.port=0", "--sticky-cluster.address=127.0.0.1",
				"--sticky-cluster.workers.count=1", "--sticky-cluster.node-id=shown-node"));
		System.setProperty("test.command", "java -jar app.jar " + arguments);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.SERVLET)
			.run(all.toArray(String[]::new))) {
			String env = get(context, "env");
			assertThat(env).doesNotContain(SECRET).contains("shown-node");
			assertThat(get(context, "env/sticky-cluster.internal.secret")).doesNotContain(SECRET);
			assertThat(get(context, "configprops")).doesNotContain(SECRET);
		}
		finally {
			System.clearProperty("test.command");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "sticky-cluster.internal.secret", "STICKY_CLUSTER_INTERNAL_SECRET",
			"stickyCluster.internal.secret" })
	void propertyIsHiddenUnderEachSpelling(String name) {
		SecretSanitizer sanitizer = new SecretSanitizer(() -> null);
		assertThat(sanitizer.apply(new SanitizableData(null, name, SECRET)).getValue())
			.isEqualTo(SanitizableData.SANITIZED_VALUE);
		assertThat(sanitizer.apply(new SanitizableData(null, name + "s", SECRET)).getValue()).isEqualTo(SECRET);
	}

	private static String get(ConfigurableApplicationContext context, String endpoint)
			throws IOException, InterruptedException {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/" + endpoint);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
