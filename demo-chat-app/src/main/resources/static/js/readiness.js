/** Whether the chat can be talked to, and who waits until it can. */

const WAITING = "Waiting for the connection. You join as soon as it is there.";

let ready = false;
let waiting = [];

/** Says that the chat can be talked to from now on, or no longer. */
export function setReady(whether) {
	ready = whether;
	if (ready) {
		const resolved = waiting;
		waiting = [];
		resolved.forEach((resolve) => resolve());
	}
}

const whenReady = () => new Promise((resolve) => waiting.push(resolve));

/** Lets a form wait, and says so; a second press takes the first one's place. */
export class Patience {

	#form;
	#status;
	#turn = 0;

	constructor(form, status) {
		this.#form = form;
		this.#status = status;
	}

	/** @returns whether to go on: not if the form was used again meanwhile */
	async wait() {
		const turn = ++this.#turn;
		if (!ready) {
			this.#status.textContent = WAITING;
			this.#form.ariaBusy = "true";
			await whenReady();
		}
		if (turn !== this.#turn) {
			return false;
		}
		this.#status.textContent = "";
		this.#form.ariaBusy = null;
		return true;
	}

}
