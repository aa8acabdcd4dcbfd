// Tries the desk's pages in Chromium: node tests/browser/run.mjs CONVENE [pages|flows|NAME]...
//
// `./dev browser` installs what is needed and calls this. A NAME is that of a page in pages.json or of a flow. Says of each page and flow
// whether it passed; exit code 0 where all did, 1 where one did not, 2 where nothing could be tried.

import { readFileSync } from "node:fs";
import { openBrowser } from "./browser.mjs";
import { startDesk } from "./desk.mjs";
import { WAY as DRAGGING, drag } from "./drag.mjs";
import { FLOWS, WAYS as HANDS, goThrough } from "./flows.mjs";
import { SCREENSHOTS } from "./root.mjs";
import { WAYS, openTabs, visit } from "./visit.mjs";

const PAGES = JSON.parse(readFileSync(new URL("pages.json", import.meta.url), "utf8"));

let failed = 0;

async function main([program, ...wanted]) {
  if (!program) throw new Error("usage: node tests/browser/run.mjs CONVENE [pages|flows|NAME]...");
  const asked = (kind, name) => wanted.length === 0 || wanted.includes(kind) || wanted.includes(name);
  const pages = PAGES.filter(({ name }) => asked("pages", name));
  const flows = Object.keys(FLOWS).filter((name) => asked("flows", name));
  const drags = asked("flows", "drag");
  if (pages.length + flows.length === 0 && !drags) throw new Error(`there is no page or flow ${wanted.join(", ")}`);

  const desk = await startDesk(program);
  try {
    const browser = await openBrowser();
    try {
      await tryPages(browser, desk, pages);
      await tryFlows(browser, desk, flows);
      if (drags) await tryDragging(browser, desk);
    } finally {
      await browser.close();
    }
    if (failed > 0) console.log(`\nThe desk said:\n${desk.said()}`);
  } finally {
    await desk.stop();
  }
  console.log(failed === 0 ? "\nAll passed." : `\n${failed} failed.`);
  if (pages.length > 0) console.log(`Pictures: ${SCREENSHOTS}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

// One row a page, one column a way. Each account has a tab for each way, through which its pages go.
async function tryPages(browser, desk, pages) {
  if (pages.length > 0) row("page", "who", WAYS.map(({ width, script }) => `${width} px, script ${script}`));
  for (const who of new Set(pages.map((entry) => entry.who))) {
    const tabs = [];
    try {
      for (const way of WAYS) tabs.push(await openTabs(browser, desk, who, way));
      for (const entry of pages.filter((entry) => entry.who === who)) {
        const found = [];
        for (const tab of tabs) found.push(await visit(tab, desk, entry).catch((error) => [error.message.split("\n")[0]]));
        tell(entry.name, who ?? "nobody", found);
      }
    } finally {
      for (const tab of tabs) await tab.close();
    }
  }
}

// One row a flow, one column a way.
async function tryFlows(browser, desk, flows) {
  if (flows.length === 0) return;
  const found = new Map(flows.map((flow) => [flow, []]));
  for (const way of HANDS) {
    await goThrough(browser, desk, way, (flow, faults) => found.get(flow).push(faults), flows);
  }
  row("flow", "who", HANDS.map(({ name }) => name));
  for (const [flow, faults] of found) tell(flow, "clerk-1", faults);
}

async function tryDragging(browser, desk) {
  row("flow", "who", [DRAGGING.name]);
  tell("drag", "clerk-1", [await drag(browser, desk).catch((error) => [error.message.split("\n")[0]])]);
}

// Writes a row of the table, and below it each fault with the columns that it is in.
function tell(name, who, found) {
  row(name, who, found.map((faults) => (faults.length === 0 ? "passed" : "FAILED")));
  for (const fault of new Set(found.flat())) {
    const columns = found.flatMap((faults, index) => (faults.includes(fault) ? [index + 1] : []));
    console.log(`    ${columns.length === found.length ? "" : `(column ${columns.join(", ")}) `}${fault}`);
  }
  failed += found.filter((faults) => faults.length > 0).length;
}

function row(name, who, cells) {
  console.log([name.padEnd(22), who.padEnd(10), ...cells.map((cell) => cell.padEnd(20))].join(" ").trimEnd());
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
