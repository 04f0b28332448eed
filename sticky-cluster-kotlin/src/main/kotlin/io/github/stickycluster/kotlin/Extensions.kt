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

/** Extension functions for senders in Kotlin. */
package io.github.stickycluster.kotlin

import com.corundumstudio.socketio.ClientOperations
import io.github.stickycluster.cluster.Acks
import io.github.stickycluster.cluster.BroadcastOperator
import kotlinx.coroutines.future.await

/**
 * Sends an event to a client, or to the clients of a room or a namespace.
 *
 * @param event the name of the event
 * @param args its arguments
 * @since 0.1.0
 */
public fun ClientOperations.emit(event: String, vararg args: Any?) {
	sendEvent(event, *args)
}

/**
 * Sends an event to the selected clients of the cluster, and suspends until they have answered or the operator's timeout is
 * over. Resumes on a thread of the JDK's common pool, unless the coroutine has a dispatcher.
 *
 * @param T the type of an answer, whose type arguments are not known
 * @param event the name of the event
 * @param args its arguments
 * @return the answers, and how many are missing
 * @since 0.1.0
 */
public suspend inline fun <reified T : Any> BroadcastOperator.awaitAcks(event: String, vararg args: Any): Acks<T> =
	emitWithAck(T::class.javaObjectType, event, *args).await()
