/** The nodes: each with its dispatcher, its workers as columns, the lines between them, and what can be done to all. */
import { element, plural, svg } from "./dom.js";
import { note } from "./events.js";
import { Lanes } from "./lanes.js";
import { drawLinks } from "./links.js";
import { resize, rollingRestart } from "./operations.js";

const MOST_WORKERS = 256;

/** The sections of all nodes, this one first. */
export class Nodes {

	#place;
	#act;
	#after;
	#nodes = new Map();

	/**
	 * @param place where the sections go
	 * @param act what to call with a worker and what shall be done to it
	 * @param after what to call when something was done to a node
	 */
	constructor(place, act, after) {
		this.#place = place;
		this.#act = act;
		this.#after = after;
	}

	/** @param pictures one of each node: `{ node, dispatcher, operation, workers, own, silence }` */
	show(pictures, context) {
		const names = pictures.map(({ node }) => node);
		for (const [name, { section }] of this.#nodes) {
			if (!names.includes(name)) {
				section.remove();
				this.#nodes.delete(name);
			}
		}
		pictures.forEach((picture, index) => {
			const node = this.#nodes.get(picture.node) ?? this.#make(picture.node);
			node.show(picture, context);
			if (this.#place.children[index] !== node.section) {
				this.#place.insertBefore(node.section, this.#place.children[index] ?? null);
			}
		});
		this.draw();
	}

	/** Draws the lines anew, from where everything stands now. */
	draw() {
		this.#nodes.forEach((node) => node.draw());
	}

	#make(name) {
		const node = new Node(name, this.#act, this.#after);
		this.#nodes.set(name, node);
		return node;
	}

}

class Node {

	#name;
	#after;
	#picture = null;
	#parts = {};
	#lanes;

	constructor(name, act, after) {
		this.#name = name;
		this.#after = after;
		const parts = this.#parts;
		const titleId = `node-${name}`;
		this.section = element("section", { className: "node" },
				element("header", { className: "node-head" },
						element("h2", { className: "node-name", id: titleId }, "Node ", element("bdi", {}, name)),
						parts.own = element("span", { className: "tag", title: "The node that this page came from" }, "This node"),
						parts.silence = element("span", { className: "tag silent", title: "Its figures are old: the other "
								+ "nodes have heard nothing of it, or this one is cut off" }),
						this.#operations()),
				parts.links = svg("svg", { class: "links", "aria-hidden": "true" }),
				parts.dispatcher = element("div", { className: "dispatcher card" },
						parts.kind = element("p", { className: "kind" }, "Dispatcher"),
						parts.place = element("p", { className: "place" }),
						parts.figure = element("p", { className: "figure", title: "Open TCP connections, idle ones too" },
								parts.connections = element("strong"), parts.word = element("span"))),
				parts.workers = element("ul", { className: "workers" }),
				parts.empty = element("p", { className: "card empty" }, "No workers: clients that come here are served by "
						+ "other nodes' workers, as long as there are any."));
		this.section.setAttribute("aria-labelledby", titleId);
		this.section.dataset.node = name;
		this.#lanes = new Lanes(parts.workers, act);
	}

	show(picture, context) {
		const { dispatcher, operation, workers, own } = this.#picture = picture;
		// Other nodes are heard through the page's own worker: when that is silent, nobody else is to blame.
		const silence = (context.silence > 0) ? 0 : picture.silence;
		const parts = this.#parts;
		parts.own.hidden = !own;
		parts.silence.hidden = silence === 0;
		parts.silence.textContent = `Not heard for ${silence} s`;
		this.section.classList.toggle("stale", silence > 0);
		parts.place.textContent = (dispatcher === null) ? "None: clients come through other nodes"
			: (dispatcher.port === null) ? "not listening" : address(dispatcher);
		parts.figure.hidden = dispatcher === null;
		parts.connections.textContent = (dispatcher?.connections ?? 0).toLocaleString();
		parts.word.textContent = (dispatcher?.connections === 1) ? " connection" : " connections";
		parts.empty.hidden = workers.length > 0;
		parts.workers.hidden = workers.length === 0;
		parts.operations.hidden = workers.length === 0;
		parts.rolling.disabled = Boolean(operation);
		parts.rolling.classList.toggle("busy", Boolean(operation));
		this.#lanes.show(workers, context);
		this.#showResize();
	}

	draw() {
		const idle = this.#picture.dispatcher === null;
		drawLinks(this.#parts.links, this.#parts.dispatcher, (idle) ? [] : this.#lanes.all);
	}

	#operations() {
		const parts = this.#parts;
		const name = this.#name;
		parts.rolling = element("button", { type: "button", className: "small rolling-restart", title: "Restarts the workers of "
				+ "this node one after the other. Their clients connect again by themselves." }, "Rolling restart");
		parts.rolling.addEventListener("click", async () => {
			await rollingRestart(name, this.#picture.workers);
			this.#after();
		});
		parts.count = element("input", { type: "number", inputMode: "numeric", min: 1, max: MOST_WORKERS, required: true,
			className: "count", ariaLabel: `Workers of node ${name}` });
		parts.count.addEventListener("input", () => {
			parts.count.dataset.wanted = "true";
			this.#showResize();
		});
		parts.fewer = this.#step("fewer", "−", -1);
		parts.more = this.#step("more", "+", 1);
		parts.apply = element("button", { type: "submit", className: "small apply" }, "Resize");
		const form = element("form", { className: "resize", autocomplete: "off", noValidate: true },
				element("span", { className: "resize-word", ariaHidden: "true" }, "Workers"), parts.fewer, parts.count, parts.more,
				parts.apply);
		form.addEventListener("submit", (event) => this.#resize(event));
		parts.operations = element("div", { className: "operations", role: "group", ariaLabel: `Operate node ${name}` },
				parts.rolling, form);
		return parts.operations;
	}

	#step(name, text, by) {
		const button = element("button", { type: "button", className: `small step ${name}`,
			ariaLabel: (by < 0) ? "One fewer" : "One more" }, text);
		button.addEventListener("click", () => {
			const { count } = this.#parts;
			count.value = Math.min(Number(count.max), Math.max(Number(count.min), (Number(count.value) || this.#present) + by));
			count.dispatchEvent(new Event("input"));
		});
		return button;
	}

	async #resize(event) {
		event.preventDefault();
		const { apply, count } = this.#parts;
		const wanted = Number(count.value);
		if (!apply.disabled && await resize(this.#name, this.#present, wanted)) {
			delete count.dataset.wanted;
			note(`Resize of node ${this.#name} to ${plural(wanted, "worker")} began`);
		}
		this.#after();
	}

	get #present() {
		return this.#picture?.workers.length ?? 0;
	}

	#showResize() {
		const { apply, count, fewer, more } = this.#parts;
		if (count.dataset.wanted === undefined && document.activeElement !== count) {
			count.value = this.#present;
		}
		const wanted = Number(count.value);
		fewer.disabled = wanted <= Number(count.min);
		more.disabled = wanted >= Number(count.max);
		apply.disabled = !count.checkValidity() || wanted === this.#present;
	}

}

function address({ address: host, port }) {
	if (/^[0.]+$|^[0:]+$/.test(host)) {
		return `Port ${port} on every address`;
	}
	return (host.includes(":")) ? `[${host}]:${port}` : `${host}:${port}`;
}
