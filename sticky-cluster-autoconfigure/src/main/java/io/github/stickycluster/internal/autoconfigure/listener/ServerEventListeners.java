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

import java.lang.reflect.Type;
import java.util.List;

import io.github.stickycluster.cluster.OnServerEvent;
import io.github.stickycluster.internal.cluster.ClusterAdapter;
import io.github.stickycluster.internal.cluster.ServerEventListener;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.StringUtils;

/**
 * Finds the {@code @OnServerEvent} methods of all beans, proxied or not, and adds them to
 * the cluster before it starts.
 */
public class ServerEventListeners implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ClusterAdapter link;

	public ServerEventListeners(ConfigurableListableBeanFactory beanFactory, ClusterAdapter link) {
		this.beanFactory = beanFactory;
		this.link = link;
	}

	@Override
	public void afterSingletonsInstantiated() {
		BeanMethod.find(this.beanFactory, List.of(OnServerEvent.class)).forEach(this::add);
	}

	private void add(BeanMethod found) {
		OnServerEvent annotation = AnnotatedElementUtils.findMergedAnnotation(found.declared(), OnServerEvent.class);
		if (annotation == null || !StringUtils.hasText(annotation.value())) {
			throw new InvalidSocketIoListenerException(found.describe(), "@OnServerEvent has no event name",
					"Name the event: @OnServerEvent(\"changed\").");
		}
		ListenerChecks.serverEvent(found);
		ListenerChecks.readable(found.describe(), found.types(), this.link.json());
		this.link.addServerEventListener(found.namespace(), annotation.value(), new MethodListener(found));
	}

	/**
	 * A method that hears an event.
	 */
	private record MethodListener(BeanMethod method) implements ServerEventListener {

		@Override
		public List<Type> types() {
			return this.method.types();
		}

		@Override
		public Type replyType() {
			return this.method.returned();
		}

		@Override
		public @Nullable Object onEvent(List<@Nullable Object> arguments) throws Exception {
			return this.method.invoke(arguments.toArray());
		}

	}

}
