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

package io.github.stickycluster.internal.fork;

import io.github.stickycluster.internal.worker.WorkerStatistics;
import io.github.stickycluster.worker.WorkerState;

/**
 * The status report of a child process, which it sends several times per second and when
 * its worker's state changes.
 *
 * @param commands how many commands of its parent it has followed
 * @param state its worker's state
 * @param blocked whether its worker's event loop does not answer
 * @param givenUp whether its worker cannot be started again, or its process cannot serve
 * @param description its worker and its heap
 * @param connections connections that its worker was given since the process started
 * @param statistics what its worker has done since the process started
 */
public record ChildReport(int commands, WorkerState state, boolean blocked, boolean givenUp,
		ForkedWorker.Description description, long connections, WorkerStatistics.Snapshot statistics) {
}
