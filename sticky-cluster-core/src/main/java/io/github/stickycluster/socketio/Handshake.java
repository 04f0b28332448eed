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

package io.github.stickycluster.socketio;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The request that opened a client's session, and what the client sent with its CONNECT
 * to the namespace. Read-only and thread-safe.
 * <p>
 * A parameter of this type of a listener method gets the handshake of the listener's
 * client. The request is kept in a compact form, and parsed when it is first read: read
 * what many events need once, in an {@link OnConnect} method, and keep it as an attribute
 * of the client. {@link HandshakeAuthorizer} and {@link HandshakeHeaders} beans see the
 * handshake before its client is in a namespace.
 *
 * @since 0.1.0
 */
public interface Handshake {

	/**
	 * Returns a header of the request.
	 * @param name the header's name, in upper or lower case
	 * @return the first value, or {@code null} if there is none
	 */
	default @Nullable String header(String name) {
		List<String> values = headers().get(name);
		return (values != null) ? values.get(0) : null;
	}

	/**
	 * Returns the headers of the request.
	 * @return the values by name, which may be asked for in upper or lower case
	 */
	Map<String, List<String>> headers();

	/**
	 * Returns a parameter of the request's query.
	 * @param name the parameter's name
	 * @return the first value, or {@code null} if there is none
	 */
	default @Nullable String parameter(String name) {
		List<String> values = parameters().get(name);
		return (values != null) ? values.get(0) : null;
	}

	/**
	 * Returns the parameters of the request's query, those of Engine.IO among them.
	 * @return the values by name
	 */
	Map<String, List<String>> parameters();

	/**
	 * Returns a cookie of the request.
	 * @param name the cookie's name
	 * @return the value, or {@code null} if there is none
	 */
	default @Nullable String cookie(String name) {
		return cookies().get(name);
	}

	/**
	 * Returns the cookies of the request; of several with one name, the first.
	 * @return the values by name
	 */
	Map<String, String> cookies();

	/**
	 * Returns the client's address, behind trusted proxies the one that they report.
	 * @return the address
	 */
	InetSocketAddress clientAddress();

	/**
	 * Returns the address of this server that the connection came to.
	 * @return the address
	 */
	InetSocketAddress localAddress();

	/**
	 * Returns whether the client has connected by TLS.
	 * @return whether it has, to this server or to a trusted proxy
	 */
	boolean isSecure();

	/**
	 * Returns the certificate by which the client has proved who it is, where
	 * {@code sticky-cluster.ssl.client-auth} asks for one.
	 * @return the certificate, a new object at each call; {@code null} if there is none,
	 * or a trusted proxy has ended TLS
	 */
	default @Nullable X509Certificate clientCertificate() {
		return null;
	}

	/**
	 * Returns the request's URL.
	 * @return the path and the query
	 */
	String url();

	/**
	 * Returns when the request came.
	 * @return the time
	 */
	Instant time();

	/**
	 * Returns what the client sent with its CONNECT, or what the application has put in
	 * its place by {@code HandshakeData.setAuthToken}.
	 * @return a map of the properties, which is empty if the client sent none or is in no
	 * namespace yet, or the application's object
	 */
	Object auth();

	/**
	 * Returns the variables of the client's namespace, which was declared by a pattern
	 * such as {@code /tenant-{id}}.
	 * @return the values by variable; none in other namespaces, and if the client is in
	 * no namespace yet
	 * @see SocketNamespace
	 */
	default Map<String, String> namespaceVariables() {
		return Map.of();
	}

}
