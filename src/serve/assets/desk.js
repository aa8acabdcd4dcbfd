// What the pages gain from a script. None of them needs it: every link and every form works without.

import * as govuk from "/assets/govuk.js";

// GOV.UK Frontend sets these in a script within the page, which the pages' policy does not allow.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}

// A program that was built without the design systems serves an empty script in their place.
govuk.initAll?.();
