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

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.stickycluster.internal.bus.Engine;
import io.github.stickycluster.internal.cluster.TestMember;
import io.github.stickycluster.worker.WorkerState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The bus and membership on a real engine. A subclass says which.
 */
@Tag("once")
@Timeout(60)
abstract class EngineTests {

	private final List<TestMember> members = new ArrayList<>();

	/**
	 * Makes a node's engine.
	 * @param application nodes of different applications do not hear each other
	 */
	abstract Engine engine(String application);

	/**
	 * Makes a node's engine that keeps a few hundred messages.
	 */
	abstract Engine shortEngine();

	/**
	 * Appends what no node has written.
	 */
	abstract void append(String application, byte[] rubbish);

	TestMember member(String id) {
		return member(id, "one", true);
	}

	TestMember member(String id, String application, boolean required) {
		return member(new TestMember(id, engine(application), required, TestMember.LARGE_BUFFER));
	}

	TestMember member(TestMember member) {
		this.members.add(member);
		return member;
	}

	@AfterEach
	void leave() {
		this.members.forEach(TestMember::close);
		this.members.clear();
	}

	@Test
	void messagesComeOnceInOrderAndOnlyToWhomTheyAreFor() {
		TestMember a = member("a").join();
		TestMember b = member("b").join();
		TestMember c = member("c").join();
		for (int i = 0; i < 2000; i++) {
			a.say(i);
			b.say(i);
			a.say("c", -i);
		}
		await().until(() -> c.heardFrom("a").size() == 4000 && b.heardFrom("a").size() == 2000);
		await().until(() -> a.heardFrom("b").size() == 2000 && c.heardFrom("b").size() == 2000);
		assertThat(b.heardFrom("a")).isEqualTo(IntStream.range(0, 2000).boxed().toList());
		assertThat(c.heardFrom("a"))
			.isEqualTo(IntStream.range(0, 2000).boxed().flatMap((i) -> List.of(i, -i).stream()).toList());
		assertThat(a.heardFrom("a")).isEmpty();
		assertThat(b.bus.statistics().lost()).isZero();
	}

	@Test
	void applicationsThatShareTheEngineDoNotHearEachOther() {
		TestMember one = member("a", "one", true).join();
		TestMember other = member("a", "other", true).join();
		TestMember friend = member("b", "one", true).join();
		one.say(1);
		other.say(2);
		await().until(() -> friend.heardFrom("a").equals(List.of(1)));
		assertThat(other.membership.nodes()).isEmpty();
		assertThat(friend.membership.nodes()).containsExactly("a");
	}

	@Test
	void whoSaysGoodbyeIsGoneAtOnceAndWhoDiesSoon() {
		TestMember a = member("a").join();
		TestMember b = member("b").join();
		TestMember c = member("c").join();
		await().until(() -> a.membership.nodes().equals(Set.of("b", "c")));
		assertThat(c.membership.nodes()).isEqualTo(Set.of("a", "b"));
		b.close();
		await().until(() -> a.left.equals(List.of("b")));
		c.die();
		await().atMost(TestMember.TIMEOUT.multipliedBy(3)).until(() -> a.left.equals(List.of("b", "c")));
		assertThat(a.membership.nodes()).isEmpty();
	}

	@Test
	void aNodeIdInUseFailsStartUpAndHarmsNobody() {
		TestMember a = member("a").join();
		TestMember b = member("b").join();
		TestMember twin = member("a");
		assertThatExceptionOfType(DuplicateNodeException.class).isThrownBy(twin::join).withMessageContaining("'a'");
		twin.close();
		a.say(1);
		await().until(() -> b.heardFrom("a").equals(List.of(1)));
		assertThat(b.left).isEmpty();
		assertThat(a.membership.isApart()).isFalse();
	}

	@Test
	void ofTwoMembersOfOneIdTheLaterStandsApartUntilTheOtherIsGone() {
		TestMember a = member("a").join();
		TestMember b = member("b").join();
		await().until(() -> b.membership.nodes().equals(Set.of("a")) && a.membership.nodes().equals(Set.of("b")));
		a.receive("a", new Heartbeat(Long.MAX_VALUE, false, null, Set.of(), List.of()).toMessage());
		assertThat(a.membership.isMember()).isTrue();
		a.receive("a", new Heartbeat(0, false, null, Set.of(), List.of()).toMessage());
		assertThat(a.membership.isApart()).isTrue();
		assertThat(a.membership.nodes()).isEmpty();
		await().until(() -> b.left.equals(List.of("a")));
		await().until(() -> a.membership.isMember() && b.membership.nodes().equals(Set.of("a"))
				&& a.membership.nodes().equals(Set.of("b")));
	}

	@Test
	void aNodeOfTheNextVersionIsSeen() {
		TestMember a = member("a").join();
		byte[] alone = new Heartbeat(7, false, null, Set.of(), List.of()).toMessage();
		byte[] now = new Heartbeat(7, false, null, Set.of(),
				List.of(new Heartbeat.WorkerEntry("next-1", WorkerState.UP, false, "127.0.0.1", 5, 1, 2, 3)))
			.toMessage();
		ByteBuffer next = ByteBuffer.allocate(now.length + 5).put(now).put(new byte[] { 1, 2, 3, 4, 5 });
		next.putShort(alone.length, (short) (now.length - alone.length - 2 + 3));
		a.receive("next", next.array());
		assertThat(a.membership.nodes()).containsExactly("next");
		assertThat(a.registry.table().find("next-1")).isPresent();
		assertThat(a.skipped()).isZero();
	}

	@Test
	void aNodeThatWasKilledStartsAgainUnderItsId() {
		TestMember a = member("a").join();
		TestMember b = member("b").join();
		b.die();
		b.membership.leave();
		TestMember again = member("b").join();
		await().until(() -> a.left.equals(List.of("b")) && a.membership.nodes().equals(Set.of("b")));
		again.say(1);
		await().until(() -> a.heardFrom("b").equals(List.of(1)));
	}

	@Test
	void whoFallsBehindTheEngineCountsWhatIsLostAndGoesOn() {
		TestMember a = member(new TestMember("a", shortEngine(), true, TestMember.LARGE_BUFFER)).join();
		TestMember b = member(new TestMember("b", shortEngine(), true, TestMember.LARGE_BUFFER)).join();
		a.say(0);
		await().until(() -> b.heardFrom("a").equals(List.of(0)));
		b.hang(true);
		IntStream.range(1, 5000).forEach(a::say);
		await().until(() -> a.bus.statistics().sent() >= 5000);
		b.hang(false);
		await().until(() -> b.heardFrom("a").contains(4999));
		a.say(5000);
		await().until(() -> b.heardFrom("a").contains(5000));
		List<Integer> heard = b.heardFrom("a");
		assertThat(heard).hasSizeLessThan(4000).isSorted().doesNotHaveDuplicates();
		// Heartbeats are among the lost ones, too.
		assertThat(b.bus.statistics().lost()).isBetween(5001L - heard.size(), 5101L - heard.size());
		assertThat(a.bus.statistics().dropped()).isZero();
	}

	@Test
	void aFrameOfALaterVersionAndRubbishAreSkippedAndCounted() {
		TestMember a = member("a").join();
		TestMember b = member("b").join();
		append("one", new byte[] { 2, 1, 2, 3 });
		append("one", new byte[] { 1, 2, 3 });
		append("one", new byte[0]);
		a.say(1);
		await().until(() -> b.heardFrom("a").equals(List.of(1)));
		assertThat(b.bus.statistics().skipped()).isEqualTo(3);
	}

	@Test
	void aMessageOfALaterVersionIsSkippedAndCounted() {
		TestMember a = member("a").join();
		TestMember b = member("b").join();
		a.bus.publish(new byte[] { ClusterMessages.VERSION + 1, 1, 2, 3 });
		a.say(1);
		await().until(() -> b.heardFrom("a").equals(List.of(1)));
		assertThat(b.skipped()).isEqualTo(1);
	}

}
