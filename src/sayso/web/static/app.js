/* What a keyboard and a mouse can do more on pages that are complete without it. No part of another project, nothing sent anywhere. */
"use strict";
(() => {
  const KEYS = "sayso-keys";
  const stored = () => { try { return localStorage.getItem(KEYS); } catch { return null; } };
  let on = stored() !== "off";
  const keep = (value) => { on = value; try { localStorage.setItem(KEYS, value ? "on" : "off"); } catch { /* kept for this page only */ } };

  /* Statements and rows that j and k walk through, in the order of the page; what is folded away is passed over. */
  const STOPS = "article.statement, article.found, .said-here > li, ol.steps > li, table.rows > tbody > tr";
  const stops = () => [...document.querySelectorAll(STOPS)].filter((each) => each.checkVisibility ? each.checkVisibility() : each.offsetParent);
  let at = null;
  const step = (by) => {
    const all = stops();
    if (!all.length) return;
    const place = all.indexOf(at);
    const seen = all.findIndex((each) => each.getBoundingClientRect().top > 4);
    const next = place >= 0 ? place + by : by > 0 ? Math.max(seen, 0) : Math.max(seen - 1, 0);
    const found = all[Math.min(Math.max(next, 0), all.length - 1)];
    if (at) at.classList.remove("at");
    at = found;
    at.classList.add("at");
    if (!at.hasAttribute("tabindex")) at.tabIndex = -1;
    at.focus({ preventScroll: true });
    at.scrollIntoView({ block: "nearest" });
  };

  /* A statement that the address names is shown even where it is folded away, and its words are pointed at. */
  const point = () => {
    for (const old of document.querySelectorAll(".pointed")) old.classList.remove("pointed");
    let name = "";
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const found = name && document.getElementById(name);
    if (!found) return;
    for (let box = found.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    if (found.classList.contains("place")) {
      /* Behind the places of a statement stands that of its number; runs of one statement may stand apart. */
      let place = found;
      while (place && !/^h-\d+$/.test(place.id)) place = place.nextElementSibling;
      const number = place ? place.id.slice(2) : "";
      const runs = [...document.querySelectorAll("mark[data-statement]")].filter((run) => run.dataset.statement.split(" ").includes(number));
      for (const run of runs) run.classList.add("pointed");
      if (runs.length) runs[0].scrollIntoView({ block: "center" });
    } else {
      found.scrollIntoView({ block: "nearest" });
    }
  };

  const copying = () => {
    for (const button of document.querySelectorAll("button[data-copy]")) {
      const sentence = document.getElementById(button.dataset.copy);
      if (!sentence || !navigator.clipboard) continue;
      button.hidden = false;
      const said = document.createElement("span");
      said.setAttribute("role", "status");
      button.after(" ", said);
      button.addEventListener("click", () => navigator.clipboard.writeText(sentence.dataset.text)
        .then(() => { said.textContent = "Copied."; }, () => { said.textContent = "The browser did not allow it."; }));
    }
  };

  const ROWS = [["j", "next statement or row"], ["k", "the one before"], ["/", "search"], ["?", "this help"], ["Esc", "close"]];
  const node = (name, text, ...inner) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    made.append(...inner);
    return made;
  };
  let help = null;
  const made = () => {
    const list = node("dl", "");
    list.className = "keys";
    for (const [key, what] of ROWS) list.append(node("div", "", node("dt", "", node("kbd", key)), node("dd", what)));
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = on;
    box.addEventListener("change", () => keep(box.checked));
    const label = node("label", "", box, " These keys are on");
    label.className = "keys-on";
    const title = node("h2", "Keys");
    title.id = "keys-title";
    const close = node("button", "Close");
    const dialog = node("dialog", "", title, list, node("p", "", label), close);
    dialog.id = "keys";
    dialog.setAttribute("aria-labelledby", "keys-title");
    close.type = "button";
    close.addEventListener("click", () => dialog.close());
    document.body.append(dialog);
    return dialog;
  };
  const showHelp = () => { help ??= made(); if (!help.open) help.showModal(); };

  const writing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writing(event.target) || (help && help.open)) return;
    const does = { j: () => step(1), k: () => step(-1), "?": showHelp, "/": () => { const find = document.querySelector("input[type=search]"); if (find) find.focus(); } }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });

  /* A way to the keys, and to turn them off, for those who use no single keys. */
  const door = () => {
    const foot = document.querySelector("footer.colophon");
    if (!foot) return;
    const button = node("button", "Keys");
    button.type = "button";
    button.addEventListener("click", showHelp);
    const line = node("p", "", button);
    line.className = "keys-door";
    foot.append(line);
  };

  addEventListener("hashchange", point);
  copying();
  door();
  point();
})();
