#!/usr/bin/env node
// A program that answers as `convene` does to the trial of the pages, with a desk of a few plain ones: it tries the trial itself.
//
// FAULT plants one fault of check.mjs; ASSETS names a folder with govuk.css and so on, as the build writes them.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { ROOT } from "../root.mjs";

const POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:";

const fault = process.env.FAULT ?? "";
const planted = (name, html, otherwise = "") => (fault === name ? html : otherwise);
const state = new Map();
let notice = "";

function page(title, main) {
  const said = notice && `<div class="govuk-notification-banner" role="alert" aria-labelledby="said"><div class="govuk-notification-banner__header">
    <h2 class="govuk-notification-banner__title" id="said">Success</h2></div><div class="govuk-notification-banner__content"><p>${notice}</p></div></div>`;
  notice = "";
  const sheets = ["govuk", "moj", "times", "desk"].map((name) => `<link rel="stylesheet" href="/assets/${name}.css">`).join("");
  return `<!doctype html><html lang="en-GB" class="govuk-template"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">${sheets}
<script type="module" src="/assets/desk.js"></script></head><body class="govuk-template__body">
<a class="govuk-skip-link" href="#main" data-module="govuk-skip-link">Skip to main content</a>
<div class="govuk-width-container"><main class="govuk-main-wrapper" id="main">${said}<h1 class="govuk-heading-l">${title}</h1>${main}
${planted("contrast", '<p class="pale">Pale</p>')}${planted("unlabelled", "<input>")}
${planted("inline-style", '<p style="color:red">Red</p>')}${planted("inline-script", "<script>1</script>")}
${planted("elsewhere", `<img alt="" src="http://localhost:9/x.png">`)}${planted("wide", '<p class="wide">Wide</p>')}</main></div></body></html>`;
}

const button = (text) =>
  planted("script-only", text !== "Sign in" && `<a href="#">${text}</a>`) || `<button class="govuk-button" type="submit">${text}</button>`;
const radios = (name, texts) => `<fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend">Choose one</legend><div class="govuk-radios" data-module="govuk-radios">${texts
  .map((text, index) => `<div class="govuk-radios__item"><input class="govuk-radios__input" type="radio" name="${name}" id="${name}${index}" value="${index}">
    <label class="govuk-label govuk-radios__label" for="${name}${index}">${text}</label></div>`).join("")}</div></fieldset>`;
const input = (name, text) => `<div class="govuk-form-group"><label class="govuk-label" for="${name}">${text}</label><input class="govuk-input" id="${name}" name="${name}"></div>`;
const form = (action, inner, text) => `<form method="post" action="${action}">${inner}${button(text)}</form>`;
const date = (name, text) => `<fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend">${text}</legend>${["Day", "Month", "Year"]
  .map((part) => input(`${name}-${part}`, part)).join("")}</fieldset>`;
const link = (href, text) => `<a class="govuk-link" href="${href}"${planted("mouse-only", ' tabindex="-1"')}>${text}</a>`;

// The answer to a request for a page: [status, html], or where to go.
function answer(method, path, who) {
  const [, meeting, act] = /^\/meetings\/([^/]+)\/?(.*)$/.exec(path) ?? [];
  if (method === "POST") {
    if (path === "/sign-in") return "/queue";
    if (path === "/happened") return "/happened/ways";
    const done = { book: "Booked", move: "Moved", undo: "Undone", adjourn: "Adjourned", use: "Repaired: 2 bookings changed" }[act ?? "use"];
    state.set(meeting, done);
    notice = planted("forgets", "", `${done}.`);
    return meeting ? `/meetings/${meeting}` : "/queue";
  }
  if (path === "/sign-in") return [200, page("Sign in", form("/sign-in", input("who", "Who") + input("password", "Password"), "Sign in"))];
  if (path === "/queue") {
    const rows = ["M1", "M2", "M3"].filter((name) => !state.has(name)).map((name) => `<tr><td>${name}</td><td>${link(`/meetings/${name}/book`, `Book ${name}`)}</td></tr>`);
    return [fault === "broken" ? 500 : 200, page("Queue", `<table class="govuk-table"><tbody>${rows.join("")}</tbody></table>`)];
  }
  if (path === "/happened") {
    const staff = `<label for="staff">Staff</label><select id="staff" name="staff"><option value="">None</option><option>IRO3</option><option>IRO4</option></select>`;
    return [200, page("What happened", form(path, radios("what", ["Somebody is absent", "A room is closed"]) + staff + date("from", "From") + date("until", "Until"), "Continue"))];
  }
  if (path === "/happened/ways") return [200, page("Ways", form("/happened/use", radios("way", ["First", "Second"]), "Use this way"))];
  if (path === "/accounts" && who !== "admin-1") return [403, page("Not yours", "")];
  if (path === "/meetings/NONE") return [404, page("Not found", "")];
  if (act === "book" || act === "move") return [200, page(`${act} ${meeting}`, form(path, radios("place", ["Monday", "Tuesday"]) + input("reason", "Reason"), act === "book" ? "Book" : "Move"))];
  if (act === "adjourn") return [200, page("Adjourn", form(path, input("reason", "Why"), "Adjourn"))];
  if (meeting) return [200, page(meeting, `<p>${link(`${path}/move`, "Move")} ${link(`${path}/adjourn`, "Adjourn")}</p>${form(`${path}/undo`, "", "Undo")}`)];
  return [200, page(path.slice(1).replaceAll("/", " "), "<p>Nothing yet.</p>")];
}

function asset(name) {
  const own = { "desk.css": "desk.css", "desk.js": "desk.js" }[name];
  if (name === "desk.js" && fault === "no-script") return "";
  if (own) {
    const sheet = readFileSync(join(ROOT, "src/serve/assets", own), "utf8");
    if (name !== "desk.css") return sheet;
    const bad = ".pale{color:#ccc;background:#fff}.wide{width:3000px}";
    return `${sheet}${bad}${planted("no-focus", ":focus,:focus-visible{outline:none!important;box-shadow:none!important}")}`;
  }
  try {
    return readFileSync(join(process.env.ASSETS ?? "", name), "utf8");
  } catch {
    return "";
  }
}

function serve() {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://desk");
    const posted = await text(request);
    const loose = planted("loose-policy", POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"), POLICY);
    response.setHeader("Content-Security-Policy", loose);
    if (pathname.startsWith("/assets/")) {
      const name = pathname.slice("/assets/".length);
      response.setHeader("Content-Type", name.endsWith(".css") ? "text/css" : "text/javascript");
      response.end(asset(name));
      return;
    }
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    const who = /__Host-session=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1];
    const answered = who || pathname === "/sign-in" ? answer(request.method, pathname, who) : "/sign-in";
    if (typeof answered === "string") {
      const cookie = request.method === "POST" && pathname === "/sign-in" ? { "Set-Cookie": `__Host-session=${new URLSearchParams(posted).get("who")}; Path=/; Secure; HttpOnly; SameSite=Strict` } : {};
      response.writeHead(303, { Location: answered, ...cookie }).end();
    } else {
      response.writeHead(answered[0]).end(answered[1]);
    }
  });
  server.listen(0, "127.0.0.1", () => console.error(`listening on http://127.0.0.1:${server.address().port}`));
  process.on("SIGTERM", () => process.exit(0));
}

if (process.argv[2] === "serve") serve();
