/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */


/*
 * Two generations of clients over every transport send numbered messages, each sent again when its client comes back
 * without an acknowledgement, until a line on the standard input tells them to stop. When all are connected and everything is
 * acknowledged, one line of JSON says what each sent, what was acknowledged, how often it connected and why it was disconnected.
 *
 * node restart-client.js <url> [<transport> <clients of each generation> <ms between messages>]
 */
const [, , url, transport, count, interval] = process.argv;

const TRANSPORTS = transport ? [[transport]] : [["polling"], ["websocket"], ["polling", "websocket"]];
const COUNT = Number(count || 2);
const clients = [];
let stopping = false;

function client(library, transports) {
	const name = `${library} ${transports} ${clients.length}`;
	const state = { name, sent: 0, acknowledged: [], connects: 0, reasons: [] };
	const waiting = new Set();
	const socket = require(library)(url, {
		transports,
		forceNew: true,
		reconnectionDelay: 50,
		reconnectionDelayMax: 200,
		extraHeaders: { "X-Forwarded-For": `10.0.${clients.length}.1` },
	});
	const send = (text) =>
		socket.emit("store", text, () => {
			waiting.delete(text);
			state.acknowledged.push(text);
		});
	socket.on("connect", () => {
		state.connects++;
		waiting.forEach(send);
	});
	socket.on("disconnect", (reason) => state.reasons.push(reason));
	setInterval(() => {
		if (!stopping && socket.connected) {
			const text = `${name} ${state.sent++}`;
			waiting.add(text);
			send(text);
		}
	}, Number(interval || 20));
	clients.push({ state, waiting, socket });
}

for (const library of ["sio2", "sio4"]) {
	for (const transports of TRANSPORTS) {
		for (let i = 0; i < COUNT; i++) {
			client(library, transports);
		}
	}
}

process.stdin.once("data", () => {
	stopping = true;
	let calm = 0;
	setInterval(() => {
		calm = clients.every(({ waiting, socket }) => waiting.size === 0 && socket.connected) ? calm + 1 : 0;
		// Who was disconnected may not know it yet.
		if (calm === 15) {
			process.stdout.write(JSON.stringify(clients.map(({ state }) => state)) + "\n", () => process.exit(0));
		}
	}, 20);
});
process.stdin.once("end", () => process.exit(1));
