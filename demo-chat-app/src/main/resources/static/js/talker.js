/**
 * The steady talker: a chat member that says numbered messages and keeps account of each of them.
 *
 * A message counts as acknowledged when the chat has answered it. What was under way when the connection went is said
 * again under its old number. It counts as lost if the chat acknowledged it and the room never heard it.
 */
import { byId, svg } from "./dom.js";
import { ask } from "./connection.js";
import { urlOf } from "./origins.js";
import { colourOf } from "./worker.js";

const EVERY_MS = 100;
const HEARD_WITHIN_MS = 5000;
const SHOWN = 120;
const PREFIX = "No. ";

export class Talker {

	#socket;
	#room = `steady-${Math.random().toString(36).slice(2, 8)}`;
	#messages = [];
	#timer = 0;
	#joined = false;
	#running = false;
	#awaySince = 0;
	#longestAway = 0;
	#returns = 0;
	#counts = { sent: 0, acked: 0, again: 0, lost: 0 };
	#rects = [];

	constructor(socket) {
		this.#socket = socket;
		socket.on("connect", () => {
			this.#link();
			this.#enter();
		});
		socket.on("disconnect", () => this.#leave());
		socket.on("message", (message) => this.#hear(message));
		byId("talk").addEventListener("click", () => (this.#running) ? this.#stop() : this.#start());
		this.#link();
		this.#drawStrip();
	}

	/** Leads to the talker's room at the node that the page talks to. */
	#link() {
		byId("talk-room").href = `${urlOf("./")}${location.search}#${encodeURIComponent(this.#room)}`;
	}

	async #start() {
		this.#running = true;
		byId("talk").textContent = "Stop";
		byId("talk").classList.remove("primary");
		this.#say("Joining the chat…");
		this.#timer ||= setInterval(() => this.#tick(), EVERY_MS);
		await this.#enter();
	}

	#stop() {
		this.#running = false;
		byId("talk").textContent = "Start";
		byId("talk").classList.add("primary");
		this.#verdict();
	}

	/** Joins the room, at the start and after each lost connection, and says again what was not acknowledged. */
	async #enter() {
		if ((!this.#running && this.#unanswered.length === 0) || !this.#socket.connected || this.#joined) {
			return;
		}
		try {
			await ask(this.#socket, "join", { room: this.#room, name: "Steady talker" });
		}
		catch {
			setTimeout(() => this.#enter(), 500);
			return;
		}
		if (this.#awaySince > 0) {
			this.#returns++;
			this.#longestAway = Math.max(this.#longestAway, performance.now() - this.#awaySince);
			this.#awaySince = 0;
		}
		this.#joined = true;
		for (const message of this.#unanswered) {
			this.#counts.again++;
			this.#send(message);
		}
		this.#show();
	}

	#leave() {
		if (this.#joined) {
			this.#joined = false;
			this.#awaySince = performance.now();
			this.#show();
		}
	}

	get #unanswered() {
		return this.#messages.filter((message) => message.acked === 0);
	}

	#tick() {
		if (this.#running && this.#joined && this.#socket.connected) {
			const message = { number: ++this.#counts.sent, worker: null, acked: 0, heard: false };
			this.#messages.push(message);
			this.#send(message);
		}
		this.#review();
		this.#show();
	}

	async #send(message) {
		try {
			await ask(this.#socket, "message", { room: this.#room, text: PREFIX + message.number });
			if (message.acked === 0) {
				message.acked = performance.now();
				this.#counts.acked++;
			}
		}
		catch {
			// The connection went, and #enter says it again; or the answer never came while it stands, then this does.
			if (this.#joined && this.#socket.connected) {
				this.#counts.again++;
				this.#send(message);
			}
		}
	}

	#hear({ room, text, worker }) {
		if (room === this.#room && text.startsWith(PREFIX)) {
			const number = Number(text.slice(PREFIX.length));
			const message = this.#messages.find((candidate) => candidate.number === number);
			if (message) {
				message.heard = true;
				message.worker = worker;
			}
		}
	}

	/** Settles accounts: what was acknowledged long ago and not heard is lost, and what is settled is forgotten. */
	#review() {
		const now = performance.now();
		for (const message of this.#messages) {
			if (message.acked > 0 && !message.heard && !message.lost && now - message.acked > HEARD_WITHIN_MS) {
				message.lost = true;
				this.#counts.lost++;
			}
		}
		while (this.#messages.length > SHOWN && this.#messages[0].acked > 0
				&& (this.#messages[0].heard || this.#messages[0].lost)) {
			this.#messages.shift();
		}
	}

	#show() {
		const { sent, acked, again, lost } = this.#counts;
		byId("talk-sent").textContent = sent.toLocaleString();
		byId("talk-acked").textContent = acked.toLocaleString();
		byId("talk-again").textContent = again.toLocaleString();
		byId("talk-lost").textContent = lost.toLocaleString();
		byId("talk-lost-box").classList.toggle("bad", lost > 0);
		this.#colourStrip();
		this.#verdict();
	}

	#verdict() {
		const { sent, lost } = this.#counts;
		if (sent === 0) {
			return;
		}
		const back = (this.#returns === 0) ? "" : ` ${this.#returns} × reconnected, at longest after ${
			(this.#longestAway / 1000).toFixed(1)} s.`;
		const verdict = (lost === 0) ? "No acknowledged message lost." : `${lost} acknowledged and never heard.`;
		this.#say(((this.#running && !this.#joined) ? "Reconnecting… " : "") + verdict + back);
		byId("talk-verdict").dataset.tone = (lost === 0) ? "good" : "bad";
	}

	#say(text) {
		if (byId("talk-verdict").textContent !== text) {
			byId("talk-verdict").textContent = text;
		}
	}

	#drawStrip() {
		const strip = byId("talk-strip");
		strip.setAttribute("viewBox", `0 0 ${SHOWN} 10`);
		this.#rects = Array.from({ length: SHOWN }, (_, index) =>
				svg("rect", { x: index + 0.12, y: 0, width: 0.76, height: 10, class: "none" }));
		strip.append(...this.#rects);
	}

	#colourStrip() {
		const shown = this.#messages.slice(-SHOWN);
		this.#rects.forEach((rect, index) => rect.setAttribute("class", look(shown[index - (SHOWN - shown.length)])));
	}

}

function look(message) {
	if (message === undefined) {
		return "none";
	}
	if (message.lost) {
		return "lost";
	}
	return (message.acked > 0 && message.heard) ? colourOf(message.worker) : "open";
}

