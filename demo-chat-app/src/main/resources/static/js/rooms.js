/** What this tab knows of its rooms: their people, their messages and what is unread. */
import { clock, element } from "./dom.js";
import { badge, colourOf } from "./worker.js";

const KEPT_LINES = 500;
const GROUPED_WITHIN_MS = 120_000;

/** One room that this tab has joined. */
export class Room {

	constructor(name) {
		this.name = name;
		this.people = [];
		this.version = -1;
		this.unread = 0;
		this.list = element("ol", { className: "messages" });
		this.last = null;
		this.item = undefined;
	}

	/** Takes a list of people, unless a newer one was seen: lists may overtake each other on their way. */
	update({ version, members, workers }) {
		if (version > this.version) {
			this.version = version;
			this.people = members.map((name, index) => ({ name, worker: workers[index] }));
		}
	}

	/** Forgets the people's version: after a reconnect the server may be another one, and count anew. */
	reset() {
		this.version = -1;
	}

	message({ name, text, worker, at }) {
		const date = new Date(at);
		const follows = this.last !== null && this.last.name === name && this.last.worker === worker
				&& date - this.last.date < GROUPED_WITHIN_MS;
		const body = element("div", {});
		if (follows) {
			body.append(element("span", { className: "visually-hidden" }, `${name}:`));
		}
		else {
			body.append(element("p", { className: "meta" }, element("bdi", { className: "sender" }, name), badge(worker),
					element("time", { dateTime: date.toISOString(), title: date.toLocaleString() }, clock(date))));
		}
		body.append(element("p", { className: "text" }, text));
		const avatar = element("span", { className: "avatar", ariaHidden: "true" }, initial(name));
		this.#add(element("li", { className: `message ${colourOf(worker)}${(follows) ? " follows" : ""}` }, avatar, body));
		this.last = { name, worker, date };
	}

	/** A line that nobody wrote; a name in it is given by itself, so that its direction stays its own. */
	notice(before, name = "", after = "") {
		this.#add(element("li", { className: "notice" }, before, element("bdi", {}, name), after));
		this.last = null;
	}

	#add(line) {
		this.list.append(line);
		while (this.list.childElementCount > KEPT_LINES) {
			this.list.firstElementChild.remove();
		}
	}

}

const initial = (name) => ([...name][0] ?? "?").toUpperCase();
