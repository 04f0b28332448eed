/** How a person looks: initials on a colour that nobody else in sight has, as long as there are enough. */
import { element } from "./dom.js";

const COLOURS = 12;
/** How many people who left keep their colour for when they come back. */
const REMEMBERED = 200;

const letters = new Intl.Segmenter();

/** Colours by person; the socket's id tells apart two people of one name. */
export class Faces {

	#present = new Map();
	#gone = new Map();

	/** @param people all who are in sight: `{ id, name }` */
	update(people) {
		const ids = new Set(people.map(({ id }) => id));
		for (const [id, { name, colour }] of this.#present) {
			if (!ids.has(id)) {
				this.#present.delete(id);
				this.#remember(name, colour);
			}
		}
		people.forEach((person) => this.#colourOf(person));
	}

	/** The avatar of a person; the name stands beside it. */
	avatar(person) {
		return element("span", { className: `avatar f${this.#colourOf(person)}`, ariaHidden: "true" }, initials(person.name));
	}

	#colourOf({ id, name }) {
		const known = this.#present.get(id);
		if (known?.name === name) {
			return known.colour;
		}
		const colour = this.#choose(name);
		this.#present.set(id, { name, colour });
		return colour;
	}

	/** The colour from before, or the name's own; the next one that is free if somebody has it. */
	#choose(name) {
		const taken = new Set([...this.#present.values()].map(({ colour }) => colour));
		const first = this.#gone.get(name) ?? hash(name) % COLOURS;
		this.#gone.delete(name);
		const inTurn = Array.from({ length: COLOURS }, (_, step) => (first + step) % COLOURS);
		return inTurn.find((colour) => !taken.has(colour)) ?? first;
	}

	#remember(name, colour) {
		this.#gone.set(name, colour);
		if (this.#gone.size > REMEMBERED) {
			this.#gone.delete(this.#gone.keys().next().value);
		}
	}

}

function hash(name) {
	return [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 0);
}

/** The first letter of the first and of the last word. */
function initials(name) {
	const words = name.split(/\s+/u).filter((word) => word !== "");
	return [...new Set([words.at(0), words.at(-1)])].map((word) => first(word ?? "?")).join("").toUpperCase();
}

const first = (word) => letters.segment(word)[Symbol.iterator]().next().value.segment;
