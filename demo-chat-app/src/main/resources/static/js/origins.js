/** Where the cluster is found: at the page's own node first, and at another one when that does not answer. */
import { unwarn, warn } from "./banner.js";
import { element } from "./dom.js";

let all = [location.origin];
let index = 0;
let told = location.origin;

/** Takes the origins of all nodes; only those of the page's own host name are of use to this browser. */
export function learnOrigins(origins) {
	const others = origins.filter((origin) => new URL(origin).hostname === location.hostname && origin !== location.origin);
	all = [location.origin, ...others];
	index = 0;
}

/** The origin to talk to now. */
export const currentOrigin = () => all[index];

/** Whether the page talks to another node than the one that it came from. */
export const isElsewhere = () => index !== 0;

/** Says so, as long as it is so: the page cannot be loaded again from where it came. */
export function showElsewhere() {
	if (told === currentOrigin()) {
		return;
	}
	told = currentOrigin();
	if (!isElsewhere()) {
		unwarn("elsewhere");
		return;
	}
	const there = element("a", { href: currentOrigin() + location.pathname + location.search + location.hash },
			"Open this page there");
	warn("elsewhere", `The node at ${location.host} does not answer. This page continues at ${
		new URL(currentOrigin()).host}.`, there);
}

/** Turns to the next origin, unless that was done already since the failure. */
export function originFailed(origin) {
	if (origin === currentOrigin()) {
		index = (index + 1) % all.length;
	}
}

/** The address of something that each node has. */
export const urlOf = (path, origin = currentOrigin()) => (origin === location.origin) ? path : `${origin}/${path}`;
