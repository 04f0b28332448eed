/** What was seen in the last two minutes, one sample a poll. */

export const WINDOW_MS = 120_000;
/** Longer than a slow answer takes: a page that was hidden did not ask. */
const SILENCE_MS = 5000;

export class History {

	#samples = [];
	#interrupted = false;

	/** Keeps a sample and forgets those that have left the window, but one: the graph's left edge starts from it. */
	add(at, workers) {
		const before = this.#samples.at(-1);
		const begins = this.#interrupted || at - (before?.at ?? at) > SILENCE_MS;
		this.#interrupted = false;
		this.#samples.push({ at, begins, workers: new Map(workers.map((worker) => [worker.id, worker])) });
		while (this.#samples.length > 1 && this.#samples[1].at < at - WINDOW_MS) {
			this.#samples.shift();
		}
	}

	/** Nothing could be seen: the next sample does not continue the last one. */
	interrupt() {
		this.#interrupted = true;
	}

	get samples() {
		return this.#samples;
	}

	/** The samples in runs without a gap. */
	get runs() {
		const runs = [];
		for (const sample of this.#samples) {
			if (runs.length === 0 || sample.begins) {
				runs.push([]);
			}
			runs.at(-1).push(sample);
		}
		return runs;
	}

	/** Every worker id of the window, those that are gone too, in order. */
	get ids() {
		const ids = new Set(this.#samples.flatMap((sample) => [...sample.workers.keys()]));
		return [...ids].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
	}

}
