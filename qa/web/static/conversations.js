// The conversations that this browser keeps: their questions, not their answers, which are asked
// for again. Each has a key of its own, so that two tabs never write over each other's.

/** @typedef {import("./scope_dialog.js").Scope} Scope */

/**
 * A question as it is kept: see `restoring.py`.
 *
 * @typedef {object} Entry
 * @property {string} key What tells it from every other.
 * @property {string} question
 * @property {boolean} [as_new]
 * @property {boolean} [corrected]
 * @property {Partial<Scope>} [scope]
 */

/**
 * @typedef {object} Conversation
 * @property {string} id
 * @property {string} name What the visitor calls it; "" for its first question.
 * @property {number} changed When it was last asked something, in milliseconds of the epoch.
 * @property {Entry[]} entries
 */

const PREFIX = "sanad_conversation:";
const CURRENT_KEY = "sanad_current"; // of this tab

// What a browser that keeps nothing would have kept, for as long as the page is open.
/** @type {Map<string, string>} */
const unkept = new Map();

/**
 * @param {() => void} keep
 * @param {() => void} otherwise
 */
const attempt = (keep, otherwise) => {
  try {
    keep();
  } catch {
    otherwise(); // its store is full, or shut
  }
};

/** A name that no other conversation or question has. */
export const newName = () =>
  Array.from(crypto.getRandomValues(new Uint32Array(3)), (word) => word.toString(36)).join("");

/**
 * @param {unknown} entry
 * @returns {entry is Entry}
 */
const isEntry = (entry) =>
  typeof entry === "object" &&
  entry !== null &&
  "key" in entry &&
  "question" in entry &&
  typeof entry.key === "string" &&
  typeof entry.question === "string";

/**
 * @param {string} id
 * @param {string | null | undefined} written
 * @returns {Conversation | null}
 */
const read = (id, written) => {
  if (!written) return null;
  try {
    const { name, changed, entries } = JSON.parse(written);
    return {
      id,
      name: typeof name === "string" ? name : "",
      changed: Number(changed) || 0,
      entries: Array.isArray(entries) ? entries.filter(isEntry) : [],
    };
  } catch {
    return null; // written by something else
  }
};

/**
 * @param {string} id
 * @returns {Conversation | null}
 */
export const readConversation = (id) => {
  let written = unkept.get(PREFIX + id);
  attempt(
    () => {
      written ??= localStorage.getItem(PREFIX + id) ?? undefined;
    },
    () => {},
  );
  return read(id, written);
};

/** @param {Conversation} conversation */
export const keepConversation = ({ id, ...kept }) => {
  const written = JSON.stringify(kept);
  attempt(
    () => {
      localStorage.setItem(PREFIX + id, written);
      unkept.delete(PREFIX + id);
    },
    () => unkept.set(PREFIX + id, written),
  );
};

/** @param {string} id */
export const forgetConversation = (id) => {
  unkept.delete(PREFIX + id);
  attempt(
    () => localStorage.removeItem(PREFIX + id),
    () => {},
  );
};

/** All that hold a question, the one asked last first. */
export const keptConversations = () => {
  /** @type {string[]} */
  let keys = [];
  attempt(
    () => {
      keys = Object.keys(localStorage);
    },
    () => {},
  );
  const ids = new Set(
    [...keys, ...unkept.keys()]
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length)),
  );
  return [...ids]
    .map(readConversation)
    .filter((kept) => kept !== null)
    .filter(({ entries }) => entries.length > 0)
    .sort((one, other) => other.changed - one.changed);
};

/** @param {Conversation} conversation */
export const titleOf = ({ name, entries }) => name || (entries[0]?.question ?? "");

/** The conversation of this tab; of a new tab, the one that was asked last. */
export const conversationOfTab = () => {
  let id = "";
  attempt(
    () => {
      id = sessionStorage.getItem(CURRENT_KEY) ?? "";
    },
    () => {},
  );
  return id || (keptConversations()[0]?.id ?? newName());
};

/** @param {string} id */
export const keepConversationOfTab = (id) =>
  attempt(
    () => sessionStorage.setItem(CURRENT_KEY, id),
    () => {},
  );
