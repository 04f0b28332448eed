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

package io.github.stickycluster.cluster;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a bean that receives the events that other nodes send with
 * {@link NamespaceOperator#serverSideEmit}. The event's arguments become the method's
 * parameters. The method's return value is the node's reply to
 * {@link NamespaceOperator#serverSideEmitWithAck}.
 * <p>
 * The methods of a node are called one after the other, on a thread of their own: a
 * method may block, but delays the next events. {@code @SocketNamespace} on the class
 * sets the namespace, as for other listeners.
 *
 * @since 0.1.0
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnServerEvent {

	/**
	 * Returns the event's name.
	 * @return the name
	 */
	String value();

}
