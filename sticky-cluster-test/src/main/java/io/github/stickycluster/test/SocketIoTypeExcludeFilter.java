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

package io.github.stickycluster.test;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

import com.corundumstudio.socketio.AuthorizationListener;
import com.corundumstudio.socketio.listener.ExceptionListener;
import io.github.stickycluster.cluster.OnServerEvent;
import io.github.stickycluster.socketio.HandshakeAuthorizer;
import io.github.stickycluster.socketio.HandshakeHeaders;
import io.github.stickycluster.socketio.OnAnyEvent;
import io.github.stickycluster.socketio.OnConnect;
import io.github.stickycluster.socketio.OnDisconnect;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketExceptionHandler;
import io.github.stickycluster.socketio.SocketInterceptor;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import tools.jackson.databind.JacksonModule;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.util.ClassUtils;

/**
 * Lets those of the application's classes in that a {@link SocketIoTest} is about.
 */
class SocketIoTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<SocketIoTest> {

	/** Those of netty-socketio have the same simple names. */
	private static final String STOCK = "com.corundumstudio.socketio.annotation.";

	private static final Set<String> METHOD_ANNOTATIONS = Set.of(OnEvent.class.getName(), OnAnyEvent.class.getName(),
			OnConnect.class.getName(), OnDisconnect.class.getName(), OnServerEvent.class.getName(),
			SocketExceptionHandler.class.getName(), STOCK + "OnEvent", STOCK + "OnConnect", STOCK + "OnDisconnect");

	private static final Set<Class<?>> INCLUDES = includes();

	private final Set<Class<?>> listeners;

	SocketIoTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
		this.listeners = Set.of(getAnnotation().getValue("listeners", Class[].class).orElseGet(() -> new Class<?>[0]));
	}

	private static Set<Class<?>> includes() {
		Set<Class<?>> includes = new LinkedHashSet<>(Set.of(SocketIoServerCustomizer.class, SocketInterceptor.class,
				HandshakeAuthorizer.class, HandshakeHeaders.class, AuthorizationListener.class, ExceptionListener.class,
				Converter.class, GenericConverter.class, JacksonModule.class));
		ClassLoader loader = SocketIoTypeExcludeFilter.class.getClassLoader();
		for (String optional : Set.of("io.github.stickycluster.autoconfigure.SocketArgumentResolver",
				"org.springframework.boot.jackson.JacksonComponent",
				"org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer")) {
			if (ClassUtils.isPresent(optional, loader)) {
				includes.add(ClassUtils.resolveClassName(optional, loader));
			}
		}
		return Set.copyOf(includes);
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		return INCLUDES;
	}

	@Override
	protected Set<Class<?>> getComponentIncludes() {
		return this.listeners;
	}

	@Override
	protected boolean defaultInclude(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
		return super.defaultInclude(reader, factory)
				|| (isUseDefaultFilters() && this.listeners.isEmpty() && hasListeners(reader, factory));
	}

	/**
	 * Returns whether a class has, or inherits, listener methods.
	 */
	private static boolean hasListeners(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
		AnnotationMetadata type = reader.getAnnotationMetadata();
		if (METHOD_ANNOTATIONS.stream().anyMatch(type::hasAnnotatedMethods)) {
			return true;
		}
		for (String inherited : type.getInterfaceNames()) {
			if (hasListeners(inherited, factory)) {
				return true;
			}
		}
		return type.getSuperClassName() != null && hasListeners(type.getSuperClassName(), factory);
	}

	private static boolean hasListeners(String className, MetadataReaderFactory factory) throws IOException {
		return !className.startsWith("java.") && hasListeners(factory.getMetadataReader(className), factory);
	}

}
