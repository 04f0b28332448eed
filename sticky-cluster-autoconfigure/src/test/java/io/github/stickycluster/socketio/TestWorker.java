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

package io.github.stickycluster.socketio;

import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.function.Consumer;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import io.github.stickycluster.engineio.EngineIoVersion;
import io.github.stickycluster.engineio.Handshake;
import io.github.stickycluster.memory.NodeMemory;
import io.github.stickycluster.memory.ServerMemory;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a worker gives its sessions, with netty-socketio's real namespaces.
 */
final class TestWorker {

	final Configuration configuration = new Configuration();

	final RecordingObserver observer = new RecordingObserver();

	final RecordingExceptionListener exceptions = new RecordingExceptionListener();

	final SocketIoJson json;

	final NamespacesHub hub;

	final PacketEncoder encoder;

	final SocketIoContext context;

	TestWorker() {
		this(SocketIoJson.using(JsonMapper.builder().build()), (configuration) -> {
		});
	}

	TestWorker(SocketIoJson json, Consumer<Configuration> customizer) {
		this(json, customizer, new Warnings());
	}

	TestWorker(SocketIoJson json, Consumer<Configuration> customizer, Warnings warnings) {
		this.json = json;
		this.configuration.setJsonSupport(json);
		this.configuration.setExceptionListener(this.exceptions);
		customizer.accept(this.configuration);
		this.hub = new NamespacesHub(this.configuration);
		this.hub.create(Namespace.DEFAULT_NAME);
		this.encoder = new PacketEncoder(json);
		this.context = new SocketIoContext(this.configuration, this.hub, json, this.encoder, UUID::randomUUID,
				SocketIoContext.DEFAULT_MAX_ATTACHMENTS,
				new Observers(this.observer, null, warnings, new ServerMemory(NodeMemory.ofThisJvm())), null);
	}

	Namespace namespace() {
		return this.hub.get(Namespace.DEFAULT_NAME);
	}

	/**
	 * A session of protocol 5 that is open, and in no namespace.
	 */
	TestSession open() {
		return open(EngineIoVersion.V4);
	}

	TestSession open(EngineIoVersion version) {
		TestSession session = new TestSession(this.context, handshake(version), version);
		session.session().onOpen();
		return session;
	}

	static Handshake handshake(EngineIoVersion version) {
		InetSocketAddress client = new InetSocketAddress("127.0.0.9", 4321);
		return new Handshake(new DefaultHttpHeaders().add("x-test", "1"), "/socket.io/?EIO=" + version.getValue(),
				client, new InetSocketAddress("127.0.0.1", 80));
	}

	/**
	 * A session of protocol 5 that is in the default namespace, its sent packets
	 * forgotten.
	 */
	TestSession connected() {
		TestSession session = open();
		session.text("0");
		session.sent.clear();
		return session;
	}

}
