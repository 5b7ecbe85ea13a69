// Staff pages: keyboard, select-all, autosave, dialogs, call timer. Loaded after app.js.
import { startShortcuts } from "./staff/shortcuts.js";
import { startSelection } from "./staff/selection.js";
import { startAutosave } from "./staff/autosave.js";
import { startTimers } from "./staff/timers.js";

for (const button of document.querySelectorAll("[data-open-dialog]")) {
  const dialog = document.getElementById(button.dataset.openDialog);
  if (!dialog) continue;
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
}

// Accents beside a name field: a button writes its letter at the cursor. One stop for Tab, arrows inside.
for (const bar of document.querySelectorAll(".app-letters")) {
  const letters = [...bar.querySelectorAll("button")];
  letters.forEach((button, place) => (button.tabIndex = place ? -1 : 0));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = letters[letters.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
for (const button of document.querySelectorAll("[data-letter]")) {
  const field = document.getElementById(button.dataset.for);
  if (!field) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    field.setRangeText(button.dataset.letter, field.selectionStart, field.selectionEnd, "end");
    field.focus();
  });
}

startShortcuts();
startSelection();
startAutosave();
startTimers();
