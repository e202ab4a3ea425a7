// The sources: a column beside the chat that can be folded away; on a phone, a sheet over it. Here
// are also a citation's chips, which lead to its card and show it at a glance, and the keyboard.
import {
  all,
  byId,
  createElement,
  embeddedJson,
  fetchJson,
  observeChanges,
  pressed,
} from "./dom.js";
import { questionBox } from "./gradio_bridge.js";

/** @import { Command } from "./dom.js" */
/** @typedef {{ text: string, dir: string }} Line A line of a document. */

const FOLDED_KEY = "sanad_panel_folded";
const PREVIEW_MS = 150;
const LINGER_MS = 200; // the pointer may be on its way to the preview
const MARGIN = 8; // pixels around the preview
const AROUND = 90; // characters before what is marked: a line of the preview

const root = document.documentElement;
const phone = matchMedia("(max-width: 768px)");

/** @param {Element} chip */
const cardOf = (chip) => byId(chip.id.replace("chip-", "src-"));

/** @param {Element} card */
const chipOf = (card) => byId(card.id.replace("src-", "chip-"));

// The column or sheet

let originId = ""; // of the chip that opened the sheet
let isReturning = false; // a focus that comes back to its chip asks for no preview

const isOpen = () => root.dataset.sources === "open";
const isSheet = () => phone.matches && isOpen();

const isKeptFolded = () => {
  try {
    return localStorage.getItem(FOLDED_KEY) === "yes";
  } catch {
    return false; // a browser may keep nothing
  }
};

/** @param {boolean} folded */
const keepFolded = (folded) => {
  try {
    localStorage.setItem(FOLDED_KEY, folded ? "yes" : "no");
  } catch {
    // It is unfolded next time.
  }
};

/** @param {boolean} open */
const setOpen = (open) => {
  root.dataset.sources = open ? "open" : "folded";
  for (const behind of all("header.site, #talk")) behind.inert = isSheet();
  drawFoldButton();
};

const openAtFirst = () => setOpen(!phone.matches && !isKeptFolded());

const makeFoldButton = () => {
  const button = createElement("button");
  button.id = "fold";
  button.type = "button";
  button.setAttribute("aria-controls", "sources");
  button.append(createElement("i"), createElement("span"));
  button.addEventListener("click", () => {
    if (isSheet()) {
      leave();
      return;
    }
    originId = "";
    setOpen(!isOpen());
    if (!phone.matches) keepFolded(!isOpen());
  });
  return button;
};

// The one button of the panel, as it should be now.
const drawFoldButton = () => {
  const panel = byId("panel");
  const strings = byId("panel-strings");
  if (!panel || !strings) return;
  const button = byId("fold") ?? panel.insertBefore(makeFoldButton(), panel.firstChild);
  const count = all("#sources .turn.shown .card").length;
  const { show, hide } = embeddedJson(strings);
  const said = isOpen() ? hide : show.replace("{count}", count);
  const label = button.lastChild;
  if (label && label.textContent !== said) {
    label.textContent = said;
    button.title = said;
  }
  button.hidden = count === 0;
  button.setAttribute("aria-expanded", String(isOpen()));
  markAsDialog(panel, isSheet());
  if (count === 0 && isSheet()) setOpen(false);
};

/**
 * @param {Element} panel
 * @param {boolean} asDialog
 */
const markAsDialog = (panel, asDialog) => {
  const attributes = { role: "dialog", "aria-modal": "true", "aria-labelledby": "fold" };
  for (const [name, value] of Object.entries(attributes)) {
    if (asDialog) panel.setAttribute(name, value);
    else panel.removeAttribute(name);
  }
};

/**
 * Show a turn's cards, and lead the eye and the keyboard to one and its mark.
 *
 * @param {HTMLElement} card
 */
const reveal = (card) => {
  const turn = card.closest(".turn");
  for (const other of all("#sources .turn")) other.classList.toggle("shown", other === turn);
  for (const other of all("#sources .card")) other.classList.toggle("chosen", other === card);
  originId = chipOf(card)?.id ?? "";
  setOpen(true);
  card.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const place = card.querySelector("mark") ?? card;
  place.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "center" });
};

/**
 * Back to a chip, or to the panel's button; out of the sheet where there is one.
 *
 * @param {HTMLElement | null} chip
 */
const leave = (chip = byId(originId)) => {
  if (phone.matches) setOpen(false);
  isReturning = true;
  chip?.closest("details")?.setAttribute("open", ""); // a folded chip takes no focus
  (chip ?? byId("fold"))?.focus();
  isReturning = false;
};

const scrim = createElement("div");
scrim.id = "scrim";
scrim.addEventListener("click", () => leave());
document.body.append(scrim);
phone.addEventListener("change", openAtFirst);
openAtFirst();
observeChanges(root, { childList: true, subtree: true }, drawFoldButton);

// A glance at a chip's card, beside the chip

const preview = createElement("div");
preview.id = "preview";
preview.setAttribute("role", "tooltip");
preview.hidden = true;
document.body.append(preview);

/** @type {{ chip: HTMLElement, title: string } | null} The chip, and the title that it lends. */
let previewed = null;
/** @type {number | undefined} */
let waiting;

/**
 * Under the chip, or over it where there is no room; gone with a chip that is scrolled away.
 *
 * @param {HTMLElement} chip
 */
const putBeside = (chip) => {
  const at = (chip.querySelector(".tag") ?? chip).getBoundingClientRect();
  const size = preview.getBoundingClientRect();
  const chat = byId("chat")?.getBoundingClientRect();
  if (chat) preview.hidden = at.bottom < chat.top || at.top > chat.bottom;
  const middle = at.left + at.width / 2 - size.width / 2;
  const left = Math.min(middle, innerWidth - size.width - MARGIN);
  const below = at.bottom + MARGIN;
  const top = below + size.height < innerHeight ? below : at.top - size.height - MARGIN;
  preview.style.left = `${Math.max(MARGIN, left)}px`;
  preview.style.top = `${Math.max(MARGIN, top)}px`;
};

/**
 * The text of an excerpt from one place to another.
 *
 * @param {(range: Range) => void} bound Sets the places.
 */
const textOf = (bound) => {
  const range = document.createRange();
  bound(range);
  return range.toString().replace(/\s+/gu, " ");
};

/**
 * What a passage answers with, in its context; where nothing is marked, the passage itself.
 *
 * @param {HTMLElement} excerpt
 */
const gistOf = (excerpt) => {
  const gist = createElement("p", { className: "words", dir: excerpt.dir });
  const marks = all("mark", excerpt);
  const [first, last] = [marks[0], marks.at(-1)];
  if (!first || !last) {
    const passage = /** @type {Element} */ (excerpt.cloneNode(true));
    for (const around of all(".dim", passage)) around.remove();
    gist.textContent = (passage.textContent ?? "").trim();
    return gist;
  }
  const before = textOf((range) => {
    range.setStart(excerpt, 0);
    range.setEndBefore(first);
  });
  const answering = textOf((range) => {
    range.setStartBefore(first);
    range.setEndAfter(last);
  });
  const after = textOf((range) => {
    range.setStartAfter(last);
    range.setEnd(excerpt, excerpt.childNodes.length);
  });
  const isCut = before.length > AROUND;
  const begun = isCut ? `… ${before.slice(-AROUND).replace(/^\S*\s/u, "")}` : before;
  gist.append(
    createElement("span", { className: "dim", text: begun }),
    createElement("mark", { text: answering }),
    createElement("span", { className: "dim", text: after.slice(0, 2 * AROUND) }),
  );
  return gist;
};

/**
 * @param {string} className
 * @param {HTMLElement} source Whose direction it has.
 */
const previewPart = (className, source) =>
  createElement("p", { className, dir: source.dir, text: source.textContent ?? "" });

/** @param {HTMLElement} chip */
const showPreview = (chip) => {
  const card = cardOf(chip);
  if (!card || phone.matches || previewed?.chip === chip) return;
  hidePreview();
  const [title] = all(".title", card);
  const [place] = all(".place", card);
  const [excerpt] = all(".excerpt", card);
  if (!title || !place || !excerpt) return;
  preview.replaceChildren(
    previewPart("title", title),
    previewPart("place", place),
    gistOf(excerpt),
  );
  preview.hidden = false;
  putBeside(chip);
  previewed = { chip, title: chip.title };
  chip.removeAttribute("title"); // or the browser would show it as well
  chip.setAttribute("aria-describedby", "preview");
};

const hidePreview = () => {
  clearTimeout(waiting);
  preview.hidden = true;
  if (!previewed) return;
  previewed.chip.title = previewed.title;
  previewed.chip.removeAttribute("aria-describedby");
  previewed = null;
};

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  // A line is wide: of it the tag alone asks for a glance.
  const chip = pressed(event, "a.chip .tag, a.chip.from, a.chip.entry")?.closest("a.chip");
  clearTimeout(waiting);
  if (chip) waiting = setTimeout(showPreview, PREVIEW_MS, chip);
  else if (!pressed(event, "#preview")) waiting = setTimeout(hidePreview, LINGER_MS);
});
document.addEventListener("focusin", (event) => {
  hidePreview();
  const chip = pressed(event, "a.chip:focus-visible");
  if (chip && !isReturning) waiting = setTimeout(showPreview, PREVIEW_MS, chip);
});
document.addEventListener("focusout", hidePreview);
document.addEventListener("scroll", () => previewed && putBeside(previewed.chip), {
  capture: true,
  passive: true,
});

// The verbs of chips and cards

/**
 * From a chip to its card.
 *
 * @param {Command} command
 */
export const showSource = ({ turn, citation }) => {
  hidePreview();
  const card = byId(`src-${turn}-${citation}`);
  if (card) reveal(card);
};

/**
 * From a card back to its chip.
 *
 * @param {Command} command
 */
export const returnToChip = ({ turn, citation }) => {
  hidePreview();
  const chip = byId(`chip-${turn}-${citation}`);
  if (chip) leave(chip);
};

/** @param {string} text */
const dimmed = (text) => createElement("span", { className: "dim", text });

/**
 * A line of its own.
 *
 * @param {Line} line
 */
const dimmedLine = ({ text, dir }) => {
  const whole = createElement("span", { className: "line", dir });
  whole.append(dimmed(text));
  return whole;
};

/**
 * Draw more of the document around a card's passage.
 *
 * @param {HTMLElement} link Its address is that of the text, after a "#".
 */
export const widenExcerpt = async (link) => {
  const address = link.getAttribute("href") ?? "";
  const context = await fetchJson(address.slice(1));
  const excerpt = link.closest(".card")?.querySelector(".excerpt");
  link.remove();
  if (!context || !excerpt) return;
  /** @type {{ before: Line[], after: Line[] }} */
  const { before, after } = context;
  for (const old of all(".dim", excerpt)) old.remove();
  for (const line of all(".line", excerpt)) if (!line.textContent) line.remove();
  // A passage may begin and end within a line of its document: such a line stays one line.
  const isCutAtStart = before.length > 0 && !before.at(-1)?.text.endsWith("\n");
  const begun = isCutAtStart ? before.pop() : undefined;
  const isCutAtEnd = after.length > 0 && !excerpt.lastElementChild?.textContent?.endsWith("\n");
  const ended = isCutAtEnd ? after.shift() : undefined;
  if (begun) excerpt.firstElementChild?.prepend(dimmed(begun.text));
  if (ended) excerpt.lastElementChild?.append(dimmed(ended.text));
  excerpt.prepend(...before.map(dimmedLine));
  excerpt.append(...after.map(dimmedLine));
};

// The keyboard

/** @param {KeyboardEvent} event */
const pressButton = (event) => {
  if (!(event.target instanceof HTMLElement) || !event.target.matches("a[role=button]")) return;
  event.preventDefault();
  event.target.click();
};

/**
 * Out of whatever is open: the preview first, then the card, then the sheet.
 *
 * @param {KeyboardEvent} event
 */
const closeInnermost = (event) => {
  const card = pressed(event, ".card");
  clearTimeout(waiting);
  if (previewed) hidePreview();
  else if (card) leave(chipOf(card) ?? undefined);
  else if (isSheet()) leave();
};

/** @param {KeyboardEvent} event */
const focusQuestion = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isSheet()) return;
  if (pressed(event, "input, textarea, [contenteditable]")) return;
  event.preventDefault();
  questionBox()?.focus();
};

/** @type {Readonly<Record<string, (event: KeyboardEvent) => void>>} */
const keys = { " ": pressButton, Enter: pressButton, Escape: closeInnermost, "/": focusQuestion };

document.addEventListener("keydown", (event) => keys[event.key]?.(event));
