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

package io.github.stickycluster.internal.cluster.membership;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.partition.Partition;
import com.hazelcast.topic.ITopic;
import io.github.stickycluster.internal.bus.Engine;
import io.github.stickycluster.internal.bus.hazelcast.HazelcastEngine;
import io.github.stickycluster.internal.cluster.HazelcastMembers;
import io.github.stickycluster.internal.cluster.TestMember;
import io.github.stickycluster.testsupport.ChildProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The bus and membership on embedded Hazelcast members.
 */
class HazelcastEngineTests extends EngineTests {

	private static final HazelcastMembers cluster = new HazelcastMembers();

	@BeforeAll
	static void start() {
		cluster.start();
		cluster.start();
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@Override
	Engine engine(String application) {
		return new HazelcastEngine(cluster.next(), application + this.hashCode());
	}

	@Override
	Engine shortEngine() {
		return engine(HazelcastMembers.SMALL);
	}

	@Override
	void append(String application, byte[] rubbish) {
		ITopic<Object> topic = cluster.next().getReliableTopic(application + this.hashCode());
		topic.publish((rubbish.length > 0) ? rubbish : "a text");
	}

	@Test
	void aMemberThatDiesWithTheTopicTakesNothingWithIt() {
		HazelcastMembers members = new HazelcastMembers();
		try {
			HazelcastInstance one = members.start();
			HazelcastInstance other = members.start();
			HazelcastInstance dying = members.start();
			String topic = topicOf("topic", dying);
			await().until(() -> dying.getPartitionService().isClusterSafe());
			TestMember a = member(new TestMember("a", new HazelcastEngine(one, topic), true, TestMember.LARGE_BUFFER))
				.join();
			TestMember b = member(new TestMember("b", new HazelcastEngine(other, topic), true, TestMember.LARGE_BUFFER))
				.join();
			IntStream.range(0, 1000).forEach(a::say);
			await().until(() -> b.heardFrom("a").size() > 100);
			dying.getLifecycleService().terminate();
			IntStream.range(1000, 3000).forEach(a::say);
			await().atMost(30, TimeUnit.SECONDS).until(() -> b.heardFrom("a").contains(2999));
			assertThat(b.heardFrom("a")).isEqualTo(IntStream.range(0, 3000).boxed().toList());
			assertThat(a.left).isEmpty();
			assertThat(b.left).isEmpty();
			leave();
		}
		finally {
			members.close();
		}
	}

	/**
	 * As when all members that hold the topic die at once, such as a family with its
	 * parent.
	 */
	@Test
	@Tag("once")
	void aTopicThatIsLostBeginsAnew() {
		HazelcastMembers members = new HazelcastMembers();
		try {
			HazelcastInstance one = members.start();
			HazelcastInstance other = members.start();
			HazelcastInstance dying = members.start();
			String topic = topicOf(HazelcastMembers.SINGLE, dying);
			TestMember a = member(new TestMember("a", new HazelcastEngine(one, topic), true, TestMember.LARGE_BUFFER))
				.join();
			TestMember b = member(new TestMember("b", new HazelcastEngine(other, topic), true, TestMember.LARGE_BUFFER))
				.join();
			IntStream.range(0, 1000).forEach(a::say);
			await().until(() -> b.heardFrom("a").contains(999));
			dying.getLifecycleService().terminate();
			a.say(1000);
			awaitThatTheyHearEachOther(a, b);
			leave();
		}
		finally {
			members.close();
		}
	}

	@Test
	@Tag("once")
	void aSplitBrainIsKnownOnceItHasMergedAndMessagesFlowAgain() {
		HazelcastMembers members = new HazelcastMembers();
		try {
			int port = ChildProcess.freePort();
			int nobody = ChildProcess.freePort();
			HazelcastInstance one = members.startApart(ChildProcess.freePort(), port);
			HazelcastEngine first = new HazelcastEngine(one, "split");
			TestMember a = member(new TestMember("a", first, true, TestMember.LARGE_BUFFER)).join();
			assertThat(first.healedAt()).isNull();
			HazelcastInstance other = members.startApart(port, nobody);
			HazelcastEngine second = new HazelcastEngine(other, "split");
			TestMember b = member(new TestMember("b", second, true, TestMember.LARGE_BUFFER)).join();
			Instant before = Instant.now().minusSeconds(60);
			await().atMost(60, TimeUnit.SECONDS)
				.until(() -> one.getCluster().getMembers().size() == 2 && other.getCluster().getMembers().size() == 2);
			await().until(() -> first.healedAt() != null || second.healedAt() != null);
			assertThat((first.healedAt() != null) ? first.healedAt() : second.healedAt()).isAfter(before);
			awaitThatTheyHearEachOther(a, b);
			leave();
		}
		finally {
			members.close();
		}
	}

	private static void awaitThatTheyHearEachOther(TestMember a, TestMember b) {
		await().atMost(30, TimeUnit.SECONDS).until(() -> {
			a.say(2000);
			b.say(2000);
			return b.heardFrom("a").contains(2000) && a.heardFrom("b").contains(2000);
		});
	}

	/**
	 * A member that has just joined owns nothing yet.
	 */
	private static String topicOf(String prefix, HazelcastInstance owner) {
		return await().until(() -> IntStream.range(0, 1000).mapToObj((i) -> prefix + i).filter((name) -> {
			Partition partition = owner.getPartitionService().getPartition("_hz_rb_" + name);
			return owner.getCluster().getLocalMember().equals(partition.getOwner());
		}).findFirst(), Optional::isPresent).orElseThrow();
	}

	@Test
	void aNodeWhoseListenerWasGivenUpListensAgain() {
		TestMember a = member("a").join();
		TestMember b = member("b").join();
		await().until(() -> a.membership.nodes().size() == 1 && b.membership.nodes().size() == 1);
		// It takes what the topic held with it, and nobody sends anything but heartbeats.
		cluster.next().getReliableTopic("one" + this.hashCode()).destroy();
		long before = b.bus.statistics().received();
		await().until(() -> a.bus.isConnected() && b.bus.isConnected() && b.bus.statistics().received() > before + 2);
		a.say(1);
		b.say(2);
		await().until(() -> b.heardFrom("a").equals(List.of(1)) && a.heardFrom("b").equals(List.of(2)));
		assertThat(a.left).isEmpty();
	}

}
