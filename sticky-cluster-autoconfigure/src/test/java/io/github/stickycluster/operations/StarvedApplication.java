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

package io.github.stickycluster.operations;

import java.time.Duration;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.testkit.EnableStickyCluster;
import io.github.stickycluster.testsupport.QuickRestarts;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/**
 * An application in a process of its own that fills its heap when a client says so.
 */
public final class StarvedApplication {

	private StarvedApplication() {
	}

	public static void main(String[] args) {
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(args);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableStickyCluster
	@Import(QuickRestarts.class)
	static class Application {

		@Bean
		Listener listener(SocketCluster cluster, NodeMemory memory) {
			return new Listener(cluster, memory);
		}

	}

	static class Listener {

		private final SocketCluster cluster;

		private final Hoarder hoarder;

		Listener(SocketCluster cluster, NodeMemory memory) {
			this.cluster = cluster;
			this.hoarder = new Hoarder(memory);
			this.hoarder.start();
		}

		@OnEvent("worker")
		void worker(SocketIOClient client, AckRequest ack) {
			ack.sendAckData(this.cluster.workerOf(client.getSessionId()).orElseThrow());
		}

		/**
		 * Fills the heap, and keeps it so full that nothing can be allocated, until a
		 * time after the node has noticed.
		 */
		@OnEvent("hoard")
		void hoard(int millis) {
			this.hoarder.hoard(Duration.ofMillis(millis));
		}

		/**
		 * Asks for more than there is.
		 */
		@OnEvent("grasp")
		void grasp(AckRequest ack) {
			ack.sendAckData(new byte[Integer.MAX_VALUE - 8].length);
		}

		@EventListener
		void availability(AvailabilityChangeEvent<?> event) {
			System.out.println("AVAILABILITY " + event.getState());
		}

	}

	/**
	 * Takes all memory there is, again and again, so that nothing is left to anybody for
	 * long. Lets go without allocating.
	 */
	private static final class Hoarder extends Thread {

		private static final int MEGABYTE = 1024 * 1024;

		private static final long LONGEST = Duration.ofSeconds(60).toNanos();

		private Node hoard;

		private final NodeMemory memory;

		private volatile boolean unnoticed;

		private volatile long afterwards;

		private volatile long until = System.nanoTime();

		Hoarder(NodeMemory memory) {
			super("hoarder");
			this.memory = memory;
			setDaemon(true);
		}

		void hoard(Duration time) {
			this.afterwards = time.toNanos();
			this.unnoticed = true;
			this.until = System.nanoTime() + LONGEST;
		}

		@Override
		public void run() {
			while (true) {
				try {
					if (this.unnoticed && this.memory.isOut()) {
						this.unnoticed = false;
						this.until = System.nanoTime() + this.afterwards;
					}
					if (this.until - System.nanoTime() <= 0) {
						this.hoard = null;
					}
					else {
						take(MEGABYTE);
						take(MEGABYTE / 16);
						take(MEGABYTE / 1024);
						take(1);
					}
					Thread.sleep(20);
				}
				catch (InterruptedException | OutOfMemoryError ex) {
					// Until it is told otherwise.
				}
			}
		}

		private void take(int bytes) {
			try {
				while (this.until - System.nanoTime() > 0) {
					this.hoard = new Node(this.hoard, new byte[bytes]);
				}
			}
			catch (OutOfMemoryError ex) {
				// There are no more of this size.
			}
		}

		private record Node(Node next, byte[] bytes) {
		}

	}

}
