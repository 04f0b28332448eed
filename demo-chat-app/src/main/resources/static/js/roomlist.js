/** The list of this tab's rooms: a column, or on a phone one row that scrolls. */
import { bdi, byId, element, hidden } from "./dom.js";

let current = null;

/** @param choose called with the room whose button was pressed */
export function showRooms(rooms, shown, choose) {
	current = shown;
	const items = rooms.map((room) => itemOf(room, choose));
	const list = byId("rooms");
	// Only when rooms come or go: putting the items in anew would take the keyboard's focus from them.
	if (items.length !== list.children.length || items.some((item, index) => item !== list.children[index])) {
		list.replaceChildren(...items);
	}
	const unread = rooms.reduce((sum, room) => sum + room.unread, 0);
	document.title = `${(unread > 0) ? `(${unread}) ` : ""}${current?.name ?? "Chat"} · Sticky Cluster`;
}

export function revealCurrentRoom() {
	current?.item?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The row grows when the field beside it is left, and the rooms before the current one with it. */
new ResizeObserver(revealCurrentRoom).observe(byId("rooms"));

function itemOf(room, choose) {
	if (room.item === undefined) {
		const button = element("button", { type: "button" });
		button.addEventListener("click", () => choose(room));
		room.item = element("li", {}, button);
	}
	const button = room.item.firstElementChild;
	button.ariaCurrent = (room === current) ? "true" : null;
	button.title = room.name;
	button.replaceChildren(element("span", { className: "room-name" }, bdi(room.name)));
	if (room.unread > 0) {
		button.append(element("span", { className: "unread" }, String(room.unread), hidden(" unread")));
	}
	return room.item;
}
