/** The chat page: wires the connection, the rooms and what is seen of them. */
import { byId, element, plural } from "./dom.js";
import { ask, connect, loadConfig } from "./connection.js";
import { Room } from "./rooms.js";
import { badge } from "./worker.js";

const AT_BOTTOM_PX = 40;
const COUNTER_FROM = 0.85;

const rooms = new Map();
let config;
let socket;
let current = null;
let myName = "";
let ready = false;
let everConnected = false;
/** Whether the log shows its end, and so goes on to do so. */
let following = true;
let seen = { top: 0, width: 0, height: 0 };

wireForms();
start();

async function start() {
	try {
		config = await loadConfig();
	}
	catch {
		showStatus("failed", "Offline");
		showBanner("The server does not answer.", "Trying again…");
		setTimeout(start, 2000);
		return;
	}
	byId("name").maxLength = config.maxName;
	byId("room").maxLength = config.maxRoom;
	byId("new-room").maxLength = config.maxRoom;
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
			byId("banner-detail").textContent = `Attempt ${attempt}`;
		}
	});
	socket.on("message", onMessage);
	socket.on("joined", (event) => onPeople(event, "joined"));
	socket.on("left", (event) => onPeople(event, "left"));
}

function onConnectError() {
	showStatus("failed", "Not connected");
	showBanner((everConnected) ? "Connection lost. Reconnecting…" : "Cannot reach the chat. Trying again…");
}

async function onConnected() {
	everConnected = true;
	hideBanner();
	byId("welcome-error").textContent = "";
	byId("room-error").textContent = "";
	socket.io.engine.once("upgrade", showWhere);
	showWhere();
	await ((rooms.size > 0) ? rejoin() : resume());
	ready = socket.connected;
	updateComposer();
}

function onDisconnected(reason) {
	ready = false;
	showStatus("connecting", "Reconnecting…");
	showBanner("Connection lost. Reconnecting…");
	updateComposer();
	if (reason === "io server disconnect") {
		setTimeout(() => socket.connect(), 1000);
	}
}

/** Shows which worker this tab sits on, and over which transport. */
async function showWhere() {
	try {
		const me = await ask(socket, "whoami");
		byId("address").textContent = me.address;
		offerOtherAddress(me.address);
		const transport = socket.io.engine?.transport?.name ?? me.transport;
		showStatus("connected", (transport === "websocket") ? "WebSocket" : "Polling", badge(me.worker));
	}
	catch {
		if (socket.connected) {
			showStatus("connected", "Connected");
		}
	}
}

/** On the server's own machine a browser has two addresses, and so may sit on two workers. */
function offerOtherAddress(address) {
	const link = byId("other-address");
	const host = (address.includes(":")) ? "127.0.0.1" : "[::1]";
	link.hidden = !["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
	link.href = `${location.protocol}//${host}:${location.port}/`;
	link.textContent = `Open a tab that comes from ${host}`;
}

/** After a lost connection the server knows this tab no more: join every room again. */
async function rejoin() {
	for (const room of [...rooms.values()]) {
		room.reset();
		try {
			room.update(await ask(socket, "join", { room: room.name, name: myName }));
			room.notice("You are back");
		}
		catch (error) {
			room.notice(`Could not rejoin: ${error.message}`);
		}
	}
	render();
	scrollDown();
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
	if (room !== current || document.hidden) {
		room.unread++;
		renderRooms();
	}
}

function onPeople(event, what) {
	const room = rooms.get(event.room);
	if (room === undefined) {
		return;
	}
	room.update(event);
	addLine(room, () => room.notice("", event.name, ` ${what}`));
	if (room === current) {
		renderPeople();
	}
}

/** Adds a line and follows it, unless the reader has scrolled up. */
function addLine(room, add) {
	if (room === current) {
		// The browser tells of a scroll a frame later, and the line may be here before.
		onScroll();
	}
	add();
	if (room === current && following) {
		scrollDown();
	}
	else if (room === current) {
		byId("newest").hidden = false;
	}
}

// --- what the person does -------------------------------------------------------------------------------------------

function wireForms() {
	byId("name").value = localStorage.getItem("name") ?? "";
	const linked = linkedRoom();
	if (linked !== "" && linked !== "main") {
		byId("room").value = linked;
	}
	byId("welcome-form").addEventListener("submit", onWelcome);
	byId("room-form").addEventListener("submit", onRoom);
	byId("composer").addEventListener("submit", onSend);
	byId("text").addEventListener("keydown", (event) => {
		if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
			event.preventDefault();
			byId("composer").requestSubmit();
		}
	});
	byId("text").addEventListener("input", updateComposer);
	byId("leave").addEventListener("click", onLeave);
	byId("newest").addEventListener("click", scrollDown);
	byId("log").addEventListener("scroll", onScroll);
	new ResizeObserver(onResize).observe(byId("log"));
	byId("people-toggle").addEventListener("click", () => openPeople(!byId("chat").classList.contains("people-open")));
	document.addEventListener("keydown", (event) => {
		if (event.key === "Escape") {
			openPeople(false);
		}
	});
	document.addEventListener("visibilitychange", () => {
		if (!document.hidden && current !== null) {
			current.unread = 0;
			renderRooms();
		}
	});
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

/** Only a person who scrolls up stops following: a log of another size shows its end no more, but soon will. */
function onScroll() {
	const log = byId("log");
	const atBottom = log.scrollHeight - log.scrollTop - log.clientHeight < AT_BOTTOM_PX;
	const resized = log.clientWidth !== seen.width || log.clientHeight !== seen.height;
	following = atBottom || (following && (resized || log.scrollTop >= seen.top));
	seen.top = log.scrollTop;
	if (atBottom) {
		byId("newest").hidden = true;
	}
}

function onResize() {
	const log = byId("log");
	seen = { top: log.scrollTop, width: log.clientWidth, height: log.clientHeight };
	if (following) {
		scrollDown();
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
	myName = name;
	localStorage.setItem("name", name);
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
	if (!socket?.connected) {
		throw new Error("There is no connection yet. Please try again in a moment.");
	}
	const room = new Room(name);
	// In place before the answer, since others' events may arrive first.
	rooms.set(name, room);
	try {
		room.update(await ask(socket, "join", { room: name, name: myName }));
	}
	catch (failure) {
		rooms.delete(name);
		throw failure;
	}
	room.notice("You joined as ", myName);
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

async function onSend(event) {
	event.preventDefault();
	const input = byId("text");
	const text = input.value;
	const room = current;
	byId("send-error").textContent = "";
	if (text.trim() === "" || text.length > config.maxText || !ready) {
		return;
	}
	input.value = "";
	updateComposer();
	scrollDown();
	try {
		await ask(socket, "message", { room: room.name, text });
	}
	catch (failure) {
		byId("send-error").textContent = `Not sent: ${failure.message}`;
		if (input.value === "") {
			input.value = text;
			updateComposer();
		}
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
		return;
	}
	room.unread = 0;
	history.replaceState(null, "", `#${encodeURIComponent(room.name)}`);
	byId("room-title").textContent = room.name;
	byId("log").setAttribute("aria-label", `Messages in ${room.name}`);
	byId("log").replaceChildren(room.list);
	byId("send-error").textContent = "";
	render();
	revealCurrentRoom();
	scrollDown();
}

/** On a phone the rooms are one row that scrolls. */
function revealCurrentRoom() {
	current?.item.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The row grows when the field beside it is left, and the rooms before the current one with it. */
new ResizeObserver(revealCurrentRoom).observe(byId("rooms"));

function render() {
	renderRooms();
	renderPeople();
	updateComposer();
}

function renderRooms() {
	const items = [...rooms.values()].map(roomItem);
	const list = byId("rooms");
	// Only when rooms come or go: putting the items in anew would take the keyboard's focus from them.
	if (items.length !== list.children.length || items.some((item, index) => item !== list.children[index])) {
		list.replaceChildren(...items);
	}
	const unread = [...rooms.values()].reduce((sum, room) => sum + room.unread, 0);
	document.title = `${(unread > 0) ? `(${unread}) ` : ""}${current?.name ?? "Chat"} · Sticky Cluster`;
}

function roomItem(room) {
	if (room.item === undefined) {
		const button = element("button", { type: "button" });
		button.addEventListener("click", () => show(room));
		room.item = element("li", {}, button);
	}
	const button = room.item.firstElementChild;
	button.ariaCurrent = (room === current) ? "true" : null;
	button.title = room.name;
	button.replaceChildren(element("span", { className: "room-name" }, element("bdi", {}, room.name)));
	if (room.unread > 0) {
		button.append(element("span", { className: "unread" }, String(room.unread),
				element("span", { className: "visually-hidden" }, " unread")));
	}
	return room.item;
}

function renderPeople() {
	const people = current?.people ?? [];
	byId("people").replaceChildren(...people.map(({ name, worker }) => element("li", {},
			element("bdi", { className: "person", title: name }, name), badge(worker))));
	byId("people-count").textContent = `${people.length} here`;
	byId("people-title").textContent = (people.length === 0) ? "Who is here"
			: `Who is here · ${plural(people.length, "person", "people")}`;
}

function openPeople(open) {
	byId("chat").classList.toggle("people-open", open);
	byId("people-toggle").setAttribute("aria-expanded", String(open));
}

function updateComposer() {
	const length = byId("text").value.length;
	const limit = config?.maxText ?? Infinity;
	const counter = byId("counter");
	counter.textContent = (length > limit * COUNTER_FROM) ? `${length.toLocaleString()} / ${limit.toLocaleString()}` : "";
	counter.classList.toggle("over", length > limit);
	byId("send").disabled = !ready || length > limit;
}

function scrollDown() {
	const log = byId("log");
	log.scrollTop = log.scrollHeight;
	seen.top = log.scrollTop;
	following = true;
	byId("newest").hidden = true;
}

function showStatus(state, text, ...more) {
	const status = byId("status");
	status.dataset.state = state;
	status.replaceChildren(element("span", { className: "status-text" }, text), ...more);
}

function showBanner(text, detail = "") {
	byId("banner").hidden = false;
	// Only a change is announced: setting the same text again would make screen readers repeat it.
	if (byId("banner-text").textContent !== text) {
		byId("banner-text").textContent = text;
	}
	byId("banner-detail").textContent = detail;
}

function hideBanner() {
	byId("banner").hidden = true;
	byId("banner-text").textContent = "";
}
