/** Says which worker holds this tab and why, and offers tabs on the other workers. */
import { byId, element } from "./dom.js";
import { toldAddress } from "./connection.js";
import { isElsewhere, urlOf } from "./origins.js";
import { badge } from "./worker.js";

const OFFERED = 8;

/** Shows it at each place for it: before somebody joins, and beside the chat. */
export async function showWhereabouts({ worker, address }) {
	const others = (await addresses()).filter((other) => other.worker !== worker).slice(0, OFFERED);
	for (const place of document.querySelectorAll(".whereabouts")) {
		place.replaceChildren(element("h2", {}, "Your worker"), element("p", { className: "seat" }, badge(worker)),
				why(worker, address), ...offers(others));
		place.hidden = false;
	}
	renameLinks();
}

/** For each worker an address that leads to it; none where this browser's word about addresses does not count. */
async function addresses() {
	if (isElsewhere()) {
		return [];
	}
	try {
		const response = await fetch(urlOf("worker-addresses.json"), { cache: "no-store" });
		return (response.ok) ? await response.json() : [];
	}
	catch {
		return [];
	}
}

function why(worker, address) {
	const seen = element("code", { className: "address" }, address);
	if (address === toldAddress) {
		return element("p", {}, "The dispatcher selects a worker by the client's address. This tab reports ", seen,
				" as its own, as a proxy reports its client's.");
	}
	return element("p", {}, "The dispatcher selects a worker by the client's address. Yours is ", seen,
			`, so all tabs of this browser reach ${worker}.`);
}

function offers(others) {
	if (others.length === 0) {
		return [];
	}
	return [element("p", { className: "offers-title" }, "Open a tab on another worker:"),
		element("ul", { className: "offers" }, ...others.map((other) => element("li", {}, offer(other)))),
		element("p", { className: "hint" }, "Such a tab reports another address to the dispatcher, as a proxy reports its client's.")];
}

function offer({ worker, address }) {
	const link = element("a", { target: "_blank", rel: "noopener", title: `A tab that comes from ${address}` }, badge(worker));
	link.dataset.from = address;
	return link;
}

/** The links lead to the room that is open now. */
export function renameLinks() {
	for (const link of document.querySelectorAll(".offers a")) {
		const query = new URLSearchParams(location.search);
		query.set("from", link.dataset.from);
		link.href = `?${query}${location.hash}`;
	}
	byId("second-tab").href = location.href;
}
