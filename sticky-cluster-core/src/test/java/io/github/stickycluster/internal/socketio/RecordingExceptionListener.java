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
import java.util.concurrent.CopyOnWriteArrayList;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.ExceptionListenerAdapter;

/**
 * Remembers the exceptions it was told of.
 */
final class RecordingExceptionListener extends ExceptionListenerAdapter {

	final List<Throwable> exceptions = new CopyOnWriteArrayList<>();

	@Override
	public void onEventException(Exception ex, List<Object> args, SocketIOClient client) {
		this.exceptions.add(ex);
	}

	@Override
	public void onConnectException(Exception ex, SocketIOClient client) {
		this.exceptions.add(ex);
	}

	@Override
	public void onDisconnectException(Exception ex, SocketIOClient client) {
		this.exceptions.add(ex);
	}

	@Override
	public void onAuthException(Throwable ex, SocketIOClient client) {
		this.exceptions.add(ex);
	}

}
