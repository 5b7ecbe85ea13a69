// What axe does not look at. Loaded beside axe; every function gives a list of faults in words.
(() => {
  const shown = (e) => e.checkVisibility({ opacityProperty: false, visibilityProperty: true });
  const name = (e) => e.outerHTML.slice(0, 90);
  const FIELDS = "input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file]), select, textarea";
  const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";

  // --- contrast, as WCAG reckons it
  const parts = (colour) => (colour.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const channel = (value) => ((value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    const [r, g, b] = parts(colour).map(channel);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const clear = (colour) => parts(colour)[3] === 0;
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (e) => {
    for (let at = e.parentElement; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!clear(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  // A radio button or box is drawn by its label; the real one lies unseen above it.
  const drawn = (e) => (["radio", "checkbox"].includes(e.type) && e.labels[0] && e.closest(".govuk-radios, .govuk-checkboxes") ?
    getComputedStyle(e.labels[0], "::before") : getComputedStyle(e));

  // --- WCAG 1.4.11: where a field begins and ends can be seen
  const borders = () => [...document.querySelectorAll(`${FIELDS}, input[type=radio], input[type=checkbox]`)]
    .filter((e) => shown(e) && !e.disabled)
    .filter((e) => {
      const style = drawn(e);
      return parseFloat(style.borderTopWidth) < 1 ? getComputedStyle(e).appearance === "none" :
        ratio(style.borderTopColor, behind(e)) < 3;
    })
    .map((e) => `the border of ${name(e)} has too little contrast`);

  // --- WCAG 2.4.7, 2.4.11, 2.4.13: the focus can be seen, and nothing lies over what has it
  // All that can draw a ring, as [what it looks like, its colour]; the focus shows by what is there only with it.
  const rings = (e) => [getComputedStyle(e), drawn(e)].flatMap((s) => [
    ...(s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 ? [[`outline ${s.outlineWidth}`, s.outlineColor]] : []),
    ...(s.boxShadow === "none" ? [] : s.boxShadow.match(/rgba?\([^)]+\)/g) || []).map((colour) => [s.boxShadow, colour]),
    [`border ${s.borderBottomWidth}`, s.borderBottomColor],
    ["ground", s.backgroundColor],
  ]);
  const newRings = (e, before) => {
    const known = new Set(before.map(String));
    return rings(e).filter((ring) => !known.has(String(ring)));
  };
  const seen = (e, before) => newRings(e, before).some(([, colour]) => !clear(colour) && ratio(colour, behind(e)) >= 3);
  const covered = (e) => {
    const box = e.getBoundingClientRect();
    const over = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]].map(([x, y]) =>
      document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
    return !over.some((at) => at && (at === e || e.contains(at) || at.contains(e) || (e.labels && [...e.labels].some((l) => l === at || l.contains(at)))));
  };
  const focus = () => {
    const faults = [];
    for (const e of document.querySelectorAll(FOCUSABLE)) {
      if (e.disabled || e.tabIndex < 0 || !shown(e) || e.getBoundingClientRect().width < 2) continue;
      if (document.activeElement) document.activeElement.blur();
      const before = rings(e);
      e.focus();
      if (document.activeElement !== e) continue;
      if (!seen(e, before)) faults.push(`${name(e)} does not show the focus`);
      else if (covered(e)) faults.push(`something lies over ${name(e)} when it has the focus`);
    }
    if (document.activeElement) document.activeElement.blur();
    scrollTo(0, 0);
    return faults;
  };

  // --- forced colours: fills vanish, so what is only a fill is gone; edges and words stay
  const forced = () => {
    const edge = (style) => style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) >= 1;
    const gone = [...document.querySelectorAll(`${FIELDS}, .govuk-button, .govuk-radios__input, .govuk-checkboxes__input`)]
      .filter((e) => shown(e) && !edge(drawn(e)) && getComputedStyle(e).appearance === "none" && getComputedStyle(e).outlineStyle === "none")
      .map((e) => `${name(e)} has no edge in forced colors`);
    const mute = [...document.querySelectorAll(".govuk-tag, .app-due")]
      .filter((e) => shown(e) && !e.innerText.trim()).map((e) => `${name(e)} says nothing in words`);
    return [...gone, ...mute];
  };

  // --- targets: links inside a sentence are exempt (WCAG 2.5.8); what lies in a closed part has no size
  const small = (selector, least) => [...document.querySelectorAll(selector)]
    .filter((e) => e.checkVisibility() && !e.disabled)
    .map((e) => [e, e.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && Math.min(box.width, box.height) < least - 0.5)
    .map(([e, box]) => `${name(e)} is ${Math.round(box.width)}x${Math.round(box.height)}`);

  // --- the spacing that readers may set for themselves (WCAG 1.4.12), and what of the words it would cut off
  const spaced = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
      p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
    const cut = [...document.querySelectorAll("body *")]
      .filter((e) => e.checkVisibility() && e.childNodes.length && e.innerText && e.clientHeight > 4)
      .filter((e) => ["hidden", "clip"].includes(getComputedStyle(e).overflowY) && e.scrollHeight > e.clientHeight + 2)
      .map((e) => `${name(e)} cuts words off`);
    const wide = document.documentElement.scrollWidth;
    document.adoptedStyleSheets = [];
    return wide > 320 ? [...cut, `${wide} pixels wide with wide spacing`] : cut;
  };
  const wide = () => {
    const width = document.documentElement.scrollWidth;
    return width > 320 ? [`${width} pixels wide`] : [];
  };

  // The same address as it is served in another language, before any script has run in it.
  const swap = async (answer) => {
    const other = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const { name: key } of [...document.documentElement.attributes]) document.documentElement.removeAttribute(key);
    for (const { name: key, value } of other.documentElement.attributes) document.documentElement.setAttribute(key, value);
    const styles = [...other.head.querySelectorAll("link[rel=stylesheet]")].map((e) => e.getAttribute("href"));
    const here = [...document.head.querySelectorAll("link[rel=stylesheet]")].map((e) => e.getAttribute("href"));
    document.title = other.title;
    document.body.replaceWith(other.body);
    return styles.join() === here.join() && !answer.redirected;
  };
  // `look-again` tells the window that listens for errors that a 404 is asked for once more on purpose.
  const asked = { headers: { "Accept-Language": "es", "X-Look-Again": "1" }, cache: "no-store" };
  const translate = async () => swap(await fetch(location.href, asked));
  const resend = async (form) => swap(await fetch(form.action, { ...asked, method: "POST", body: new URLSearchParams(new FormData(form)) }));

  window.look = { borders, focus, forced, small, spaced, wide, translate, resend };
})();
