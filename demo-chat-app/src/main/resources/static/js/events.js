/** The log of what happens: the newest first, in plain words. */
import { byId, element } from "./dom.js";
import { badge } from "./worker.js";

const KEPT = 200;

const seconds = (date) => date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** Adds a line; a worker's id in front of it becomes its badge. */
export function note(text, { worker, at = new Date(), tone = "" } = {}) {
	const line = element("li", { className: `entry ${tone}` }, element("time", { dateTime: at.toISOString() }, seconds(at)));
	if (worker) {
		line.append(badge(worker));
	}
	line.append(element("span", { className: "entry-text" }, text));
	line.dataset.at = at.getTime();
	const entries = byId("entries");
	// What another node tells comes late, and what was missed is told again.
	const older = [...entries.children].find((entry) => Number(entry.dataset.at) <= at.getTime()) ?? null;
	entries.insertBefore(line, older);
	while (entries.childElementCount > KEPT) {
		entries.lastElementChild.remove();
	}
}

const TONES = { UP: "good", DRAINING: "warn", STARTING: "", DOWN: "bad" };

/** Says that a node's rolling restart began, and what has become of it. */
export function noteOperation(node, before, { operation, lastOperation }) {
	if (operation && !before?.operation) {
		note(`Rolling restart of node ${node} began`);
	}
	// What ended before this page knew the node is no news.
	if (before?.lastOperation === undefined || !lastOperation || lastOperation.ended === before.lastOperation?.ended) {
		return;
	}
	const { ended, failure } = lastOperation;
	const outcome = (failure) ? `stopped: ${failure}` : "is over";
	note(`Rolling restart of node ${node} ${outcome}`, { at: new Date(ended), tone: (failure) ? "bad" : "good" });
}

/** Says what has happened to a worker, and why. */
export function noteChange({ worker, from, to, blocked, reason, at }) {
	if (blocked !== null) {
		note(reason, { worker, at: new Date(at), tone: (blocked) ? "bad" : "good" });
		return;
	}
	const text = (to === null) ? `gone: ${reason}` : (from === null) ? `${to}: ${reason}` : `${from} → ${to}: ${reason}`;
	note(text, { worker, at: new Date(at), tone: TONES[to] ?? "" });
}

const gone = new Set();

/** Says which nodes have joined, which have gone and which came back. */
export function noteNodes(before, now) {
	for (const name of now.filter((name) => !before.includes(name))) {
		note(`Node ${name} ${(gone.delete(name)) ? "is back" : "has joined"}`, { tone: "good" });
	}
	for (const name of before.filter((name) => !now.includes(name))) {
		gone.add(name);
		note(`Node ${name} has gone`, { tone: "bad" });
	}
}
