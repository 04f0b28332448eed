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

package io.github.stickycluster.chaos;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

/**
 * No attack at all: what this machine does to the figures of the others.
 */
class QuietChaosTests {

	@TempDir
	private Path folder;

	@ChaosTest
	void servesWhereNobodyAttacks(Setting setting) throws Exception {
		ChaosRun.of("One silent connection", this.folder, setting)
			.attack((attacker) -> attacker.keep(1, 1, (connection) -> {
				// Nothing.
			}));
	}

}
