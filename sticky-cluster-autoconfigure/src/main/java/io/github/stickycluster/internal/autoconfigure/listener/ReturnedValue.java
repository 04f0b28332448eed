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

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import com.corundumstudio.socketio.SocketIOClient;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * What the returned value of a listener method is.
 */
enum ReturnedValue {

	/** Nothing: the method is void. */
	NONE,

	/** The value itself. */
	VALUE,

	/** A stage that completes with the value. */
	STAGE,

	/** A publisher of at most one value, such as a {@code Mono}. */
	PUBLISHER,

	/** Nothing, when a publisher completes: of a {@code suspend} function. */
	COMPLETION,

	/** A publisher of several values, of which an acknowledgement can have one. */
	SEVERAL;

	private static final Set<String> NOTHING = Set.of("void", "java.lang.Void", "kotlin.Unit");

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Mono",
			ReturnedValue.class.getClassLoader());

	/**
	 * Returns what a type stands for.
	 * @param type the type that the method declares
	 * @param suspends whether the method is a function that a publisher calls
	 */
	static ReturnedValue of(Class<?> type, boolean suspends) {
		ReturnedValue value = of(type);
		if (!suspends) {
			return value;
		}
		return switch (value) {
			case NONE -> COMPLETION;
			case VALUE -> PUBLISHER;
			default -> SEVERAL;
		};
	}

	private static ReturnedValue of(Class<?> type) {
		if (NOTHING.contains(type.getName())) {
			return NONE;
		}
		if (CompletionStage.class.isAssignableFrom(type)) {
			return STAGE;
		}
		ReactiveAdapter adapter = REACTOR ? ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) : null;
		if (adapter == null) {
			return VALUE;
		}
		return adapter.isMultiValue() ? SEVERAL : PUBLISHER;
	}

	/**
	 * Returns whether the value comes when the method has returned already.
	 */
	boolean isLater() {
		return this == STAGE || this == PUBLISHER || this == COMPLETION;
	}

	/**
	 * Returns whether there is a value.
	 */
	boolean hasValue() {
		return this != NONE && this != COMPLETION;
	}

	/**
	 * Returns the acknowledgement that a value stands for.
	 * @param value the value, {@code null} if there is none
	 */
	List<?> acknowledgement(@Nullable Object value) {
		return hasValue() ? ListenerErrors.acknowledgement(value) : List.of();
	}

	/**
	 * Returns the stage that a method has returned, of a publisher by subscribing to it.
	 * @param client the client that the method was called for
	 * @param returned what the method has returned
	 * @return the stage, or {@code null} if it has returned {@code null}
	 */
	@Nullable CompletionStage<?> stage(SocketIOClient client, @Nullable Object returned) {
		if (returned == null) {
			return null;
		}
		return (returned instanceof CompletionStage<?> stage) ? stage : Reactor.stage(client, returned);
	}

	/**
	 * Loaded only where Reactor is.
	 */
	private static final class Reactor {

		private static CompletionStage<?> stage(SocketIOClient client, Object returned) {
			ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned.getClass());
			if (adapter == null) {
				throw new IllegalStateException("Cannot subscribe to a " + returned.getClass().getName());
			}
			return ReactorScope.of(client, Mono.from(adapter.toPublisher(returned))).toFuture();
		}

	}

}
