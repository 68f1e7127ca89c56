// What a page does better with JavaScript; everything works without.
"use strict";

// "/" goes to the search box.
addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector("[data-search]");
  if (box) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

// Of what an address points at nothing stays folded.
const unfold = () => document.querySelectorAll(":target > details").forEach((part) => { part.open = true; });
addEventListener("load", unfold);
addEventListener("hashchange", unfold);

// Filters stand open beside the results where there is room.
const filters = document.querySelector("details[data-open-wide]");
if (filters && matchMedia(`(min-width: ${filters.dataset.openWide})`).matches) filters.open = true;
