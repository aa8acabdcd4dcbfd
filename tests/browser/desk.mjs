// The real program with a store of its own, from a register to a listening desk; ended and removed afterwards.

import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./root.mjs";

// With what the register takes for today.
const LANCASHIRE = { register: join(ROOT, "scenarios/lancashire-2012"), today: "2012-04-02" };
const ROLES = { clerk: "clerk", manager: "manager", chair: "chair", auditor: "auditor", admin: "administrator" };
// In milliseconds: of a command, and of the desk's first word.
const PATIENCE = 60_000;

// Returns the accounts of the demonstration. CLERK_1_PASSWORD and so on give their passwords; without them each run has new ones.
export function accounts(environment = process.env) {
  return Object.entries(ROLES).map(([name, role]) => {
    const who = `${name}-1`;
    const given = environment[`${name.toUpperCase()}_1_PASSWORD`];
    return { who, role, password: given ?? randomBytes(18).toString("base64url") };
  });
}

// The command that makes an account takes its password on standard input: a command line can be read by others.
function addAccount(program, db, { who, role, password }) {
  const person = role === "chair" ? ["--person", "IRO1"] : [];
  call(program, ["account", "add", who, "--role", role, ...person, "--db", db], `${password}\n`);
}

// Starts the program and returns { origin, accounts, stop, said }.
export async function startDesk(program, { register, today } = LANCASHIRE) {
  const folder = mkdtempSync(join(tmpdir(), "convene-desk-"));
  const db = join(folder, "desk.db");
  const known = accounts();
  try {
    call(program, ["init", "--from", register, "--db", db]);
    for (const account of known) addAccount(program, db, account);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const child = spawn(program, ["serve", "--db", db, "--listen", "127.0.0.1:0", "--today", today], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  const ended = new Promise((resolve) => child.on("close", resolve).on("error", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(late);
    rmSync(folder, { recursive: true, force: true });
  };
  // Nothing stays behind where the trial is broken off.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop().then(() => process.exit(130)));
  const origin = await new Promise((resolve, reject) => {
    const give = (why) => reject(new Error(`the desk did not begin to listen: ${why}\n${said}`));
    const late = setTimeout(() => give("it said nothing in time"), PATIENCE);
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
      const found = /listening on (http:\/\/[^\s/]+)\s/.exec(said);
      if (found) {
        clearTimeout(late);
        resolve(found[1]);
      }
    });
    ended.then(() => give("it ended"));
  }).catch(async (error) => {
    await stop();
    throw error;
  });
  return { origin, accounts: known, stop, said: () => said };
}

function call(program, words, input = "") {
  const done = spawnSync(program, words, { input, encoding: "utf8", timeout: PATIENCE });
  if (done.status !== 0) {
    throw new Error(`${program} ${words.join(" ")} ended with ${done.status ?? done.error}: ${done.stdout}${done.stderr}`);
  }
}
