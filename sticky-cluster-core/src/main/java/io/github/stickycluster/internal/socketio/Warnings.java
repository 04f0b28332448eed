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

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.github.stickycluster.internal.log.LimitedLog;
import io.github.stickycluster.internal.log.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * Logs warnings about Socket.IO that clients can cause: the first of each kind at once,
 * and the number of further ones once a minute. Thread-safe.
 */
public final class Warnings {

	private static final Logger logger = LoggerFactory.getLogger(Warnings.class);

	private final LimitedLog log;

	private final UnknownEvents unknownEvents = new UnknownEvents();

	/**
	 * Creates warnings, to be shared by the workers of a JVM.
	 */
	public Warnings() {
		this(new LimitedLog(logger));
	}

	Warnings(LimitedLog log) {
		this.log = log;
	}

	/**
	 * Something failed that a client has caused.
	 * @param what what failed, and what follows from it; a constant
	 * @param failure the failure
	 */
	public void failed(String what, Throwable failure) {
		this.log.warn(what, () -> what, failure);
	}

	/**
	 * The application did not decide about a handshake in time.
	 * @param timeout how long it may take
	 */
	public void handshakeUndecided(Duration timeout) {
		this.log.warn("handshake", () -> "The HandshakeAuthorizer beans did not decide about a client within "
				+ timeout.toMillis() + " ms; the client gets the status 503 and tries again");
	}

	/**
	 * A listener of the application's failed.
	 * @param what what it listens to: one of the events that the application declares, or
	 * what happens to a client
	 * @param namespace the namespace, as clients write it
	 * @param failure what it threw
	 */
	public void listenerFailed(String what, String namespace, Throwable failure) {
		this.log.error(new Heard(namespace, what),
				() -> "A listener of " + what + " in namespace " + namespace + " failed", failure);
	}

	/**
	 * A client was refused, since no further namespace may be made.
	 * @param pattern the pattern of the namespace that it asked for
	 */
	void namespacesLimited(String pattern) {
		this.log.warn(new Limited(pattern),
				() -> "A worker refused a client of the namespaces " + pattern
						+ ", since as many namespaces are in use "
						+ "as sticky-cluster.socket-io.max-namespaces allows. Raise it, or have an AuthTokenListener "
						+ "or a SocketInterceptor refuse names that do not exist");
	}

	/**
	 * An event's arguments did not fit its listeners' types.
	 * @param namespace the namespace, as clients write it
	 * @param event the event's name
	 * @param types the types that the listeners declare
	 * @param mismatch what is wrong; its message may have a client's data and is not
	 * shown
	 */
	void eventMismatched(String namespace, String event, Supplier<List<String>> types, Throwable mismatch) {
		this.log.warn(new Mismatched(namespace, event),
				() -> "The arguments of event '" + event + "' in namespace " + namespace
						+ " do not match its listener's types " + types.get() + " (" + describe(mismatch)
						+ "); the listener was not called. The log level DEBUG shows each case");
	}

	/**
	 * An event came with more arguments than its listeners declare.
	 * @param namespace the namespace, as clients write it
	 * @param event the event's name
	 * @param declared how many its listeners declare
	 * @param surplus how many more came
	 */
	void argumentsIgnored(String namespace, String event, int declared, int surplus) {
		this.log.warn(new Ignored(namespace, event),
				() -> "Event '" + event + "' in namespace " + namespace + " arrived with " + (declared + surplus)
						+ " arguments, of which its listener declares " + declared
						+ "; the others were dropped. Declare more parameters, or let clients send one object");
	}

	/**
	 * The arguments of an ack did not fit its callback's types.
	 * @param namespace the namespace, as clients write it
	 * @param receiver who waited for it
	 * @param mismatch what is wrong
	 */
	void ackMismatched(String namespace, AckReceiver receiver, Throwable mismatch) {
		List<Class<?>> types = receiver.classes();
		this.log.warn(new Mismatched(namespace, types),
				() -> "An ack in namespace " + namespace + " does not match its callback's types "
						+ types.stream().map(TypeNames::of).toList() + " (" + describe(mismatch)
						+ "); the callback's onTimeout was called. The log level DEBUG shows each case");
	}

	/**
	 * A listener sent an ack for an event that was acknowledged before.
	 * @param namespace the namespace, as clients write it
	 * @param event the event's name, one of those that the application declares
	 */
	public void ackTooLate(String namespace, String event) {
		this.log.warn(new Late(namespace, event),
				() -> "A listener of event '" + event + "' in namespace " + namespace
						+ " sent an ack after the event was acknowledged, so the client does not get it. For a "
						+ "listener with netty-socketio's annotations an empty ack is sent when it returns: return the "
						+ "ack, or a future of it, from a method with this library's @OnEvent");
	}

	/**
	 * An event without a listener was dropped.
	 * @param namespace the namespace, as clients write it
	 * @param event the event's name, as the client writes it
	 * @param known the events that have listeners there
	 */
	void eventIgnored(String namespace, String event, Supplier<? extends Iterable<String>> known) {
		this.unknownEvents.add(namespace, event, known);
		this.log.warn(Kind.UNKNOWN_EVENT, () -> this.unknownEvents);
	}

	/**
	 * A session ended at the first packet that its client sent.
	 * @param problem what was wrong with the packet, in words of ours
	 */
	void firstPacketRefused(String problem) {
		this.log.warn(Kind.FIRST_PACKET,
				() -> "Closed a session at the first packet of its client (" + problem
						+ "). Clients must use the default "
						+ "parser of Socket.IO; others, such as socket.io-msgpack-parser, are not supported");
	}

	private static String describe(Throwable mismatch) {
		StringBuilder text = new StringBuilder(mismatch.getClass().getSimpleName());
		String path = (mismatch instanceof JacksonException ex) ? ex.getPathReference() : "";
		text.append(path.isEmpty() ? "" : " at " + Printable.of(path));
		Class<?> target = (mismatch instanceof MismatchedInputException ex) ? ex.getTargetType() : null;
		return text.append((target != null && target.isEnum()) ? ", " + TypeNames.of(target) + " expected" : "")
			.toString();
	}

	private enum Kind {

		UNKNOWN_EVENT, FIRST_PACKET

	}

	private record Heard(String namespace, String what) {
	}

	private record Ignored(String namespace, String event) {
	}

	private record Limited(String pattern) {
	}

	private record Late(String namespace, String event) {
	}

	private record Mismatched(String namespace, Object what) {
	}

}
