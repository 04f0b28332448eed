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
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of a parent's control socket and of its children's files, which only this
 * user can read.
 * <p>
 * The parent deletes it when it ends, or else its last child. If all of them are killed
 * at once, the next parent of the same user deletes it. The directory is in use as long
 * as a process listens on its socket.
 */
final class ControlDirectory {

	private static final Logger logger = LoggerFactory.getLogger(ControlDirectory.class);

	private static final String PREFIX = "sticky-cluster-";

	private static final String SOCKET = "control";

	private static final String UNPUBLISHED = "new";

	/** What the address of a unix domain socket can hold. */
	private static final int LONGEST_PATH = 100;

	private ControlDirectory() {
	}

	/**
	 * Creates a directory among the temporary ones, and takes away those that nobody uses
	 * any more.
	 * @return the directory
	 * @throws IOException if it cannot be made
	 */
	static Path make() throws IOException {
		return make(Path.of(System.getProperty("java.io.tmpdir")));
	}

	static Path make(Path parent) throws IOException {
		Path made = Files.createTempDirectory(parent, PREFIX);
		if (socket(made).toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
			Files.delete(made);
			throw new IllegalStateException("The path of the temporary directory, " + parent
					+ ", is too long for a unix domain socket: set -Djava.io.tmpdir to a shorter one");
		}
		deleteAbandoned(parent, Files.getOwner(made));
		return made;
	}

	/**
	 * Returns the address at which the parent listens.
	 */
	static Path socket(Path directory) {
		return directory.resolve(SOCKET);
	}

	/**
	 * Says where to bind the socket: one that is bound and not listened on yet would be
	 * taken for abandoned.
	 */
	static Path unpublished(Path directory) {
		return directory.resolve(UNPUBLISHED);
	}

	/**
	 * Lets the socket be found, now that somebody listens on it.
	 */
	static void publish(Path directory) throws IOException {
		Files.move(unpublished(directory), socket(directory), StandardCopyOption.ATOMIC_MOVE);
	}

	static void delete(Path directory) {
		try (var files = Files.list(directory)) {
			for (Path file : files.toList()) {
				Files.deleteIfExists(file);
			}
			Files.deleteIfExists(directory);
		}
		catch (IOException ex) {
			logger.debug("{} cannot be deleted", directory, ex);
		}
	}

	private static void deleteAbandoned(Path parent, UserPrincipal user) {
		try (var files = Files.list(parent)) {
			files.filter((file) -> file.getFileName().toString().startsWith(PREFIX) && isAbandoned(file, user))
				.toList()
				.forEach((directory) -> {
					logger.info("Deleted the directory {}, which killed processes of an earlier run had left behind",
							directory);
					delete(directory);
				});
		}
		catch (IOException | UncheckedIOException ex) {
			logger.debug("{} cannot be searched for what killed processes have left", parent, ex);
		}
	}

	private static boolean isAbandoned(Path directory, UserPrincipal user) {
		try {
			return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) && Files.getOwner(directory).equals(user)
					&& isSocket(socket(directory)) && !isListenedOn(socket(directory));
		}
		catch (IOException ex) {
			// Gone meanwhile, or not to be looked into.
			return false;
		}
	}

	private static boolean isSocket(Path path) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther();
	}

	/**
	 * Whether the system knows a listener, even if that has stopped and takes no
	 * connection.
	 */
	private static boolean isListenedOn(Path socket) throws IOException {
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			channel.configureBlocking(false);
			channel.connect(UnixDomainSocketAddress.of(socket));
			return true;
		}
		catch (ConnectException ex) {
			return false;
		}
	}

}
