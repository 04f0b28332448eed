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
 * Something said in a room.
 *
 * @param room the room
 * @param id the sender's socket id
 * @param name the sender's name
 * @param text what was said
 * @param worker the worker that holds the sender
 * @param at when the worker took it, in UTC as ISO 8601 has it
 */
record ChatMessage(String room, UUID id, String name, String text, String worker, String at) {

}
