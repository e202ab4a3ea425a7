// Under an answer: its menu, and what a closer look at it shows.
import { all, byId, observeChanges, pressed } from "./dom.js";
import { sendAction } from "./gradio_bridge.js";

/** @import { Command } from "./dom.js" */

const ITEMS = ".items > a";
const GAP = 8; // pixels between a menu and what bounds it
const LEAST = 132; // pixels: three entries

/** @returns {HTMLDetailsElement[]} */
const openMenus = () => /** @type {HTMLDetailsElement[]} */ (all("details.menu[open]"));

/** @param {Element} menu */
const signOf = (menu) => /** @type {HTMLElement | null} */ (menu.querySelector("summary"));

/** Between which heights a menu is seen: below the header, above the question box. */
const seenBetween = () => {
  const header = document.querySelector("header.site")?.getBoundingClientRect();
  const bounds = {
    top: Math.max(header?.bottom ?? 0, 0),
    bottom: byId("asking")?.getBoundingClientRect().top ?? innerHeight,
  };
  const chat = byId("chat");
  if (!chat || getComputedStyle(chat).overflowY === "visible") return bounds;
  const box = chat.getBoundingClientRect();
  return { top: Math.max(bounds.top, box.top), bottom: Math.min(bounds.bottom, box.bottom) };
};

/**
 * Below its sign, or above where it fits there alone; scrolled within where it fits nowhere.
 *
 * @param {HTMLDetailsElement} menu
 */
const place = (menu) => {
  const [items] = all(".items", menu);
  if (!items) return;
  items.style.maxHeight = "";
  const sign = menu.getBoundingClientRect();
  const bounds = seenBetween();
  const [above, below] = [sign.top - bounds.top - GAP, bounds.bottom - sign.bottom - GAP];
  const isAbove = items.offsetHeight > below && above > below;
  menu.classList.toggle("above", isAbove);
  items.style.maxHeight = `${Math.max(isAbove ? above : below, LEAST)}px`;
  items.scrollIntoView({ block: "nearest" });
};

document.addEventListener(
  "toggle", // it does not bubble
  ({ target }) => {
    if (!(target instanceof HTMLDetailsElement) || !target.matches(".menu") || !target.open) return;
    for (const other of openMenus()) other.open = other === target;
    place(target);
  },
  true,
);

document.addEventListener("click", (event) => {
  const menu = pressed(event, "details.menu");
  const isChosen = pressed(event, ITEMS) !== null;
  for (const open of openMenus()) {
    if (isChosen || open !== menu) open.open = false;
  }
  if (isChosen && menu && menu.contains(document.activeElement)) signOf(menu)?.focus();
});

/**
 * From entry to entry of a menu.
 *
 * @param {HTMLDetailsElement} menu
 * @param {number} step
 */
const move = (menu, step) => {
  const entries = all(ITEMS, menu);
  const at = entries.findIndex((entry) => entry === document.activeElement);
  const next = at < 0 && step < 0 ? entries.length - 1 : at + step;
  entries[(next + entries.length) % entries.length]?.focus();
};

// Captured: a menu is the innermost of what the key could close.
document.addEventListener(
  "keydown",
  (event) => {
    const [menu] = openMenus();
    if (!menu) return;
    if (event.key === "Escape") {
      menu.open = false;
      signOf(menu)?.focus();
    } else if (event.key === "ArrowDown" && menu.contains(document.activeElement)) {
      move(menu, 1);
    } else if (event.key === "ArrowUp" && menu.contains(document.activeElement)) {
      move(menu, -1);
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

let lookedAt = 0; // the turn whose closer look was asked for, until it is drawn

/**
 * Show a closer look at an answer, or hide the one that is shown.
 *
 * @param {Command} command
 */
export const lookCloser = ({ verb, turn }) => {
  const shown = byId(`look-${turn}`)?.classList.contains(verb);
  lookedAt = shown ? 0 : turn;
  if (shown) {
    const answer = byId(`look-${turn}`)?.closest(".answer");
    const [menu] = answer ? all("details.menu", answer) : [];
    if (menu) signOf(menu)?.focus();
  }
  sendAction({ do: verb, turn });
};

// Each drawing of the answer is a new element: the keyboard is led to the one that stays.
const leadToLook = () => {
  const look = lookedAt ? byId(`look-${lookedAt}`) : null;
  if (!look) return;
  if (look.querySelector("dl, ul")) lookedAt = 0;
  look.focus({ preventScroll: true });
  look.scrollIntoView({ block: "nearest" });
};

let appended = 0;
// More of an answer stands below it, and the wish for it no longer at the end.
const leadToMore = () => {
  const parts = all("#chat .appended");
  if (parts.length > appended) parts.at(-1)?.scrollIntoView({ block: "nearest" });
  appended = parts.length;
};

observeChanges(document.documentElement, { childList: true, subtree: true }, () => {
  leadToLook();
  leadToMore();
});
