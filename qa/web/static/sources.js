// The page that asks every document: what is chosen in its dialog becomes part of its address.
import { all } from "./dom.js";
import { chosenScope } from "./scope_dialog.js";

const SHARED = ["languages", "documents", "since", "until"];

document.addEventListener("scopechange", () => {
  const asked = new URLSearchParams(location.search);
  for (const name of SHARED) asked.delete(name);
  const { languages, documents, since, until } = chosenScope();
  for (const code of languages) asked.append("languages", code);
  for (const path of documents) asked.append("documents", path);
  if (since) asked.set("since", since);
  if (until) asked.set("until", until);
  // What is typed and not asked yet comes along.
  for (const box of all("input[name=q]")) if (box instanceof HTMLInputElement) asked.set("q", box.value);
  location.assign(`sources?${asked}`);
});
