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
 * Connects clients of two generations with credentials in the ways that they have. One line of JSON says what each has come to.
 *
 * node security-client.js <url> <token of a user> <token of an administrator>
 */
const [, , url, user, admin] = process.argv;
const { Manager } = require("sio4");

const deadline = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(() => resolve("nothing"), 10_000))]);

const ask = (socket, event) => new Promise((resolve) => socket.emit(event, resolve));

function outcome(socket, events, does) {
	return deadline(
		new Promise((resolve) => {
			socket.on("connect", async () => resolve(await does(socket)));
			events.forEach((event) =>
				socket.on(event, (error) => resolve({ message: error.message || error, data: error.data || null })));
		}),
	).finally(() => socket.close());
}

const name = (socket) => ask(socket, "name");

const four = (options) =>
	outcome(require("sio4")(url, { forceNew: true, reconnection: false, ...options }), ["connect_error"], name);

function two(headers) {
	const transports = { polling: { extraHeaders: headers }, websocket: { extraHeaders: headers } };
	const options = { forceNew: true, reconnection: false, transportOptions: transports };
	return outcome(require("sio2")(url, options), ["error", "connect_error"], name);
}

// The token is the function's, as of a page that fetches a new one for each connection.
const later = (token) => ({ auth: (send) => setTimeout(() => send({ token }), 10) });

async function twoNamespaces() {
	const manager = new Manager(url, { reconnection: false });
	const first = manager.socket("/", { auth: { token: user } });
	const second = manager.socket("/admin", { auth: { token: admin } });
	const third = manager.socket("/public", {});
	const names = [
		outcome(first, ["connect_error"], async (socket) => {
			const answers = [await ask(socket, "who")];
			await new Promise((resolve) => setTimeout(resolve, 100));
			answers.push(await ask(socket, "who"));
			return answers;
		}),
		outcome(second, ["connect_error"], (socket) => ask(socket, "who")),
		outcome(third, ["connect_error"], (socket) => ask(socket, "who")),
	];
	return Promise.all(names);
}

async function upgraded() {
	const socket = require("sio4")(url, { forceNew: true, auth: { token: user } });
	return outcome(socket, ["connect_error"], async () => {
		if (socket.io.engine.transport.name === "polling") {
			await new Promise((resolve) => socket.io.engine.once("upgrade", resolve));
		}
		return [await ask(socket, "transport"), await name(socket)];
	});
}

(async () => {
	const header = { Authorization: `Bearer ${user}` };
	console.log(
		JSON.stringify({
			token: await four(later(user)),
			webSocket: await four({ ...later(user), transports: ["websocket"] }),
			header: await four({ extraHeaders: header }),
			nothing: await four({}),
			wrong: await four({ auth: { token: "wrong" } }),
			headerOfTwo: await two(header),
			nothingOfTwo: await two({}),
			twoNamespaces: await twoNamespaces(),
			upgraded: await upgraded(),
		}),
	);
	process.exit(0);
})();
