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

package io.github.stickycluster.internal.fork;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import io.github.stickycluster.internal.budget.KeptMemory;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.worker.WorkerStatistics;
import io.github.stickycluster.testkit.RecordedLog;
import io.github.stickycluster.testkit.TestTransport;
import io.github.stickycluster.worker.WorkerState;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.Channel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ParentLink} with a parent that says little.
 */
@Timeout(30)
class ParentLinkTests {

	@RegisterExtension
	final RecordedLog log = new RecordedLog(ParentLink.class.getName());

	/**
	 * More than a socket holds while nobody reads, and more than is allocated at once.
	 */
	private static final int LARGE = 20_000_000;

	@TempDir
	private Path directory;

	private ServerSocketChannel parent;

	@BeforeEach
	void listen() throws IOException {
		this.parent = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		this.parent.bind(UnixDomainSocketAddress.of(ControlDirectory.socket(this.directory)));
	}

	@AfterEach
	void close() throws IOException {
		this.parent.close();
	}

	@Test
	void aParentThatLivesKeepsItsDirectoryWhenAConnectionEnds() throws Exception {
		Path file = write(ProcessHandle.current().pid());
		loseConnection(file);
		assertThat(file).exists();
		assertThat(ControlDirectory.socket(this.directory)).exists();
	}

	@Test
	void theDirectoryGoesWithADeadParent() throws Exception {
		Process dead = new ProcessBuilder("true").start();
		assertThat(dead.waitFor()).isZero();
		loseConnection(write(dead.pid()));
		assertThat(this.directory).doesNotExist();
		// For JUnit, which takes it away.
		Files.createDirectory(this.directory);
	}

	@Test
	void reportsGoOnAfterOneThatFailed() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		ParentLink link = new ParentLink(write(ProcessHandle.current().pid()), TestTransport.get(), () -> {
		}, NodeMemory.ofThisJvm());
		link.open();
		try (SocketChannel child = this.parent.accept()) {
			link.ready(Channel::close, new NoCommands(), () -> {
				switch (asked.incrementAndGet()) {
					case 1 -> throw new IllegalStateException("The worker has just stopped");
					case 2 -> throw new OutOfMemoryError("for the report");
				}
				return report();
			});
			DataInputStream in = new DataInputStream(Channels.newInputStream(child));
			assertThat(nextType(in)).isEqualTo(ControlType.HELLO);
			assertThat(nextType(in)).isEqualTo(ControlType.READY);
			assertThat(nextType(in)).isEqualTo(ControlType.REPORT);
			assertThat(this.log.events()).filteredOn((event) -> event.getLevel() == Level.WARN).hasSize(1);
		}
		finally {
			link.close();
		}
	}

	@Test
	void whatAParentDoesNotReadWaitsOnce() throws Exception {
		ParentLink link = new ParentLink(write(ProcessHandle.current().pid()), TestTransport.get(), () -> {
		}, NodeMemory.ofThisJvm());
		link.open();
		try (SocketChannel child = this.parent.accept()) {
			link.ready(Channel::close, new NoCommands(), ParentLinkTests::report);
			List<byte[]> batch = List.of(new byte[LARGE]);
			long before = usedMemory();
			assertThatIllegalStateException().isThrownBy(() -> link.engine().append(batch));
			assertThatIllegalStateException().isThrownBy(() -> link.engine().append(batch));
			assertThat(usedMemory() - before).isBetween((long) LARGE, 2L * LARGE - 1);
			CompletableFuture<Void> again = CompletableFuture.runAsync(() -> link.engine().append(batch));
			DataInputStream in = new DataInputStream(Channels.newInputStream(child));
			while (!again.isDone()) {
				nextType(in);
			}
			assertThat(again).isCompleted();
		}
		finally {
			link.close();
		}
	}

	private static ControlType nextType(DataInputStream in) throws IOException {
		int length = in.readInt();
		return Objects.requireNonNull(ControlType.of(in.readNBytes(length)[0]));
	}

	private static ChildReport report() {
		return new ChildReport(0, WorkerState.UP, false, false,
				new ForkedWorker.Description(0, 0, 0, 0, Map.of(), 0, 0, 0, KeptMemory.NONE, 0, 0, 0), 0,
				WorkerStatistics.Snapshot.ZERO);
	}

	private static long usedMemory() {
		ByteBufAllocatorMetric metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
		return metric.usedDirectMemory() + metric.usedHeapMemory();
	}

	private void loseConnection(Path file) throws Exception {
		CompletableFuture<Void> orphaned = new CompletableFuture<>();
		ParentLink link = new ParentLink(file, TestTransport.get(), () -> orphaned.complete(null),
				NodeMemory.ofThisJvm());
		link.open();
		try {
			this.parent.accept().close();
			orphaned.get(10, TimeUnit.SECONDS);
		}
		finally {
			link.close();
		}
	}

	private Path write(long pid) throws IOException {
		Path file = this.directory.resolve("1.json");
		new ChildFile("family-1", "token", pid, Map.of()).write(file);
		return file;
	}

}
