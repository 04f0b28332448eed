/** The way to the cluster: one Socket.IO connection, and requests that are answered or fail. */
import { io } from "../vendor/socket.io.esm.min.js";

const ANSWER_WITHIN_MS = 8000;
const TRANSPORTS = ["polling", "websocket"];

/** What the server tells its pages: the path of Socket.IO, and the limits it keeps. */
export async function loadConfig() {
	const response = await fetch("demo-config.json", { cache: "no-store" });
	if (!response.ok) {
		throw new Error(`The server answered ${response.status}`);
	}
	return response.json();
}

/** Connects; `?transport=polling` or `?transport=websocket` in the page's address tries one transport alone. */
export function connect(config, namespace = "/") {
	const options = { path: config.path, reconnectionDelay: 500, reconnectionDelayMax: 3000 };
	const transport = new URLSearchParams(location.search).get("transport");
	if (TRANSPORTS.includes(transport)) {
		options.transports = [transport];
	}
	return io(namespace, options);
}

/** Emits and waits for the answer; an answer that says no, or none in time, is an error with its reason. */
export async function ask(socket, event, ...payload) {
	let answer;
	try {
		answer = await socket.timeout(ANSWER_WITHIN_MS).emitWithAck(event, ...payload);
	}
	catch {
		throw new Error("The server did not answer. Please try again.");
	}
	if (answer?.ok === false) {
		throw new Error(answer.error);
	}
	return answer;
}
