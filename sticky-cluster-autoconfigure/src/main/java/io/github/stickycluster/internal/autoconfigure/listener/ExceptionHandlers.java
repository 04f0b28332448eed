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

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.socketio.SocketExceptionHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ExceptionDepthComparator;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.OrderUtils;

/**
 * The methods with {@link SocketExceptionHandler}. Immutable.
 */
final class ExceptionHandlers {

	private final List<Handler> handlers;

	/** The beans with listeners, whose handlers are for themselves. */
	private final Set<Object> listeners;

	private ExceptionHandlers(List<Handler> handlers, Set<Object> listeners) {
		this.handlers = handlers;
		this.listeners = listeners;
	}

	/**
	 * Finds the methods of all beans.
	 * @param beanFactory has the beans
	 * @param listeners the methods that listen
	 * @throws InvalidSocketIoListenerException if one handles no exception or takes what
	 * there is not
	 */
	static ExceptionHandlers find(ConfigurableListableBeanFactory beanFactory, List<BeanMethod> listeners) {
		List<Handler> handlers = BeanMethod.find(beanFactory, List.of(SocketExceptionHandler.class))
			.stream()
			.map(Handler::of)
			.sorted(Comparator.comparingInt(Handler::order))
			.toList();
		return new ExceptionHandlers(handlers,
				listeners.stream().map(BeanMethod::bean).collect(Collectors.toUnmodifiableSet()));
	}

	/**
	 * Returns whether there is a handler whose answer comes later.
	 */
	boolean answerLater() {
		return this.handlers.stream().anyMatch((handler) -> handler.returned().isLater());
	}

	/**
	 * Finds the handler of a failure.
	 * @param bean the bean whose listener has failed
	 * @param failure the failure
	 * @return the handler with the exception that it handles, or {@code null}
	 */
	@Nullable Handling find(Object bean, Throwable failure) {
		Throwable each = failure;
		// A chain of causes may be a circle.
		for (int depth = 0; each != null && depth < 20; depth++) {
			Handling found = find(bean, failure, each);
			if (found != null) {
				return found;
			}
			each = each.getCause();
		}
		return null;
	}

	private @Nullable Handling find(Object bean, Throwable failure, Throwable handled) {
		List<Handler> own = this.handlers.stream().filter((handler) -> handler.bean().equals(bean)).toList();
		Handler found = mostSpecific(own, handled);
		if (found == null) {
			found = mostSpecific(
					this.handlers.stream().filter((handler) -> !this.listeners.contains(handler.bean())).toList(),
					handled);
		}
		return (found != null) ? new Handling(found, failure, handled) : null;
	}

	private static @Nullable Handler mostSpecific(List<Handler> handlers, Throwable failure) {
		List<Class<? extends Throwable>> matching = new ArrayList<>();
		handlers.forEach((
				handler) -> handler.types().stream().filter((type) -> type.isInstance(failure)).forEach(matching::add));
		if (matching.isEmpty()) {
			return null;
		}
		Class<? extends Throwable> closest = ExceptionDepthComparator.findClosestMatch(matching, failure);
		return handlers.stream().filter((handler) -> handler.types().contains(closest)).findFirst().orElse(null);
	}

	/**
	 * A handler with what it is to handle.
	 *
	 * @param handler the handler
	 * @param failure what the listener has thrown
	 * @param handled the failure, or the cause that the handler is for
	 */
	record Handling(Handler handler, Throwable failure, Throwable handled) {

		/**
		 * Returns what the handler returns.
		 */
		ReturnedValue returned() {
			return this.handler.returned();
		}

		/**
		 * Calls the handler.
		 * @return what it returns
		 * @throws Exception what it throws
		 */
		@Nullable Object call(SocketIOClient client) throws Exception {
			return this.handler.call(client, this.failure, this.handled);
		}

	}

	/**
	 * A method that handles exceptions.
	 */
	private record Handler(BeanMethod method, ReturnedValue returned, List<Class<?>> parameters,
			Set<Class<? extends Throwable>> types, int order) {

		private static Handler of(BeanMethod found) {
			ListenerChecks.handler(found);
			List<Class<?>> parameters = found.types()
				.stream()
				.<Class<?>>map((type) -> ResolvableType.forType(type).toClass())
				.toList();
			for (Class<?> parameter : parameters) {
				if (parameter != SocketIOClient.class && !Throwable.class.isAssignableFrom(parameter)
						&& !KotlinFunction.isContinuation(parameter)) {
					throw new InvalidSocketIoListenerException(found.describe(),
							"an exception handler has no parameter of type " + parameter.getSimpleName(),
							"Declare the exception, the SocketIOClient, both or nothing.");
				}
			}
			Set<Class<? extends Throwable>> types = types(found.declared(), parameters);
			if (types.isEmpty()) {
				throw new InvalidSocketIoListenerException(found.describe(), "it names no exception",
						"Write @SocketExceptionHandler(SomeException.class), or declare the exception as a parameter.");
			}
			return new Handler(found, found.returnedValue(), parameters, types,
					OrderUtils.getOrder(found.declared().getDeclaringClass(), Integer.MAX_VALUE));
		}

		private Object bean() {
			return this.method.bean();
		}

		private static Set<Class<? extends Throwable>> types(Method method, List<Class<?>> parameters) {
			SocketExceptionHandler annotation = AnnotatedElementUtils.findMergedAnnotation(method,
					SocketExceptionHandler.class);
			if (annotation != null && annotation.value().length > 0) {
				return Set.copyOf(Arrays.asList(annotation.value()));
			}
			return parameters.stream()
				.filter(Throwable.class::isAssignableFrom)
				.<Class<? extends Throwable>>map((type) -> type.asSubclass(Throwable.class))
				.collect(Collectors.toUnmodifiableSet());
		}

		private @Nullable Object call(SocketIOClient client, Throwable failure, Throwable handled) throws Exception {
			@Nullable Object[] arguments = new Object[this.parameters.size()];
			for (int i = 0; i < arguments.length; i++) {
				Class<?> type = this.parameters.get(i);
				arguments[i] = (type == SocketIOClient.class) ? client : exception(type, failure, handled);
			}
			return this.method.invoke(client, arguments);
		}

		private static @Nullable Throwable exception(Class<?> type, Throwable failure, Throwable handled) {
			if (type.isInstance(handled)) {
				return handled;
			}
			return type.isInstance(failure) ? failure : null;
		}

	}

}
