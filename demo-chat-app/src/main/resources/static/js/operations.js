/** What an operator does: each act says first what it will do, and shows the server's reason where it refuses. */
import { byId, element, plural } from "./dom.js";
import { urlOf } from "./origins.js";

const OPERATE = "operate";
const ANSWER_WITHIN_MS = 10_000;
const TOAST_MS = 8000;

const ON_WORKER = {
	drain: ({ id, sessions }) => ({
		title: `Drain ${id}?`,
		text: `No new session comes to it. Its ${plural(sessions, "session")} may go on until the drain timeout; then their `
				+ "clients are sent away, and connect again to other workers by themselves.",
		yes: "Drain",
	}),
	restart: ({ id, sessions, state }) => (state === "DOWN") ? null : {
		title: `Restart ${id}?`,
		text: `The clients of its ${plural(sessions, "session")} are sent away and connect again to other workers by `
				+ "themselves. Then a new server takes its place.",
		yes: "Restart",
	},
};

/** Drains, resumes or restarts a worker, once the operator has agreed. */
export async function operateWorker(worker, action) {
	const question = ON_WORKER[action]?.(worker) ?? null;
	if (question === null || await confirmed(question)) {
		await post({ node: worker.node, worker: worker.id, action });
	}
}

/** Restarts all workers of a node, one after the other. */
export async function rollingRestart(node, workers) {
	const sessions = workers.reduce((sum, worker) => sum + worker.sessions, 0);
	if (await confirmed({
		title: `Restart all workers of node ${node}, one after the other?`,
		text: `There are ${plural(workers.length, "worker")} with ${plural(sessions, "session")}. The clients of each are sent `
				+ "away when its turn comes, and connect again to other workers by themselves.",
		yes: "Rolling restart",
	})) {
		await post({ node, action: "rolling-restart" });
	}
}

/** Changes a node's number of workers; only taking some away must be agreed to. */
export async function resize(node, present, wanted) {
	if (wanted >= present || await confirmed({
		title: `From ${plural(present, "worker")} to ${wanted}?`,
		text: `The last ${present - wanted} are drained: no new session comes to them. When their clients have gone, or at the `
				+ "drain timeout, they are removed.",
		yes: "Resize",
	})) {
		return post({ node, action: "resize", workers: wanted });
	}
	return false;
}

/** @returns whether it was done; why not is shown */
async function post(body) {
	try {
		const response = await fetch(urlOf(OPERATE), { method: "POST", body: JSON.stringify(body),
			headers: { "Content-Type": "application/json", Accept: "application/json" },
			signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
		if (response.ok) {
			return true;
		}
		const answer = await response.json().catch(() => ({}));
		toast(answer.reason ?? `The server refused it (${response.status}).`);
	}
	catch {
		toast("The server did not answer. It may or may not have been done.");
	}
	return false;
}

function confirmed({ title, text, yes }) {
	const dialog = byId("confirm");
	byId("confirm-title").textContent = title;
	byId("confirm-text").textContent = text;
	byId("confirm-yes").textContent = yes;
	dialog.returnValue = "";
	dialog.showModal();
	// Enter, pressed in haste, does nothing that cannot be undone.
	byId("confirm-no").focus();
	return new Promise((resolve) => {
		dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
	});
}

byId("confirm-yes").addEventListener("click", () => byId("confirm").close("yes"));
byId("confirm-no").addEventListener("click", () => byId("confirm").close("no"));

/** Shows why something was not done, without moving the page. */
export function toast(text) {
	const close = element("button", { type: "button", className: "quiet small", ariaLabel: "Close" }, "×");
	const shown = element("p", { className: "toast" }, element("span", {}, text), close);
	const timer = setTimeout(() => shown.remove(), TOAST_MS);
	close.addEventListener("click", () => {
		clearTimeout(timer);
		shown.remove();
	});
	byId("toasts").append(shown);
}
