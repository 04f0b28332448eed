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

package io.github.stickycluster.internal.autoconfigure.diagnostics;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.fork.ChildFile;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;

/**
 * The names of the properties below {@code sticky-cluster}, as the records that they are
 * bound to have them.
 */
public final class PropertyNames {

	static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("sticky-cluster");

	private final Group root;

	/** The types of the properties by their names. */
	private final Map<String, Class<?>> types = new TreeMap<>();

	private PropertyNames(Class<?> type) {
		this.root = group(PREFIX.toString(), ResolvableType.forClass(type));
	}

	/**
	 * Returns the names of {@link StickyClusterProperties} and of the property that only
	 * a forked worker's process has, which is bound to nothing.
	 */
	public static PropertyNames ofTheCluster() {
		PropertyNames names = of(StickyClusterProperties.class);
		ConfigurationPropertyName child = ConfigurationPropertyName.of(ChildFile.PROPERTY);
		names.root.members().put(child.getLastElement(Form.UNIFORM), new Value());
		return names;
	}

	static PropertyNames of(Class<?> type) {
		return new PropertyNames(type);
	}

	/**
	 * Returns whether a name, in whatever form, is the name of a property, of an element
	 * of one, or of a group of properties.
	 */
	boolean contain(ConfigurationPropertyName name) {
		Node node = this.root;
		for (int i = PREFIX.getNumberOfElements(); node != null && i < name.getNumberOfElements(); i++) {
			node = node.member(name, i);
		}
		return node != null;
	}

	public Set<String> all() {
		return this.types.keySet();
	}

	/**
	 * Returns the names of all properties of a type.
	 */
	List<String> ofType(Class<?> type) {
		return this.types.entrySet()
			.stream()
			.filter((property) -> property.getValue() == type)
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * Returns the name that was probably meant by another: the property that it stands
	 * below, or else the most similar name.
	 */
	String nearest(ConfigurationPropertyName name) {
		return this.types.keySet()
			.stream()
			.filter((candidate) -> ConfigurationPropertyName.of(candidate).isAncestorOf(name))
			.findFirst()
			.orElseGet(() -> mostSimilar(name));
	}

	private String mostSimilar(ConfigurationPropertyName name) {
		return Collections.min(this.types.keySet(), Comparator
			.comparingInt((candidate) -> NameDistance.between(name, ConfigurationPropertyName.of(candidate))));
	}

	private Group group(String name, ResolvableType type) {
		Map<String, Node> members = new HashMap<>();
		for (RecordComponent component : type.toClass().getRecordComponents()) {
			String dashed = DataObjectPropertyName.toDashedForm(component.getName());
			members.put(dashed.replace("-", ""),
					node(name + "." + dashed, ResolvableType.forType(component.getGenericType())));
		}
		return new Group(members);
	}

	private Node node(String name, ResolvableType type) {
		Class<?> raw = type.toClass();
		if (raw.isRecord()) {
			return group(name, type);
		}
		this.types.putIfAbsent(name, raw);
		if (Map.class.isAssignableFrom(raw)) {
			return new Entries();
		}
		if (raw.isArray()) {
			return new Elements(node(name, type.getComponentType()));
		}
		return Collection.class.isAssignableFrom(raw) ? new Elements(node(name, type.asCollection().getGeneric()))
				: new Value();
	}

	/**
	 * What may stand at a place of a name.
	 */
	private sealed interface Node {

		/**
		 * Returns what an element of a name leads to, or {@code null}.
		 */
		@Nullable Node member(ConfigurationPropertyName name, int element);

	}

	/**
	 * A record.
	 *
	 * @param members by their names in uniform form
	 */
	private record Group(Map<String, Node> members) implements Node {

		@Override
		public @Nullable Node member(ConfigurationPropertyName name, int element) {
			return name.isNumericIndex(element) ? null : this.members.get(name.getElement(element, Form.UNIFORM));
		}

	}

	/**
	 * A list.
	 *
	 * @param each each of its elements
	 */
	private record Elements(Node each) implements Node {

		@Override
		public @Nullable Node member(ConfigurationPropertyName name, int element) {
			return name.isNumericIndex(element) ? this.each : null;
		}

	}

	/**
	 * A map, below which every name may stand.
	 */
	private record Entries() implements Node {

		@Override
		public Node member(ConfigurationPropertyName name, int element) {
			return this;
		}

	}

	/**
	 * Something with nothing below it.
	 */
	private record Value() implements Node {

		@Override
		public @Nullable Node member(ConfigurationPropertyName name, int element) {
			return null;
		}

	}

}
