/** Draws the lines from the dispatcher to its workers, thicker the more connections they hold. */
import { svg } from "./dom.js";
import { colourOf } from "./worker.js";

const THINNEST_PX = 2;
const THICKEST_PX = 12;
const TURN_PX = 40;

/** Draws anew, from where the boxes stand now. */
export function drawLinks(canvas, dispatcher, cards) {
	const origin = canvas.getBoundingClientRect();
	const from = dispatcher.getBoundingClientRect();
	const most = Math.max(1, ...cards.map(({ worker }) => worker.connections));
	const startY = from.bottom - origin.top;
	canvas.replaceChildren(...cards.map(({ worker, card }, index) => {
		const startX = from.left - origin.left + from.width * (index + 1) / (cards.length + 1);
		const to = card.getBoundingClientRect();
		const endX = to.left + to.width / 2 - origin.left;
		const endY = to.top - origin.top;
		const middle = Math.min((startY + endY) / 2, startY + TURN_PX);
		const idle = worker.connections === 0;
		return svg("path", {
			class: `${colourOf(worker.id)}${(idle) ? " idle" : ""}`,
			d: `M${startX} ${startY} C${startX} ${middle} ${endX} ${middle} ${endX} ${endY}`,
			"stroke-width": (idle) ? THINNEST_PX
					: THINNEST_PX + (THICKEST_PX - THINNEST_PX) * worker.connections / most,
		});
	}));
}
