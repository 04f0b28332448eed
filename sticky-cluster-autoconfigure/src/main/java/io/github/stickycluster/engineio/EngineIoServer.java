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

package io.github.stickycluster.engineio;

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
import java.util.function.Consumer;

import com.corundumstudio.socketio.AuthorizationResult;
import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.handler.SuccessAuthorizationListener;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import io.github.stickycluster.socketio.CloseReason;
import io.github.stickycluster.socketio.ListenerCalls;
import io.github.stickycluster.socketio.SocketIoContext;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Engine.IO side of one worker: its sessions, and the answers to the requests routed
 * to it. Thread-safe.
 */
public final class EngineIoServer {

	private static final Logger logger = LoggerFactory.getLogger(EngineIoServer.class);

	private final EngineIoSettings settings;

	private final SessionIds ids;

	private final SocketIoContext context;

	private final OriginPolicy origins;

	private final EngineIoCounters counters = new EngineIoCounters();

	private final EngineIoAnswers answers;

	private final PayloadReader reader;

	private final WebSocketHandshakes webSockets;

	private final @Nullable Rate messageRate;

	/** By session id, which is the one object that a session keeps of it. */
	private final Map<UUID, EngineIoSession> sessions = new ConcurrentHashMap<>();

	private volatile @Nullable SessionLoops loops;

	private final AtomicInteger opening = new AtomicInteger();

	private volatile boolean closing;

	private volatile List<Departure> departures = List.of();

	/**
	 * Makes a server without sessions.
	 * @param settings what it was told
	 * @param ids makes its session ids
	 * @param context what the sessions share on the Socket.IO side
	 */
	public EngineIoServer(EngineIoSettings settings, SessionIds ids, SocketIoContext context) {
		this.settings = settings;
		this.ids = ids;
		this.context = context;
		this.origins = new OriginPolicy(settings.allowedOrigins());
		this.answers = new EngineIoAnswers(settings, this.origins, this.counters, context.observer());
		this.reader = new PayloadReader(settings.maxPayloadPackets());
		this.webSockets = new WebSocketHandshakes(settings);
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
			this.loops = new SessionLoops(group, this.settings);
		}
	}

	/**
	 * Serves a request, on whatever event loop its channel lives; called there, while the
	 * request is being routed.
	 * @param exchange the request
	 */
	public void handle(HttpExchange exchange) {
		handle(exchange, EngineIoQuery.parse(exchange.request().uri()));
	}

	/**
	 * Serves a request whose URI has been read already.
	 * @param exchange the request
	 * @param query its URI
	 */
	public void handle(HttpExchange exchange, EngineIoQuery query) {
		HttpRequest request = exchange.request();
		Transport transport = transport(query.transport());
		if (!isServed(query.path())) {
			this.answers.status(exchange, HttpResponseStatus.NOT_FOUND);
		}
		else if (!this.origins.permits(request.headers())) {
			this.context.warnings().originRefused(request.headers().get(HttpHeaderNames.ORIGIN));
			this.answers.refuse(exchange, EngineIoError.FORBIDDEN);
		}
		else if (HttpMethod.OPTIONS.equals(request.method())) {
			this.answers.preflight(exchange);
		}
		else if (transport == null) {
			this.answers.refuse(exchange, EngineIoError.UNKNOWN_TRANSPORT);
		}
		else if (query.sid() != null) {
			onSession(exchange, query, transport, query.sid());
		}
		else {
			onHandshake(exchange, query, transport);
		}
	}

	/**
	 * Tells the settings.
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
	 * Tells what the server has done and holds.
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
			session.attempt((open) -> open.closeEngine(CloseReason.SERVER_SHUTTING_DOWN));
			session.attempt(EngineIoSession::endOnLoop);
		}
	}

	private List<EngineIoSession> sessionsOf(SessionLoop loop) {
		return this.sessions.values().stream().filter((session) -> session.loop() == loop).toList();
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
	 * or awaits an acknowledgement may finish that first, and what is queued is sent.
	 * Ends an earlier departure that is still under way.
	 * @param window the time over which the closes are spread
	 * @param grace how long a session may take to finish what is under way, and then how
	 * long its client may take to fetch its last packets
	 * @return completes when no session is left or the departure was cancelled; never, if
	 * an event loop is blocked
	 */
	public synchronized CompletableFuture<Void> depart(Duration window, Duration grace) {
		cancelDeparture();
		SessionLoops loops = this.loops;
		if (loops == null) {
			return CompletableFuture.completedFuture(null);
		}
		this.departures = loops.all()
			.stream()
			.map((loop) -> new Departure(loop, () -> sessionsOf(loop), window, grace))
			.toList();
		return CompletableFuture
			.allOf(this.departures.stream().map(Departure::begin).toArray(CompletableFuture[]::new));
	}

	/**
	 * Lets those sessions stay that have not been closed yet.
	 */
	public synchronized void cancelDeparture() {
		this.departures.forEach(Departure::cancel);
		this.departures = List.of();
	}

	// A request of a session

	private void onSession(HttpExchange exchange, EngineIoQuery query, Transport transport, String sid) {
		SessionId id = SessionId.parse(sid);
		EngineIoSession session = (id != null) ? this.sessions.get(id.toUuid()) : null;
		EngineIOVersion version = version(query.version());
		if (session == null) {
			this.answers.refuse(exchange, EngineIoError.UNKNOWN_SID);
		}
		else if (version == null) {
			this.answers.refuse(exchange, EngineIoError.UNSUPPORTED_PROTOCOL_VERSION);
		}
		else if (version != session.getEngineIOVersion()) {
			this.answers.refuse(exchange, EngineIoError.BAD_REQUEST);
		}
		else if (WebSocketHandshakes.isAskedFor(exchange.request())) {
			onUpgrade(exchange, query, transport, session);
		}
		else if (transport != session.getCurrentTransport()) {
			this.answers.refuse(exchange, EngineIoError.BAD_REQUEST);
		}
		else {
			onPolling(exchange, query, session);
		}
	}

	private void onUpgrade(HttpExchange exchange, EngineIoQuery query, Transport transport, EngineIoSession session) {
		WebSocketHandshake handshake = handshake(exchange, transport);
		if (handshake != null) {
			exchange.switchProtocol(handshake.response(), session.loop().eventLoop(),
					(pipeline) -> session.onUpgrade(handshake.install(pipeline, query.base64())), () -> {
						// Its upgrade timeout ends the attempt.
					});
		}
	}

	private void onPolling(HttpExchange exchange, EngineIoQuery query, EngineIoSession session) {
		HttpMethod method = exchange.request().method();
		if (HttpMethod.GET.equals(method)) {
			on(session.loop(),
					() -> guarded(exchange, session, () -> session.onPoll(exchange, callback(query, session))));
		}
		else if (HttpMethod.POST.equals(method)) {
			onPost(exchange, query, session);
		}
		else {
			this.answers.refuse(exchange, EngineIoError.BAD_HANDSHAKE_METHOD);
		}
	}

	private void onPost(HttpExchange exchange, EngineIoQuery query, EngineIoSession session) {
		if (!session.beginPost(exchange)) {
			this.answers.refuse(exchange, EngineIoError.BAD_REQUEST);
			on(session.loop(), session::onPostOverlap);
			return;
		}
		boolean form = callback(query, session) != null;
		boolean binary = isBinary(exchange.request().headers());
		exchange.readBody(this.settings.maxPayload(), (body) -> {
			if (body == null) {
				onBodyLost(exchange, session);
			}
			else {
				EventLoops.execute(session.loop().eventLoop(), session.loop().inEventLoop(),
						() -> guarded(exchange, session, () -> session.onPost(exchange, body, form, binary)),
						body::release);
			}
		});
	}

	private static void onBodyLost(HttpExchange exchange, EngineIoSession session) {
		session.endPost(exchange);
		if (!exchange.channel().isActive()) {
			on(session.loop(), () -> session.closeOnLoop(CloseReason.TRANSPORT_ERROR));
		}
	}

	private static boolean isBinary(HttpHeaders headers) {
		return headers.contains(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_OCTET_STREAM, true);
	}

	private static @Nullable String callback(EngineIoQuery query, EngineIoSession session) {
		return session.isVersion3() ? query.jsonp() : null;
	}

	// A request without a session

	private void onHandshake(HttpExchange exchange, EngineIoQuery query, Transport transport) {
		EngineIOVersion version = version(query.version());
		if (!HttpMethod.GET.equals(exchange.request().method())) {
			this.answers.refuse(exchange, EngineIoError.BAD_HANDSHAKE_METHOD);
		}
		else if (version == null) {
			this.answers.refuse(exchange, EngineIoError.UNSUPPORTED_PROTOCOL_VERSION);
		}
		else if (this.closing) {
			this.answers.status(exchange, HttpResponseStatus.SERVICE_UNAVAILABLE);
		}
		else if (transport == Transport.WEBSOCKET || WebSocketHandshakes.isAskedFor(exchange.request())) {
			openWebSocket(exchange, query, transport, version);
		}
		else {
			openPolling(exchange, query, version);
		}
	}

	private void openWebSocket(HttpExchange exchange, EngineIoQuery query, Transport transport,
			EngineIOVersion version) {
		WebSocketHandshake handshake = handshake(exchange, transport);
		if (handshake == null) {
			return;
		}
		HandshakeData data = new StoredHandshake(exchange);
		authorize(exchange, data,
				(authorization) -> openWebSocket(exchange, query, version, handshake, data, authorization));
	}

	private void openWebSocket(HttpExchange exchange, EngineIoQuery query, EngineIOVersion version,
			WebSocketHandshake handshake, HandshakeData data, AuthorizationResult authorization) {
		SessionLoop home = home(exchange);
		this.opening.incrementAndGet();
		exchange.switchProtocol(handshake.response(), home.eventLoop(), (pipeline) -> {
			try {
				EngineIoSession session = session(home, data, authorization, version, Transport.WEBSOCKET, query);
				WebSocketHandler handler = handshake.install(pipeline, query.base64());
				session.attempt((made) -> made.open(handler));
				if (this.closing) {
					session.attempt((open) -> open.closeOnLoop(CloseReason.SERVER_SHUTTING_DOWN));
				}
			}
			finally {
				this.opening.decrementAndGet();
			}
		}, this.opening::decrementAndGet);
	}

	private void openPolling(HttpExchange exchange, EngineIoQuery query, EngineIOVersion version) {
		HandshakeData data = new StoredHandshake(exchange);
		authorize(exchange, data, (authorization) -> openPolling(exchange, query, version, data, authorization));
	}

	private void openPolling(HttpExchange exchange, EngineIoQuery query, EngineIOVersion version, HandshakeData data,
			AuthorizationResult authorization) {
		SessionLoop home = home(exchange);
		this.opening.incrementAndGet();
		EventLoops.execute(home.eventLoop(), home.inEventLoop(), () -> {
			try {
				guarded(exchange, null, () -> openPolling(exchange, query, home, data, authorization, version));
			}
			finally {
				this.opening.decrementAndGet();
			}
		}, this.opening::decrementAndGet);
	}

	private void openPolling(HttpExchange exchange, EngineIoQuery query, SessionLoop home, HandshakeData data,
			AuthorizationResult authorization, EngineIOVersion version) {
		if (this.closing) {
			this.answers.status(exchange, HttpResponseStatus.SERVICE_UNAVAILABLE);
			return;
		}
		EngineIoSession session = session(home, data, authorization, version, Transport.POLLING, query);
		guarded(exchange, session, () -> session.open(exchange, callback(query, session)));
	}

	// A task may run on another loop than the request's, where nobody answers for it.
	private void guarded(HttpExchange exchange, @Nullable EngineIoSession session, Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.debug("Failed to serve {}", exchange.request().uri(), ex);
			this.answers.status(exchange, HttpResponseStatus.INTERNAL_SERVER_ERROR);
			if (session != null) {
				session.fail(ex);
			}
		}
	}

	private EngineIoSession session(SessionLoop home, HandshakeData data, AuthorizationResult authorization,
			EngineIOVersion version, Transport transport, EngineIoQuery query) {
		boolean base64 = query.base64() || query.jsonp() != null;
		EngineIoSession session = new EngineIoSession(this, home, this.ids.next(), data, version, transport, base64);
		authorization.getStoreParams().forEach(session.getStore()::set);
		return session;
	}

	private @Nullable WebSocketHandshake handshake(HttpExchange exchange, Transport transport) {
		WebSocketHandshake handshake = null;
		if (transport == Transport.WEBSOCKET && WebSocketHandshakes.isAskedFor(exchange.request())
				&& !hasBody(exchange.request())) {
			handshake = this.webSockets.accept(exchange.request());
		}
		if (handshake == null) {
			this.answers.refuse(exchange, EngineIoError.BAD_REQUEST);
		}
		return handshake;
	}

	// The switch would have to wait for a body that nobody reads.
	private static boolean hasBody(HttpRequest request) {
		return HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
	}

	// The application decides where its listeners run; what follows runs on the channel's
	// event loop.
	private void authorize(HttpExchange exchange, HandshakeData data, Consumer<AuthorizationResult> then) {
		ListenerCalls calls = this.context.calls();
		if (calls == null
				|| this.context.configuration().getAuthorizationListener() instanceof SuccessAuthorizationListener) {
			authorized(exchange, authorize(data), then);
			return;
		}
		calls.execute(() -> {
			AuthorizationResult result = authorize(data);
			EventLoops.execute(exchange.channel().eventLoop(),
					() -> guarded(exchange, null, () -> authorized(exchange, result, then)), () -> {
						// The connection has ended with its loop.
					});
		}, () -> this.answers.status(exchange, HttpResponseStatus.SERVICE_UNAVAILABLE));
	}

	private void authorized(HttpExchange exchange, AuthorizationResult result, Consumer<AuthorizationResult> then) {
		if (result.isAuthorized()) {
			then.accept(result);
		}
		else {
			this.answers.refuse(exchange, EngineIoError.FORBIDDEN);
		}
	}

	private AuthorizationResult authorize(HandshakeData data) {
		try {
			AuthorizationResult result = this.context.configuration()
				.getAuthorizationListener()
				.getAuthorizationResult(data);
			return (result != null) ? result : AuthorizationResult.FAILED_AUTHORIZATION;
		}
		catch (Throwable ex) {
			logger.warn("The authorization listener failed, so the client is refused: {}", ex.toString());
			logger.debug("The authorization listener failed", ex);
			return AuthorizationResult.FAILED_AUTHORIZATION;
		}
	}

	// What the request's parameters mean

	private boolean isServed(String path) {
		String served = this.settings.path();
		return path.startsWith(served) && (path.length() == served.length()
				|| (path.length() == served.length() + 1 && path.charAt(served.length()) == '/'));
	}

	private @Nullable Transport transport(@Nullable String name) {
		for (Transport transport : this.settings.transports()) {
			if (transport.getValue().equals(name)) {
				return transport;
			}
		}
		return null;
	}

	private @Nullable EngineIOVersion version(@Nullable String number) {
		if ("4".equals(number)) {
			return EngineIOVersion.V4;
		}
		return ("3".equals(number) && this.settings.engineIo3()) ? EngineIOVersion.V3 : null;
	}

	private SessionLoop home(HttpExchange exchange) {
		if (this.loops == null) {
			attach(exchange.channel().eventLoop().parent());
		}
		return Objects.requireNonNull(this.loops).homeFor(exchange.channel().eventLoop());
	}

	private static void on(SessionLoop loop, Runnable task) {
		EventLoops.execute(loop.eventLoop(), loop.inEventLoop(), task, () -> {
		});
	}

	// For sessions

	SocketIoContext context() {
		return this.context;
	}

	EngineIoAnswers answers() {
		return this.answers;
	}

	PayloadReader reader() {
		return this.reader;
	}

	@Nullable Throttle throttle(EventLoop loop) {
		return (this.messageRate != null) ? new Throttle(this.messageRate, loop) : null;
	}

	byte[] openPacket(EngineIoSession session) {
		boolean upgrade = session.getCurrentTransport() == Transport.POLLING
				&& this.settings.transports().contains(Transport.WEBSOCKET);
		String packet = "0{\"sid\":\"" + session.getSessionId() + "\",\"upgrades\":[" + (upgrade ? "\"websocket\"" : "")
				+ "],\"pingInterval\":" + this.settings.pingInterval().toMillis() + ",\"pingTimeout\":"
				+ this.settings.pingTimeout().toMillis() + ",\"maxPayload\":" + this.settings.maxPayload() + "}";
		return packet.getBytes(StandardCharsets.US_ASCII);
	}

	void opened(EngineIoSession session) {
		if (logger.isDebugEnabled()) {
			logger.debug("Session {} of {} opened", session.getSessionId(), session.getHandshakeData().getAddress());
		}
		this.sessions.put(session.getSessionId(), session);
		this.counters.opened(session.getEngineIOVersion(), session.getCurrentTransport());
		this.context.observer().sessionOpened(session.getEngineIOVersion(), session.getCurrentTransport());
	}

	void upgraded(EngineIoSession session) {
		this.counters.upgraded(session.getEngineIOVersion());
		this.context.observer().sessionUpgraded();
	}

	void closed(EngineIoSession session, CloseReason reason) {
		this.counters.closed(session.getEngineIOVersion(), session.getCurrentTransport(), reason);
		this.context.observer().sessionClosed(reason);
	}

	void ended(EngineIoSession session) {
		this.sessions.remove(session.getSessionId());
	}

	void malformed(EngineIoSession session, PayloadException problem) {
		logger.debug("Session {} sent a malformed payload: {}", session.getSessionId(), problem.getMessage());
	}

	void throttled() {
		this.context.observer().clientThrottled();
	}

	void received(int bytes) {
		this.context.observer().bytesReceived(bytes);
	}

	void sent(int bytes) {
		this.context.observer().bytesSent(bytes);
	}

}
