// Rows are added and removed in place; without JavaScript the server does so and sends the page again.
"use strict";

document.querySelector(".stating form")?.addEventListener("click", (event) => {
  const button = event.target.closest('button[name="add"], button[name="remove"]');
  if (!button) return;
  if (button.name === "remove") {
    const row = button.closest(".row");
    const rows = row.parentElement;
    event.preventDefault();
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (next?.querySelector("input, select") ?? rows.parentElement.querySelector(':scope > .growing button'))?.focus();
    return;
  }
  const holder = button.closest(".growing").parentElement;
  const rows = holder.querySelector(":scope > .rows");
  const template = holder.querySelector(":scope > template");
  if (!template) return;
  event.preventDefault();
  const depth = rows.dataset.depth;
  // Numbers may have gaps, and are never used twice: the server counts rows anew.
  const number = Math.max(-1, ...[...rows.children].map((row) => Number(row.querySelector("button[name='remove']:last-of-type, :scope > button")?.value.split(".").pop() ?? 0)), Number(rows.dataset.last ?? -1)) + 1;
  rows.dataset.last = number;
  rows.insertAdjacentHTML("beforeend", template.innerHTML
    .replaceAll(`__${depth}__`, String(number)).replaceAll(`__n${depth}__`, String(number + 1)));
  rows.lastElementChild.querySelector("input, select")?.focus();
});
