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

package io.github.stickycluster.internal.autoconfigure.listener;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.cluster.OnServerEvent;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages;
import io.github.stickycluster.socketio.SocketNamespace;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code @OnServerEvent} methods of beans, called with events as other nodes send them.
 */
class ServerEventListenersTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class))
		.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
				"sticky-cluster.workers.count=1");

	@Test
	void methodsHearTheEventsOfTheirNamespace() {
		this.runner.withBean(Listener.class).withBean(ChatListener.class).run((context) -> {
			ClusterMessages messages = context.getBean(ClusterMessages.class);
			messages.receive("other", event("", "[\"changed\",{\"id\":7},[\"a\"]]"));
			messages.receive("other", event("", "[\"changed\",\"no item\"]"));
			messages.receive("other", event("/chat", "[\"changed\"]"));
			messages.receive("other", event("", "[\"unheard\"]"));
			messages.receive("other", event("", "[\"changed\",{\"id\":8}]"));
			List<String> heard = context.getBean(Listener.class).heard;
			await().untilAsserted(() -> assertThat(heard).containsExactly("7 [a]", "8 null"));
			assertThat(context.getBean(ChatListener.class).calls).containsExactly("chat");
		});
	}

	@Test
	void resolvesTheTypeVariablesOfInheritedListeners() {
		this.runner.withBean(ItemsListener.class).run((context) -> {
			context.getBean(ClusterMessages.class).receive("other", event("", "[\"generic\",{\"id\":7},[{\"id\":8}]]"));
			List<String> heard = context.getBean(ItemsListener.class).heard;
			await().untilAsserted(() -> assertThat(heard).containsExactly("Item[id=7] 8"));
		});
	}

	@Test
	void anEventWithoutANameFailsStartUp() {
		this.runner.withBean(Nameless.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasMessageContaining("@OnServerEvent has no event name"));
	}

	private static byte[] event(String namespace, String json) {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message.write(ClusterMessages.VERSION);
		message.write(ClusterMessages.Kind.SERVER_EVENT.code());
		for (String text : List.of(namespace, json)) {
			message.write(text.length());
			message.writeBytes(text.getBytes(StandardCharsets.UTF_8));
		}
		message.write(0);
		return message.toByteArray();
	}

	static class Listener {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		@OnServerEvent("changed")
		void changed(Item item, List<String> names) {
			this.heard.add(item.id() + " " + names);
		}

	}

	abstract static class GenericListener<T> {

		final List<String> heard = new CopyOnWriteArrayList<>();

		@OnServerEvent("generic")
		void changed(T item, List<T> more) {
			this.heard.add(item + " " + id(more.get(0)));
		}

		abstract int id(T item);

	}

	static class ItemsListener extends GenericListener<Item> {

		@Override
		int id(Item item) {
			return item.id();
		}

	}

	@SocketNamespace("/chat")
	static class ChatListener {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@OnServerEvent("changed")
		void changed() {
			this.calls.add("chat");
		}

	}

	static class Nameless {

		@OnServerEvent("")
		void called() {
		}

	}

	record Item(int id) {
	}

}
