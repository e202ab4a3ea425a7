// The button that brings the index up to date, and how far that is.
"use strict";
{
  const words = document.querySelector(".building").dataset;
  const button = document.getElementById("rebuild");
  const bar = document.getElementById("bar");
  const told = document.getElementById("told");

  const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  let before = ""; // what was refused, which stays in view while the rest is taken in

  const done = (state) => {
    bar.hidden = true;
    button.disabled = false;
    if (state.failure) {
      told.textContent = `${words.failed} ${state.failure}`;
      return;
    }
    const { added, changed, removed } = state.report;
    const counts = { added: added.length, changed: changed.length, removed: removed.length };
    told.textContent = before + fill(words.rebuilt, counts);
    // What was refused or can be undone is to be read: the page stays as it is.
    if (state.report.generation !== words.generation && !before) setTimeout(() => location.reload(), 1500);
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
    const now = total ? fill(words[stage], { done: finished, total }) : words.rebuilding;
    told.textContent = before + now;
    return setTimeout(watch, 400);
  };

  const follow = (said = "") => {
    before = said && `${said}\n`;
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

  const add = async (files) => {
    const refused = [];
    for (const file of files) {
      const reason = await ask("PUT", `/api/document?name=${encodeURIComponent(file.name)}`, file);
      if (reason) refused.push(`${fill(words.notAdded, { name: file.name })} ${reason}`);
    }
    if (refused.length < files.length) follow(refused.join("\n"));
    else told.textContent = refused.join("\n");
  };

  const picker = document.getElementById("add");
  picker?.addEventListener("change", async () => {
    const files = [...picker.files];
    picker.value = "";
    await add(files);
  });

  if (picker) {
    const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
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
      add([...event.dataTransfer.files]);
    });
  }

  // A build that somebody else began is followed too.
  fetch("/api/build").then((response) => response.json()).then(({ running }) => running && follow());

  document.addEventListener("click", async (event) => {
    const restore = event.target.closest?.("button.restore");
    if (restore) {
      const reason = await ask("POST", `/api/document/restore?key=${encodeURIComponent(restore.value)}`);
      if (reason) told.textContent = `${words.notRestored} ${reason}`;
      else follow();
      return;
    }
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
