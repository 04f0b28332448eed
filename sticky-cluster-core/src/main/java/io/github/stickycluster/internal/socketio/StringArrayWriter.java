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

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.CharsetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Writes arrays of strings without a generator, which costs more than all else that is
 * done for an event of a name and some text. Only what the mapper would write just so: it
 * is asked once which characters those are.
 */
final class StringArrayWriter {

	private static final int ASCII = 128;

	/** Which characters of ASCII are written as they are. */
	private final boolean[] plain = new boolean[ASCII];

	/** Whether all others are, but the surrogates. */
	private final boolean plainBeyond;

	/**
	 * Asks the mapper.
	 * @param mapper writes an array in which a string stands twice
	 */
	StringArrayWriter(MapperWriting mapper) {
		for (char c = 0; c < ASCII; c++) {
			this.plain[c] = isPlain(String.valueOf(c), mapper);
		}
		StringBuilder beyond = new StringBuilder();
		for (int c = ASCII; c <= Character.MAX_VALUE; c++) {
			if (!Character.isSurrogate((char) c)) {
				beyond.append((char) c);
			}
		}
		this.plainBeyond = isPlain(beyond.toString(), mapper);
	}

	private static boolean isPlain(String text, MapperWriting mapper) {
		try {
			return ("[\"" + text + "\",\"" + text + "\"]").equals(mapper.write(text).toString(CharsetUtil.UTF_8));
		}
		catch (Exception ex) {
			return false;
		}
	}

	/**
	 * Whether an event or an ack can be written here.
	 * @param event the event's name, or {@code null} for an ack
	 * @param arguments the arguments
	 * @return {@code false} if the mapper must write them
	 */
	boolean canWrite(@Nullable String event, List<?> arguments) {
		for (Object argument : arguments) {
			if (!(argument instanceof String text) || !isPlain(text)) {
				return false;
			}
		}
		return event == null || isPlain(event);
	}

	private boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if ((c < ASCII) ? !this.plain[c] : (!this.plainBeyond || Character.isSurrogate(c))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Writes what {@link #canWrite} allows.
	 * @param out where to
	 * @param event the event's name, or {@code null} for an ack
	 * @param arguments the arguments, strings
	 */
	void write(ByteBuf out, @Nullable String event, List<?> arguments) {
		out.writeByte('[');
		boolean first = (event == null);
		if (event != null) {
			write(out, event);
		}
		for (Object argument : arguments) {
			if (!first) {
				out.writeByte(',');
			}
			first = false;
			write(out, (String) argument);
		}
		out.writeByte(']');
	}

	private static void write(ByteBuf out, String text) {
		out.writeByte('"');
		ByteBufUtil.writeUtf8(out, text);
		out.writeByte('"');
	}

	/**
	 * The mapper's way to write an array.
	 */
	@FunctionalInterface
	interface MapperWriting {

		/**
		 * Writes an array in which a string stands twice.
		 * @param text the string
		 * @return the JSON
		 * @throws Exception if it cannot be written
		 */
		ByteBuf write(String text) throws Exception;

	}

}
