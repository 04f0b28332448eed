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

package io.github.stickycluster.socketio;

import com.corundumstudio.socketio.AckCallback;

/**
 * Waits for an acknowledgement and takes it as it came, checked but not read.
 */
public abstract class PayloadCallback extends AckCallback<JsonPayload> {

	/**
	 * Creates a callback without a timeout of its own.
	 */
	protected PayloadCallback() {
		super(JsonPayload.class);
	}

	/**
	 * Called at most once, when no acknowledgement will come any more.
	 */
	@Override
	public abstract void onTimeout();

}
