// An entry's proof, computed again by the reader's own browser from the text on the page (RFC 9162, section 2.1.3.2).
const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (one) => one.toString(16).padStart(2, "0")).join("");

async function hash(prefix, ...parts) {
  const data = new Uint8Array([prefix, ...parts.flatMap((part) => [...part])]);
  return hex(await crypto.subtle.digest("SHA-256", data));
}

async function climb(leaf, list) {
  let result = await hash(0, new TextEncoder().encode(leaf));
  for (const step of list.querySelectorAll("[data-given]")) {
    const { given, left, right } = step.dataset;
    const pair = given === "left" ? [left, result] : [result, right];
    result = await hash(1, bytes(pair[0]), bytes(pair[1]));
  }
  return result;
}

const leaf = document.querySelector("[data-leaf]");
const list = document.querySelector("[data-steps]");
const answer = document.querySelector("[data-prove]");
// Without a secure origin browsers compute no hashes; then the page's own steps stand alone.
if (leaf && list && answer && globalThis.crypto?.subtle) {
  const root = await climb(leaf.textContent, list);
  const holds = root === list.querySelector("[data-root]").textContent;
  answer.textContent = holds ? answer.dataset.holds : answer.dataset.breaks;
  answer.classList.toggle("govuk-error-message", !holds);
  answer.hidden = false;
}
