// Tries sign-in with OpenID Connect in Chromium, with a real provider on this machine: node tests/browser/oidc.mjs CONVENE [NAME]...
//
// `npm ci` installs what is needed. A NAME is that of a check. Says of each whether it passed; exit code 0 where all did, 1 where one did not,
// 2 where nothing could be tried.

import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PATIENCE, openBrowser } from "./browser.mjs";
import { CLIENT, startProvider } from "./provider.mjs";
import { ROOT } from "./root.mjs";

const REGISTER = join(ROOT, "scenarios/lancashire-2012");
const TODAY = "2012-04-02";
const PASSWORD = randomBytes(18).toString("base64url");
const LINK = "Sign in with your work account";
const REFUSED = "You could not be signed in";

// What is checked, by name: each in a browser of its own.
const LINKED = {
  "a linked account signs in": async ({ desk, page }) => {
    await page.goto(`${desk.origin}/sign-in`);
    await page.getByRole("button", { name: LINK }).click();
    await atProvider(page, "sub-clerk");
    await expectSignedIn(page, desk, "clerk-1");
    expect(!(await cookie(page, "sign-in")), "the cookie of the way there is still held");
    const session = await cookie(page, "session");
    expect(session?.httpOnly && session.sameSite === "Lax", "the session's cookie can be read or goes elsewhere");
  },
  "a second sign-in needs no new login": async ({ desk, page }) => {
    await signIn(page, desk, "sub-clerk");
    await page.getByRole("button", { name: /^sign out$/i }).click();
    await page.waitForURL(`${desk.origin}/sign-in`);
    await page.getByRole("button", { name: LINK }).click();
    await expectSignedIn(page, desk, "clerk-1");
  },
  "its password ends": async ({ desk, page }) => {
    await page.goto(`${desk.origin}/sign-in`);
    await page.locator("[name=who]").fill("clerk-1");
    await page.locator("[name=password]").fill(PASSWORD);
    await page.getByRole("main").getByRole("button", { name: /^sign in$/i }).click();
    await page.getByText(/account or password is not right/i).first().waitFor();
  },
  "another's password still works": async ({ desk, page }) => {
    await page.goto(`${desk.origin}/sign-in`);
    await page.locator("[name=who]").fill("admin-1");
    await page.locator("[name=password]").fill(PASSWORD);
    await page.getByRole("main").getByRole("button", { name: /^sign in$/i }).click();
    await expectSignedIn(page, desk, "admin-1");
  },
  "a subject that is not linked is refused": async ({ desk, page }) => {
    await signIn(page, desk, "sub-stranger");
    await expectRefused(page, desk, /no account is linked to e-[0-9a-f]{12}/);
  },
  "a closed account is refused": async ({ desk, page }) => {
    await signIn(page, desk, "sub-closed");
    await expectRefused(page, desk, /the account is closed/);
  },
  "who breaks off at the provider is refused": async ({ desk, page }) => {
    await begin(page, desk);
    await page.getByRole("link", { name: /cancel/i }).click();
    await expectRefused(page, desk, /the provider says access_denied/);
  },
  "a tampered state is refused, and ends the sign-in": async ({ desk, page, provider }) => {
    const back = await returnOf(page, desk, provider, "sub-clerk");
    const other = new URL(back);
    other.searchParams.set("state", back.searchParams.get("state").replace(/^./, (digit) => (digit === "0" ? "1" : "0")));
    await page.goto(other.href);
    await expectRefused(page, desk, /not asked for by this sign-in/);
    await page.goto(back.href);
    await expectRefused(page, desk, /ended already/);
  },
  "a return that is played again is refused": async ({ desk, page, provider }) => {
    const back = await returnOf(page, desk, provider, "sub-clerk");
    const held = await cookie(page, "sign-in");
    await page.goto(back.href);
    await expectSignedIn(page, desk, "clerk-1");
    await page.context().clearCookies({ name: "session" });
    await page.goto(back.href);
    await expectRefused(page, desk, /ended already/);
    await page.context().addCookies([held]);
    await page.goto(back.href);
    await expectRefused(page, desk, /ended already/);
  },
  "a return in another browser is refused, and harms none": async ({ desk, page, provider, browser }) => {
    const back = await returnOf(page, desk, provider, "sub-clerk");
    const other = await open(browser);
    await other.goto(back.href);
    await expectRefused(other, desk, /not begun in this browser/);
    await other.context().close();
    await page.goto(back.href);
    await expectSignedIn(page, desk, "clerk-1");
  },
  "a code of another sign-in is refused": async ({ desk, page, provider, browser }) => {
    const other = await open(browser);
    const stolen = await returnOf(other, desk, provider, "sub-clerk");
    await other.context().close();
    const back = await returnOf(page, desk, provider, "sub-stranger");
    back.searchParams.set("code", stolen.searchParams.get("code"));
    await page.goto(back.href);
    await expectRefused(page, desk, /token endpoint answered with error invalid_grant/);
  },
  "an answer of another issuer is refused": async ({ desk, page, provider }) => {
    for (const change of [(query) => query.set("iss", "https://other.example"), (query) => query.delete("iss")]) {
      const back = await returnOf(page, desk, provider, "sub-clerk");
      change(back.searchParams);
      await page.goto(back.href);
      await expectRefused(page, desk, /another provider's/);
      await page.context().clearCookies();
    }
  },
  "a wrong nonce is refused": async ({ desk, page, provider }) => {
    provider.spoil.nonce = true;
    try {
      await signIn(page, desk, "sub-clerk");
    } finally {
      provider.spoil.nonce = false;
    }
    await expectRefused(page, desk, /made for another sign-in/);
  },
  "an answer that is none is refused": async ({ desk, page }) => {
    for (const query of ["", "?code=a&code=b", "?state=%FF", "?error=login_required"]) {
      await page.goto(`${desk.origin}/sign-in/return${query}`);
      await page.getByRole("heading", { name: REFUSED }).waitFor();
    }
  },
};

const MISTAKEN = {
  "a secret that is not right is told to the log": async ({ desk, page }) => {
    await signIn(page, desk, "sub-clerk");
    await expectRefused(page, desk, /token endpoint answered with error invalid_client/);
    expect(/error: .*invalid_client/.test(desk.said()), "the log does not say so");
  },
};

const ROLES = {
  "roles make an account, and change it": async ({ desk, page, provider, browser }) => {
    provider.people.set("sub-new", { roles: ["Convene.Clerk", "Other.Manager"] });
    await signIn(page, desk, "sub-new");
    await expectSignedIn(page, desk, /^e-[0-9a-f]{12}, clerk$/);
    const first = await who(page);
    provider.people.set("sub-new", { roles: ["Convene.Auditor"] });
    const other = await open(browser);
    await signIn(other, desk, "sub-new");
    await expectSignedIn(other, desk, /, auditor$/);
    expect((await who(other)).split(",")[0] === first.split(",")[0], "the account is another the second time");
    await other.context().close();
    await page.goto(`${desk.origin}/queue`);
    await page.waitForURL(`${desk.origin}/sign-in`);
  },
  "who has no role, or several, is refused": async ({ desk, page, provider }) => {
    for (const [roles, why] of [[undefined, /has no role/], [["Other.Clerk"], /has no role/], [["Convene.Clerk", "Convene.Chair"], /several roles/]]) {
      provider.people.set("sub-odd", { roles });
      await signIn(page, desk, "sub-odd");
      await expectRefused(page, desk, why);
      await page.context().clearCookies();
    }
  },
};

let failed = 0;

async function main([program, ...wanted]) {
  if (!program) throw new Error("usage: node tests/browser/oidc.mjs CONVENE [NAME]...");
  const folder = mkdtempSync(join(tmpdir(), "convene-oidc-"));
  const browser = await openBrowser();
  try {
    const store = { program, db: join(folder, "desk.db") };
    makeStore(store);
    const asked = (checks) => Object.entries(checks).filter(([name]) => wanted.length === 0 || wanted.includes(name));
    const post = { token_endpoint_auth_method: "client_secret_post" };
    for (const [way, client, flags, checks, secret] of [
      ["linked, RS256", {}, [], LINKED],
      ["wrong secret", {}, [], MISTAKEN, "another"],
      ["roles, PS256", { id_token_signed_response_alg: "PS256" }, ["--oidc-roles"], ROLES],
      ["linked, ES256", { id_token_signed_response_alg: "ES256", ...post }, [], pick(LINKED, "a linked account signs in")],
    ]) {
      const set = asked(checks);
      if (set.length > 0) await tryWay(browser, store, { way, client, flags, checks: set, secret });
    }
    if (wanted.length === 0) await tryStarts(store);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(failed === 0 ? "\nAll passed." : `\n${failed} failed.`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function pick(checks, name) {
  return { [name]: checks[name] };
}

function makeStore({ program, db }) {
  call(program, ["init", "--from", REGISTER, "--db", db]);
  for (const [account, role] of [["clerk-1", "clerk"], ["closed-1", "clerk"], ["admin-1", "administrator"]]) {
    call(program, ["account", "add", account, "--role", role, "--db", db], { input: `${PASSWORD}\n` });
  }
}

// One provider and one desk, and each check in a browser of its own.
async function tryWay(browser, { program, db }, { way, client, flags, checks, secret }) {
  const origin = `http://127.0.0.1:${await freePort()}`;
  const provider = await startProvider(origin, client);
  try {
    for (const [account, subject] of [["clerk-1", "sub-clerk"], ["closed-1", "sub-closed"]]) {
      call(program, ["account", "link", account, "--issuer", provider.issuer, "--subject", subject, "--db", db]);
    }
    call(program, ["account", "close", "closed-1", "--db", db]);
    const desk = await startDesk(program, db, origin, { ...provider, secret: secret ?? provider.secret }, flags);
    desk.audit = () => call(program, ["audit", "list", "--db", db]);
    try {
      for (const [name, check] of checks) {
        const page = await open(browser);
        const fault = await check({ desk, page, provider, browser }).then(() => null, (error) => error);
        tell(way, name, fault && `${fault.message.split("\n")[0]} (${page.url().split("?")[0]})`);
        await page.context().close();
      }
      const told = desk.said() + desk.audit();
      const leak = provider.seen.find((text) => told.includes(text)) ?? /[?&](code|state)=\S+/.exec(told)?.[0];
      tell(way, "no token or secret is in log or audit", leak && "there is one");
      if (failed > 0) console.log(`The desk said:\n${desk.said()}`);
    } finally {
      await desk.stop();
    }
  } finally {
    await provider.stop();
  }
}

// How the desk begins where something is wrong with the provider.
async function tryStarts({ program, db }) {
  const origin = `http://127.0.0.1:${await freePort()}`;
  const provider = await startProvider(origin);
  for (const [name, issuer, secret, said] of [
    ["another issuer is not taken", `${provider.issuer}/`, provider.secret, /says that it is/],
    ["http elsewhere is not taken", "http://provider.example", provider.secret, /wanted an https address/],
    ["no secret is not taken", provider.issuer, "", /CONVENE_OIDC_SECRET/],
  ]) {
    const words = ["serve", "--db", db, "--listen", new URL(origin).host, "--oidc-issuer", issuer, "--oidc-client", CLIENT];
    const { status, stderr } = await run(program, words, { ...process.env, CONVENE_OIDC_SECRET: secret });
    tell("start", name, status > 0 && said.test(stderr) ? null : `status ${status}: ${stderr}`);
  }
  await provider.stop();
  const desk = await startDesk(program, db, origin, provider, []);
  const health = await fetch(`${origin}/health`);
  const begun = await fetch(`${origin}/sign-in/provider`, { redirect: "manual" });
  const is = health.status === 200 && begun.status === 403 && /cannot be reached/.test(desk.said());
  tell("start", "a provider that is away holds nothing up", is ? null : `${health.status} ${begun.status} ${desk.said()}`);
  await desk.stop();
}

// Runs the program to its end, while the provider, which is in this process, can answer it.
function run(program, words, env) {
  const child = spawn(program, words, { stdio: ["ignore", "ignore", "pipe"], env, timeout: 20_000 });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  return new Promise((resolve, reject) => child.on("error", reject).on("close", (status) => resolve({ status, stderr })));
}

async function startDesk(program, db, origin, provider, flags) {
  const words = ["serve", "--db", db, "--listen", new URL(origin).host, "--today", TODAY, "--oidc-issuer", provider.issuer, "--oidc-client", CLIENT];
  const env = { ...process.env, CONVENE_OIDC_SECRET: provider.secret };
  const child = spawn(program, [...words, ...flags], { stdio: ["ignore", "ignore", "pipe"], env });
  let said = "";
  const ended = new Promise((resolve) => child.on("close", resolve).on("error", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(late);
  };
  await new Promise((resolve, reject) => {
    const late = setTimeout(() => stop().then(() => reject(new Error(`the desk said nothing in time\n${said}`))), 60_000);
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
      if (/listening on /.test(said)) resolve(clearTimeout(late));
    });
    ended.then(() => reject(new Error(`the desk did not begin to listen\n${said}`, clearTimeout(late))));
  });
  return { origin, stop, said: () => said };
}

async function open(browser) {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/London" });
  context.setDefaultTimeout(PATIENCE.element);
  return context.newPage();
}

async function begin(page, desk) {
  await page.goto(`${desk.origin}/sign-in`);
  await page.getByRole("button", { name: LINK }).click();
  await page.locator("[name=login]").waitFor();
}

// Goes through the provider's own pages: who it is, and that the desk may know it.
async function atProvider(page, subject) {
  await page.locator("[name=login]").fill(subject);
  await page.locator("[name=password]").fill("any");
  await page.getByRole("button", { name: /sign-in/i }).click();
  await page.getByRole("button", { name: /continue/i }).click();
}

async function signIn(page, desk, subject) {
  await begin(page, desk);
  await atProvider(page, subject);
}

// Returns the address that the provider would send the browser back to.
async function returnOf(page, desk, provider, subject) {
  provider.spoil.hold = true;
  try {
    await signIn(page, desk, subject);
    await page.getByText("held").waitFor();
    return provider.spoil.back;
  } finally {
    provider.spoil.hold = false;
  }
}

async function cookie(page, name) {
  return (await page.context().cookies()).find((cookie) => cookie.name === name);
}

function who(page) {
  return page.locator(".desk-sign-out span").innerText().then((text) => text.trim());
}

async function expectSignedIn(page, desk, wanted) {
  await page.locator(".desk-sign-out").waitFor();
  expect(page.url().startsWith(`${desk.origin}/`), "the page is not the desk's");
  const found = await who(page);
  const is = wanted instanceof RegExp ? wanted.test(found) : found.startsWith(`${wanted},`);
  expect(is, `signed in as ${found}; wanted ${wanted}`);
}

// The page says nothing of why; the audit's last event does.
async function expectRefused(page, desk, why) {
  await page.getByRole("heading", { name: REFUSED }).waitFor();
  expect(!(await cookie(page, "session")), "there is a session nevertheless");
  const text = await page.locator("body").innerText();
  expect(!/token|nonce|state|linked|sub-|e-[0-9a-f]{12}/.test(text), "the page says why");
  const last = desk.audit().trim().split("\n").at(-1);
  expect(why.test(last), `the audit says: ${last}`);
}

function expect(is, otherwise) {
  if (!is) throw new Error(otherwise);
}

function tell(way, name, fault) {
  console.log([way.padEnd(14), name.padEnd(54), fault ? "FAILED" : "passed"].join(" "));
  if (!fault) return;
  console.log(`    ${fault}`);
  failed += 1;
}

function call(program, words, options = {}) {
  const done = spawnSync(program, words, { encoding: "utf8", timeout: 60_000, ...options });
  if (done.status !== 0) {
    throw new Error(`${program} ${words.join(" ")} ended with ${done.status ?? done.error}: ${done.stdout}${done.stderr}`);
  }
  return done.stdout;
}

// A port that nobody listens on: the provider must know the desk's before either begins.
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
