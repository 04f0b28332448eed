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

package io.github.stickycluster.internal.security;

import java.security.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.autoconfigure.SocketArgumentResolver;
import io.github.stickycluster.internal.nettysocketio.ClientIdentity;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;
import org.springframework.core.Ordered;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.security.core.annotation.SecurityAnnotationScanner;
import org.springframework.security.core.annotation.SecurityAnnotationScanners;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Resolves who the client is: {@code Principal}, {@code Authentication},
 * {@code SecurityContext}, {@link AuthenticationPrincipal} and
 * {@link CurrentSecurityContext}. Thread-safe.
 */
public final class IdentityArguments implements SocketArgumentResolver, Ordered {

	private static final SecurityAnnotationScanner<AuthenticationPrincipal> PRINCIPALS = SecurityAnnotationScanners
		.requireUnique(AuthenticationPrincipal.class);

	private static final SecurityAnnotationScanner<CurrentSecurityContext> CONTEXTS = SecurityAnnotationScanners
		.requireUnique(CurrentSecurityContext.class);

	private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

	private final BeanFactory beanFactory;

	private final Map<MethodParameter, Source> sources = new ConcurrentHashMap<>();

	/**
	 * Creates the resolver.
	 * @param beanFactory has the beans that expressions name
	 */
	public IdentityArguments(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public boolean supports(MethodParameter parameter) {
		Source source = source(parameter);
		if (source != null) {
			this.sources.put(parameter, source);
		}
		return source != null;
	}

	private @Nullable Source source(MethodParameter parameter) {
		AuthenticationPrincipal principal = PRINCIPALS.scan(parameter.getParameter());
		if (principal != null) {
			return new Source(Kind.PRINCIPAL, expression(principal.expression()), principal.errorOnInvalidType());
		}
		CurrentSecurityContext context = CONTEXTS.scan(parameter.getParameter());
		if (context != null) {
			return new Source(Kind.CONTEXT, expression(context.expression()), context.errorOnInvalidType());
		}
		Class<?> type = parameter.getNestedParameterType();
		if (type == SecurityContext.class) {
			return new Source(Kind.CONTEXT, null, true);
		}
		boolean identity = type == Principal.class || Authentication.class.isAssignableFrom(type);
		return identity ? new Source(Kind.AUTHENTICATION, null, true) : null;
	}

	private static @Nullable Expression expression(String text) {
		return StringUtils.hasLength(text) ? new SpelExpressionParser().parseExpression(text) : null;
	}

	@Override
	public @Nullable Object resolve(MethodParameter parameter, SocketIOClient client) {
		Source source = this.sources.get(parameter);
		Authentication authentication = (Authentication) ClientIdentity.of(client);
		if (source == null || authentication == null) {
			throw new AuthenticationCredentialsNotFoundException("Nobody has asked who the client is");
		}
		if (source.kind == Kind.AUTHENTICATION) {
			return known(parameter, authentication);
		}
		Object root = (source.kind == Kind.PRINCIPAL) ? authentication.getPrincipal()
				: new SecurityContextImpl(authentication);
		Object value = (source.expression != null) ? evaluate(source.expression, root) : root;
		return fitting(parameter, source, value);
	}

	// As in Spring MVC, where a request without credentials has no principal.
	private @Nullable Object known(MethodParameter parameter, Authentication authentication) {
		if (this.trust.isAnonymous(authentication)) {
			return missing(parameter);
		}
		if (!parameter.getNestedParameterType().isInstance(authentication)) {
			throw mismatch(parameter, authentication);
		}
		return authentication;
	}

	private static @Nullable Object missing(MethodParameter parameter) {
		if (!parameter.isOptional() && Nullness.forMethodParameter(parameter) == Nullness.NON_NULL) {
			throw new AuthenticationCredentialsNotFoundException("The client has not authenticated");
		}
		return null;
	}

	private @Nullable Object evaluate(Expression expression, @Nullable Object root) {
		StandardEvaluationContext context = new StandardEvaluationContext(root);
		context.setBeanResolver(new BeanFactoryResolver(this.beanFactory));
		return expression.getValue(context);
	}

	private static @Nullable Object fitting(MethodParameter parameter, Source source, @Nullable Object value) {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(parameter.getNestedParameterType());
		if (value != null && !type.isInstance(value)) {
			if (source.errorOnInvalidType) {
				throw mismatch(parameter, value);
			}
			return missing(parameter);
		}
		return (value != null) ? value : missing(parameter);
	}

	private static ClassCastException mismatch(MethodParameter parameter, Object value) {
		return new ClassCastException("The parameter of type " + parameter.getNestedParameterType().getName()
				+ " cannot take a " + value.getClass().getName());
	}

	@Override
	public int getOrder() {
		// Before resolvers of the application that support any type.
		return 0;
	}

	private enum Kind {

		AUTHENTICATION, PRINCIPAL, CONTEXT

	}

	/**
	 * What a parameter takes.
	 */
	private record Source(Kind kind, @Nullable Expression expression, boolean errorOnInvalidType) {
	}

}
