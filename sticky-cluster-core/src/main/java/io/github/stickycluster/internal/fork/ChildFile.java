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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/**
 * The start parameters of a forked worker's process, which its parent writes to a file
 * that only this user can read.
 *
 * @param worker the id of its worker and node
 * @param token proves to the parent that a connection is this child's
 * @param parent the parent's process id
 * @param properties what it has other than the parent, as properties of the application
 */
public record ChildFile(String worker, String token, long parent, Map<String, String> properties) {

	/**
	 * The system property by which a child knows its file, and that it is one.
	 */
	public static final String PROPERTY = "sticky-cluster.child";

	public ChildFile {
		properties = Map.copyOf(properties);
	}

	/**
	 * Reads the file.
	 * @param file where it is
	 * @return what it says
	 */
	public static ChildFile read(Path file) {
		try {
			return JsonMapper.shared().readValue(Files.readAllBytes(file), ChildFile.class);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read " + file + ", since the parent of this process has ended",
					ex);
		}
	}

	void write(Path file) throws IOException {
		Files.write(file, JsonMapper.shared().writeValueAsBytes(this));
	}

	/**
	 * Returns whether a node is another child of the same parent.
	 * @param node the node's id
	 * @return whether its id is this child's but for the number
	 */
	public boolean isSibling(String node) {
		String family = this.worker.substring(0, this.worker.lastIndexOf('-') + 1);
		return node.startsWith(family) && node.length() > family.length()
				&& node.chars().skip(family.length()).allMatch((digit) -> digit >= '0' && digit <= '9');
	}

	@Override
	public String toString() {
		return "ChildFile[worker=" + this.worker + ", parent=" + this.parent + "]";
	}

}
