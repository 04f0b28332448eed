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

package io.github.stickycluster.internal.autoconfigure;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.stickycluster.autoconfigure.RoomCreatedEvent;
import io.github.stickycluster.autoconfigure.RoomDeletedEvent;
import io.github.stickycluster.autoconfigure.RoomJoinedEvent;
import io.github.stickycluster.autoconfigure.RoomLeftEvent;
import io.github.stickycluster.autoconfigure.SocketConnectedEvent;
import io.github.stickycluster.autoconfigure.SocketDisconnectedEvent;
import io.github.stickycluster.autoconfigure.SocketEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Finds out which events about sockets and users somebody listens to.
 */
final class SocketEventListeners {

	private static final Set<Class<? extends SocketEvent>> TYPES = Set.of(SocketConnectedEvent.class,
			SocketDisconnectedEvent.class, RoomCreatedEvent.class, RoomDeletedEvent.class, RoomJoinedEvent.class,
			RoomLeftEvent.class);

	private SocketEventListeners() {
	}

	/**
	 * Returns the types of events about sockets that have a listener.
	 * @param context an application context whose singletons have been created
	 * @return the types
	 */
	static Set<Class<? extends SocketEvent>> heard(ApplicationContext context) {
		return heard(context, SocketEvent.class, TYPES);
	}

	/**
	 * Returns the types of events that have a listener.
	 * @param <E> the type of all events
	 * @param context an application context whose singletons have been created
	 * @param base the type of all events
	 * @param types the types of events
	 * @return those of the types that somebody listens to
	 */
	static <E extends ApplicationEvent> Set<Class<? extends E>> heard(ApplicationContext context, Class<E> base,
			Set<Class<? extends E>> types) {
		return types.stream().filter((type) -> isHeard(context, base, type)).collect(Collectors.toUnmodifiableSet());
	}

	private static boolean isHeard(ApplicationContext context, Class<?> base, Class<?> type) {
		for (ApplicationContext next = context; next != null; next = next.getParent()) {
			if (next instanceof AbstractApplicationContext listening
					&& (hasListener(listening.getApplicationListeners(), type)
							|| hasBean(listening.getBeanFactory(), base, type))) {
				return true;
			}
		}
		return false;
	}

	private static boolean hasListener(Collection<ApplicationListener<?>> listeners, Class<?> type) {
		return listeners.stream()
			.map(SocketEventListeners::generic)
			.anyMatch((listener) -> listener.supportsEventType(ResolvableType.forClass(type))
					&& !listener.supportsEventType(ResolvableType.forClass(ApplicationEvent.class)));
	}

	@SuppressWarnings("unchecked")
	private static GenericApplicationListener generic(ApplicationListener<?> listener) {
		return (listener instanceof GenericApplicationListener generic) ? generic
				: new GenericApplicationListenerAdapter((ApplicationListener<ApplicationEvent>) listener);
	}

	/**
	 * Also a listener that is created when it is called, and a lambda expression, whose
	 * bean definition alone knows the type.
	 */
	private static boolean hasBean(ConfigurableListableBeanFactory beans, Class<?> base, Class<?> type) {
		return Stream.of(beans.getBeanNamesForType(ApplicationListener.class, true, false))
			.map((name) -> eventType(beans, name))
			.filter(Objects::nonNull)
			.anyMatch((heard) -> base.isAssignableFrom(heard) && heard.isAssignableFrom(type));
	}

	private static @Nullable Class<?> eventType(ConfigurableListableBeanFactory beans, String name) {
		if (beans.containsBeanDefinition(name)) {
			Class<?> defined = eventType(beans.getMergedBeanDefinition(name).getResolvableType());
			if (defined != null) {
				return defined;
			}
		}
		return eventType(ResolvableType.forClass(beans.getType(name, false)));
	}

	private static @Nullable Class<?> eventType(ResolvableType listener) {
		return listener.as(ApplicationListener.class).getGeneric().resolve();
	}

}
