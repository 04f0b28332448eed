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

package io.github.stickycluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the arrows between the rooms, and the line around the API.
 */
class ArchitectureTests {

	private static final String BASE = "io.github.stickycluster.";

	private static final String INTERNAL = BASE + "internal.";

	/** Rooms' classes that hand an application's client through. */
	private static final Set<String> API_OF_CLIENTS = Set.of("LocalSockets", "LinkedSocketCluster",
			"ObservedListeners");

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption((location) -> !location.contains("-tests.jar"))
		.withImportOption((location) -> !location.contains("sticky-cluster-test"))
		.importPackages("io.github.stickycluster");

	/** Which rooms a room may enter; {@code docs/architecture.md} draws the same. */
	private static final Map<String, Set<String>> ARROWS = Map.ofEntries(Map.entry("net", Set.of("settings")),
			Map.entry("balance", Set.of("settings")), Map.entry("settings", Set.of()), Map.entry("log", Set.of()),
			Map.entry("memory", Set.of()), Map.entry("budget", Set.of()), Map.entry("transport", Set.of("log")),
			Map.entry("http", Set.of("budget", "net")),
			Map.entry("http.proxy", Set.of("http", "settings", "transport")), Map.entry("websocket", Set.of("budget")),
			Map.entry("engineio", Set.of("http", "websocket", "budget", "memory", "settings", "net", "log")),
			Map.entry("socketio", Set.of("engineio", "http", "budget", "memory", "log")),
			Map.entry("nettysocketio", Set.of("socketio", "engineio", "memory")),
			Map.entry("security", Set.of("log", "nettysocketio", "socketio")),
			Map.entry("worker",
					Set.of("nettysocketio", "socketio", "engineio", "http", "transport", "budget", "memory", "settings",
							"net")),
			Map.entry("worker.supervision", Set.of("worker", "engineio", "memory", "settings", "log")),
			Map.entry("dispatch",
					Set.of("worker", "engineio", "http", "http.proxy", "transport", "balance", "budget", "memory",
							"settings", "net", "log")),
			Map.entry("bus", Set.of("log")), Map.entry("bus.hazelcast", Set.of("bus")),
			Map.entry("bus.redis", Set.of("bus", "settings")),
			Map.entry("cluster.membership", Set.of("worker", "engineio", "bus", "settings", "log")),
			Map.entry("cluster",
					Set.of("cluster.membership", "worker", "socketio", "engineio", "bus", "balance", "log")),
			Map.entry("fork", Set.of("dispatch", "worker", "worker.supervision", "engineio", "bus", "transport",
					"settings", "budget", "memory", "log")));

	/**
	 * The compiler holds a part of this: the core does not see the module of the
	 * auto-configuration.
	 */
	@Test
	void roomsAreEnteredAlongTheArrowsAlone() {
		Set<String> others = new TreeSet<>();
		for (JavaClass from : CLASSES) {
			Set<String> allowed = ARROWS.get(room(from));
			if (allowed != null) {
				from.getDirectDependenciesFromSelf()
					.stream()
					.map(Dependency::getTargetClass)
					.filter(not(room(from), allowed))
					.forEach((to) -> others.add(room(from) + " -> " + to.getName()));
			}
		}
		assertThat(others).isEmpty();
	}

	private static Predicate<JavaClass> not(String own, Set<String> allowed) {
		return (to) -> {
			String room = room(to);
			return ARROWS.containsKey(room) && !room.equals(own) && !allowed.contains(room);
		};
	}

	@Test
	void everyArrowLeadsSomewhere() {
		for (Map.Entry<String, Set<String>> room : ARROWS.entrySet()) {
			Set<String> entered = new TreeSet<>();
			CLASSES.stream()
				.filter((from) -> room(from).equals(room.getKey()))
				.flatMap((from) -> from.getDirectDependenciesFromSelf().stream())
				.forEach((dependency) -> entered.add(room(dependency.getTargetClass())));
			assertThat(entered).as(room.getKey()).containsAll(room.getValue());
		}
	}

	private static String room(JavaClass type) {
		String name = type.getPackageName();
		return name.startsWith(INTERNAL) ? name.substring(INTERNAL.length()) : "";
	}

	@Test
	void theDocumentationDrawsTheArrows() throws Exception {
		String page = Files.readString(Path.of("..", "docs", "architecture.md"));
		for (Map.Entry<String, Set<String>> room : ARROWS.entrySet()) {
			if (!room.getValue().isEmpty()) {
				assertThat(page).contains(
						"| `" + room.getKey() + "` | " + String.join(", ", new TreeSet<>(room.getValue())) + " |");
			}
		}
	}

	@Test
	void roomsHaveNoCycles() {
		SlicesRuleDefinition.slices().matching(INTERNAL + "(*)..").should().beFreeOfCycles().check(CLASSES);
	}

	/**
	 * An application can compile against the API without a word of what is internal.
	 */
	@Test
	void noSignatureOfTheApiNamesAnInternalType() {
		Set<String> leaks = new TreeSet<>();
		for (JavaClass type : CLASSES) {
			if (!isApi(type)) {
				continue;
			}
			type.getAllRawSuperclasses()
				.stream()
				.filter(ArchitectureTests::isInternal)
				.forEach((parent) -> leaks.add(type.getName() + " extends " + parent.getName()));
			for (JavaCodeUnit unit : type.getCodeUnits()) {
				if (isVisible(unit.getModifiers())) {
					unit.getAllInvolvedRawTypes()
						.stream()
						.filter(ArchitectureTests::isInternal)
						.forEach((named) -> leaks.add(unit.getFullName() + " names " + named.getName()));
				}
			}
			type.getFields()
				.stream()
				.filter((field) -> isVisible(field.getModifiers()) && isInternal(field.getRawType()))
				.forEach((field) -> leaks.add(field.getFullName()));
		}
		assertThat(leaks).isEmpty();
	}

	private static boolean isApi(JavaClass type) {
		return type.getName().startsWith(BASE) && !isInternal(type) && isVisible(type.getModifiers())
				&& type.getEnclosingClass().map(ArchitectureTests::isApi).orElse(true);
	}

	private static boolean isVisible(Set<JavaModifier> modifiers) {
		return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
	}

	private static boolean isInternal(JavaClass type) {
		return type.getBaseComponentType().getName().startsWith(INTERNAL);
	}

	/**
	 * Without one, a module's name follows from the name of its file.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "core", "autoconfigure", "starter", "test" })
	void eachPublishedJarHasAModuleName(String module) throws Exception {
		String pom = Files.readString(Path.of("..", "sticky-cluster-" + module, "pom.xml"));
		assertThat(pom).contains("<Automatic-Module-Name>io.github.stickycluster." + module + "<");
	}

	/**
	 * But for the API, which shows applications the clients that they know.
	 */
	@Test
	void theCoreDoesNotKnowNettySocketIo() {
		noClasses().that()
			.resideInAPackage(INTERNAL + ".")
			.and(DescribedPredicate.not(knowsNettySocketIo()))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("com.corundumstudio..")
			.check(CLASSES);
	}

	private static DescribedPredicate<JavaClass> knowsNettySocketIo() {
		return DescribedPredicate.describe("know netty-socketio", (type) -> {
			String room = room(type);
			return room.equals("nettysocketio") || room.equals("security") || room.startsWith("worker")
					|| room.startsWith("autoconfigure") || API_OF_CLIENTS.contains(type.getSimpleName());
		});
	}

	/**
	 * The default of a property stands in {@code StickyClusterProperties} alone.
	 */
	@Test
	void settingsHaveNoDefaultsOfTheirOwn() {
		assertThat(CLASSES.stream()
			// The flags of a call are no settings.
			.filter((type) -> isInternal(type) && type.isRecord() && !type.getSimpleName().equals("BroadcastFlags"))
			.filter((type) -> type.getFields()
				.stream()
				.anyMatch((field) -> field.getName().startsWith("DEFAULT") && field.getRawType().equals(type))
					|| CLASSES.contain(type.getName() + "$Builder"))
			.map(JavaClass::getName)).isEmpty();
	}

	/**
	 * What comes from another node or a client must never choose the classes it becomes.
	 */
	@Test
	void nothingIsSerializedByJava() {
		noClasses().should()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.io.ObjectInputStream")
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.io.ObjectOutputStream")
			.orShould()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.data.redis.serializer..")
			.check(CLASSES);
	}

	@Test
	void netBalanceAndSettingsNeedOnlyTheJdk() {
		noClasses().that()
			.resideInAnyPackage(INTERNAL + "net..", INTERNAL + "balance..", INTERNAL + "settings..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.netty..", "com.corundumstudio..", "org.slf4j..", "tools.jackson..")
			.check(CLASSES);
	}

}
