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

package io.github.stickycluster.metrics;

/**
 * Every meter of the cluster: its name, type, unit, tags and what it means.
 */
public enum StickyClusterMeter {

	/**
	 * Connections given to a worker by the dispatcher.
	 */
	CONNECTIONS_ROUTED("sticky.cluster.connections.routed", Type.COUNTER, "connections", "worker",
			"Connections that the dispatcher has given to the worker"),

	/**
	 * Those of them that are open.
	 */
	CONNECTIONS_ACTIVE("sticky.cluster.connections.active", Type.GAUGE, "connections", "worker",
			"Open connections that the dispatcher has given to the worker"),

	/**
	 * Engine.IO sessions that a worker holds.
	 */
	SESSIONS("sticky.cluster.sessions", Type.GAUGE, "sessions", "worker", "Sessions that the worker holds"),

	/**
	 * Events that a worker has received.
	 */
	EVENTS_RECEIVED("sticky.cluster.events.received", Type.COUNTER, "events", "worker",
			"Events that the worker has received from its clients");

	private final String meterName;

	private final Type type;

	private final String unit;

	private final String tag;

	private final String description;

	StickyClusterMeter(String meterName, Type type, String unit, String tag, String description) {
		this.meterName = meterName;
		this.type = type;
		this.unit = unit;
		this.tag = tag;
		this.description = description;
	}

	/**
	 * Returns the meter's name.
	 * @return the name as Micrometer writes it
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Returns the meter's type.
	 * @return the type
	 */
	public Type type() {
		return this.type;
	}

	/**
	 * Returns the meter's base unit.
	 * @return the unit
	 */
	public String unit() {
		return this.unit;
	}

	/**
	 * Returns the key of the meter's tag.
	 * @return the key
	 */
	public String tag() {
		return this.tag;
	}

	/**
	 * Returns what the meter means.
	 * @return a phrase
	 */
	public String description() {
		return this.description;
	}

	/**
	 * How a meter behaves.
	 */
	public enum Type {

		/**
		 * Only grows.
		 */
		COUNTER,

		/**
		 * Goes up and down.
		 */
		GAUGE

	}

}
