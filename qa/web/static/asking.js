// What a reader asks for goes to the server through one hidden box, in order, and once more when
// nothing was heard of it: Gradio loses what is sent in the instant in which a stream of it closes.
"use strict";
{
  const AGAIN_MS = 1500; // an answer's first drawing takes some 100 ms
  const STALE_MS = 4000;
  const GENERATION_MS = 10_000;
  const MAX_TRIES = 8;

  const page = Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("");
  let count = 0;
  let tries = 0;
  let waiting = [];
  let timer;

  const box = () => document.querySelector("#question textarea");

  // As if it had been typed: Gradio reads what it has heard of by an input event.
  const type = (area, text) => {
    const native = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
    native.set.call(area, text);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const send = () => {
    clearTimeout(timer);
    if (waiting.length === 0) return;
    if (tries++ >= MAX_TRIES) waiting = [];
    const area = document.querySelector("#wish textarea");
    if (area) {
      type(area, JSON.stringify(waiting));
      setTimeout(() => document.getElementById("fulfil").click());
    }
    timer = setTimeout(send, AGAIN_MS * tries);
  };

  const wish = (what) => {
    waiting.push({ id: `${page}-${++count}`, ...what });
    tries = 0;
    send();
  };

  // What is chosen in the dialog of narrowing.js.
  const scope = () => {
    const chosen = JSON.parse(sessionStorage.getItem("sanad_scope")) ?? {};
    const { languages = [], documents = [] } = chosen;
    const values = (options) => options.map(({ value }) => value);
    return { languages: values(languages), documents: values(documents) };
  };

  const ask = (question, options = {}) => {
    if (!question.trim()) return;
    wish({ do: "ask", question: question.toWellFormed?.() ?? question, scope: scope(), ...options });
  };

  const askTyped = () => {
    const question = box().value;
    if (!question.trim()) return;
    type(box(), "");
    ask(question);
  };

  const questionOf = (link) => new URLSearchParams(link.getAttribute("href").split("?")[1]).get("q");

  const editLast = () => {
    const said = [...document.querySelectorAll("#chat .said")].at(-1);
    wish({ do: "back" });
    if (said) type(box(), said.textContent);
    box().focus();
  };

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      if (event.target !== box()) return;
      event.preventDefault();
      event.stopPropagation();
      askTyped();
    },
    true,
  );

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest?.("a.wish, a.offer, a.edit, #send, #new-chat, #edit-last");
    if (!pressed) return;
    event.preventDefault();
    if (pressed.id === "send") askTyped();
    if (pressed.id === "new-chat") wish({ do: "forget" });
    if (pressed.id === "edit-last") editLast();
    if (pressed.matches(".offer")) ask(questionOf(pressed), { as_new: true });
    if (pressed.matches(".edit")) {
      type(box(), questionOf(pressed));
      box().focus();
    }
    if (pressed.matches(".wish")) {
      const [what, turn] = pressed.getAttribute("href").slice(1).split("-");
      wish({ do: what, turn: Number(turn) });
    }
  });

  // What the server has done need not be sent again.
  const hear = () => {
    const done = document.getElementById("done");
    if (!done || waiting.length === 0) return;
    const heeded = new Set(done.textContent.split(" "));
    waiting = waiting.filter(({ id }) => !heeded.has(id));
    if (waiting.length === 0) clearTimeout(timer);
  };

  const hide = () => {
    for (const element of document.querySelectorAll("#wish textarea, #fulfil")) {
      if (element.tabIndex !== -1) element.tabIndex = -1;
    }
    document.querySelector("#wishes:not([aria-hidden])")?.setAttribute("aria-hidden", "true");
  };

  // The newest question at the top, its answer below it: read from its beginning, not its end.
  let followed = "0";
  const follow = () => {
    const said = document.querySelectorAll("#chat .said");
    const now = `${said.length}${document.querySelector("#chat .pending") ? " pending" : ""}`;
    if (now === followed) return;
    const asked = said.length > 0 && said.length >= parseInt(followed, 10);
    followed = now;
    if (asked) said[said.length - 1].scrollIntoView({ block: "start", behavior: "instant" });
  };

  new MutationObserver(() => {
    hear();
    follow();
    hide();
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true });

  // An index rebuilt since: the server's drawing tells what follows from that.
  setInterval(async () => {
    const drawn = document.getElementById("generation")?.textContent;
    if (!drawn || document.hidden || !document.querySelector("#chat .answer")) return;
    const response = await fetch("/readyz").catch(() => null);
    if (response?.ok && (await response.json()).generation !== drawn) wish({ do: "look" });
  }, GENERATION_MS);

  // A question that is long in being answered may have an answer that got lost.
  let seen = 0;
  setInterval(() => {
    seen = document.querySelector("#chat .pending") ? seen + 1 : 0;
    if (seen > 1 && waiting.length === 0) wish({ do: "look" });
  }, STALE_MS);
}
