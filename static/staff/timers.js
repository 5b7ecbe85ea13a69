// How long the call lasts, in plain text and without an alarm.
const two = (number) => String(number).padStart(2, "0");

function tick(element) {
  const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(element.dataset.timerSince)) / 1000));
  element.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

export function startTimers() {
  const timers = [...document.querySelectorAll("[data-timer-since]")];
  if (!timers.length) return;
  setInterval(() => timers.forEach(tick), 1000);
  timers.forEach(tick);
}
