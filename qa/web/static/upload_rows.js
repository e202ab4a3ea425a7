// The list of files that a visitor adds: a line for each, from its first byte until it can be asked.
// Names are hostile: they only ever become text.
import { byId, createElement } from "./dom.js";
import { setBar } from "./growth.js";
import { isArchive, send } from "./uploading.js";

/** @import { AddedFile } from "./growth.js" */

/**
 * What is said, by what happens: see `document_list.py`.
 *
 * @typedef {object} Said
 * @property {string} cancel
 * @property {string} cancelled
 * @property {string} turn
 * @property {string} sending
 * @property {string} checking
 * @property {string} waiting
 * @property {string} archive
 * @property {string} refused
 * @property {string} upToDate
 * @property {string} notRemoved
 * @property {string} notRestored
 * @property {string} sure
 * @property {Record<string, string>} refusals
 */

/** Signs that turn the letters after them round, so that a name looks like another one. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text of the page with values in the place of their names.
 *
 * @param {string} template
 * @param {Record<string, string | number>} values
 */
const fill = (template, values) =>
  template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** @param {string} name */
const named = (name) =>
  createElement("bdi", { className: "name", text: name.replace(TURNING, ""), dir: "auto" });

/**
 * Tell those who hear the page what came of a file.
 *
 * @param {string} name
 * @param {string} text
 */
const announce = (name, text) => {
  const announced = byId("announced");
  if (announced) announced.textContent = `${name.replace(TURNING, "")}: ${text}`;
};

/** One file that is added. */
export class UploadRow {
  /**
   * @param {File} file
   * @param {Said} said
   * @param {boolean} isFolder Whether it is none, but a folder that was dropped.
   */
  constructor(file, said, isFolder) {
    this.file = file;
    this.isFolder = isFolder;
    this.said = said;
    /** @type {Set<string>} Paths of its documents that are not settled yet. */
    this.waiting = new Set();
    this.total = 0;
    this.isCancelled = false;
    this.cancelSending = () => {};
    this.element = createElement("li", { className: "upload" });
    this.text = createElement("span", { className: "state", text: said.turn });
    this.bar = createElement("progress");
    this.bar.max = 1;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name.replace(TURNING, ""));
    this.button = createElement("button", { className: "quiet", text: said.cancel });
    this.button.type = "button";
    this.button.addEventListener("click", () => this.cancel());
    this.element.append(named(file.name), this.text, this.button, this.bar);
  }

  cancel() {
    this.isCancelled = true;
    this.cancelSending();
  }

  /**
   * Send the file, and show what comes of it.
   *
   * @param {number} limit Bytes of the largest file that is taken: more is not sent at all.
   */
  async send(limit) {
    if (this.isCancelled) return this.refuse("cancelled");
    if (this.isFolder) return this.refuse("folder");
    if (this.file.size > limit) return this.refuse("too_large");
    const sending = send(this.file, (done, total) => {
      const percent = total ? Math.floor((100 * done) / total) : 100;
      const text = percent < 100 ? fill(this.said.sending, { percent }) : this.said.checking;
      this.show("sending", text);
      setBar(this.bar, done, percent < 100 ? total : 0);
    });
    this.cancelSending = sending.cancel;
    const outcome = await sending.done;
    this.button.remove();
    if (outcome.refused.length > 0) this.listRefused(outcome.refused);
    if (outcome.kind) return this.refuse(outcome.kind);
    this.waiting = new Set(outcome.added);
    this.total = outcome.added.length;
    this.show("waiting", this.said.waiting);
    this.bar.removeAttribute("value");
  }

  /** @param {string} kind */
  refuse(kind) {
    const { refusals, cancelled } = this.said;
    this.button.remove();
    this.bar.remove();
    this.show("refused", kind === "cancelled" ? cancelled : (refusals[kind] ?? refusals.fault ?? ""));
  }

  /**
   * Show what the server says of its documents.
   *
   * @param {readonly AddedFile[]} files
   * @param {number} done How far the update of the index is.
   * @param {number} total
   */
  tell(files, done, total) {
    const own = files.filter(({ path }) => this.waiting.has(path));
    if (own.length === 0) return;
    const unread = own.filter(({ state }) => state === "refused");
    for (const { path, state } of own) if (state !== "waiting") this.waiting.delete(path);
    if (isArchive(this.file)) this.tellArchive(own, unread);
    else for (const { state, text } of own) this.show(state, text);
    setBar(this.bar, done, total);
    if (this.waiting.size === 0) this.bar.remove();
  }

  /**
   * @param {readonly AddedFile[]} own
   * @param {readonly AddedFile[]} unread
   */
  tellArchive(own, unread) {
    for (const { path, text } of unread) this.note(path, text);
    this.total -= unread.length;
    const ready = this.total - this.waiting.size;
    const waits = own.find(({ state }) => state === "waiting");
    const counted = fill(this.said.archive, { done: ready, total: this.total });
    const isDone = this.waiting.size === 0;
    this.show(isDone ? "answerable" : "waiting", waits ? `${counted} · ${waits.text}` : counted);
  }

  /** @param {readonly { name: string, kind: string }[]} refused Files of an archive. */
  listRefused(refused) {
    const { refusals } = this.said;
    for (const { name, kind } of refused) this.note(name, refusals[kind] ?? refusals.fault ?? "");
  }

  /**
   * Say why a file of an archive is not taken in.
   *
   * @param {string} name
   * @param {string} reason
   */
  note(name, reason) {
    if (!this.notes) {
      const details = createElement("details");
      this.notesHead = createElement("summary");
      this.notes = createElement("ul");
      details.append(this.notesHead, this.notes);
      this.element.append(details);
    }
    const item = createElement("li");
    item.append(named(name), createElement("span", { text: ` ${reason}` }));
    this.notes.append(item);
    const count = this.notes.childElementCount;
    if (this.notesHead) this.notesHead.textContent = fill(this.said.refused, { count });
  }

  /**
   * @param {string} state
   * @param {string} text
   */
  show(state, text) {
    const isNew = this.element.dataset.state !== state;
    this.element.dataset.state = state;
    if (this.text.textContent !== text) this.text.textContent = text;
    // Heard once, when it is settled: not each per cent.
    if (isNew && (state === "answerable" || state === "refused")) announce(this.file.name, text);
  }
}
