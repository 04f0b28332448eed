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

package io.github.stickycluster.internal.worker.supervision;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.stickycluster.internal.log.LimitedLog;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.LoopWatch;
import io.github.stickycluster.internal.worker.Timers;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks on a thread of its own that the event loops of running workers respond, and that
 * their internal ports accept connections.
 */
final class Watchdog {

	private static final Logger logger = LoggerFactory.getLogger(Watchdog.class);

	private final LimitedLog limited = new LimitedLog(logger);

	private static final Duration PERIOD = Duration.ofMillis(100);

	private final OperationSettings settings;

	private final WorkerRegistry registry;

	private final Patients patients;

	/** When each blocked worker was found so, by its server. */
	private final Map<LocalWorker, Long> blocked = new HashMap<>();

	private final Timers thread;

	Watchdog(OperationSettings settings, WorkerRegistry registry, Patients patients, NodeMemory memory) {
		this.settings = settings;
		this.registry = registry;
		this.patients = patients;
		this.thread = new Timers("sticky-cluster-watchdog", memory::notice);
	}

	void start() {
		this.thread.every(PERIOD, this::look);
	}

	void stop() {
		this.thread.stop();
	}

	private void look() {
		List<LocalWorker> present = this.patients.running();
		this.blocked.keySet().retainAll(present);
		present.forEach(this::look);
	}

	private void look(LocalWorker worker) {
		if (worker.memory().recurs()) {
			this.patients.onDeath(worker, "memory ran out repeatedly for its sessions");
			return;
		}
		long lag = 0;
		long silence = 0;
		LoopWatch slowest = null;
		for (LoopWatch watch : worker.workerServer().watches()) {
			if (watch.hasEnded()) {
				this.patients.onDeath(worker, "an event loop has ended");
				return;
			}
			lag = Math.max(lag, watch.ask());
			long present = watch.silence();
			if (present > silence) {
				silence = present;
				slowest = watch;
			}
		}
		worker.statistics().loopLag().record(lag, System.nanoTime());
		if (silence >= this.settings.blockedAfter().toNanos()) {
			onBlocked(worker, slowest, Duration.ofNanos(silence));
		}
		else if (!worker.workerServer().accepts()) {
			this.patients.onDeath(worker, "its internal port is closed");
		}
		else {
			onAnswer(worker, silence);
		}
	}

	private void onBlocked(LocalWorker worker, @Nullable LoopWatch watch, Duration silence) {
		if (this.blocked.putIfAbsent(worker, System.nanoTime() - silence.toNanos()) == null) {
			worker.statistics().blocked();
			this.registry.setBlocked(worker, true);
			Thread thread = (watch != null) ? watch.thread() : null;
			BlockedStack stack = (thread != null) ? BlockedStack.of(thread) : new BlockedStack(List.of(), -1);
			this.limited.warn("blocked " + worker.id(),
					() -> "The event loop of worker " + worker.id() + " has been blocked for "
							+ SupervisedWorker.seconds(silence) + " by " + stack.culprit()
							+ "; routing new sessions to other workers" + stack.text());
		}
		if (this.settings.isRestartedWhenBlocked() && silence.compareTo(this.settings.restartAfter()) >= 0) {
			this.patients.onBlockedTooLong(worker, silence);
		}
	}

	private void onAnswer(LocalWorker worker, long silence) {
		Long since = this.blocked.get(worker);
		// Not before all of its loops have come round.
		if (since != null && silence < PERIOD.toNanos()) {
			this.blocked.remove(worker);
			this.registry.setBlocked(worker, false);
			Duration blocked = Duration.ofNanos(System.nanoTime() - since);
			this.limited.info("answers " + worker.id(), () -> "The event loop of worker " + worker.id()
					+ " responds again after " + SupervisedWorker.seconds(blocked));
		}
	}

	/**
	 * The watched workers.
	 */
	interface Patients {

		List<LocalWorker> running();

		void onBlockedTooLong(LocalWorker worker, Duration silence);

		void onDeath(LocalWorker worker, String cause);

	}

}
