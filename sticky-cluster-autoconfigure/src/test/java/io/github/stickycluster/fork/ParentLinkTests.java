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

package io.github.stickycluster.fork;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.testkit.TestTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ParentLink} with a parent that says little.
 */
@Timeout(30)
class ParentLinkTests {

	@TempDir
	private Path directory;

	private ServerSocketChannel parent;

	@BeforeEach
	void listen() throws IOException {
		this.parent = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		this.parent.bind(UnixDomainSocketAddress.of(ControlDirectory.socket(this.directory)));
	}

	@AfterEach
	void close() throws IOException {
		this.parent.close();
	}

	@Test
	void aParentThatLivesKeepsItsDirectoryWhenAConnectionEnds() throws Exception {
		Path file = write(ProcessHandle.current().pid());
		loseConnection(file);
		assertThat(file).exists();
		assertThat(ControlDirectory.socket(this.directory)).exists();
	}

	@Test
	void theDirectoryGoesWithADeadParent() throws Exception {
		Process dead = new ProcessBuilder("true").start();
		assertThat(dead.waitFor()).isZero();
		loseConnection(write(dead.pid()));
		assertThat(this.directory).doesNotExist();
		// For JUnit, which takes it away.
		Files.createDirectory(this.directory);
	}

	private void loseConnection(Path file) throws Exception {
		CompletableFuture<Void> orphaned = new CompletableFuture<>();
		ParentLink link = new ParentLink(file, TestTransport.get(), () -> orphaned.complete(null));
		try {
			this.parent.accept().close();
			orphaned.get(10, TimeUnit.SECONDS);
		}
		finally {
			link.close();
		}
	}

	private Path write(long pid) throws IOException {
		Path file = this.directory.resolve("1.json");
		new ChildFile("family-1", "token", pid, Map.of()).write(file);
		return file;
	}

}
