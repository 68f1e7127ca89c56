// The keys of moderators. Everything they do can be done without them.
"use strict";

const keys = document.getElementById("keys");
const items = [...document.querySelectorAll("[data-item] .opens")];
const deciding = document.querySelector("form[data-one]");

for (const opener of document.querySelectorAll("[data-keys]")) {
  opener.hidden = false;
  opener.addEventListener("click", () => keys.showModal());
}

const go = (step) => {
  const here = items.findIndex((link) => link.closest("[data-item]").contains(document.activeElement));
  const there = here < 0 ? (step > 0 ? 0 : items.length - 1) : here + step;
  items[Math.min(Math.max(there, 0), items.length - 1)]?.focus();
};

// To reject needs a reason: without one the key leads to where it is picked.
const reject = (button) => {
  const picked = deciding.querySelector("[name=picked]");
  if (picked.value || deciding.querySelector("[name=added]").value.trim()) button.click();
  else picked.focus();
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
  const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea");
  if (typing) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const control = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const here = document.activeElement.closest("[data-item]");
  if (event.key === "?") keys.showModal();
  else if (event.key === "j" && items.length) go(1);
  else if (event.key === "k" && items.length) go(-1);
  else if (event.key === "x" && here) here.querySelector("[name=chosen]")?.click();
  else if (event.key === "r" && control) reject(control);
  else if (control) control.click();
  else return;
  event.preventDefault();
});
