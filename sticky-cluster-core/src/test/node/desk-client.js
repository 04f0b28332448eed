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
 * Meets listeners and interceptors by two generations of clients: in the namespace /desk, which admits it, and in /closed,
 * which does not. One line of JSON says for each what was answered, heard and refused. At last the whole program stands still for
 * four seconds, as a telephone in a pocket does, while a client of each generation is connected.
 *
 * node desk-client.js <url>
 */
const [, , url] = process.argv;

function open(library, namespace, desk) {
	return require(library)(url + namespace, {
		transports: ["websocket"],
		query: { desk },
		forceNew: true,
		reconnection: false,
	});
}

function ask(socket, ...call) {
	return new Promise((resolve) => socket.emit(...call, (...got) => resolve(got)));
}

function when(socket, event) {
	return new Promise((resolve) => socket.on(event, (...got) => resolve(got)));
}

async function refusal(library) {
	const socket = open(library, "/closed", library);
	// As clients of Socket.IO 2 call it, and those after it.
	const [error] = await Promise.race([when(socket, "error"), when(socket, "connect_error")]);
	socket.io.engine.close();
	return error instanceof Error ? { message: error.message, data: error.data } : error;
}

async function run(library) {
	const heard = {};
	const socket = open(library, "/desk", library + " kicked");
	await when(socket, "connect");
	heard.changed = await ask(socket, "shout", "a");
	heard.vetoed = await ask(socket, "vetoed");
	await ask(socket, "fails");
	heard.where = await ask(socket, "where");
	heard.optional = await ask(socket, "optional", "a");
	heard.any = await ask(socket, "whatever", 1, { a: 2 });
	const said = when(socket, "said");
	socket.emit("say", "hello");
	heard.said = await said;
	const kicked = when(socket, "disconnect");
	socket.emit("kick");
	[heard.kicked] = await kicked;
	socket.io.engine.close();
	const leaving = open(library, "/desk", library + " leaves");
	await when(leaving, "connect");
	leaving.disconnect();
	const closing = open(library, "/desk", library + " closes");
	await when(closing, "connect");
	closing.io.engine.close();
	heard.refused = await refusal(library);
	const silent = open(library, "/desk", library + " sleeps");
	await when(silent, "connect");
	return heard;
}

setTimeout(() => process.exit(1), 30000).unref();
Promise.all([run("sio2"), run("sio4")]).then(([sio2, sio4]) => {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4000);
	process.stdout.write(JSON.stringify({ sio2, sio4 }) + "\n", () => process.exit(0));
});
