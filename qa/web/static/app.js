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

  // More of the document around a card's passage, as text: nothing in it is read as markup.
  const widen = async (link) => {
    const response = await fetch(link.getAttribute("href").slice(1)).catch(() => null);
    const excerpt = link.closest(".card").querySelector(".excerpt");
    link.remove();
    if (!response?.ok) return;
    const { before, after } = await response.json();
    for (const old of excerpt.querySelectorAll(".dim")) old.remove();
    for (const line of excerpt.querySelectorAll(".line")) if (!line.textContent) line.remove();
    const dim = ({ text }) => {
      const span = document.createElement("span");
      span.className = "dim";
      span.textContent = text;
      return span;
    };
    const whole = (part) => {
      const line = document.createElement("span");
      line.className = "line";
      line.dir = part.dir;
      line.append(dim(part));
      return line;
    };
    // A passage may begin and end within a line of its document: such a line stays one line.
    const [first, last] = [excerpt.firstElementChild, excerpt.lastElementChild];
    if (before.length > 0 && !before.at(-1).text.endsWith("\n")) first.prepend(dim(before.pop()));
    if (after.length > 0 && !last.textContent.endsWith("\n")) last.append(dim(after.shift()));
    excerpt.prepend(...before.map(whole));
    excerpt.append(...after.map(whole));
  };

  document.addEventListener("click", (event) => {
    const more = event.target.closest?.("a.more");
    if (more) {
      event.preventDefault();
      widen(more);
      return;
    }
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
    } else if ((event.key === " " || event.key === "Enter") && target.matches?.("a[role=button]")) {
      event.preventDefault();
      target.click();
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
