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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FileDescriptors}.
 */
class FileDescriptorsTests {

	@ParameterizedTest
	@CsvSource({ "1024, 224, 600", "1048576, 576, 786000", "9223372036854775807, 100, 10000000", "100, 200, 1",
			"1, 0, 1", "-1, 100, 0", "0, 0, 0", "1024, -1, 0" })
	void threeQuartersOfThoseThatAreLeft(long limit, long open, int connections) {
		assertThat(FileDescriptors.connections(limit, open)).isEqualTo(connections);
	}

	@Test
	void thisProcessHasSome() {
		assertThat(FileDescriptors.connections()).isPositive();
	}

}
