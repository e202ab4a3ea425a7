// The menu of the chat's header: what can be done with the whole conversation.
import { isAsked } from "./current_conversation.js";
import { all, byId, pressed, requiredById } from "./dom.js";

const menu = requiredById("menu", HTMLElement);

/** Open it, for a conversation to be saved from. */
export const showMenu = () => menu.showPopover();

menu.addEventListener("beforetoggle", () => {
  for (const button of all("#menu button:not(.log-out)")) button.toggleAttribute("disabled", !isAsked());
});

document.addEventListener("click", (event) => {
  const button = pressed(event, "#menu button:not(.log-out)");
  if (!(button instanceof HTMLButtonElement)) return;
  menu.hidePopover();
  if (button.id === "print") print();
  // Gradio's own button has the server make the file.
  if (button.matches(".export")) byId(`bridge-${button.value}`)?.click();
});
