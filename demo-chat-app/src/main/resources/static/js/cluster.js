/** The cluster page: asks the actuator endpoint every second, draws what it says, and passes on what the operator does. */
import { unwarn, warn } from "./banner.js";
import { byId, clock, element, keepQuery, plural } from "./dom.js";
import { ask, connect, connectNamespace, loadConfig } from "./connection.js";
import { chart, nothingYet } from "./chart.js";
import { note, noteChange, noteNodes, noteOperation } from "./events.js";
import { History } from "./history.js";
import { Nodes } from "./nodes.js";
import { operateWorker, toast } from "./operations.js";
import { currentOrigin, originFailed, showElsewhere, urlOf } from "./origins.js";
import { Pictures } from "./pictures.js";
import { watchSilence } from "./silence.js";
import { Talker } from "./talker.js";

const ENDPOINT = "actuator/stickycluster";
const POLL_MS = 1000;
const ANSWER_WITHIN_MS = 5000;

const history = new History();
const pictures = new Pictures();
const nodes = new Nodes(byId("nodes"), act, poll);
const noted = new Set();
let latest = [];
let seenAt = null;
let timer = 0;
let operator = null;
let home = null;
/** For how many seconds the page's own worker has been silent. */
let silence = 0;

keepQuery();
new ResizeObserver(redraw).observe(byId("main"));
document.addEventListener("visibilitychange", () => (document.hidden) ? clearTimeout(timer) : poll());
document.querySelectorAll("input[name=metric]").forEach((input) => input.addEventListener("change", drawHistory));
poll();
join();

// --- what is asked every second -------------------------------------------------------------------------------------

async function poll() {
	clearTimeout(timer);
	const origin = currentOrigin();
	try {
		pictures.answer(await read(origin), Date.now());
		show();
	}
	catch (error) {
		originFailed(origin);
		showFailure(error);
	}
	if (!document.hidden) {
		clearTimeout(timer);
		timer = setTimeout(poll, POLL_MS);
	}
}

async function read(origin) {
	const response = await fetch(urlOf(ENDPOINT, origin), { cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
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
	operator = connectNamespace(chat, "/cluster");
	operator.on("picture", hear);
	watchSilence(chat, onSilence);
}

async function findHome(chat) {
	showElsewhere();
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

function onSilence(seconds) {
	if (seconds === 0) {
		unwarn("silent");
	}
	else {
		warn("silent", `Worker${(home === null) ? "" : ` ${home}`} does not answer. It holds this page's connection, so what `
				+ "you see is old.", `Silent for ${seconds} s`);
	}
	silence = seconds;
	showLanes();
}

/** Takes what a node tells of itself: its workers' figures, and what has happened there of late. */
function hear(picture) {
	pictures.hear(picture, Date.now());
	for (const change of picture.changes) {
		const key = `${picture.node} ${change.number} ${change.at}`;
		if (!noted.has(key)) {
			noted.add(key);
			noteChange(change);
		}
	}
	if (!document.hidden && seenAt !== null && behind(picture)) {
		poll();
	}
}

/** Whether a state is older here than there: then there is no reason to wait for the next second. */
function behind({ node, workers }) {
	const known = new Map(latest.find((picture) => picture.node === node)?.workers.map((worker) => [worker.id, worker.state]));
	return workers.length !== known.size || workers.some((worker) => known.get(worker.id) !== worker.state);
}

// --- what the operator does -----------------------------------------------------------------------------------------

async function act(worker, action) {
	if (action === "block") {
		note("A listener sleeps 3 s on its event loop", { worker: worker.id });
		await ask(operator, "block").catch((error) => toast(error.message));
		return;
	}
	await operateWorker(worker, action);
	poll();
}

// --- what is seen ---------------------------------------------------------------------------------------------------

function show() {
	const now = new Date();
	const pictured = pictures.all(now.getTime());
	if (seenAt !== null) {
		noteNodes(latest.map(({ node }) => node), pictured.map(({ node }) => node));
	}
	for (const picture of pictured) {
		noteOperation(picture.node, latest.find(({ node }) => node === picture.node), picture);
	}
	latest = pictured;
	seenAt = now;
	history.add(now.getTime(), latest.flatMap(({ workers }) => workers));
	unwarn("lost");
	showElsewhere();
	showStatus("connected", "Live");
	for (const part of ["talker", "map", "happenings", "history"]) {
		byId(part).hidden = false;
		byId(part).classList.remove("stale");
	}
	showSummary();
	showLanes();
	drawHistory();
}

/** Keeps what was seen last, but dimmed, and says since when nothing new came. */
function showFailure(error) {
	history.interrupt();
	showStatus("failed", "No data");
	const since = (seenAt === null) ? "" : ` Last seen at ${clock(seenAt)}.`;
	warn("lost", `${error.message}${since} Trying again every second.`);
	byId("map").classList.add("stale");
	byId("history").classList.add("stale");
	if (seenAt === null) {
		byId("summary").textContent = "Nothing seen yet.";
	}
}

function showSummary() {
	const workers = latest.flatMap((picture) => picture.workers);
	const up = workers.filter((worker) => worker.state === "UP").length;
	const sessions = workers.reduce((sum, worker) => sum + worker.sessions, 0);
	const name = (latest.length === 1) ? `Node ${latest[0].node}` : plural(latest.length, "node");
	byId("summary").textContent = `${name}: ${up} of ${plural(workers.length, "worker")} up, ${plural(sessions, "session")}`;
}

function showLanes() {
	if (seenAt !== null) {
		nodes.show(latest, { samples: history.samples, now: seenAt.getTime(), home, silence });
	}
}

function redraw() {
	if (seenAt !== null) {
		nodes.draw();
		drawHistory();
	}
}

function drawHistory() {
	const place = byId("chart");
	const metric = document.querySelector("input[name=metric]:checked").value;
	place.replaceChildren((seenAt === null) ? nothingYet()
			: chart(history, metric, Math.max(260, place.clientWidth), seenAt.getTime()));
}

function showStatus(state, text) {
	byId("status").dataset.state = state;
	byId("status").replaceChildren(element("span", { className: "status-text" }, text));
}
