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

package io.github.stickycluster.testkit;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A {@link Link} over long-polling.
 */
final class PollingLink implements Link {

	private final Polling polling;

	private final boolean isVersion3;

	private final Deque<Message> received = new ArrayDeque<>();

	PollingLink(Polling polling, boolean isVersion3) {
		this.polling = polling;
		this.isVersion3 = isVersion3;
		this.received.addAll(polling.early());
	}

	@Override
	public Open handshake() {
		return this.polling.handshake();
	}

	@Override
	public void send(Message... packets) {
		this.polling.post(packets);
	}

	@Override
	public Message next() {
		while (true) {
			while (this.received.isEmpty()) {
				this.received.addAll(this.polling.packets());
			}
			Message next = this.received.remove();
			if (next.isText("2") && !this.isVersion3) {
				this.polling.post("3");
			}
			else if (!next.isText("6") && !next.isText("3")) {
				return next;
			}
		}
	}

	@Override
	public boolean isClosedByServer() {
		for (int i = 0; i < 5; i++) {
			HttpAnswer answer = this.polling.poll();
			if (answer.status() == 400) {
				return answer.json().get("code").asInt() == 1;
			}
			if (answer.text().equals(this.isVersion3 ? "1:1" : "1")) {
				return true;
			}
		}
		return false;
	}

	@Override
	public void leave() {
		this.polling.post("1");
	}

	@Override
	public void close() {
		this.polling.close();
	}

}
