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

package io.github.stickycluster.internal.security;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.testsupport.NodeProgram;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what JavaScript clients 4 and 2 hear of Spring Security: one program of Node
 * with both, of which each test looks at a part.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE, classes = SocketSecurityTests.Application.class,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1",
				"sticky-cluster.security.required[/public]=false",
				"sticky-cluster.security.token-parameter=access_token" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
// The other class of this application records contexts.
@DirtiesContext
class JavaScriptSecurityTests {

	private JsonNode heard;

	@BeforeAll
	void run(@LocalStickyClusterPort int port, @Autowired TestTokens tokens) throws Exception {
		this.heard = NodeProgram.run("security-client.js", "http://127.0.0.1:" + port, tokens.of("anna", "user"),
				tokens.of("root", "admin"));
	}

	@Test
	void connectsWithATokenOfTheAuthFunction() {
		assertThat(this.heard.path("token").asString()).isEqualTo("anna");
		assertThat(this.heard.path("webSocket").asString()).isEqualTo("anna");
	}

	@Test
	void connectsWithATokenInTheHeaderInBothGenerations() {
		assertThat(this.heard.path("header").asString()).isEqualTo("anna");
		assertThat(this.heard.path("headerOfTwo").asString()).isEqualTo("anna");
	}

	@Test
	void hearsWhyItMayNotConnect() {
		assertThat(this.heard.path("nothing"))
			.hasToString("{\"message\":\"Unauthorized\",\"data\":{\"status\":401,\"code\":\"missing_credentials\"}}");
		assertThat(this.heard.at("/wrong/data/code").asString()).isEqualTo("invalid_token");
		// The older protocol has the data alone.
		assertThat(this.heard.at("/nothingOfTwo/message/code").asString()).isEqualTo("missing_credentials");
	}

	@Test
	void hasATokenForEachNamespaceOfOneConnection() {
		assertThat(this.heard.path("twoNamespaces")).hasToString("[[\"anna\",\"anna\"],\"root\",\"anonymousUser\"]");
	}

	@Test
	void staysTheSameAfterTheUpgrade() {
		assertThat(this.heard.path("upgraded")).hasToString("[\"websocket\",\"anna\"]");
	}

}
