// In the chat, one line on what goes on with the documents; on the page of the documents, the same
// while there is no index yet.
import { byId, createElement } from "./dom.js";
import { askGrowth, showGrowth } from "./growth.js";

const BUSY_MS = 1500;
const IDLE_MS = 15_000;

/**
 * The line above the conversation, which leads to the documents. Gradio may draw its column anew.
 *
 * @param {string} text
 */
const showAbove = (text) => {
  const talk = byId("talk");
  let line = byId("growing-line");
  if (!text) line?.remove();
  if (!text || !talk) return;
  if (!line) {
    line = createElement("p", { className: "growing" });
    line.id = "growing-line";
    line.setAttribute("role", "status");
    const link = createElement("a");
    link.href = "documents";
    line.append(link);
  }
  const link = line.firstElementChild;
  if (link && link.textContent !== text) link.textContent = text;
  if (line.parentElement !== talk) talk.prepend(line);
};

const watch = async () => {
  const isPage = byId("growing") !== null;
  const growth = document.visibilityState === "visible" || isPage ? await askGrowth() : null;
  if (growth && isPage) {
    if (growth.open) location.reload();
    else showGrowth(growth);
  } else if (growth) {
    // While there is no index, the chat's own notice tells.
    showAbove(growth.open && !growth.failed ? growth.line : "");
  }
  const isBusy = isPage || (growth && (growth.running || growth.empty || !growth.open));
  setTimeout(watch, isBusy ? BUSY_MS : IDLE_MS);
};

watch();
