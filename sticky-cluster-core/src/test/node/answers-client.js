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
 * Emits with an acknowledgement what listeners answer or fail at, and without one what they fail at, by two generations of
 * clients. One line of JSON says for each what every acknowledgement had, how many packets these were, since clients drop a
 * second one without a word, and the events "failure".
 *
 * node answers-client.js <url>
 */
const [, , url] = process.argv;

const CALLS = {
	value: ["value", "a"],
	null: ["null"],
	several: ["several"],
	void: ["void"],
	stage: ["stage", "a"],
	mono: ["mono", "a"],
	own: ["own"],
	invalid: ["order", { article: " ", quantity: 0 }],
	mismatch: ["order", { article: "tea", quantity: "two" }],
	anonymous: ["anonymous"],
	denied: ["denied"],
	unknown: ["nobody", 1],
	throws: ["throws"],
	failedStage: ["failedStage"],
	status: ["status"],
	response: ["response"],
	handled: ["handled"],
};

const FAILING = ["invalid", "mismatch", "anonymous", "denied", "unknown", "throws", "failedStage", "status"];

function run(library) {
	return new Promise((resolve) => {
		const acks = {};
		const failures = [];
		let packets = 0;
		const socket = require(library)(url, { transports: ["websocket"], forceNew: true, reconnection: false });
		const finish = () => {
			socket.close();
			resolve({ acks, packets, failures });
		};
		const proceed = () => {
			if (Object.values(acks).every((got) => got.length > 0) && failures.length === FAILING.length) {
				// What comes too often comes before this.
				socket.emit("value", "last", finish);
			}
		};
		socket.on("failure", (...got) => {
			failures.push(got);
			proceed();
		});
		socket.on("connect", () => {
			socket.io.engine.on("data", (data) => {
				packets += /^3\d+\[/.test(data) && !data.includes("last!") ? 1 : 0;
			});
			for (const [name, call] of Object.entries(CALLS)) {
				acks[name] = [];
				socket.emit(...call, (...got) => {
					acks[name].push(got);
					proceed();
				});
			}
			FAILING.forEach((name) => socket.emit(...CALLS[name]));
		});
		setTimeout(finish, 15000).unref();
	});
}

Promise.all([run("sio2"), run("sio4")]).then(([sio2, sio4]) => {
	process.stdout.write(JSON.stringify({ sio2, sio4 }) + "\n", () => process.exit(0));
});
