// The button that brings the index up to date, and how far that is.
"use strict";
{
  const words = document.querySelector(".building").dataset;
  const button = document.getElementById("rebuild");
  const bar = document.getElementById("bar");
  const told = document.getElementById("told");

  const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const done = (state) => {
    bar.hidden = true;
    button.disabled = false;
    if (state.failure) {
      told.textContent = `${words.failed} ${state.failure}`;
      return;
    }
    const { added, changed, removed } = state.report;
    const counts = { added: added.length, changed: changed.length, removed: removed.length };
    told.textContent = fill(words.rebuilt, counts);
    if (state.report.published) setTimeout(() => location.reload(), 1500);
  };

  const watch = async () => {
    const response = await fetch("/api/build").catch(() => null);
    if (!response?.ok) return setTimeout(watch, 1000);
    const state = await response.json();
    if (!state.running) return done(state);
    const { stage, done: finished, total } = state.progress ?? {};
    if (total) {
      bar.max = total;
      bar.value = finished;
    } else {
      bar.removeAttribute("value");
    }
    told.textContent = total ? fill(words[stage], { done: finished, total }) : words.rebuilding;
    return setTimeout(watch, 400);
  };

  const follow = () => {
    button.disabled = true;
    bar.hidden = false;
    told.textContent = words.rebuilding;
    watch();
  };

  // Why a request was refused, or "" where it was not.
  const ask = async (method, address, body) => {
    const response = await fetch(address, { method, body }).catch(() => null);
    if (response?.ok) return "";
    const { detail } = (await response?.json().catch(() => null)) ?? {};
    return typeof detail === "string" ? detail : String(response?.status ?? "");
  };

  button.addEventListener("click", async () => {
    await ask("POST", "/api/rebuild");
    follow();
  });

  document.getElementById("add")?.addEventListener("change", async (event) => {
    const refused = [];
    const files = [...event.target.files];
    for (const file of files) {
      const reason = await ask("PUT", `/api/document?name=${encodeURIComponent(file.name)}`, file);
      if (reason) refused.push(`${fill(words.notAdded, { name: file.name })} ${reason}`);
    }
    event.target.value = "";
    if (refused.length === files.length) told.textContent = refused.join("\n");
    else follow();
  });

  document.addEventListener("click", async (event) => {
    const remove = event.target.closest?.("button.remove");
    if (!remove) return;
    if (!remove.classList.contains("sure")) {
      // A second click removes: the first only asks.
      remove.classList.add("sure");
      remove.textContent = words.sure;
      remove.removeAttribute("aria-label");
      return;
    }
    const reason = await ask("DELETE", `/api/document?path=${encodeURIComponent(remove.value)}`);
    if (reason) told.textContent = `${words.notRemoved} ${reason}`;
    else follow();
  });
}
