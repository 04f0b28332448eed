/** The cluster page: asks the actuator endpoint every second, draws what it says, and passes on what the operator does. */
import { byId, clock, element, plural } from "./dom.js";
import { ask, connect, loadConfig } from "./connection.js";
import { chart, nothingYet } from "./chart.js";
import { note, noteChange, noteDifferences } from "./events.js";
import { History } from "./history.js";
import { Lanes, Nodes } from "./lanes.js";
import { drawLinks } from "./links.js";
import { ENDPOINT, operateWorker, resize, rollingRestart, toast } from "./operations.js";
import { Talker } from "./talker.js";

const POLL_MS = 1000;
const ANSWER_WITHIN_MS = 5000;

const history = new History();
const lanes = new Lanes(byId("workers"), act);
const nodes = new Nodes();
/** What other nodes have told of their workers: more than the endpoint of this node knows. */
const told = new Map();
const noted = new Set();
let latest = null;
let seenAt = null;
let timer = 0;
let operator = null;
let home = null;

new ResizeObserver(redraw).observe(byId("main"));
document.addEventListener("visibilitychange", () => (document.hidden) ? clearTimeout(timer) : poll());
document.querySelectorAll("input[name=metric]").forEach((input) => input.addEventListener("change", drawHistory));
wireOperations();
poll();
join();

// --- what is asked every second -------------------------------------------------------------------------------------

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

// --- what is told over Socket.IO ------------------------------------------------------------------------------------

async function join() {
	let config;
	try {
		config = await loadConfig();
	}
	catch {
		setTimeout(join, 2000);
		return;
	}
	const chat = connect(config);
	new Talker(chat);
	chat.on("connect", () => findHome(chat));
	chat.on("disconnect", leaveHome);
	// The same connection, in another namespace.
	operator = connect(config, "/cluster");
	operator.on("picture", hear);
}

async function findHome(chat) {
	try {
		home = (await ask(chat, "whoami")).worker;
		note("This page is connected here", { worker: home });
		showLanes();
	}
	catch {
		leaveHome();
	}
}

function leaveHome() {
	if (home !== null) {
		note("This page lost its connection; it connects again", { worker: home, tone: "warn" });
		home = null;
		showLanes();
	}
}

/** Takes what a node tells of itself: its workers' figures, and what has happened there of late. */
function hear({ node, workers, changes }) {
	workers.forEach((worker) => told.set(worker.id, worker));
	for (const change of changes) {
		const key = `${node} ${change.number} ${change.at}`;
		if (!noted.has(key)) {
			noted.add(key);
			noteChange(change);
		}
	}
	if (changes.length > 0 && node === latest?.node && !document.hidden && behind(workers)) {
		poll();
	}
}

/** Whether a state is older here than there: then there is no reason to wait for the next second. */
function behind(workers) {
	const known = new Map(latest.workers.map((worker) => [worker.id, worker.state]));
	return workers.some((worker) => known.get(worker.id) !== worker.state);
}

// --- what the operator does -----------------------------------------------------------------------------------------

function wireOperations() {
	const count = byId("count");
	byId("rolling-restart").addEventListener("click", async () => {
		await rollingRestart(latest.workers.filter(isLocal));
		poll();
	});
	byId("fewer").addEventListener("click", () => step(-1));
	byId("more").addEventListener("click", () => step(1));
	count.addEventListener("input", () => {
		count.dataset.wanted = "true";
		showResize();
	});
	byId("resize").addEventListener("submit", async (event) => {
		event.preventDefault();
		if (!byId("apply").disabled && await resize(present(), Number(count.value))) {
			delete count.dataset.wanted;
			note(`Resize to ${plural(Number(count.value), "worker")} began`);
		}
		poll();
	});
}

function step(by) {
	const count = byId("count");
	count.value = Math.min(Number(count.max), Math.max(Number(count.min), (Number(count.value) || present()) + by));
	count.dispatchEvent(new Event("input"));
}

async function act(worker, action) {
	if (action === "block") {
		note("A listener sleeps 3 s on its event loop", { worker: worker.id });
		await ask(operator, "block").catch((error) => toast(error.message));
		return;
	}
	await operateWorker(worker, action);
	poll();
}

const isLocal = (worker) => worker.node === undefined || worker.node === latest.node;

const present = () => latest?.count ?? latest?.workers.filter(isLocal).length ?? 0;

function showResize() {
	const count = byId("count");
	if (count.dataset.wanted === undefined && document.activeElement !== count) {
		count.value = present();
	}
	const wanted = Number(count.value);
	byId("fewer").disabled = wanted <= Number(count.min);
	byId("more").disabled = wanted >= Number(count.max);
	byId("apply").disabled = !count.checkValidity() || wanted === present();
}

// --- what is seen ---------------------------------------------------------------------------------------------------

function show(cluster) {
	if (latest !== null) {
		noteDifferences(latest, cluster);
	}
	latest = cluster;
	seenAt = new Date();
	latest.workers = cluster.workers.map((worker) => (isLocal(worker)) ? worker : withTold(worker));
	history.add(seenAt.getTime(), latest.workers);
	byId("banner").hidden = true;
	byId("banner-text").textContent = "";
	showStatus("connected", "Live");
	for (const part of ["map", "side", "history", "node-operations"]) {
		byId(part).hidden = false;
	}
	document.querySelectorAll(".stale").forEach((part) => part.classList.remove("stale"));
	showSummary(latest);
	showOperation(latest);
	showDispatcher(latest.dispatcher);
	showLanes();
	redraw();
}

/** The endpoint knows another node's workers as their node has described them to all; the node itself tells more. */
function withTold(worker) {
	const more = told.get(worker.id);
	const known = Object.fromEntries(Object.entries(worker).filter(([, value]) => value !== null));
	return { ...more, ...known, connections: more?.connections, sessions: more?.sessions ?? worker.sessions,
		blocked: worker.blocked || more?.blocked, givenUp: more?.givenUp };
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
	const others = new Set(workers.filter((worker) => !isLocal(worker)).map((worker) => worker.node)).size;
	const name = (others === 0) ? `Node ${node}` : `Node ${node} and ${plural(others, "other")}`;
	byId("summary").textContent = `${name}: ${up} of ${plural(workers.length, "worker")} up, ${plural(sessions, "session")}`;
}

function showOperation({ operation }) {
	const button = byId("rolling-restart");
	button.disabled = Boolean(operation);
	button.classList.toggle("busy", Boolean(operation));
	showResize();
}

function showDispatcher({ address, port, connections }) {
	byId("dispatcher-place").textContent = (port === null) ? "not listening" : place(address, port);
	byId("dispatcher-connections").textContent = connections.toLocaleString();
	byId("dispatcher-connections").nextElementSibling.textContent = (connections === 1) ? "connection" : "connections";
}

function place(address, port) {
	if (/^[0.]+$|^[0:]+$/.test(address)) {
		return `Port ${port} on every address`;
	}
	return (address.includes(":")) ? `[${address}]:${port}` : `${address}:${port}`;
}

function showLanes() {
	if (latest === null) {
		return;
	}
	const mine = latest.workers.filter(isLocal);
	const context = { samples: history.samples, now: seenAt.getTime(), home };
	byId("empty").hidden = mine.length > 0;
	lanes.show(mine, context);
	nodes.show(latest.workers.filter((worker) => !isLocal(worker)), context);
}

function redraw() {
	if (latest !== null) {
		drawLinks(byId("links"), byId("dispatcher"), lanes.all);
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
