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

package io.github.stickycluster.worker;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.namespace.Namespace;

/**
 * Makes the namespaces of a worker's server. A {@code StoreFactory} of a
 * {@link WorkerLink} that is one, too, gives its worker namespaces whose operations reach
 * further than the worker. It is the only way to tell a server: netty-socketio's makes
 * its default namespace in its constructor, from nothing but the configuration.
 */
public interface NamespaceSource {

	/**
	 * Makes a namespace.
	 * @param name the name, as the server names it
	 * @param configuration the server's configuration
	 * @return the namespace, empty
	 */
	Namespace namespace(String name, Configuration configuration);

}
