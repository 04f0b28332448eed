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

package io.github.stickycluster.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops the workers of this node.
 */
public final class Workers {

	private static final Logger logger = LoggerFactory.getLogger(Workers.class);

	private final WorkerSettings settings;

	private final WorkerFactory factory;

	private final WorkerRegistry registry;

	private final WorkerLink link;

	private final Map<String, WorkerStatistics> statistics = new ConcurrentHashMap<>();

	private final List<LocalWorker> started = new ArrayList<>();

	/**
	 * Creates the workers' owner; nothing is started yet.
	 * @param settings how many workers, and of what size
	 * @param factory makes them
	 * @param registry learns their states
	 * @param link joins them to each other
	 */
	public Workers(WorkerSettings settings, WorkerFactory factory, WorkerRegistry registry, WorkerLink link) {
		this.settings = settings;
		this.factory = factory;
		this.registry = registry;
		this.link = link;
	}

	/**
	 * Starts all workers, or none: those already running are stopped when one cannot be
	 * started.
	 * @throws PortBindException if a worker's internal port cannot be bound
	 */
	public synchronized void start() {
		try {
			for (int number = 1; number <= this.settings.count(); number++) {
				start(number);
			}
		}
		catch (RuntimeException ex) {
			stop();
			throw ex;
		}
	}

	/**
	 * Stops all workers; their clients' connections are closed.
	 */
	public synchronized void stop() {
		this.started.forEach((worker) -> this.registry.put(worker, WorkerState.DOWN, "stopping"));
		this.started.forEach(this.link::leave);
		WorkerServer.stopAll(this.started.stream().map(LocalWorker::workerServer).toList());
		this.started.forEach((worker) -> logger.info("Worker {} has stopped", worker.id()));
		this.started.forEach(this.registry::remove);
		this.started.clear();
	}

	private void start(int number) {
		String id = this.settings.workerId(number);
		WorkerStatistics kept = this.statistics.computeIfAbsent(id, (first) -> new WorkerStatistics());
		LocalWorker worker = this.factory.create(this.settings, number, kept);
		this.registry.put(worker, WorkerState.STARTING, "starting");
		this.started.add(worker);
		worker.server().start();
		this.link.join(worker);
		this.registry.put(worker, WorkerState.UP, "listens on internal port " + worker.port());
	}

}
