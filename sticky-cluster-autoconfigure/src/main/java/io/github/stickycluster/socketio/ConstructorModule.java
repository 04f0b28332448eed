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

package io.github.stickycluster.socketio;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;

import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.util.ClassUtil;

/**
 * Calls the constructors of records, and of other classes that are read by a constructor
 * with arguments, by a method handle made once. Jackson 3.1 makes one for each object,
 * which is a fifth of what it takes to decode an event with a small record. What a module
 * of the application's has chosen stays.
 */
final class ConstructorModule extends SimpleModule {

	private static final long serialVersionUID = 1L;

	ConstructorModule() {
		super(ConstructorModule.class.getName());
	}

	@Override
	public void setupModule(SetupContext context) {
		super.setupModule(context);
		context.addValueInstantiators(new Instantiators());
	}

	private static final class Instantiators extends ValueInstantiators.Base {

		@Override
		public ValueInstantiator modifyValueInstantiator(DeserializationConfig config, BeanDescription.Supplier bean,
				ValueInstantiator chosen) {
			if (chosen.getClass() == StdValueInstantiator.class
					&& chosen.getWithArgsCreator() instanceof AnnotatedConstructor constructor) {
				try {
					return new Instantiator((StdValueInstantiator) chosen, call(constructor.getAnnotated()));
				}
				catch (IllegalAccessException ex) {
					// Jackson says so to those who read such a value.
					return chosen;
				}
			}
			return chosen;
		}

		private static MethodHandle call(Constructor<?> constructor) throws IllegalAccessException {
			return MethodHandles.lookup()
				.unreflectConstructor(constructor)
				.asFixedArity()
				.asSpreader(Object[].class, constructor.getParameterCount())
				.asType(MethodType.methodType(Object.class, Object[].class));
		}

	}

	private static final class Instantiator extends StdValueInstantiator {

		private static final long serialVersionUID = 1L;

		private final transient MethodHandle call;

		Instantiator(StdValueInstantiator standard, MethodHandle call) {
			super(standard);
			this.call = call;
		}

		@Override
		public Object createFromObjectWith(DeserializationContext context, Object[] arguments) {
			try {
				return (Object) this.call.invokeExact(arguments);
			}
			catch (Exception ex) {
				return context.handleInstantiationProblem(_valueClass, arguments, rewrapCtorProblem(context, ex));
			}
			catch (Throwable ex) {
				throw ClassUtil.sneakyThrow(ex);
			}
		}

	}

}
