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

package io.github.stickycluster.internal.socketio;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.stickycluster.internal.budget.Costs;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.internal.http.QueryStrings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/**
 * Decodes the packets of one session, protocols 5 and 4.
 * <p>
 * Used on the session's event loop only. The caller keeps the ownership of buffers;
 * attachments, which are needed later, are copied. As strict as the reference's
 * {@code socket.io-parser}, and stricter where that lets a packet without its mandatory
 * parts through.
 */
final class PacketDecoder {

	/**
	 * The most bytes of a CONNECT's auth payload, or of its query in protocol 4: enough
	 * for any token.
	 */
	static final int MAX_AUTH_BYTES = 16_384;

	private static final byte[] NOTHING = {};

	private final SocketIoJson json;

	private final boolean queries;

	private final int maxAttachments;

	private final PacketInterest interest;

	private @Nullable Reception reception;

	PacketDecoder(SocketIoJson json, EngineIoVersion version, int maxAttachments, PacketInterest interest) {
		this.json = json;
		this.queries = version != EngineIoVersion.V4;
		this.maxAttachments = maxAttachments;
		this.interest = interest;
	}

	/**
	 * Takes a text.
	 * @param text the packet without Engine.IO's type; its indexes stay as they are
	 * @return the packet, or {@code null} if attachments are still to come
	 * @throws PacketException if it is malformed
	 */
	@Nullable InboundPacket text(ByteBuf text) throws PacketException {
		if (this.reception != null) {
			throw new PacketException(PacketError.UNEXPECTED_TEXT, "Text message while attachments are expected");
		}
		ByteBuf payload = text.duplicate();
		PacketHead head = PacketHead.read(payload, this.queries, this.maxAttachments);
		if (head.attachments() > 0) {
			this.reception = reception(head, payload);
			return null;
		}
		return packet(head, new Payload.Text(this.json.mapper(), payload));
	}

	/**
	 * Takes an attachment.
	 * @param attachment the bytes; the indexes stay as they are
	 * @return the packet, or {@code null} if more attachments are to come
	 * @throws PacketException if none is awaited
	 */
	@Nullable InboundPacket binary(ByteBuf attachment) throws PacketException {
		Reception current = this.reception;
		if (current == null) {
			throw new PacketException(PacketError.UNEXPECTED_BINARY, "Binary message while no attachment is expected");
		}
		if (current.add(attachment)) {
			return null;
		}
		this.reception = null;
		if (current.unread != null) {
			return current.unread;
		}
		return this.interest.readsLater() ? unread(current) : read(current);
	}

	/**
	 * Returns the heap of a packet of which attachments are missing.
	 */
	int kept() {
		Reception current = this.reception;
		return (current != null) ? current.kept : 0;
	}

	/**
	 * Drops a packet of which attachments are missing.
	 */
	void reset() {
		this.reception = null;
	}

	// What is kept until the attachments are there is no larger than what came: a tree of
	// the payload would be, many times.
	private Reception reception(PacketHead head, ByteBuf payload) throws PacketException {
		requireFewObjects(payload);
		JsonNode tree = checked(head, payload);
		if (isWanted(head, tree)) {
			String name = (head.type() == PacketType.BINARY_EVENT) ? tree.path(0).asString() : "";
			return new Reception(head, name, ByteBufUtil.getBytes(payload), null);
		}
		return new Reception(head, "", NOTHING, packet(head, new Payload.Text(this.json.mapper(), payload)));
	}

	private boolean isWanted(PacketHead head, JsonNode tree) {
		if (head.type() == PacketType.BINARY_EVENT) {
			String heardAs = this.interest.heardAs(head.namespace());
			return heardAs != null && this.json.hears(heardAs, tree.path(0).asString());
		}
		return head.ackId() != null && this.interest.awaiting(head.namespace(), head.ackId()) != null;
	}

	private JsonNode checked(PacketHead head, ByteBuf payload) throws PacketException {
		PayloadSyntax.requireStart(payload, '[');
		try (JsonParser parser = new Payload.Text(this.json.mapper(), payload).parser()) {
			JsonNode tree = this.json.trees().readTree(parser);
			PayloadSyntax.requireEnd(parser);
			Placeholders.check(tree, head.attachments(), this.maxAttachments);
			if (head.type() == PacketType.BINARY_EVENT) {
				PayloadSyntax.eventName(tree.path(0));
			}
			return tree;
		}
		catch (JacksonException ex) {
			throw PayloadSyntax.malformed(ex);
		}
	}

	private Payload filled(Reception complete) {
		JsonNode tree = this.json.trees().readTree(complete.payload);
		return new Payload.Tree(this.json.mapper(), Placeholders.fill(tree, complete.attachments));
	}

	private InboundPacket packet(PacketHead head, Payload payload) throws PacketException {
		return switch (head.type()) {
			case CONNECT -> connect(head, payload);
			case DISCONNECT -> disconnect(head, payload.bytes());
			case EVENT, BINARY_EVENT -> event(head, payload);
			case ACK, BINARY_ACK -> ack(head, payload);
			default -> throw new PacketException(PacketError.OUT_OF_PLACE, "Only a server may send CONNECT_ERROR");
		};
	}

	private InboundPacket connect(PacketHead head, Payload payload) throws PacketException {
		ByteBuf bytes = payload.bytes();
		// Kept as long as the socket, many times its size, for a client nobody knows yet.
		if (bytes.readableBytes() > MAX_AUTH_BYTES || head.query().length() > MAX_AUTH_BYTES) {
			throw new PacketException(PacketError.PAYLOAD,
					"The auth payload has more than " + MAX_AUTH_BYTES + " bytes");
		}
		InboundPacket.Connect connect = (bytes.isReadable()) ? connect(head.namespace(), payload)
				: new InboundPacket.Connect(head.namespace());
		return (this.queries) ? connect(head.namespace(), head.query()) : connect;
	}

	private InboundPacket.Connect connect(String namespace, Payload payload) throws PacketException {
		PayloadSyntax.requireStart(payload.bytes(), '{');
		try (JsonParser parser = payload.parser()) {
			Map<String, Object> auth = this.json.mapper().readValue(parser, PayloadSyntax.OBJECT);
			PayloadSyntax.requireEnd(parser);
			byte[] text = ByteBufUtil.getBytes(payload.bytes());
			return new InboundPacket.Connect(namespace, auth, AuthPayload.of(text, auth, this::auth), null);
		}
		catch (Throwable ex) {
			PayloadSyntax.requireJson(payload);
			return new InboundPacket.Connect(namespace, Map.of(), AuthPayload.NONE, PayloadSyntax.mismatch(ex));
		}
	}

	private Map<String, Object> auth(byte[] text) {
		try (JsonParser parser = this.json.mapper().createParser(text, 0, text.length)) {
			return this.json.mapper().readValue(parser, PayloadSyntax.OBJECT);
		}
	}

	private static InboundPacket.Connect connect(String namespace, String query) {
		Map<String, Object> auth = parameters(query);
		return new InboundPacket.Connect(namespace, auth, AuthPayload.of(query, auth, PacketDecoder::parameters), null);
	}

	private static Map<String, Object> parameters(String query) {
		Map<String, Object> parameters = new HashMap<>();
		QueryStrings.of(query).forEach((name, values) -> parameters.put(name, values.get(values.size() - 1)));
		return parameters;
	}

	private static InboundPacket disconnect(PacketHead head, ByteBuf payload) throws PacketException {
		if (payload.isReadable()) {
			throw new PacketException(PacketError.PAYLOAD, "DISCONNECT must not have a payload");
		}
		return new InboundPacket.Disconnect(head.namespace());
	}

	// A megabyte of JSON may become 30 of objects.
	private void requireFewObjects(ByteBuf payload) throws PacketException {
		if (Costs.isParsedAbove(payload, this.interest.packetLimit())) {
			throw new PacketException(PacketError.PARSED_SIZE, "The parsed payload would take too much memory");
		}
	}

	private InboundPacket event(PacketHead head, Payload payload) throws PacketException {
		String heardAs = this.interest.heardAs(head.namespace());
		if (payload instanceof Payload.Text text && heardAs != null) {
			requireFewObjects(text.bytes());
			StringEvent event = this.json.hearsAll(heardAs) ? null : this.json.readStrings(heardAs, text.bytes());
			if (event != null) {
				return new InboundPacket.Event(head.namespace(), event.name(), head.ackId(),
						new InboundPacket.Arguments(event.arguments()));
			}
		}
		try (JsonParser parser = array(payload)) {
			parser.nextToken();
			String name = PayloadSyntax.eventName(parser);
			if (heardAs == null || !this.json.hears(heardAs, name)) {
				PayloadSyntax.skipToEnd(parser);
				return new InboundPacket.Event(head.namespace(), name, head.ackId(), InboundPacket.Arguments.UNREAD);
			}
			return new InboundPacket.Event(head.namespace(), name, head.ackId(),
					source(heardAs, name, parser, payload));
		}
		catch (JacksonException ex) {
			throw PayloadSyntax.malformed(ex);
		}
	}

	private InboundPacket.ArgumentSource source(String heardAs, String name, JsonParser parser, Payload payload)
			throws PacketException {
		if (this.interest.readsLater()) {
			PayloadSyntax.skipToEnd(parser);
			return unreadEvent(heardAs, name, payload);
		}
		InboundPacket.Arguments arguments = readEvent(heardAs, name, parser, payload);
		if (this.json.hearsAll(heardAs)) {
			List<JsonNode> all = readAll(payload);
			return new InboundPacket.AllArguments(arguments, () -> all);
		}
		return arguments;
	}

	private InboundPacket.Arguments readEvent(String heardAs, String name, Payload payload) throws PacketException {
		try (JsonParser parser = array(payload)) {
			parser.nextToken();
			return readEvent(heardAs, name, parser, payload);
		}
	}

	private InboundPacket.Arguments readEvent(String heardAs, String name, JsonParser parser, Payload payload)
			throws PacketException {
		InboundPacket.Arguments arguments = arguments(() -> this.json.readEvent(heardAs, name, parser));
		return arguments.with(requireRest(parser, payload, arguments));
	}

	private List<JsonNode> readAll(Payload payload) {
		try (JsonParser parser = array(payload)) {
			parser.nextToken();
			return this.json.readAll(parser);
		}
		catch (PacketException ex) {
			throw new IllegalStateException("The payload was an array before", ex);
		}
	}

	private InboundPacket.ArgumentSource unreadEvent(String heardAs, String name, Payload payload) {
		if (!this.json.hearsAll(heardAs)) {
			return unread(payload, (text) -> readEvent(heardAs, name, text));
		}
		ByteBuf text = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(payload.bytes()));
		Payload kept = new Payload.Text(this.json.mapper(), text);
		return new InboundPacket.AllArguments(new Unread(() -> readEvent(heardAs, name, kept), Costs.parsed(text)),
				() -> readAll(kept));
	}

	// The buffer is the caller's, and is needed longer.
	private InboundPacket.ArgumentSource unread(Payload payload, Reading reading) {
		ByteBuf text = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(payload.bytes()));
		return new Unread(() -> reading.read(new Payload.Text(this.json.mapper(), text)), Costs.parsed(text));
	}

	private InboundPacket read(Reception complete) throws PacketException {
		InboundPacket packet = packet(complete.head, filled(complete));
		if (packet instanceof InboundPacket.Event event) {
			return new InboundPacket.Event(event.namespace(), event.name(), event.ackId(),
					new Read(event.source(), complete.parsed() + complete.kept));
		}
		return packet;
	}

	private InboundPacket unread(Reception complete) {
		PacketHead head = complete.head;
		// The tree is there beside the arguments that are read from it.
		long cost = 2 * complete.parsed() + complete.kept;
		if (head.type() == PacketType.BINARY_EVENT) {
			InboundPacket.ArgumentSource source = InboundPacket.Arguments.UNREAD;
			String heardAs = this.interest.heardAs(head.namespace());
			if (heardAs != null) {
				source = new Unread(() -> readEvent(heardAs, complete.name, filled(complete)), cost);
				source = this.json.hearsAll(heardAs)
						? new InboundPacket.AllArguments(source, () -> readAll(filled(complete))) : source;
			}
			return new InboundPacket.Event(head.namespace(), complete.name, head.ackId(), source);
		}
		long id = Objects.requireNonNull(head.ackId());
		AckReceiver receiver = this.interest.awaiting(head.namespace(), id);
		return new InboundPacket.Ack(head.namespace(), id, (receiver != null)
				? new Unread(() -> readAck(receiver, filled(complete)), cost) : InboundPacket.Arguments.UNREAD);
	}

	private InboundPacket ack(PacketHead head, Payload payload) throws PacketException {
		Long id = head.ackId();
		if (id == null) {
			throw new PacketException(PacketError.ACK_ID, "ACK has no id");
		}
		try (JsonParser parser = array(payload)) {
			AckReceiver receiver = this.interest.awaiting(head.namespace(), id);
			if (receiver != null && payload instanceof Payload.Text text) {
				requireFewObjects(text.bytes());
			}
			if (receiver == null || this.interest.readsLater()) {
				PayloadSyntax.skipToEnd(parser);
			}
			InboundPacket.ArgumentSource source = InboundPacket.Arguments.UNREAD;
			if (receiver != null) {
				source = this.interest.readsLater() ? unread(payload, (text) -> readAck(receiver, text))
						: readAck(receiver, parser, payload);
			}
			return new InboundPacket.Ack(head.namespace(), id, source);
		}
		catch (JacksonException ex) {
			throw PayloadSyntax.malformed(ex);
		}
	}

	private InboundPacket.Arguments readAck(AckReceiver receiver, Payload payload) throws PacketException {
		try (JsonParser parser = array(payload)) {
			return readAck(receiver, parser, payload);
		}
	}

	private InboundPacket.Arguments readAck(AckReceiver receiver, JsonParser parser, Payload payload)
			throws PacketException {
		InboundPacket.Arguments arguments = arguments(() -> ackValues(receiver, parser, payload));
		requireRest(parser, payload, arguments);
		return arguments;
	}

	private List<Object> ackValues(AckReceiver receiver, JsonParser parser, Payload payload) {
		return (receiver instanceof PayloadCallback) ? List.of(this.json.copy(payload))
				: this.json.readAck(receiver, parser);
	}

	private static JsonParser array(Payload payload) throws PacketException {
		if (payload instanceof Payload.Text text) {
			PayloadSyntax.requireStart(text.bytes(), '[');
		}
		JsonParser parser = payload.parser();
		parser.nextToken();
		return parser;
	}

	// Reads arguments as the application's types, whose constructors and deserializers
	// may
	// throw anything: also what Jackson throws for broken JSON, as for a string that is
	// no
	// Base64. Whether the JSON is broken is therefore asked of the payload alone.
	private static InboundPacket.Arguments arguments(ArgumentReading reading) {
		try {
			List<Object> values = reading.read();
			return (values != null) ? new InboundPacket.Arguments(values) : InboundPacket.Arguments.UNREAD;
		}
		catch (Throwable ex) {
			return new InboundPacket.Arguments(List.of(), 0, PayloadSyntax.mismatch(ex));
		}
	}

	// Checks what the arguments have left of the payload, and counts it, or, where
	// reading them failed somewhere, checks the whole.
	private static int requireRest(JsonParser parser, Payload payload, InboundPacket.Arguments arguments)
			throws PacketException {
		if (arguments.mismatch() == null) {
			return PayloadSyntax.skipToEnd(parser);
		}
		PayloadSyntax.requireJson(payload);
		return 0;
	}

	@FunctionalInterface
	private interface ArgumentReading {

		@Nullable List<Object> read() throws Exception;

	}

	@FunctionalInterface
	private interface Reading {

		InboundPacket.Arguments read(Payload payload) throws PacketException;

	}

	@FunctionalInterface
	private interface LateReading {

		InboundPacket.Arguments read() throws PacketException;

	}

	/**
	 * The arguments of a packet as they came.
	 *
	 * @param reading reads them; their syntax was checked
	 * @param cost the heap that they take when they are read
	 */
	private record Unread(LateReading reading, long cost) implements InboundPacket.ArgumentSource {

		@Override
		public InboundPacket.Arguments read() {
			try {
				return this.reading.read();
			}
			catch (PacketException | RuntimeException ex) {
				return new InboundPacket.Arguments(List.of(), 0, ex);
			}
		}

	}

	/**
	 * The arguments of a binary packet, read already.
	 *
	 * @param source the arguments
	 * @param cost the heap that they take
	 */
	private record Read(InboundPacket.ArgumentSource source, long cost) implements InboundPacket.ArgumentSource {

		@Override
		public InboundPacket.Arguments read() {
			return this.source.read();
		}

		@Override
		public @Nullable List<JsonNode> all() {
			return this.source.all();
		}

	}

	/**
	 * A binary packet of which attachments are still to come.
	 */
	private static final class Reception {

		/** With the lists and arrays' heads. */
		private static final int OBJECTS = 256;

		private final PacketHead head;

		/** The event's, if it is one. */
		private final String name;

		private final byte[] payload;

		/** The whole packet, if nobody will read its arguments. */
		private final @Nullable InboundPacket unread;

		private final List<byte[]> attachments = new ArrayList<>();

		private int kept;

		Reception(PacketHead head, String name, byte[] payload, @Nullable InboundPacket unread) {
			this.head = head;
			this.name = name;
			this.payload = payload;
			this.unread = unread;
			this.kept = OBJECTS + payload.length;
		}

		/** Estimates the heap of what is read from the payload. */
		long parsed() {
			return Costs.parsed(Unpooled.wrappedBuffer(this.payload));
		}

		/**
		 * Adds an attachment.
		 * @param attachment the attachment
		 * @return whether more are to come
		 */
		boolean add(ByteBuf attachment) {
			byte[] bytes = (this.unread != null) ? NOTHING : ByteBufUtil.getBytes(attachment);
			this.attachments.add(bytes);
			this.kept += bytes.length;
			return this.attachments.size() < this.head.attachments();
		}

	}

}
