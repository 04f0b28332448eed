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

import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.stickycluster.internal.memory.ServerMemory;
import org.jspecify.annotations.Nullable;

/**
 * The shared parts of all sessions of one worker.
 *
 * @param namespaces finds the namespace that a client asks for by the server's name of
 * it, and holds it if it is made for clients; gives {@code null} if there is none
 * @param json the JSON that the listeners' types are registered with
 * @param encoder the encoder, which workers may share
 * @param socketIds makes the public ids of sockets
 * @param maxAttachments the most attachments a received packet may have, 0 or more
 * @param observers told what happens
 * @param users the worker's sockets by user
 * @param calls runs listeners off the event loop, or {@code null} to run them there
 */
public record SocketIoContext(Function<String, @Nullable SocketIoNamespace> namespaces, SocketIoJson json,
		PacketEncoder encoder, Supplier<UUID> socketIds, int maxAttachments, Observers observers, UserSockets users,
		@Nullable ListenerCalls calls) {

	SocketIoObserver observer() {
		return this.observers.events();
	}

	Warnings warnings() {
		return this.observers.warnings();
	}

	SocketWatch watch() {
		return this.observers.watch();
	}

	ServerMemory memory() {
		return this.observers.memory();
	}

}
