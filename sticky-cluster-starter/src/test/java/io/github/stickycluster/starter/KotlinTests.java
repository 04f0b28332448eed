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

import java.util.List;
import java.util.Map;

import io.github.stickycluster.testsupport.JavaClient;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Listeners written in Kotlin, in an application that has Jackson's module for it.
 */
class KotlinTests {

	@Test
	void readsAndWritesADataClassAsKotlinsModuleDoes() throws Exception {
		try (ConfigurableApplicationContext context = start(KotlinOrders.class);
				JavaClient client = JavaClient.connect(port(context), "127.0.0.1", (options) -> {
				})) {
			JSONObject order = new JSONObject(
					Map.of("id", 7, "items", new JSONArray(List.of("tea")), "customer", Map.of("name", "Ada")));
			JSONObject receipt = (JSONObject) client.emitWithAck("order", order)[0];
			assertThat(receipt.getInt("id")).isEqualTo(7);
			assertThat(receipt.getString("note")).isEqualTo("none");
			assertThat(receipt.getJSONArray("items").join(",")).isEqualTo("\"tea\",\"receipt\"");
			assertThat(receipt.getJSONObject("customer").getString("name")).isEqualTo("Ada");
		}
	}

	@Test
	void refusesASuspendFunctionAtStartUp() {
		assertThatException().isThrownBy(() -> start(SuspendingOrders.class).close())
			.havingRootCause()
			.withMessageContaining("SuspendingOrders")
			.withMessageContaining("it is a suspend function");
	}

	private static ConfigurableApplicationContext start(Class<?> listener) {
		return new SpringApplication(Application.class, listener).run("--sticky-cluster.port=0",
				"--sticky-cluster.address=127.0.0.1");
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.sticky-cluster.port", Integer.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
