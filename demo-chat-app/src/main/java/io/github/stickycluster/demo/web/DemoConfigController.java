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

package io.github.stickycluster.demo.web;

import io.github.stickycluster.demo.chat.ChatLimits;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells the pages where Socket.IO is and what it accepts.
 */
@RestController
class DemoConfigController {

	private final String path;

	private final NodeOrigins origins;

	DemoConfigController(@Value("${sticky-cluster.socket-io.path:/socket.io}") String path, NodeOrigins origins) {
		this.path = path;
		this.origins = origins;
	}

	@GetMapping("/demo-config.json")
	DemoConfig config() {
		return new DemoConfig(this.path, this.origins.all(), ChatLimits.MAX_TEXT, ChatLimits.MAX_NAME,
				ChatLimits.MAX_ROOM);
	}

}
