// Loaded before all else: a form that is submitted while the other scripts are on their way is submitted again later.
document.addEventListener("submit", (event) => {
	if (!event.defaultPrevented) {
		event.preventDefault();
		document.documentElement.dataset.submitted = event.target.id;
	}
});
