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

package io.github.stickycluster.internal.socketio;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * When an identity expires, and what is done about it.
 *
 * @param expiresAt when it expires
 * @param noticeAt when the client is told to renew it, or {@code null} for never
 * @param closeAt when the session is closed that has not renewed it, or {@code null} for
 * never
 */
public record IdentityExpiry(Instant expiresAt, @Nullable Instant noticeAt, @Nullable Instant closeAt) {

}
