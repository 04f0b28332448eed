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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.log.LimitedLog;
import io.github.stickycluster.internal.nettysocketio.ClientGuard;
import io.github.stickycluster.internal.nettysocketio.ClientIdentity;
import io.github.stickycluster.internal.socketio.Namespaces;
import io.github.stickycluster.internal.socketio.Refusal;
import io.github.stickycluster.internal.socketio.SocketIdentity;
import io.github.stickycluster.security.SocketAccess;
import io.github.stickycluster.security.SocketAuthenticationConverter;
import io.github.stickycluster.socketio.Handshake;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;

/**
 * Authenticates the clients that connect to namespaces, on threads of its own, and puts
 * the authentication of a client into the security context of each call for it.
 * Thread-safe.
 */
public final class ConnectAuthenticator implements ClientGuard, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(ConnectAuthenticator.class);

	/** Enough for many that wait for a remote server. */
	private static final int THREADS = 16;

	/** Clients that wait for a thread, each of which pays for its memory. */
	private static final int QUEUE_CAPACITY = 10_000;

	/** As long as all decisions about a handshake may take. */
	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final LimitedLog limited = new LimitedLog(logger);

	private final List<SocketAuthenticationConverter> converters;

	private final AuthenticationManagerResolver<SocketAccess> managers;

	private final @Nullable SessionLogin session;

	private final RequiredNamespaces required;

	private final AccessRules rules;

	private final SecurityContextHolderStrategy contexts;

	private final AnonymousAuthenticationToken anonymous = new AnonymousAuthenticationToken("sticky-cluster",
			"anonymousUser", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

	private final TokenLife life;

	private final Duration timeout;

	private final ThreadPoolExecutor executor;

	/**
	 * Creates the authenticator of all workers of this JVM.
	 * @param converters read the credentials, in this order
	 * @param managers find the manager that checks them
	 * @param session finds out who is logged in where there are none, or {@code null} if
	 * that does not count
	 * @param required the namespaces whose clients must authenticate
	 * @param rules decide who may connect
	 * @param contexts keeps the context of a thread
	 * @param life decides about credentials that expire
	 */
	public ConnectAuthenticator(List<SocketAuthenticationConverter> converters,
			AuthenticationManagerResolver<SocketAccess> managers, @Nullable SessionLogin session,
			RequiredNamespaces required, AccessRules rules, SecurityContextHolderStrategy contexts, TokenLife life) {
		this(converters, managers, session, required, rules, contexts, life, TIMEOUT);
	}

	ConnectAuthenticator(List<SocketAuthenticationConverter> converters,
			AuthenticationManagerResolver<SocketAccess> managers, @Nullable SessionLogin session,
			RequiredNamespaces required, AccessRules rules, SecurityContextHolderStrategy contexts, TokenLife life,
			Duration timeout) {
		this.converters = List.copyOf(converters);
		this.managers = managers;
		this.session = session;
		this.required = required;
		this.rules = rules;
		this.contexts = contexts;
		this.life = life;
		this.timeout = timeout;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("sticky-cluster-security-");
		threads.setDaemon(true);
		this.executor = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(QUEUE_CAPACITY), threads);
		this.executor.allowCoreThreadTimeOut(true);
	}

	@Override
	public CompletionStage<Outcome> identify(SocketIOClient client, Handshake handshake) {
		return onThread(client, handshake, this::decide);
	}

	@Override
	public CompletionStage<Outcome> renew(SocketIOClient client, Handshake handshake) {
		// A client that is nobody cannot stay the same user, and costs no check of a
		// token.
		if (ClientIdentity.of(client) == this.anonymous) {
			return CompletableFuture.completedFuture(refused(ConnectRefusals.ofAnotherUser()));
		}
		return onThread(client, handshake, this::decideAnew);
	}

	private CompletionStage<Outcome> onThread(SocketIOClient client, Handshake handshake,
			Function<SocketAccess, Outcome> decision) {
		String namespace = Namespaces.toWireName(client.getNamespace().getName());
		SocketAccess access = new SocketAccess(client, namespace, handshake, null, List.of(), Map.of());
		CompletableFuture<Outcome> outcome = new CompletableFuture<>();
		try {
			this.executor.execute(() -> {
				if (!outcome.isDone()) {
					complete(outcome, access, decision);
				}
			});
			giveUpLater(outcome);
		}
		catch (RejectedExecutionException ex) {
			this.limited.warn("queue", () -> "Refused a client, because " + QUEUE_CAPACITY
					+ " clients wait to be authenticated. Check that the authentication of the application is fast");
			outcome.complete(refused(ConnectRefusals.unavailable()));
		}
		return outcome;
	}

	// Others are equal to the outcome that is too late.
	@SuppressWarnings("ReferenceEquality")
	private void giveUpLater(CompletableFuture<Outcome> outcome) {
		Outcome late = refused(ConnectRefusals.unavailable());
		outcome.completeOnTimeout(late, this.timeout.toMillis(), TimeUnit.MILLISECONDS).thenAccept((made) -> {
			if (made == late) {
				this.limited.warn("timeout", () -> "Refused a client, because its credentials were not checked within "
						+ this.timeout.toSeconds() + " s. Check that the authentication of the application is fast");
			}
		});
	}

	private static void complete(CompletableFuture<Outcome> outcome, SocketAccess access,
			Function<SocketAccess, Outcome> decision) {
		try {
			outcome.complete(decision.apply(access));
		}
		catch (Throwable ex) {
			outcome.completeExceptionally(ex);
		}
	}

	private Outcome decide(SocketAccess access) {
		// A client that has left needs no authentication, which may be costly.
		if (!access.client().isChannelOpen()) {
			return refused(ConnectRefusals.unavailable());
		}
		try {
			SocketIdentity identity = authenticate(access);
			Refusal refusal = judge(access, authentication(identity));
			if (refusal != null) {
				logger.debug("Refused {} to {}: {}", access, access.client(), refusal.data());
				return refused(refusal);
			}
			return new Outcome(identity, null);
		}
		catch (AuthenticationServiceException ex) {
			this.limited.warn("service", () -> "Refused a client, because its credentials could not be checked", ex);
			return refused(ConnectRefusals.unavailable());
		}
		catch (AuthenticationException ex) {
			logger.debug("Refused {} to {}: {}", access, access.client(), ex.toString());
			return refused(ConnectRefusals.ofCredentials(ex));
		}
	}

	private Outcome decideAnew(SocketAccess access) {
		Outcome outcome = decide(access);
		if (outcome.identity() == null) {
			return outcome;
		}
		Authentication renewed = authentication(outcome.identity());
		if (renewed == this.anonymous) {
			return refused(ConnectRefusals.withoutCredentials());
		}
		boolean same = ClientIdentity.of(access.client()) instanceof Authentication present
				&& present.getName().equals(renewed.getName());
		return same ? outcome : refused(ConnectRefusals.ofAnotherUser());
	}

	private static Authentication authentication(SocketIdentity identity) {
		return (Authentication) identity.value();
	}

	private SocketIdentity authenticate(SocketAccess access) {
		for (SocketAuthenticationConverter converter : this.converters) {
			Authentication request = converter.convert(access.handshake());
			if (request != null) {
				Authentication authentication = this.managers.resolve(access).authenticate(request);
				if (authentication == null || !authentication.isAuthenticated()) {
					throw new BadCredentialsException("The AuthenticationManager has not authenticated the client");
				}
				return identity(authentication, converter.expiresAt(authentication));
			}
		}
		Authentication login = (this.session != null) ? this.session.login(access.handshake()) : null;
		return identity((login != null) ? login : this.anonymous, null);
	}

	private SocketIdentity identity(Authentication authentication, @Nullable Instant expiresAt) {
		Instant expiry = (expiresAt != null) ? expiresAt : TokenLife.expiresAt(authentication);
		return new SocketIdentity(authentication, UserNames.of(authentication), IdentityCosts.of(authentication),
				this.life.of(expiry, Instant.now()));
	}

	private @Nullable Refusal judge(SocketAccess access, Authentication authentication) {
		boolean known = authentication != this.anonymous;
		AuthorizationResult result = this.rules.connect(authentication, access);
		if (result != null && !result.isGranted()) {
			return known ? ConnectRefusals.denied() : ConnectRefusals.withoutCredentials();
		}
		boolean decided = result != null;
		return (known || decided || !this.required.contain(access.namespace())) ? null
				: ConnectRefusals.withoutCredentials();
	}

	private static Outcome refused(Refusal refusal) {
		return new Outcome(null, refusal);
	}

	@Override
	public @Nullable Object enter(SocketIdentity identity) {
		SecurityContext before = this.contexts.getContext();
		// A new one for each call, since the application may change it.
		this.contexts.setContext(new SecurityContextImpl(authentication(identity)));
		return (before.getAuthentication() != null) ? before : null;
	}

	@Override
	public void leave(@Nullable Object before) {
		if (before != null) {
			this.contexts.setContext((SecurityContext) before);
		}
		else {
			this.contexts.clearContext();
		}
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

}
