// The page of the documents: adding, deleting and restoring them, and what goes on meanwhile. The
// list comes anew in its place, so that nothing typed or told on the page is lost.
import { all, byId, embeddedJson, pressed, request, requiredById } from "./dom.js";
import { askGrowth, showGrowth } from "./growth.js";
import { UploadRow } from "./upload_rows.js";

/** @import { Growth } from "./growth.js" */
/** @import { Said } from "./upload_rows.js" */

const WATCH_MS = 400;
const RETRY_MS = 1000;
const IDLE_MS = 15_000;
const ASKED_AT_ONCE = 200; // see `growth.py`
const MAX_NUDGES = 3;

/** @type {Said} */
const said = embeddedJson(requiredById("said", HTMLElement));
const told = requiredById("told", HTMLElement);

/** @type {UploadRow[]} */
const rows = []; // every file that was added, in order
/** @type {UploadRow[]} */
const queue = []; // those still to be sent
let isSending = false;
let nudges = 0; // times that the server was asked to read what still waits
let isAwaited = false; // whether an update goes on that is to be told the end of
/** @type {number | undefined} */
let watching;

// What goes on

/**
 * Put the list as it is now in the place of the one that is shown.
 *
 * @param {Element} listing
 */
const replaceListing = async (listing) => {
  const response = await request(location.href);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("listing");
  if (!fresh) return;
  keepTyped(listing, fresh);
  const focused = listing.contains(document.activeElement) ? document.activeElement : null;
  listing.replaceWith(fresh);
  if (focused) focusLike(focused, fresh);
};

/**
 * @param {Element} before
 * @param {Element} after
 */
const keepTyped = (before, after) => {
  const [typed, empty] = [before, after].map((one) => one.querySelector("input[type=search]"));
  if (typed instanceof HTMLInputElement && empty instanceof HTMLInputElement) {
    empty.value = typed.value;
  }
  const wasOpen = before.querySelector("details")?.open ?? false;
  after.querySelector("details")?.toggleAttribute("open", wasOpen);
};

/**
 * @param {Element} focused What had the focus, and is gone.
 * @param {HTMLElement} listing
 */
const focusLike = (focused, listing) => {
  const like = all(focused.tagName, listing).find(
    (one) =>
      one.className === focused.className &&
      one.getAttribute("value") === focused.getAttribute("value") &&
      one.getAttribute("href") === focused.getAttribute("href"),
  );
  listing.tabIndex = -1;
  (like ?? listing).focus();
};

/** @param {Growth} growth */
const showWhatGoesOn = async (growth) => {
  showGrowth(growth);
  for (const row of rows) row.tell(growth.files ?? [], growth.done, growth.total);
  const listing = byId("listing");
  if (listing && listing.dataset.generation !== growth.generation) await replaceListing(listing);
  const isDone = !growth.running && rows.every((row) => row.waiting.size === 0);
  if (isAwaited && isDone) told.textContent = growth.failed ? "" : said.upToDate;
  isAwaited = !isDone;
};

const watch = async () => {
  clearTimeout(watching);
  const waiting = rows.flatMap((row) => [...row.waiting]);
  const growth = await askGrowth(waiting.slice(0, ASKED_AT_ONCE));
  if (growth) await showWhatGoesOn(growth);
  watching = setTimeout(watch, delayAfter(growth));
};

/**
 * How long until the server is asked again. What waits while nothing goes on is read on request.
 *
 * @param {Growth | null} growth
 */
const delayAfter = (growth) => {
  if (!growth) return RETRY_MS;
  if (growth.running) return WATCH_MS;
  if (rows.every((row) => row.waiting.size === 0)) return IDLE_MS;
  if (growth.failed || nudges >= MAX_NUDGES) return IDLE_MS;
  nudges += 1;
  request("api/rebuild", { method: "POST" });
  return WATCH_MS;
};

const follow = () => {
  told.textContent = "";
  isAwaited = true; // an update may be over before it is seen
  nudges = 0;
  watch();
};

// Changing the documents

const sendAll = async () => {
  if (isSending) return;
  isSending = true;
  const limit = Number(document.querySelector(".adding")?.getAttribute("data-limit"));
  for (let row = queue.shift(); row; row = queue.shift()) {
    await row.send(limit);
    if (row.waiting.size > 0) follow();
  }
  isSending = false;
};

/**
 * @param {readonly File[]} files
 * @param {ReadonlySet<string>} [folders] Names of those that are folders, which have no bytes.
 */
const add = (files, folders = new Set()) => {
  const added = files.map((file) => new UploadRow(file, said, folders.has(file.name)));
  requiredById("uploads", HTMLElement).prepend(...added.map(({ element }) => element));
  rows.push(...added);
  queue.push(...added);
  sendAll();
};

/**
 * Ask for a change of one document, and follow the update of the index that it brings.
 *
 * @param {string} method
 * @param {string} address
 * @param {string} failed What to say where it is refused.
 */
const change = async (method, address, failed) => {
  const response = await request(address, { method });
  if (response?.ok) {
    follow();
    return;
  }
  const { kind = "lost" } = (await response?.json().catch(() => null)) ?? {};
  told.textContent = `${failed} ${said.refusals[kind] ?? said.refusals.fault}`;
};

/** @param {HTMLButtonElement} button */
const remove = (button) => {
  if (button.classList.contains("sure")) {
    const address = `api/document?path=${encodeURIComponent(button.value)}`;
    change("DELETE", address, said.notRemoved);
    return;
  }
  // A second click removes: the first only asks.
  button.classList.add("sure");
  button.textContent = said.sure;
  button.removeAttribute("aria-label");
};

/** @param {HTMLButtonElement} button */
const restore = (button) => {
  const address = `api/document/restore?key=${encodeURIComponent(button.value)}`;
  change("POST", address, said.notRestored);
};

/** @param {HTMLInputElement} picker */
const offerAdding = (picker) => {
  /** @param {DragEvent} event */
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;

  picker.addEventListener("change", () => {
    const files = [...(picker.files ?? [])];
    picker.value = "";
    add(files);
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
    const entries = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry());
    const folders = entries.filter((entry) => entry?.isDirectory).map((entry) => entry?.name ?? "");
    add([...(event.dataTransfer?.files ?? [])], new Set(folders));
  });
};

byId("rebuild")?.addEventListener("click", async () => {
  await request("api/rebuild", { method: "POST" });
  follow();
});
document.addEventListener("click", (event) => {
  const button = pressed(event, "button.restore, button.remove");
  if (!(button instanceof HTMLButtonElement)) return;
  if (button.matches(".restore")) restore(button);
  else remove(button);
});

const picker = byId("add"); // where documents may be changed
if (picker instanceof HTMLInputElement) offerAdding(picker);
watch();
