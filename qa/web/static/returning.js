// Back from a document to the answer that cites it: the address "/#source-TURN-CITATION" shows the
// source of that citation, once the conversation is drawn.
import { byId } from "./dom.js";

const WAIT_MS = 10_000;

const [, turn, citation] = /^#source-(\d+)-(\d+)$/.exec(location.hash) ?? [];

if (turn && citation) {
  const waiting = new MutationObserver(() => {
    const chip = byId(`chip-${turn}-${citation}`);
    if (!chip) return;
    waiting.disconnect();
    history.replaceState(history.state, "", location.pathname + location.search);
    chip.scrollIntoView({ block: "center", behavior: "instant" });
    chip.click();
  });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
  setTimeout(() => waiting.disconnect(), WAIT_MS);
}
