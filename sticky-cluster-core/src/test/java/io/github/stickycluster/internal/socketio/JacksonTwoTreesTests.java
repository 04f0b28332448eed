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
import java.util.List;

import com.corundumstudio.socketio.AckCallback;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jackson 2's trees, received and sent.
 */
class JacksonTwoTreesTests {

	private static final String ALL_KINDS = "{\"a\":[1,-3000000000,123456789012345678901234567890,1.5,1e300],"
			+ "\"b\":{\"c\":null,\"d\":true,\"e\":\"\u00e9\\\"\\n\"},\"f\":[],\"g\":{}}";

	private final ObjectMapper jackson = new ObjectMapper();

	private final List<Object> heard = new ArrayList<>();

	private final TestWorker worker = new TestWorker(SocketIoJson.using(JsonMapper.builder().build()),
			(configuration) -> {
			});

	@ParameterizedTest
	@ValueSource(strings = { ALL_KINDS, "[]", "\"text\"", "17", "0.5", "false", "null" })
	void isReceivedAndSentAsItIs(String json) throws Exception {
		this.worker.namespace().addEventListener("e", JsonNode.class, (client, tree, ack) -> {
			this.heard.add(tree);
			client.sendEvent("back", tree);
		});
		TestSession session = this.worker.connected().text("2[\"e\"," + json + "]");
		assertThat(this.heard).containsExactly(this.jackson.readTree(json));
		String sent = session.sent.get(0);
		assertThat(sent).startsWith("42[\"back\",");
		assertThat(this.jackson.readTree(sent.substring(2)).get(1)).isEqualTo(this.jackson.readTree(json));
	}

	@Test
	void isAPartOfAnArgument() {
		this.worker.namespace().addEventListener("e", Order.class, (client, order, ack) -> {
			this.heard.add(order);
			ack.sendAckData(order);
		});
		TestSession session = this.worker.connected()
			.text("21[\"e\",{\"details\":{\"seat\":3},\"items\":[\"x\"],\"note\":\"n\"}]");
		JsonNodeFactory nodes = JsonNodeFactory.instance;
		assertThat(this.heard).containsExactly(
				new Order(nodes.objectNode().put("seat", 3), nodes.arrayNode().add("x"), nodes.textNode("n")));
		assertThat(session.sent).containsExactly("431[{\"details\":{\"seat\":3},\"items\":[\"x\"],\"note\":\"n\"}]");
	}

	@Test
	void bytesAreAttachments() {
		this.worker.namespace().addEventListener("e", JsonNode.class, (client, tree, ack) -> {
			this.heard.add(tree.get("image").isBinary());
			client.sendEvent("back", tree);
		});
		TestSession session = this.worker.connected()
			.text("51-[\"e\",{\"image\":{\"_placeholder\":true,\"num\":0}}]")
			.binary(1, 250);
		assertThat(this.heard).containsExactly(true);
		assertThat(session.sent).containsExactly("451-[\"back\",{\"image\":{\"_placeholder\":true,\"num\":0}}]");
		assertThat(session.attachments).containsExactly(new byte[] { 1, (byte) 250 });
	}

	@Test
	void isAnAcknowledgement() {
		TestSession session = this.worker.connected();
		session.socket().sendEvent("ask", new AckCallback<>(ObjectNode.class) {

			@Override
			public void onSuccess(ObjectNode result) {
				JacksonTwoTreesTests.this.heard.add(result);
			}

		});
		session.text("30[{\"a\":1}]");
		assertThat(this.heard).containsExactly(JsonNodeFactory.instance.objectNode().put("a", 1));
	}

	@Test
	void anotherKindThanDeclaredIsAMismatch() {
		this.worker.namespace().addEventListener("e", ObjectNode.class, (client, tree, ack) -> this.heard.add(tree));
		TestSession session = this.worker.connected().text("2[\"e\",[]]").text("2[\"e\",{}]");
		assertThat(this.heard).containsExactly(JsonNodeFactory.instance.objectNode());
		assertThat(session.closed).isNull();
		assertThat(this.worker.observer.lines).contains("mismatched / e");
	}

	@Test
	void anObjectInATreeIsWrittenByTheApplicationsMapper() {
		TestSession session = this.worker.connected();
		session.socket().sendEvent("e", JsonNodeFactory.instance.arrayNode().addPOJO(new Point(1, 2)));
		assertThat(session.sent).containsExactly("42[\"e\",[{\"x\":1,\"y\":2}]]");
	}

	record Order(ObjectNode details, ArrayNode items, JsonNode note) {
	}

	record Point(int x, int y) {
	}

}
