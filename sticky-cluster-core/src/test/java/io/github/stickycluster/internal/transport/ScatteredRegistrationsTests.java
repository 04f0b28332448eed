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

package io.github.stickycluster.internal.transport;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A handler in front of one that numbers what is registered in turn, as Netty's does.
 */
class ScatteredRegistrationsTests {

	private static final int SLOTS = 16_384;

	private final NumberingHandler numbering = new NumberingHandler();

	private final IoHandler scattered = ScatteredRegistrations.of((executor) -> this.numbering).newHandler(null);

	@Test
	void aNewNumberPassesFewThatCameInARow() throws Exception {
		BitSet taken = new BitSet(SLOTS);
		for (int i = 0; i < SLOTS / 2 - 300; i++) {
			this.scattered.register(new Channel());
		}
		this.numbering.numbers.forEach((number) -> take(taken, number));
		this.numbering.numbers.clear();
		for (int round = 0; round < 100; round++) {
			BitSet others = (BitSet) taken.clone();
			for (int i = 0; i < 200; i++) {
				this.scattered.register(new Channel());
			}
			int passed = this.numbering.numbers.stream().mapToInt((number) -> take(others, number)).sum();
			this.numbering.numbers.clear();
			assertThat(passed / 200).as("slots passed by one").isLessThan(50);
		}
	}

	@Test
	void whatLeavesANumberOutIsGoneBeforeTheNext() throws Exception {
		for (int i = 0; i < 100; i++) {
			this.scattered.register(new Channel());
			assertThat(this.numbering.numbers).hasSize(i + 1);
		}
		assertThat(this.numbering.next).isGreaterThan(150).isLessThanOrEqualTo(800);
	}

	@Test
	void theChannelHasTheHandlersRegistration() throws Exception {
		Channel channel = new Channel();
		assertThat(this.scattered.register(channel)).isInstanceOfSatisfying(Numbered.class,
				(registration) -> assertThat(registration.handle).isSameAs(channel));
	}

	@Test
	void allElseIsTheHandlers() {
		this.scattered.initialize();
		assertThat(this.scattered.run(null)).isEqualTo(42);
		this.scattered.wakeup();
		this.scattered.prepareToDestroy();
		this.scattered.destroy();
		assertThat(this.numbering.calls).containsExactly("initialize", "run", "wakeup", "prepareToDestroy", "destroy");
		assertThat(this.scattered.isCompatible(Channel.class)).isTrue();
		assertThat(this.scattered.isCompatible(IoHandle.class)).isFalse();
		assertThat(ScatteredRegistrations.of(new ChangingFactory()).isChangingThreadSupported()).isTrue();
	}

	/**
	 * Takes the first free slot from a number's on.
	 * @return how many were passed
	 */
	private static int take(BitSet taken, int number) {
		int passed = 0;
		while (taken.get((number + passed) % SLOTS)) {
			passed++;
		}
		taken.set((number + passed) % SLOTS);
		return passed;
	}

	private static final class Channel implements IoHandle {

		@Override
		public void handle(IoRegistration registration, IoEvent event) {
		}

		@Override
		public void close() {
		}

	}

	private static final class NumberingHandler implements IoHandler {

		private final List<String> calls = new ArrayList<>();

		/** Of those that were not given back. */
		private final List<Integer> numbers = new ArrayList<>();

		private int next = 1;

		@Override
		public void initialize() {
			this.calls.add("initialize");
		}

		@Override
		public int run(IoHandlerContext context) {
			this.calls.add("run");
			return 42;
		}

		@Override
		public void prepareToDestroy() {
			this.calls.add("prepareToDestroy");
		}

		@Override
		public void destroy() {
			this.calls.add("destroy");
		}

		@Override
		public IoRegistration register(IoHandle handle) {
			Numbered registration = new Numbered(this, handle, this.next++);
			this.numbers.add(registration.number);
			return registration;
		}

		@Override
		public void wakeup() {
			this.calls.add("wakeup");
		}

		@Override
		public boolean isCompatible(Class<? extends IoHandle> handleType) {
			return handleType == Channel.class;
		}

	}

	private record Numbered(NumberingHandler handler, IoHandle handle, int number) implements IoRegistration {

		@Override
		@SuppressWarnings("TypeParameterUnusedInFormals")
		public <T> T attachment() {
			throw new UnsupportedOperationException();
		}

		@Override
		public long submit(IoOps ops) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean isValid() {
			return true;
		}

		@Override
		public boolean cancel() {
			return this.handler.numbers.remove((Object) this.number);
		}

	}

	private static final class ChangingFactory implements IoHandlerFactory {

		@Override
		public IoHandler newHandler(ThreadAwareExecutor executor) {
			return new NumberingHandler();
		}

		@Override
		public boolean isChangingThreadSupported() {
			return true;
		}

	}

}
