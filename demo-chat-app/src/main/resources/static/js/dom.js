/** Small helpers that build elements; whatever a person typed goes in as text, never as markup. */

export const byId = (id) => document.getElementById(id);

/** Makes an element: `element("p", { className: "x" }, "text", otherElement)`. */
export function element(tag, properties = {}, ...children) {
	const made = document.createElement(tag);
	Object.assign(made, properties);
	made.append(...children);
	return made;
}

/** A name: by itself, so that its direction stays its own. */
export const bdi = (name, className = "") => element("bdi", { className }, name);

/** Text for screen readers alone. */
export const hidden = (text) => element("span", { className: "visually-hidden" }, text);

const SVG = "http://www.w3.org/2000/svg";

/** Makes an SVG element with the given attributes. */
export function svg(tag, attributes = {}, ...children) {
	const made = document.createElementNS(SVG, tag);
	for (const [name, value] of Object.entries(attributes)) {
		made.setAttribute(name, value);
	}
	made.append(...children);
	return made;
}

/** The links to the other page keep what this one's address asks for. */
export function keepQuery() {
	for (const link of document.querySelectorAll(".top a")) {
		link.search = location.search;
	}
}

export const clock = (date) => date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString()} ${(count === 1) ? one : many}`;
