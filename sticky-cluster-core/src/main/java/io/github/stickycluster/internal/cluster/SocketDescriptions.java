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

package io.github.stickycluster.internal.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import io.github.stickycluster.cluster.SocketDetails;
import io.github.stickycluster.internal.engineio.Handshake;
import io.github.stickycluster.internal.socketio.JsonPayload;
import io.github.stickycluster.internal.socketio.NamespacePattern;
import io.github.stickycluster.internal.socketio.Namespaces;
import io.github.stickycluster.internal.socketio.SocketIoJson;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes and reads the descriptions of sockets, this node's own as well, so that they
 * look the same wherever a client is connected.
 */
final class SocketDescriptions {

	/** An answer that grows beyond this is sent in parts. */
	static final int PART_BYTES = 32_768;

	/** What proves who the client is, and must not leave its node. */
	private static final Set<String> CREDENTIALS = Set.of("authorization", "proxy-authorization", "cookie");

	private final SocketIoJson json;

	SocketDescriptions(SocketIoJson json) {
		this.json = json;
	}

	/**
	 * Describes sockets.
	 * @return the descriptions, in parts that are not much larger than
	 * {@link #PART_BYTES}
	 */
	List<byte[]> write(LocalSockets sockets, BroadcastTarget selection) {
		List<byte[]> parts = new ArrayList<>();
		MessageWriter[] part = { new MessageWriter() };
		boolean named = NamespacePattern.isPattern(selection.namespace());
		sockets.forEach(selection, (worker, socket) -> {
			if (named) {
				part[0].text(socket.namespace().name());
			}
			write(part[0], worker.id(), socket);
			if (part[0].size() >= PART_BYTES) {
				parts.add(part[0].toBytes());
				part[0] = new MessageWriter();
			}
		});
		parts.add(part[0].toBytes());
		return parts;
	}

	private void write(MessageWriter message, String worker, SocketIoSocket socket) {
		Handshake handshake = socket.handshake();
		message.id(socket.id()).text(worker).texts(socket.joinedRooms());
		message.textLists(headers(handshake.headers())).textLists(handshake.parameters());
		message.text(handshake.url()).number(handshake.time().toEpochMilli());
		write(message, handshake.address());
		message.payload(json(socket.data().values(), socket.user()));
	}

	private static Map<String, List<String>> headers(HttpHeaders headers) {
		Map<String, List<String>> all = new TreeMap<>();
		headers.names().forEach((name) -> all.put(name.toLowerCase(Locale.ROOT), headers.getAll(name)));
		all.keySet().removeAll(CREDENTIALS);
		return all;
	}

	private static void write(MessageWriter message, InetSocketAddress address) {
		InetAddress resolved = address.getAddress();
		message.bytes((resolved != null) ? resolved.getAddress() : new byte[0])
			.text(address.getHostString())
			.number(address.getPort());
	}

	// Older nodes read an auth payload before the data, and no user.
	private JsonPayload json(Map<String, Object> data, @Nullable String user) {
		try {
			return this.json.write(null, Arrays.asList(null, data, user));
		}
		catch (RuntimeException ex) {
			Map<String, Object> writable = new HashMap<>(data);
			writable.values().removeIf((value) -> !isWritable(value));
			return this.json.write(null, Arrays.asList(null, writable, user));
		}
	}

	private boolean isWritable(@Nullable Object value) {
		try {
			this.json.write(null, Arrays.asList(value));
			return true;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	/**
	 * Reads a part.
	 */
	List<SocketDetails> read(MessageReader part, BroadcastTarget selection, String node) {
		List<SocketDetails> details = new ArrayList<>();
		boolean named = NamespacePattern.isPattern(selection.namespace());
		while (part.hasMore()) {
			details.add(read(part, named ? part.text() : selection.namespace(), node));
		}
		return details;
	}

	@SuppressWarnings("unchecked")
	private SocketDetails read(MessageReader message, String namespace, String node) {
		UUID id = message.id();
		String worker = message.text();
		Set<String> rooms = new HashSet<>(message.texts());
		rooms.add(id.toString());
		Map<String, List<String>> headers = message.textLists();
		Map<String, List<String>> query = message.textLists();
		String url = message.text();
		Instant time = Instant.ofEpochMilli(message.number());
		InetSocketAddress address = address(message);
		JsonNode more = this.json.read(message.payload());
		SocketDetails.Handshake handshake = new SocketDetails.Handshake(headers, query, url, address, time);
		Map<String, Object> data = (Map<String, Object>) this.json.convert(more.path(1), Map.class);
		String user = more.path(2).asString(null);
		return new SocketDetails(id, Namespaces.toWireName(namespace), user, rooms, handshake,
				(data != null) ? data : Map.of(), worker, node);
	}

	private static InetSocketAddress address(MessageReader message) {
		byte[] bytes = message.bytes();
		String host = message.text();
		int port = (int) message.number();
		if (bytes.length == 0) {
			return InetSocketAddress.createUnresolved(host, port);
		}
		try {
			return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException("Malformed message: invalid IP address", ex);
		}
	}

}
