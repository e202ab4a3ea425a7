// What is as it is because of Gradio: the one way to the server, and mends of what Gradio draws.
//
// A visitor's actions go to the server through one hidden box, in order, and once more when nothing
// was heard of them: Gradio loses what is sent in the instant in which a stream of it closes.
import { all, byId, observeChanges, request } from "./dom.js";
import { VERBS } from "./verbs.js";

/**
 * Something to do with the chat: see `actions.py`.
 *
 * @typedef {object} Action
 * @property {import("./dom.js").Verb} do
 * @property {string} [question]
 * @property {boolean} [as_new]
 * @property {Partial<import("./scope_dialog.js").Scope>} [scope]
 * @property {number} [turn]
 * @property {string} [key]
 * @property {boolean} [corrected]
 * @property {string} [conversation]
 * @property {import("./conversations.js").Entry[]} [entries]
 */

const RESEND_MS = 1500; // an answer's first drawing takes some 100 ms
const MAX_RESEND_MS = 6000;
const MAX_REFUSALS = 20; // in a row that are asked again by themselves: some minutes
const TRIES_BEFORE_RELOAD = 12; // a minute: what stands in the way then is the page itself
const DRAFT_KEY = "sanad_draft"; // of this tab
const OLD_DRAWING_MS = 500; // most are followed by the newest at once

const root = document.documentElement;
const randomWords = Array.from(crypto.getRandomValues(new Uint32Array(3)));
const page = randomWords.map((word) => word.toString(36)).join("");

/** @type {(Action & { id: string })[]} */
let waiting = [];
let numberOfActions = 0;
let tries = 0;
/** @type {number | undefined} */
let resending;
let busyUntil = 0; // the server has no place for a question until then
let refusals = 0;
/** @type {() => void} */
let hearBusy = () => {};

/** Whether the server had no place for what is sent, and it waits to be sent again. */
export const isRefused = () => refusals > 0 && waiting.length > 0;

/** Whether it is sent again by itself. */
export const isRetrying = () => refusals < MAX_REFUSALS;

/**
 * Be told whenever the server refuses something, or takes it after all.
 *
 * @param {() => void} told
 */
export const onBusy = (told) => {
  hearBusy = told;
};

/** @param {string} selector */
const textArea = (selector) =>
  /** @type {HTMLTextAreaElement | null} */ (document.querySelector(selector));

/** The box that questions are typed in, once Gradio has drawn it. */
export const questionBox = () => textArea("#question textarea");

/**
 * Put text into a box as if it had been typed: Gradio reads what an input event tells it of.
 *
 * @param {HTMLTextAreaElement} area
 * @param {string} text
 */
export const typeInto = (area, text) => {
  const native = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
  native?.set?.call(area, text);
  area.dispatchEvent(new Event("input", { bubbles: true }));
};

// A server that is there and does not hear of it: Gradio has lost its way to it.
const reloadWhereServed = async () => {
  const response = await request("healthz");
  if (response?.ok && isSending()) location.reload();
};

const send = () => {
  clearTimeout(resending);
  if (waiting.length === 0) return;
  const pause = busyUntil - Date.now();
  if (pause > 0) {
    if (isRetrying()) resending = setTimeout(send, pause);
    return;
  }
  tries += 1;
  if (tries % TRIES_BEFORE_RELOAD === 0) reloadWhereServed();
  const area = textArea("#bridge-actions textarea");
  if (area) {
    typeInto(area, JSON.stringify(waiting));
    setTimeout(() => byId("bridge-send")?.click());
  }
  resending = setTimeout(send, Math.min(RESEND_MS * tries, MAX_RESEND_MS));
};

/**
 * Have the server do something with the chat.
 *
 * @param {Action} action
 */
export const sendAction = (action) => {
  numberOfActions += 1;
  waiting.push({ id: `${page}-${numberOfActions}`, ...action });
  tries = 0;
  refusals = 0;
  send();
};

/** Send what was refused now. */
export const sendNow = () => {
  busyUntil = 0;
  send();
};

// A server that is very busy says when to ask again. Gradio asks with the page's own `fetch`, and
// tells nobody what is answered; it need not hear of a refusal, for the same is sent again.
const ownFetch = window.fetch.bind(window);
window.fetch = async (input, options) => {
  const response = await ownFetch(input, options);
  const address = input instanceof Request ? input.url : String(input);
  if (!address.includes("queue/join")) return response;
  const seconds = Number(response.headers.get("retry-after"));
  if (response.status === 503 && seconds > 0) {
    refusals += 1;
    tries = 0;
    // Not all at once: those who were refused together would meet again.
    busyUntil = Date.now() + seconds * 1000 * (1 + Math.random());
    send();
    hearBusy();
  }
  return response;
};

/** Whether there are actions of which nothing was heard yet. */
export const isSending = () => waiting.length > 0;

// What the server has done need not be sent again.
const hearApplied = () => {
  const applied = byId("applied-actions");
  if (!applied || !isSending()) return;
  const ids = new Set((applied.textContent ?? "").split(" "));
  waiting = waiting.filter(({ id }) => !ids.has(id));
  if (isSending()) return;
  clearTimeout(resending);
  refusals = 0;
};

// Of events of Gradio that overlap, one that ends late puts its older drawing over the newest.
let newestDrawn = 0;
/** @type {number | undefined} */
let renewing;
const drawnVersion = () => Number(byId("drawn-version")?.textContent ?? newestDrawn);

/** Whether no newer drawing than the one on the page is known of. */
export const isNewestDrawing = () => drawnVersion() >= newestDrawn;

const renewOldDrawing = () => {
  if (drawnVersion() >= newestDrawn) return;
  newestDrawn = 0; // what comes now is taken, or a clock that was put back would ask for ever
  sendAction({ do: VERBS.refresh });
};
const noticeOldDrawing = () => {
  if (drawnVersion() < newestDrawn) {
    renewing ??= setTimeout(() => {
      renewing = undefined;
      renewOldDrawing();
    }, OLD_DRAWING_MS);
    return;
  }
  newestDrawn = drawnVersion();
};

// What is typed and not sent outlives a reload of the page.
let draft = sessionStorage.getItem(DRAFT_KEY) ?? "";
const restoreDraft = () => {
  const area = questionBox();
  if (!area || !draft) return;
  const kept = draft;
  draft = "";
  if (!area.value) typeInto(area, kept);
};
document.addEventListener("input", (event) => {
  const area = questionBox();
  if (area && event.target === area) sessionStorage.setItem(DRAFT_KEY, area.value);
});

// The question is written in any language: its direction follows what is typed.
const mendDirection = () => {
  const area = questionBox();
  if (area && area.dir !== "auto") area.dir = "auto";
};

// Gradio names each message with its markup; without that name its text is read out.
const mendLabels = () => {
  for (const message of all('#chat [aria-label*="<"]')) message.removeAttribute("aria-label");
};

// The way to the server is for scripts: no keyboard and no screen reader comes upon it.
const hideControls = () => {
  for (const control of all("#bridge :is(textarea, button)")) {
    if (control.tabIndex !== -1) control.tabIndex = -1;
  }
  document.querySelector("#bridge:not([aria-hidden])")?.setAttribute("aria-hidden", "true");
};

observeChanges(root, { childList: true, subtree: true, characterData: true }, () => {
  hearApplied();
  noticeOldDrawing();
});
observeChanges(
  root,
  { childList: true, subtree: true, attributeFilter: ["dir", "aria-label"] },
  () => {
    restoreDraft();
    mendDirection();
    mendLabels();
    hideControls();
  },
);

// Gradio's own colours follow a class that it sets from the system's theme.
const darkSystem = matchMedia("(prefers-color-scheme: dark)");
const followTheme = () => {
  const chosen = root.dataset.theme;
  const wanted = chosen ? chosen === "dark" : darkSystem.matches;
  if (document.body.classList.contains("dark") !== wanted) {
    document.body.classList.toggle("dark", wanted);
  }
};
observeChanges(root, { attributeFilter: ["data-theme"] }, followTheme);
observeChanges(document.body, { attributeFilter: ["class"] }, followTheme);
darkSystem.addEventListener("change", followTheme);
followTheme();
