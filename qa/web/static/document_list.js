// The page of the documents: the button that brings the index up to date, how far that is, and
// adding, removing and putting back documents.
import { byId, fetchJson, pressed, request, requiredById } from "./dom.js";

/**
 * How far an update of the index is: see `rebuild.py`.
 *
 * @typedef {object} BuildState
 * @property {boolean} running
 * @property {string | null} failure
 * @property {{ stage: string, done: number, total: number } | null} progress
 * @property {BuildReport} report
 *
 * @typedef {object} BuildReport
 * @property {string} generation
 * @property {unknown[]} added
 * @property {unknown[]} changed
 * @property {unknown[]} removed
 */

const WATCH_MS = 400;
const RETRY_MS = 1000;
const READ_MS = 1500; // to read what was done before the page comes anew

const strings = /** @type {HTMLElement} */ (document.querySelector(".rebuild")).dataset;
const rebuildButton = requiredById("rebuild", HTMLButtonElement);
const bar = requiredById("bar", HTMLProgressElement);
const told = requiredById("told", HTMLElement);

let refusals = ""; // what was refused, which stays in view while the rest is taken in

/**
 * A text of the page with values in the place of their names.
 *
 * @param {string | undefined} template
 * @param {Record<string, string | number>} values
 */
const fill = (template = "", values) =>
  template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

// Following an update of the index

/** @param {BuildState} state */
const showDone = ({ failure, report }) => {
  bar.hidden = true;
  rebuildButton.disabled = false;
  if (failure) {
    told.textContent = `${strings.failed} ${failure}`;
    return;
  }
  const counts = {
    added: report.added.length,
    changed: report.changed.length,
    removed: report.removed.length,
  };
  told.textContent = refusals + fill(strings.rebuilt, counts);
  // What was refused is to be read: the page stays as it is.
  if (report.generation !== strings.generation && !refusals) {
    setTimeout(() => location.reload(), READ_MS);
  }
};

/** @param {BuildState} state */
const showProgress = ({ progress }) => {
  if (progress?.total) {
    bar.max = progress.total;
    bar.value = progress.done;
  } else {
    bar.removeAttribute("value");
  }
  const now = progress?.total ? fill(strings[progress.stage], progress) : strings.rebuilding;
  told.textContent = refusals + now;
};

const watch = async () => {
  /** @type {BuildState | null} */
  const state = await fetchJson("api/build");
  if (!state) {
    setTimeout(watch, RETRY_MS);
  } else if (state.running) {
    showProgress(state);
    setTimeout(watch, WATCH_MS);
  } else {
    showDone(state);
  }
};

const follow = (refused = "") => {
  refusals = refused && `${refused}\n`;
  rebuildButton.disabled = true;
  bar.hidden = false;
  told.textContent = strings.rebuilding ?? "";
  watch();
};

// Changing the documents

/**
 * Ask the server for a change.
 *
 * @param {string} method
 * @param {string} address
 * @param {File} [body]
 * @returns {Promise<string>} Why it was refused; "" where it was not.
 */
const refusalOf = async (method, address, body) => {
  const response = await request(address, { method, body });
  if (response?.ok) return "";
  const { detail } = (await response?.json().catch(() => null)) ?? {};
  return typeof detail === "string" ? detail : String(response?.status ?? "");
};

/**
 * Ask for a change of one document, and follow the update of the index that it brings.
 *
 * @param {string} method
 * @param {string} address
 * @param {string | undefined} failed What to say where it is refused.
 */
const change = async (method, address, failed) => {
  const refusal = await refusalOf(method, address);
  if (refusal) told.textContent = `${failed} ${refusal}`;
  else follow();
};

/** @param {readonly File[]} files */
const add = async (files) => {
  const refused = [];
  for (const file of files) {
    const address = `api/document?name=${encodeURIComponent(file.name)}`;
    const refusal = await refusalOf("PUT", address, file);
    if (refusal) refused.push(`${fill(strings.notAdded, { name: file.name })} ${refusal}`);
  }
  if (refused.length < files.length) follow(refused.join("\n"));
  else told.textContent = refused.join("\n");
};

/** @param {HTMLButtonElement} button */
const remove = (button) => {
  if (button.classList.contains("sure")) {
    const address = `api/document?path=${encodeURIComponent(button.value)}`;
    change("DELETE", address, strings.notRemoved);
    return;
  }
  // A second click removes: the first only asks.
  button.classList.add("sure");
  button.textContent = strings.sure ?? "";
  button.removeAttribute("aria-label");
};

/** @param {HTMLButtonElement} button */
const restore = (button) => {
  const address = `api/document/restore?key=${encodeURIComponent(button.value)}`;
  change("POST", address, strings.notRestored);
};

/** @param {HTMLInputElement} picker */
const offerAdding = (picker) => {
  /** @param {DragEvent} event */
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;

  picker.addEventListener("change", async () => {
    const files = [...(picker.files ?? [])];
    picker.value = "";
    await add(files);
  });
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    document.body.classList.remove("dropping");
    add([...(event.dataTransfer?.files ?? [])]);
  });
};

rebuildButton.addEventListener("click", async () => {
  await refusalOf("POST", "api/rebuild");
  follow();
});
document.addEventListener("click", (event) => {
  const button = pressed(event, "button.restore, button.remove");
  if (!(button instanceof HTMLButtonElement)) return;
  if (button.matches(".restore")) restore(button);
  else remove(button);
});

const addPicker = byId("add"); // where documents may be changed
if (addPicker instanceof HTMLInputElement) offerAdding(addPicker);

// A build that somebody else began is followed too.
const begun = await fetchJson("api/build");
if (begun?.running) follow();
