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
 * Begins sessions that the server refuses or admits later, by two generations of clients. One line of JSON says for each what
 * every attempt has come to.
 *
 * node handshake-client.js <url>
 */
const [, , url] = process.argv;

function attempt(library, transport, does) {
	return new Promise((resolve) => {
		const socket = require(library)(url, {
			transports: [transport],
			query: { does },
			forceNew: true,
			reconnection: false,
		});
		const finish = (outcome) => {
			socket.close();
			resolve(outcome);
		};
		socket.on("connect", () => finish("connected"));
		socket.on("connect_error", (error) => {
			const body = error.context && error.context.responseText;
			finish([error.message, error.description, body].filter((part) => typeof part !== "object" && part).join(" "));
		});
	});
}

async function run(library) {
	const outcomes = {};
	for (const transport of ["polling", "websocket"]) {
		for (const does of ["refuse", "later"]) {
			outcomes[`${transport} ${does}`] = await attempt(library, transport, does);
		}
	}
	return outcomes;
}

(async () => {
	console.log(JSON.stringify({ sio2: await run("sio2"), sio4: await run("sio4") }));
})();
