// What goes on with the documents: asked of the server, and shown in one line with a bar.
import { byId, fetchJson } from "./dom.js";

/**
 * What goes on: see `growth.py`. Its texts are in the visitor's language.
 *
 * @typedef {object} Growth
 * @property {boolean} open Whether there is an index to ask.
 * @property {string} generation Which one is in service.
 * @property {boolean} running Whether it is being brought up to date.
 * @property {boolean} empty Whether it holds no document.
 * @property {boolean} failed
 * @property {string} line
 * @property {number} done
 * @property {number} total 0 where nobody knows.
 * @property {AddedFile[]} [files] Those that were asked about.
 *
 * @typedef {{ path: string, state: "waiting" | "answerable" | "refused", text: string }} AddedFile
 */

/**
 * What goes on now, and what became of some files; null where the server is away.
 *
 * @param {readonly string[]} [paths]
 * @returns {Promise<Growth | null>}
 */
export const askGrowth = (paths = []) =>
  fetchJson("documents/growth", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ paths }),
  });

/**
 * How far something is; without an end where that is not known.
 *
 * @param {HTMLProgressElement} bar
 * @param {number} done
 * @param {number} total
 */
export const setBar = (bar, done, total) => {
  if (total > 0) {
    bar.max = total;
    bar.value = done;
  } else {
    bar.removeAttribute("value");
  }
};

/** @param {Growth} growth */
export const showGrowth = ({ open, running, empty, failed, line, done, total }) => {
  const told = byId("growing");
  // A reader would hear the same line again and again.
  if (told && told.textContent !== line) told.textContent = line;
  told?.classList.toggle("failed", failed);
  told?.classList.toggle("empty", empty && !running);
  const bar = byId("growing-bar");
  if (!(bar instanceof HTMLProgressElement)) return;
  bar.hidden = failed || (open && !running);
  setBar(bar, done, total);
};
