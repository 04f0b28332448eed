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

package io.github.stickycluster.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import com.corundumstudio.socketio.Configuration;
import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.internal.dispatch.ClientAddressSettings;
import io.github.stickycluster.internal.dispatch.TlsSettings;
import io.github.stickycluster.internal.engineio.EngineIoSettings;
import io.github.stickycluster.internal.engineio.HandshakeHooks;
import io.github.stickycluster.internal.engineio.SessionLimits;
import io.github.stickycluster.internal.net.IpPrefix;
import io.github.stickycluster.internal.net.TrustedProxies;
import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.internal.transport.ShiftedTicker;
import io.github.stickycluster.internal.worker.ListenerSettings;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link TestServer}: the defaults, unless a test changes them.
 */
public final class TestSettings {

	private final EngineIoSettingsBuilder engine = EngineIoSettingsBuilder.create();

	private final List<SocketIoServerCustomizer> customizers = new ArrayList<>();

	private ClientAddressSettings clientAddress = TestDefaults.CLIENT_ADDRESS;

	private @Nullable ListenerSettings listeners;

	private HandshakeHooks handshakes = HandshakeHooks.NONE;

	private int workers = 1;

	private int loops = 2;

	private IoTransport transport = TestTransport.get();

	private @Nullable TlsSettings tls;

	private @Nullable ShiftedTicker ticker;

	private MemoryBudget budget = MemoryBudget.ofThisJvm(0);

	private SessionLimits sessions = new SessionLimits(0, 0, TestDefaults.CLIENT_KEY::of);

	/**
	 * Changes the settings that netty-socketio keeps.
	 * @param change the change
	 * @return these settings
	 */
	public TestSettings configure(Consumer<Configuration> change) {
		this.customizers.add(new SocketIoServerCustomizer() {

			@Override
			public void customize(Configuration configuration, String workerId) {
				change.accept(configuration);
			}

		});
		return this;
	}

	public TestSettings workers(int count) {
		this.workers = count;
		return this;
	}

	public TestSettings heartbeat(int intervalMillis, int timeoutMillis) {
		return engine((engine) -> engine.pingInterval(Duration.ofMillis(intervalMillis))
			.pingTimeout(Duration.ofMillis(timeoutMillis)));
	}

	public TestSettings upgradeTimeout(int millis) {
		return engine((engine) -> engine.upgradeTimeout(Duration.ofMillis(millis)));
	}

	public TestSettings connectTimeout(int millis) {
		return engine((engine) -> engine.connectTimeout(Duration.ofMillis(millis)));
	}

	public TestSettings maxPayload(int bytes) {
		return engine((engine) -> engine.maxPayload(bytes));
	}

	public TestSettings maxPendingBytes(int bytes) {
		return engine((engine) -> engine.maxPendingBytes(bytes));
	}

	public TestSettings allowedOrigins(String... origins) {
		return engine((engine) -> engine.allowedOrigins(List.of(origins)));
	}

	/**
	 * Changes any of the Engine.IO settings.
	 * @param change the change
	 * @return these settings
	 */
	public TestSettings engine(Consumer<EngineIoSettingsBuilder> change) {
		change.accept(this.engine);
		return this;
	}

	/**
	 * Bounds what clients may make the server keep.
	 * @param budget the budget
	 * @return these settings
	 */
	public TestSettings budget(MemoryBudget budget) {
		this.budget = budget;
		return this;
	}

	/**
	 * Bounds the sessions.
	 * @param most the most sessions, 0 for no limit
	 * @param mostPerClient the most sessions of one client, 0 for no limit
	 * @return these settings
	 */
	public TestSettings sessions(int most, int mostPerClient) {
		this.sessions = new SessionLimits(most, mostPerClient, TestDefaults.CLIENT_KEY::of);
		return this;
	}

	SessionLimits sessions() {
		return this.sessions;
	}

	MemoryBudget budget() {
		return this.budget;
	}

	/**
	 * Trusts a proxy to tell the client's address in {@code X-Forwarded-For}.
	 * @param address the proxy's address
	 * @return these settings
	 */
	public TestSettings trustedProxy(String address) {
		this.clientAddress = new ClientAddressSettings(new TrustedProxies(List.of(IpPrefix.parse(address))),
				"X-Forwarded-For", TestDefaults.CLIENT_ADDRESS.proxyProtocol());
		return this;
	}

	ClientAddressSettings clientAddress() {
		return this.clientAddress;
	}

	/**
	 * Runs listeners off the event loops.
	 * @param executor runs them
	 * @return these settings
	 */
	public TestSettings listeners(Executor executor) {
		this.listeners = new ListenerSettings(executor, 128);
		return this;
	}

	@Nullable ListenerSettings listeners() {
		return this.listeners;
	}

	/**
	 * Lets the application take part in handshakes.
	 * @param hooks its part
	 * @return these settings
	 */
	public TestSettings handshakes(HandshakeHooks hooks) {
		this.handshakes = hooks;
		return this;
	}

	HandshakeHooks handshakes() {
		return this.handshakes;
	}

	/**
	 * Sets how many event loops each worker has; default 2.
	 * @param loops how many
	 * @return these settings
	 */
	public TestSettings loops(int loops) {
		this.loops = loops;
		return this;
	}

	int loops() {
		return this.loops;
	}

	/**
	 * Sets the kind of sockets; by default those of {@link TestTransport}.
	 * @param transport the kind
	 * @return these settings
	 */
	public TestSettings transport(IoTransport transport) {
		this.transport = transport;
		return this;
	}

	/**
	 * Sets the time that the event loops keep; by default the system's.
	 * @param ticker the time
	 * @return these settings
	 */
	public TestSettings ticker(ShiftedTicker ticker) {
		this.ticker = ticker;
		return this;
	}

	@Nullable ShiftedTicker ticker() {
		return this.ticker;
	}

	IoTransport transport() {
		return this.transport;
	}

	int workers() {
		return this.workers;
	}

	/**
	 * Listens with TLS.
	 * @param tls the TLS
	 * @return these settings
	 */
	public TestSettings tls(TlsSettings tls) {
		this.tls = tls;
		return this;
	}

	@Nullable TlsSettings tls() {
		return this.tls;
	}

	EngineIoSettings engineIo() {
		return this.engine.build();
	}

	List<SocketIoServerCustomizer> customizers() {
		return this.customizers;
	}

}
