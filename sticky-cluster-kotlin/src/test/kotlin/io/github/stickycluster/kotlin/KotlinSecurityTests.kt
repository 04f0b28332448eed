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

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort
import io.github.stickycluster.socketio.OnEvent
import io.github.stickycluster.socketio.SocketExceptionHandler
import io.github.stickycluster.test.SocketTestClient
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.boot.autoconfigure.EnableAutoConfiguration
import org.springframework.boot.test.context.SpringBootTest
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.security.core.context.SecurityContextHolder
import org.springframework.security.core.userdetails.User
import org.springframework.security.core.userdetails.UserDetailsService
import org.springframework.security.provisioning.InMemoryUserDetailsManager
import java.security.Principal
import java.util.Base64

/**
 * Spring Security's context in suspend functions.
 */
@SpringBootTest(
	webEnvironment = SpringBootTest.WebEnvironment.NONE,
	properties = ["sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1"],
)
class KotlinSecurityTests {

	@LocalStickyClusterPort
	private var port = 0

	@Test
	fun `a suspend function keeps the client on each thread`() {
		connect("anna").use { anna ->
			connect("otto").use { otto ->
				val first = anna.emitWithAck("names")
				val second = otto.emitWithAck("names")
				first.expect().hasArguments(listOf("anna", "anna", "anna", "anna", "anna"))
				second.expect().hasArguments(listOf("otto", "otto", "otto", "otto", "otto"))
			}
		}
	}

	@Test
	fun `an exception handler that suspends keeps the client`() {
		connect("anna").use { it.emitWithAck("fail").expect().hasArguments("anna") }
	}

	@Test
	fun `threads forget the client`() {
		connect("anna").use { it.emitWithAck("names").expect() }
		assertThat(runBlocking(Dispatchers.Default) { name() }).isEqualTo("nobody")
	}

	private fun connect(user: String): SocketTestClient {
		val credentials = Base64.getEncoder().encodeToString("$user:secret".toByteArray())
		return SocketTestClient.bindToPort(port).header("Authorization", "Basic $credentials").connect()
	}

	class Listeners {

		@OnEvent("names")
		suspend fun names(principal: Principal): List<String> {
			val names = mutableListOf(principal.name, name())
			delay(20)
			names += name()
			names += withContext(Dispatchers.Default) { name() }
			names += name()
			return names
		}

		@OnEvent("fail")
		suspend fun fail() {
			delay(10)
			throw IllegalArgumentException("fails")
		}

		@SocketExceptionHandler
		suspend fun handle(@Suppress("UNUSED_PARAMETER") ex: IllegalArgumentException): String {
			delay(10)
			return name()
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	open class Application {

		@Bean
		fun users(): UserDetailsService = InMemoryUserDetailsManager(
			User.withUsername("anna").password("{noop}secret").roles("USER").build(),
			User.withUsername("otto").password("{noop}secret").roles("USER").build(),
		)

		@Bean
		fun listeners() = Listeners()

	}

}

private fun name(): String = SecurityContextHolder.getContext().authentication?.name ?: "nobody"
