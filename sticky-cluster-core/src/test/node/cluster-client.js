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
 * Answers the event "picture" of whoever it is connected to, with the binary that it got
 * turned around, and leaves at the event "end".
 *
 * node cluster-client.js <sio2|sio3|sio4> <polling|websocket> <url>...
 */
const [, , library, transport, ...urls] = process.argv;
const io = require(library);

let open = urls.length;
for (const url of urls) {
  const socket = io(url, { transports: [transport], forceNew: true });
  socket.on("picture", (picture, more, acknowledge) => {
    const nested = more.nested[0].bytes;
    acknowledge({ name: more.nested[0].name, all: Buffer.concat([Buffer.from(nested), Buffer.from(picture)]) });
  });
  socket.on("end", () => {
    socket.close();
    if (--open === 0) {
      process.exit(0);
    }
  });
}
