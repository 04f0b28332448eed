/** The chat page: wires the connection, the rooms and what is seen of them. */
import { unwarn, warn } from "./banner.js";
import { limitText, openComposer, showSendError, wireComposer } from "./composer.js";
import { NoAnswer, ask, connect, loadConfig } from "./connection.js";
import { byId, element, keepQuery } from "./dom.js";
import { Faces } from "./faces.js";
import { addInSight, scrollDown, wireLog } from "./follow.js";
import { showElsewhere } from "./origins.js";
import { openPeople, showPeople, wirePeople } from "./people.js";
import { Patience, setReady } from "./readiness.js";
import { revealCurrentRoom, showRooms } from "./roomlist.js";
import { Room } from "./rooms.js";
import { watchSilence } from "./silence.js";
import { renameLinks, showWhereabouts } from "./whereabouts.js";
import { badge } from "./worker.js";

const rooms = new Map();
const faces = new Faces();
const welcomePatience = new Patience(byId("welcome-form"), byId("welcome-wait"));
const roomPatience = new Patience(byId("room-form"), byId("room-wait"));
let socket;
let current = null;
let myName = "";
let myWorker = null;
let everConnected = false;

wireForms();
wireComposer(send);
wireLog();
wirePeople();
keepQuery();
submitEarlyForm();
start();

async function start() {
	let config;
	try {
		config = await loadConfig();
	}
	catch {
		showStatus("failed", "Offline");
		warn("lost", "The server does not answer.", "Trying again…");
		setTimeout(start, 2000);
		return;
	}
	byId("name").maxLength = config.maxName;
	byId("room").maxLength = config.maxRoom;
	byId("new-room").maxLength = config.maxRoom;
	limitText(config.maxText);
	socket = connect(config);
	wireSocket();
}

// --- the connection -------------------------------------------------------------------------------------------------

function wireSocket() {
	socket.on("connect", onConnected);
	socket.on("disconnect", onDisconnected);
	socket.on("connect_error", onConnectError);
	socket.io.on("reconnect_attempt", (attempt) => {
		showStatus("connecting", "Reconnecting…");
		if (everConnected) {
			warn("lost", "Connection lost. Reconnecting…", `Attempt ${attempt}`);
		}
	});
	socket.on("message", onMessage);
	socket.on("joined", (event) => onPeople(event, () => rooms.get(event.room).came(event.name)));
	socket.on("left", (event) => onPeople(event, () => rooms.get(event.room).left(event.name)));
	watchSilence(socket, onSilence);
}

function onConnectError() {
	showStatus("failed", "Not connected");
	warn("lost", (everConnected) ? "Connection lost. Reconnecting…" : "Cannot reach the chat. Trying again…");
}

async function onConnected() {
	everConnected = true;
	unwarn("lost");
	showElsewhere();
	byId("welcome-error").textContent = "";
	byId("room-error").textContent = "";
	myWorker = null;
	socket.io.engine.once("upgrade", showTransport);
	showWhere();
	await ((rooms.size > 0) ? rejoin() : resume());
	setReady(socket.connected);
	openComposer(socket.connected);
}

function onDisconnected(reason) {
	setReady(false);
	openComposer(false);
	showStatus("connecting", "Reconnecting…");
	warn("lost", "Connection lost. Reconnecting…");
	if (reason === "io server disconnect") {
		setTimeout(() => socket.connect(), 1000);
	}
}

function onSilence(seconds) {
	byId("status").classList.toggle("silent", seconds > 0);
	if (seconds === 0) {
		unwarn("silent");
		return;
	}
	const text = `Your worker${(myWorker === null) ? "" : ` ${myWorker}`} does not answer. What you send waits for it.`;
	warn("silent", text, `Silent for ${seconds} s`);
}

/** Shows which worker this tab sits on, and why. */
async function showWhere() {
	try {
		const me = await ask(socket, "whoami");
		myWorker = me.worker;
		showTransport();
		await showWhereabouts(me);
	}
	catch {
		if (socket.connected) {
			showStatus("connected", "Connected");
		}
	}
}

function showTransport() {
	if (myWorker !== null) {
		const transport = (socket.io.engine.transport.name === "websocket") ? "WebSocket" : "Polling";
		showStatus("connected", transport, badge(myWorker));
	}
}

/** After a lost connection the server knows this tab no more: join every room again. */
async function rejoin() {
	for (const room of [...rooms.values()]) {
		room.away();
		try {
			const welcome = await ask(socket, "join", { room: room.name, name: myName });
			addLine(room, () => room.reenter(welcome));
		}
		catch (error) {
			addLine(room, () => room.notice(`Could not join again: ${error.message}`));
		}
	}
	render();
}

/** After a reload the tab comes back to where it was. */
async function resume() {
	const saved = JSON.parse(sessionStorage.getItem("chat") ?? "null");
	if (saved === null || saved.rooms.length === 0) {
		return;
	}
	myName = saved.name;
	for (const name of saved.rooms) {
		await join(name).catch(() => {});
	}
	if (rooms.has(saved.current)) {
		show(rooms.get(saved.current));
	}
}

function save() {
	sessionStorage.setItem("chat", JSON.stringify({ name: myName, rooms: [...rooms.keys()], current: current?.name }));
}

// --- events from the server -----------------------------------------------------------------------------------------

function onMessage(event) {
	const room = rooms.get(event.room);
	if (room === undefined) {
		return;
	}
	addLine(room, () => room.message(event));
	byId("alone").hidden = true;
	if (room !== current || document.hidden) {
		room.unread++;
		renderRooms();
	}
}

function onPeople(event, note) {
	const room = rooms.get(event.room);
	if (room === undefined) {
		return;
	}
	room.update(event);
	addLine(room, note);
	renderPeople();
}

function addLine(room, add) {
	if (room === current) {
		addInSight(add);
	}
	else {
		add();
	}
}

// --- what the person does -------------------------------------------------------------------------------------------

function wireForms() {
	prefill(byId("name"), localStorage.getItem("name") ?? "");
	const linked = linkedRoom();
	if (linked !== "" && linked !== "main") {
		prefill(byId("room"), linked);
	}
	byId("welcome-form").addEventListener("submit", onWelcome);
	byId("room-form").addEventListener("submit", onRoom);
	byId("leave").addEventListener("click", onLeave);
	document.addEventListener("visibilitychange", () => {
		if (!document.hidden && current !== null) {
			current.unread = 0;
			renderRooms();
		}
	});
}

/** Leaves alone what somebody has written already. */
function prefill(input, value) {
	if (input.value === input.defaultValue) {
		input.value = value;
	}
}

/** Somebody may have been quicker than the scripts. */
function submitEarlyForm() {
	const { submitted } = document.documentElement.dataset;
	if (submitted !== undefined) {
		byId(submitted).requestSubmit();
	}
}

/** The room that the page's address names; none if it is no proper address. */
function linkedRoom() {
	try {
		return decodeURIComponent(location.hash.slice(1));
	}
	catch {
		return "";
	}
}

async function onWelcome(event) {
	event.preventDefault();
	const name = byId("name").value.trim();
	const room = byId("room").value.trim();
	const error = byId("welcome-error");
	error.textContent = missing(name, room);
	if (error.textContent !== "") {
		byId((name === "") ? "name" : "room").focus();
		return;
	}
	localStorage.setItem("name", name);
	if (!await welcomePatience.wait()) {
		return;
	}
	myName = name;
	try {
		await join(room);
		byId("text").focus();
	}
	catch (failure) {
		error.textContent = failure.message;
	}
}

function missing(name, room) {
	if (name === "") {
		return "Please give a name, so that others know who writes.";
	}
	return (room === "") ? "Please say which room." : "";
}

async function onRoom(event) {
	event.preventDefault();
	const input = byId("new-room");
	const room = input.value.trim();
	byId("room-error").textContent = "";
	if (room === "") {
		input.focus();
		return;
	}
	if (!await roomPatience.wait()) {
		return;
	}
	try {
		await join(room);
		input.value = "";
		byId("text").focus();
		// The row is wider now that the field is small again; if all this was quicker than a frame, no observer knows.
		revealCurrentRoom();
	}
	catch (failure) {
		byId("room-error").textContent = failure.message;
	}
}

async function join(name) {
	if (rooms.has(name)) {
		show(rooms.get(name));
		return;
	}
	const room = new Room(name, faces);
	// In place before the answer, since others' events may arrive first.
	rooms.set(name, room);
	try {
		room.enter(await ask(socket, "join", { room: name, name: myName }), myName);
	}
	catch (failure) {
		rooms.delete(name);
		throw failure;
	}
	show(room);
}

async function onLeave() {
	const room = current;
	rooms.delete(room.name);
	if (socket.connected) {
		ask(socket, "leave", { room: room.name }).catch(() => {});
	}
	const next = rooms.values().next().value ?? null;
	show(next);
	if (next === null) {
		byId("room").focus();
	}
}

async function send(text) {
	scrollDown();
	try {
		await ask(socket, "message", { room: current.name, text });
	}
	catch (failure) {
		throw new Error((failure instanceof NoAnswer) ? "No answer came: the message may or may not have arrived."
			: `Not sent: ${failure.message}`);
	}
}

// --- what is seen ---------------------------------------------------------------------------------------------------

function show(room) {
	current = room;
	save();
	byId("welcome").hidden = room !== null;
	byId("chat").hidden = room === null;
	openPeople(false);
	if (room === null) {
		history.replaceState(null, "", location.pathname + location.search);
		document.title = "Chat · Sticky Cluster";
		renameLinks();
		return;
	}
	room.unread = 0;
	history.replaceState(null, "", `#${encodeURIComponent(room.name)}`);
	renameLinks();
	byId("room-title").textContent = room.name;
	byId("log").setAttribute("aria-label", `Messages in ${room.name}`);
	byId("log").replaceChildren(room.list);
	showSendError("");
	render();
	revealCurrentRoom();
	scrollDown();
}

function render() {
	renderRooms();
	renderPeople();
}

const renderRooms = () => showRooms([...rooms.values()], current, show);

function renderPeople() {
	faces.update([...rooms.values()].flatMap((room) => room.people));
	showPeople(current, faces);
}

function showStatus(state, text, ...more) {
	const status = byId("status");
	status.dataset.state = state;
	status.replaceChildren(element("span", { className: "status-text" }, text), ...more);
}
