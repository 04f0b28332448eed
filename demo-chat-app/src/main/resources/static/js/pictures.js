/** What is known of each node: this one's own answer, and what the others tell of themselves. */

/** A node that tells nothing for so long is shown to be silent. */
const SILENT_MS = 4000;
/** A node without workers that tells nothing for so long is gone: nothing else tells of it. */
const GONE_MS = 10_000;
/** Events are counted over this time at least: pictures follow each other closely when something changes. */
const LEAST_MS = 500;

export class Pictures {

	#pictures = new Map();
	#own = null;

	/** Takes the endpoint's answer; it knows other nodes' workers by what is told between the nodes. */
	answer({ node, dispatcher, operation, lastOperation = null, workers }, now) {
		this.#own = node;
		this.#put({ node, dispatcher, operation, lastOperation,
				workers: workers.filter((worker) => worker.node === node) }, now);
		const others = Map.groupBy(workers.filter((worker) => worker.node !== node), (worker) => worker.node);
		for (const [other, theirs] of others) {
			if (!this.#pictures.has(other)) {
				const unknown = { connections: null, events: null, lag: null };
				this.#put({ node: other, dispatcher: null, operation: null,
					workers: theirs.map((worker) => ({ ...worker, ...unknown })) }, now);
			}
		}
		for (const [name, picture] of this.#pictures) {
			const hasWorkers = picture.workers.length > 0;
			if (name !== node && (hasWorkers ? !others.has(name) : now - picture.at > GONE_MS)) {
				this.#pictures.delete(name);
			}
		}
	}

	/** Takes what a node tells of itself; of this node the endpoint knows as much, and sooner. */
	hear(picture, now) {
		if (picture.node !== this.#own) {
			this.#put({ lastOperation: null, ...picture }, now);
		}
	}

	/** All nodes, this one first, the others by name. */
	all(now) {
		return [...this.#pictures.values()].map((picture) => ({ ...picture, own: picture.node === this.#own,
			silence: (now - picture.at > SILENT_MS) ? Math.round((now - picture.at) / 1000) : 0 }))
			.sort((a, b) => Number(b.own) - Number(a.own) || a.node.localeCompare(b.node, undefined, { numeric: true }));
	}

	#put({ node, dispatcher, operation, lastOperation, workers }, at) {
		const before = this.#pictures.get(node);
		const counted = (before !== undefined && at - before.countedAt < LEAST_MS) ? before.countedAt : at;
		const known = new Map(before?.workers.map((worker) => [worker.id, worker]));
		this.#pictures.set(node, { node, dispatcher, operation, lastOperation, at, countedAt: counted,
			workers: workers.map((worker) => rated(worker, known.get(worker.id), at - before?.countedAt)) });
	}

}

/** Adds the events per second since the picture before; none is known of a worker that was not seen before. */
function rated(worker, before, elapsed) {
	if (before !== undefined && elapsed < LEAST_MS) {
		return { ...worker, rate: before.rate, counted: before.counted };
	}
	const events = worker.events - before?.counted;
	return { ...worker, rate: (elapsed > 0 && events >= 0) ? events * 1000 / elapsed : 0, counted: worker.events };
}
