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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.autoconfigure.WorkerStateChangedEvent;
import io.github.stickycluster.internal.budget.KeptMemory;
import io.github.stickycluster.internal.worker.OwnWorker;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import io.github.stickycluster.worker.WorkerState;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application as users write it, with a web server behind the public port. Whoever
 * holds its standard input may ask for a {@link Measurement}.
 */
public final class ChaosApplication {

	/** What the line begins with that tells the ports. */
	static final String READY = "READY ";

	private ChaosApplication() {
	}

	public static void main(String[] args) {
		new SpringApplicationBuilder(Application.class).run(args);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Listeners listeners() {
			return new Listeners();
		}

		@Bean
		Pages pages() {
			return new Pages();
		}

		@Bean
		Meter meter(WorkerRegistry workers) {
			return new Meter(workers);
		}

		@Bean
		SocketIoServerCustomizer manualAcks() {
			return new SocketIoServerCustomizer() {

				@Override
				public void customize(com.corundumstudio.socketio.Configuration configuration, String workerId) {
					configuration.setAckMode(AckMode.MANUAL);
				}

			};
		}

		/** For the attacks that ask for listeners off the event loop. */
		@Bean
		ThreadPoolTaskExecutor listenerExecutor() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setMaxPoolSize(256);
			executor.setQueueCapacity(0);
			executor.setKeepAliveSeconds(1);
			executor.setDaemon(true);
			return executor;
		}

		@EventListener
		void ready(ApplicationReadyEvent event) {
			Environment environment = event.getApplicationContext().getEnvironment();
			System.out.println(READY + environment.getProperty("local.sticky-cluster.port") + " "
					+ environment.getProperty("local.server.port"));
		}

	}

	static class Listeners {

		/** What the well-behaved clients send. */
		@OnEvent("store")
		void store(AckRequest ack, String message) {
			ack.sendAckData(true);
		}

		@OnEvent("touch")
		void touch(AckRequest ack) {
			if (ack.isAckRequested()) {
				ack.sendAckData();
			}
		}

		@OnEvent("echo")
		void echo(SocketIOClient client, Object data) {
			client.sendEvent("echo", data);
		}

		@OnEvent("throw")
		void fail() {
			throw new IllegalStateException("As a listener does for a client that it does not expect");
		}

		@OnEvent("work")
		void work(Object data) throws InterruptedException {
			Thread.sleep(200);
		}

	}

	@RestController
	static class Pages {

		private static final byte[] PART = new byte[8192];

		private static final int PARTS = 2048;

		@PostMapping("/upload")
		void upload(HttpServletRequest request) {
			try (InputStream body = request.getInputStream()) {
				body.transferTo(OutputStream.nullOutputStream());
			}
			catch (IOException ex) {
				// The client has gone, which is none of the application's business.
			}
		}

		@GetMapping("/download")
		void download(HttpServletResponse response) {
			response.setContentLength(PARTS * PART.length);
			try (OutputStream body = response.getOutputStream()) {
				for (int i = 0; i < PARTS; i++) {
					body.write(PART);
				}
			}
			catch (IOException ex) {
				// Likewise.
			}
		}

	}

	/**
	 * Answers questions on a thread that depends on nothing of what is attacked.
	 */
	static class Meter {

		private final AtomicInteger losses = new AtomicInteger();

		private final WorkerRegistry workers;

		Meter(WorkerRegistry workers) {
			this.workers = workers;
			Thread thread = new Thread(this::answer, "chaos-meter");
			thread.setDaemon(true);
			thread.start();
		}

		@EventListener
		void changed(WorkerStateChangedEvent event) {
			if (event.getFrom() == WorkerState.UP) {
				this.losses.incrementAndGet();
			}
		}

		private void answer() {
			BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
			boolean more = true;
			while (more) {
				try {
					String question = questions.readLine();
					more = question != null;
					if (more) {
						System.out.println("\n" + measure().toLine(question));
					}
				}
				catch (IOException ex) {
					more = false;
				}
				catch (OutOfMemoryError ex) {
					// It is asked again.
				}
			}
		}

		private Measurement measure() {
			System.gc();
			long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
			long direct = (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider)
					? provider.metric().usedDirectMemory() : 0;
			long kept = this.workers.localWorkers().stream().mapToLong(Meter::kept).sum();
			return new Measurement(heap, direct, kept, this.losses.get());
		}

		private static long kept(OwnWorker worker) {
			KeptMemory memory = worker.keptMemory();
			return memory.heap() + memory.direct();
		}

	}

}
