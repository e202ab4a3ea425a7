// Keyboard and citations. Listens on the document, because Gradio redraws what is inside it.
"use strict";
{
  const box = () => document.querySelector("#question textarea");

  // Show the turn a card belongs to, and lead the eye and the keyboard to its mark.
  const reveal = (card) => {
    const turn = card.closest(".turn");
    for (const other of document.querySelectorAll("#sources .turn")) {
      other.classList.toggle("shown", other === turn);
    }
    for (const other of document.querySelectorAll("#sources .card")) {
      other.classList.toggle("chosen", other === card);
    }
    card.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const behavior = calm ? "auto" : "smooth";
    (card.querySelector("mark") ?? card).scrollIntoView({ behavior, block: "center" });
  };

  const follow = (link) => {
    const target = document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    if (link.matches(".chip")) reveal(target);
    else target.focus();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.chip, a.back");
    if (!link) return;
    event.preventDefault();
    follow(link);
  });

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if ((event.key === " " || event.key === "Enter") && target.matches?.("a.chip")) {
      event.preventDefault();
      follow(target);
    } else if (event.key === "Escape" && target.closest?.(".card")) {
      document.getElementById(target.closest(".card").id.replace("src-", "chip-"))?.focus();
    } else if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (target.closest?.("input, textarea, [contenteditable]")) return;
      event.preventDefault();
      box()?.focus();
    }
  });

  new MutationObserver(() => {
    // The question is written in any language: its direction follows what is typed.
    const area = box();
    if (area && area.dir !== "auto") area.dir = "auto";
    // Gradio names each message with its markup; without that name its text is read out.
    for (const message of document.querySelectorAll('#chat [aria-label*="<"]')) {
      message.removeAttribute("aria-label");
    }
  }).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["dir", "aria-label"],
  });
}
