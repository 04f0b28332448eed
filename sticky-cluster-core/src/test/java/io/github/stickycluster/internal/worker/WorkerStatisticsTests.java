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

package io.github.stickycluster.internal.worker;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.github.stickycluster.internal.engineio.CloseReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerStatisticsTests {

	@Test
	void everyCountIsInTheSnapshot() throws Exception {
		WorkerStatistics statistics = new WorkerStatistics();
		long counts = 0;
		for (Field field : WorkerStatistics.class.getDeclaredFields()) {
			field.setAccessible(true);
			Object value = field.get(statistics);
			if (value instanceof LongAdder) {
				counts++;
			}
			else if (value instanceof Map<?, ?> adders) {
				counts += adders.size();
			}
		}
		assertThat((long) statistics.snapshot().counts().size()).isEqualTo(counts);
	}

	@Test
	void whatAnotherJvmHasCountedIsAddedOnceAndGoesOnAfterItsRestart() {
		WorkerStatistics parent = new WorkerStatistics();
		WorkerStatistics first = new WorkerStatistics();
		first.eventReceived("/", "a");
		WorkerStatistics.Snapshot early = first.snapshot();
		parent.add(early, WorkerStatistics.Snapshot.ZERO);
		first.eventReceived("/", "b");
		first.sessionClosed(CloseReason.TRANSPORT_CLOSE);
		parent.add(first.snapshot(), early);
		WorkerStatistics second = new WorkerStatistics();
		second.eventReceived("/", "c");
		parent.add(second.snapshot(), WorkerStatistics.Snapshot.ZERO);
		assertThat(parent.eventsReceived()).isEqualTo(3);
		assertThat(parent.sessionsClosed(CloseReason.TRANSPORT_CLOSE)).isEqualTo(1);
	}

}
