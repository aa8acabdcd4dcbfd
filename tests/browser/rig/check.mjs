// Tries the trial itself: it must pass a desk without faults, and find every fault that is planted in one.
//
// node tests/browser/rig/check.mjs [FAULT]...; `./dev browser --rig` calls it. No program of Convene's is needed.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

// What is planted, where it is looked for, and what must be said of it.
const FAULTS = [
  ["contrast", "queue", /axe color-contrast/],
  ["unlabelled", "queue", /axe label/],
  ["inline-style", "queue", /console: .*Content Security Policy/],
  ["inline-script", "queue", /console: .*Content Security Policy/],
  ["loose-policy", "queue", /policy: style-src is 'self' 'unsafe-inline'/],
  ["elsewhere", "queue", /asks another place: http:\/\/localhost/],
  ["wide", "queue", /\d+ pixels wider than the window/],
  ["broken", "queue", /answers 500, not 200/],
  ["no-script", "queue", /the script did not start/],
  ["script-only", "book", /no button is called/],
  ["mouse-only", "move", /Tab does not reach/],
  ["no-focus", "move", /focus out of sight/],
  ["forgets", "undo", /no notice says/],
];

function run(fault, names) {
  const done = spawnSync(process.execPath, [path("../run.mjs"), path("stand_in.mjs"), ...names], {
    encoding: "utf8",
    env: { ...process.env, FAULT: fault },
  });
  return { status: done.status, said: done.stdout + done.stderr };
}

let failed = 0;

function tell(name, holds, said) {
  console.log(`${name.padEnd(20)} ${holds ? "passed" : `FAILED\n${said}`}`);
  if (!holds) failed += 1;
}

const wanted = process.argv.slice(2);
if (wanted.length === 0) {
  const { status, said } = run("", ["queue", "meeting-booked", "forbidden", "flows"]);
  tell("no fault", status === 0, said);
}
for (const [fault, where, words] of FAULTS) {
  if (wanted.length > 0 && !wanted.includes(fault)) continue;
  // What is moved or undone has been booked before.
  const { status, said } = run(fault, where === "queue" ? ["queue"] : [...new Set(["book", where])]);
  tell(fault, status === 1 && words.test(said), said);
}
process.exitCode = failed === 0 ? 0 : 1;
