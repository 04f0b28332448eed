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

import java.util.List;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The origins at which browsers find the nodes of the cluster. They are those whose pages
 * may connect to Socket.IO: a page whose node does not answer continues at another one.
 */
@Component
class NodeOrigins {

	private static final String PROPERTY = "sticky-cluster.socket-io.allowed-origins";

	/**
	 * The property also takes {@code *} and {@code null}, to which nobody can connect.
	 */
	private static final Pattern ADDRESS = Pattern.compile("(?i)https?://[a-z0-9.-]+(:\\d+)?");

	private final List<String> origins;

	NodeOrigins(Environment environment) {
		this.origins = Binder.get(environment)
			.bind(PROPERTY, Bindable.listOf(String.class))
			.orElse(List.of())
			.stream()
			.filter((origin) -> ADDRESS.matcher(origin).matches())
			.toList();
	}

	/**
	 * Returns the origins, such as {@code http://localhost:8081}.
	 * @return the origins in the order of the property; none for a node that is alone
	 */
	List<String> all() {
		return this.origins;
	}

}
