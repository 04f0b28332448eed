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

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.stickycluster.internal.engineio.EncodedPacket;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decodes and encodes the packets of the load scenarios.
 */
@State(Scope.Benchmark)
public class Packets {

	private static final ByteBufAllocator KEPT = new UnpooledByteBufAllocator(true, true);

	private static final String TEXT = "The quick brown fox jumps over the lazy dog. And";

	private static final Item ITEM = new Item(1234.5, "Lisbon", 9_007_199_254L, "Ada Lovelace",
			List.of("blue", "round"));

	private final SocketIoJson json = SocketIoJson.using(JsonMapper.builder().build());

	private final PacketDecoder decoder = new PacketDecoder(this.json, EngineIoVersion.V4, 10, new Everything());

	private final PacketEncoder encoder = new PacketEncoder(this.json);

	private final ByteBuf text = buffer("2[\"text\",\"" + TEXT + "\"]");

	private final ByteBuf object = buffer("2[\"object\",{\"amount\":1234.5,\"city\":\"Lisbon\",\"id\":9007199254,"
			+ "\"name\":\"Ada Lovelace\",\"tags\":[\"blue\",\"round\"]}]");

	/**
	 * Declares the events.
	 */
	public Packets() {
		this.json.addEventMapping("", "text", String.class);
		this.json.addEventMapping("", "object", Item.class);
	}

	private static ByteBuf buffer(String packet) {
		byte[] bytes = packet.getBytes(StandardCharsets.US_ASCII);
		return KEPT.directBuffer(bytes.length).writeBytes(bytes);
	}

	@Benchmark
	public @Nullable Object decodeText() throws PacketException {
		return this.decoder.text(this.text);
	}

	@Benchmark
	public @Nullable Object decodeObject() throws PacketException {
		return this.decoder.text(this.object);
	}

	@Benchmark
	public int encodeText() {
		return encode("text", TEXT);
	}

	@Benchmark
	public int encodeObject() {
		return encode("object", ITEM);
	}

	private int encode(String event, Object argument) {
		EncodedPacket packet = this.encoder.event("", event, List.of(argument), null);
		int size = packet.size();
		packet.release();
		return size;
	}

	/**
	 * About 100 bytes of JSON.
	 *
	 * @param amount a number
	 * @param city a text
	 * @param id an integer
	 * @param name a text
	 * @param tags a list
	 */
	public record Item(double amount, String city, long id, String name, List<String> tags) {

	}

	private static final class Everything implements PacketInterest {

		@Override
		public String heardAs(String namespace) {
			return namespace;
		}

		@Override
		public @Nullable AckReceiver awaiting(String namespace, long id) {
			return null;
		}

	}

}
