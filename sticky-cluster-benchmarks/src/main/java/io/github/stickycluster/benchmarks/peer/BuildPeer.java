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

package io.github.stickycluster.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Our cluster as a build of another commit has it.
 *
 * @param name the peer's name
 * @param jar the benchmarks' jar of that build, with its libraries beside it
 */
record BuildPeer(String name, Path jar) implements Peer {

	@Override
	public String description() {
		return "this project as " + this.jar + " has it";
	}

	@Override
	public @Nullable String missing() {
		return Files.isReadable(this.jar) ? null : this.jar + " cannot be read";
	}

	@Override
	public RunningPeer start(Site site) throws IOException, InterruptedException {
		return new ClusterPeer(this.name, "").start(site.withClassPath(this.jar.toString()));
	}

}
