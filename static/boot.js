// First in the body: tells the styles that scripts run (no inline script under our content policy).
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
