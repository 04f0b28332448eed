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

package io.github.stickycluster.internal.worker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.function.Function;

import io.github.stickycluster.internal.engineio.PortGuard;
import io.github.stickycluster.internal.net.MemberProof;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the workers' internal ports, to which other nodes relay requests: their
 * address, and the proof that a connection needs.
 */
public final class InternalPorts {

	/**
	 * A header field by which a node that relays a request tells whether it is of a page
	 * of the server's own origin.
	 */
	public static final String SAME_ORIGIN = "Sticky-Cluster-Same-Origin";

	/**
	 * The header by which a node that relays tells that the client has sent the request
	 * by TLS.
	 */
	public static final String SECURE = "Sticky-Cluster-Secure";

	/**
	 * The header by which a node that relays tells the certificate of the client.
	 */
	public static final String CERTIFICATE = "Sticky-Cluster-Certificate";

	private static final String LOOPBACK = "127.0.0.1";

	private static final String TLS = "sticky.internal.tls";

	private static final String MEMBER = "sticky.internal.member";

	private final InetAddress address;

	private final String advertised;

	private final @Nullable MemberProof proof;

	private final @Nullable Function<ByteBufAllocator, SslHandler> tls;

	private final MemberRefusals refused = new MemberRefusals();

	/**
	 * Creates the ports' settings.
	 * @param address the address to bind
	 * @param advertised the address or host name at which other nodes find the ports
	 * @param proof checks the proof that each connection must begin with, or null if it
	 * needs none
	 * @param tls makes the handler of each new connection, which asks for a certificate
	 * of the cluster's; null for no TLS
	 * @throws IllegalArgumentException if others than this host could connect without
	 * either
	 */
	public InternalPorts(InetAddress address, String advertised, @Nullable MemberProof proof,
			@Nullable Function<ByteBufAllocator, SslHandler> tls) {
		if (!address.isLoopbackAddress() && proof == null && tls == null) {
			throw new IllegalArgumentException("Internal ports on " + address
					+ " would be open to everybody: use a secret, TLS or a " + "loopback address");
		}
		this.address = address;
		this.advertised = advertised;
		this.proof = proof;
		this.tls = tls;
	}

	/**
	 * Makes ports for this host alone.
	 * @return ports on loopback that need no proof
	 */
	public static InternalPorts loopback() {
		return new InternalPorts(new InetSocketAddress(LOOPBACK, 0).getAddress(), LOOPBACK, null, null);
	}

	/**
	 * Returns the address to bind.
	 * @return the address
	 */
	public InetAddress address() {
		return this.address;
	}

	/**
	 * Returns where other nodes find this one's workers.
	 * @return an address or a host name
	 */
	public String advertised() {
		return this.advertised;
	}

	/**
	 * Returns the connections that were refused.
	 * @return the counts
	 */
	public MemberRefusals refused() {
		return this.refused;
	}

	PortGuard guardOf(String workerId) {
		return new Guard(workerId);
	}

	private final class Guard implements PortGuard {

		private final String workerId;

		private Guard(String workerId) {
			this.workerId = workerId;
		}

		@Override
		public void guard(Channel channel) {
			InternalPorts ports = InternalPorts.this;
			if (ports.tls != null) {
				add(channel, TLS, ports.tls.apply(channel.alloc()));
			}
			add(channel, MEMBER, new MemberHandler(this.workerId, ports.proof, ports.refused));
		}

		/**
		 * Closes the connection if the handler could not be added. Netty removes a
		 * handler whose {@code handlerAdded} fails from the pipeline and keeps the
		 * connection open, which would then be accepted without a proof of membership.
		 */
		private static void add(Channel channel, String name, ChannelHandler handler) {
			channel.pipeline().addLast(name, handler);
			if (channel.pipeline().get(name) == null) {
				channel.close();
			}
		}

		@Override
		public InetSocketAddress resolve(Channel channel, HttpRequest request) {
			InetSocketAddress named = named(channel);
			return (named != null) ? named : PEER.resolve(channel, request);
		}

		// Asking for an attribute would make it, on each connection.
		private static @Nullable InetSocketAddress named(Channel channel) {
			return channel.hasAttr(MemberHandler.CLIENT) ? channel.attr(MemberHandler.CLIENT).get() : null;
		}

		/**
		 * Takes the word of the node that relays; the listeners do not see it.
		 */
		@Override
		public boolean isSameOrigin(Channel channel, HttpRequest request) {
			String told = request.headers().get(SAME_ORIGIN);
			request.headers().remove(SAME_ORIGIN);
			boolean relayed = told != null && named(channel) != null;
			return (relayed) ? Boolean.parseBoolean(told) : PortGuard.super.isSameOrigin(channel, request);
		}

		/**
		 * Takes the word of the node that relays; the listeners do not see it.
		 */
		@Override
		public boolean isSecure(Channel channel, HttpRequest request) {
			String told = request.headers().get(SECURE);
			request.headers().remove(SECURE);
			return told != null && named(channel) != null && Boolean.parseBoolean(told);
		}

		/**
		 * Takes the word of the node that relays; the listeners do not see it.
		 */
		@Override
		public byte @Nullable [] clientCertificate(Channel channel, HttpRequest request) {
			String told = request.headers().get(CERTIFICATE);
			request.headers().remove(CERTIFICATE);
			return (told != null && named(channel) != null) ? Base64.getDecoder().decode(told) : null;
		}

	}

}
