/** The log of messages on the screen: shows its end and goes on to do so, unless the reader has scrolled up. */
import { byId } from "./dom.js";

const AT_BOTTOM_PX = 40;

let following = true;
let seen = { top: 0, width: 0, height: 0 };

/** Wires the log and the button that leads to its end. */
export function wireLog() {
	byId("newest").addEventListener("click", scrollDown);
	byId("log").addEventListener("scroll", onScroll);
	new ResizeObserver(onResize).observe(byId("log"));
}

/** Adds a line to what is on the screen, and follows it or offers to. */
export function addInSight(add) {
	// The browser tells of a scroll a frame later, and the line may be here before.
	onScroll();
	add();
	if (following) {
		scrollDown();
	}
	else {
		byId("newest").hidden = false;
	}
}

export function scrollDown() {
	const log = byId("log");
	log.scrollTop = log.scrollHeight;
	seen.top = log.scrollTop;
	following = true;
	byId("newest").hidden = true;
}

/** Only a person who scrolls up stops following: a log of another size shows its end no more, but soon will. */
function onScroll() {
	const log = byId("log");
	const atBottom = log.scrollHeight - log.scrollTop - log.clientHeight < AT_BOTTOM_PX;
	const resized = log.clientWidth !== seen.width || log.clientHeight !== seen.height;
	following = atBottom || (following && (resized || log.scrollTop >= seen.top));
	seen.top = log.scrollTop;
	if (atBottom) {
		byId("newest").hidden = true;
	}
}

function onResize() {
	const log = byId("log");
	seen = { top: log.scrollTop, width: log.clientWidth, height: log.clientHeight };
	if (following) {
		scrollDown();
	}
}
