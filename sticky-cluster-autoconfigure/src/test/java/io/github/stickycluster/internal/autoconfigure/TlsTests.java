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

package io.github.stickycluster.internal.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.github.stickycluster.internal.dispatch.RefusalReason;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.SocketTestClientBuilder;
import io.github.stickycluster.test.engineio.ClientTransport;
import io.github.stickycluster.testkit.Certificates;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Wire;
import io.github.stickycluster.testsupport.SourceAddressSocketFactory;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for TLS on the public port, by the JDK and by BoringSSL.
 */
@Timeout(60)
@ParameterizedClass
@ValueSource(strings = { "jdk", "openssl" })
class TlsTests {

	private static final String SSL = "sticky-cluster.ssl.";

	private final Certificates authority = Certificates.of("authority");

	private final SSLContext client = this.authority.client(null);

	@Parameter
	String provider;

	@TempDir
	Path folder;

	private RunningApplication application;

	@BeforeEach
	void writeCertificates() {
		this.authority.writeAuthority(this.folder.resolve("authority.crt"));
		Certificates.write(this.folder, "server", this.authority.issue("one"));
	}

	@AfterEach
	void stop() {
		if (this.application != null) {
			this.application.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aClientIsAnsweredOverEveryTransport(ClientTransport transport) {
		start();
		try (SocketTestClient connected = client().transport(transport).connect()) {
			connected.emitWithAck("echo", "hello").expect().hasArguments("hello");
		}
	}

	@Test
	void aSessionIsFoundFromEveryAddressAndItsUpgradeMovesTheConnectionToItsWorker() throws Exception {
		start();
		Map<String, String> workers = new LinkedHashMap<>();
		for (int i = 1; i <= 8; i++) {
			String source = "127.0.3." + i;
			try (SocketTestClient connected = client().from(source).connect()) {
				workers.put(source, connected.emitWithAck("worker").expect(String.class).value());
			}
		}
		assertThat(workers.values().stream().distinct()).as("workers of the addresses").hasSizeGreaterThan(1);
		for (String source : workers.keySet()) {
			pollFromOneAndUpgradeFromTheOther("127.0.3.1", source, workers.get("127.0.3.1"));
		}
	}

	private void pollFromOneAndUpgradeFromTheOther(String first, String other, String worker) throws Exception {
		OkHttpClient polling = http(this.client, first);
		OkHttpClient upgrading = http(this.client, other);
		try {
			String open = poll(polling, url("polling"));
			String sid = open.substring(open.indexOf("sid\":\"") + 6, open.indexOf("\",\"upgrades"));
			post(upgrading, url("polling") + "&sid=" + sid, "40");
			assertThat(poll(upgrading, url("polling") + "&sid=" + sid)).startsWith("40{");
			Messages messages = new Messages();
			WebSocket socket = upgrading
				.newWebSocket(new Request.Builder().url(url("websocket") + "&sid=" + sid).build(), messages);
			socket.send("2probe");
			assertThat(messages.next()).isEqualTo("3probe");
			socket.send("5");
			for (int i = 0; i < 50; i++) {
				socket.send("42" + i + "[\"worker\"]");
			}
			for (int i = 0; i < 50; i++) {
				assertThat(messages.next()).isEqualTo("43" + i + "[\"" + worker + "\"]");
			}
			socket.close(1000, null);
		}
		finally {
			polling.dispatcher().executorService().shutdown();
			polling.connectionPool().evictAll();
			upgrading.dispatcher().executorService().shutdown();
			upgrading.connectionPool().evictAll();
		}
	}

	private static String poll(OkHttpClient http, String url) throws IOException {
		try (Response response = http.newCall(new Request.Builder().url(url).build()).execute()) {
			return response.body().string();
		}
	}

	private static void post(OkHttpClient http, String url, String packet) throws IOException {
		Request request = new Request.Builder().url(url)
			.post(RequestBody.create(MediaType.get("text/plain;charset=UTF-8"), packet))
			.build();
		try (Response response = http.newCall(request).execute()) {
			assertThat(response.code()).isEqualTo(200);
		}
	}

	@Test
	void oldConnectionsLiveAndNewOnesSeeTheReloadedCertificate() throws Exception {
		start("spring.ssl.bundle.pem.public.reload-on-update=true", "spring.ssl.bundle.watch.file.quiet-period=100ms");
		try (SocketTestClient before = client().connect(); SSLSocket open = socket("TLSv1.3")) {
			assertThat(subject(open)).isEqualTo("CN=one");
			Certificates.write(this.folder, "server", this.authority.issue("two"));
			await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
				try (SSLSocket next = socket("TLSv1.3")) {
					assertThat(subject(next)).isEqualTo("CN=two");
				}
			});
			before.emitWithAck("echo", "still here").expect().hasArguments("still here");
			try (SocketTestClient after = client().transport(ClientTransport.UPGRADE).connect()) {
				after.emitWithAck("echo", "new").expect().hasArguments("new");
			}
		}
	}

	@Test
	void aClientCertificateMayBeNeeded() {
		start(SSL + "client-auth=need");
		SSLContext known = this.authority.client(this.authority.issue("client"));
		try (SocketTestClient connected = client().tls(known).transport(ClientTransport.UPGRADE).connect()) {
			connected.emitWithAck("echo", "known").expect().hasArguments("known");
		}
		assertThatIOException().isThrownBy(() -> get(this.client));
		await().until(() -> this.application.refused(RefusalReason.TLS_HANDSHAKE) == 1);
		SSLContext unknown = this.authority.insistentClient(Certificates.of("other").issue("stranger"));
		assertThatIOException().isThrownBy(() -> get(unknown));
		await().until(() -> this.application.refused(RefusalReason.TLS_HANDSHAKE) == 2);
	}

	@Test
	void aClientCertificateMayBeWanted() throws Exception {
		start(SSL + "client-auth=want");
		assertThat(get(this.client)).isEqualTo(200);
		assertThat(get(this.authority.client(this.authority.issue("client")))).isEqualTo(200);
		SSLContext unknown = this.authority.insistentClient(Certificates.of("other").issue("stranger"));
		assertThatIOException().isThrownBy(() -> get(unknown));
		await().until(() -> this.application.refused(RefusalReason.TLS_HANDSHAKE) == 1);
	}

	@Test
	void aClientThatComesBackGoesOnWithItsSession() throws Exception {
		start();
		long first = sessionCreated();
		assertThat(sessionCreated()).isEqualTo(first);
	}

	// The ticket comes behind the handshake, so something must be read.
	private long sessionCreated() throws IOException {
		try (SSLSocket socket = socket("TLSv1.3")) {
			socket.getOutputStream()
				.write(HttpRequest.get("/socket.io/?EIO=4&transport=polling").header("Connection", "close").bytes());
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.startsWith("HTTP/1.1 200");
			return socket.getSession().getCreationTime();
		}
	}

	@Test
	void tls13And12AreSpokenAndHttp11IsTheOnlyProtocolOffered() throws Exception {
		start();
		for (String version : new String[] { "TLSv1.3", "TLSv1.2" }) {
			try (SSLSocket socket = socket(version, "h2", "http/1.1")) {
				assertThat(socket.getSession().getProtocol()).isEqualTo(version);
				assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
			}
		}
		if (this.provider.equals("jdk")) {
			assertThatExceptionOfType(SSLException.class).isThrownBy(() -> socket("TLSv1.3", "h2").close());
		}
		else {
			try (SSLSocket socket = socket("TLSv1.3", "h2")) {
				assertThat(socket.getApplicationProtocol()).isEmpty();
			}
		}
	}

	@Test
	void aClientMayNotShakeHandsAgain() throws Exception {
		start();
		try (SSLSocket socket = socket("TLSv1.2")) {
			assertThatIOException().isThrownBy(() -> {
				for (int i = 0; i < 3; i++) {
					// Not resumed, so that the server has to sign again.
					socket.getSession().invalidate();
					socket.startHandshake();
					socket.getOutputStream().write(HttpRequest.get("/socket.io/?EIO=4&transport=polling").bytes());
					assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
					socket.getInputStream().skipNBytes(socket.getInputStream().available());
				}
			});
		}
	}

	@Test
	void tls11IsRefused() throws Exception {
		start();
		try (Wire wire = Wire.to(this.application.port())) {
			wire.send(clientHello(0x02));
			byte[] alert = wire.read(7);
			// An alert (21), fatal (2), of protocol_version (70): RFC 8446, section 6.
			assertThat(alert[0]).isEqualTo((byte) 21);
			assertThat(alert[5]).isEqualTo((byte) 2);
			assertThat(alert[6]).isEqualTo((byte) 70);
			assertThat(wire.closesWithin(Duration.ofSeconds(3))).isTrue();
		}
		await().until(() -> this.application.refused(RefusalReason.TLS_HANDSHAKE) == 1);
	}

	@Test
	void protocolsAndCiphersAreTheBundles() throws Exception {
		start("spring.ssl.bundle.pem.public.options.enabled-protocols=TLSv1.2",
				"spring.ssl.bundle.pem.public.options.ciphers=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
		try (SSLSocket socket = socket("TLSv1.2")) {
			assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
		}
		assertThatExceptionOfType(SSLException.class).isThrownBy(() -> socket("TLSv1.3").close());
	}

	@Test
	void aHandshakeHasItsTimeAndPlainHttpIsNoHandshake() {
		start("sticky-cluster.limits.request-head-timeout=300ms");
		try (Wire silent = Wire.to(this.application.port()); Wire plain = Wire.to(this.application.port())) {
			plain.send(HttpRequest.get("/socket.io/?EIO=4&transport=polling"));
			assertThat(plain.closesWithin(Duration.ofSeconds(3))).isTrue();
			assertThat(silent.closesWithin(Duration.ofSeconds(3))).isTrue();
		}
		await().until(() -> this.application.refused(RefusalReason.TLS_HANDSHAKE) == 2);
	}

	@Test
	void aConnectionOverALimitIsClosedWithoutAHandshake() throws Exception {
		start("sticky-cluster.limits.max-connections=1");
		try (SSLSocket first = socket("TLSv1.3"); Wire second = Wire.to(this.application.port())) {
			assertThat(second.closesWithin(Duration.ofSeconds(3))).isTrue();
			assertThat(first.getSession().isValid()).isTrue();
			assertThat(this.application.refused(RefusalReason.MAX_CONNECTIONS)).isEqualTo(1);
		}
		await().ignoreExceptions().until(() -> get(this.client) == 200);
	}

	private void start(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add(SSL + "provider=" + this.provider);
		all.add(SSL + "bundle=public");
		all.add("spring.ssl.bundle.pem.public.keystore.certificate=" + this.folder.resolve("server.crt"));
		all.add("spring.ssl.bundle.pem.public.keystore.private-key=" + this.folder.resolve("server.key"));
		all.add("spring.ssl.bundle.pem.public.truststore.certificate=" + this.folder.resolve("authority.crt"));
		this.application = RunningApplication.start(all.toArray(String[]::new));
	}

	private SocketTestClientBuilder client() {
		return SocketTestClient.bindToPort(this.application.port()).tls(this.client).timeout(Duration.ofSeconds(20));
	}

	private SSLSocket socket(String version, String... protocols) throws IOException {
		SSLSocket socket = (SSLSocket) this.client.getSocketFactory()
			.createSocket("127.0.0.1", this.application.port());
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setProtocols(new String[] { version });
		parameters.setApplicationProtocols(protocols);
		socket.setSSLParameters(parameters);
		socket.startHandshake();
		return socket;
	}

	private static String subject(SSLSocket socket) throws SSLException {
		return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
	}

	private int get(SSLContext context) throws IOException {
		OkHttpClient http = http(context, "127.0.0.1");
		try (Response response = http.newCall(new Request.Builder().url(url("polling")).build()).execute()) {
			return response.code();
		}
		finally {
			http.connectionPool().evictAll();
		}
	}

	private String url(String transport) {
		return "https://127.0.0.1:" + this.application.port() + "/socket.io/?EIO=4&transport=" + transport;
	}

	private OkHttpClient http(SSLContext context, String source) {
		return new OkHttpClient.Builder().socketFactory(SourceAddressSocketFactory.of(source))
			.sslSocketFactory(context.getSocketFactory(), this.authority.trustManager())
			.build();
	}

	/**
	 * A hello as clients of old versions send it, which names no versions but the most.
	 */
	private static byte[] clientHello(int minorVersion) {
		byte[] hello = new byte[9 + 2 + 32 + 1 + 2 + 4 + 2];
		hello[0] = 22;
		hello[1] = 3;
		hello[2] = 1;
		hello[4] = (byte) (hello.length - 5);
		hello[5] = 1;
		hello[8] = (byte) (hello.length - 9);
		hello[9] = 3;
		hello[10] = (byte) minorVersion;
		int ciphers = 9 + 2 + 32 + 1;
		hello[ciphers + 1] = 4;
		hello[ciphers + 2] = (byte) 0xC0;
		hello[ciphers + 3] = 0x0A;
		hello[ciphers + 4] = (byte) 0xC0;
		hello[ciphers + 5] = 0x13;
		hello[ciphers + 6] = 1;
		return hello;
	}

	/**
	 * Keeps what a WebSocket receives.
	 */
	private static final class Messages extends WebSocketListener {

		private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

		@Override
		public void onMessage(WebSocket socket, String text) {
			this.messages.add(text);
		}

		String next() throws InterruptedException {
			String next = this.messages.poll(10, TimeUnit.SECONDS);
			return (next != null) ? next : "nothing";
		}

	}

}
