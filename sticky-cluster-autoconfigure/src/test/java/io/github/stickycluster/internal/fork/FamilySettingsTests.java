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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.test.AckAssert;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.engineio.ClientTransport;
import io.github.stickycluster.testkit.Certificates;
import io.github.stickycluster.testkit.Wire;
import io.github.stickycluster.testsupport.JavaClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Families with settings of their own.
 */
@Timeout(120)
@Tag("long")
@Tag("once")
class FamilySettingsTests {

	private static final String PROXIES = "--sticky-cluster.client-address.trusted-proxies=127.0.40.0/24";

	@Test
	void clientsOfATrustedProxyAreSpreadByTheirOwnAddressAndRelayedBetweenTheChildren() {
		try (RunningFamily family = RunningFamily.start(2, PROXIES)) {
			Set<String> workers = new HashSet<>();
			for (int i = 1; i <= 12; i++) {
				String address = "203.0.113." + i;
				try (SocketTestClient client = SocketTestClient.bindToPort(family.port())
					.from("127.0.40.1")
					.header("X-Forwarded-For", address)
					.timeout(Duration.ofSeconds(20))
					.connect()) {
					AckAssert<String> answer = client.emitWithAck("whoami").expect(String.class);
					workers.add(answer.value());
					answer.hasArguments(answer.value(), family.pid(answer.value()), address);
				}
			}
			assertThat(workers).containsExactlyInAnyOrder("family-1", "family-2");
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void tlsAndTheProxyProtocolAreSpokenByTheChild(@TempDir Path folder, CapturedOutput output) throws Exception {
		Certificates authority = Certificates.of("authority");
		Certificates.write(folder, "server", authority.issue("server"));
		try (RunningFamily family = RunningFamily.start(1, PROXIES,
				"--sticky-cluster.client-address.proxy-protocol=optional", "--sticky-cluster.ssl.bundle=public",
				"--sticky-cluster.ssl.provider=openssl",
				"--spring.ssl.bundle.pem.public.keystore.certificate=" + folder.resolve("server.crt"),
				"--spring.ssl.bundle.pem.public.keystore.private-key=" + folder.resolve("server.key"))) {
			for (String header : new String[] { "", "PROXY TCP4 192.0.2.1 192.0.2.9 56324 443\r\n" }) {
				try (Wire wire = Wire.from("127.0.40.1", family.port())) {
					wire.send(header).startTls(authority.client(null));
					assertThat(wire.get("/socket.io/?EIO=4&transport=polling").status()).isEqualTo(200);
				}
			}
			try (SocketTestClient client = SocketTestClient.bindToPort(family.port())
				.tls(authority.client(null))
				.transport(ClientTransport.UPGRADE)
				.timeout(Duration.ofSeconds(20))
				.connect()) {
				client.emitWithAck("whoami").expect().hasArguments("family-1", family.pid("family-1"), "127.0.0.1");
			}
			assertThat(output.getOut())
				.containsPattern("sticky-cluster\\.family-1 .*TLS on the public port uses .* and BoringSSL");
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void whereDescriptorsCannotBePassedOnRequestsAreRelayed(CapturedOutput output) {
		try (RunningFamily family = RunningFamily.start(1, "--transport=nio")) {
			try (JavaClient client = family.connect("127.0.0.1")) {
				Object[] answer = client.emitWithAck("whoami");
				assertThat(answer[0]).isEqualTo("family-1");
				assertThat(answer[2]).isEqualTo("127.0.0.1");
			}
			assertThat(output).contains("Relaying all bytes between clients and the processes of forked workers");
		}
	}

	@Test
	void pagesComeFromTheParentsWebServerThroughTheChild() throws Exception {
		try (RunningFamily family = RunningFamily.start(1, "--spring.main.web-application-type=servlet",
				"--server.port=0", "--server.address=127.0.0.1", "--sticky-cluster.web.forward=true")) {
			HttpResponse<String> answer = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + family.port() + "/pid")).build(),
						HttpResponse.BodyHandlers.ofString());
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.body()).isEqualTo(Long.toString(ProcessHandle.current().pid()));
			await().untilAsserted(
					() -> assertThat(family.bean(Dispatcher.class).connections().of("family-1").routed()).isPositive());
		}
	}

	@Test
	void aChildThatCannotStartFailsTheStartWithItsOwnError() {
		assertThatExceptionOfType(ApplicationContextException.class)
			.isThrownBy(() -> RunningFamily.start(1, "--fails=true").close())
			.havingCause()
			.isInstanceOfSatisfying(ChildStartException.class, (failure) -> {
				assertThat(failure.worker()).isEqualTo("family-1");
				assertThat(failure.reason()).isEqualTo("exited with code 1");
				assertThat(failure.output()).anyMatch((line) -> line.contains("There is no such database"));
			});
	}

	@Test
	void aChildThatLacksABeanOfTheWebServerSaysWhatToAnnotate() {
		assertThatExceptionOfType(ApplicationContextException.class)
			.isThrownBy(() -> RunningFamily
				.start(1, "--spring.main.web-application-type=servlet", "--server.port=0", "--needs-a-servlet=true")
				.close())
			.havingCause()
			.isInstanceOfSatisfying(ChildStartException.class,
					(failure) -> assertThat(String.join("\n", failure.output())).contains("The bean 'report'")
						.contains("needs a bean of type 'jakarta.servlet.ServletContext'")
						.contains("@ConditionalOnClusterRole(ClusterRole.PARENT)"));
	}

	@Test
	void aChildThatIsNotReadyInTimeIsSaidToBeTooSlow() {
		String waitsForADebugger = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0";
		assertThatExceptionOfType(ApplicationContextException.class)
			.isThrownBy(
					() -> RunningFamily
						.start(1, "--sticky-cluster.workers.fork.start-timeout=1s",
								"--sticky-cluster.workers.fork.jvm-args=" + waitsForADebugger)
						.close())
			.havingCause()
			.isInstanceOfSatisfying(ChildStartException.class,
					(failure) -> assertThat(failure.reason()).isEqualTo("was not ready after 1.0 s and was killed"));
	}

}
