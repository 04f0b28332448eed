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

package io.github.stickycluster.nodes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/**
 * Maps and lists to and from what the Java client takes for objects and arrays.
 */
final class Plain {

	private Plain() {
	}

	static Object toJson(Object value) {
		try {
			if (value instanceof Map<?, ?> map) {
				JSONObject object = new JSONObject();
				for (Map.Entry<?, ?> entry : map.entrySet()) {
					object.put((String) entry.getKey(), toJson(entry.getValue()));
				}
				return object;
			}
		}
		catch (JSONException ex) {
			throw new IllegalArgumentException(ex);
		}
		if (value instanceof Collection<?> collection) {
			JSONArray array = new JSONArray();
			collection.forEach((element) -> array.put(toJson(element)));
			return array;
		}
		return value;
	}

	static Object of(Object json) {
		try {
			if (json instanceof JSONObject object) {
				Map<String, Object> map = new HashMap<>();
				for (Iterator<?> names = object.keys(); names.hasNext();) {
					String name = (String) names.next();
					map.put(name, of(object.get(name)));
				}
				return map;
			}
			if (json instanceof JSONArray array) {
				List<Object> list = new ArrayList<>();
				for (int i = 0; i < array.length(); i++) {
					list.add(of(array.get(i)));
				}
				return list;
			}
			return json;
		}
		catch (JSONException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
