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

package io.github.stickycluster.internal.engineio;

import java.util.Map;

import io.github.stickycluster.socketio.Transport;

/**
 * A snapshot of a server's counters. The number of sessions is the present one; all other
 * numbers count from the creation of the server.
 *
 * @param polling3 open sessions of Engine.IO 3 on polling
 * @param polling4 open sessions of Engine.IO 4 on polling
 * @param webSocket3 open sessions of Engine.IO 3 on WebSocket
 * @param webSocket4 open sessions of Engine.IO 4 on WebSocket
 * @param opened sessions opened
 * @param upgraded sessions that went from polling to WebSocket
 * @param closed sessions ended, by reason
 * @param refused requests refused, by error
 */
public record EngineIoStats(long polling3, long polling4, long webSocket3, long webSocket4, long opened, long upgraded,
		Map<CloseReason, Long> closed, Map<EngineIoError, Long> refused) {

	/**
	 * The sessions open now.
	 * @return how many
	 */
	public long sessions() {
		return this.polling3 + this.polling4 + this.webSocket3 + this.webSocket4;
	}

	/**
	 * The sessions of a kind open now.
	 * @param version their protocol
	 * @param transport their transport
	 * @return how many
	 */
	public long sessions(EngineIoVersion version, Transport transport) {
		boolean polling = (transport == Transport.POLLING);
		if (version == EngineIoVersion.V4) {
			return polling ? this.polling4 : this.webSocket4;
		}
		return polling ? this.polling3 : this.webSocket3;
	}

}
