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

package io.github.stickycluster.internal.autoconfigure.tls;

import java.util.function.Consumer;

import io.github.stickycluster.internal.autoconfigure.PropertyChecks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The SSL bundle that a property names.
 */
final class NamedBundle {

	private static final Logger logger = LoggerFactory.getLogger(NamedBundle.class);

	private final String name;

	private final SslBundles bundles;

	private NamedBundle(String name, SslBundles bundles) {
		this.name = name;
		this.bundles = bundles;
	}

	/**
	 * Finds the bundle.
	 * @param property the property's name, without the prefix
	 * @param name the bundle's name
	 * @param bundles the application's bundles
	 */
	static NamedBundle of(String property, String name, SslBundles bundles) {
		PropertyChecks.check(bundles.getBundleNames().contains(name), property, name,
				"Define the bundle under 'spring.ssl.bundle', or use one of those defined: " + bundles.getBundleNames()
						+ ".");
		return new NamedBundle(name, bundles);
	}

	SslBundle get() {
		return this.bundles.getBundle(this.name);
	}

	/**
	 * Hands on the bundle each time it has been reloaded.
	 * @param connections what it is for, as the log names it
	 * @param use takes the bundle; what it cannot use changes nothing
	 */
	void onReload(String connections, Consumer<SslBundle> use) {
		this.bundles.addBundleUpdateHandler(this.name, (reloaded) -> {
			try {
				use.accept(reloaded);
				logger.info("Reloaded the SSL bundle '{}'; new {} use it", this.name, connections);
			}
			catch (RuntimeException ex) {
				logger.warn(
						"Could not use the reloaded SSL bundle '{}'; new {} use the previous certificate. Correct the "
								+ "bundle's files",
						this.name, connections, ex);
			}
		});
	}

}
