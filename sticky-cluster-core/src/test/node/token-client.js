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
 * Connects twice with tokens that expire soon. The first client renews its token when it is told to; the second does not, and its auth
 * function has another token when it comes back. One line of JSON says what each has heard.
 *
 * node token-client.js <url> <token that expires> <token that lasts>
 */
const [, , url, short, long] = process.argv;
const { io } = require("sio4");

const when = (socket, event) => new Promise((resolve) => socket.once(event, resolve));

async function renews() {
	const socket = io(url, { forceNew: true, auth: { token: short } });
	const { expiresAt } = await when(socket, "auth:expiring");
	const renewed = await socket.emitWithAck("auth:refresh", { token: long });
	const name = await socket.emitWithAck("name");
	const outcome = { later: renewed.expiresAt > expiresAt, name, connected: socket.connected };
	socket.close();
	return outcome;
}

async function comesBack() {
	const tokens = [short, long];
	const socket = io(url, { forceNew: true, reconnectionDelay: 50, auth: (send) => send({ token: tokens.shift() }) });
	const reason = await when(socket, "disconnect");
	await when(socket, "connect");
	const outcome = { reason, name: await socket.emitWithAck("name"), unused: tokens.length };
	socket.close();
	return outcome;
}

setTimeout(() => process.exit(1), 25000).unref();
Promise.all([renews(), comesBack()]).then(([renewed, back]) => {
	process.stdout.write(JSON.stringify({ renewed, back }) + "\n", () => process.exit(0));
});
