// Copies what is to be posted, and says so when the choice above it is another one. Everything works without.
"use strict";

const said = document.querySelector("[data-copied]");

async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return false; // what is selected can be copied by hand
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    const isDone = await copy(field);
    said.textContent = isDone ? "Copied." : "It is selected: copy it with your keyboard.";
  });
}

const choice = document.querySelector(".choose");
choice?.addEventListener("change", () => {
  document.querySelector("[data-stale]").hidden = false;
});
