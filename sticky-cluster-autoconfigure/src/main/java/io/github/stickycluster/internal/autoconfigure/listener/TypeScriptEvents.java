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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.stickycluster.socketio.AckArguments;
import io.github.stickycluster.socketio.EmitsEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * The events of an application as TypeScript's types: those that its listeners receive,
 * and those that {@link EmitsEvent} declares.
 */
final class TypeScriptEvents {

	private static final String FAILURE = """
			/** What the acknowledgement of an event has that has failed. */
			export interface Failure {
			  error: {
			    title: string;
			    status: number;
			    detail?: string;
			    errors?: Record<string, string[]>;
			    [property: string]: unknown;
			  };
			}
			""";

	/** Names of TypeScript's that Java allows. */
	private static final Set<String> RESERVED = Set.of("ack", "arguments", "await", "debugger", "delete", "eval",
			"export", "function", "in", "let", "typeof", "with", "yield");

	private final TypeScriptTypes types;

	/** The lines of both directions by namespace. */
	private final Map<String, Namespace> namespaces = new TreeMap<>();

	private TypeScriptEvents(JsonMapper mapper) {
		this.types = new TypeScriptTypes(mapper);
	}

	/**
	 * Writes the types.
	 * @param listeners the methods that listen
	 * @param beanFactory has the beans that declare events
	 * @param mapper writes the arguments
	 * @param errorEvent names the event of errors, or {@code null}
	 */
	static String write(List<EventRegistration> listeners, ConfigurableListableBeanFactory beanFactory,
			JsonMapper mapper, @Nullable String errorEvent) {
		TypeScriptEvents events = new TypeScriptEvents(mapper);
		listeners.forEach(events::add);
		for (String name : beanFactory.getBeanNamesForType(Object.class, true, false)) {
			Class<?> type = AutoProxyUtils.determineTargetClass(beanFactory, name);
			if (type != null) {
				events.addEmitted(type);
			}
		}
		return events.write(errorEvent);
	}

	private void add(EventRegistration listener) {
		Namespace namespace = namespace(listener.listener().method().namespace());
		namespace.received.merge(listener.event(), List.of(listener),
				(present, added) -> Stream.concat(present.stream(), added.stream()).toList());
	}

	private void addEmitted(Class<?> type) {
		MergedAnnotations.from(type, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY)
			.stream(EmitsEvent.class)
			.forEach((annotation) -> {
				EmitsEvent emitted = annotation.synthesize();
				String name = emitted.namespace().isEmpty() ? BeanMethod.namespace(type) : emitted.namespace();
				String arguments = IntStream.range(0, emitted.arguments().length)
					.mapToObj((i) -> "argument" + i + ": " + this.types.of(emitted.arguments()[i]))
					.collect(Collectors.joining(", "));
				namespace(name).sent.put(emitted.value(), "(" + arguments + ") => void");
			});
	}

	private Namespace namespace(String name) {
		return this.namespaces.computeIfAbsent(name, (key) -> new Namespace());
	}

	private String write(@Nullable String errorEvent) {
		StringBuilder events = new StringBuilder();
		this.namespaces.forEach((name, namespace) -> {
			if (errorEvent != null) {
				namespace.sent.putIfAbsent(errorEvent, "(failure: Failure) => void");
			}
			Map<String, String> received = new TreeMap<>();
			namespace.received.forEach((event, listeners) -> received.put(event, function(listeners)));
			append(events, "The namespace " + name + ": what clients send.", prefix(name) + "ClientToServerEvents",
					received);
			append(events, "The namespace " + name + ": what the server sends.", prefix(name) + "ServerToClientEvents",
					namespace.sent);
		});
		return Stream
			.of("// The events of this application, made from its listeners. Changes are lost.\n", FAILURE,
					this.types.interfaces(), events.toString().stripTrailing() + "\n")
			.filter((part) -> !part.isBlank())
			.collect(Collectors.joining("\n"));
	}

	private static void append(StringBuilder text, String comment, String name, Map<String, String> events) {
		text.append("/** ").append(comment).append(" */\nexport interface ").append(name).append(" {\n");
		events.forEach((event, function) -> text.append("  ")
			.append(TypeScriptTypes.key(event))
			.append(": ")
			.append(function)
			.append(";\n"));
		text.append("}\n\n");
	}

	private static String prefix(String namespace) {
		return Arrays.stream(namespace.split("[^A-Za-z0-9]+"))
			.filter((part) -> !part.isEmpty())
			.map((part) -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
			.collect(Collectors.joining());
	}

	private String function(List<EventRegistration> listeners) {
		SocketIoListener longest = listeners.stream()
			.map(EventRegistration::listener)
			.max(Comparator.comparingInt((listener) -> listener.dataTypes().size()))
			.orElseThrow();
		List<MethodParameter> parameters = longest.arguments().dataParameters();
		List<String> declared = new ArrayList<>();
		for (int i = 0; i < parameters.size(); i++) {
			String type = this.types.of(longest.dataTypes().get(i));
			boolean optional = parameters.get(i).isOptional();
			String name = ListenerArguments.name(parameters.get(i));
			declared.add((RESERVED.contains(name) ? name + "_" : name) + ": "
					+ (optional ? TypeScriptTypes.orNull(type) : type));
		}
		declared.add(listeners.stream()
			.filter(TypeScriptEvents::answers)
			.findFirst()
			.map(this::acknowledgement)
			.orElse("ack?: (failure?: Failure) => void"));
		return "(" + String.join(", ", declared) + ") => void";
	}

	private static boolean answers(EventRegistration listener) {
		return listener.answering() == null || listener.answering().answers();
	}

	private String acknowledgement(EventRegistration registration) {
		SocketIoListener listener = registration.listener();
		if (registration.answering() == null || listener.takesAck()) {
			return "ack?: (...answer: any[]) => void";
		}
		if (!listener.returned().hasValue()) {
			return "ack?: (failure?: Failure) => void";
		}
		ResolvableType returned = ResolvableType.forType(listener.method().returned());
		boolean wrapped = listener.returned().isLater() && !listener.method().suspends();
		Type answer = wrapped ? returned.getGeneric().getType() : returned.getType();
		return (ResolvableType.forType(answer).toClass() == AckArguments.class) ? "ack: (...answer: any[]) => void"
				: "ack: (answer: " + this.types.of(answer) + " | Failure) => void";
	}

	/**
	 * The events of a namespace.
	 */
	private static final class Namespace {

		private final Map<String, List<EventRegistration>> received = new TreeMap<>();

		private final Map<String, String> sent = new TreeMap<>();

	}

}
