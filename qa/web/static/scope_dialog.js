// Where to search: a dialog of languages, documents and dates. What is chosen holds for this tab, comes
// with each question, and stands on the button that opens the dialog. Names of documents are
// hostile: they only ever become text.
import { byId, createElement, fetchJson, observeChanges, pressed, requiredById } from "./dom.js";

/**
 * What a question may be answered from; all of it where nothing is named.
 *
 * @typedef {{ languages: string[], documents: string[], since: string, until: string }} Scope
 */
/** @typedef {"languages" | "documents"} Kind */
/** @typedef {"since" | "until"} Bound */
/** @typedef {{ value: string, name: string, note: string, dir?: string }} Option */
/** @typedef {Record<Kind, Option[]>} Options */

const STORAGE_KEY = "sanad_scope";
const MAX_CHOSEN = 100; // what a scope may name
const TYPING_MS = 150;
/** @type {readonly Kind[]} */
const KINDS = ["languages", "documents"];
/** @type {readonly Bound[]} */
const BOUNDS = ["since", "until"];

const dialog = requiredById("scope-dialog", HTMLDialogElement);
const find = requiredById("scope-find", HTMLInputElement);
const lists = {
  languages: requiredById("scope-languages", HTMLElement),
  documents: requiredById("scope-documents", HTMLElement),
};
/** @type {Record<Bound, HTMLInputElement>} */
const bounds = {
  since: requiredById("scope-since", HTMLInputElement),
  until: requiredById("scope-until", HTMLInputElement),
};
const count = requiredById("scope-count", HTMLElement);

/** @type {Options & Record<Bound, string>} */
const chosen = {
  languages: [],
  documents: [],
  since: "",
  until: "",
  ...JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? "null"),
};
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
  documents: valuesOf(chosen.documents),
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
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify(chosen));
  showChosen();
};

/**
 * @param {Kind} kind
 * @param {Option} option
 * @param {boolean} on
 */
const choose = (kind, option, on) => {
  chosen[kind] = chosen[kind].filter(({ value }) => value !== option.value);
  if (on && chosen[kind].length < MAX_CHOSEN) chosen[kind].push(option);
  keepChosen();
};

const chooseEverything = () => {
  for (const kind of KINDS) chosen[kind] = [];
  for (const bound of BOUNDS) chosen[bound] = "";
  keepChosen();
};

/**
 * @param {Kind} kind
 * @param {Option} option
 */
const rowOf = (kind, option) => {
  const tick = createElement("input");
  tick.type = "checkbox";
  tick.checked = chosen[kind].some(({ value }) => value === option.value);
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
  chosen[kind] = chosen[kind].map((option) => byValue.get(option.value) ?? option);
  const others = chosen[kind].filter(({ value }) => !byValue.has(value));
  lists[kind].replaceChildren(...[...others, ...known].map((option) => rowOf(kind, option)));
};

const fill = async () => {
  const typed = find.value;
  const known = await fetchJson(`filter?${new URLSearchParams({ q: typed })}`);
  if (!known || typed !== find.value) return;
  for (const kind of KINDS) fillList(kind, known[kind]);
  for (const bound of BOUNDS) bounds[bound].value = chosen[bound];
  count.textContent = known.count;
  keepChosen();
};

document.addEventListener("click", (event) => {
  if (pressed(event, "#scope-button")) {
    find.value = "";
    fill();
    dialog.showModal();
    dialog.focus(); // not the search box: a phone would bring up its keyboard
  } else if (event.target === dialog) {
    dialog.close(); // beside the dialog's own box
  }
});
requiredById("scope-all", HTMLButtonElement).addEventListener("click", () => {
  chooseEverything();
  dialog.close();
});
for (const bound of BOUNDS) {
  bounds[bound].addEventListener("change", () => {
    chosen[bound] = bounds[bound].value;
    keepChosen();
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
