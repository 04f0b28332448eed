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

package io.github.stickycluster.internal.memory;

import java.util.function.BooleanSupplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether direct memory for connections is available by allocating as they do,
 * since memory that Netty has allocated may be free inside its pools.
 */
final class DirectRoom implements BooleanSupplier {

	private static final int PIECE = 64 * 1024;

	private static final int PIECES = 16;

	@Override
	public boolean getAsBoolean() {
		@Nullable ByteBuf[] pieces = new ByteBuf[PIECES];
		try {
			for (int i = 0; i < PIECES; i++) {
				pieces[i] = ByteBufAllocator.DEFAULT.directBuffer(PIECE);
			}
			return true;
		}
		catch (OutOfMemoryError ex) {
			return false;
		}
		finally {
			for (ByteBuf piece : pieces) {
				if (piece != null) {
					piece.release();
				}
			}
		}
	}

}
