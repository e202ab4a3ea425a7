// The conversation of this tab. What is asked is kept here first, then sent: a question that the
// server has not drawn yet is shown as waiting, and asked as soon as the server is there. The
// server may be away, restarted, or show another conversation; then it is given this one anew.
import {
  conversationOfTab,
  forgetConversation,
  keepConversation,
  keepConversationOfTab,
  newName,
  readConversation,
} from "./conversations.js";
import { all, byId, createElement, embeddedJson, observeChanges, requiredById } from "./dom.js";
import {
  isNewestDrawing,
  isRefused,
  isRetrying,
  isSending,
  onBusy,
  sendAction,
  sendNow,
} from "./gradio_bridge.js";
import { chosenScope } from "./scope_dialog.js";
import { VERBS } from "./verbs.js";

/** @import { Entry } from "./conversations.js" */

const FORMER_ID = "former"; // the one conversation that older versions kept
const FORMER_KEY = "sanad_questions";
const LATE_MS = 1500; // from then on a question is said to wait for the server
const MAX_SENT_CHARACTERS = 100_000; // of a conversation that is opened; the server takes 256 kB
const MAX_TURNS = 50; // as in `turns.py`
const MAX_GIVEN = 3; // times that the server is given a question that it does not draw
const TITLE_CHARACTERS = 80;

const root = document.documentElement;
const strings = requiredById("drawer", HTMLElement).dataset;
// Not the page's title: Gradio sets that to its own.
const siteName = (document.querySelector("header.site h1")?.textContent ?? "").trim();

let id = conversationOfTab();
/** @type {Map<string, Entry>} Not drawn by the server yet. */
let undrawn = new Map();
/** @type {Map<string, number>} How often a question was given, by its key. */
const timesGiven = new Map();
/** @type {Set<string>} Keys of the server's last drawing of this conversation. */
let drawnKeys = new Set();
/** @type {Entry[]} */
let drawnEntries = [];
let shownDrawing = "";
let isLate = false;
/** @type {number | undefined} */
let becomingLate;
/** @type {import("./scope_dialog.js").Scope} */
const everywhere = { languages: [], documents: [], since: "", until: "" };
const scopeDialog = requiredById("scope-dialog", HTMLDialogElement);
let openedScope = JSON.stringify(everywhere);

/** The name of this tab's conversation. */
export const currentId = () => id;

/** Whether anything is asked in it. */
export const isAsked = () => undrawn.size > 0 || drawnEntries.length > 0;

/** The question asked last, sent or waiting; "" for none. */
export const lastQuestion = () =>
  [...drawnEntries, ...undrawn.values()].at(-1)?.question ?? "";

/** Whether the server has drawn all that is asked. */
export const isAllDrawn = () => undrawn.size === 0;

const drawnId = () => byId("drawn-conversation")?.textContent ?? "";

/**
 * The newest of some questions, as many as can be sent at once.
 *
 * @param {readonly Entry[]} entries
 */
const sendable = (entries) => {
  let left = MAX_SENT_CHARACTERS;
  const kept = [];
  for (const entry of entries.slice(-MAX_TURNS).reverse()) {
    left -= JSON.stringify(entry).length;
    if (left < 0) break;
    kept.unshift(entry);
  }
  return kept;
};

// Give the server this conversation, whatever it shows now.
const open = () => {
  const entries = sendable(readConversation(id)?.entries ?? []);
  for (const { key } of entries) timesGiven.set(key, (timesGiven.get(key) ?? 0) + 1);
  const scope = chosenScope();
  openedScope = JSON.stringify(scope);
  sendAction({ do: VERBS.open, conversation: id, entries, scope });
};

/** @param {string} conversation */
const show = (conversation) => {
  id = conversation;
  keepConversationOfTab(id);
  drawnKeys = new Set();
  drawnEntries = [];
  shownDrawing = "";
  const entries = sendable(readConversation(id)?.entries ?? []);
  undrawn = new Map(entries.map((entry) => [entry.key, entry]));
  isLate = false;
  follow();
};

/**
 * Show a conversation that is kept.
 *
 * @param {string} conversation
 */
export const openConversation = (conversation) => {
  if (conversation === id) return;
  show(conversation);
  open();
};

/** Begin another; the present one stays among those that are kept. */
export const beginConversation = () => {
  if (!isAsked()) return;
  show(newName());
  open();
};

/**
 * Keep a question, show it, and have the server answer it.
 *
 * @param {Omit<Entry, "key">} asked
 */
export const askQuestion = (asked) => {
  const entry = { key: newName(), ...asked };
  const kept = readConversation(id) ?? { id, name: "", changed: 0, entries: drawnEntries };
  keepConversation({ ...kept, changed: Date.now(), entries: [...kept.entries, entry] });
  keepConversationOfTab(id);
  undrawn.set(entry.key, entry);
  if (drawnId() === id) sendAction({ do: VERBS.ask, conversation: id, ...entry });
  else open();
  follow();
};

/**
 * What is kept of a conversation once the server has drawn it: as it was drawn; what another tab
 * has asked meanwhile stays in its place.
 *
 * @param {readonly Entry[]} drawn
 */
const keepDrawn = (drawn) => {
  const byKey = new Map(drawn.map((entry) => [entry.key, entry]));
  const kept = readConversation(id);
  if (kept) {
    const isGone = (/** @type {Entry} */ { key }) => drawnKeys.has(key) && !byKey.has(key);
    const entries = kept.entries
      .filter((entry) => !isGone(entry))
      .map((entry) => byKey.get(entry.key) ?? entry);
    const known = new Set(entries.map(({ key }) => key));
    entries.push(...drawn.filter(({ key }) => !known.has(key)));
    if (entries.length === 0) forgetConversation(id);
    else if (JSON.stringify(entries) !== JSON.stringify(kept.entries)) {
      keepConversation({ ...kept, entries });
    }
  }
  drawnKeys = new Set(byKey.keys());
  drawnEntries = [...drawn];
  for (const key of drawnKeys) undrawn.delete(key);
};

// What an older version kept becomes a conversation like the others; two tabs make the same one.
const takeFormer = () => {
  const former = byId("former-questions");
  if (!former) return;
  /** @type {Entry[]} */
  const entries = embeddedJson(former);
  former.remove();
  try {
    if (localStorage.getItem(FORMER_KEY) === null) return;
    localStorage.removeItem(FORMER_KEY);
  } catch {
    return;
  }
  const keyed = entries.map((entry, n) => ({ ...entry, key: `${FORMER_ID}-${n}` }));
  keepConversation({ id: FORMER_ID, name: "", changed: Date.now(), entries: keyed });
  if (!isAsked()) openConversation(FORMER_ID);
};

// Follow the server's newest drawing.
const hearDrawing = () => {
  const version = byId("drawn-version")?.textContent ?? "";
  const drawing = `${version} ${drawnId()}`;
  if (!version || drawing === shownDrawing || !isNewestDrawing()) return;
  shownDrawing = drawing;
  takeFormer();
  const turns = byId("drawn-turns");
  /** @type {Entry[]} */
  const drawn = turns ? embeddedJson(turns) : [];
  if (drawnId() === id) keepDrawn(drawn);
};

// A restarted server knows of no conversation, and one of two that were sent may be lost.
const giveAgain = () => {
  if (isSending() || !byId("drawn-version")) return;
  // An empty page offers what can be asked within the scope.
  if (!isAsked() && !scopeDialog.open && JSON.stringify(chosenScope()) !== openedScope) open();
  if (drawnId() !== id) {
    if (isAsked()) open();
    return;
  }
  for (const key of undrawn.keys()) {
    if ((timesGiven.get(key) ?? 0) >= MAX_GIVEN) undrawn.delete(key); // it stays kept
  }
  if (undrawn.size > 0) open();
};

/** @param {Entry} entry */
const waitingBubble = ({ question }) => {
  const asked = createElement("div", { className: "asked-here" });
  const said = createElement("div", { className: "said verbatim" });
  for (const line of question.split("\n")) {
    said.append(createElement("span", { className: "line", text: line, dir: "auto" }));
  }
  asked.append(said, isRefused() ? busyNote() : waitingNote());
  return asked;
};

const waitingNote = () => {
  const { waiting = "", searching = "" } = strings;
  const words = isLate ? waiting : searching;
  return createElement("div", { className: isLate ? "away" : "pending", text: words });
};

// Why a question is not asked now, and a way to ask it before it is asked again by itself.
const busyNote = () => {
  const { busy = "", busyLong = "", tryAgain = "" } = strings;
  const text = isRetrying() ? busy : busyLong;
  const note = createElement("div", { className: "away busy", text });
  const again = createElement("button", { text: tryAgain });
  again.type = "button";
  again.addEventListener("click", sendNow);
  note.append(" ", again);
  return note;
};

/** The place for what waits: after the server's bubbles, which are Gradio's to draw. */
const waitingPlace = () => {
  const known = byId("waiting");
  if (known) return known;
  const chat = byId("chat");
  if (!chat) return null;
  const made = createElement("div");
  made.id = "waiting";
  made.setAttribute("aria-live", "polite");
  chat.after(made);
  return made;
};

let shownWaiting = "";
const drawWaiting = () => {
  const place = waitingPlace();
  if (!place) return;
  const now = JSON.stringify([isLate, isRefused(), isRetrying(), [...undrawn.keys()]]);
  if (now === shownWaiting && place.isConnected) return;
  shownWaiting = now;
  place.replaceChildren(...[...undrawn.values()].map(waitingBubble));
  if (undrawn.size > 0) place.lastElementChild?.scrollIntoView({ block: "nearest" });
};

const followLateness = () => {
  if (undrawn.size === 0) {
    clearTimeout(becomingLate);
    becomingLate = undefined;
    isLate = false;
    return;
  }
  becomingLate ??= setTimeout(() => {
    isLate = true;
    follow();
  }, LATE_MS);
};

// What the style sheet has to know: whether another conversation is drawn, and what waits.
const markPage = () => {
  const isOther = drawnId() !== id && (isAsked() || all("#chat .said").length > 0);
  root.toggleAttribute("data-other-drawn", isOther);
  root.toggleAttribute("data-waiting", undrawn.size > 0);
  root.toggleAttribute("data-asked", isAsked());
};

const followTitle = () => {
  const words = lastQuestion().split(/\s+/).join(" ").trim();
  const short = [...words].slice(0, TITLE_CHARACTERS).join("");
  const title = short ? `${short}${short === words ? "" : "…"} · ${siteName}` : siteName;
  if (document.title !== title) document.title = title;
};

function follow() {
  hearDrawing();
  giveAgain();
  followLateness();
  drawWaiting();
  markPage();
  followTitle();
}

scopeDialog.addEventListener("close", () => follow());
onBusy(() => follow());

// A link that asks: once, wherever the page is loaded again.
const askLinked = () => {
  const linked = new URLSearchParams(location.search).get("q") ?? "";
  if (!location.search) return;
  history.replaceState(null, "", location.pathname);
  if (linked.trim() && [...undrawn.values()].at(-1)?.question !== linked) {
    askQuestion({ question: linked, as_new: true });
  }
};

show(id);
askLinked();
observeChanges(root, { childList: true, subtree: true, characterData: true }, follow);
