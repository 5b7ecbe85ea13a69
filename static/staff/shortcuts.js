// Single-key shortcuts: listed under "?", silent inside fields, with an off switch (WCAG 2.1.4).
const KEY = "portal.shortcuts";
const rows = () => [...document.querySelectorAll("[data-row]")];
let current = -1;
let waitingForPlace = false;

const click = (selector) => document.querySelector(selector)?.click();
const focus = (selector) => document.querySelector(selector)?.focus();

function move(step) {
  const all = rows();
  if (!all.length) return;
  current = Math.min(Math.max(current + step, 0), all.length - 1);
  all.forEach((row, index) => row.classList.toggle("app-row--current", index === current));
  const link = all[current].querySelector("a");
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
}

const inRow = (selector) => rows()[current]?.querySelector(selector)?.click();

const deeds = {
  "/": () => focus("#site-search"),
  j: () => move(1),
  k: () => move(-1),
  o: () => inRow("a"),
  x: () => inRow("input[type=checkbox]"),
  "[": () => click("[data-previous]"),
  "]": () => click("[data-next]"),
  a: () => focus("[data-assign]"),
  n: () => focus("[data-note]"),
  u: () => click("[data-up]"),
  "?": () => document.getElementById("shortcut-help")?.showModal(),
};

const typing = (target) =>
  target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName) || target.closest("dialog");

function onKey(event) {
  if (event.key === "Enter" && event.ctrlKey) {
    event.target.closest("form")?.requestSubmit();
    return;
  }
  const ticking = event.target.type === "checkbox" && event.target.closest("[data-row]");
  if (event.ctrlKey || event.altKey || event.metaKey || (typing(event.target) && !ticking)) return;
  const place = waitingForPlace && document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
  waitingForPlace = event.key === "g";
  const deed = place ? () => place.click() : deeds[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
}

function isOn() {
  return document.body.dataset.shortcuts !== "off" && localStorage.getItem(KEY) !== "off";
}

export function startShortcuts() {
  document.addEventListener("keydown", (event) => {
    const sending = event.key === "Enter" && event.ctrlKey;
    if (sending || isOn()) onKey(event);
  });
  const box = document.querySelector("[data-shortcut-switch]");
  if (!box) return;
  box.checked = isOn();
  box.addEventListener("change", () => localStorage.setItem(KEY, box.checked ? "on" : "off"));
}
