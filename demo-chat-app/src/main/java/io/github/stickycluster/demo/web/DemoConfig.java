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

package io.github.stickycluster.demo.web;

import java.util.List;

/**
 * What the pages must know before they connect.
 *
 * @param path the path of Socket.IO on the page's own origin
 * @param origins the origins of all nodes; a page whose node does not answer connects to
 * another one
 * @param maxText the longest text of a message, in UTF-16 code units
 * @param maxName the longest name of a person
 * @param maxRoom the longest name of a room
 */
record DemoConfig(String path, List<String> origins, int maxText, int maxName, int maxRoom) {

}
