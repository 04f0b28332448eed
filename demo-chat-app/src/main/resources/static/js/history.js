/** What was seen in the last two minutes, one sample a poll. */

export const WINDOW_MS = 120_000;

export class History {

	#samples = [];

	/** Keeps a sample and forgets those that have left the window, but one: the graph's left edge starts from it. */
	add(at, workers) {
		this.#samples.push({ at, workers: new Map(workers.map((worker) => [worker.id, worker])) });
		while (this.#samples.length > 1 && this.#samples[1].at < at - WINDOW_MS) {
			this.#samples.shift();
		}
	}

	get samples() {
		return this.#samples;
	}

	/** Every worker id of the window, those that are gone too, in order. */
	get ids() {
		const ids = new Set(this.#samples.flatMap((sample) => [...sample.workers.keys()]));
		return [...ids].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
	}

}
