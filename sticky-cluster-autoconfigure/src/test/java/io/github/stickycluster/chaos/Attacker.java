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

package io.github.stickycluster.chaos;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.stickycluster.testkit.Frame;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A hostile client address with its connections. What it does, it does on its event loop,
 * at a bounded rate, since it shares the machine with what it attacks.
 */
final class Attacker {

	static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

	/** The sid in the answer to a handshake, whose body has then come. */
	static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\".*\\}", Pattern.DOTALL);

	private static final Pattern SWITCHED = Pattern.compile("^HTTP/1.1 101 .*\r\n\r\n", Pattern.DOTALL);

	/** The attacks are not what leak detection is for. */
	private static final ByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(true, true);

	private static final int TICK_MILLIS = 50;

	private static final int RECEIVE_BUFFER = 8192;

	private final EventLoop loop;

	private final Setting setting;

	private final String address;

	private final int port;

	private final List<AttackConnection> connections = new ArrayList<>();

	private final AtomicLong connects = new AtomicLong();

	private final AtomicLong sentBytes = new AtomicLong();

	private int connecting;

	private int turn;

	private volatile @Nullable Throwable failure;

	private volatile boolean ended;

	Attacker(EventLoop loop, Setting setting, String address, int port) {
		this.loop = loop;
		this.setting = setting;
		this.address = address;
		this.port = port;
	}

	/**
	 * Prepares bytes, to be sent any number of times. A collection frees them, since
	 * attacks prepare up to gigabytes.
	 */
	static ByteBuf bytes(byte[] bytes) {
		return Unpooled
			.unreleasableBuffer(Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()));
	}

	/**
	 * Prepares a WebSocket frame, to be sent any number of times.
	 */
	static ByteBuf bytes(Frame frame) {
		return bytes(frame.masked());
	}

	static ByteBuf text(String message) {
		return bytes(Frame.text(message));
	}

	/**
	 * Prepares a text message that is sent several times in a row.
	 */
	static ByteBuf texts(String message, int times) {
		byte[] frame = Frame.text(message).masked();
		byte[] all = new byte[frame.length * times];
		for (int i = 0; i < times; i++) {
			System.arraycopy(frame, 0, all, i * frame.length, frame.length);
		}
		return bytes(all);
	}

	/**
	 * Scales an amount to this attacker's share of the attack.
	 */
	int share(int amount) {
		return this.setting.share(amount);
	}

	/**
	 * Does something again and again until the attack ends.
	 * @param millis the time between two
	 * @param action what to do
	 */
	void every(long millis, Runnable action) {
		this.loop.scheduleAtFixedRate(() -> attempt(action), 0, millis, TimeUnit.MILLISECONDS);
	}

	/**
	 * Does something once, if the attack has not ended by then.
	 */
	void after(Duration time, Runnable action) {
		this.loop.schedule(() -> attempt(action), time.toMillis(), TimeUnit.MILLISECONDS);
	}

	// An attack that fails for its own fault must not pass for one that was repelled.
	private void attempt(Runnable action) {
		if (this.ended || this.failure != null) {
			return;
		}
		try {
			action.run();
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
	}

	/**
	 * Keeps connections open, and replaces those that the node closes.
	 * @param count how many, for the whole attack
	 * @param perSecond how many are opened each second at most, for the whole attack
	 * @param program told of each that is open
	 */
	void keep(int count, int perSecond, Consumer<AttackConnection> program) {
		int most = share(count);
		int perTick = Math.max(1, share(perSecond) * TICK_MILLIS / 1000);
		every(TICK_MILLIS, () -> {
			this.connections.removeIf((connection) -> !connection.isOpen());
			int missing = most - this.connections.size() - this.connecting;
			for (int i = 0; i < Math.min(perTick, missing); i++) {
				connect(program);
			}
		});
	}

	private void connect(Consumer<AttackConnection> program) {
		this.connecting++;
		new Bootstrap().group(this.loop)
			.channel(NioSocketChannel.class)
			.option(ChannelOption.ALLOCATOR, ALLOCATOR)
			.option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
			.option(ChannelOption.TCP_NODELAY, true)
			.localAddress(new InetSocketAddress(this.address, 0))
			.handler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline().addLast(new AttackConnection(Attacker.this, channel));
				}

			})
			.connect("127.0.0.1", this.port)
			.addListener((ChannelFutureListener) (connected) -> {
				this.connecting--;
				if (connected.isSuccess()) {
					onConnected(connected.channel().pipeline().get(AttackConnection.class), program);
				}
			});
	}

	private void onConnected(AttackConnection connection, Consumer<AttackConnection> program) {
		if (this.ended) {
			connection.close();
			return;
		}
		this.connects.incrementAndGet();
		this.connections.add(connection);
		attempt(() -> program.accept(connection));
	}

	/**
	 * Keeps WebSockets open.
	 * @param count how many, for the whole attack
	 * @param perSecond how many are opened each second at most, for the whole attack
	 * @param handshake the request that opens one
	 * @param program told of each that is open
	 */
	void keepWebSockets(int count, int perSecond, HttpRequest handshake, Consumer<AttackConnection> program) {
		keep(count, perSecond, (connection) -> {
			connection.expect(SWITCHED, (answer) -> program.accept(connection));
			connection.send(handshake);
		});
	}

	/**
	 * Keeps WebSockets open that have joined the default namespace.
	 */
	void keepSockets(int count, int perSecond, Consumer<AttackConnection> program) {
		ByteBuf connect = text("40");
		keepWebSockets(count, perSecond, RawWebSocket.handshake(WEBSOCKET), (connection) -> {
			connection.send(connect);
			program.accept(connection);
		});
	}

	/**
	 * Keeps connections open of which each has a polling session of its own.
	 * @param program told of each with the target of its session's requests
	 */
	void keepPolling(int count, int perSecond, BiConsumer<AttackConnection, String> program) {
		HttpRequest handshake = HttpRequest.get(POLLING);
		keep(count, perSecond, (connection) -> {
			connection.expect(SID, (answer) -> program.accept(connection, POLLING + "&sid=" + answer.group(1)));
			connection.send(handshake);
		});
	}

	/** Answers the pings of WebSockets, which nobody may be reading. */
	void answerPings() {
		ByteBuf pong = text("3");
		every(5_000, () -> all().forEach((connection) -> connection.send(pong)));
	}

	/**
	 * One of the connections, the next each time.
	 */
	Optional<AttackConnection> any() {
		int count = this.connections.size();
		return (count > 0) ? Optional.of(this.connections.get(this.turn++ % count)) : Optional.empty();
	}

	/**
	 * Some of the connections, the next each time.
	 * @param count how many, for the whole attack
	 */
	List<AttackConnection> some(int count) {
		return Stream.generate(this::any).limit(share(count)).flatMap(Optional::stream).toList();
	}

	/** The connections that are open. */
	List<AttackConnection> all() {
		return this.connections;
	}

	void sent(int bytes) {
		this.sentBytes.addAndGet(bytes);
	}

	long sentBytes() {
		return this.sentBytes.get();
	}

	long connects() {
		return this.connects.get();
	}

	void begin(Attack attack) {
		this.loop.execute(() -> attempt(() -> attack.begin(this)));
	}

	/** The fault that ended the attack early. */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/** Closes everything. */
	void end() {
		this.ended = true;
		this.loop.submit(() -> {
			this.connections.forEach(AttackConnection::close);
			this.connections.clear();
		}).syncUninterruptibly();
	}

}
