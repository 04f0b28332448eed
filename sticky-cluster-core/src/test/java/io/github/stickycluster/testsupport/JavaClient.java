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

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

import static org.awaitility.Awaitility.await;

/**
 * The Java client of Socket.IO, connecting from a loopback address of its own. It comes
 * back by itself when it has lost its connection, as applications' clients do. Tests in
 * which no client has to come back use the test kit's {@code SocketTestClient}.
 */
public final class JavaClient implements AutoCloseable {

	private final OkHttpClient http;

	private final Socket socket;

	private JavaClient(OkHttpClient http, Socket socket) {
		this.http = http;
		this.socket = socket;
	}

	/**
	 * Connects and waits until the client is connected.
	 */
	public static JavaClient connect(int port, String source, Consumer<IO.Options> options) {
		JavaClient client = create(port, "/", source, options);
		client.socket.connect();
		await().until(client.socket::connected);
		return client;
	}

	/**
	 * Connects over TLS and waits until the client is connected.
	 */
	public static JavaClient connectSecurely(int port, String source, SSLSocketFactory sockets,
			X509TrustManager trusted, Consumer<IO.Options> options) {
		JavaClient client = createSecurely(port, source, sockets, trusted, options);
		client.socket.connect();
		await().until(client.socket::connected);
		return client;
	}

	/**
	 * Creates a client over TLS that has not been connected yet.
	 */
	public static JavaClient createSecurely(int port, String source, SSLSocketFactory sockets, X509TrustManager trusted,
			Consumer<IO.Options> options) {
		return create("https://127.0.0.1:" + port, source, (http) -> http.sslSocketFactory(sockets, trusted), options);
	}

	/**
	 * Creates a client that has not been connected yet.
	 */
	public static JavaClient create(int port, String namespace, String source, Consumer<IO.Options> configure) {
		return create("http://127.0.0.1:" + port + namespace, source, (http) -> {
		}, configure);
	}

	private static JavaClient create(String url, String source, Consumer<OkHttpClient.Builder> configureHttp,
			Consumer<IO.Options> configure) {
		OkHttpClient.Builder builder = new OkHttpClient.Builder().socketFactory(SourceAddressSocketFactory.of(source))
			.dispatcher(new Dispatcher())
			.connectionPool(new ConnectionPool(5, 1, TimeUnit.SECONDS))
			.readTimeout(Duration.ofMinutes(1));
		configureHttp.accept(builder);
		OkHttpClient http = builder.build();
		IO.Options options = new IO.Options();
		options.forceNew = true;
		options.callFactory = http;
		options.webSocketFactory = http;
		configure.accept(options);
		return new JavaClient(http, IO.socket(URI.create(url), options));
	}

	/**
	 * Returns the client's socket.
	 */
	public Socket socket() {
		return this.socket;
	}

	/**
	 * Emits an event and waits for its ack.
	 */
	public Object[] emitWithAck(String event, Object... args) {
		CompletableFuture<Object[]> answer = new CompletableFuture<>();
		this.socket.emit(event, args, (Ack) answer::complete);
		return answer.orTimeout(30, TimeUnit.SECONDS).join();
	}

	/**
	 * Collects the first argument of every event of a name.
	 */
	public List<Object> received(String event) {
		List<Object> received = new CopyOnWriteArrayList<>();
		this.socket.on(event, (args) -> received.add((args.length > 0) ? args[0] : ""));
		return received;
	}

	@Override
	public void close() {
		this.socket.disconnect();
		this.http.dispatcher().executorService().shutdown();
		this.http.connectionPool().evictAll();
	}

}
