/** The way to the cluster: one Socket.IO connection, and requests that are answered or fail. */
import { io } from "../vendor/socket.io.esm.min.js";
import { currentOrigin, learnOrigins, originFailed } from "./origins.js";

const ANSWER_WITHIN_MS = 8000;
const TRANSPORTS = ["polling", "websocket"];
const IP_ADDRESS = /^[0-9a-f.:]+$/i;

const wanted = new URLSearchParams(location.search);

/** The address that this tab tells in place of its own, or null; `?from=192.0.2.1` in the page's address asks for it. */
export const toldAddress = IP_ADDRESS.test(wanted.get("from") ?? "") ? wanted.get("from") : null;

/** What the server tells its pages: the path of Socket.IO, the nodes, and the limits it keeps. */
export async function loadConfig() {
	const response = await fetch("demo-config.json", { cache: "no-store" });
	if (!response.ok) {
		throw new Error(`The server answered ${response.status}`);
	}
	const config = await response.json();
	learnOrigins(config.origins);
	return config;
}

/**
 * Connects, and again when the connection is lost: to another node if the present one does not answer. Whoever leaves
 * the page leaves the chat, though the browser may keep the page for the way back.
 */
export function connect(config) {
	let origin = currentOrigin();
	const socket = io(origin, options(config));
	const manager = socket.io;
	manager.on("error", () => originFailed(origin));
	manager.on("reconnect_attempt", () => {
		origin = currentOrigin();
		manager.uri = origin;
	});
	whileSeen(socket);
	return socket;
}

/** A second socket on the same connection. */
export function connectNamespace(socket, namespace) {
	const second = socket.io.socket(namespace);
	whileSeen(second);
	return second;
}

function whileSeen(socket) {
	addEventListener("pagehide", () => socket.disconnect());
	addEventListener("pageshow", ({ persisted }) => persisted && socket.connect());
}

/** `?transport=polling` or `?transport=websocket` in the page's address tries one transport alone. */
function options({ path }) {
	const chosen = { path, reconnectionDelay: 500, reconnectionDelayMax: 3000 };
	const transport = wanted.get("transport");
	if (TRANSPORTS.includes(transport)) {
		chosen.transports = [transport];
	}
	if (toldAddress !== null) {
		// As a proxy tells its client's address. Only polling requests can have it, but the first one decides.
		chosen.extraHeaders = { "X-Forwarded-For": toldAddress };
	}
	return chosen;
}

/** The server gave no answer: nobody knows whether it did what was asked. */
export class NoAnswer extends Error {}

/** Emits and waits for the answer; an answer that says no, or none in time, is an error with its reason. */
export async function ask(socket, event, ...payload) {
	let answer;
	try {
		answer = await socket.timeout(ANSWER_WITHIN_MS).emitWithAck(event, ...payload);
	}
	catch {
		throw new NoAnswer("The server did not answer. Please try again.");
	}
	if (answer?.ok === false) {
		throw new Error(answer.error);
	}
	return answer;
}
