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
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a bean that turns the exception of an {@link OnEvent} method into the
 * acknowledgement of the event. In a bean with listeners it handles the exceptions of
 * these; in any other bean, those of all listeners that their own bean does not handle.
 * <p>
 * Of several methods the one with the most specific exception type handles an exception,
 * or the first of its causes that has a method. The method may take the exception, the
 * {@link com.corundumstudio.socketio.SocketIOClient}, both, or nothing. What it returns
 * is acknowledged as the returned value of a listener is, now or when a stage completes;
 * a {@code ProblemDetail} or an {@code ErrorResponse} as the property {@code error} of an
 * object. It is called on the thread of the listener, or on the one that has completed
 * the returned stage.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SocketExceptionHandler {

	/**
	 * Returns the exceptions to handle.
	 * @return the types; if there are none, the type of the method's parameter
	 */
	Class<? extends Throwable>[] value() default {};

}
