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

package io.github.stickycluster.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The JVMs that tests start: little ones, for which a build archives their classes once.
 * A start takes 3.0 s of processor time then, and 4.5 s without the archive, which takes
 * 8 s.
 */
public final class TestJvm {

	/** Code that runs once or twice is not worth the second compiler's time. */
	private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

	/** Of the JDK on which all tests run; the second one's start too few processes. */
	private static final int ARCHIVED = 17;

	private static final String CLASS_PATH = "java.class.path";

	private static final Path TARGET = Path.of("target");

	private TestJvm() {
	}

	/**
	 * Makes the command of a JVM.
	 * @param options what it is about
	 * @return the command, without the main class
	 */
	public static List<String> command(String... options) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(OPTIONS);
		command.addAll(List.of(options));
		command.addAll(Archive.INSTANCE.options());
		command.addAll(List.of("-cp", Archive.INSTANCE.classPath()));
		return command;
	}

	/**
	 * The options of a JVM that an application starts by itself.
	 * @return the options, separated by spaces
	 */
	public static String options() {
		return Stream.concat(OPTIONS.stream(), Archive.INSTANCE.options().stream()).collect(Collectors.joining(" "));
	}

	/**
	 * Starts an application that gives its class path to JVMs of its own: that is the
	 * archive's meanwhile, and no longer, since other tests look for classes there.
	 * @param start starts it
	 * @return what it returns
	 */
	public static <T> T withArchive(Supplier<T> start) {
		String own = System.getProperty(CLASS_PATH);
		System.setProperty(CLASS_PATH, Archive.INSTANCE.classPath());
		try {
			return start.get();
		}
		finally {
			System.setProperty(CLASS_PATH, own);
		}
	}

	/**
	 * A JVM can archive what it has loaded from jars alone: so the tests' directories are
	 * in one.
	 */
	private record Archive(String classPath, List<String> options) {

		private static final Archive INSTANCE = make();

		private static Archive make() {
			String classPath = System.getProperty(CLASS_PATH);
			if (Runtime.version().feature() != ARCHIVED || !Files.isDirectory(TARGET)) {
				return new Archive(classPath, List.of());
			}
			try {
				return of(Stream.of(classPath.split(File.pathSeparator)).map(Path::of).toList());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private static Archive of(List<Path> classPath) throws IOException {
			List<Path> directories = classPath.stream().filter(Files::isDirectory).toList();
			Path folder = Files.createDirectories(TARGET.resolve("test-jvm").toAbsolutePath());
			String name = "classes-" + Long.toHexString(fingerprint(directories));
			Path jar = folder.resolve(name + ".jar");
			Path archive = folder.resolve(name + ".jsa");
			String archived = Stream.concat(Stream.of(jar), classPath.stream().filter(Files::isRegularFile))
				.map(Path::toString)
				.collect(Collectors.joining(File.pathSeparator));
			// Tests run in several JVMs side by side.
			try (FileChannel lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE)) {
				lock.lock();
				if (!Files.exists(jar)) {
					pack(directories, jar);
					dump(archived, archive, folder.resolve("log").toFile());
				}
			}
			return new Archive(archived, List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off"));
		}

		private static long fingerprint(List<Path> directories) throws IOException {
			CRC32 fingerprint = new CRC32();
			for (Path directory : directories) {
				for (Path file : files(directory)) {
					fingerprint.update((file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file))
						.getBytes(StandardCharsets.UTF_8));
				}
			}
			return fingerprint.getValue();
		}

		private static List<Path> files(Path directory) throws IOException {
			try (Stream<Path> files = Files.walk(directory)) {
				return files.filter(Files::isRegularFile).sorted().toList();
			}
		}

		private static void pack(List<Path> directories, Path jar) throws IOException {
			Set<String> packed = new HashSet<>();
			try (OutputStream out = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(out)) {
				zip.setLevel(0);
				for (Path directory : directories) {
					for (Path file : files(directory)) {
						String name = directory.relativize(file).toString();
						// The first on the class path, as where they are directories
						if (packed.add(name)) {
							zip.putNextEntry(new ZipEntry(name));
							Files.copy(file, zip);
						}
					}
				}
			}
		}

		private static void dump(String classPath, Path archive, File log) throws IOException {
			List<String> command = new ArrayList<>();
			command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
			command.addAll(OPTIONS);
			command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", classPath,
					"io.github.stickycluster.testkit.ArchivedApplication"));
			new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start().onExit().join();
		}

	}

}
