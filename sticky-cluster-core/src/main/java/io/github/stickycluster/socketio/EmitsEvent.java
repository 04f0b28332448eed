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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares an event that the application sends to clients, for the types that TypeScript
 * clients use. Stands on the class of any bean, and changes nothing of what is sent. The
 * event belongs to the namespace of the class, which {@link SocketNamespace} names.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(EmitsEvent.List.class)
public @interface EmitsEvent {

	/**
	 * Names the event.
	 * @return the name, as clients listen to it
	 */
	String value();

	/**
	 * Returns the types of the event's arguments.
	 * @return a class for each argument; none for an event without arguments
	 */
	Class<?>[] arguments() default {};

	/**
	 * Returns the namespace.
	 * @return the name, beginning with a slash; by default, that of the class
	 */
	String namespace() default "";

	/**
	 * Several of them on one class.
	 */
	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@Documented
	@interface List {

		/**
		 * Returns the events.
		 * @return the declarations
		 */
		EmitsEvent[] value();

	}

}
