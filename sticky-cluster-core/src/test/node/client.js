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
 * Runs every scenario with one version of socket.io-client over one way of transport and
 * writes a JSON line for each: {"scenario", "ok", "error"}.
 *
 * node client.js <sio2|sio3|sio4> <polling|websocket|upgrade> <url>
 */
const assert = require("node:assert");

const [, , library, way, url] = process.argv;
const io = require(library);
const isV2 = library === "sio2";
const BURST = Number(process.env.BURST || 2000);

const options = () => ({
	transports: way === "upgrade" ? ["polling", "websocket"] : [way],
	upgrade: way === "upgrade",
	forceNew: true,
	multiplex: false,
	reconnectionDelay: 20,
	reconnectionDelayMax: 50,
	timeout: 5000,
});

const once = (emitter, event) => new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));
const emitWithAck = (socket, ...args) => new Promise((resolve) => socket.emit(...args, (...got) => resolve(got)));
const transport = (socket) => socket.io.engine.transport.name;

async function connect(path = "", more = {}) {
	const socket = io(url + path, { ...options(), ...more });
	await once(socket, "connect");
	return socket;
}

async function upgraded(socket) {
	if (way === "upgrade" && transport(socket) !== "websocket") {
		await once(socket.io.engine, "upgrade");
	}
	assert.strictEqual(transport(socket), way === "polling" ? "polling" : "websocket");
}

const scenarios = {
	async text() {
		const socket = await connect();
		const sent = ["plain", "é€😀漢字\u2028\u001e\"\\\n", { a: [1, 2.5, null, true, { b: "" }] }, []];
		const back = once(socket, "echoed");
		assert.deepStrictEqual(await emitWithAck(socket, "echo", ...sent), sent);
		assert.deepStrictEqual(await back, sent);
		await upgraded(socket);
		assert.deepStrictEqual(await emitWithAck(socket, "echo", ...sent), sent);
		socket.close();
	},

	async binary() {
		const socket = await connect();
		const bytes = Buffer.from(Array.from({ length: 70000 }, (_, i) => i % 256));
		const sent = [bytes, { nested: [Buffer.from([4, 0, 255]), { deep: Buffer.alloc(0) }], text: "€" }];
		for (let i = 0; i < 3; i++) {
			const back = once(socket, "echoed");
			assert.deepStrictEqual(await emitWithAck(socket, "echo", ...sent), sent);
			assert.deepStrictEqual(await back, sent);
			await upgraded(socket);
		}
		socket.close();
	},

	async acksBothWays() {
		const socket = await connect();
		socket.on("question", (text, reply) => reply({ answer: text + "!", bytes: Buffer.from([1, 2]) }));
		for (let i = 0; i < 20; i++) {
			const answered = once(socket, "answered");
			socket.emit("ask", "why" + i);
			assert.deepStrictEqual(await answered, [{ answer: "why" + i + "!", bytes: Buffer.from([1, 2]) }]);
		}
		socket.close();
	},

	async burst() {
		const socket = await connect();
		const received = [];
		const all = new Promise((resolve) =>
			socket.on("n", (n) => received.push(n) === BURST && resolve())
		);
		for (let i = 0; i < BURST; i++) {
			socket.emit("n", i);
		}
		await all;
		await upgraded(socket);
		assert.deepStrictEqual(await emitWithAck(socket, "echo", "after"), ["after"]);
		assert.deepStrictEqual(received, Array.from({ length: BURST }, (_, i) => i));
		socket.close();
	},

	async burstInSlices() {
		const socket = await connect();
		const received = [];
		const all = new Promise((resolve) =>
			socket.on("n", (n) => received.push(n) === BURST && resolve())
		);
		for (let i = 0; i < BURST; ) {
			for (let end = i + 50; i < end; i++) {
				socket.emit("n", i);
			}
			await new Promise((resolve) => setImmediate(resolve));
		}
		await all;
		await upgraded(socket);
		assert.deepStrictEqual(await emitWithAck(socket, "echo", "after"), ["after"]);
		assert.deepStrictEqual(received, Array.from({ length: BURST }, (_, i) => i));
		socket.close();
	},

	async burstFromTheServer() {
		const socket = await connect();
		const received = [];
		const all = new Promise((resolve) =>
			socket.on("f", (n) => received.push(n) === BURST && resolve())
		);
		socket.emit("flood", BURST);
		await all;
		await upgraded(socket);
		assert.deepStrictEqual(await emitWithAck(socket, "echo", "after"), ["after"]);
		assert.deepStrictEqual(received, Array.from({ length: BURST }, (_, i) => i));
		socket.close();
	},

	async namespaces() {
		const path = "/chat" + (isV2 ? "?token=secret" : "");
		const chat = await connect(path, { auth: { token: "secret" } });
		assert.deepStrictEqual(await emitWithAck(chat, "echo", 1), [1]);
		chat.close();
	},

	async refused() {
		const socket = io(url + "/chat", { ...options(), auth: { token: "wrong" } });
		const [error] = await once(socket, isV2 ? "error" : "connect_error");
		assert.strictEqual(isV2 ? error : error.message, "Not authorized");
		assert.strictEqual(socket.connected, false);
		socket.close();
	},

	async unknownNamespace() {
		const socket = io(url + "/nowhere", options());
		const [error] = await once(socket, isV2 ? "error" : "connect_error");
		assert.match(isV2 ? JSON.stringify(error) : error.message, /Invalid namespace/);
		socket.close();
	},

	async subprotocols() {
		for (const protocols of ["chat.v1", ["chat.v1", "chat.v2"]]) {
			const more = isV2 ? { transportOptions: { websocket: { protocols } } } : { protocols };
			const socket = await connect("", more);
			await upgraded(socket);
			if (way !== "polling") {
				assert.strictEqual(socket.io.engine.transport.ws.protocol, "chat.v1");
			}
			assert.deepStrictEqual(await emitWithAck(socket, "echo", 1), [1]);
			socket.close();
		}
	},

	async serverDisconnects() {
		const socket = await connect();
		const gone = once(socket, "disconnect");
		socket.emit("bye", 1);
		assert.deepStrictEqual((await gone)[0], "io server disconnect");
		socket.connect();
		await once(socket, "connect");
		assert.deepStrictEqual(await emitWithAck(socket, "echo", 1), [1]);
		socket.close();
	},

	async serverClosesWithTheLastAnswer() {
		const socket = await connect();
		await upgraded(socket);
		const gone = once(socket, "disconnect");
		const answer = emitWithAck(socket, "farewell", 1);
		assert.deepStrictEqual((await gone)[0], "io server disconnect");
		assert.deepStrictEqual(await answer, ["kept"]);
	},

	async reconnects() {
		const socket = await connect();
		await upgraded(socket);
		for (let i = 0; i < 3; i++) {
			const id = socket.id;
			const again = once(socket, "connect");
			socket.io.engine.close();
			await again;
			assert.notStrictEqual(socket.id, id);
			assert.deepStrictEqual(await emitWithAck(socket, "echo", i), [i]);
		}
		socket.close();
	},

	async clientLeavesAndReturns() {
		const socket = await connect();
		socket.disconnect();
		socket.connect();
		await once(socket, "connect");
		assert.deepStrictEqual(await emitWithAck(socket, "echo", 1), [1]);
		socket.close();
	},
};

const limit = (promise, millis) =>
	Promise.race([
		promise,
		new Promise((_, reject) => setTimeout(() => reject(new Error("took more than " + millis + " ms")), millis)),
	]);

async function main() {
	for (const [scenario, run] of Object.entries(scenarios)) {
		let error = null;
		const start = Date.now();
		await limit(run(), 15000).catch((ex) => (error = String(ex.stack).slice(0, 2000)));
		console.log(JSON.stringify({ scenario, ok: error === null, error, millis: Date.now() - start }));
	}
	process.exit(0);
}

main();
