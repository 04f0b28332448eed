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

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Holds the arrows between the packages.
 */
class ArchitectureTests {

	private static final String BASE = "io.github.stickycluster.";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.github.stickycluster");

	@Test
	void packagesDependInOneDirection() {
		Architectures.layeredArchitecture()
			.consideringOnlyDependenciesInLayers()
			.withOptionalLayers(true)
			.layer("memory")
			.definedBy(BASE + "memory..")
			.layer("net")
			.definedBy(BASE + "net..")
			.layer("balance")
			.definedBy(BASE + "balance..")
			.layer("transport")
			.definedBy(BASE + "transport..")
			.layer("socketio")
			.definedBy(BASE + "socketio..")
			.layer("nettysocketio")
			.definedBy(BASE + "nettysocketio..")
			.layer("engineio")
			.definedBy(BASE + "engineio..")
			.layer("worker")
			.definedBy(BASE + "worker..")
			.layer("bus")
			.definedBy(BASE + "bus..")
			.layer("dispatch")
			.definedBy(BASE + "dispatch..")
			.layer("fork")
			.definedBy(BASE + "fork..")
			.layer("cluster")
			.definedBy(BASE + "cluster..")
			.layer("metrics")
			.definedBy(BASE + "metrics..")
			.layer("actuate")
			.definedBy(BASE + "actuate..")
			.layer("autoconfigure")
			.definedBy(BASE + "autoconfigure..")
			.whereLayer("autoconfigure")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("metrics")
			.mayOnlyBeAccessedByLayers("autoconfigure")
			.whereLayer("actuate")
			.mayOnlyBeAccessedByLayers("autoconfigure")
			.whereLayer("fork")
			.mayOnlyBeAccessedByLayers("autoconfigure")
			.whereLayer("dispatch")
			.mayOnlyBeAccessedByLayers("fork", "metrics", "actuate", "autoconfigure")
			.whereLayer("cluster")
			.mayOnlyBeAccessedByLayers("metrics", "actuate", "autoconfigure")
			.whereLayer("worker")
			.mayOnlyBeAccessedByLayers("dispatch", "fork", "cluster", "metrics", "actuate", "autoconfigure")
			.whereLayer("nettysocketio")
			.mayOnlyBeAccessedByLayers("worker", "metrics", "autoconfigure")
			.whereLayer("socketio")
			.mayOnlyBeAccessedByLayers("nettysocketio", "worker", "cluster", "metrics", "autoconfigure")
			.whereLayer("engineio")
			.mayOnlyBeAccessedByLayers("socketio", "nettysocketio", "worker", "dispatch", "cluster", "fork", "metrics",
					"actuate", "autoconfigure")
			.whereLayer("bus")
			.mayOnlyBeAccessedByLayers("cluster", "fork", "metrics", "actuate", "autoconfigure")
			.whereLayer("memory")
			.mayOnlyBeAccessedByLayers("socketio", "nettysocketio", "engineio", "worker", "dispatch", "fork", "actuate",
					"metrics", "autoconfigure")
			.whereLayer("transport")
			.mayOnlyBeAccessedByLayers("engineio", "worker", "dispatch", "fork", "autoconfigure")
			.whereLayer("balance")
			.mayOnlyBeAccessedByLayers("dispatch", "autoconfigure")
			.check(CLASSES);
	}

	/**
	 * But for the context of an observation, which shows applications the client, and
	 * what reads its id there.
	 */
	@Test
	void theCoreDoesNotKnowNettySocketIo() {
		noClasses().that()
			.resideOutsideOfPackages(BASE + "nettysocketio..", BASE + "worker..", BASE + "autoconfigure..")
			.and()
			.haveNameNotMatching(".*SocketIoListenerObservation(Context|Convention)")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("com.corundumstudio..")
			.check(CLASSES);
	}

	@Test
	void packagesHaveNoCycles() {
		SlicesRuleDefinition.slices().matching(BASE + "(*)..").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void onlyTheOuterPackagesKnowSpringAndMicrometer() {
		noClasses().that()
			.resideOutsideOfPackages(BASE + "metrics..", BASE + "actuate..", BASE + "autoconfigure..",
					BASE + "bus.redis..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "io.micrometer..")
			.check(CLASSES);
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
		ArchRule rule = noClasses().that()
			.resideInAnyPackage(BASE + "net..", BASE + "balance..", BASE + "settings..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.netty..", "com.corundumstudio..", "org.slf4j..", "tools.jackson..");
		rule.allowEmptyShould(true).check(CLASSES);
	}

}
