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
import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.nettysocketio.JsonView;
import io.github.stickycluster.internal.nettysocketio.ReasonedDisconnectListener;
import io.github.stickycluster.internal.socketio.Namespaces;
import io.github.stickycluster.socketio.DisconnectReason;
import io.github.stickycluster.socketio.OnConnect;
import io.github.stickycluster.socketio.OnDisconnect;
import io.github.stickycluster.socketio.OnEvent;
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
			OnEvent.class, com.corundumstudio.socketio.annotation.OnConnect.class,
			com.corundumstudio.socketio.annotation.OnDisconnect.class,
			com.corundumstudio.socketio.annotation.OnEvent.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final StickyClusterProperties.Listeners properties;

	private final Problems problems;

	private final EventTypes types = new EventTypes();

	private final PendingAnswers pending = new PendingAnswers();

	private @Nullable List<Registration> registrations;

	public SocketIoListeners(ConfigurableListableBeanFactory beanFactory, StickyClusterProperties.Listeners properties,
			boolean tellsMessages) {
		this.beanFactory = beanFactory;
		this.properties = properties;
		this.problems = new Problems(tellsMessages);
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
		List<BeanMethod> methods = BeanMethod.find(this.beanFactory, ANNOTATIONS);
		ListenerErrors errors = new ListenerErrors(this.problems, ExceptionHandlers.find(this.beanFactory, methods),
				this.properties.errorEvent());
		return methods.stream().map((method) -> registration(method, errors)).toList();
	}

	private Registration registration(BeanMethod found, ListenerErrors errors) {
		Method method = found.declared();
		boolean onConnect = hasEither(method, OnConnect.class, com.corundumstudio.socketio.annotation.OnConnect.class);
		boolean onDisconnect = hasEither(method, OnDisconnect.class,
				com.corundumstudio.socketio.annotation.OnDisconnect.class);
		if (onConnect || onDisconnect) {
			ListenerChecks.connection(found, !onConnect);
		}
		OnEvent own = AnnotatedElementUtils.findMergedAnnotation(method, OnEvent.class);
		com.corundumstudio.socketio.annotation.OnEvent stock = AnnotatedElementUtils.findMergedAnnotation(method,
				com.corundumstudio.socketio.annotation.OnEvent.class);
		String event = (own != null) ? own.value() : (stock != null) ? stock.value() : null;
		boolean answers = answers(own != null);
		if (event != null) {
			ListenerChecks.event(found, event, answers);
		}
		SocketIoListener listener = new SocketIoListener(found);
		AnsweringMethod answering = (event != null && answers)
				? new AnsweringMethod(listener, ArgumentValidation.of(found, this.beanFactory), errors, this.pending)
				: null;
		return new Registration(Namespaces.toServerName(found.namespace()), listener, onConnect, onDisconnect, event,
				answering, this.pending);
	}

	private boolean answers(boolean own) {
		return switch (this.properties.contract()) {
			case BY_ANNOTATION -> own;
			case SPRING -> true;
			case STOCK -> false;
		};
	}

	private static boolean hasEither(Method method, Class<? extends Annotation> own,
			Class<? extends Annotation> stock) {
		return AnnotatedElementUtils.hasAnnotation(method, own) || AnnotatedElementUtils.hasAnnotation(method, stock);
	}

	/**
	 * A listener method with what it listens to.
	 */
	private record Registration(String namespace, SocketIoListener listener, boolean onConnect, boolean onDisconnect,
			@Nullable String event, @Nullable AnsweringMethod answering, PendingAnswers pending) {

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
				target.addConnectListener((client) -> callUnchecked(this.listener, client, null));
			}
			if (this.onDisconnect) {
				ReasonedDisconnectListener disconnect = (client, reason) -> callUnchecked(this.listener, client,
						reason);
				target.addDisconnectListener(disconnect);
			}
			if (this.event != null && this.answering != null) {
				addAnsweringListener(target, this.event, this.answering);
			}
			else if (this.event != null) {
				addEventListener(target, this.event);
			}
		}

		private void addAnsweringListener(SocketIONamespace target, String name, AnsweringMethod answering) {
			target.addMultiTypeEventListener(name, answering, classes(this.listener.dataTypes()));
			if (this.listener.returned().isLater()) {
				target.addDisconnectListener(this.pending::cancel);
			}
		}

		private static Class<?>[] classes(List<Type> types) {
			return types.stream().map((type) -> ResolvableType.forType(type).toClass()).toArray(Class[]::new);
		}

		private void addEventListener(SocketIONamespace target, String name) {
			List<Type> types = this.listener.dataTypes();
			if (types.size() > 1) {
				Class<?>[] classes = classes(types);
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
		private static void callUnchecked(SocketIoListener listener, SocketIOClient client,
				@Nullable DisconnectReason reason) {
			try {
				listener.call(client, null, (index) -> reason);
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
