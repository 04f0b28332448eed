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

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.protocol.JsonSupport;
import io.netty.buffer.ByteBufOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of one worker: netty-socketio's {@link JsonSupport}, through which listeners
 * register their types, and what the packet codec needs beyond it.
 * <p>
 * To be set on the {@code Configuration} before the server is made from it. Thread-safe.
 */
public abstract sealed class SocketIoJson implements JsonSupport permits MapperJson, DelegatingJson {

	/**
	 * JSON by the application's own mapper. Its modules and features hold; binary
	 * arguments, {@code byte[]}, {@code ByteBuffer} and {@code ByteBuf}, become
	 * attachments, at any depth.
	 * @param mapper the mapper, which is copied
	 * @return the JSON for one worker
	 */
	public static SocketIoJson using(JsonMapper mapper) {
		return new MapperJson(mapper);
	}

	/**
	 * JSON by a {@code JsonSupport} of the application's own. Received attachments are
	 * given to it as Base64 strings in the place of their placeholders; sent ones are
	 * those it reports by {@link JsonSupport#getArrays()}.
	 * @param support the application's JSON support
	 * @return the JSON for one worker
	 */
	public static SocketIoJson using(JsonSupport support) {
		return new DelegatingJson(support);
	}

	/**
	 * Registers the types of an event's arguments, in the place of those that came by
	 * {@link #addEventMapping}.
	 * @param namespace the namespace, as the server names it
	 * @param event the event
	 * @param types the types, generic ones too
	 */
	public abstract void addEventTypes(String namespace, String event, List<Type> types);

	/**
	 * The mapper that checks the syntax of payloads.
	 * @return a mapper that allows content after the value read
	 */
	abstract JsonMapper mapper();

	/**
	 * Whether a listener was registered for an event.
	 * @param namespace the namespace, as the server names it
	 * @param event the event
	 * @return whether there is one
	 */
	abstract boolean hears(String namespace, String event);

	/**
	 * Reads an event's arguments as the listener's types.
	 * @param namespace the namespace, as the server names it
	 * @param event the event
	 * @param parser stands on the event's name
	 * @param payload the whole payload
	 * @return the arguments, as many as were sent and are declared
	 * @throws IOException if they do not fit, as may any other exception say
	 */
	abstract List<Object> readEvent(String namespace, String event, JsonParser parser, Payload payload)
			throws IOException;

	/**
	 * Reads an acknowledgement's arguments as the callback's types.
	 * @param callback who waits for them
	 * @param parser stands on the start of the array
	 * @param payload the whole payload
	 * @return the arguments, as many as were sent and are declared
	 * @throws IOException if they do not fit, as may any other exception say
	 */
	abstract List<Object> readAck(AckCallback<?> callback, JsonParser parser, Payload payload) throws IOException;

	/**
	 * Writes the payload of an event or an acknowledgement.
	 * @param out where to
	 * @param event the event's name, or {@code null} for an acknowledgement
	 * @param arguments the arguments
	 * @param binaries takes the binary values
	 * @throws IOException if they cannot be written, as may any other exception say
	 */
	abstract void writeArguments(ByteBufOutputStream out, @Nullable String event, List<?> arguments,
			BinarySink binaries) throws IOException;

}
