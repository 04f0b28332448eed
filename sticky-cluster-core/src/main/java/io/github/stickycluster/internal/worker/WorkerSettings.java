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

package io.github.stickycluster.internal.worker;

import io.github.stickycluster.internal.settings.SettingChecks;
import io.github.stickycluster.internal.transport.ShiftedTicker;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a node's workers: their number, threads, ports and weight.
 *
 * @param nodeId the node's id; unique in the cluster, safe in a URL's path
 * @param count how many workers, 1 to 256
 * @param threads event loop threads of each worker, 1 to 64
 * @param basePort the first worker's internal port, the next ones counting up from it; 0
 * for free ports
 * @param weight the share of new sessions that each of the workers takes, above 0
 * @param named whether the node is a worker's own process, so that its only worker has
 * the node's id
 * @param ticker the time that the event loops keep, or {@code null} for the system's
 */
public record WorkerSettings(String nodeId, int count, int threads, int basePort, double weight, boolean named,
		@Nullable ShiftedTicker ticker) {

	/**
	 * The most workers that a node can have.
	 */
	public static final int MOST = 256;

	private static final int LAST_PORT = 65535;

	/**
	 * Checks every value.
	 * @throws io.github.stickycluster.internal.settings.InvalidSettingException if one is
	 * out of its range
	 */
	public WorkerSettings {
		SettingChecks.check(count >= 0 && count <= MOST, "workers.count", count,
				"Use a number from 1 to " + MOST + ".");
		SettingChecks.inRange("workers.threads", threads, 1, 64);
		SettingChecks.inRange("workers.base-port", basePort, 0, LAST_PORT - Math.max(count, 1) + 1);
		SettingChecks.check(weight >= 0.01 && weight <= 100, "workers.weight", weight,
				"Use a number from 0.01 to 100.");
	}

	/**
	 * Creates the settings of workers that keep the system's time.
	 * @param nodeId the node's id; unique in the cluster, safe in a URL's path
	 * @param count how many workers, 1 to 256
	 * @param threads event loop threads of each worker, 1 to 64
	 * @param basePort the first worker's internal port, or 0 for free ports
	 * @param weight the share of new sessions that each of the workers takes, above 0
	 * @param named whether the only worker has the node's id
	 */
	public WorkerSettings(String nodeId, int count, int threads, int basePort, double weight, boolean named) {
		this(nodeId, count, threads, basePort, weight, named, null);
	}

	/**
	 * Returns the same settings for workers that keep another time.
	 * @param time the time, or {@code null} for the system's
	 * @return the settings
	 */
	public WorkerSettings keeping(@Nullable ShiftedTicker time) {
		return new WorkerSettings(this.nodeId, this.count, this.threads, this.basePort, this.weight, this.named, time);
	}

	/**
	 * Returns the id of a worker.
	 * @param number the worker's number, from 1
	 * @return {@code <node>-<number>}, or the node's own id
	 */
	public String workerId(int number) {
		return this.named ? this.nodeId : this.nodeId + "-" + number;
	}

	/**
	 * Checks how many workers an operator asks for.
	 * @param wanted how many workers
	 * @throws WorkerOperationException if there cannot be so many
	 */
	public void checkCount(int wanted) {
		if (wanted < 1 || wanted > MOST) {
			throw new WorkerOperationException("The number of workers must be from 1 to " + MOST + ", not " + wanted);
		}
		if (this.basePort != 0 && port(wanted) > LAST_PORT) {
			throw new WorkerOperationException(wanted + " workers need internal ports above " + LAST_PORT
					+ ", since the base port is " + this.basePort);
		}
	}

	/**
	 * Returns the internal port of a worker.
	 * @param number the worker's number, from 1
	 * @return the port, 0 for a free one
	 */
	public int port(int number) {
		return (this.basePort != 0) ? this.basePort + number - 1 : 0;
	}

}
