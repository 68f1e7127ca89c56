// Refines the list in place: the same addresses, fetched and put where they belong. Everything works without.
"use strict";

const PARTS = ["results", "find"];
let asked;

function isRefining(url) {
  return url.origin === location.origin && url.pathname === location.pathname;
}

function replaceFacets(page) {
  const old = document.querySelector("#catalog .facet-list");
  const fresh = page.querySelector("#catalog .facet-list");
  // What somebody opened or closed stays so.
  for (const group of fresh.querySelectorAll("details[id]")) {
    const before = document.getElementById(group.id);
    if (before) group.open = before.open || group.open;
  }
  const summary = page.querySelector("#catalog .facets > summary");
  document.querySelector("#catalog .facets > summary").replaceChildren(...summary.childNodes);
  old.replaceWith(fresh);
}

async function show(url, { push = true, focus = "" } = {}) {
  asked?.abort();
  asked = new AbortController();
  const results = document.getElementById("results");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("results")) throw new Error("no results");
    const typing = document.activeElement?.id === "q" ? document.getElementById("q") : null;
    const [start, end, text] = typing ? [typing.selectionStart, typing.selectionEnd, typing.value] : [];
    replaceFacets(page);
    for (const id of PARTS) document.getElementById(id).replaceWith(page.getElementById(id));
    document.title = page.title;
    if (push) history.pushState({}, "", url);
    if (typing) {
      const box = document.getElementById("q");
      box.value = text;
      box.focus();
      box.setSelectionRange(start, end);
    } else if (focus) {
      [...document.querySelectorAll("#catalog a")].find((a) => a.dataset.key === focus || label(a) === focus)?.focus();
    }
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
}

function label(link) {
  return link.closest(".facet, .chips, .pager, .options") ? link.textContent.replace(/[\d,. kMB]+|\(chosen; remove\)/g, "") : "";
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#catalog a");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const url = new URL(link.href);
  if (!isRefining(url)) return;
  event.preventDefault();
  const isPager = link.closest(".pager");
  show(url, { focus: label(link) }).then(() => isPager && document.getElementById("results").scrollIntoView());
});

function addressOf(form) {
  const url = new URL(form.action);
  const given = [...new FormData(form)].filter(([, value]) => value);
  url.search = new URLSearchParams(given);
  return url;
}

document.addEventListener("submit", (event) => {
  if (event.target.id !== "find") return;
  event.preventDefault();
  show(addressOf(event.target));
});

let pause;
document.addEventListener("input", (event) => {
  if (event.target.form?.id !== "find") return;
  clearTimeout(pause);
  const wait = event.target.matches("select") ? 0 : 350;
  const form = event.target.form;
  pause = setTimeout(() => show(addressOf(form), { push: wait === 0 }).then(() => {
    if (wait) history.replaceState({}, "", addressOf(document.getElementById("find")));
  }), wait);
});

addEventListener("popstate", () => show(new URL(location), { push: false }));
