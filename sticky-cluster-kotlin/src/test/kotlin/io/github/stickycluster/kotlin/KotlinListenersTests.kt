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

import com.corundumstudio.socketio.AckRequest
import com.corundumstudio.socketio.SocketIOClient
import io.github.stickycluster.socketio.OnConnect
import io.github.stickycluster.socketio.OnEvent
import io.github.stickycluster.socketio.SocketExceptionHandler
import io.github.stickycluster.test.AutoConfigureSocketTestClient
import io.github.stickycluster.test.SocketTestClient
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatException
import org.junit.jupiter.api.Test
import org.springframework.beans.factory.annotation.Autowired
import org.springframework.boot.SpringApplication
import org.springframework.boot.autoconfigure.EnableAutoConfiguration
import org.springframework.boot.test.context.SpringBootTest
import org.springframework.context.annotation.Configuration
import org.springframework.context.annotation.Import
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit.SECONDS
import kotlinx.coroutines.future.asCompletableFuture

/**
 * Listeners in Kotlin.
 */
@SpringBootTest(
	webEnvironment = SpringBootTest.WebEnvironment.NONE,
	properties = ["sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=2"],
)
@AutoConfigureSocketTestClient
class KotlinListenersTests {

	@Autowired
	private lateinit var listeners: Listeners

	@Test
	fun `a data class has its default values`(client: SocketTestClient) {
		client.emitWithAck("copy", mapOf("id" to 7, "items" to listOf("tea"), "customer" to mapOf("name" to "Ada")))
			.expect()
			.hasArguments(
				mapOf("id" to 7, "note" to "none", "items" to listOf("tea", "receipt"), "customer" to mapOf("name" to "Ada")))
	}

	@Test
	fun `a suspend function answers when it completes`(client: SocketTestClient) {
		client.emitWithAck("order", mapOf("article" to "tea"))
			.expect()
			.hasArguments(mapOf("ordered" to "1 tea", "note" to "none"))
		client.expect("ordered", String::class.java).isEqualTo("tea")
		client.emitWithAck("nothing").expect().hasArguments()
		client.emitWithAck("null").expect().hasArguments(null)
		client.emitWithAck("own").expect().hasArguments("own")
	}

	@Test
	fun `arguments of a suspend function are validated`(client: SocketTestClient) {
		client.emitWithAck("order", mapOf("article" to "tea", "quantity" to 0))
			.expectError()
			.hasStatus(400)
			.hasFieldErrors("quantity")
	}

	@Test
	fun `arguments that are not sent have their default values`(client: SocketTestClient) {
		client.emitWithAck("defaults", "tea").expect().hasArguments("1 tea of nobody")
		client.emitWithAck("defaults", "tea", 2, "Ada").expect().hasArguments("2 tea of Ada")
		client.emitWithAck("defaults", "tea", null, "Ada").expect().hasArguments("1 tea of Ada")
		client.emitWithAck("order", mapOf("article" to "tea"), "hot").expect()
			.hasArguments(mapOf("ordered" to "1 tea", "note" to "hot"))
		client.emitWithAck("defaults").expectError().hasStatus(400).hasFieldErrors("article")
	}

	@Test
	fun `an exception of a suspend function is an error`(client: SocketTestClient) {
		client.emitWithAck("fail").expectError().hasStatus(500).hasDetail(null)
	}

	@Test
	fun `a handler may suspend`(client: SocketTestClient) {
		client.emitWithAck("handled", "tea").expect().hasArguments("handled: tea")
	}

	@Test
	fun `a suspend function is cancelled when its client leaves`(client: SocketTestClient) {
		client.emit("wait")
		listeners.waiting.asCompletableFuture().get(5, SECONDS)
		client.close()
		assertThat(listeners.cancelled.asCompletableFuture().get(5, SECONDS)).isTrue()
	}

	@Test
	fun `awaitAcks has the answers of other clients`(asking: SocketTestClient, asked: SocketTestClient) {
		val vote = asking.emitWithAck("vote", "ready?")
		asked.expect("question", String::class.java).isEqualTo("ready?").ack(true)
		vote.expect().hasArguments(1)
	}

	@Test
	fun `a suspend function for a connection fails the start`() {
		assertThatException().isThrownBy {
			SpringApplication(OnlyAutoConfiguration::class.java, SuspendingConnect::class.java)
				.run("--sticky-cluster.port=0", "--sticky-cluster.address=127.0.0.1").close()
		}.havingRootCause().withMessageContaining("SuspendingConnect.connected")
			.withMessageContaining("it is a suspend function, and only @OnEvent and @OnAnyEvent of this library call those")
	}

	@Test
	fun `the guide shows what is tested`() {
		val guide = Files.readString(Path.of("..", "docs", "guides", "kotlin.md"))
		val shown = guide.substringAfter("```kotlin\nimport").substringBefore("```")
		val tested = Files.readString(Path.of("src/test/kotlin/io/github/stickycluster/kotlin/Orders.kt"))
			.substringAfter("package io.github.stickycluster.kotlin\n\nimport").replace(Regex("/\\*\\*.*?\\*/\n", RegexOption.DOT_MATCHES_ALL), "")
		assertThat(shown).isEqualTo(tested)
	}

	class Listeners {

		val waiting = CompletableDeferred<Boolean>()

		val cancelled = CompletableDeferred<Boolean>()

		@OnEvent("copy")
		fun copy(order: Full): Full = order.copy(items = order.items + "receipt")

		@OnEvent("nothing")
		suspend fun nothing() {
			delay(10)
		}

		@OnEvent("null")
		suspend fun nullable(): String? {
			delay(10)
			return null
		}

		@OnEvent("own")
		suspend fun own(ack: AckRequest) {
			delay(10)
			ack.sendAckData("own")
		}

		@OnEvent("defaults")
		fun defaults(article: String, quantity: Int = 1, customer: String? = "nobody"): String =
			"$quantity $article of $customer"

		@OnEvent("fail")
		suspend fun fail() {
			delay(10)
			throw IllegalStateException("secret")
		}

		@OnEvent("handled")
		suspend fun handled(article: String) {
			delay(10)
			throw Orders.SoldOutException(article)
		}

		@SocketExceptionHandler
		suspend fun handle(ex: Orders.SoldOutException, client: SocketIOClient): String {
			delay(10)
			return if (client.isChannelOpen) "handled: ${ex.message}" else "?"
		}

		@OnEvent("wait")
		suspend fun waitForEver() {
			waiting.complete(true)
			try {
				awaitCancellation()
			} finally {
				cancelled.complete(true)
			}
		}

	}

	class SuspendingConnect {

		@OnConnect
		suspend fun connected() {
			delay(10)
		}

	}

	data class Full(val id: Int, val note: String = "none", val items: List<String>, val customer: Customer?)

	data class Customer(val name: String)

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	open class OnlyAutoConfiguration

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Orders::class, Listeners::class)
	open class Application

}
