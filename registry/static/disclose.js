// The form does better with JavaScript: it suggests releases, and offers the levels of the chosen criterion alone.
"use strict";

const release = document.getElementById("release");
const offered = document.getElementById("offered");
let wanted = 0;
release?.addEventListener("input", () => {
  clearTimeout(wanted);
  const words = release.value.trim();
  if (words.length < 2) return;
  wanted = setTimeout(async () => {
    const query = new URLSearchParams({ q: words.replaceAll("/", " "), fields: "id", limit: "8" });
    try {
      const reply = await fetch(`/api/v1/models?${query}`);
      if (!reply.ok || release.value.trim() !== words) return;
      const { items } = await reply.json();
      offered.replaceChildren(...items.map(({ id }) => new Option("", id)));
    } catch { /* the list stays as it was */ }
  }, 250);
});

const criterion = document.getElementById("criterion");
const level = document.getElementById("level");
const groups = [...(level?.querySelectorAll("optgroup") ?? [])];
const narrow = () => {
  if (!level) return;
  const chosen = level.selectedOptions[0];
  const fitting = groups.filter((group) => !criterion.value || group.dataset.of === criterion.value);
  groups.forEach((group) => { if (!fitting.includes(group)) group.remove(); });
  level.append(...fitting);
  if (chosen && !chosen.isConnected) level.value = "";
};
criterion?.addEventListener("change", narrow);
narrow();
