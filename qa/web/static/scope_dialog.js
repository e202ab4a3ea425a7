// Where to search: a dialog of languages, dates, folders and documents. What is applied holds for this
// tab, comes with each question, and stands on the button that opens the dialog; a dialog that is left
// otherwise changes nothing. Names of documents are hostile: they only ever become text.
import {
  byId,
  createElement,
  embeddedJson,
  fetchJson,
  observeChanges,
  pressed,
  requiredById,
} from "./dom.js";

/**
 * What a question may be answered from; all of it where nothing is named.
 *
 * @typedef {{ languages: string[], documents: string[], since: string, until: string }} Scope
 */
/** @typedef {"languages" | "folders" | "documents"} Kind */
/** @typedef {"since" | "until"} Bound */
/** @typedef {{ value: string, name: string, note: string, dir?: string }} Option */
/** @typedef {Record<Kind, Option[]> & Record<Bound, string>} Choice */

const STORAGE_KEY = "sanad_scope";
const MAX_CHOSEN = 100; // what a scope may name
const TYPING_MS = 150;
/** @type {readonly Kind[]} */
const KINDS = ["languages", "folders", "documents"];
/** @type {readonly Bound[]} */
const BOUNDS = ["since", "until"];

const dialog = requiredById("scope-dialog", HTMLDialogElement);
const find = requiredById("scope-find", HTMLInputElement);
const lists = {
  languages: requiredById("scope-languages", HTMLElement),
  folders: requiredById("scope-folders", HTMLElement),
  documents: requiredById("scope-documents", HTMLElement),
};
/** @type {Record<Bound, HTMLInputElement>} */
const bounds = {
  since: requiredById("scope-since", HTMLInputElement),
  until: requiredById("scope-until", HTMLInputElement),
};
const count = requiredById("scope-count", HTMLElement);

const given = byId("scope-given"); // where the page's address says it

/** @returns {Choice} */
const everything = () => ({ languages: [], folders: [], documents: [], since: "", until: "" });

/** What holds. @type {Choice} */
let chosen = {
  ...everything(),
  ...(given ? embeddedJson(given) : JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? "null")),
};
/** What is ticked in the open dialog. @type {Choice} */
let draft = structuredClone(chosen);
/** @type {number | undefined} */
let searching;

/** @param {readonly Option[]} options */
const valuesOf = (options) => options.map(({ value }) => value);

/**
 * What is chosen, as a question takes it along.
 *
 * @returns {Scope}
 */
export const chosenScope = () => ({
  languages: valuesOf(chosen.languages),
  documents: [...valuesOf(chosen.folders), ...valuesOf(chosen.documents)],
  since: chosen.since,
  until: chosen.until,
});

const isNarrowed = () =>
  KINDS.some((kind) => chosen[kind].length > 0) || BOUNDS.some((bound) => chosen[bound] !== "");

const labelOfChosen = () => {
  const { all: everywhere = "", within = "", comma = "", since = "", until = "" } = dialog.dataset;
  if (!isNarrowed()) return everywhere;
  // Isolated, so that a name's direction is its own.
  const names = KINDS.flatMap((kind) => chosen[kind].map(({ name }) => `\u2068${name}\u2069`));
  const dates = Object.entries({ since, until }).flatMap(([bound, word]) => {
    const date = chosen[/** @type {Bound} */ (bound)];
    return date ? [`${word} \u2068${date}\u2069`] : [];
  });
  return `${within} ${[...names, ...dates].join(comma)}`;
};

// Gradio draws the button with the text for "everywhere".
const showChosen = () => {
  const button = byId("scope-button");
  if (!button) return;
  const label = labelOfChosen();
  if (button.textContent?.trim() !== label) button.textContent = label;
  if (button.title !== label) button.title = label;
  if (button.classList.contains("narrowed") !== isNarrowed()) {
    button.classList.toggle("narrowed", isNarrowed());
  }
  if (!button.hasAttribute("aria-haspopup")) button.setAttribute("aria-haspopup", "dialog");
};

const keepChosen = () => {
  if (!given) sessionStorage.setItem(STORAGE_KEY, JSON.stringify(chosen));
  showChosen();
};

const applyDraft = () => {
  chosen = structuredClone(draft);
  keepChosen();
  document.dispatchEvent(new CustomEvent("scopechange"));
};

/**
 * @param {Kind} kind
 * @param {Option} option
 * @param {boolean} on
 */
const choose = (kind, option, on) => {
  draft[kind] = draft[kind].filter(({ value }) => value !== option.value);
  const { languages, folders, documents } = draft;
  const held = kind === "languages" ? languages.length : folders.length + documents.length;
  if (on && held < MAX_CHOSEN) draft[kind].push(option);
};

/**
 * Search one document alone from now on.
 *
 * @param {string} path
 * @param {string} title
 */
export const scopeTo = (path, title) => {
  draft = everything();
  choose("documents", { value: path, name: title, note: path }, true);
  applyDraft();
};

/**
 * @param {Kind} kind
 * @param {string} wanted
 */
const isTicked = (kind, wanted) => draft[kind].some(({ value }) => value === wanted);

/**
 * @param {Kind} kind
 * @param {Option} option
 */
const rowOf = (kind, option) => {
  const tick = createElement("input");
  tick.type = "checkbox";
  tick.value = option.value;
  tick.checked = isTicked(kind, option.value);
  tick.addEventListener("change", () => choose(kind, option, tick.checked));
  const row = createElement("label");
  row.append(
    tick,
    createElement("bdi", { text: option.name, dir: option.dir }),
    createElement("bdi", { text: option.note, dir: "ltr" }),
  );
  return row;
};

/**
 * Show what there is to choose, what is chosen already among it or above it.
 *
 * @param {Kind} kind
 * @param {readonly Option[]} known
 */
const fillList = (kind, known) => {
  const byValue = new Map(known.map((option) => [option.value, option]));
  // By its name in the page's language, which may be new.
  for (const choice of [chosen, draft]) {
    choice[kind] = choice[kind].map((option) => byValue.get(option.value) ?? option);
  }
  const others = draft[kind].filter(({ value }) => !byValue.has(value));
  const options = [...others, ...known];
  const focused = document.activeElement;
  const isHere = focused instanceof HTMLInputElement && lists[kind].contains(focused);
  const rows = options.map((option) => rowOf(kind, option));
  lists[kind].replaceChildren(...rows);
  // What comes late takes the focus from nobody.
  if (isHere) rows[options.findIndex(({ value }) => value === focused.value)]?.querySelector("input")?.focus();
  // Folders are offered where there are some.
  if (kind !== "documents") lists[kind].closest("fieldset")?.toggleAttribute("hidden", !options.length);
};

const fill = async () => {
  const typed = find.value;
  const known = await fetchJson(`filter?${new URLSearchParams({ q: typed })}`);
  if (!known || typed !== find.value) return;
  for (const kind of KINDS) fillList(kind, known[kind]);
  count.textContent = known.count;
  keepChosen();
};

/** Show what is chosen among what is offered: a choice that was left is none. */
const tickChosen = () => {
  for (const kind of KINDS) {
    for (const tick of lists[kind].querySelectorAll("input")) {
      tick.checked = isTicked(kind, tick.value);
    }
  }
};

const open = () => {
  draft = structuredClone(chosen);
  tickChosen();
  find.value = "";
  for (const bound of BOUNDS) bounds[bound].value = draft[bound];
  fill();
  dialog.showModal();
  dialog.focus(); // not the search box: a phone would bring up its keyboard
};

document.addEventListener("click", (event) => {
  if (pressed(event, "#scope-button")) open();
  else if (event.target === dialog) dialog.close(); // beside the dialog's own box
});
dialog.querySelector("form")?.addEventListener("submit", applyDraft);
requiredById("scope-close", HTMLButtonElement).addEventListener("click", () => dialog.close());
requiredById("scope-all", HTMLButtonElement).addEventListener("click", () => {
  draft = everything();
  applyDraft();
  dialog.close();
});
for (const bound of BOUNDS) {
  bounds[bound].addEventListener("change", () => {
    draft[bound] = bounds[bound].value;
  });
}
find.addEventListener("input", () => {
  clearTimeout(searching);
  searching = setTimeout(fill, TYPING_MS);
});
find.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault(); // it would close the dialog
});

observeChanges(
  document.body,
  { childList: true, subtree: true, characterData: true },
  showChosen,
);
if (isNarrowed()) fill();
