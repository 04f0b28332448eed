/** Notices when the worker that holds the page's connection is silent. */

/** Two heartbeats: the demo's workers send one every second. */
const SILENT_MS = 2000;
const LOOK_EVERY_MS = 250;

/**
 * Watches a connection.
 *
 * @param onChange called with the seconds of silence as they pass, and with 0 when the worker is heard again
 */
export function watchSilence(socket, onChange) {
	let heard = performance.now();
	let looked = heard;
	let told = 0;
	const hear = () => {
		heard = performance.now();
	};
	const tell = (seconds) => {
		if (seconds !== told) {
			told = seconds;
			onChange(seconds);
		}
	};
	socket.io.on("open", () => {
		hear();
		socket.io.engine.on("packet", hear);
	});
	setInterval(() => {
		const now = performance.now();
		if (now - looked > SILENT_MS / 2) {
			// This page slept: it could not have heard anything.
			hear();
		}
		looked = now;
		const silence = (socket.connected) ? now - heard : 0;
		tell((silence > SILENT_MS) ? Math.floor(silence / 1000) : 0);
	}, LOOK_EVERY_MS);
}
