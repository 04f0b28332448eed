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
 * Connects two generations of clients to namespaces of a pattern, to one that an interceptor refuses, and to one that nobody has
 * declared. One line of JSON says for each what the acknowledgements and the errors had, and the events "all".
 *
 * node namespaces-client.js <url>
 */

const [, , url] = process.argv;

const OPTIONS = { transports: ["websocket"], forceNew: true, reconnection: false };

function connect(library, namespace) {
	return new Promise((resolve) => {
		const socket = require(library)(url + namespace, OPTIONS);
		const all = [];
		socket.on("all", (...got) => all.push(got));
		socket.on("connect", () => {
			const close = () => {
				socket.close();
				resolve({ who: socket.answer, all });
			};
			socket.emit("who", "x", (...answer) => {
				socket.answer = answer;
				socket.emit("announce", close);
			});
		});
		const refused = (error) => {
			socket.close();
			resolve({ error: error.message || error });
		};
		socket.on("connect_error", refused);
		socket.on("error", refused);
		setTimeout(() => refused("no answer"), 5000).unref();
	});
}

async function run(library) {
	const outcomes = {};
	for (const namespace of ["/tenant-7", "/tenant-exact", "/tenant-evil", "/other", "/tenant-a!"]) {
		outcomes[namespace] = await connect(library, namespace);
	}
	return outcomes;
}

(async () => {
	const outcomes = { sio2: await run("sio2"), sio4: await run("sio4") };
	process.stdout.write(JSON.stringify(outcomes) + "\n", () => process.exit(0));
})();
