/** Draws the lines from the dispatcher to its workers, thicker the more connections they hold. */
import { svg } from "./dom.js";
import { colourOf } from "./worker.js";

const THINNEST_PX = 2;
const THICKEST_PX = 12;
const TURN_PX = 40;
const INSET_PX = 32;
/** Where in the gap beside its card a line goes down: two lines share a gap side by side. */
const LANE = 0.3;
/** How thick the lines beside a column of rows may be, how far below a row's top they end, and how round they turn. */
const THICKEST_ASIDE_PX = 5;
const ROW_PX = 24;
const CORNER_PX = 8;
/** Events per second from which a link is seen to flow. */
const LIVELY = 0.5;

/** Draws anew, from where the boxes stand now. */
export function drawLinks(canvas, dispatcher, cards) {
	const boxes = cards.map(({ card }) => boxIn(canvas, card));
	const from = boxIn(canvas, dispatcher);
	const rowOne = Math.min(...boxes.map((box) => box.top));
	const gaps = gapsOf(cards[0]?.card.parentElement);
	const oneRow = boxes.every((box) => box.top === rowOne);
	const column = !oneRow && boxes.every((box) => box.left === boxes[0].left);
	const thickest = (oneRow) ? THICKEST_PX : (column) ? THICKEST_ASIDE_PX : Math.min(THICKEST_PX, gaps.column * LANE);
	const most = Math.max(1, ...cards.map(({ worker }) => worker.connections));
	const paths = cards.flatMap(({ worker }, index) => {
		const box = { ...boxes[index], index };
		const start = { x: from.left + from.width * (index + 1) / (cards.length + 1), y: from.bottom };
		const idle = worker.connections === 0;
		const way = (column) ? aside(box, from, index / (cards.length - 1))
			: (box.top === rowOne) ? straight(start, box) : around(start, box, rowOne, from, gaps);
		const link = svg("path", {
			class: `${colourOf(worker.id)}${(idle) ? " idle" : ""}`,
			d: way,
			"stroke-width": (idle) ? THINNEST_PX : THINNEST_PX + (thickest - THINNEST_PX) * worker.connections / most,
		});
		return (worker.rate >= LIVELY) ? [link, svg("path", { class: "flow", d: way, "stroke-width": THINNEST_PX })] : [link];
	});
	// The thin ones last: where lines share a way, each is seen.
	const width = (path) => Number(path.getAttribute("stroke-width"));
	canvas.replaceChildren(...paths.sort((a, b) => width(b) - width(a)));
}

function boxIn(canvas, part) {
	const origin = canvas.getBoundingClientRect();
	const { left, right, top, bottom, width } = part.getBoundingClientRect();
	return { left: left - origin.left, right: right - origin.left, top: top - origin.top, bottom: bottom - origin.top,
		width };
}

function gapsOf(list) {
	const style = (list) ? getComputedStyle(list) : null;
	return { column: parseFloat(style?.columnGap ?? "0"), row: parseFloat(style?.rowGap ?? "0") };
}

function straight(start, box) {
	return bend(start, box.left + box.width / 2, box.top);
}

/** To a card below others: down the gap beside it, on the dispatcher's side; under the dispatcher by turns. */
function around(start, box, rowOne, from, gaps) {
	const centre = from.left + from.width / 2;
	const toTheRight = (box.right < centre) || (box.left < centre && box.index % 2 === 1);
	const lane = (toTheRight) ? box.right + gaps.column * LANE : box.left - gaps.column * LANE;
	const end = (toTheRight) ? box.right - INSET_PX : box.left + INSET_PX;
	const turn = box.top - gaps.row;
	return `${bend(start, lane, rowOne)} L${lane} ${turn} C${lane} ${box.top} ${end} ${turn} ${end} ${box.top}`;
}

/** To a row of a column: down beside the rows, those that go furthest outermost. */
function aside(box, from, share) {
	const free = box.left - from.left - 2 * THICKEST_ASIDE_PX;
	const lane = box.left - THICKEST_ASIDE_PX - Math.max(0, free) * share;
	const y = box.top + ROW_PX;
	const turn = Math.min(CORNER_PX, box.left - lane);
	return `M${lane} ${from.bottom} V${y - turn} Q${lane} ${y} ${lane + turn} ${y} H${box.left}`;
}

function bend(start, x, y) {
	const middle = Math.min((start.y + y) / 2, start.y + TURN_PX);
	return `M${start.x} ${start.y} C${start.x} ${middle} ${x} ${middle} ${x} ${y}`;
}
