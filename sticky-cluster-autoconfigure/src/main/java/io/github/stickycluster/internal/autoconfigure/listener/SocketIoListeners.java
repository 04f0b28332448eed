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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.autoconfigure.SocketArgumentResolver;
import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.nettysocketio.ClientGuard;
import io.github.stickycluster.internal.nettysocketio.Interceptors;
import io.github.stickycluster.internal.nettysocketio.JsonView;
import io.github.stickycluster.internal.socketio.Namespaces;
import io.github.stickycluster.internal.worker.WorkerServer;
import io.github.stickycluster.socketio.OnAnyEvent;
import io.github.stickycluster.socketio.OnConnect;
import io.github.stickycluster.socketio.OnDisconnect;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketInterceptor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.convert.ConversionService;

/**
 * Finds the {@code @OnConnect}, {@code @OnDisconnect}, {@code @OnEvent} and
 * {@code @OnAnyEvent} methods of all beans, proxied or not, and adds them to servers.
 */
public class SocketIoListeners {

	private static final Logger logger = LoggerFactory.getLogger(SocketIoListeners.class);

	private static final List<Class<? extends Annotation>> ANNOTATIONS = List.of(OnConnect.class, OnDisconnect.class,
			OnEvent.class, OnAnyEvent.class, com.corundumstudio.socketio.annotation.OnConnect.class,
			com.corundumstudio.socketio.annotation.OnDisconnect.class,
			com.corundumstudio.socketio.annotation.OnEvent.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final StickyClusterProperties.Listeners properties;

	private final Problems problems;

	private final EventTypes types = new EventTypes();

	private final PendingAnswers pending = new PendingAnswers();

	private @Nullable List<Registration> registrations;

	private @Nullable Interceptors interceptors;

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
			this.registrations.forEach((each) -> each.declareTo(this.types, Namespaces.toServerName(each.namespace())));
			this.types.checkOn(JsonView.of(server));
		}
		if (server instanceof WorkerServer worker) {
			worker.intercept(Objects.requireNonNull(this.interceptors));
			this.beanFactory.getBeanProvider(ClientGuard.class).ifAvailable(worker::guard);
		}
		this.registrations.forEach((each) -> each.addTo(namespace(server, each)));
		this.types.registerOn(JsonView.of(server));
	}

	/**
	 * Writes the events of the application as TypeScript's types.
	 * @return the text of a file
	 */
	public synchronized String typeScript() {
		List<Registration> all = (this.registrations != null) ? this.registrations : find();
		List<EventRegistration> events = all.stream()
			.filter(EventRegistration.class::isInstance)
			.map(EventRegistration.class::cast)
			.toList();
		JsonMapper mapper = this.beanFactory.getBeanProvider(JsonMapper.class).getIfAvailable(JsonMapper::shared);
		return TypeScriptEvents.write(events, this.beanFactory, mapper, this.properties.errorEvent());
	}

	private static SocketIONamespace namespace(SocketIOServer server, Registration registration) {
		String name = Namespaces.toServerName(registration.namespace());
		SocketIONamespace present = server.getNamespace(name);
		try {
			return (present != null) ? present : server.addNamespace(name);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSocketIoListenerException(registration.listener().describe(),
					"its namespace " + name + " cannot be told from another one", String.valueOf(ex.getMessage()));
		}
	}

	private List<Registration> find() {
		List<BeanMethod> methods = BeanMethod.find(this.beanFactory, ANNOTATIONS);
		ListenerErrors errors = new ListenerErrors(this.problems, ExceptionHandlers.find(this.beanFactory, methods),
				this.pending, this.properties.errorEvent());
		this.interceptors = new Interceptors(
				this.beanFactory.getBeanProvider(SocketInterceptor.class).orderedStream().toList(), errors);
		List<SocketArgumentResolver> resolvers = resolvers();
		logger.info("Found {} Socket.IO listener methods", methods.size());
		List<Registration> found = new ArrayList<>();
		for (BeanMethod method : methods) {
			addConnection(method, resolvers, found);
			addEvent(method, errors, resolvers, found);
			addAnyEvent(method, errors, resolvers, found);
		}
		return List.copyOf(found);
	}

	private List<SocketArgumentResolver> resolvers() {
		ConversionService own = this.beanFactory.getConversionService();
		ConversionService conversion = (own != null) ? own : ApplicationConversionService.getSharedInstance();
		return Stream
			.concat(this.beanFactory.getBeanProvider(SocketArgumentResolver.class).orderedStream(),
					Stream.of(new HandshakeArguments(conversion)))
			.toList();
	}

	private static void addConnection(BeanMethod method, List<SocketArgumentResolver> resolvers,
			List<Registration> found) {
		boolean onConnect = hasEither(method, OnConnect.class, com.corundumstudio.socketio.annotation.OnConnect.class);
		boolean onDisconnect = hasEither(method, OnDisconnect.class,
				com.corundumstudio.socketio.annotation.OnDisconnect.class);
		if (onConnect || onDisconnect) {
			ListenerChecks.connection(method);
			ListenerRole role = onConnect ? ListenerRole.CONNECT : ListenerRole.DISCONNECT;
			ListenerArguments arguments = ListenerArguments.of(method, role, false, resolvers);
			found.add(new ConnectionRegistration(new SocketIoListener(method, arguments), onConnect, onDisconnect));
		}
	}

	private void addEvent(BeanMethod method, ListenerErrors errors, List<SocketArgumentResolver> resolvers,
			List<Registration> found) {
		OnEvent own = AnnotatedElementUtils.findMergedAnnotation(method.declared(), OnEvent.class);
		com.corundumstudio.socketio.annotation.OnEvent stock = AnnotatedElementUtils
			.findMergedAnnotation(method.declared(), com.corundumstudio.socketio.annotation.OnEvent.class);
		String event = (own != null) ? own.value() : (stock != null) ? stock.value() : null;
		if (event == null) {
			return;
		}
		boolean answers = answers(own != null);
		ListenerChecks.event(method, event, answers);
		ListenerArguments arguments = ListenerArguments.of(method, ListenerRole.EVENT, answers, resolvers);
		SocketIoListener listener = new SocketIoListener(method, arguments);
		found.add(new EventRegistration(listener, event, answering(listener, answers, errors), this.pending));
	}

	private void addAnyEvent(BeanMethod method, ListenerErrors errors, List<SocketArgumentResolver> resolvers,
			List<Registration> found) {
		if (AnnotatedElementUtils.hasAnnotation(method.declared(), OnAnyEvent.class)) {
			boolean answers = answers(true);
			ListenerChecks.anyEvent(method, answers);
			ListenerArguments arguments = ListenerArguments.of(method, ListenerRole.ANY_EVENT, answers, resolvers);
			SocketIoListener listener = new SocketIoListener(method, arguments);
			found.add(new AnyEventRegistration(listener, answering(listener, answers, errors), this.pending));
		}
	}

	private @Nullable AnsweringMethod answering(SocketIoListener listener, boolean answers, ListenerErrors errors) {
		return answers ? new AnsweringMethod(listener, ArgumentValidation.of(listener.method(), this.beanFactory),
				errors, this.pending) : null;
	}

	private boolean answers(boolean own) {
		return switch (this.properties.contract()) {
			case BY_ANNOTATION -> own;
			case SPRING -> true;
			case STOCK -> false;
		};
	}

	private static boolean hasEither(BeanMethod method, Class<? extends Annotation> own,
			Class<? extends Annotation> stock) {
		return AnnotatedElementUtils.hasAnnotation(method.declared(), own)
				|| AnnotatedElementUtils.hasAnnotation(method.declared(), stock);
	}

}
