// Call screen: each field is saved to the draft when it is left, because a call can drop.
// Once the page itself is sent there is nothing left to save or to fetch for it: the call may be over by then.
let leaving = new AbortController();
export const untilLeft = () => leaving.signal;

async function save(form, status) {
  if (leaving.signal.aborted) return;
  const body = new FormData(form);
  try {
    const sent = { method: "POST", body, credentials: "same-origin", signal: leaving.signal };
    const answer = await fetch(form.dataset.autosave, sent);
    if (!answer.ok) throw new Error(String(answer.status));
    const version = answer.headers.get("X-Draft-Version");
    if (version && form.elements.version) form.elements.version.value = version;
    const time = new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
    if (status) status.textContent = `${status.dataset.saved} ${time}`;
    form.dispatchEvent(new CustomEvent("draft-saved", { bubbles: true }));
  } catch {
    if (status && !leaving.signal.aborted) status.textContent = status.dataset.failed;
  }
}

export function startAutosave() {
  addEventListener("submit", (event) => event.defaultPrevented || leaving.abort());
  addEventListener("pageshow", () => (leaving = new AbortController()));
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const status = document.querySelector("[data-autosave-status]");
    let before = new URLSearchParams(new FormData(form)).toString();
    // One save after another: an older answer must not arrive last.
    let line = Promise.resolve();
    form.addEventListener("focusout", () => {
      const now = new URLSearchParams(new FormData(form)).toString();
      if (now === before) return;
      before = now;
      line = line.then(() => save(form, status));
    });
    // Enter in a field must not file a request in the middle of a call; Ctrl+Enter does.
    if ("enterOff" in form.dataset)
      form.addEventListener("keydown", (event) => {
        const field = event.target.matches("input:not([type=submit]), select");
        if (event.key === "Enter" && !event.ctrlKey && field) event.preventDefault();
      });
  }
}
