// One page, looked at once: WCAG by axe, the page's policy, its console, its width, and a picture of it.

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { openPage } from "./browser.mjs";
import { SCREENSHOTS } from "./root.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

// The ways in which every page is looked at.
export const WAYS = [1280, 390].flatMap((width) => ["on", "off"].map((script) => ({ width, script })));

// Opens the tabs in which pages are visited in one way by one account; to be closed by `close`.
export async function openTabs(browser, desk, who, way) {
  const page = await openPage(browser, desk, { who, ...way });
  // Where scripts are off axe does not run either, so pages are loaded again with scripts that are empty.
  const judged = way.script === "off" ? await openPage(browser, desk, { who, width: way.width, script: "empty" }) : page;
  const close = () => Promise.all([page, judged].map((tab) => tab.context().close()));
  return { page, judged, way, close };
}

// Visits a page of pages.json and returns all faults, in words.
export async function visit({ page, judged, way }, desk, entry) {
  const status = entry.status ?? 200;
  page.faults.length = 0;
  const response = await page.goto(desk.origin + entry.path, { waitUntil: "load" });
  const faults = [];
  if (response.status() !== status) faults.push(`answers ${response.status()}, not ${status}`);
  if (entry.who && new URL(page.url()).pathname === "/sign-in") faults.push("asks to sign in again");
  faults.push(...policyFaults(response.headers()));
  faults.push(...(await shapeFaults(page, way)));
  await picture(page, entry, way);
  if (judged !== page) await judged.goto(desk.origin + entry.path);
  faults.push(...(await axeFaults(judged)));
  // Chromium notes an answer of 403 or 404 in the console, also where it is the right one.
  const expected = `the server responded with a status of ${status} `;
  faults.push(...page.faults.filter((fault) => status === 200 || !fault.includes(expected)));
  return [...new Set(faults)];
}

function policyFaults(headers) {
  const policy = headers["content-security-policy"];
  if (!policy) return ["has no Content-Security-Policy"];
  const rules = new Map(policy.split(";").map((rule) => [rule.trim().split(/\s+/)[0], rule.trim().split(/\s+/).slice(1)]));
  return ["default-src", "script-src", "style-src"].flatMap((name) => {
    const sources = rules.get(name) ?? rules.get("default-src") ?? ["nothing"];
    return sources.join(" ") === "'self'" ? [] : [`policy: ${name} is ${sources.join(" ")}, not 'self'`];
  });
}

// What axe does not look at.
async function shapeFaults(page, way) {
  const shape = await page.evaluate(() => ({
    title: document.title.trim(),
    headings: document.querySelectorAll("h1").length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    started: document.body.classList.contains("js-enabled"),
    inline: document.querySelectorAll("[style], style, script:not([src]), [onclick], [onchange], [onsubmit]").length,
  }));
  const faults = [];
  if (!shape.title) faults.push("has no title");
  if (shape.headings !== 1) faults.push(`has ${shape.headings} first headings, not 1`);
  if (shape.wide > 0) faults.push(`is ${shape.wide} pixels wider than the window`);
  if (way.script === "on" && !shape.started) faults.push("the script did not start");
  // Scripts themselves may set a style; what the server wrote has none.
  if (way.script === "off" && shape.inline > 0) faults.push(`has ${shape.inline} styles or scripts within the page`);
  return faults;
}

async function axeFaults(page) {
  // Of the browser's own console, not of the page: the page's policy does not apply to it.
  await page.evaluate(AXE);
  const violations = await page.evaluate(async (tags) => {
    const { violations } = await window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => ({ id, help, count: nodes.length, first: nodes[0].target.join(" ") }));
  }, TAGS);
  return violations.map(({ id, help, count, first }) => `axe ${id}: ${help} (${count}, first ${first})`);
}

async function picture(page, entry, { width, script }) {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const name = `${entry.name}-${width}${script === "off" ? "-no-script" : ""}`;
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
  // As it comes out of a printer, once.
  if (entry.print && width === 1280 && script === "on") {
    await page.pdf({ path: join(SCREENSHOTS, `${entry.name}-A4.pdf`), preferCSSPageSize: true, printBackground: false });
  }
}
