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
 * Two generations of clients over polling send numbered messages until they are disconnected, and do not come back. A first line says
 * that each has had an acknowledgement. When all are disconnected, a line of JSON says for each why, and which messages were
 * acknowledged. It gives up after a minute.
 *
 * node farewell-client.js <url> <clients of each generation>
 */
const [, , url, count] = process.argv;

const clients = [];
let begun = false;

function client(library, number) {
	const name = `${library}-${number}`;
	const state = { name, acknowledged: [], reason: null };
	const socket = require(library)(url, { transports: ["polling"], forceNew: true, reconnection: false });
	let sent = 0;
	const timer = setInterval(() => {
		if (socket.connected) {
			const text = `${name}-${sent++}`;
			socket.emit("store", text, () => {
				state.acknowledged.push(text);
				begin();
			});
		}
	}, 5);
	socket.on("disconnect", (reason) => {
		clearInterval(timer);
		state.reason = reason;
		// Acknowledgements that came before are handed on a tick later.
		setTimeout(finish, 50);
	});
	clients.push(state);
}

function begin() {
	if (!begun && clients.every(({ acknowledged }) => acknowledged.length > 0)) {
		begun = true;
		process.stdout.write("begun\n");
	}
}

function finish() {
	if (clients.every(({ reason }) => reason)) {
		process.stdout.write(JSON.stringify(clients) + "\n", () => process.exit(0));
	}
}

setTimeout(() => process.exit(1), 60_000);
for (const library of ["sio2", "sio4"]) {
	for (let i = 0; i < Number(count); i++) {
		client(library, i);
	}
}
