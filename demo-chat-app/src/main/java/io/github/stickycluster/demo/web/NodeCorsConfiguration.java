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

package io.github.stickycluster.demo.web;

import java.util.List;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * Lets the Cluster page of one node read and operate another: its own node may have been
 * killed. Pages of any other origin may not.
 */
@Configuration(proxyBeanMethods = false)
class NodeCorsConfiguration {

	@Bean
	CorsFilter nodeCorsFilter(NodeOrigins origins) {
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		if (!origins.all().isEmpty()) {
			source.registerCorsConfiguration("/actuator/stickycluster", cors(origins, "GET"));
			source.registerCorsConfiguration("/operate", cors(origins, "POST"));
		}
		return new CorsFilter(source);
	}

	private static CorsConfiguration cors(NodeOrigins origins, String method) {
		CorsConfiguration cors = new CorsConfiguration();
		cors.setAllowedOrigins(origins.all());
		cors.setAllowedMethods(List.of(method));
		cors.setAllowedHeaders(List.of(HttpHeaders.ACCEPT, HttpHeaders.CONTENT_TYPE));
		return cors;
	}

}
