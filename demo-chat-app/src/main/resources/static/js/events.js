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
	const log = byId("log");
	// What another node tells comes late, and what was missed is told again.
	const older = [...log.children].find((entry) => Number(entry.dataset.at) <= at.getTime()) ?? null;
	log.insertBefore(line, older);
	while (log.childElementCount > KEPT) {
		log.lastElementChild.remove();
	}
}

const TONES = { UP: "good", DRAINING: "warn", STARTING: "", DOWN: "bad" };

/** Says what differs between two pictures of the cluster and is told nowhere else. */
export function noteDifferences(before, now) {
	noteNodes(nodesOf(before), nodesOf(now));
	const known = new Map(before.workers.map((worker) => [worker.id, worker]));
	for (const worker of now.workers) {
		const old = known.get(worker.id);
		if (worker.blocked === true && old?.blocked !== true) {
			note("does not answer: new sessions go to other workers", { worker: worker.id, tone: "bad" });
		}
		else if (worker.blocked === false && old?.blocked === true && worker.state === "UP") {
			note("answers again", { worker: worker.id, tone: "good" });
		}
	}
	if (now.operation && !before.operation) {
		note("Rolling restart began");
	}
	else if (!now.operation && before.operation) {
		note("Rolling restart is over", { tone: "good" });
	}
}

/** Says how a worker came to another state, and why. */
export function noteChange({ worker, from, to, reason, at }) {
	const text = (to === null) ? `gone: ${reason}` : (from === null) ? `${to}: ${reason}` : `${from} → ${to}: ${reason}`;
	note(text, { worker, at: new Date(at), tone: TONES[to] ?? "" });
}

function noteNodes(before, now) {
	for (const name of now) {
		if (!before.has(name)) {
			note(`Node ${name} has joined`, { tone: "good" });
		}
	}
	for (const name of before) {
		if (!now.has(name)) {
			note(`Node ${name} has gone`, { tone: "bad" });
		}
	}
}

const nodesOf = (cluster) => new Set([cluster.node, ...cluster.workers.map((worker) => worker.node ?? cluster.node)]);
