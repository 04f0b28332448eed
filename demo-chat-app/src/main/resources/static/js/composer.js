/** The field that messages are written in. */
import { byId } from "./dom.js";

const COUNTER_FROM = 0.85;

let limit = Infinity;
let open = false;

/** @param send called with a text that may be sent; what it throws is shown, and the text comes back */
export function wireComposer(send) {
	byId("composer").addEventListener("submit", (event) => {
		event.preventDefault();
		submit(send);
	});
	byId("text").addEventListener("keydown", (event) => {
		if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
			event.preventDefault();
			byId("composer").requestSubmit();
		}
	});
	byId("text").addEventListener("input", update);
}

export function limitText(characters) {
	limit = characters;
	update();
}

/** Lets messages be sent, or not: what is written meanwhile stays. */
export function openComposer(whether) {
	open = whether;
	update();
}

export const showSendError = (text) => {
	byId("send-error").textContent = text;
};

async function submit(send) {
	const input = byId("text");
	const text = input.value;
	showSendError("");
	if (text.trim() === "" || text.length > limit || !open) {
		return;
	}
	input.value = "";
	update();
	try {
		await send(text);
	}
	catch (failure) {
		showSendError(failure.message);
		if (input.value === "") {
			input.value = text;
			update();
		}
	}
}

function update() {
	const length = byId("text").value.length;
	const counter = byId("counter");
	counter.textContent = (length > limit * COUNTER_FROM) ? `${length.toLocaleString()} / ${limit.toLocaleString()}` : "";
	counter.classList.toggle("over", length > limit);
	byId("send").disabled = !open || length > limit;
}
