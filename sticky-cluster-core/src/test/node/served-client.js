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
 * Loads the client that the server hands to browsers, runs it as a page's script does, connects with it, and says in JSON which version
 * it was and what it heard.
 *
 * node served-client.js <url>
 */
const [, , url] = process.argv;

async function run() {
	const script = await (await fetch(url + "/socket.io/socket.io.min.js")).text();
	// What a page has.
	const page = { WebSocket: require("ws"), setTimeout, clearTimeout, location: new URL(url) };
	page.window = page.self = page.globalThis = page;
	const io = new Function(...Object.keys(page), script + "\nreturn this.io;").call(page, ...Object.values(page));
	const socket = io(url, { transports: ["websocket"], reconnection: false });
	const outcome = await new Promise((resolve) => {
		socket.on("connect", () => resolve({ connected: true }));
		socket.on("connect_error", (error) => resolve({ connected: false, error: String(error) }));
	});
	socket.close();
	return { version: script.match(/Socket\.IO v([0-9.]+)/)[1], ...outcome };
}

setTimeout(() => process.exit(1), 15000).unref();
run().then((outcome) => process.stdout.write(JSON.stringify(outcome) + "\n", () => process.exit(0)));
