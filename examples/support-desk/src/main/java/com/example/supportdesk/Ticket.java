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

package com.example.supportdesk;

import org.jspecify.annotations.Nullable;

/**
 * A question of a customer.
 *
 * @param agent who works on it, or {@code null}
 */
record Ticket(long id, String customer, String subject, @Nullable String agent, boolean closed) {

	/**
	 * Returns the room of all who talk about the ticket.
	 */
	String room() {
		return room(this.id);
	}

	static String room(long id) {
		return "ticket-" + id;
	}

}
