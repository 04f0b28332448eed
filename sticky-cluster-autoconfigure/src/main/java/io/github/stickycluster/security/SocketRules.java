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

package io.github.stickycluster.security;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.stickycluster.internal.security.NamePattern;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactory;

/**
 * Builds the rules that say who may connect to which namespace and send which events. The
 * first rule that matches decides.
 * <p>
 * An event that no rule matches is denied. Where no rule matches a connect,
 * {@code sticky-cluster.security.required} decides. Inject a builder, which honours the
 * application's role hierarchy, into the method that makes the rules a bean:
 *
 * <pre class="code">
 * &#064;Bean
 * AuthorizationManager&lt;SocketAccess&gt; socketRules(SocketRules rules) {
 *     return rules.connect("/admin").hasRole("ADMIN")
 *         .event("/", "order:{id}").hasAuthority("SCOPE_orders")
 *         .anyEvent().authenticated()
 *         .build();
 * }
 * </pre>
 *
 * Names are matched by Spring's {@code PathPattern} rules. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class SocketRules {

	private final AuthorizationManagerFactory<SocketAccess> factory;

	private final List<Entry> entries = new ArrayList<>();

	/**
	 * Creates a builder without rules.
	 * @param factory makes the managers of roles and authorities
	 */
	public SocketRules(AuthorizationManagerFactory<SocketAccess> factory) {
		this.factory = factory;
	}

	/**
	 * Begins a rule for clients that connect.
	 * @param namespace the namespace or a pattern of namespaces, such as {@code /admin}
	 * or {@code /tenant-{id}}
	 * @return the rule
	 * @throws IllegalArgumentException if the pattern is malformed
	 */
	public Rule connect(String namespace) {
		return new Rule(true, namespacePattern(namespace), null);
	}

	/**
	 * Begins a rule for clients that connect to any namespace.
	 * @return the rule
	 */
	public Rule anyConnect() {
		return new Rule(true, null, null);
	}

	/**
	 * Begins a rule for events.
	 * @param namespace the namespace or a pattern of namespaces
	 * @param event the event or a pattern of events, such as {@code order:{id}}
	 * @return the rule
	 * @throws IllegalArgumentException if a pattern is malformed
	 */
	public Rule event(String namespace, String event) {
		return new Rule(false, namespacePattern(namespace), NamePattern.of(event));
	}

	/**
	 * Begins a rule for all events of a namespace.
	 * @param namespace the namespace or a pattern of namespaces
	 * @return the rule
	 * @throws IllegalArgumentException if the pattern is malformed
	 */
	public Rule anyEvent(String namespace) {
		return new Rule(false, namespacePattern(namespace), null);
	}

	/**
	 * Begins a rule for all events.
	 * @return the rule
	 */
	public Rule anyEvent() {
		return new Rule(false, null, null);
	}

	private static NamePattern namespacePattern(String namespace) {
		if (!namespace.startsWith("/")) {
			throw new IllegalArgumentException(
					"The namespace '" + namespace + "' does not begin with a slash. Write \"/" + namespace + "\"");
		}
		return NamePattern.of(namespace);
	}

	/**
	 * Builds the rules.
	 * @return a manager, which does not change if further rules are added
	 */
	public AuthorizationManager<SocketAccess> build() {
		return new SocketRulesAuthorizationManager(List.copyOf(this.entries));
	}

	/**
	 * A rule that does not say yet what it demands.
	 */
	public final class Rule {

		private final boolean connect;

		private final @Nullable NamePattern namespace;

		private final @Nullable NamePattern event;

		private Rule(boolean connect, @Nullable NamePattern namespace, @Nullable NamePattern event) {
			this.connect = connect;
			this.namespace = namespace;
			this.event = event;
		}

		/**
		 * Lets everyone, also clients without credentials.
		 * @return the builder
		 */
		public SocketRules permitAll() {
			return access(SocketRules.this.factory.permitAll());
		}

		/**
		 * Lets nobody.
		 * @return the builder
		 */
		public SocketRules denyAll() {
			return access(SocketRules.this.factory.denyAll());
		}

		/**
		 * Demands that the client has authenticated.
		 * @return the builder
		 */
		public SocketRules authenticated() {
			return access(SocketRules.this.factory.authenticated());
		}

		/**
		 * Demands a role.
		 * @param role the role, without {@code ROLE_}
		 * @return the builder
		 */
		public SocketRules hasRole(String role) {
			return access(SocketRules.this.factory.hasRole(role));
		}

		/**
		 * Demands one of several roles.
		 * @param roles the roles, without {@code ROLE_}
		 * @return the builder
		 */
		public SocketRules hasAnyRole(String... roles) {
			return access(SocketRules.this.factory.hasAnyRole(roles));
		}

		/**
		 * Demands an authority.
		 * @param authority the authority, such as {@code SCOPE_orders}
		 * @return the builder
		 */
		public SocketRules hasAuthority(String authority) {
			return access(SocketRules.this.factory.hasAuthority(authority));
		}

		/**
		 * Demands one of several authorities.
		 * @param authorities the authorities
		 * @return the builder
		 */
		public SocketRules hasAnyAuthority(String... authorities) {
			return access(SocketRules.this.factory.hasAnyAuthority(authorities));
		}

		/**
		 * Demands what a manager decides. For a connect it is called on a thread for
		 * authentication, for an event on the executor of listeners: an event loop it
		 * must not block.
		 * @param manager decides; what it abstains from is denied
		 * @return the builder
		 */
		public SocketRules access(AuthorizationManager<SocketAccess> manager) {
			SocketRules.this.entries.add(new Entry(this.connect, this.namespace, this.event, manager));
			return SocketRules.this;
		}

	}

	/**
	 * A rule.
	 *
	 * @param connect whether it is for connects, or else for events
	 * @param namespace its namespaces, or {@code null} for all
	 * @param event its events, or {@code null} for all
	 * @param manager decides
	 */
	record Entry(boolean connect, @Nullable NamePattern namespace, @Nullable NamePattern event,
			AuthorizationManager<SocketAccess> manager) {

		/**
		 * Returns the variables if the rule matches, else {@code null}.
		 */
		@Nullable Map<String, String> match(SocketAccess access) {
			if (this.connect != access.isConnect()) {
				return null;
			}
			Map<String, String> ofNamespace = match(this.namespace, access.namespace());
			Map<String, String> ofEvent = (ofNamespace != null) ? match(this.event, access.event()) : null;
			if (ofNamespace == null || ofEvent == null) {
				return null;
			}
			if (ofNamespace.isEmpty() || ofEvent.isEmpty()) {
				return ofNamespace.isEmpty() ? ofEvent : ofNamespace;
			}
			Map<String, String> both = new HashMap<>(ofNamespace);
			both.putAll(ofEvent);
			return both;
		}

		String describe() {
			String names = (this.namespace != null) ? this.namespace.toString() : "all namespaces";
			if (this.connect) {
				return "connect to " + names;
			}
			return ((this.event != null) ? "event " + this.event : "all events") + " in " + names;
		}

		private static @Nullable Map<String, String> match(@Nullable NamePattern pattern, @Nullable String name) {
			return (pattern == null || name == null) ? Map.of() : pattern.match(name);
		}

	}

}
