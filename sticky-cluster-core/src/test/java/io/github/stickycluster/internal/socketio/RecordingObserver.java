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

package io.github.stickycluster.internal.socketio;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.stickycluster.socketio.DisconnectReason;

/**
 * Remembers what it was told, one line each.
 */
final class RecordingObserver implements SocketIoObserver {

	final List<String> lines = new CopyOnWriteArrayList<>();

	@Override
	public void socketConnected(String namespace) {
		this.lines.add("connected " + namespace);
	}

	@Override
	public void socketRefused(String namespace) {
		this.lines.add("refused " + namespace);
	}

	@Override
	public void namespaceUnknown() {
		this.lines.add("unknown");
	}

	@Override
	public void namespaceLimited() {
		this.lines.add("limited");
	}

	@Override
	public void socketDisconnected(String namespace, DisconnectReason reason) {
		this.lines.add("disconnected " + namespace);
	}

	@Override
	public void eventReceived(String namespace, String event) {
		this.lines.add("event " + namespace + " " + event);
	}

	@Override
	public void eventIgnored(String namespace) {
		this.lines.add("ignored " + namespace);
	}

	@Override
	public void eventMismatched(String namespace, String event) {
		this.lines.add("mismatched " + namespace + " " + event);
	}

	@Override
	public void ackMismatched(String namespace) {
		this.lines.add("ack mismatched " + namespace);
	}

	@Override
	public void ackTimedOut(String namespace) {
		this.lines.add("ack timed out " + namespace);
	}

	@Override
	public void packetRefused(PacketError error) {
		this.lines.add("packet refused " + error.name().toLowerCase(Locale.ROOT).replace('_', '-'));
	}

}
