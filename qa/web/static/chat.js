// The chat: asking, following what is answered, and the verbs of its links. The other scripts of
// the page are its parts. It listens on the document, because Gradio redraws what is inside.
import { copyAnswer, copyLink, giveVerdict } from "./answer_actions.js";
import { lookCloser } from "./answer_menus.js";
import {
  askQuestion,
  beginConversation,
  isAllDrawn,
  lastQuestion,
} from "./current_conversation.js";
import { all, byId, commandOf, fetchJson, observeChanges, pressed } from "./dom.js";
import "./drawer.js";
import { isSending, questionBox, sendAction, typeInto } from "./gradio_bridge.js";
import "./growing.js";
import "./menu.js";
import "./returning.js";
import { chosenScope, scopeTo } from "./scope_dialog.js";
import { returnToChip, showSource, widenExcerpt } from "./sources_panel.js";
import { VERBS } from "./verbs.js";

/** @import { Command, Verb } from "./dom.js" */

const STALE_MS = 4000;
const GENERATION_MS = 10_000;

/**
 * @param {string} question
 * @param {{ as_new?: boolean }} [options] Whether it stands by itself, whatever was asked before.
 */
const ask = (question, options = {}) => {
  if (!question.trim()) return;
  const wellFormed = question.toWellFormed?.() ?? question;
  askQuestion({ question: wellFormed, scope: chosenScope(), ...options });
};

const askTyped = () => {
  const box = questionBox();
  if (!box?.value.trim()) return;
  const question = box.value;
  typeInto(box, "");
  ask(question);
};

/** @param {string} question */
const edit = (question) => {
  const box = questionBox();
  if (!box) return;
  typeInto(box, question);
  box.focus();
};

const editLast = () => {
  edit(lastQuestion());
  if (isAllDrawn()) sendAction({ do: VERBS.remove_last });
};

/** @param {Command} command */
const sendVerb = ({ verb, turn }) => sendAction({ do: verb, turn });

/** @type {Readonly<Record<Verb, (command: Command, link: HTMLElement) => void>>} */
const handlers = {
  [VERBS.ask]: ({ question }) => ask(question, { as_new: true }),
  [VERBS.again]: sendVerb,
  [VERBS.as_new]: sendVerb,
  [VERBS.as_typed]: sendVerb,
  [VERBS.everywhere]: sendVerb,
  [VERBS.why]: lookCloser,
  [VERBS.similar]: lookCloser,
  [VERBS.renew]: sendVerb,
  [VERBS.remove_last]: sendVerb,
  [VERBS.open]: beginConversation,
  [VERBS.refresh]: sendVerb,
  [VERBS.copy]: copyAnswer,
  [VERBS.link]: (_, link) => copyLink(link),
  [VERBS.more]: ({ question }) => ask(question),
  [VERBS.within]: ({ question }, link) => {
    scopeTo(question, link.title);
    questionBox()?.focus();
  },
  [VERBS.edit]: ({ question }) => edit(question),
  [VERBS.good]: giveVerdict,
  [VERBS.bad]: giveVerdict,
  [VERBS.wrong_source]: giveVerdict,
  [VERBS.source]: showSource,
  [VERBS.back]: returnToChip,
  [VERBS.context]: (_, link) => widenExcerpt(link),
};

/** @type {Readonly<Record<string, () => void>>} */
const buttons = {
  send: askTyped,
  "new-chat": () => {
    beginConversation();
    questionBox()?.focus();
  },
  "edit-last": editLast,
};

document.addEventListener("click", (event) => {
  const link = pressed(event, "a.verb");
  const command = link && commandOf(link);
  if (!command) return;
  event.preventDefault();
  handlers[command.verb](command, link);
});

document.addEventListener("click", (event) => {
  const button = pressed(event, "#send, #new-chat, #edit-last");
  if (!button) return;
  event.preventDefault();
  buttons[button.id]?.();
});

// Captured before Gradio hears of it, which has a use of its own for the key.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (event.target !== questionBox()) return;
    event.preventDefault();
    event.stopPropagation();
    askTyped();
  },
  true,
);

const isPending = () => document.querySelector("#chat .pending") !== null;

// The newest question at the top, its answer below it: read from its beginning, not its end.
let followedQuestions = 0;
let followedPending = false;
const followNewest = () => {
  const said = all("#chat .said");
  const pending = isPending();
  if (said.length === followedQuestions && pending === followedPending) return;
  const wasAsked = said.length >= followedQuestions;
  followedQuestions = said.length;
  followedPending = pending;
  if (wasAsked) said.at(-1)?.scrollIntoView({ block: "start", behavior: "instant" });
};
observeChanges(document.documentElement, { childList: true, subtree: true }, followNewest);

// An index rebuilt since: the server's drawing tells what follows from that.
setInterval(async () => {
  const drawn = byId("generation")?.textContent;
  if (!drawn || document.hidden || !document.querySelector("#chat .answer")) return;
  const ready = await fetchJson("readyz");
  if (ready && ready.generation !== drawn) sendAction({ do: VERBS.refresh });
}, GENERATION_MS);

// A question that is long in being answered may have an answer that got lost.
let timesPending = 0;
setInterval(() => {
  timesPending = isPending() ? timesPending + 1 : 0;
  if (timesPending > 1 && !isSending()) sendAction({ do: VERBS.refresh });
}, STALE_MS);
