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

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Makes JSON Web Tokens of a key of its own.
 */
final class TestTokens {

	private final KeyPair keys;

	TestTokens() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			this.keys = generator.generateKeyPair();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	JwtDecoder decoder() {
		return NimbusJwtDecoder.withPublicKey((RSAPublicKey) this.keys.getPublic()).build();
	}

	/** A token that is valid for some minutes. */
	String of(String user, String scope) {
		return of(user, scope, Duration.ofMinutes(5), "");
	}

	/**
	 * A token.
	 * @param expiry from now, negative for the past
	 * @param padding a claim that makes it longer
	 */
	String of(String user, String scope, Duration expiry, String padding) {
		Instant expires = Instant.now().plus(expiry);
		JWTClaimsSet claims = new JWTClaimsSet.Builder().subject(user)
			.claim("scope", scope)
			.claim("padding", padding)
			.issueTime(Date.from(expires.minus(Duration.ofMinutes(10))))
			.expirationTime(Date.from(expires))
			.build();
		SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
		try {
			token.sign(new RSASSASigner((RSAPrivateKey) this.keys.getPrivate()));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		return token.serialize();
	}

}
