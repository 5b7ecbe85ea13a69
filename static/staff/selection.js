// Select-all for a table of rows, and the count in words beside it.
function bind(form) {
  const all = form.querySelector("[data-select-all]");
  const boxes = () => [...form.querySelectorAll("[data-row] input[type=checkbox]")];
  const count = form.querySelector("[data-selected-count]");
  const matching = form.querySelector("[data-select-matching]");

  const show = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    if (count) count.textContent = `${chosen} ${count.dataset.word}`;
    if (all) {
      all.checked = chosen > 0 && chosen === boxes().length;
      all.indeterminate = chosen > 0 && !all.checked;
    }
    if (matching) matching.hidden = !all?.checked;
  };

  all?.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    show();
  });
  form.addEventListener("change", show);
  show();
}

export function startSelection() {
  document.querySelectorAll("[data-selection]").forEach(bind);
}
