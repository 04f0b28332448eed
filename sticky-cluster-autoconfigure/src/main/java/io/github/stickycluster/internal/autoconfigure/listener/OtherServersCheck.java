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

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.annotation.SpringAnnotationScanner;
import io.github.stickycluster.autoconfigure.StickyClusterProperties.OtherServers;
import io.github.stickycluster.internal.autoconfigure.PropertyChecks;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Refuses the beans of a netty-socketio server that a migration has left behind: its port
 * would be open with other rules, and every listener registered on it as well.
 */
public class OtherServersCheck implements SmartInitializingSingleton {

	private final ListableBeanFactory beanFactory;

	private final OtherServers otherServers;

	public OtherServersCheck(ListableBeanFactory beanFactory, OtherServers otherServers) {
		this.beanFactory = beanFactory;
		this.otherServers = otherServers;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.otherServers == OtherServers.REFUSE) {
			List<String> found = Stream.of(SocketIOServer.class, SpringAnnotationScanner.class)
				.flatMap((type) -> Arrays.stream(this.beanFactory.getBeanNamesForType(type, true, false)))
				.map((name) -> "'" + name + "'")
				.toList();
			PropertyChecks.check(found.isEmpty(), "other-servers", "refuse",
					"The application has a SocketIOServer or a SpringAnnotationScanner of its own: the bean "
							+ String.join(", ", found)
							+ ". Its port would be open with other rules, with all listeners "
							+ "on it. Remove the bean, see docs/migrate/netty-socketio.md, or use 'allow' while clients "
							+ "move from one port to the other.");
		}
	}

}
