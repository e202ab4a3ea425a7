// Where to search: a dialog of languages and documents. What is chosen holds for this tab, comes
// with each question (asking.js), and stands on the button that opens the dialog. Names of documents
// are hostile: they only ever become text.
"use strict";
{
  const KEY = "sanad_scope";
  const MOST = 100; // what a scope may name
  const KINDS = ["languages", "documents"];

  const dialog = document.getElementById("where");
  const find = document.getElementById("where-find");
  const chosen = JSON.parse(sessionStorage.getItem(KEY)) ?? { languages: [], documents: [] };
  let searching;

  const label = () => {
    const names = KINDS.flatMap((kind) => chosen[kind].map(({ name }) => `\u2068${name}\u2069`));
    const { all, within, comma } = dialog.dataset;
    return names.length === 0 ? all : `${within} ${names.join(comma)}`;
  };

  // Gradio draws the button with the text for "everywhere".
  const show = () => {
    const button = document.getElementById("narrow");
    if (!button) return;
    if (button.textContent.trim() !== label()) button.textContent = label();
    if (button.title !== label()) button.title = label();
    const narrowed = label() !== dialog.dataset.all;
    if (button.classList.contains("narrowed") !== narrowed) button.classList.toggle("narrowed", narrowed);
    if (!button.hasAttribute("aria-haspopup")) button.setAttribute("aria-haspopup", "dialog");
  };

  const keep = () => {
    sessionStorage.setItem(KEY, JSON.stringify(chosen));
    show();
  };

  const choose = (kind, option, on) => {
    chosen[kind] = chosen[kind].filter(({ value }) => value !== option.value);
    if (on && chosen[kind].length < MOST) chosen[kind].push(option);
    keep();
  };

  const element = (name, text, dir) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (dir) made.dir = dir;
    return made;
  };

  const row = (kind, option) => {
    const tick = document.createElement("input");
    tick.type = "checkbox";
    tick.checked = chosen[kind].some(({ value }) => value === option.value);
    tick.addEventListener("change", () => choose(kind, option, tick.checked));
    const line = document.createElement("label");
    line.append(tick, element("bdi", option.name, option.dir), element("bdi", option.note, "ltr"));
    return line;
  };

  const fill = async () => {
    const asked = find.value;
    const response = await fetch(`/filter?${new URLSearchParams({ q: asked })}`).catch(() => null);
    if (!response?.ok || asked !== find.value) return;
    const known = await response.json();
    for (const kind of KINDS) {
      const named = new Map(known[kind].map((option) => [option.value, option]));
      chosen[kind] = chosen[kind].map((option) => named.get(option.value) ?? option);
      const others = chosen[kind].filter(({ value }) => !named.has(value));
      const rows = [...others, ...known[kind]].map((option) => row(kind, option));
      document.getElementById(`where-${kind}`).replaceChildren(...rows);
    }
    document.getElementById("where-count").textContent = known.count;
    keep();
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#narrow")) {
      find.value = "";
      fill();
      dialog.showModal();
      dialog.focus(); // not the search box: a phone would bring up its keyboard
    } else if (event.target === dialog) {
      dialog.close(); // beside the dialog's own box
    }
  });
  document.getElementById("where-all").addEventListener("click", () => {
    for (const kind of KINDS) chosen[kind] = [];
    keep();
    dialog.close();
  });
  find.addEventListener("input", () => {
    clearTimeout(searching);
    searching = setTimeout(fill, 150);
  });
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would close the dialog
  });

  new MutationObserver(show).observe(document.body, { childList: true, subtree: true, characterData: true });
  if (label() !== dialog.dataset.all) fill(); // names in the page's language, which may be new
}
