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

package io.github.stickycluster.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of an authority made for a test.
 */
public final class Certificates {

	private final X509Bundle authority;

	private Certificates(X509Bundle authority) {
		this.authority = authority;
	}

	/**
	 * Makes an authority.
	 * @param name its common name
	 * @return the authority
	 */
	public static Certificates of(String name) {
		try {
			return new Certificates(new CertificateBuilder().ecp256()
				.subject("CN=" + name)
				.setIsCertificateAuthority(true)
				.buildSelfSigned());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Issues a certificate for 127.0.0.1.
	 * @param name its common name
	 * @return the certificate and its key
	 */
	public X509Bundle issue(String name) {
		try {
			return new CertificateBuilder().ecp256()
				.subject("CN=" + name)
				.addSanDnsName("localhost")
				.addSanIpAddress("127.0.0.1")
				.buildIssuedBy(this.authority);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Writes the authority's own certificate.
	 * @param file the PEM file
	 */
	public void writeAuthority(Path file) {
		write(file, this.authority.getCertificatePEM());
	}

	/**
	 * Writes a certificate and its key as {@code <name>.crt} and {@code <name>.key}.
	 * @param folder where to
	 * @param name the files' name
	 * @param issued the certificate
	 */
	public static void write(Path folder, String name, X509Bundle issued) {
		write(folder.resolve(name + ".crt"), issued.getCertificatePathPEM());
		write(folder.resolve(name + ".key"), issued.getPrivateKeyPEM());
	}

	private static void write(Path file, String text) {
		try {
			Files.writeString(file, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public X509TrustManager trustManager() {
		return (X509TrustManager) this.authority.toTrustManager();
	}

	/**
	 * Makes the TLS of a client that trusts this authority.
	 * @param own the client's own certificate, or null
	 * @return the context
	 */
	public SSLContext client(@Nullable X509Bundle own) {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init((own != null) ? keys(own) : null, new TrustManager[] { trustManager() }, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Makes the TLS of a client that shows its certificate whoever is asked for.
	 * @param own the certificate
	 * @return the context
	 */
	public SSLContext insistentClient(X509Bundle own) {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			X509ExtendedKeyManager keys = (X509ExtendedKeyManager) keys(own)[0];
			context.init(new KeyManager[] { new Insistent(keys) }, new TrustManager[] { trustManager() }, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyManager[] keys(X509Bundle own) throws GeneralSecurityException {
		char[] password = "changeit".toCharArray();
		KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		factory.init(own.toKeyStore(password), password);
		return factory.getKeyManagers();
	}

	/** Does not care whose certificates the server trusts. */
	private static final class Insistent extends X509ExtendedKeyManager {

		private final X509ExtendedKeyManager keys;

		private Insistent(X509ExtendedKeyManager keys) {
			this.keys = keys;
		}

		@Override
		public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
			return this.keys.chooseClientAlias(types, null, socket);
		}

		@Override
		public String[] getClientAliases(String type, Principal[] issuers) {
			return this.keys.getClientAliases(type, null);
		}

		@Override
		public String[] getServerAliases(String type, Principal[] issuers) {
			return this.keys.getServerAliases(type, null);
		}

		@Override
		public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
			return this.keys.chooseServerAlias(type, null, socket);
		}

		@Override
		public X509Certificate[] getCertificateChain(String alias) {
			return this.keys.getCertificateChain(alias);
		}

		@Override
		public PrivateKey getPrivateKey(String alias) {
			return this.keys.getPrivateKey(alias);
		}

	}

}
