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

import io.github.stickycluster.internal.memory.ServerMemory;

/**
 * The observers of the sessions of a worker.
 *
 * @param events counts what happens
 * @param warnings tells the log what an operator must learn
 * @param memory told of failures, of which some come of too little memory
 * @param watch told of sockets and rooms, for the application
 */
public record Observers(SocketIoObserver events, Warnings warnings, ServerMemory memory, SocketWatch watch) {

}
