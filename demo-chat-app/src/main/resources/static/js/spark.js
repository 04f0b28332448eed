/** A small graph of one figure of one worker over the last minute. */
import { svg } from "./dom.js";

const SPAN_MS = 60_000;
const WIDTH = 120;
const HEIGHT = 32;

/** A graph that is made once and drawn anew with each sample. */
export class Spark {

	#line = svg("path", { class: "spark-line" });
	#area = svg("path", { class: "spark-area" });

	constructor(figure, floor) {
		this.figure = figure;
		this.floor = floor;
		this.picture = svg("svg", { class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none",
			"aria-hidden": "true" }, this.#area, this.#line);
	}

	/** Draws the samples of a worker; the graph's top is their greatest, but at least the floor. */
	draw(samples, id, now) {
		const points = samples.filter((sample) => now - sample.at <= SPAN_MS && sample.workers.has(id))
			.map((sample) => ({ at: sample.at, value: sample.workers.get(id)[this.figure] ?? 0 }));
		const top = Math.max(this.floor, ...points.map((point) => point.value));
		const path = points.map(({ at, value }) =>
				`${(WIDTH * (1 - (now - at) / SPAN_MS)).toFixed(1)} ${(HEIGHT - 2 - (HEIGHT - 4) * value / top).toFixed(1)}`);
		const drawable = path.length > 1;
		this.#line.setAttribute("d", (drawable) ? `M${path.join("L")}` : "");
		const left = (drawable) ? path[0].split(" ")[0] : 0;
		this.#area.setAttribute("d", (drawable) ? `M${left} ${HEIGHT}L${path.join("L")}L${WIDTH} ${HEIGHT}Z` : "");
	}

}
