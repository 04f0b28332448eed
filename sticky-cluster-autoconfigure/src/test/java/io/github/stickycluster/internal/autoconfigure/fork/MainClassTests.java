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

package io.github.stickycluster.internal.autoconfigure.fork;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MainClass}.
 */
class MainClassTests {

	@Test
	void theApplicationsClassIsTheMainClass() {
		assertThat(of(WithMain.class)).isEqualTo(WithMain.class.getName());
	}

	@Test
	void kotlinsMainMethodIsBesideTheApplicationsClass() {
		assertThat(of(Beside.class)).isEqualTo(BesideKt.class.getName());
	}

	@Test
	void withoutAMainMethodWorkersAreStartedAsThisJvmWas() {
		assertThat(of(WithoutMain.class)).isNull();
		assertThat(of(String.class)).isNull();
	}

	private static String of(Class<?> application) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(application)) {
			return MainClass.of(context);
		}
	}

	@SpringBootConfiguration
	public static class WithMain {

		public static void main(String[] args) {
		}

	}

	@SpringBootConfiguration
	static class Beside {

	}

	public static class BesideKt {

		public static void main(String[] args) {
		}

	}

	@SpringBootConfiguration
	static class WithoutMain {

		void start(String[] args) {
		}

	}

}
