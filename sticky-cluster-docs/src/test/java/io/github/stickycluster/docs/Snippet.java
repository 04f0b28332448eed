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

package io.github.stickycluster.docs;

import java.nio.file.Path;

/**
 * A block of code in a page.
 *
 * @param page the page
 * @param line the line of the page on which the block begins
 * @param language the language behind its fence, empty if there is none
 * @param name the file that the block is, as the comment before it says, or empty
 * @param text the code
 */
record Snippet(Path page, int line, String language, String name, String text) {

	boolean is(String fileName) {
		return this.name.equals(fileName);
	}

	@Override
	public String toString() {
		return this.page + ":" + this.line;
	}

}
