// Copying, verdicts, saving the conversation, light and dark.
"use strict";
{
  const given = new Set();
  const exported = new Set();
  let clearing;

  // Values that the server put into the page for this script: see `markup.carried`.
  const carried = (element) => {
    const bytes = Uint8Array.from(atob(element.textContent), (c) => c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  };
  const record = (turn) => carried(document.getElementById(`record-${turn}`));

  const say = (word) => {
    const status = document.getElementById("status");
    status.textContent = status.dataset[word];
    clearTimeout(clearing);
    clearing = setTimeout(() => status.replaceChildren(), 4000);
  };

  const copy = async (text, word) => {
    try {
      await navigator.clipboard.writeText(text);
      say(word);
    } catch {
      say("notCopied");
    }
  };

  const judge = async (link) => {
    const [verdict, turn, number] = link.getAttribute("href").slice(1).split("-");
    const { report } = record(turn);
    const passage = number ? report.passages[number - 1] : "";
    const response = await fetch("/api/feedback", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...report, verdict, passage }),
    }).catch(() => null);
    if (!response?.ok) return say("notSaved");
    // Of the two on the whole answer the later one holds.
    const opposite = { good: "bad", bad: "good" }[verdict];
    given.delete(`${report.generation} ${report.question} #${opposite}-${turn}`);
    given.add(`${report.generation} ${report.question} ${link.getAttribute("href")}`);
    show();
    say("thanks");
  };

  // Gradio draws the chat anew with each turn: what was given is shown again.
  const show = () => {
    for (const link of document.querySelectorAll("a.verdict")) {
      const holder = document.getElementById(`record-${link.getAttribute("href").split("-")[1]}`);
      if (!holder || given.size === 0) continue;
      const { report } = carried(holder);
      const chosen = given.has(`${report.generation} ${report.question} ${link.getAttribute("href")}`);
      if (link.classList.contains("given") === chosen) continue;
      link.classList.toggle("given", chosen);
      link.setAttribute("aria-pressed", String(chosen));
    }
  };

  const download = (element) => {
    if (exported.has(element.id)) return;
    exported.add(element.id);
    const { name, content } = carried(element);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.copy, a.link, a.verdict, a.theme");
    if (link) event.preventDefault();
    if (link?.matches(".copy")) copy(record(link.getAttribute("href").slice("#copy-".length)).plain, "copied");
    if (link?.matches(".link")) copy(link.href, "linkCopied");
    if (link?.matches(".verdict")) judge(link);
    if (link?.matches(".theme")) {
      // The cookie by the same address that the link leads to; the page stays as it is.
      document.documentElement.dataset.theme = link.matches(".to-dark") ? "dark" : "light";
      fetch(link.href);
    }
    if (event.target.closest?.("#edit-last")) document.querySelector("#question textarea")?.focus();
  });

  // Gradio's own colours follow a class that it sets from the system's theme.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    const chosen = document.documentElement.dataset.theme;
    const wanted = chosen ? chosen === "dark" : dark.matches;
    if (document.body.classList.contains("dark") !== wanted) {
      document.body.classList.toggle("dark", wanted);
    }
  };
  new MutationObserver(follow).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  new MutationObserver(follow).observe(document.body, { attributeFilter: ["class"] });
  dark.addEventListener("change", follow);
  follow();

  new MutationObserver(() => {
    for (const element of document.querySelectorAll("#exported .carried")) download(element);
    show();
  }).observe(document.body, { childList: true, subtree: true });
}
