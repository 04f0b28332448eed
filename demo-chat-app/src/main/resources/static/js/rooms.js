/** What this tab knows of its rooms: their people, their messages and what is unread. */
import { bdi, clock, element, hidden } from "./dom.js";
import { badge } from "./worker.js";

const KEPT_LINES = 500;
const GROUPED_WITHIN_MS = 120_000;
/** How many people who left are told apart from new ones when they come. */
const REMEMBERED = 100;

/** One room that this tab has joined. */
export class Room {

	#faces;
	#version = -1;
	#last = null;
	#departed = new Set();
	/** Who was there when the connection was lost; null while it stands. */
	#before = null;

	constructor(name, faces) {
		this.#faces = faces;
		this.name = name;
		this.me = null;
		this.people = [];
		this.unread = 0;
		this.list = element("ol", { className: "messages" });
		this.item = undefined;
	}

	get isQuiet() {
		return this.list.querySelector(".message") === null;
	}

	/** Takes the answer to this tab's first joining. */
	enter(welcome, me) {
		this.#welcome(welcome);
		this.notice("You joined as ", bdi(me), ", on ", badge(welcome.worker));
	}

	/** Gets ready to join again: the server may be another one, and count its lists anew. */
	away() {
		this.#before ??= this.#others;
		this.#version = -1;
	}

	/** Takes the answer to joining again. */
	reenter(welcome) {
		const before = this.#before ?? [];
		this.#before = null;
		this.#welcome(welcome);
		this.notice("You are back, on ", badge(welcome.worker));
		this.#noteMissed(before, this.#others);
	}

	#welcome(welcome) {
		this.me = welcome.id;
		this.update(welcome);
	}

	get #others() {
		return this.people.filter((person) => !this.isMe(person));
	}

	/** Takes a list of people, unless a newer one was seen: lists may overtake each other on their way. */
	update({ version, ids, members, workers }) {
		if (version > this.#version) {
			this.#version = version;
			this.people = members.map((name, index) => ({ id: ids[index], name, worker: workers[index] }));
		}
	}

	isMe({ id }) {
		return id === this.me;
	}

	/** Says who has come; somebody of that name who left before is back. */
	came(name) {
		this.notice(bdi(name), (this.#departed.delete(name)) ? " is back" : " joined");
	}

	left(name) {
		this.#depart(name);
		this.notice(bdi(name), " left");
	}

	#depart(name) {
		this.#departed.add(name);
		if (this.#departed.size > REMEMBERED) {
			this.#departed.delete(this.#departed.values().next().value);
		}
	}

	/** Says what this tab could not hear while it had no connection. */
	#noteMissed(before, now) {
		const stayed = new Set(now.map(({ id }) => id));
		const known = new Set(before.map(({ id }) => id));
		const came = now.filter(({ id }) => !known.has(id)).map(({ name }) => name);
		const changes = [];
		for (const { name } of before.filter(({ id }) => !stayed.has(id))) {
			const again = came.indexOf(name);
			if (again >= 0) {
				came.splice(again, 1);
				changes.push([name, " left and came back"]);
			}
			else {
				this.#depart(name);
				changes.push([name, " left"]);
			}
		}
		came.forEach((name) => changes.push([name, (this.#departed.delete(name)) ? " came back" : " joined"]));
		if (changes.length > 0) {
			this.notice("While you were away: ", ...changes.flatMap(([name, what], index) =>
				[(index === 0) ? "" : ", ", bdi(name), what]));
		}
	}

	message({ id, name, text, worker, at }) {
		const date = new Date(at);
		const follows = this.#last !== null && this.#last.id === id && this.#last.name === name
				&& date - this.#last.date < GROUPED_WITHIN_MS;
		const mine = this.isMe({ id });
		const body = element("div", { className: "body" });
		if (follows) {
			body.append(hidden(`${name}:`));
		}
		else {
			body.append(element("p", { className: "meta" }, bdi(name, "sender"), ...(mine) ? [you()] : [], badge(worker),
					element("time", { dateTime: date.toISOString(), title: date.toLocaleString() }, clock(date))));
		}
		body.append(element("p", { className: "text" }, text));
		this.#add(element("li", { className: `message${(follows) ? " follows" : ""}${(mine) ? " mine" : ""}` },
				this.#faces.avatar({ id, name }), body));
		this.#last = { id, name, date };
	}

	/** A line that nobody wrote. */
	notice(...parts) {
		this.#add(element("li", { className: "notice" }, ...parts));
		this.#last = null;
	}

	#add(line) {
		this.list.append(line);
		while (this.list.childElementCount > KEPT_LINES) {
			this.list.firstElementChild.remove();
		}
	}

}

/** Marks what is this tab's own. */
export const you = () => element("span", { className: "you" }, "you");
