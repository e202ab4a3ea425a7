// What a visitor keeps: copies, verdicts, the conversation as a file; and light or dark.
import {
  all,
  byId,
  commandOf,
  createElement,
  embeddedJson,
  observeChanges,
  pressed,
  request,
  say,
} from "./dom.js";
import { VERBS } from "./verbs.js";

/** @import { Command } from "./dom.js" */

/**
 * A turn for the clipboard and the log of verdicts: see `feedback.py`.
 *
 * @typedef {object} TurnRecord
 * @property {string} plain The answer and its sources as plain text.
 * @property {Report} report
 *
 * @typedef {object} Report
 * @property {string} question
 * @property {string} generation
 * @property {string[]} passages
 */

const ADDRESS_MS = 10_000; // a browser takes a file's content from its address well within that
const VERDICT_LINKS = [VERBS.good, VERBS.bad, VERBS.wrong_source]
  .map((verb) => `a.verb[href^="#${verb}-"]`)
  .join();

/** @type {Set<string>} */
const givenVerdicts = new Set();
/** @type {Set<string>} */
const savedExports = new Set();

/**
 * @param {number} turn
 * @returns {TurnRecord | null}
 */
const recordOf = (turn) => {
  const element = byId(`record-${turn}`);
  return element && embeddedJson(element);
};

/**
 * @param {string} text
 * @param {string} word What to say of it.
 */
const copy = async (text, word) => {
  try {
    await navigator.clipboard.writeText(text);
    say(word);
  } catch {
    say("notCopied");
  }
};

/**
 * Copy an answer and its sources as plain text.
 *
 * @param {Command} command
 */
export const copyAnswer = ({ turn }) => {
  const record = recordOf(turn);
  if (record) copy(record.plain, "copied");
};

/**
 * Copy the address of a link.
 *
 * @param {HTMLElement} link
 */
export const copyLink = (link) => {
  if (link instanceof HTMLAnchorElement) copy(link.href, "linkCopied");
};

/**
 * What tells a verdict from all others, whichever chat the turn's number is of.
 *
 * @param {Report} report
 * @param {string} verdict
 * @param {Command} command
 */
const verdictKey = ({ generation, question }, verdict, { turn, citation }) =>
  JSON.stringify([generation, question, verdict, turn, citation]);

/**
 * Keep a verdict on an answer, or on one of its sources.
 *
 * @param {Command} command
 */
export const giveVerdict = async (command) => {
  const verdict = command.verb;
  const report = recordOf(command.turn)?.report;
  if (!report) return;
  const passage = command.citation ? report.passages[command.citation - 1] : "";
  const response = await request("api/feedback", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...report, verdict, passage }),
  });
  if (!response?.ok) {
    say("notSaved");
    return;
  }
  // Of the two on the whole answer the later one holds.
  if (verdict === VERBS.good) givenVerdicts.delete(verdictKey(report, VERBS.bad, command));
  if (verdict === VERBS.bad) givenVerdicts.delete(verdictKey(report, VERBS.good, command));
  givenVerdicts.add(verdictKey(report, verdict, command));
  showVerdicts();
  say("thanks");
};

// Gradio draws the chat anew with each turn: what was given is shown again.
const showVerdicts = () => {
  if (givenVerdicts.size === 0) return;
  for (const link of all(VERDICT_LINKS)) {
    const command = commandOf(link);
    const report = command && recordOf(command.turn)?.report;
    if (!report) continue;
    const given = givenVerdicts.has(verdictKey(report, command.verb, command));
    if (link.classList.contains("given") === given) continue;
    link.classList.toggle("given", given);
    link.setAttribute("aria-pressed", String(given));
  }
};

/**
 * A file that the server has made, once.
 *
 * @param {HTMLElement} element
 */
const download = (element) => {
  if (savedExports.has(element.id)) return;
  savedExports.add(element.id);
  const { name, content } = embeddedJson(element);
  const link = createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), ADDRESS_MS);
};

observeChanges(document.body, { childList: true, subtree: true }, () => {
  for (const element of all("#exported .embedded-json")) download(element);
  showVerdicts();
});

document.addEventListener("click", (event) => {
  const link = pressed(event, "a.theme");
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  // The cookie by the same address that the link leads to; the page stays as it is.
  document.documentElement.dataset.theme = link.matches(".to-dark") ? "dark" : "light";
  request(link.href);
});
