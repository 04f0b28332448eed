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

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The command that starts this application once more: the same {@code java}, options,
 * class path and main class, or executable jar.
 */
public final class ChildCommand {

	/** A debugger, an agent or a management port can be had once on a host. */
	private static final List<String> NOT_INHERITED = List.of("-agentlib:", "-agentpath:", "-javaagent:", "-Xrunjdwp",
			"-Xdebug", "-Dcom.sun.management.jmxremote", "-XX:NativeMemoryTracking=", "-D" + ChildFile.PROPERTY + "=");

	private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|(\\S+)");

	private ChildCommand() {
	}

	/**
	 * Creates the command of this JVM.
	 * @param jvmArgs further options, separated by spaces; one with spaces is in double
	 * quotes
	 * @param mainClass the main class, or null for that which this JVM was started with
	 * @return the command without the application's arguments
	 */
	public static List<String> ofThisJvm(String jvmArgs, @Nullable String mainClass) {
		return of(System.getProperties(), ManagementFactory.getRuntimeMXBean().getInputArguments(), jvmArgs, mainClass);
	}

	static List<String> of(Properties system, List<String> options, String jvmArgs, @Nullable String mainClass) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(system.getProperty("java.home"), "bin", "java").toString());
		options.stream().filter(ChildCommand::isInherited).forEach(command::add);
		command.addAll(split(jvmArgs));
		String classPath = system.getProperty("java.class.path", "");
		String started = system.getProperty("sun.java.command", "");
		if (mainClass == null && isJar(classPath, started)) {
			command.addAll(List.of("-jar", classPath));
		}
		else {
			command.addAll(List.of("-cp", classPath, (mainClass != null) ? mainClass : firstWord(started)));
		}
		return command;
	}

	private static boolean isInherited(String option) {
		return NOT_INHERITED.stream().noneMatch(option::startsWith);
	}

	/**
	 * Started by {@code -jar}, the class path is the jar and the command begins with it.
	 */
	private static boolean isJar(String classPath, String started) {
		return !classPath.isEmpty() && (started.equals(classPath) || started.startsWith(classPath + " "))
				&& Files.isRegularFile(Path.of(classPath));
	}

	private static String firstWord(String started) {
		int end = started.indexOf(' ');
		return (end < 0) ? started : started.substring(0, end);
	}

	static List<String> split(String jvmArgs) {
		List<String> words = new ArrayList<>();
		Matcher matcher = ARGUMENT.matcher(jvmArgs);
		while (matcher.find()) {
			words.add((matcher.group(1) != null) ? matcher.group(1) : matcher.group(2));
		}
		return words;
	}

}
