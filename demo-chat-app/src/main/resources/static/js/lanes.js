/** The workers as columns: state, figures, small graphs, and what can be done to them. */
import { element } from "./dom.js";
import { Spark } from "./spark.js";
import { badge, colourOf } from "./worker.js";

const LEAST_RATE = 5;
const LEAST_LAG_MS = 10;
const UNKNOWN = "–";
/** In place of a worker's state while the page cannot hear of it. */
const SILENT = "SILENT";

/** The columns of one node's workers. */
export class Lanes {

	#list;
	#act;
	#lanes = new Map();

	/** @param act what to call with a worker and what shall be done to it */
	constructor(list, act) {
		this.#list = list;
		this.#act = act;
	}

	get all() {
		return [...this.#lanes.values()];
	}

	show(workers, { samples, now, home, silence }) {
		const ids = new Set(workers.map((worker) => worker.id));
		for (const [id, lane] of this.#lanes) {
			if (!ids.has(id)) {
				lane.card.remove();
				this.#lanes.delete(id);
			}
		}
		const most = Math.max(1, ...workers.map((worker) => worker.sessions));
		workers.forEach((worker, index) => {
			const lane = this.#lanes.get(worker.id) ?? this.#make(worker.id);
			const isHome = worker.id === home;
			lane.show(worker, { samples, now, most, isHome, nearHome: ids.has(home), silence: (isHome) ? silence : 0 });
			if (this.#list.children[index] !== lane.card) {
				this.#list.insertBefore(lane.card, this.#list.children[index] ?? null);
			}
		});
	}

	#make(id) {
		const lane = new Lane(id, this.#act);
		this.#lanes.set(id, lane);
		return lane;
	}

}

/** One worker's column. */
class Lane {

	#parts = { state: element("span", { className: "state" }) };
	#rate = new Spark("rate", LEAST_RATE);
	#lag = new Spark("lag", LEAST_LAG_MS);

	constructor(id, act) {
		const parts = this.#parts;
		const tags = element("p", { className: "tags" },
				tag(parts, "home", "You are here", "This page's own connection sits on this worker"),
				tag(parts, "blocked", "Blocked", "Its event loop does not answer: new sessions go to other workers"),
				tag(parts, "givenUp", "Given up", "It failed again and again and is tried only now and then"));
		this.card = element("li", { className: `worker card ${colourOf(id)}` },
				element("div", { className: "worker-head" }, badge(id), parts.state), tags, this.#more(id),
				element("div", { className: "figures" }, figure(parts, "sessions", "sessions"),
						figure(parts, "connections", "connections")),
				element("div", { className: "bar", ariaHidden: "true" }, parts.bar = element("i")),
				trend(parts, "rate", "events/s", this.#rate),
				trend(parts, "lag", "ms lag", this.#lag),
				element("p", { className: "port" }, parts.restarts = element("span"), parts.port = element("span")),
				this.#buttons(act));
		this.card.dataset.worker = id;
		parts.restarts.dataset.figure = "restarts";
	}

	/** On a phone a lane is a row that opens. */
	#more(id) {
		const more = element("button", { type: "button", className: "quiet small more-of-lane",
			ariaLabel: `More of ${id}`, ariaExpanded: "false" });
		more.addEventListener("click", () => {
			more.ariaExpanded = String(this.card.classList.toggle("open"));
		});
		return more;
	}

	show(worker, { samples, now, most, isHome, nearHome, silence }) {
		const parts = this.#parts;
		const known = samples.at(-1)?.workers.get(worker.id) ?? worker;
		this.worker = { ...known, ...worker };
		const state = (silence > 0) ? SILENT : worker.state;
		set(parts.state, state);
		parts.state.dataset.state = state;
		parts.state.title = (silence > 0) ? "This page has heard nothing from it: its event loop may be blocked" : "";
		this.card.dataset.state = worker.state;
		parts.home.hidden = !isHome;
		parts.blocked.hidden = !worker.blocked;
		parts.givenUp.hidden = !worker.givenUp;
		for (const name of ["sessions", "connections"]) {
			set(parts[name], worker[name]?.toLocaleString() ?? UNKNOWN);
			set(parts[`${name}Word`], (worker[name] === 1) ? name.slice(0, -1) : name);
		}
		parts.bar.style.width = `${100 * worker.sessions / most}%`;
		set(parts.rate, (worker.events ?? undefined) === undefined ? UNKNOWN : rounded(known.rate));
		set(parts.lag, (worker.lag ?? undefined) === undefined ? UNKNOWN : rounded(worker.lag));
		set(parts.restarts, (worker.restarts ?? undefined) === undefined ? ""
				: `${worker.restarts} ${(worker.restarts === 1) ? "restart" : "restarts"}`);
		set(parts.port, (worker.port > 0) ? `port ${worker.port}` : "no port");
		this.#rate.draw(samples, worker.id, now);
		this.#lag.draw(samples, worker.id, now);
		this.#showButtons(worker, isHome, nearHome);
	}

	#buttons(act) {
		const parts = this.#parts;
		const button = (name, text, title) => {
			const made = element("button", { type: "button", className: "small", title }, text);
			made.addEventListener("click", () => act(this.worker, made.dataset.action));
			made.dataset.action = name;
			parts[name] = made;
			return made;
		};
		return element("div", { className: "lane-buttons" },
				button("drain", "Drain", ""),
				button("restart", "Restart", "A new server takes this one's place; its clients connect again by themselves"),
				button("block", "Block it for 3 s", "A listener of the demo sleeps on this worker's event loop, so that you "
						+ "see the watchdog notice"));
	}

	/** Drain and resume share a place: only one of them can be done. */
	#showButtons(worker, isHome, nearHome) {
		const { drain, restart, block } = this.#parts;
		const draining = worker.state === "DRAINING";
		drain.dataset.action = (draining) ? "resume" : "drain";
		set(drain, (draining) ? "Resume" : "Drain");
		drain.title = (draining) ? "New sessions come to it again" : "No new sessions; the old ones finish";
		drain.disabled = !draining && worker.state !== "UP";
		restart.disabled = worker.state === "STARTING";
		set(restart, (worker.state === "DOWN") ? "Start" : "Restart");
		block.hidden = !nearHome;
		block.classList.toggle("absent", !isHome);
		block.disabled = !isHome || worker.blocked === true;
	}

}

function figure(parts, name, word) {
	parts[name] = element("strong");
	parts[name].dataset.figure = name;
	parts[`${name}Word`] = element("span", {}, word);
	return element("p", { className: "figure" }, parts[name], parts[`${name}Word`]);
}

function trend(parts, name, word, spark) {
	parts[name] = element("strong");
	parts[name].dataset.figure = name;
	return element("div", { className: "trend" }, element("p", {}, parts[name], element("span", {}, word)), spark.picture);
}

function tag(parts, name, text, title) {
	parts[name] = element("span", { className: `tag ${name}`, title, hidden: true }, text);
	return parts[name];
}

/** Touches the page only where something changed: what is read aloud or selected stays. */
function set(part, text) {
	if (part.textContent !== text) {
		part.textContent = text;
	}
}

function rounded(value) {
	return (value < 9.95) ? value.toFixed(1) : Math.round(value).toLocaleString();
}
