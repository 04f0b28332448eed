/** How a worker looks: the same colour for the same id on both pages, and always its name beside the colour. */
import { element } from "./dom.js";

const COLOURS = 10;
/** How far apart the first colours of two nodes are. */
const PER_NODE = 3;

/** The CSS class that sets a worker's colour; neighbours (`node-1`, `node-2`, …) differ, and so do nodes `a`, `b`, … */
export function colourOf(workerId) {
	const [, node, number] = /^(.*?)-?(\d*)$/s.exec(workerId);
	let hash = 0;
	for (const letter of node) {
		hash = (hash * 31 + letter.codePointAt(0)) % 9973;
	}
	return `w${(hash * PER_NODE + Number(number)) % COLOURS}`;
}

/** A pill with the worker's colour and id. */
export function badge(workerId) {
	return element("span", { className: `badge ${colourOf(workerId)}`, title: `Worker ${workerId}` },
			element("span", {}, workerId));
}
