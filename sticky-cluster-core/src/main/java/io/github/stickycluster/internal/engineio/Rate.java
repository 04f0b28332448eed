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

package io.github.stickycluster.internal.engineio;

/**
 * A rate with a burst: a token bucket whose whole state is one number, the time until
 * which its owner has paid (the generic cell rate algorithm, ITU-T I.371, annex A).
 *
 * @param intervalNanos nanoseconds that one token takes to come back
 * @param burstNanos nanoseconds that a full bucket takes to come back
 */
public record Rate(long intervalNanos, long burstNanos) {

	private static final long SECOND = 1_000_000_000;

	/**
	 * Creates a rate.
	 * @param perSecond tokens that come back each second, 1 to 1,000,000
	 * @param burst tokens in a full bucket, 1 to 1,000,000
	 * @return the rate
	 */
	public static Rate of(int perSecond, int burst) {
		long interval = SECOND / perSecond;
		return new Rate(interval, interval * burst);
	}

	/**
	 * Takes one token, whether or not there is one.
	 * @param paid the time paid until, at first any time not in the future
	 * @param now the time, of {@link System#nanoTime()}
	 * @return the time paid until after that
	 */
	public long take(long paid, long now) {
		return ((paid - now > 0) ? paid : now) + this.intervalNanos;
	}

	/**
	 * Tells how long the tokens that were taken and not there take to come back.
	 * @param paid the time paid until
	 * @param now the time
	 * @return nanoseconds; 0 or less if there were enough
	 */
	public long excessNanos(long paid, long now) {
		return paid - now - this.burstNanos;
	}

}
