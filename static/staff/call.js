// Call screen: after each saved field the read-back and the earlier requests are fetched. A changed read-back takes the
// tick away; what the server took out of a field is taken out here as well, unless the agent is in it again.
import { untilLeft } from "./autosave.js";

function takeOut(form) {
  for (const line of form.querySelectorAll("[data-removed-from]")) {
    const field = form.elements[line.dataset.removedFrom];
    if (field && field !== document.activeElement) field.value = line.dataset.text;
  }
}

async function fetched(address, signal) {
  if (signal.aborted) return null;
  try {
    const answer = await fetch(address, { credentials: "same-origin", signal });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

async function refresh(form) {
  const text = await fetched(form.dataset.live, untilLeft());
  if (text === null) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  const place = form.querySelector("[data-live-readback]");
  const before = place.querySelector("[name=shown]")?.value;
  place.replaceChildren(...page.querySelector("[data-readback]").childNodes);
  form.querySelector("[data-live-matches]").replaceChildren(...page.querySelector("[data-matches]").childNodes);
  form.querySelector("[data-live-removed]").replaceChildren(...page.querySelector("[data-removed]").childNodes);
  takeOut(form);
  if (before !== place.querySelector("[name=shown]").value) form.elements.confirmed.checked = false;
}

// Arrow keys go from box to box in a group; Tab still reaches every one.
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
function walk(event) {
  const boxes = [...event.currentTarget.querySelectorAll("input[type=checkbox]")];
  const at = boxes.indexOf(event.target);
  const ends = { Home: 0, End: boxes.length - 1 };
  const next = event.key in ends ? ends[event.key] : at + (STEPS[event.key] ?? NaN);
  if (at < 0 || !boxes[next]) return;
  event.preventDefault();
  boxes[next].focus();
}

const form = document.querySelector("form[data-live]");
form?.addEventListener("draft-saved", () => refresh(form));
for (const group of form?.querySelectorAll("[data-arrows]") ?? []) group.addEventListener("keydown", walk);
