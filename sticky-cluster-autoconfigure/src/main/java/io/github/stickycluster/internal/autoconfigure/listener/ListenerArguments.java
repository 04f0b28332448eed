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

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.autoconfigure.SocketArgumentResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;
import org.springframework.util.ClassUtils;

/**
 * The arguments of one listener method: which of its parameters takes what is decided
 * once. Immutable.
 */
final class ListenerArguments {

	private final Slot[] slots;

	private ListenerArguments(List<Slot> slots) {
		this.slots = slots.toArray(Slot[]::new);
	}

	/**
	 * Decides what the parameters of a method take.
	 * @param method the method
	 * @param role what it listens to
	 * @param strict whether an argument that may not be {@code null} must be sent
	 * @param resolvers what is asked about each parameter, in this order
	 * @throws InvalidSocketIoListenerException if there is nothing for a parameter
	 */
	static ListenerArguments of(BeanMethod method, ListenerRole role, boolean strict,
			List<SocketArgumentResolver> resolvers) {
		List<Slot> slots = new ArrayList<>();
		int data = 0;
		for (MethodParameter parameter : method.parameters()) {
			Type type = method.types().get(parameter.getParameterIndex());
			Slot slot = slot(method, role, parameter, type, resolvers);
			slots.add((slot.source != Source.DATA) ? slot
					: slot.ofData((role == ListenerRole.ANY_EVENT) ? indexOfAny(type) : data++, strict));
		}
		ParameterChecks.distinct(method);
		return new ListenerArguments(slots);
	}

	private static Slot slot(BeanMethod method, ListenerRole role, MethodParameter parameter, Type type,
			List<SocketArgumentResolver> resolvers) {
		if (type == SocketIOClient.class) {
			return new Slot(Source.CLIENT, type, parameter);
		}
		if (type == AckRequest.class && role.hasEvent()) {
			return new Slot(Source.ACK, type, parameter);
		}
		if (KotlinFunction.isContinuation(type)) {
			return new Slot(Source.NONE, type, parameter);
		}
		MethodParameter nested = parameter.nestedIfOptional();
		for (SocketArgumentResolver resolver : resolvers) {
			if (resolver.supports(nested)) {
				return new Slot(Source.RESOLVER, type, nested, resolver, 0, false);
			}
		}
		ParameterChecks.argument(method, role, parameter, type);
		return new Slot(Source.DATA, type, parameter);
	}

	// The data of a listener of all events are the event's name and the arguments.
	private static int indexOfAny(Type type) {
		return (type == String.class) ? 0 : 1;
	}

	/**
	 * Returns the types of the parameters that take an event's arguments.
	 */
	List<Type> dataTypes() {
		return Arrays.stream(this.slots).filter((slot) -> slot.source == Source.DATA).map(Slot::type).toList();
	}

	/**
	 * Returns the parameters that take an event's arguments.
	 */
	List<MethodParameter> dataParameters() {
		return Arrays.stream(this.slots)
			.filter((slot) -> slot.source == Source.DATA)
			.map((slot) -> slot.parameter)
			.toList();
	}

	/**
	 * Returns whether there is an {@link AckRequest}.
	 */
	boolean haveAck() {
		return Arrays.stream(this.slots).anyMatch((slot) -> slot.source == Source.ACK);
	}

	/**
	 * Returns the arguments of all parameters in their order.
	 * @param data the arguments of the event, of which the last ones may be missing
	 * @throws UnfitArgumentException if one is missing
	 * @throws Exception what a resolver throws
	 */
	@Nullable Object[] resolve(SocketIOClient client, @Nullable AckRequest ack, List<Object> data) throws Exception {
		@Nullable Object[] arguments = new Object[this.slots.length];
		for (int i = 0; i < arguments.length; i++) {
			Slot slot = this.slots[i];
			arguments[i] = switch (slot.source) {
				case CLIENT -> client;
				case ACK -> ack;
				case DATA -> slot.required((slot.index < data.size()) ? data.get(slot.index) : null);
				case RESOLVER -> slot.resolve(client);
				case NONE -> null;
			};
		}
		return arguments;
	}

	/**
	 * Returns the name of a parameter.
	 */
	static String name(MethodParameter parameter) {
		String name = parameter.getParameterName();
		return (name != null) ? name : "argument" + parameter.getParameterIndex();
	}

	private enum Source {

		CLIENT, ACK, DATA, RESOLVER, NONE

	}

	/**
	 * What one parameter takes.
	 */
	private static final class Slot {

		private final Source source;

		private final Type type;

		private final MethodParameter parameter;

		private final @Nullable SocketArgumentResolver resolver;

		private final int index;

		private final boolean optional;

		private final boolean required;

		Slot(Source source, Type type, MethodParameter parameter) {
			this(source, type, parameter, null, 0, false);
		}

		Slot(Source source, Type type, MethodParameter parameter, @Nullable SocketArgumentResolver resolver, int index,
				boolean required) {
			this.source = source;
			this.type = type;
			this.parameter = parameter;
			this.resolver = resolver;
			this.index = index;
			this.optional = parameter.getParameterType() == Optional.class;
			this.required = required;
		}

		Slot ofData(int index, boolean strict) {
			boolean required = strict && !this.parameter.isOptional()
					&& Nullness.forMethodParameter(this.parameter) == Nullness.NON_NULL;
			// With a default value of Kotlin's, a primitive argument may be missing.
			Type type = this.parameter.isOptional() ? boxed(this.type) : this.type;
			return new Slot(this.source, type, this.parameter, null, index, required);
		}

		private static Type boxed(Type type) {
			return (type instanceof Class<?> plain) ? ClassUtils.resolvePrimitiveIfNecessary(plain) : type;
		}

		Type type() {
			return this.type;
		}

		@Nullable Object required(@Nullable Object value) {
			if (value == null && this.required) {
				throw new UnfitArgumentException("An argument of the event is missing", name(this.parameter),
						"must not be null", null);
			}
			return value;
		}

		@Nullable Object resolve(SocketIOClient client) throws Exception {
			Object value = (this.resolver != null) ? this.resolver.resolve(this.parameter, client) : null;
			return (this.optional && !(value instanceof Optional<?>)) ? Optional.ofNullable(value) : value;
		}

	}

}
