// Chromium, signed in as somebody, with an ear for whatever a page should not do.

import { chromium } from "playwright-core";
import { labels } from "./labels.mjs";

// In milliseconds: of a page, which may search for places before it answers, and of one thing on a page.
export const PATIENCE = { page: 30_000, element: 15_000 };

export function openBrowser() {
  // As root Chromium has no sandbox to offer; what it shows here is our own.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args });
}

// Returns a page of a browser of its own, signed in where `who` is somebody.
//
// - script: "on", "off", or "empty", where every script is served empty: the page is as without one, and can be asked about itself.
export async function openPage(browser, desk, { who, width, script }) {
  const context = await browser.newContext({
    storageState: who ? await session(browser, desk, who) : undefined,
    viewport: { width, height: 900 },
    javaScriptEnabled: script !== "off",
    locale: "en-GB",
    timezoneId: "Europe/London",
  });
  context.setDefaultTimeout(PATIENCE.element);
  context.setDefaultNavigationTimeout(PATIENCE.page);
  if (script === "empty") {
    await context.route(/\.js$/, (route) => route.fulfill({ status: 200, contentType: "text/javascript", body: "" }));
  }
  const page = await context.newPage();
  page.faults = listen(page, desk.origin);
  return page;
}

// Returns the cookies of somebody, who signs in once: the desk slows down who signs in too often.
async function session(browser, desk, who) {
  desk.sessions ??= new Map();
  if (!desk.sessions.has(who)) desk.sessions.set(who, await signIn(browser, desk, who));
  return desk.sessions.get(who);
}

async function signIn(browser, desk, who) {
  const account = desk.accounts.find((account) => account.who === who);
  if (!account) throw new Error(`nobody is called ${who}`);
  const page = await openPage(browser, desk, { who: null, width: 1280, script: "off" });
  try {
    const answer = await page.goto(`${desk.origin}/sign-in`);
    if (answer.status() !== 200) {
      throw new Error(`${desk.origin}/sign-in answers ${answer.status()}: ${(await answer.text()).slice(0, 200)}`);
    }
    await page.locator("[name=who]").fill(who);
    await page.locator("[name=password]").fill(account.password);
    await page.getByRole("main").getByRole("button", { name: labels.signIn }).click();
    await page.waitForURL((url) => url.pathname !== "/sign-in").catch(() => {
      throw new Error(`${who} could not sign in`);
    });
    return await page.context().storageState();
  } finally {
    await page.context().close();
  }
}

// Returns a growing list of what a page does against the rules. Chromium tells a breach of the page's policy as an error of its console.
function listen(page, origin) {
  const faults = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("data:")) faults.push(`asks another place: ${url}`);
  });
  page.on("requestfailed", (request) => {
    // A page that is left before all has come is no fault.
    const why = request.failure()?.errorText ?? "";
    if (why !== "net::ERR_ABORTED") faults.push(`not loaded: ${request.url()} (${why})`);
  });
  return faults;
}
