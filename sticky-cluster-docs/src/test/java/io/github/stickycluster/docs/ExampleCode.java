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

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles a page's examples as they are printed, in a package of their own where they
 * name none.
 */
final class ExampleCode {

	static final String PACKAGE = "example";

	private ExampleCode() {
	}

	/**
	 * Compiles all examples of a page together.
	 * @param page the page
	 * @param more further classes, each as its source
	 * @param directory where the classes are written
	 */
	static void compile(Page page, List<Snippet> more, Path directory) throws IOException {
		List<Source> sources = Stream
			.concat(page.snippets().stream().filter((snippet) -> snippet.name().endsWith(".java")), more.stream())
			.map(Source::new)
			.toList();
		if (sources.isEmpty()) {
			return;
		}
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter output = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			List<String> options = List.of("-parameters", "-proc:none", "-Xlint:deprecation", "-Werror", "-d",
					directory.toString(), "-classpath", System.getProperty("java.class.path"));
			boolean compiled = compiler.getTask(output, files, null, options, null, sources).call();
			assertThat(compiled).as("%s: %s", page, output).isTrue();
		}
	}

	/**
	 * A class that no page shows but an example needs.
	 */
	static Snippet source(String name, String text) {
		return new Snippet(Path.of(name), 0, "java", name, text);
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(Snippet snippet) {
			super(URI.create("string:///" + snippet.name()), JavaFileObject.Kind.SOURCE);
			this.text = snippet.text().startsWith("package ") ? snippet.text()
					: "package " + PACKAGE + ";\n" + snippet.text();
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
