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

package io.github.stickycluster.internal.fork;

import org.jspecify.annotations.Nullable;

/**
 * The types of messages on a control socket, each with its first byte. There are no
 * versions, since both ends belong to the same application.
 */
enum ControlType {

	/** A child says who it is; this connection is for messages. */
	HELLO(1),

	/** A child says who it is; this connection is for descriptors, from the parent. */
	DESCRIPTORS(2),

	/** The child takes connections from now on. */
	READY(3),

	/** The child describes itself. */
	REPORT(4),

	/** The child has taken as many descriptors as it says. */
	CREDIT(5),

	/** A frame of the bus, for all others. */
	BUS(6),

	/** The child shall drain its worker. */
	DRAIN(7),

	/** The child shall let new sessions in again. */
	RESUME(8),

	/** The child shall let its clients go and exit. */
	STOP(9),

	/** The port of the parent's web server. */
	WEB_PORT(10),

	/** How many connections the child may have open. */
	MAX_CONNECTIONS(11);

	private final byte code;

	ControlType(int code) {
		this.code = (byte) code;
	}

	byte code() {
		return this.code;
	}

	static @Nullable ControlType of(byte code) {
		for (ControlType type : values()) {
			if (type.code == code) {
				return type;
			}
		}
		return null;
	}

}
