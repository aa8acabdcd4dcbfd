// How long Chromium takes to draw a week of everybody's calendar: node benches/desk/drawn.mjs CONVENE [times]
//
// A region's 80 chairs × 5 days, twice what is wanted within a second. From the click to the second frame after the page has loaded.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser, openPage } from "../../tests/browser/browser.mjs";
import { startDesk } from "../../tests/browser/desk.mjs";

async function main([program, times = "20"]) {
  if (!program) throw new Error("usage: node benches/desk/drawn.mjs CONVENE [times]");
  const folder = mkdtempSync(join(tmpdir(), "convene-region-"));
  try {
    const { register, today, day } = region(program, folder);
    const desk = await startDesk(program, { register, today });
    const browser = await openBrowser();
    try {
      const page = await openPage(browser, desk, { who: "clerk-1", width: 1280, script: "on" });
      const path = `/calendar?view=week&by=chair&date=${day}`;
      const took = [];
      for (let time = 0; time < Number(times); time += 1) {
        await page.goto("about:blank");
        await page.goto(desk.origin + path, { waitUntil: "load" });
        took.push(await page.evaluate(drawn));
      }
      const shown = await page.evaluate(() => ({
        chairs: document.querySelectorAll("th[scope=row]").length,
        bookings: document.querySelectorAll("[data-meeting]").length,
      }));
      took.sort((a, b) => a - b);
      const at = (share) => Math.round(took[Math.min(took.length - 1, Math.floor(share * took.length))]);
      console.log(`${shown.chairs} chairs, ${shown.bookings} bookings that can be moved, week of ${day}`);
      console.log(`drawn ${took.length} times: middle ${at(0.5)} ms, most ${at(1)} ms`);
    } finally {
      await browser.close();
      await desk.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// Milliseconds since the page was asked for, once two frames have been drawn of it.
function drawn() {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now()))));
}

// Makes a region with a confirmed plan, and returns its folder, its day and the fullest day of the plan.
function region(program, folder) {
  const [register, plan] = [join(folder, "register"), join(folder, "plan")];
  for (const words of [["synth", "region", "--out", register], ["plan", register, "--seconds", "0", "--out", plan]]) {
    const done = spawnSync(program, words, { encoding: "utf8" });
    if (done.status !== 0) throw new Error(done.stderr);
  }
  const bookings = readFileSync(join(plan, "bookings.csv"), "utf8");
  writeFileSync(join(register, "bookings.csv"), bookings.replaceAll(",proposed", ",confirmed"));
  const today = /^today = "?([\d-]+)/m.exec(readFileSync(join(register, "authority.toml"), "utf8"))[1];
  const count = new Map();
  for (const [, day] of bookings.matchAll(/,(\d{4}-\d\d-\d\d)T/g)) count.set(day, (count.get(day) ?? 0) + 1);
  const day = [...count].sort((a, b) => b[1] - a[1])[0][0];
  return { register, today, day };
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
