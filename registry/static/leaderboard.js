// The leaderboard follows its weights as they are moved. Without JavaScript its form asks for the same address.
"use strict";

const form = document.querySelector("form[data-board]");
const told = document.getElementById("told");
const PAUSE_MS = 180;
let waiting = 0;
let asking = null;

const address = () => {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
  return `${form.getAttribute("action")}?${query}`;
};

// What an address shows takes the place of what is there; what one is typing in stays.
const refresh = async () => {
  asking?.abort();
  asking = new AbortController();
  const url = address();
  try {
    const answer = await fetch(url, { signal: asking.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll("[data-refresh]")) {
      const fresh = page.getElementById(old.id);
      if (fresh) old.replaceWith(document.adoptNode(fresh));
    }
    history.replaceState(null, "", url);
    const first = document.querySelector("#board tbody th .repo");
    told.textContent = first ? `Ranked anew. First is ${first.textContent}.` : "Nothing meets these conditions.";
  } catch (error) {
    if (error.name !== "AbortError") told.textContent = "The board could not be refreshed. The button Show tries again.";
  }
};

const soon = () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, PAUSE_MS);
};

for (const slider of form?.querySelectorAll("input[type=range]") ?? []) {
  const number = document.getElementById(slider.dataset.of);
  slider.hidden = false;
  slider.addEventListener("input", () => {
    number.value = slider.value;
    soon();
  });
  number.addEventListener("input", () => {
    if (number.value === "" || !number.validity.valid) return;
    slider.value = number.value;
    soon();
  });
}
