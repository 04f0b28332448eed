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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ChildCommandTests {

	@Test
	void theClassPathAndTheMainClassAreTheSame() {
		assertThat(ChildCommand.of(system("a.jar:b.jar", "com.example.Main --port=1 x"), List.of("-Xmx1g"), "", null))
			.containsExactly("/jdk/bin/java", "-Xmx1g", "-cp", "a.jar:b.jar", "com.example.Main");
	}

	@Test
	void anExecutableJarIsStartedAsOneEvenIfItsPathHasSpaces(@TempDir Path folder) throws Exception {
		Path jar = Files.createFile(folder.resolve("the app.jar"));
		assertThat(ChildCommand.of(system(jar.toString(), jar + " --port=1"), List.of(), "", null))
			.containsExactly("/jdk/bin/java", "-jar", jar.toString());
	}

	@Test
	void aMainClassThatIsNamedIsTaken(@TempDir Path folder) throws Exception {
		Path jar = Files.createFile(folder.resolve("booter.jar"));
		assertThat(ChildCommand.of(system(jar.toString(), jar.toString()), List.of(), "", "com.example.Main"))
			.containsExactly("/jdk/bin/java", "-cp", jar.toString(), "com.example.Main");
	}

	@Test
	void debuggersAgentsAndManagementPortsAreNotInherited() {
		assertThat(ChildCommand.of(system("a.jar", "Main"),
				List.of("-agentlib:jdwp=transport=dt_socket,address=5005", "-javaagent:agent.jar",
						"-Dcom.sun.management.jmxremote.port=9010", "-Dkept=1"),
				"", null))
			.containsExactly("/jdk/bin/java", "-Dkept=1", "-cp", "a.jar", "Main");
	}

	@Test
	void furtherOptionsComeLastSoThatTheyCount() {
		assertThat(ChildCommand.of(system("a.jar", "Main"), List.of("-Xmx4g"), "-Xmx256m  \"-Dname=two words\"", null))
			.containsExactly("/jdk/bin/java", "-Xmx4g", "-Xmx256m", "-Dname=two words", "-cp", "a.jar", "Main");
	}

	private static Properties system(String classPath, String started) {
		Properties system = new Properties();
		system.setProperty("java.home", "/jdk");
		system.setProperty("java.class.path", classPath);
		system.setProperty("sun.java.command", started);
		return system;
	}

}
