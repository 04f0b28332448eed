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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.stickycluster.internal.budget.KeptMemory;
import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.internal.http.EventLoops;
import io.github.stickycluster.internal.http.HttpExchange;
import io.github.stickycluster.internal.http.OriginPolicy;
import io.github.stickycluster.internal.memory.ServerMemory;
import io.github.stickycluster.socketio.HandshakeHeaders;
import io.github.stickycluster.socketio.Transport;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Engine.IO server of one worker, which holds all of the worker's sessions.
 * Thread-safe.
 */
public final class EngineIoServer {

	private static final Logger logger = LoggerFactory.getLogger(EngineIoServer.class);

	private final EngineIoSettings settings;

	private final SessionIds ids;

	private final EngineIoApplication application;

	private final EngineIoObserver observer;

	private final EngineIoWarnings warnings;

	private final ServerMemory memory;

	private final MemoryBudget budget;

	private final SessionLimits limits;

	private final EngineIoCounters counters = new EngineIoCounters();

	private final EngineIoResponses responses;

	private final EngineIoRequests requests;

	private final @Nullable Rate messageRate;

	/** By session id, which is the one object that a session keeps of it. */
	private final Map<UUID, EngineIoSession> sessions = new ConcurrentHashMap<>();

	private final ClosedSessions closedSessions = new ClosedSessions();

	private volatile @Nullable SessionLoops loops;

	private final AtomicInteger opening = new AtomicInteger();

	private volatile boolean closing;

	private volatile List<GracefulClose> departures = List.of();

	/**
	 * Creates a server without sessions.
	 * @param settings what it was told
	 * @param ids makes its session ids
	 * @param application decides who may open a session, and listens to each
	 * @param watch told what happens
	 * @param budget the memory that clients may make this JVM keep
	 * @param limits bounds the sessions
	 * @param headers add header fields to responses
	 */
	public EngineIoServer(EngineIoSettings settings, SessionIds ids, EngineIoApplication application,
			EngineIoWatch watch, MemoryBudget budget, SessionLimits limits, List<HandshakeHeaders> headers) {
		this.settings = settings;
		this.ids = ids;
		this.application = application;
		this.observer = watch.observer();
		this.warnings = watch.warnings();
		this.memory = watch.memory();
		this.budget = budget;
		this.limits = limits;
		OriginPolicy origins = settings.origins();
		this.responses = new EngineIoResponses(settings, origins, this.counters, this.observer,
				new SessionHeaders(headers, this.warnings));
		this.requests = new EngineIoRequests(this, origins);
		int most = settings.eventsPerSecond();
		this.messageRate = (most > 0) ? Rate.of(most, most) : null;
	}

	/**
	 * Names the event loops that sessions shall live on. Without this they are those of
	 * the group that the first request's channel belongs to. Only the first call counts.
	 * @param group the worker's group
	 */
	public synchronized void attach(EventLoopGroup group) {
		if (this.loops == null) {
			this.loops = new SessionLoops(group, this.settings, this.budget, this::sessionsOf,
					() -> this.warnings.memoryShort(this.budget));
		}
	}

	/**
	 * Serves a request, on whatever event loop its channel lives; called there, while the
	 * request is being routed.
	 * @param exchange the request
	 */
	public void handle(HttpExchange exchange) {
		this.requests.handle(exchange, EngineIoQuery.of(exchange));
	}

	/**
	 * Returns the settings.
	 * @return what this server was told
	 */
	public EngineIoSettings settings() {
		return this.settings;
	}

	/**
	 * Counts the sessions open now.
	 * @return how many
	 */
	public int sessionCount() {
		return this.sessions.size();
	}

	/**
	 * Counts the sessions open now and those that are just being opened, so that
	 * handshakes that come all at once are seen at once.
	 * @return how many
	 */
	public int load() {
		return this.sessions.size() + this.opening.get();
	}

	/**
	 * Finds the connections of the sessions that have a WebSocket.
	 * @return their channels; may be asked on any thread
	 */
	public List<Channel> webSockets() {
		return this.sessions.values()
			.stream()
			.map(EngineIoSession::webSocketChannel)
			.filter(Objects::nonNull)
			.<Channel>map(Objects::requireNonNull)
			.toList();
	}

	/**
	 * Adds up what waits to be sent to clients that do not take it as fast as it comes.
	 * @return bytes, roughly; may be asked on any thread
	 */
	public long pendingBytes() {
		long bytes = 0;
		for (EngineIoSession session : this.sessions.values()) {
			bytes += session.waitingBytes();
		}
		return bytes;
	}

	/**
	 * Returns the memory that the server uses for its clients.
	 * @return bytes of this moment; may be asked on any thread
	 */
	public KeptMemory keptMemory() {
		SessionLoops loops = this.loops;
		return (loops != null) ? KeptMemory.of(loops.all().stream().map(SessionLoop::budget).toList())
				: KeptMemory.NONE;
	}

	/**
	 * Returns a snapshot of the server's counters.
	 * @return counts of this moment
	 */
	public EngineIoStats stats() {
		return this.counters.stats();
	}

	/**
	 * Closes all sessions, in such a way that clients connect again by themselves, and
	 * refuses new ones with 503.
	 * @return completes when every session has ended and its last bytes have been handed
	 * to the transport
	 */
	public CompletableFuture<Void> close() {
		this.closing = true;
		SessionLoops loops = this.loops;
		List<CompletableFuture<?>> all = new ArrayList<>();
		if (loops != null) {
			for (SessionLoop loop : loops.all()) {
				CompletableFuture<Void> closed = new CompletableFuture<>();
				Runnable task = () -> {
					try {
						closeAll(loop);
					}
					finally {
						closed.complete(null);
					}
				};
				EventLoops.execute(loop.eventLoop(), task, () -> closed.complete(null));
				all.add(closed);
			}
		}
		return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
	}

	private void closeAll(SessionLoop loop) {
		for (EngineIoSession session : sessionsOf(loop)) {
			session.attempt((open) -> open.close(CloseReason.SERVER_SHUTTING_DOWN));
			session.attempt(EngineIoSession::endOnLoop);
		}
	}

	private List<EngineIoSession> sessionsOf(SessionLoop loop) {
		return this.sessions.values().stream().filter((session) -> session.loop() == loop).toList();
	}

	/**
	 * Releases the memory shares of the event loops, once they have ended.
	 */
	public void release() {
		SessionLoops loops = this.loops;
		if (loops != null) {
			loops.all().forEach((loop) -> loop.budget().close());
		}
	}

	/**
	 * Closes, on each event loop, the session that keeps most. To be called several times
	 * a second while the node has no memory.
	 */
	public void relieve() {
		SessionLoops loops = this.loops;
		if (loops != null) {
			loops.all().forEach(SessionLoop::relieve);
		}
	}

	/**
	 * Refuses new sessions with 503 from now on; those that exist go on.
	 */
	public void refuseSessions() {
		this.closing = true;
	}

	/**
	 * Closes the sessions that exist, spread over a time, in such a way that clients
	 * connect again by themselves and nothing is lost: a session that answers a request
	 * or awaits an ack may finish that first, and what is queued is sent. Ends an earlier
	 * gracefulClose that is still under way.
	 * @param window the time over which the closes are spread
	 * @param grace how long a session may take to finish what is under way, of which the
	 * client's own part gets two seconds at most, and then how long its client may take
	 * to fetch its last packets
	 * @return completes when no session is left or the gracefulClose was cancelled;
	 * never, if an event loop is blocked
	 */
	public synchronized CompletableFuture<Void> depart(Duration window, Duration grace) {
		cancelGracefulClose();
		SessionLoops loops = this.loops;
		if (loops == null) {
			return CompletableFuture.completedFuture(null);
		}
		this.departures = loops.all()
			.stream()
			.map((loop) -> new GracefulClose(loop, () -> sessionsOf(loop), window, grace))
			.toList();
		return CompletableFuture
			.allOf(this.departures.stream().map(GracefulClose::begin).toArray(CompletableFuture[]::new));
	}

	/**
	 * Lets those sessions stay that have not been closed yet.
	 */
	public synchronized void cancelGracefulClose() {
		this.departures.forEach(GracefulClose::cancel);
		this.departures = List.of();
	}

	// For requests

	@Nullable EngineIoSession find(SessionId id) {
		return this.sessions.get(id.toUuid());
	}

	ClosedSessions closedSessions() {
		return this.closedSessions;
	}

	boolean isClosing() {
		return this.closing;
	}

	/** A session is about to be opened, perhaps on another event loop. */
	void beginOpening() {
		this.opening.incrementAndGet();
	}

	/** It was opened, or will not be. */
	void endOpening() {
		this.opening.decrementAndGet();
	}

	EngineIoSession newSession(SessionLoop home, Opening opening, EngineIoVersion version, boolean base64) {
		return new EngineIoSession(this, home, this.ids.next(), opening, version, base64);
	}

	EngineIoSession newSession(SessionLoop home, Opening opening, EngineIoVersion version, WebSocketHandler webSocket) {
		return new EngineIoSession(this, home, this.ids.next(), opening, version, webSocket);
	}

	SessionLoop home(HttpExchange exchange) {
		if (this.loops == null) {
			attach(exchange.channel().eventLoop().parent());
		}
		return Objects.requireNonNull(this.loops).homeFor(exchange.channel().eventLoop());
	}

	// For sessions

	SessionLimits limits() {
		return this.limits;
	}

	EngineIoApplication application() {
		return this.application;
	}

	EngineIoWarnings warnings() {
		return this.warnings;
	}

	ServerMemory memory() {
		return this.memory;
	}

	EngineIoResponses responses() {
		return this.responses;
	}

	@Nullable Throttle throttle(EventLoop loop) {
		return (this.messageRate != null) ? new Throttle(this.messageRate, loop) : null;
	}

	byte[] openPacket(EngineIoSession session) {
		boolean upgrade = session.transport() == Transport.POLLING
				&& this.settings.transports().contains(Transport.WEBSOCKET);
		String packet = "0{\"sid\":\"" + session.id() + "\",\"upgrades\":[" + (upgrade ? "\"websocket\"" : "")
				+ "],\"pingInterval\":" + this.settings.pingInterval().toMillis() + ",\"pingTimeout\":"
				+ this.settings.pingTimeout().toMillis() + ",\"maxPayload\":" + this.settings.maxPayload() + "}";
		return packet.getBytes(StandardCharsets.US_ASCII);
	}

	void opened(EngineIoSession session) {
		if (logger.isDebugEnabled()) {
			logger.debug("Session {} of {} opened", session, session.handshake().address());
		}
		this.sessions.put(session.id(), session);
		this.limits.opened(session.address());
		session.loop().budget().add(session.ownCost(), 0);
		session.loop().relief().onOpen(session);
		this.counters.opened(session.version(), session.transport());
		this.observer.sessionOpened(session.version(), session.transport());
	}

	void upgraded(EngineIoSession session) {
		this.counters.upgraded(session.version());
		this.observer.sessionUpgraded();
	}

	void closed(EngineIoSession session, CloseReason reason) {
		this.counters.closed(session.version(), session.transport(), reason);
		this.observer.sessionClosed(reason);
	}

	void ended(EngineIoSession session) {
		if (this.sessions.remove(session.id()) != null) {
			this.limits.ended(session.address());
			session.loop().budget().add(-session.ownCost(), 0);
		}
	}

	void malformed(EngineIoSession session, PayloadException problem) {
		logger.debug("Session {} sent a malformed payload: {}", session, problem.getMessage());
	}

	void throttled() {
		this.observer.clientThrottled();
	}

	void received(int bytes) {
		this.observer.bytesReceived(bytes);
	}

	void sent(int bytes) {
		this.observer.bytesSent(bytes);
	}

}
