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

import java.util.Map;

import io.github.stickycluster.test.SocketIoTest;
import io.github.stickycluster.test.SocketTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;

/**
 * Tests of {@link ChatListeners} without the rest of the application.
 */
@SocketIoTest(ChatListeners.class)
class ChatListenersTests {

	@MockitoBean
	private Chat chat;

	@Test
	void answersWithWhatTheChatSays(SocketTestClient client) {
		MessageRequest request = new MessageRequest("lobby", "hello");
		given(this.chat.say(any(), eq(request))).willReturn(Outcome.OK);
		client.emitWithAck("message", request).expect().hasArguments(Map.of("ok", true));
	}

	@Test
	void answersWithTheReasonOfARefusal(SocketTestClient client) {
		given(this.chat.say(any(), any())).willThrow(new RefusedException("You are not in the room."));
		client.emitWithAck("message", new MessageRequest("lobby", "hello"))
			.expect()
			.hasArguments(Outcome.refused("You are not in the room."));
	}

	@Test
	void tellsTheChatWhoHasLeft(SocketTestClient client) {
		client.close();
		verify(this.chat, timeout(5_000)).forget(any());
	}

}
