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

package io.github.stickycluster.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The forms of a polling body.
 */
public enum PollingFormat {

	/** Version 4. */
	V4 {

		@Override
		List<Message> decode(HttpAnswer answer) {
			return Payload.decode4(answer.text());
		}

		@Override
		HttpRequest post(String target, Message... packets) {
			return HttpRequest.post(target, Payload.encode4(packets));
		}

	},

	/** Version 3, binary where there are binary packets. */
	V3 {

		@Override
		List<Message> decode(HttpAnswer answer) {
			return answer.header("Content-Type").equals("application/octet-stream")
					? Payload.decode3Binary(answer.body()) : Payload.decode3(answer.text());
		}

		@Override
		HttpRequest post(String target, Message... packets) {
			return HttpRequest.post(target, "application/octet-stream", Payload.encode3Binary(packets));
		}

	},

	/** Version 3 with {@code b64=1}: always text. */
	V3_BASE64 {

		@Override
		List<Message> decode(HttpAnswer answer) {
			return Payload.decode3(answer.text());
		}

		@Override
		HttpRequest post(String target, Message... packets) {
			return HttpRequest.post(target, Payload.encode3(packets));
		}

	},

	/** Version 3 as a script, posted as a form. */
	V3_JSONP {

		@Override
		List<Message> decode(HttpAnswer answer) {
			String script = answer.text();
			if (!script.startsWith("___eio[7](") || !script.endsWith(");")) {
				throw new AssertionError("not the script asked for: " + script);
			}
			return Payload.decode3(Json.parse(script.substring(10, script.length() - 2)).asString());
		}

		@Override
		HttpRequest post(String target, Message... packets) {
			String escaped = Payload.encode3(packets).replace("\\n", "\\\\n").replace("\n", "\\n");
			return HttpRequest.post(target, "application/x-www-form-urlencoded",
					("d=" + URLEncoder.encode(escaped, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
		}

	};

	abstract List<Message> decode(HttpAnswer answer);

	abstract HttpRequest post(String target, Message... packets);

}
