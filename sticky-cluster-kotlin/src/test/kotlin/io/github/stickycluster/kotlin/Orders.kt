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

package io.github.stickycluster.kotlin

import com.corundumstudio.socketio.SocketIOClient
import io.github.stickycluster.cluster.SocketCluster
import io.github.stickycluster.socketio.OnEvent
import io.github.stickycluster.socketio.SocketExceptionHandler
import jakarta.validation.Valid
import jakarta.validation.constraints.Min
import kotlinx.coroutines.delay
import org.springframework.stereotype.Component

/**
 * The listeners that the guide shows.
 */
@Component
class Orders(private val cluster: SocketCluster) {

	@OnEvent("order")
	suspend fun order(client: SocketIOClient, @Valid order: Order, note: String = "none"): Receipt {
		delay(10)
		client.emit("ordered", order.article)
		return Receipt("${order.quantity} ${order.article}", note)
	}

	@OnEvent("vote")
	suspend fun vote(client: SocketIOClient, question: String): Int {
		val others = cluster.except(client.sessionId.toString())
		return others.awaitAcks<Boolean>("question", question).values.count { it }
	}

	@SocketExceptionHandler
	suspend fun soldOut(ex: SoldOutException): String {
		delay(10)
		return "sold out: ${ex.message}"
	}

	data class Order(val article: String, @field:Min(1) val quantity: Int = 1)

	data class Receipt(val ordered: String, val note: String)

	class SoldOutException(article: String) : RuntimeException(article)

}
