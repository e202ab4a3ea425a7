// A document: looking for words in it, the pages of a PDF, and copying its text as it is.
import { all, byId, fetchJson, requiredById } from "./dom.js";

/** @typedef {[part: number, start: number, end: number]} Place Where words stand, see `document/find`. */

const HERE = new URL(location.href);
const text = requiredById("text", HTMLElement);
const form = requiredById("find", HTMLFormElement);
const box = requiredById("find-words", HTMLInputElement);
const told = requiredById("found", HTMLElement);

// Looking for words

let asked = ""; // the words that `places` are of
/** @type {Place[]} */
let places = [];
let count = 0;
let at = -1;

/** @type {{ node: Text, start: number }[]} */
const nodes = [];

// The text's nodes, each with what goes before it. They never change.
const textNodes = () => {
  if (nodes.length) return nodes;
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let start = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const found = /** @type {Text} */ (node);
    nodes.push({ node: found, start });
    start += found.length;
  }
  return nodes;
};

/**
 * The node of an offset of the text, and the offset in it.
 *
 * @param {number} offset
 * @returns {[Text, number] | null}
 */
const pointAt = (offset) => {
  const known = textNodes();
  let low = 0;
  let high = known.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((known[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const found = known[low];
  return found ? [found.node, Math.min(offset - found.start, found.node.length)] : null;
};

/** @param {Place} place */
const rangeOf = ([, start, end]) => {
  const range = new Range();
  const first = pointAt(start);
  const last = pointAt(Math.max(start, end - 1));
  if (first) range.setStart(...first);
  if (last) range.setEnd(last[0], Math.min(last[1] + 1, last[0].length));
  return range;
};

/** @param {Place} place */
const isHere = ([part]) => String(part) === text.dataset.part;

// Drawn over the text, which stays as it is: nothing is put into the document.
const drawFound = () => {
  const here = places.filter(isHere).map(rangeOf);
  const chosen = places[at];
  const current = chosen && isHere(chosen) ? rangeOf(chosen) : null;
  if (typeof Highlight === "undefined") {
    getSelection()?.removeAllRanges();
    if (current) getSelection()?.addRange(current);
  } else {
    CSS.highlights.set("found", new Highlight(...here));
    const highlight = new Highlight(...(current ? [current] : []));
    highlight.priority = 1;
    CSS.highlights.set("found-here", highlight);
  }
  return current;
};

const tell = () => {
  const { count: words = "", none = "" } = form.dataset;
  const number = words.replace("{number}", String(at + 1)).replace("{total}", String(count));
  told.textContent = asked && (count ? number : none);
};

/** @param {Range} range */
const bringIntoView = (range) => {
  const { top, bottom } = range.getBoundingClientRect();
  const shown = innerHeight / 6;
  if (top < shown || bottom > innerHeight - shown) scrollBy({ top: top - innerHeight / 3 });
};

/**
 * Show a place; one in another part of the document is shown by the page of that part.
 *
 * @param {number} number
 */
const goTo = (number) => {
  at = (number + places.length) % places.length;
  const place = places[at];
  if (!place) return;
  if (!isHere(place)) {
    const there = new URL(HERE);
    there.searchParams.set("part", String(place[0]));
    there.searchParams.set("find", asked);
    there.searchParams.set("found", String(at));
    there.hash = "";
    location.assign(there);
    return;
  }
  tell();
  const range = drawFound();
  if (range) bringIntoView(range);
};

// The first place that is not above what is on the screen.
const firstInView = () => {
  const part = Number(text.dataset.part);
  const found = places.findIndex(
    (place) =>
      place[0] > part || (place[0] === part && rangeOf(place).getBoundingClientRect().bottom > 0),
  );
  return Math.max(found, 0);
};

/** @param {number} [number] Which of the places is shown; the first in view. */
const find = async (number) => {
  const words = box.value.trim();
  const query = new URLSearchParams({
    path: HERE.searchParams.get("path") ?? "",
    sha256: text.dataset.sha256 ?? "",
    q: words,
  });
  const found = words ? await fetchJson(`${form.action}?${query}`) : { count: 0, places: [] };
  if (words !== box.value.trim()) return; // typed on meanwhile
  asked = words;
  ({ count, places } = found ?? { count: 0, places: [] });
  at = -1;
  tell();
  drawFound();
  if (!found) told.textContent = form.dataset.failed ?? "";
  else if (places.length) goTo(number ?? firstInView());
};

/** @param {number} by */
const step = (by) => {
  if (box.value.trim() !== asked) void find();
  else if (places.length) goTo(at + by);
};

const clear = () => {
  box.value = "";
  void find();
};

form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  step(1);
});
byId("find-previous")?.addEventListener("click", () => step(-1));
box.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter" && event.shiftKey) {
    event.preventDefault();
    step(-1);
  } else if (event.key === "Escape") clear();
});
box.addEventListener("search", () => box.value || clear());
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest("input, textarea")) return;
  event.preventDefault();
  box.focus();
});

const sought = HERE.searchParams.get("find");
if (sought) {
  box.value = sought.slice(0, box.maxLength);
  void find(Number(HERE.searchParams.get("found")) || 0);
}

// What is copied is the document's text, not how this page lays it out.
document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (!selection?.rangeCount || event.target instanceof HTMLInputElement) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return;
  event.clipboardData?.setData("text/plain", range.cloneContents().textContent ?? "");
  event.preventDefault();
});

// The pages of a PDF

/**
 * @param {HTMLElement} figure
 * @param {HTMLImageElement} picture
 */
const followPages = (figure, picture) => {
  const [sheet] = all(".sheet", figure);
  const [notice] = all(".notice", figure);
  const [label] = all(".at", figure);
  const [before] = all(".step.before", figure);
  const [after] = all(".step.after", figure);
  const { total = "1", label: words = "", alt = "" } = figure.dataset;
  let page = Number(figure.dataset.page);

  const fail = () => {
    if (sheet) sheet.hidden = true;
    if (notice) notice.hidden = false;
  };
  /** @param {number} number */
  const turnTo = (number) => {
    if (number < 1 || number > Number(total)) return;
    page = number;
    const address = new URL(picture.src);
    address.searchParams.set("page", String(page));
    if (sheet instanceof HTMLAnchorElement) sheet.href = address.href;
    if (sheet) sheet.hidden = false;
    if (notice) notice.hidden = true;
    picture.src = address.href;
    picture.alt = alt.replace("{number}", String(page));
    const said = words.replace("{number}", String(page)).replace("{total}", total);
    if (label) label.textContent = said;
    if (before) before.hidden = page === 1;
    if (after) after.hidden = String(page) === total;
  };

  picture.addEventListener("error", fail);
  if (picture.complete && !picture.naturalWidth) fail(); // before this script was there
  for (const [link, by] of /** @type {const} */ ([[before, -1], [after, 1]])) {
    link?.addEventListener("click", (event) => {
      event.preventDefault();
      turnTo(page + by);
    });
  }
};

const figure = byId("picture");
const picture = figure?.querySelector("img");
if (figure && picture) followPages(figure, picture);
