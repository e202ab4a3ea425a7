// What several of the scripts do with the page. Text becomes text: nothing of it is read as markup.
import { VERBS } from "./verbs.js";

/** @typedef {(typeof VERBS)[keyof typeof VERBS]} Verb */

/**
 * What the link of a verb asks for.
 *
 * @typedef {object} Command
 * @property {Verb} verb
 * @property {number} turn Number of the turn that is meant; 0 for none.
 * @property {number} citation Number of its citation, from 1; 0 for none.
 * @property {string} question The question that comes with it; "" for none.
 */

const LOGGED_OUT = 401;
const STATUS_MS = 4000;

/** @type {ReadonlyMap<string, Verb>} */
const verbsByName = new Map(Object.entries(VERBS));

/** @type {number | undefined} */
let clearingStatus;

/**
 * The element of an id, if it is there by now.
 *
 * @param {string} id
 */
export const byId = (id) => document.getElementById(id);

/**
 * An element that is part of the page from the beginning.
 *
 * @template {Element} Kind
 * @param {string} id
 * @param {new () => Kind} kind Its class.
 * @returns {Kind}
 * @throws {Error} The page has none.
 */
export const requiredById = (id, kind) => {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${kind.name} of the id "${id}"`);
};

/**
 * Every element of a selector, in the order of the document.
 *
 * @param {string} selector
 * @param {ParentNode} root Where to look.
 */
export const all = (selector, root = document) =>
  /** @type {HTMLElement[]} */ ([...root.querySelectorAll(selector)]);

/**
 * The element of a selector in which an event took place.
 *
 * @param {Event} event
 * @param {string} selector
 */
export const pressed = (event, selector) => {
  if (!(event.target instanceof Element)) return null;
  return /** @type {HTMLElement | null} */ (event.target.closest(selector));
};

/**
 * A new element that holds text.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {{ text?: string, dir?: string, className?: string }} [content]
 */
export const createElement = (name, { text = "", dir = "", className = "" } = {}) => {
  const created = document.createElement(name);
  created.textContent = text;
  if (dir) created.dir = dir;
  if (className) created.className = className;
  return created;
};

/**
 * Call back after changes: Gradio draws its part of the page again and again.
 *
 * @param {Node} target
 * @param {MutationObserverInit} kinds
 * @param {() => void} callback
 */
export const observeChanges = (target, kinds, callback) =>
  new MutationObserver(() => callback()).observe(target, kinds);

/**
 * A value that the server put into the page: base64 of JSON, see `markup.py`.
 *
 * @param {Element} element
 * @returns {any}
 */
export const embeddedJson = (element) => {
  const bytes = Uint8Array.from(atob(element.textContent ?? ""), (sign) => sign.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
};

/**
 * What a link of the class `verb` asks for; null where it names no verb.
 *
 * Its address is `#VERB-TURN`, `#VERB-TURN-CITATION` or `#VERB?q=QUESTION`; that of the verb `link`
 * is a real one, so that it can be copied from a browser's own menu too.
 *
 * @param {Element} link
 * @returns {Command | null}
 */
export const commandOf = (link) => {
  const [place = "", query = ""] = (link.getAttribute("href") ?? "").split("?");
  const [name = "", turn = 0, citation = 0] = place.slice(1).split("-");
  const verb = place.startsWith("#") ? verbsByName.get(name) : VERBS.link;
  if (!verb) return null;
  const question = new URLSearchParams(query).get("q") ?? "";
  return { verb, turn: Number(turn), citation: Number(citation), question };
};

/**
 * Tell the visitor what was done, for a while.
 *
 * @param {string} word Name of the text in the data of `#status`.
 */
export const say = (word) => {
  const status = requiredById("status", HTMLElement);
  status.textContent = status.dataset[word] ?? "";
  clearTimeout(clearingStatus);
  clearingStatus = setTimeout(() => status.replaceChildren(), STATUS_MS);
};

/**
 * The server's response, whatever its status; null where none came. Whose log-in has ended is led to
 * the log-in page.
 *
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<Response | null>}
 */
export const request = async (address, options) => {
  const response = await fetch(address, options).catch(() => null);
  if (response?.status === LOGGED_OUT) location.reload();
  return response;
};

/**
 * The JSON at an address; null on any failure.
 *
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<any>}
 */
export const fetchJson = async (address, options) => {
  const response = await request(address, options);
  return response?.ok ? response.json().catch(() => null) : null;
};
