/** The cluster page: asks the actuator endpoint every second and draws what it says. */
import { byId, clock, element, plural } from "./dom.js";
import { chart, nothingYet } from "./chart.js";
import { History } from "./history.js";
import { drawLinks } from "./links.js";
import { badge, colourOf } from "./worker.js";

const ENDPOINT = "actuator/stickycluster";
const POLL_MS = 1000;
const ANSWER_WITHIN_MS = 5000;

const history = new History();
const cards = new Map();
let latest = null;
let seenAt = null;
let timer = 0;

new ResizeObserver(redraw).observe(byId("main"));
document.addEventListener("visibilitychange", () => (document.hidden) ? clearTimeout(timer) : poll());
document.querySelectorAll("input[name=metric]").forEach((input) => input.addEventListener("change", drawHistory));
poll();

async function poll() {
	clearTimeout(timer);
	try {
		show(await read());
	}
	catch (error) {
		showFailure(error);
	}
	if (!document.hidden) {
		clearTimeout(timer);
		timer = setTimeout(poll, POLL_MS);
	}
}

async function read() {
	const response = await fetch(ENDPOINT, { cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
		headers: { Accept: "application/json" } }).catch(() => {
		throw new Error("The server does not answer.");
	});
	if (!response.ok) {
		throw new Error((response.status === 404) ? "The actuator endpoint stickycluster is not exposed (404)."
				: `The actuator endpoint answered ${response.status}.`);
	}
	return response.json();
}

function show(cluster) {
	latest = cluster;
	seenAt = new Date();
	history.add(seenAt.getTime(), cluster.workers);
	byId("banner").hidden = true;
	byId("banner-text").textContent = "";
	showStatus("connected", "Live");
	byId("map").hidden = false;
	byId("history").hidden = false;
	document.querySelectorAll(".stale").forEach((part) => part.classList.remove("stale"));
	showSummary(cluster);
	showDispatcher(cluster.dispatcher);
	showWorkers(cluster.workers);
	redraw();
}

/** Keeps what was seen last, but dimmed, and says since when nothing new came. */
function showFailure(error) {
	history.interrupt();
	showStatus("failed", "No data");
	byId("banner").hidden = false;
	const since = (seenAt === null) ? "" : ` Last seen at ${clock(seenAt)}.`;
	const text = `${error.message}${since} Trying again every second.`;
	if (byId("banner-text").textContent !== text) {
		byId("banner-text").textContent = text;
	}
	byId("map").classList.add("stale");
	byId("history").classList.add("stale");
	if (seenAt === null) {
		byId("summary").textContent = "Nothing seen yet.";
	}
}

function showSummary({ node, workers }) {
	const up = workers.filter((worker) => worker.state === "UP").length;
	const sessions = workers.reduce((sum, worker) => sum + worker.sessions, 0);
	byId("summary").textContent = `Node ${node}: ${up} of ${plural(workers.length, "worker")} up, ${plural(sessions,
			"session")}`;
}

function showDispatcher({ address, port, connections }) {
	byId("dispatcher-place").textContent = place(address, port);
	byId("dispatcher-connections").textContent = connections.toLocaleString();
	byId("dispatcher-connections").nextElementSibling.textContent = (connections === 1) ? "connection" : "connections";
}

function place(address, port) {
	if (/^[0.]+$|^[0:]+$/.test(address)) {
		return `Port ${port} on every address`;
	}
	return (address.includes(":")) ? `[${address}]:${port}` : `${address}:${port}`;
}

function showWorkers(workers) {
	byId("empty").hidden = workers.length > 0;
	const ids = new Set(workers.map((worker) => worker.id));
	for (const [id, { card }] of cards) {
		if (!ids.has(id)) {
			card.remove();
			cards.delete(id);
		}
	}
	const most = Math.max(1, ...workers.map((worker) => worker.sessions));
	workers.forEach((worker, index) => showWorker(worker, index, most));
}

function showWorker(worker, index, most) {
	const shown = cards.get(worker.id) ?? newCard(worker.id);
	shown.worker = worker;
	shown.state.textContent = worker.state;
	shown.state.dataset.state = worker.state;
	shown.connections.textContent = worker.connections.toLocaleString();
	shown.sessions.textContent = worker.sessions.toLocaleString();
	shown.bar.style.width = `${100 * worker.sessions / most}%`;
	shown.port.textContent = `Internal port ${worker.port}`;
	const list = byId("workers");
	if (list.children[index] !== shown.card) {
		list.insertBefore(shown.card, list.children[index] ?? null);
	}
}

function newCard(id) {
	const state = element("span", { className: "state" });
	const connections = element("strong");
	const sessions = element("strong");
	const bar = element("i");
	const port = element("p", { className: "port" });
	const card = element("li", { className: `worker card ${colourOf(id)}` },
			element("div", { className: "worker-head" }, badge(id), state),
			element("div", { className: "figures" },
					element("p", { className: "figure" }, sessions, element("span", {}, "sessions")),
					element("p", { className: "figure" }, connections, element("span", {}, "connections"))),
			element("div", { className: "bar", ariaHidden: "true" }, bar), port);
	card.dataset.worker = id;
	sessions.dataset.figure = "sessions";
	connections.dataset.figure = "connections";
	const shown = { card, state, connections, sessions, bar, port };
	cards.set(id, shown);
	return shown;
}

function redraw() {
	if (latest !== null) {
		drawLinks(byId("links"), byId("dispatcher"), [...cards.values()]);
		drawHistory();
	}
}

function drawHistory() {
	const place = byId("chart");
	const metric = document.querySelector("input[name=metric]:checked").value;
	place.replaceChildren((latest === null) ? nothingYet()
			: chart(history, metric, Math.max(260, place.clientWidth), seenAt.getTime()));
}

function showStatus(state, text) {
	byId("status").dataset.state = state;
	byId("status").replaceChildren(element("span", { className: "status-text" }, text));
}
