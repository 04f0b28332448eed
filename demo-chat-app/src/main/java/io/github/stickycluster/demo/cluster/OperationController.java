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

package io.github.stickycluster.demo.cluster;

import java.util.concurrent.CompletableFuture;

import io.github.stickycluster.autoconfigure.ClusterRole;
import io.github.stickycluster.autoconfigure.ConditionalOnClusterRole;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes the Cluster page's operations. JSON only: no page of another origin can send it
 * without being allowed to.
 */
@RestController
@ConditionalOnClusterRole(ClusterRole.PARENT)
class OperationController {

	private final NodeOperator operator;

	OperationController(NodeOperator operator) {
		this.operator = operator;
	}

	@PostMapping(path = "/operate", consumes = MediaType.APPLICATION_JSON_VALUE)
	CompletableFuture<ResponseEntity<OperationResult>> operate(@RequestBody Operation operation) {
		return this.operator.operate(operation)
			.thenApply((result) -> ResponseEntity.status(result.status()).body(result));
	}

}
