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

package io.github.stickycluster.demo.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Roster}.
 */
class RosterTests {

	private final Roster roster = new Roster();

	private final UUID ada = UUID.randomUUID();

	private final UUID bob = UUID.randomUUID();

	@Test
	void listsMembersInTheOrderTheyCame() {
		this.roster.join("lobby", this.bob, new Member("Bob", "chat-2"));
		Attendance attendance = this.roster.join("lobby", this.ada, new Member("Ada", "chat-1"));
		assertThat(attendance.names()).containsExactly("Bob", "Ada");
		assertThat(attendance.workers()).containsExactly("chat-2", "chat-1");
	}

	@Test
	void sameNameTwiceIsTwoPeople() {
		this.roster.join("lobby", this.ada, new Member("Ada", "chat-1"));
		Attendance attendance = this.roster.join("lobby", this.bob, new Member("Ada", "chat-2"));
		assertThat(attendance.names()).containsExactly("Ada", "Ada");
		this.roster.leave("lobby", this.ada);
		assertThat(this.roster.in("lobby").workers()).containsExactly("chat-2");
	}

	@Test
	void joiningTwiceChangesNothing() {
		Attendance first = this.roster.join("lobby", this.ada, new Member("Ada", "chat-1"));
		assertThat(this.roster.join("lobby", this.ada, new Member("Ada", "chat-1"))).isEqualTo(first);
	}

	@Test
	void leavingTellsWhoIsLeft() {
		this.roster.join("lobby", this.ada, new Member("Ada", "chat-1"));
		this.roster.join("lobby", this.bob, new Member("Bob", "chat-2"));
		assertThat(this.roster.leave("lobby", this.ada)).hasValueSatisfying((movement) -> {
			assertThat(movement.room()).isEqualTo("lobby");
			assertThat(movement.member().name()).isEqualTo("Ada");
			assertThat(movement.attendance().names()).containsExactly("Bob");
		});
		assertThat(this.roster.leave("lobby", this.ada)).isEmpty();
		assertThat(this.roster.find("lobby", this.ada)).isEmpty();
		assertThat(this.roster.find("lobby", this.bob)).isPresent();
	}

	@Test
	void aClientThatIsGoneIsInNoRoomAndEmptyRoomsAreForgotten() {
		this.roster.join("lobby", this.ada, new Member("Ada", "chat-1"));
		this.roster.join("java", this.ada, new Member("Ada", "chat-1"));
		this.roster.join("java", this.bob, new Member("Bob", "chat-2"));
		assertThat(this.roster.leaveAll(this.ada)).extracting(Movement::room).containsExactly("lobby", "java");
		assertThat(this.roster.leaveAll(this.ada)).isEmpty();
		assertThat(this.roster.rooms()).isOne();
		this.roster.leaveAll(this.bob);
		assertThat(this.roster.rooms()).isZero();
	}

	@Test
	void versionsGrowEvenWhenARoomIsMadeAnew() {
		long first = this.roster.join("lobby", this.ada, new Member("Ada", "chat-1")).version();
		this.roster.leave("lobby", this.ada);
		long later = this.roster.join("lobby", this.ada, new Member("Ada", "chat-1")).version();
		assertThat(later).isGreaterThan(first);
	}

	@Test
	void othersNodesTellOfARoomAsAWhole() {
		this.roster.join("lobby", this.ada, new Member("Ada", "a-1"));
		Seat bob = new Seat(this.bob, "Bob", "b-1", Long.MAX_VALUE);
		Seat carol = new Seat(UUID.randomUUID(), "Carol", "b-2", 1);
		assertThat(this.roster.replace("b", "lobby", List.of(bob, carol))).extracting(Movement::event)
			.containsExactly("joined", "joined");
		assertThat(this.roster.in("lobby").names()).as("in the order they came").containsExactly("Carol", "Ada", "Bob");
		assertThat(this.roster.replace("b", "lobby", List.of(bob, carol))).isEmpty();
		assertThat(this.roster.own("lobby")).extracting(Seat::name).containsExactly("Ada");
		assertThat(this.roster.find("lobby", this.bob)).as("a client of another node").isEmpty();
		assertThat(this.roster.leaveAll(this.bob)).isEmpty();
		Seat renamed = new Seat(this.bob, "Robert", "b-1", Long.MAX_VALUE);
		assertThat(this.roster.replace("b", "lobby", List.of(renamed)))
			.extracting((movement) -> movement.event() + " " + movement.member().name())
			.containsExactlyInAnyOrder("left Bob", "left Carol", "joined Robert");
		assertThat(this.roster.in("lobby").names()).containsExactly("Ada", "Robert");
	}

	@Test
	void aNodeThatIsGoneTakesItsPeopleWithIt() {
		this.roster.join("lobby", this.ada, new Member("Ada", "a-1"));
		Seat bob = new Seat(this.bob, "Bob", "b-1", 1);
		this.roster.replaceAll("b", Map.of("lobby", List.of(bob), "java", List.of(bob)));
		this.roster.replaceAll("c", Map.of("java", List.of(new Seat(UUID.randomUUID(), "Carol", "c-1", 2))));
		assertThat(this.roster.replaceAll("b", Map.of("java", List.of(bob)))).singleElement()
			.satisfies((movement) -> assertThat(movement.presence().members()).containsExactly("Ada"));
		assertThat(this.roster.replaceAll("b", Map.of())).singleElement().satisfies((movement) -> {
			assertThat(movement.event()).isEqualTo("left");
			assertThat(movement.presence().members()).containsExactly("Carol");
		});
		assertThat(this.roster.own().keySet()).containsExactly("lobby");
	}

	@Test
	void aClientIsInTwentyRoomsAtMost() {
		for (int i = 0; i < 20; i++) {
			this.roster.join("room" + i, this.ada, new Member("Ada", "chat-1"));
		}
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> this.roster.join("one more", this.ada, new Member("Ada", "chat-1")))
			.withMessage("You are in 20 rooms, leave one first");
		assertThat(this.roster.rooms()).isEqualTo(20);
		this.roster.leave("room7", this.ada);
		assertThat(this.roster.join("one more", this.ada, new Member("Ada", "chat-1")).names()).containsExactly("Ada");
	}

	@Test
	void countsRightlyUnderManyThreads() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Future<?>> work = new ArrayList<>();
			for (int i = 0; i < 400; i++) {
				boolean stays = i % 2 == 0;
				work.add(threads.submit(() -> comeAndMaybeGo(stays)));
			}
			for (Future<?> done : work) {
				done.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.roster.in("lobby").names()).hasSize(200);
		assertThat(this.roster.in("lobby").version()).isEqualTo(600);
	}

	private void comeAndMaybeGo(boolean stays) {
		UUID client = UUID.randomUUID();
		this.roster.join("lobby", client, new Member("Someone", "chat-1"));
		if (!stays) {
			this.roster.leaveAll(client);
		}
	}

}
