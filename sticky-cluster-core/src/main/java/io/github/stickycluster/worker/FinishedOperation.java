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

package io.github.stickycluster.worker;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The result of an operation on all workers of a node.
 *
 * @param action the operation: {@code rolling-restart}
 * @param ended the time at which the operation ended
 * @param failure the reason why the operation stopped early, as a sentence for operators;
 * {@code null} if the operation succeeded
 * @since 0.1.0
 */
public record FinishedOperation(String action, Instant ended, @Nullable String failure) {

}
