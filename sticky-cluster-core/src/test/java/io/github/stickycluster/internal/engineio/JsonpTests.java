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

package io.github.stickycluster.internal.engineio;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JsonpForm} and {@link JavaScriptText}.
 */
class JsonpTests {

	@Test
	void readsTheForm() throws PayloadException {
		ByteBuf body = Unpooled.copiedBuffer("d=6%3A4%C3%A9+%2B%3D%26", StandardCharsets.US_ASCII);
		assertThat(JsonpForm.payload(body).toString(StandardCharsets.UTF_8)).isEqualTo("6:4\u00e9 +=&");
		ByteBuf broken = Unpooled.copiedBuffer("d=%zz", StandardCharsets.US_ASCII);
		assertThat(JsonpForm.payload(broken).toString(StandardCharsets.UTF_8)).isEqualTo("%zz");
	}

	@Test
	void refusesOtherForms() {
		for (String form : new String[] { "", "e=1" }) {
			ByteBuf body = Unpooled.copiedBuffer(form, StandardCharsets.US_ASCII);
			assertThatExceptionOfType(PayloadException.class).as(form).isThrownBy(() -> JsonpForm.payload(body));
		}
	}

	@Test
	void undoesTheClientsEscapes() {
		assertThat(JsonpForm.unescape("a\\nb")).isEqualTo("a\nb");
		assertThat(JsonpForm.unescape("a\\\\nb")).isEqualTo("a\\nb");
		assertThat(JsonpForm.unescape("a\\\\\\nb")).isEqualTo("a\\\\nb");
		assertThat(JsonpForm.unescape("a\\tb\\")).isEqualTo("a\\tb\\");
	}

	@Test
	void callsTheCallbackWithALiteral() {
		assertThat(call("0", "a\"b\\c\n\u0001")).isEqualTo("___eio[0](\"a\\\"b\\\\c\\u000a\\u0001\");");
	}

	@Test
	void keepsUnicodeButNotLineSeparators() {
		assertThat(call("1", "\u00e9\u20ac\ud83d\ude00\u2027x\u2028\u2029y"))
			.isEqualTo("___eio[1](\"\u00e9\u20ac\ud83d\ude00\u2027x\\u2028\\u2029y\");");
	}

	@Test
	void takesOnlyTheDigitsOfTheIndex() {
		assertThat(call("1];alert(2)//", "x")).isEqualTo("___eio[12](\"x\");");
	}

	private static String call(String index, String payload) {
		ByteBuf bytes = Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8);
		ByteBuf script = JavaScriptText.call(ByteBufAllocator.DEFAULT, index, bytes);
		try {
			return script.toString(StandardCharsets.UTF_8);
		}
		finally {
			script.release();
		}
	}

}
