/** Who is in the room: a column, or on a narrow screen a panel that opens. */
import { bdi, byId, element, plural } from "./dom.js";
import { you } from "./rooms.js";
import { badge } from "./worker.js";

export function wirePeople() {
	byId("people-toggle").addEventListener("click", () => openPeople(!byId("chat").classList.contains("people-open")));
	document.addEventListener("keydown", (event) => {
		if (event.key === "Escape") {
			openPeople(false);
		}
	});
}

/** @param room the room on the screen, or null */
export function showPeople(room, faces) {
	const people = room?.people ?? [];
	byId("people").replaceChildren(...people.map((person) => item(person, room.isMe(person), faces)));
	byId("people-count").textContent = `${people.length} here`;
	byId("people-title").textContent = (people.length === 0) ? "Who is here"
			: `Who is here · ${plural(people.length, "person", "people")}`;
	byId("alone").hidden = people.length !== 1 || !room.isQuiet;
}

export function openPeople(open) {
	byId("chat").classList.toggle("people-open", open);
	byId("people-toggle").setAttribute("aria-expanded", String(open));
}

function item(person, isMe, faces) {
	const name = bdi(person.name, "person");
	name.title = person.name;
	return element("li", { className: (isMe) ? "me" : "" }, faces.avatar(person), name, ...(isMe) ? [you()] : [],
			badge(person.worker));
}
