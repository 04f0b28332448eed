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
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Node's Socket.IO with as many worker processes as the others have threads, and its
 * primary process.
 */
record NodePeer() implements Peer {

	@Override
	public String name() {
		return Peers.NODE;
	}

	@Override
	public String description() {
		return "Node's socket.io, @socket.io/sticky and @socket.io/cluster-adapter";
	}

	@Override
	public @Nullable String missing() {
		if (Executables.find("node") == null) {
			return "node is not installed";
		}
		return Files.isDirectory(directory().resolve("node_modules")) ? null
				: "its packages are not in " + directory() + ", where the build puts them";
	}

	@Override
	public RunningPeer start(Site site) throws IOException, InterruptedException {
		int port = Site.freePort();
		ServerProcess server = ServerProcess.start(site.log(name()), List.of("node", "--expose-gc",
				directory().resolve("server.js").toString(), Integer.toString(port), Integer.toString(site.threads())));
		server.awaitPort(port);
		return new RunningPeer(this, port, false, List.of(server));
	}

	// Beside the jar or the classes, both of which stand in target.
	private static Path directory() {
		try {
			Path classes = Path.of(NodePeer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			return classes.resolveSibling("node");
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
