// Call screen: after each saved field the read-back and the earlier requests are fetched. A changed read-back takes the tick away.
async function refresh(form) {
  const answer = await fetch(form.dataset.live, { credentials: "same-origin" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const place = form.querySelector("[data-live-readback]");
  const before = place.querySelector("[name=shown]")?.value;
  place.replaceChildren(...page.querySelector("[data-readback]").childNodes);
  form.querySelector("[data-live-matches]").replaceChildren(...page.querySelector("[data-matches]").childNodes);
  if (before !== place.querySelector("[name=shown]").value) form.elements.confirmed.checked = false;
}

const form = document.querySelector("form[data-live]");
form?.addEventListener("draft-saved", () => refresh(form));
