// The drawer: the conversations that this browser keeps, to be found, taken up again, renamed,
// saved as files and deleted. Their titles are what somebody typed: they only ever become text.
import {
  forgetConversation,
  keepConversation,
  keptConversations,
  readConversation,
  titleOf,
} from "./conversations.js";
import { beginConversation, currentId, openConversation } from "./current_conversation.js";
import { createElement, pressed, requiredById } from "./dom.js";
import { questionBox } from "./gradio_bridge.js";
import { showMenu } from "./menu.js";

/** @import { Conversation } from "./conversations.js" */

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_NAME = 200;
const MARKS = /[\u0300-\u036f\u064b-\u065f\u0670\u0640]/g; // accents, Arabic vowel signs, tatweel

const drawer = requiredById("drawer", HTMLDialogElement);
const find = requiredById("drawer-find", HTMLInputElement);
const list = requiredById("drawer-list", HTMLElement);
const none = requiredById("drawer-none", HTMLElement);
const undo = requiredById("drawer-undo", HTMLElement);
const strings = drawer.dataset;

/** @type {Conversation | null} The one deleted last, while that can be undone. */
let deleted = null;
let wasCurrent = false; // the deleted one
let expandedId = ""; // whose actions are shown
let renamedId = "";

/** @param {string} text */
const folded = (text) => text.normalize("NFKD").replace(MARKS, "").toLowerCase();

/** @param {Conversation} conversation */
const isFound = (conversation) => {
  const words = folded(find.value).split(/\s+/).filter(Boolean);
  const questions = conversation.entries.map(({ question }) => question);
  const text = folded([conversation.name, ...questions].join("\n"));
  return words.every((word) => text.includes(word));
};

/**
 * A button that says what it does; with a sign, it says so to screen readers and as a tip alone.
 *
 * @param {string | undefined} words
 * @param {() => void} press
 * @param {string} [sign]
 */
const buttonOf = (words = "", press, sign = "") => {
  const button = createElement("button");
  button.type = "button";
  button.addEventListener("click", press);
  if (!sign) {
    button.textContent = words;
    return button;
  }
  button.className = "icon-button";
  button.title = words;
  button.append(
    createElement("span", { className: `icon ${sign}` }),
    createElement("span", { className: "unseen", text: words }),
  );
  return button;
};

/** @param {Conversation} conversation */
const rename = (conversation) => {
  renamedId = conversation.id;
  draw();
  const box = list.querySelector("input");
  box?.focus();
  box?.select();
};

/**
 * @param {Conversation} conversation
 * @param {string} typed
 */
const keepName = ({ id }, typed) => {
  if (renamedId !== id) return;
  renamedId = "";
  expandedId = "";
  const kept = readConversation(id);
  if (kept) keepConversation({ ...kept, name: typed.trim().slice(0, MAX_NAME) });
  draw();
};

/** @param {Conversation} conversation */
const nameBox = (conversation) => {
  const box = createElement("input", { className: "name-box", dir: "auto" });
  box.value = titleOf(conversation);
  box.maxLength = MAX_NAME;
  box.setAttribute("aria-label", strings["rename"] ?? "");
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") keepName(conversation, box.value);
    if (event.key !== "Escape") return;
    event.preventDefault(); // it would close the drawer
    event.stopPropagation();
    renamedId = "";
    draw();
  });
  box.addEventListener("blur", () => keepName(conversation, box.value));
  return box;
};

/** @param {Conversation} conversation */
const remove = (conversation) => {
  deleted = readConversation(conversation.id);
  forgetConversation(conversation.id);
  expandedId = "";
  wasCurrent = conversation.id === currentId();
  if (wasCurrent) beginConversation();
  draw();
  undo.querySelector("button")?.focus();
};

/** @param {Conversation} conversation */
const saveAsFile = (conversation) => {
  drawer.close();
  openConversation(conversation.id);
  showMenu();
};

/** @param {Conversation} conversation */
const actionsOf = (conversation) => {
  const actions = createElement("div", { className: "actions-of" });
  actions.append(
    buttonOf(strings["rename"], () => rename(conversation)),
    buttonOf(strings["export"], () => saveAsFile(conversation)),
    buttonOf(strings["delete"], () => remove(conversation)),
  );
  return actions;
};

/** @param {Conversation} conversation */
const titleButton = (conversation) => {
  const button = buttonOf("", () => {
    drawer.close();
    openConversation(conversation.id);
    questionBox()?.focus();
  });
  button.className = "title";
  button.dir = "auto";
  button.textContent = titleOf(conversation);
  if (conversation.id === currentId()) button.setAttribute("aria-current", "true");
  return button;
};

/** @param {Conversation} conversation */
const rowOf = (conversation) => {
  const row = createElement("li");
  if (conversation.id === renamedId) {
    row.append(nameBox(conversation));
    return row;
  }
  const isExpanded = conversation.id === expandedId;
  const more = buttonOf(
    strings["more"],
    () => {
      expandedId = isExpanded ? "" : conversation.id;
      draw();
      list.querySelector(/** @type {"button"} */ (".actions-of button"))?.focus();
    },
    "more",
  );
  more.setAttribute("aria-expanded", String(isExpanded));
  row.append(titleButton(conversation), more);
  if (isExpanded) row.append(actionsOf(conversation));
  return row;
};

/**
 * @param {string | undefined} words
 * @param {readonly Conversation[]} conversations
 */
const groupOf = (words = "", conversations) => {
  if (conversations.length === 0) return [];
  const rows = createElement("ul");
  rows.append(...conversations.map(rowOf));
  return [createElement("h3", { text: words }), rows];
};

const draw = () => {
  const kept = keptConversations();
  const found = kept.filter(isFound);
  const midnight = new Date().setHours(0, 0, 0, 0);
  const isOfToday = (/** @type {Conversation} */ { changed }) =>
    changed >= midnight && changed < midnight + DAY_MS;
  list.replaceChildren(
    ...groupOf(strings["today"], found.filter(isOfToday)),
    ...groupOf(
      strings["earlier"],
      found.filter((one) => !isOfToday(one)),
    ),
  );
  none.hidden = found.length > 0;
  none.textContent = (kept.length > 0 ? strings["notFound"] : strings["none"]) ?? "";
  find.hidden = kept.length === 0;
  const [said, button] = undo.children;
  if (said) said.textContent = deleted ? (strings["deleted"] ?? "") : "";
  button?.toggleAttribute("hidden", deleted === null);
};

const show = () => {
  deleted = null;
  expandedId = "";
  renamedId = "";
  find.value = "";
  draw();
  drawer.showModal();
  drawer.focus(); // not the search box: a phone would bring up its keyboard
};

find.addEventListener("input", draw);
undo.querySelector("button")?.addEventListener("click", () => {
  if (deleted) keepConversation(deleted);
  if (deleted && wasCurrent) openConversation(deleted.id);
  deleted = null;
  draw();
  drawer.focus();
});
requiredById("drawer-close", HTMLElement).addEventListener("click", () => drawer.close());
requiredById("drawer-new", HTMLElement).addEventListener("click", () => {
  drawer.close();
  beginConversation();
  questionBox()?.focus();
});
document.addEventListener("click", (event) => {
  if (pressed(event, "#open-drawer")) show();
  else if (event.target === drawer) drawer.close(); // beside the drawer's own box
});
