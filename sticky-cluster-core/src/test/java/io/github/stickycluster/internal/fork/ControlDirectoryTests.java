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

package io.github.stickycluster.internal.fork;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ControlDirectory}.
 */
class ControlDirectoryTests {

	@TempDir
	private Path folder;

	@Test
	void isThisUsersAlone() throws IOException {
		Path made = ControlDirectory.make(this.folder);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made))).isEqualTo("rwx------");
	}

	@Test
	void takesAwayWhatKilledProcessesHaveLeft() throws IOException {
		Path left = ControlDirectory.make(this.folder);
		Files.writeString(left.resolve("1.json"), "secret");
		listen(left).close();
		assertThat(ControlDirectory.socket(left)).exists();
		Path made = ControlDirectory.make(this.folder);
		assertThat(this.folder).isDirectoryContaining(made::equals);
		assertThat(left).doesNotExist();
	}

	@Test
	void leavesWhatIsInUse() throws IOException {
		Path used = ControlDirectory.make(this.folder);
		try (ServerSocketChannel listening = listen(used)) {
			for (int i = 0; i < 200; i++) {
				// More than wait at a process that does not accept.
				ControlDirectory.delete(ControlDirectory.make(this.folder));
			}
			assertThat(listening.isOpen()).isTrue();
			assertThat(ControlDirectory.socket(used)).exists();
		}
	}

	@Test
	void leavesWhatIsBeingMade() throws IOException {
		Path empty = ControlDirectory.make(this.folder);
		Path bound = ControlDirectory.make(this.folder);
		bind(bound).close();
		ControlDirectory.make(this.folder);
		assertThat(empty).exists();
		assertThat(bound).exists();
	}

	@Test
	void leavesWhatIsNotItsOwn() throws IOException {
		Path other = Files.createDirectory(this.folder.resolve("sticky-cluster-notes"));
		Files.writeString(other.resolve("control"), "no socket");
		Path elsewhere = Files.createDirectory(this.folder.resolve("elsewhere"));
		listen(elsewhere).close();
		Files.createSymbolicLink(this.folder.resolve("sticky-cluster-link"), elsewhere);
		Files.writeString(this.folder.resolve("sticky-cluster-file"), "no directory");
		ControlDirectory.make(this.folder);
		assertThat(other.resolve("control")).exists();
		assertThat(ControlDirectory.socket(elsewhere)).exists();
		assertThat(this.folder.resolve("sticky-cluster-file")).exists();
	}

	@Test
	void saysWhenThePathIsTooLong() throws IOException {
		Path deep = Files.createDirectory(this.folder.resolve("d".repeat(100)));
		assertThatIllegalStateException().isThrownBy(() -> ControlDirectory.make(deep))
			.withMessageContaining("set -Djava.io.tmpdir to a shorter one");
		assertThat(deep).isEmptyDirectory();
	}

	private static ServerSocketChannel listen(Path directory) throws IOException {
		ServerSocketChannel channel = bind(directory);
		ControlDirectory.publish(directory);
		return channel;
	}

	private static ServerSocketChannel bind(Path directory) throws IOException {
		return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
			.bind(UnixDomainSocketAddress.of(ControlDirectory.unpublished(directory)));
	}

}
