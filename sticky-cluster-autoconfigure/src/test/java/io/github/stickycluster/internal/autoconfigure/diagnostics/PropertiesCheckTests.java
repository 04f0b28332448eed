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

package io.github.stickycluster.internal.autoconfigure.diagnostics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.fork.ChildFile;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.test.context.support.TestPropertySourceUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link PropertiesCheck}: where an unknown property may stand, and where a
 * known one may be taken for unknown.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("once")
public class PropertiesCheckTests {

	@TempDir
	private Path folder;

	@Test
	void refusesAnUnknownPropertyOfAFileWithItsPlace() throws IOException {
		file("application.yml", """
				sticky-cluster:
				  port: 9092
				  worker:
				    count: 4
				""");
		assertThatUnknown(() -> run(Checked.class)).withMessageContaining("sticky-cluster.worker.count")
			.withMessageContaining("application.yml")
			.withMessageContaining("4:12")
			.satisfies((refusal) -> assertThat(refusal.nearest()).containsValue("sticky-cluster.workers.count"));
	}

	@Test
	void refusesAllUnknownPropertiesAtOnceAndShowsNoValue() throws IOException {
		file("application.properties", """
				sticky-cluster.internal.secrit=hunter2
				stickyCluster.socketIo.pingIntervall=25s
				""");
		assertThatUnknown(() -> run(Checked.class)).satisfies((refusal) -> {
			assertThat(refusal.nearest().values()).containsExactlyInAnyOrder("sticky-cluster.internal.secret",
					"sticky-cluster.socket-io.ping-interval");
			assertThat(refusal).message().doesNotContain("hunter2");
		});
	}

	@Test
	void refusesAnUnknownPropertyOfAnActiveProfileAlone() throws IOException {
		file("application.yml", """
				sticky-cluster:
				  port: 9092
				---
				spring.config.activate.on-profile: other
				sticky-cluster:
				  prot: 9092
				""");
		file("application-third.yml", "sticky-cluster.prot: 9092");
		assertThatNoException().isThrownBy(() -> run(Checked.class));
		assertThatUnknown(() -> run(Checked.class, "--spring.profiles.active=other")).withMessageContaining("prot");
		assertThatUnknown(() -> run(Checked.class, "--spring.profiles.active=third"))
			.withMessageContaining("application-third.yml");
	}

	@Test
	void refusesAnUnknownPropertyOfAConfigurationTree() throws IOException {
		file("application.yml", "spring.config.import: configtree:" + this.folder + "/tree/");
		file("tree/sticky-cluster/workers/count", "4");
		assertThatNoException().isThrownBy(() -> run(Checked.class));
		file("tree/sticky-cluster.workers.cuont", "4");
		assertThatUnknown(() -> run(Checked.class)).withMessageContaining("cuont");
	}

	@Test
	void refusesAnUnknownPropertyOfTheCommandLine() {
		assertThatUnknown(() -> run(Checked.class, "--sticky-cluster.prot=9092")).withMessageContaining("prot");
	}

	@Test
	void refusesAnUnknownPropertyOfAPropertySourceAnnotation() throws IOException {
		file("more.properties", "sticky-cluster.prot=9092");
		assertThatUnknown(() -> run(Annotated.class, "--folder=" + this.folder)).withMessageContaining("prot");
	}

	@Test
	void refusesAnUnknownInlinedPropertyOfATest() {
		SpringApplication application = application(Checked.class);
		application.addInitializers((context) -> TestPropertySourceUtils.addInlinedPropertiesToEnvironment(context,
				"sticky-cluster.port=0", "sticky-cluster.prot=9092"));
		assertThatUnknown(() -> run(application)).withMessageContaining("sticky-cluster.prot")
			.withMessageNotContaining("sticky-cluster.port");
	}

	@Test
	void refusesAnUnknownPropertyOfJsonAndOfDefaults() {
		SpringApplication application = application(Checked.class);
		application.setDefaultProperties(Map.of("sticky-cluster.prot", 9092));
		assertThatUnknown(
				() -> run(application, "--spring.application.json={\"sticky-cluster\":{\"workers\":{\"cuont\":4}}}"))
			.satisfies((refusal) -> assertThat(refusal.nearest()).hasSize(2));
	}

	@Test
	void acceptsWhatThePlatformPutsIntoTheEnvironment() {
		SpringApplication application = application(Checked.class);
		application.setEnvironment(environment(Map.of("STICKY_CLUSTER_SERVICE_HOST", "10.0.0.1",
				"STICKY_CLUSTER_PORT_9092_TCP", "tcp://10.0.0.1:9092", "STICKYCLUSTER_PROT", "1")));
		assertThatNoException().isThrownBy(() -> run(application));
	}

	@Test
	void acceptsKnownPropertiesInEveryForm() throws IOException {
		file("application.yml", """
				sticky-cluster:
				  socketIo:
				    pingInterval: 25s
				    ping_timeout: 20s
				    allowed-origins:
				      - https://a.example
				      - https://b.example
				    transports: websocket,polling
				  workers:
				    weight: 2
				  cluster:
				  web: {}
				  client-address:
				    trusted-proxies: []
				stickyCluster.nodeId: a
				""");
		file("application-other.properties", """
				sticky-cluster.socket-io.allowed-origins[0]=https://c.example
				sticky_cluster.bus.redis.max-length=1000
				""");
		assertThatNoException().isThrownBy(
				() -> run(Bound.class, "--spring.profiles.active=other", "--sticky-cluster.workers.base-port=0"));
	}

	@Test
	void acceptsTheApplicationsOwnPropertiesBelowOurs() {
		assertThatNoException().isThrownBy(
				() -> run(WithItsOwn.class, "--sticky-cluster.chat.rooms=4", "--sticky-cluster.games.any.thing=1"));
		assertThatUnknown(() -> run(WithItsOwn.class, "--sticky-cluster.chats=4"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "25", "\"25\"", "${interval}", "999" })
	void warnsOfADurationWithoutAUnit(String value, CapturedOutput output) throws IOException {
		file("application.yml", """
				interval: 25
				sticky-cluster:
				  socket-io:
				    ping-interval: %s
				""".formatted(value));
		run(Checked.class);
		assertThat(output).containsOnlyOnce("sticky-cluster.socket-io.ping-interval")
			.containsPattern("WARN .*application.yml.*- 4:20\\) has no unit and is taken as (25|999) milliseconds: "
					+ "write '(25|999)s' for seconds or '(25|999)ms'");
	}

	@Test
	void warnsOfADurationWithoutAUnitInTheEnvironment(CapturedOutput output) {
		SpringApplication application = application(Checked.class);
		application.setEnvironment(environment(Map.of("STICKY_CLUSTER_WORKERS_DRAIN_TIMEOUT", "30")));
		run(application);
		assertThat(output).contains("sticky-cluster.workers.drain-timeout")
			.contains("has no unit and is taken as 30 milliseconds");
	}

	@ParameterizedTest
	@ValueSource(strings = { "25s", "25ms", "0", "1000", "25000", "PT0.025S", "25 ms" })
	void doesNotWarnOfOtherDurations(String value, CapturedOutput output) {
		run(Checked.class, "--sticky-cluster.socket-io.ping-interval=" + value, "--sticky-cluster.port=25");
		assertThat(output).doesNotContain("has no unit");
	}

	@Test
	void warnsInTheParentOfForkedWorkersAlone(CapturedOutput output) {
		SpringApplication application = application(Checked.class);
		application.addInitializers((context) -> TestPropertySourceUtils.addInlinedPropertiesToEnvironment(context,
				ChildFile.PROPERTY + "=file", "sticky-cluster.socket-io.ping-interval=25"));
		run(application);
		assertThat(output).doesNotContain("has no unit");
	}

	private void file(String name, String content) throws IOException {
		Path file = this.folder.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
	}

	private void run(Class<?> type, String... arguments) {
		run(application(type), arguments);
	}

	private void run(SpringApplication application, String... arguments) {
		String[] all = Arrays.copyOf(arguments, arguments.length + 1);
		all[arguments.length] = "--spring.config.location=file:" + this.folder + "/";
		application.run(all).close();
	}

	private static SpringApplication application(Class<?> type) {
		SpringApplication application = new SpringApplication(type);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application;
	}

	private static StandardEnvironment environment(Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		return environment;
	}

	private static ThrowableAssertAlternative<UnknownPropertiesException> assertThatUnknown(ThrowingCallable starting) {
		return assertThatExceptionOfType(UnknownPropertiesException.class).isThrownBy(starting);
	}

	@Configuration(proxyBeanMethods = false)
	@Import(PropertiesCheck.class)
	static class Checked {

	}

	@EnableConfigurationProperties(StickyClusterProperties.class)
	public static class Bound extends Checked {

	}

	@PropertySource("file:${folder}/more.properties")
	static class Annotated extends Checked {

	}

	@EnableConfigurationProperties(Chat.class)
	static class WithItsOwn extends Checked {

		@Bean
		@ConfigurationProperties("sticky-cluster.games")
		Games games() {
			return new Games();
		}

	}

	@ConfigurationProperties("sticky-cluster.chat")
	record Chat(int rooms) {

	}

	static class Games {

		private Map<String, String> any = Map.of();

		Map<String, String> getAny() {
			return this.any;
		}

		void setAny(Map<String, String> any) {
			this.any = any;
		}

	}

}
