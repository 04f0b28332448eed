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

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * One public port for Socket.IO and Jetty.
 */
class JettyTests extends OtherWebServersTests {

	@Override
	ConfigurableApplicationContext start() {
		return run(Application.class, WebApplicationType.SERVLET, "--spring.autoconfigure.exclude="
				+ "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration");
	}

	@Override
	String name() {
		return "JettyServletWebServer";
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Gate gate() {
			return new Gate();
		}

		@Bean
		ServletRegistrationBean<Pages> pages(WebServerApplicationContext context, Gate gate) {
			return new ServletRegistrationBean<>(new Pages(context, gate), "/server", "/who", "/upload", "/download",
					"/events");
		}

		@Bean
		WebServerFactoryCustomizer<JettyServletWebServerFactory> webSockets() {
			return (factory) -> factory.addServerCustomizers((server) -> JakartaWebSocketServletContainerInitializer
				.configure(Objects.requireNonNull(server.getDescendant(ServletContextHandler.class)),
						(context, container) -> container.addEndpoint(Echo.class)));
		}

	}

	/**
	 * Sends back what comes.
	 */
	@ServerEndpoint("/socket")
	public static class Echo {

		@OnMessage(maxMessageSize = 100_000)
		public String message(String text) {
			return text;
		}

	}

	static class Pages extends HttpServlet {

		private static final long serialVersionUID = 1L;

		private final transient WebServerApplicationContext context;

		private final transient Gate gate;

		Pages(WebServerApplicationContext context, Gate gate) {
			this.context = context;
			this.gate = gate;
		}

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
			OutputStream out = response.getOutputStream();
			switch (request.getServletPath()) {
				case "/server" ->
					out.write(bytes(Objects.requireNonNull(this.context.getWebServer()).getClass().getSimpleName()));
				case "/who" -> out.write(bytes(request.getRemoteAddr() + " " + request.getScheme() + "://"
						+ request.getServerName() + ":" + request.getServerPort()));
				case "/upload" -> out.write(bytes(String.valueOf(length(request.getInputStream()))));
				case "/download" -> out.write(new byte[LARGE]);
				default -> {
					response.setContentType("text/event-stream");
					out.write(bytes("data:1\n\n"));
					response.flushBuffer();
					this.gate.opened().join();
					out.write(bytes("data:2\n\n"));
					response.flushBuffer();
				}
			}
		}

		private static int length(InputStream in) throws IOException {
			byte[] buffer = new byte[65_536];
			int length = 0;
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				length += read;
			}
			return length;
		}

		private static byte[] bytes(String text) {
			return text.getBytes(StandardCharsets.UTF_8);
		}

	}

}
