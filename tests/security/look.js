([site, mark]) => {
  // What a page holds: every kind of element with its attributes, and what none of ours would have.
  const foreign = [];
  const kinds = new Set();
  const ours = (address) => {
    try {
      return ["http:", "https:", "mailto:"].includes(new URL(address, site).protocol) || address.startsWith("data:image/");
    } catch {
      return false;
    }
  };
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName;
    kinds.add(name);
    if (["iframe", "object", "embed", "base", "frame"].includes(name)) foreign.push(element.outerHTML);
    if (name === "script" && element.type === "application/ld+json") {
      JSON.parse(element.textContent);
    } else if (name === "script" && (!`${element.src}`.startsWith(`${site}/static/`) || element.textContent.trim())) {
      foreign.push(element.outerHTML);
    }
    if (name === "form" && !new URL(element.getAttribute("action") ?? "", location).href.startsWith(`${site}/`)) foreign.push(element.outerHTML);
    for (const { name: attribute, value } of element.attributes) {
      kinds.add(`${name}[${attribute}]`);
      if (attribute.startsWith("on") || attribute === "srcdoc" || attribute.includes(mark)) foreign.push(element.outerHTML);
      if (["href", "src", "action", "formaction", "xlink:href", "poster", "data"].includes(attribute) && !ours(value)) {
        foreign.push(element.outerHTML);
      }
    }
  }
  return {
    foreign: foreign.map((text) => text.slice(0, 300)),
    kinds: [...kinds],
    called: window.calls,
    text: document.body.innerText,
    width: document.documentElement.scrollWidth,
  };
}
