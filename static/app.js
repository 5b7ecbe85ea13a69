// Every page: the library's components, copy buttons, print buttons, the time-out dialog. All pages work without it.
import { initAll } from "./vendor/govuk-frontend.min.js";

initAll();

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const status = button.parentElement.querySelector("[role=status]");
  if (!source || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent.trim());
    if (status) status.textContent = button.dataset.copied;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Paper cannot be unfolded.
const folded = [];
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("main details:not([open])")) {
    part.open = true;
    folded.push(part);
  }
});
window.addEventListener("afterprint", () => {
  for (const part of folded.splice(0)) part.open = false;
});

// A chosen file or a typed word that would be lost is not asked about: answers are saved by the server on each step.
class IdleLimit {
  constructor(dialog) {
    this.dialog = dialog;
    this.left = dialog.querySelector("[data-timeout-left]");
    this.limit = Number(dialog.dataset.timeout) * 1000;
    this.restart();
    dialog.querySelector("[data-timeout-stay]").addEventListener("click", () => this.stay());
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.stay();
    });
    setInterval(() => this.look(), 5000);
  }

  restart() {
    this.endsAt = Date.now() + this.limit;
    this.said = "";
  }

  look() {
    const left = this.endsAt - Date.now();
    if (left <= 0) location.assign(this.dialog.dataset.ended);
    else if (left <= 130000 && !this.dialog.hasAttribute("open")) this.warn();
    // Said twice, not every second: a countdown read aloud is a torment.
    if (left <= 60000) this.say("one");
    else if (left <= 130000) this.say("two");
  }

  warn() {
    // Browsers from before 2022 know modules but no dialog: shown in its place, it warns all the same.
    if (this.dialog.showModal) this.dialog.showModal();
    else {
      this.dialog.setAttribute("open", "");
      this.dialog.querySelector("[data-timeout-stay]").focus();
    }
  }

  say(word) {
    if (this.said === word) return;
    this.said = word;
    this.left.textContent = this.left.dataset[word];
  }

  async stay() {
    const answer = await fetch(this.dialog.dataset.stay, { credentials: "same-origin" });
    if (!answer.ok) return;
    this.restart();
    this.left.textContent = "";
    if (this.dialog.close) this.dialog.close();
    else this.dialog.removeAttribute("open");
  }
}

const limit = document.getElementById("timeout-dialog");
if (limit) new IdleLimit(limit);
