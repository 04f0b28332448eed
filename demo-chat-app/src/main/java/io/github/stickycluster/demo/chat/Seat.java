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

package io.github.stickycluster.demo.chat;

import java.util.UUID;

/**
 * A person's place in a room, as nodes tell it to each other.
 *
 * @param client the person's socket id
 * @param name the name the person goes by in this room
 * @param worker the worker that holds the person's client
 * @param since when the person came, in milliseconds since 1970 by the node's clock;
 * differs from all others of the node
 */
record Seat(UUID client, String name, String worker, long since) {

	Member member() {
		return new Member(this.name, this.worker);
	}

}
