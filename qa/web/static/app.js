// Citations, the panel they lead to, and the keyboard. Listens on the document, because Gradio
// redraws what is inside it. What it writes is text: nothing of a document is read as markup.
"use strict";
{
  const root = document.documentElement;
  const box = () => document.querySelector("#question textarea");
  const byId = (id) => document.getElementById(id);
  const cardOf = (chip) => byId(chip.getAttribute("href").slice(1));
  const chipOf = (card) => byId(card.id.replace("src-", "chip-"));

  // The panel: a column beside the chat that can be folded away; on a phone, a sheet over it.
  const phone = matchMedia("(max-width: 768px)");
  const FOLDED = "sanad_panel_folded";
  const isOpen = () => root.dataset.sources === "open";
  const isSheet = () => phone.matches && isOpen();
  let origin = ""; // the chip that opened the sheet, by id

  const remembered = (value) => {
    try {
      if (value !== undefined) localStorage.setItem(FOLDED, value);
      return localStorage.getItem(FOLDED) === "yes";
    } catch {
      return false; // a browser may keep nothing
    }
  };

  const setOpen = (open) => {
    root.dataset.sources = open ? "open" : "folded";
    for (const behind of document.querySelectorAll("header.site, #talk")) behind.inert = isSheet();
    label();
  };

  const start = () => setOpen(!phone.matches && !remembered());

  // The one button of the panel, as it should be now.
  const label = () => {
    const [panel, words] = [byId("panel"), byId("panel-words")];
    if (!panel || !words) return;
    const button = byId("fold") ?? panel.insertBefore(foldButton(), panel.firstChild);
    const count = document.querySelectorAll("#sources .turn.shown .card").length;
    const { show, hide } = JSON.parse(new TextDecoder().decode(
      Uint8Array.from(atob(words.textContent), (c) => c.charCodeAt(0))));
    const said = isOpen() ? hide : show.replace("{count}", count);
    if (button.lastChild.textContent !== said) button.lastChild.textContent = button.title = said;
    button.hidden = count === 0;
    button.setAttribute("aria-expanded", String(isOpen()));
    for (const [name, value] of [["role", "dialog"], ["aria-modal", "true"], ["aria-labelledby", "fold"]]) {
      if (isSheet()) panel.setAttribute(name, value);
      else panel.removeAttribute(name);
    }
    if (count === 0 && isSheet()) setOpen(false);
  };

  const foldButton = () => {
    const button = document.createElement("button");
    button.id = "fold";
    button.type = "button";
    button.setAttribute("aria-controls", "sources");
    button.append(document.createElement("i"), document.createElement("span"));
    button.addEventListener("click", () => {
      if (isSheet()) return leave();
      origin = "";
      setOpen(!isOpen());
      if (!phone.matches) remembered(isOpen() ? "no" : "yes");
    });
    return button;
  };

  const scrim = document.createElement("div");
  scrim.id = "scrim";
  scrim.addEventListener("click", () => leave());
  document.body.append(scrim);
  phone.addEventListener("change", start);
  start();

  // Show the turn a card belongs to, and lead the eye and the keyboard to its mark.
  const reveal = (card) => {
    const turn = card.closest(".turn");
    for (const other of document.querySelectorAll("#sources .turn")) {
      other.classList.toggle("shown", other === turn);
    }
    for (const other of document.querySelectorAll("#sources .card")) {
      other.classList.toggle("chosen", other === card);
    }
    origin = chipOf(card)?.id ?? "";
    setOpen(true);
    card.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const behavior = calm ? "auto" : "smooth";
    (card.querySelector("mark") ?? card).scrollIntoView({ behavior, block: "center" });
  };

  // Back to the chip, out of the sheet where there is one.
  const leave = (chip = byId(origin) ?? byId("fold")) => {
    if (phone.matches) setOpen(false);
    quiet = true;
    chip?.focus();
    quiet = false;
  };

  // A glance at a chip's card, beside the chip.
  const preview = document.createElement("div");
  preview.id = "preview";
  preview.setAttribute("role", "tooltip");
  preview.hidden = true;
  document.body.append(preview);
  let glanced = null; // the chip and the title that it lends to the preview
  let waiting;
  let quiet = false;

  const part = (name, { dir }, text) => {
    const made = document.createElement("p");
    made.className = name;
    made.dir = dir;
    made.textContent = text;
    return made;
  };

  // Under the chip, or over it where there is no room; gone with a chip that is scrolled away.
  const putBeside = (chip) => {
    const [at, size, chat] = [chip, preview, byId("chat")].map((it) => it.getBoundingClientRect());
    preview.hidden = at.bottom < chat.top || at.top > chat.bottom;
    const left = Math.min(at.left + at.width / 2 - size.width / 2, innerWidth - size.width - 8);
    const below = at.bottom + 8;
    const top = below + size.height < innerHeight ? below : at.top - size.height - 8;
    preview.style.left = `${Math.max(8, left)}px`;
    preview.style.top = `${Math.max(8, top)}px`;
  };

  const showPreview = (chip) => {
    const card = cardOf(chip);
    if (!card || phone.matches || glanced?.chip === chip) return;
    hidePreview();
    const [title, place, excerpt] = [".title", ".place", ".excerpt"].map((name) => card.querySelector(name));
    const marks = [...excerpt.querySelectorAll("mark")].map((mark) => mark.textContent);
    const own = excerpt.cloneNode(true);
    for (const around of own.querySelectorAll(".dim")) around.remove();
    preview.replaceChildren(
      part("title", title, title.textContent),
      part("place", place, place.textContent),
      part("words", excerpt, marks.join(" ") || own.textContent.trim()),
    );
    preview.hidden = false;
    putBeside(chip);
    glanced = { chip, title: chip.title };
    chip.removeAttribute("title"); // or the browser would show it as well
    chip.setAttribute("aria-describedby", "preview");
  };

  // Away from the chip again.
  const hidePreview = () => {
    clearTimeout(waiting);
    preview.hidden = true;
    if (!glanced) return;
    glanced.chip.title = glanced.title;
    glanced.chip.removeAttribute("aria-describedby");
    glanced = null;
  };

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const chip = event.target.closest?.("a.chip");
    clearTimeout(waiting);
    if (chip) waiting = setTimeout(showPreview, 150, chip);
    // The pointer may be on its way to the preview.
    else if (!preview.contains(event.target)) waiting = setTimeout(hidePreview, 200);
  });
  document.addEventListener("focusin", (event) => {
    hidePreview();
    if (event.target.matches?.("a.chip:focus-visible") && !quiet) {
      waiting = setTimeout(showPreview, 150, event.target);
    }
  });
  document.addEventListener("focusout", hidePreview);
  document.addEventListener("scroll", () => glanced && putBeside(glanced.chip), { capture: true, passive: true });

  // More of the document around a card's passage.
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

  const follow = (link) => {
    hidePreview();
    const target = byId(link.getAttribute("href").slice(1));
    if (!target) return;
    if (link.matches(".chip")) reveal(target);
    else leave(target);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.more, a.chip, a.back");
    if (!link) return;
    event.preventDefault();
    if (link.matches(".more")) widen(link);
    else follow(link);
  });

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    const pressed = event.key === " " || event.key === "Enter";
    if (pressed && target.matches?.("a[role=button]")) {
      event.preventDefault();
      target.click();
    } else if (event.key === "Escape") {
      const card = target.closest?.(".card");
      clearTimeout(waiting);
      if (glanced) hidePreview();
      else if (card) leave(chipOf(card) ?? undefined);
      else if (isSheet()) leave();
    } else if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (target.closest?.("input, textarea, [contenteditable]") || isSheet()) return;
      event.preventDefault();
      box()?.focus();
    }
  });

  new MutationObserver(() => {
    label();
    // The question is written in any language: its direction follows what is typed.
    const area = box();
    if (area && area.dir !== "auto") area.dir = "auto";
    // Gradio names each message with its markup; without that name its text is read out.
    for (const message of document.querySelectorAll('#chat [aria-label*="<"]')) {
      message.removeAttribute("aria-label");
    }
  }).observe(root, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["dir", "aria-label"],
  });
}
