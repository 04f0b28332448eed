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

package io.github.stickycluster.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.QueryStringDecoder;

/**
 * Reads query strings as Node's {@code querystring} does, on which the reference server
 * builds: parameters are separated by {@code &} alone, and a {@code %} without two
 * hexadecimal digits stands for itself.
 */
public final class QueryStrings {

	/** As many as Netty takes unless told otherwise. */
	private static final int MOST_PARAMETERS = 1024;

	private static final int ESCAPE_LENGTH = 3;

	private static final int HEX = 16;

	private QueryStrings() {
	}

	/**
	 * Returns the parameters of a URI.
	 * @param uri the URI, with or without a query
	 * @return the values of each parameter, in their order; at most 1024 parameters
	 */
	public static Map<String, List<String>> ofUri(String uri) {
		return parameters(uri, true);
	}

	/**
	 * Returns the parameters of a query, which is also the form of a posted form.
	 * @param query the query without its question mark
	 * @return the values of each parameter, in their order; at most 1024 parameters
	 */
	public static Map<String, List<String>> of(String query) {
		return parameters(query, false);
	}

	private static Map<String, List<String>> parameters(String text, boolean path) {
		return new QueryStringDecoder(mend(text), HttpConstants.DEFAULT_CHARSET, path, MOST_PARAMETERS, true)
			.parameters();
	}

	/**
	 * Decodes a name or a value.
	 * @param component the text as it stands in the query
	 * @return the decoded text
	 */
	public static String decode(String component) {
		return QueryStringDecoder.decodeComponent(mend(component), StandardCharsets.UTF_8);
	}

	/** Netty refuses a broken escape. */
	private static String mend(String text) {
		int escape = text.indexOf('%');
		while (escape >= 0 && isWhole(text, escape)) {
			escape = text.indexOf('%', escape + ESCAPE_LENGTH);
		}
		if (escape < 0) {
			return text;
		}
		StringBuilder mended = new StringBuilder(text.length() + 2);
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			mended.append(character);
			if (character == '%' && !isWhole(text, i)) {
				mended.append("25");
			}
		}
		return mended.toString();
	}

	private static boolean isWhole(String text, int escape) {
		return escape + ESCAPE_LENGTH <= text.length() && Character.digit(text.charAt(escape + 1), HEX) >= 0
				&& Character.digit(text.charAt(escape + 2), HEX) >= 0;
	}

}
