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

package io.github.stickycluster.internal.cluster;

import java.util.Set;

import io.github.stickycluster.internal.socketio.SocketIoSocket;

/**
 * The commands for sockets; their codes are part of the message format.
 */
enum Command {

	JOIN(1) {

		@Override
		void run(SocketIoSocket socket, Set<String> rooms) {
			socket.join(rooms);
		}

	},

	LEAVE(2) {

		@Override
		void run(SocketIoSocket socket, Set<String> rooms) {
			socket.leave(rooms);
		}

	},

	DISCONNECT(3) {

		@Override
		void run(SocketIoSocket socket, Set<String> rooms) {
			socket.disconnect();
		}

	},

	CLOSE(4) {

		@Override
		void run(SocketIoSocket socket, Set<String> rooms) {
			socket.closeSession();
		}

	};

	private final int code;

	Command(int code) {
		this.code = code;
	}

	int code() {
		return this.code;
	}

	static Command of(long code) {
		for (Command command : values()) {
			if (command.code == code) {
				return command;
			}
		}
		throw new IllegalArgumentException("Unknown command " + code);
	}

	void run(LocalSockets sockets, BroadcastTarget selection, Set<String> rooms) {
		// A list first, since what is done changes who is selected.
		sockets.list(selection).forEach((socket) -> run(socket, rooms));
	}

	abstract void run(SocketIoSocket socket, Set<String> rooms);

}
