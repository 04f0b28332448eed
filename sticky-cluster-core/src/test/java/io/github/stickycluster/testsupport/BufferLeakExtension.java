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

package io.github.stickycluster.testsupport;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class in whose time a Netty buffer, or what else Netty counts references
 * of, was leaked; registered for every class through {@code META-INF/services}.
 */
public final class BufferLeakExtension implements BeforeAllCallback, AfterAllCallback {

	private static final long MOST_MILLIS = 2_000;

	private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

	private static final List<ResourceLeakDetector<?>> DETECTORS = new CopyOnWriteArrayList<>();

	/** How many were made since the last collection and are not released. */
	private static volatile LongAdder open = new LongAdder();

	/** How many were made before it, since the last but one, and are not released. */
	private static volatile LongAdder openBefore = new LongAdder();

	static {
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new RecordingFactory());
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		LEAKS.clear();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		List<String> found = leaks();
		if (!found.isEmpty()) {
			throw new AssertionError(found.size() + " leaks:\n" + String.join("\n", found));
		}
	}

	/**
	 * A collection takes up to a second of processor time: so it is left out where all
	 * that was made since the last but one has been released.
	 */
	private static List<String> leaks() {
		if (open.sum() == 0 && openBefore.sum() == 0) {
			return List.of();
		}
		openBefore = open;
		open = new LongAdder();
		collectGarbage();
		// A detector reports when the next resource is tracked.
		for (ResourceLeakDetector<?> detector : DETECTORS) {
			track(detector);
		}
		List<String> found = new ArrayList<>();
		for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
			found.add(leak);
		}
		return found;
	}

	// What was lost is known only when a thread of the JVM has found it, some time after
	// the collection: so lose something as well, and wait until that is found.
	private static void collectGarbage() {
		ReferenceQueue<Object> found = new ReferenceQueue<>();
		WeakReference<Object> lost = new WeakReference<>(new Object(), found);
		System.gc();
		try {
			found.remove(MOST_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			Reference.reachabilityFence(lost);
		}
	}

	@SuppressWarnings("unchecked")
	private static void track(ResourceLeakDetector<?> detector) {
		Object resource = new Object();
		ResourceLeakTracker<Object> tracker = ((ResourceLeakDetector<Object>) detector).track(resource);
		if (tracker != null) {
			tracker.close(resource);
		}
	}

	private static final class RecordingFactory extends ResourceLeakDetectorFactory {

		@Override
		@SuppressWarnings("deprecation")
		public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval,
				long maxActive) {
			return new RecordingDetector<>(resource, samplingInterval);
		}

		@Override
		public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
			return new RecordingDetector<>(resource, samplingInterval);
		}

	}

	private static final class RecordingDetector<T> extends ResourceLeakDetector<T> {

		private RecordingDetector(Class<T> resource, int samplingInterval) {
			super(resource, samplingInterval);
			DETECTORS.add(this);
		}

		@Override
		public ResourceLeakTracker<T> track(T resource) {
			ResourceLeakTracker<T> tracker = super.track(resource);
			return (tracker != null) ? new CountedTracker<>(tracker, open) : null;
		}

		@Override
		protected boolean needReport() {
			return true;
		}

		@Override
		protected void reportTracedLeak(String resourceType, String records) {
			LEAKS.add(resourceType + records);
		}

		@Override
		protected void reportUntracedLeak(String resourceType) {
			LEAKS.add(resourceType);
		}

	}

	private static final class CountedTracker<T> implements ResourceLeakTracker<T> {

		private final ResourceLeakTracker<T> tracker;

		private final LongAdder open;

		private CountedTracker(ResourceLeakTracker<T> tracker, LongAdder open) {
			this.tracker = tracker;
			this.open = open;
			open.increment();
		}

		@Override
		public void record() {
			this.tracker.record();
		}

		@Override
		public void record(Object hint) {
			this.tracker.record(hint);
		}

		@Override
		public boolean close(T resource) {
			boolean closed = this.tracker.close(resource);
			if (closed) {
				this.open.decrement();
			}
			return closed;
		}

	}

}
