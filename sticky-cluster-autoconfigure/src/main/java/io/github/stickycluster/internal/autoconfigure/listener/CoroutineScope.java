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

package io.github.stickycluster.internal.autoconfigure.listener;

import io.github.stickycluster.internal.nettysocketio.ClientScope;
import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.ThreadContextElement;
import org.jspecify.annotations.Nullable;

/**
 * The scope of a client in the context of a coroutine: begun on each thread that goes on
 * with the coroutine, and ended when it suspends.
 */
final class CoroutineScope extends AbstractCoroutineContextElement implements ThreadContextElement<@Nullable Object> {

	private static final CoroutineContext.Key<CoroutineScope> KEY = new CoroutineContext.Key<>() {
	};

	private final ClientScope scope;

	private CoroutineScope(ClientScope scope) {
		super(KEY);
		this.scope = scope;
	}

	/**
	 * Returns a context that begins on the caller's thread.
	 */
	static CoroutineContext context(ClientScope scope) {
		return Dispatchers.getUnconfined().plus(new CoroutineScope(scope));
	}

	@Override
	public @Nullable Object updateThreadContext(CoroutineContext context) {
		return this.scope.enter();
	}

	@Override
	public void restoreThreadContext(CoroutineContext context, @Nullable Object before) {
		this.scope.leave(before);
	}

}
