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

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.annotation.OnConnect;
import com.corundumstudio.socketio.annotation.OnDisconnect;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.internal.nettysocketio.JsonView;
import io.github.stickycluster.internal.socketio.Namespaces;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Finds the {@code @OnConnect}, {@code @OnDisconnect} and {@code @OnEvent} methods of all
 * beans, proxied or not, and adds them to servers.
 */
public class SocketIoListeners {

	private static final Logger logger = LoggerFactory.getLogger(SocketIoListeners.class);

	private static final List<Class<? extends Annotation>> ANNOTATIONS = List.of(OnConnect.class, OnDisconnect.class,
			OnEvent.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final EventTypes types = new EventTypes();

	private @Nullable List<Registration> registrations;

	public SocketIoListeners(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Adds all listeners to a server that has not been started.
	 */
	public synchronized void addTo(SocketIOServer server) {
		if (this.registrations == null) {
			this.registrations = find();
			this.registrations.forEach((registration) -> registration.declareTo(this.types));
			this.types.checkOn(JsonView.of(server));
			logger.info("Found {} Socket.IO listener methods", this.registrations.size());
		}
		this.registrations.forEach((registration) -> registration.addTo(server));
		this.types.registerOn(JsonView.of(server));
	}

	private List<Registration> find() {
		return BeanMethod.find(this.beanFactory, ANNOTATIONS).stream().map(SocketIoListeners::registration).toList();
	}

	private static Registration registration(BeanMethod found) {
		Method method = found.declared();
		SocketIoListener listener = new SocketIoListener(found);
		OnEvent onEvent = AnnotatedElementUtils.findMergedAnnotation(method, OnEvent.class);
		boolean onConnect = AnnotatedElementUtils.hasAnnotation(method, OnConnect.class);
		boolean onDisconnect = AnnotatedElementUtils.hasAnnotation(method, OnDisconnect.class);
		if (onConnect || onDisconnect) {
			ListenerChecks.connection(found);
		}
		if (onEvent != null) {
			ListenerChecks.event(found, onEvent.value());
		}
		return new Registration(Namespaces.toServerName(found.namespace()), listener, onConnect, onDisconnect,
				(onEvent != null) ? onEvent.value() : null);
	}

	/**
	 * A listener method with what it listens to.
	 */
	private record Registration(String namespace, SocketIoListener listener, boolean onConnect, boolean onDisconnect,
			@Nullable String event) {

		void declareTo(EventTypes types) {
			if (this.event != null) {
				types.declare(this.namespace, this.event, this.listener);
			}
		}

		void addTo(SocketIOServer server) {
			SocketIONamespace target = server.getNamespace(this.namespace);
			if (target == null) {
				target = server.addNamespace(this.namespace);
			}
			if (this.onConnect) {
				target.addConnectListener((client) -> callUnchecked(this.listener, client));
			}
			if (this.onDisconnect) {
				target.addDisconnectListener((client) -> callUnchecked(this.listener, client));
			}
			if (this.event != null) {
				addEventListener(target, this.event);
			}
		}

		private void addEventListener(SocketIONamespace target, String name) {
			List<Type> types = this.listener.dataTypes();
			if (types.size() > 1) {
				Class<?>[] classes = types.stream()
					.map((type) -> ResolvableType.forType(type).toClass())
					.toArray(Class[]::new);
				target.addMultiTypeEventListener(name,
						(client, data, ack) -> this.listener.call(client, ack, data::get), classes);
				return;
			}
			Class<?> type = types.isEmpty() ? Void.class : ResolvableType.forType(types.get(0)).toClass();
			addEventListener(target, name, type);
		}

		private <T> void addEventListener(SocketIONamespace target, String name, Class<T> type) {
			target.addEventListener(name, type,
					(client, data, ack) -> this.listener.call(client, ack, (index) -> data));
		}

		/**
		 * netty-socketio's connect and disconnect listeners declare no exception.
		 */
		private static void callUnchecked(SocketIoListener listener, SocketIOClient client) {
			try {
				listener.call(client);
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex.getMessage(), ex);
			}
		}

	}

}
