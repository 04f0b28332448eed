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
 * Over each way of transport, one client on each of two workers, found by their source addresses: echoes binaries, and
 * tells a room that both are in. Writes the clients' process ids as JSON, waits for a line on the standard input while
 * the workers are restarted, and does the same again with the same clients. Exits with 0 if everything came as it should.
 *
 * node forked-client.js <url>
 */
const assert = require("node:assert");
const { Agent } = require("node:http");
const io = require("sio4");

const [, , url] = process.argv;
const BYTES = Buffer.from(Array.from({ length: 70000 }, (_, i) => i % 256));
const WAYS = ["polling", "websocket", "upgrade"];

const once = (emitter, event) => new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));
const emitWithAck = (socket, ...args) => new Promise((resolve) => socket.emit(...args, (...got) => resolve(got)));
const transport = (socket) => socket.io.engine.transport.name;

async function connect(way, address) {
	const socket = io(url, {
		transports: way === "upgrade" ? ["polling", "websocket"] : [way],
		forceNew: true,
		reconnectionDelay: 50,
		reconnectionDelayMax: 200,
		agent: new Agent({ localAddress: address }),
	});
	await once(socket, "connect");
	return socket;
}

async function upgraded(way, socket) {
	if (way === "upgrade" && transport(socket) !== "websocket") {
		await once(socket.io.engine, "upgrade");
	}
	assert.strictEqual(transport(socket), way === "polling" ? "polling" : "websocket");
}

async function connectToBoth(way) {
	const found = new Map();
	for (let i = 1; found.size < 2; i++) {
		assert.ok(i < 250, "no client comes to the other worker");
		const socket = await connect(way, `127.0.34.${i}`);
		const [worker] = await emitWithAck(socket, "whoami");
		if (found.has(worker)) {
			socket.close();
		} else {
			found.set(worker, socket);
		}
	}
	return [...found.values()];
}

async function talk(way, sockets, text) {
	for (const socket of sockets) {
		if (!socket.connected) {
			await once(socket, "connect");
		}
		assert.deepStrictEqual(await emitWithAck(socket, "echo", BYTES), [BYTES]);
		await upgraded(way, socket);
		assert.deepStrictEqual(await emitWithAck(socket, "echo", BYTES), [BYTES]);
	}
	const told = sockets.map(
		(socket) => new Promise((resolve) => socket.on("told", (what) => what === text && resolve())),
	);
	await emitWithAck(sockets[0], "tell", text);
	await Promise.all(told);
	return Promise.all(sockets.map(async (socket) => (await emitWithAck(socket, "whoami"))[1]));
}

async function all(clients, when) {
	const pids = await Promise.all(WAYS.map((way, i) => talk(way, clients[i], `${when} over ${way}`)));
	process.stdout.write(JSON.stringify(pids.flat()) + "\n");
}

async function main() {
	const clients = await Promise.all(WAYS.map(connectToBoth));
	await all(clients, "before");
	await once(process.stdin, "data");
	await all(clients, "after");
	process.exit(0);
}

main().catch((error) => {
	process.stderr.write(`${error.stack}\n`);
	process.exit(1);
});
