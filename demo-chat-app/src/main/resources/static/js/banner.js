/** The line below the page's head that says what is wrong; of several things the worst. */
import { byId } from "./dom.js";

const BY_WEIGHT = ["lost", "silent", "elsewhere"];
/** What does not pass by waiting. */
const CALM = ["elsewhere"];

const messages = new Map();

/** @param detail what changes often: it is not read aloud again each time */
export function warn(kind, text, detail = "") {
	messages.set(kind, { text, detail });
	show();
}

export function unwarn(kind) {
	if (messages.delete(kind)) {
		show();
	}
}

function show() {
	const kind = BY_WEIGHT.find((candidate) => messages.has(candidate));
	const { text, detail } = messages.get(kind) ?? { text: "", detail: "" };
	byId("banner").hidden = kind === undefined;
	byId("banner").dataset.kind = kind ?? "";
	byId("banner-spinner").hidden = CALM.includes(kind);
	// Only a change is announced: setting the same text again would make screen readers repeat it.
	if (byId("banner-text").textContent !== text) {
		byId("banner-text").textContent = text;
	}
	byId("banner-detail").replaceChildren(detail);
}
