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

package io.github.stickycluster.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/**
 * A certificate for 127.0.0.1, made for a run (EC, P-256).
 *
 * @param chain the certificate
 * @param key its private key
 * @param both the two in one file, as HAProxy wants them
 */
record Certificate(Path chain, Path key, Path both) {

	static Certificate in(Path directory) throws IOException {
		Certificate files = new Certificate(directory.resolve("certificate.pem"), directory.resolve("key.pem"),
				directory.resolve("both.pem"));
		if (!Files.exists(files.both)) {
			files.write();
		}
		return files;
	}

	private void write() throws IOException {
		try {
			X509Bundle bundle = new CertificateBuilder().subject("CN=127.0.0.1")
				.algorithm(CertificateBuilder.Algorithm.ecp256)
				.setIsCertificateAuthority(true)
				.buildSelfSigned();
			Files.writeString(this.chain, bundle.getCertificatePathPEM());
			Files.writeString(this.key, bundle.getPrivateKeyPEM());
			Files.writeString(this.both, bundle.getCertificatePathPEM() + bundle.getPrivateKeyPEM());
		}
		catch (IOException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException("Cannot make a certificate", ex);
		}
	}

}
