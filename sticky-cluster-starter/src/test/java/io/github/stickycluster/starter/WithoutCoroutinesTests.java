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

import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketExceptionHandler;
import kotlin.Metadata;
import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Kotlin's {@code suspend} functions in an application without the libraries that call
 * them.
 */
class WithoutCoroutinesTests {

	@Test
	void theLibrariesAreMissing() {
		assertThat(ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt", null)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(classes = { SuspendingOrders.class, SuspendingHandler.class })
	void refusesASuspendFunctionAtStartUp(Class<?> listener) {
		assertThatException()
			.isThrownBy(() -> new SpringApplication(Application.class, listener)
				.run("--sticky-cluster.port=0", "--sticky-cluster.address=127.0.0.1")
				.close())
			.havingRootCause()
			.withMessageContaining(listener.getSimpleName() + ".call")
			.withMessageContaining("it is a suspend function, and the libraries that call those are missing");
	}

	/**
	 * What the compiler makes of {@code suspend fun call(order: String): String}.
	 */
	@Metadata
	static class SuspendingOrders {

		@OnEvent("order")
		@Nullable Object call(String order, Continuation<? super String> continuation) {
			return order;
		}

	}

	/**
	 * What the compiler makes of {@code suspend fun call(ex: Exception): String}.
	 */
	@Metadata
	static class SuspendingHandler {

		@SocketExceptionHandler
		@Nullable Object call(Exception ex, Continuation<? super String> continuation) {
			return ex.getMessage();
		}

		@OnEvent("order")
		void order() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
