/** Draws a stacked area graph of one figure of every worker. */
import { element, svg } from "./dom.js";
import { WINDOW_MS } from "./history.js";
import { colourOf } from "./worker.js";

const HEIGHT = 240;
const EDGE = { top: 10, right: 8, bottom: 24, left: 40 };
const TICKS = 4;
const HEADROOM = 1.1;
const X_LABELS = [120, 90, 60, 30, 0];
const NARROW_PX = 480;
const NOTE_UNTIL = 0.5;
const NAMES = { rate: "events per second" };

/** A new graph for the given width in pixels, so that its text is never stretched. */
export function chart(history, metric, width, now) {
	const ids = history.ids;
	const totals = history.samples.map((sample) => sum(ids, sample, metric));
	const max = niceMax(HEADROOM * Math.max(0, ...totals));
	const x = (at) => EDGE.left + Math.max(0, 1 - (now - at) / WINDOW_MS) * (width - EDGE.left - EDGE.right);
	const y = (value) => HEIGHT - EDGE.bottom - (value / max) * (HEIGHT - EDGE.top - EDGE.bottom);
	const latest = Math.round(totals.at(-1) ?? 0);
	const picture = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img",
		"aria-label": `${latest} ${NAMES[metric] ?? metric} now, at most ${Math.round(Math.max(0, ...totals))} in the last two `
				+ "minutes" });
	picture.append(...grid(width, max, x, y, now), ...bands(history.runs, ids, metric, x, y),
			...note(x(history.samples[0]?.at ?? now), width));
	return picture;
}

function sum(ids, sample, metric) {
	return ids.reduce((total, id) => total + (sample.workers.get(id)?.[metric] ?? 0), 0);
}

/** The least of 4, 8, 20, 40, 80, 200 … that holds the value: each divides by the number of ticks. */
function niceMax(value) {
	let step = 1;
	for (const factors = [2, 2.5, 2]; step * TICKS < value;) {
		step *= factors[0];
		factors.push(factors.shift());
	}
	return step * TICKS;
}

function grid(width, max, x, y, now) {
	const parts = [];
	for (let tick = 0; tick <= TICKS; tick++) {
		const value = max * tick / TICKS;
		parts.push(svg("line", { class: "grid", x1: EDGE.left, x2: width - EDGE.right, y1: y(value), y2: y(value) }),
				svg("text", { x: EDGE.left - 8, y: y(value) + 4, "text-anchor": "end" }, value.toLocaleString()));
	}
	for (const seconds of X_LABELS.filter((_, index) => width > NARROW_PX || index % 2 === 0)) {
		const anchor = (seconds === 0) ? "end" : (seconds === X_LABELS[0]) ? "start" : "middle";
		parts.push(svg("text", { x: x(now - seconds * 1000), y: HEIGHT - 6, "text-anchor": anchor },
				(seconds === 0) ? "now" : `−${seconds} s`));
	}
	return parts;
}

/** One band a worker, each on top of those before it; nothing is drawn between the runs. */
function bands(runs, ids, metric, x, y) {
	const pieces = runs.map((run) => stack(run, ids, metric, x, y));
	return ids.map((id, index) => svg("path", { class: `band ${colourOf(id)}`,
		d: pieces.map((piece) => piece[index]).join(" ") }, svg("title", {}, id)));
}

/** The outline of each worker's band in one run of samples. */
function stack(run, ids, metric, x, y) {
	const floor = run.map(() => 0);
	return ids.map((id) => {
		const lower = run.map((sample, index) => [x(sample.at), y(floor[index])]);
		run.forEach((sample, index) => {
			floor[index] += sample.workers.get(id)?.[metric] ?? 0;
		});
		const upper = run.map((sample, index) => [x(sample.at), y(floor[index])]);
		const points = [...upper, ...lower.reverse()].map(([px, py]) => `${px.toFixed(1)} ${py.toFixed(1)}`);
		return `M${points.join("L")}Z`;
	});
}

/** Says why most of the graph is empty, as long as it is. */
function note(start, width) {
	const room = start - EDGE.left;
	if (room < NOTE_UNTIL * (width - EDGE.left - EDGE.right)) {
		return [];
	}
	const betweenLines = EDGE.top + (HEIGHT - EDGE.top - EDGE.bottom) * 1.5 / TICKS + 4;
	return [svg("text", { class: "note", x: EDGE.left + room / 2, y: betweenLines, "text-anchor": "middle" },
			"Seen since this page was opened")];
}

/** What stands there before anything was seen. */
export const nothingYet = () => element("p", { className: "hint" }, "Nothing seen yet.");
