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

package io.github.stickycluster.web;

import java.util.Map;
import java.util.Objects;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;

/**
 * One public port for Socket.IO and WebFlux on Reactor Netty.
 */
class ReactorNettyTests extends OtherWebServersTests {

	@Override
	ConfigurableApplicationContext start() {
		return run(Application.class, WebApplicationType.REACTIVE);
	}

	@Override
	String name() {
		return "NettyWebServer";
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Gate gate() {
			return new Gate();
		}

		@Bean
		Pages pages(WebServerApplicationContext context, Gate gate) {
			return new Pages(context, gate);
		}

		/** Jetty is on the class path, too, and would be taken for the server. */
		@Bean
		WebSocketService webSocketService() {
			return new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy());
		}

		@Bean
		WebSocketHandlerAdapter webSocketHandlerAdapter(WebSocketService service) {
			return new WebSocketHandlerAdapter(service);
		}

		@Bean
		HandlerMapping webSockets() {
			WebSocketHandler echo = (session) -> session
				.send(session.receive().map((message) -> session.textMessage(message.getPayloadAsText())));
			return new SimpleUrlHandlerMapping(Map.of("/socket", echo), -1);
		}

	}

	@RestController
	static class Pages {

		private final WebServerApplicationContext context;

		private final Gate gate;

		Pages(WebServerApplicationContext context, Gate gate) {
			this.context = context;
			this.gate = gate;
		}

		@GetMapping("/server")
		String server() {
			return Objects.requireNonNull(this.context.getWebServer()).getClass().getSimpleName();
		}

		@GetMapping("/who")
		String who(ServerHttpRequest request) {
			return Objects.requireNonNull(request.getRemoteAddress()).getAddress().getHostAddress() + " "
					+ request.getURI().getScheme() + "://" + request.getURI().getAuthority();
		}

		@PostMapping("/upload")
		Mono<String> upload(@RequestBody Flux<DataBuffer> body) {
			return body.map((part) -> {
				int length = part.readableByteCount();
				DataBufferUtils.release(part);
				return length;
			}).reduce(0, Integer::sum).map(String::valueOf);
		}

		@GetMapping(path = "/download", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
		Flux<byte[]> download() {
			return Flux.range(0, LARGE / 65_536).map((i) -> new byte[65_536]);
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> events() {
			return Flux.concat(Mono.just("1"), Mono.fromFuture(this.gate.opened()).thenReturn("2"), Mono.never());
		}

	}

}
