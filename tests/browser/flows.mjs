// What a clerk does all day, from the first page to the notice at its end: by keyboard alone, and without a script.

import { openPage } from "./browser.mjs";
import { Keyboard, Pointer } from "./hands.mjs";
import { labels } from "./labels.mjs";

// The ways in which every flow is gone.
export const WAYS = [
  { name: "keyboard", Hand: Keyboard, script: "on" },
  { name: "keyboard, no script", Hand: Keyboard, script: "off" },
  { name: "pointer, no script", Hand: Pointer, script: "off" },
];

// In this order: what is moved has been booked, what is taken back has been moved.
export const FLOWS = { book, move, undo, adjourn, repair, record };

// Goes through all flows in one way; calls `tell(flow, faults)` after each.
export async function goThrough(browser, desk, way, tell, wanted = Object.keys(FLOWS)) {
  const page = await openPage(browser, desk, { who: "clerk-1", width: 1280, script: way.script });
  const clerk = { hand: new way.Hand(page), page, open: (path) => page.goto(desk.origin + path), meeting: null };
  try {
    for (const name of wanted) {
      page.faults.length = 0;
      const fault = await FLOWS[name](clerk).then(() => null, (error) => error.message.split("\n")[0]);
      tell(name, [...(fault ? [fault] : []), ...page.faults]);
    }
  } finally {
    await page.context().close();
  }
}

// The first meeting of the queue, at the first place that is offered.
async function book(clerk) {
  await clerk.open("/queue");
  await clerk.hand.follow(labels.bookLink);
  clerk.meeting = /\/meetings\/([^/?]+)/.exec(clerk.page.url())?.[1];
  if (!clerk.meeting) throw new Error(`no meeting is in the address ${clerk.page.url()}`);
  await clerk.hand.press(labels.bookButton);
  await expectDone(clerk);
}

// The meeting that was booked, to the best other place.
async function move(clerk) {
  await clerk.open(`/meetings/${booked(clerk)}`);
  await clerk.hand.press(labels.moveLink);
  await clerk.hand.press(labels.bookButton);
  await expectDone(clerk);
}

// The last change, from the page that says it is done.
async function undo(clerk) {
  await clerk.hand.press(labels.undoButton);
  await clerk.page.getByRole("heading", { level: 1, name: labels.undone }).waitFor({ state: "visible" });
  await expectDone(clerk);
}

// A conference that met and could not decide: its reconvened one is made.
async function adjourn(clerk) {
  await clerk.open(`/meetings/${booked(clerk)}`);
  await clerk.hand.press(labels.adjournLink);
  await clerk.hand.select(labels.reasonField, /not quorate/);
  await clerk.hand.press(labels.waysButton);
  await take(clerk);
}

// Somebody is away for two days; the first way that is offered is taken.
async function repair(clerk) {
  await clerk.open("/happened?what=absent");
  await clerk.hand.select(labels.staffField, /IRO4/);
  await clerk.hand.press(labels.waysButton);
  await take(clerk);
}

// A review of today's was held: its next one is made. Each way says something else of how a child took part, because what says the same is
// not recorded twice.
let recordings = 0;
async function record(clerk) {
  recordings += 1;
  await clerk.open("/meetings/M12-0034/outcome");
  await clerk.hand.choose(labels.heldRadio);
  await clerk.hand.select(labels.decisionField, /continues/);
  await clerk.hand.select(labels.tookPartField, new RegExp(`^PN${recordings % 8}`));
  await clerk.hand.press(labels.recordButton);
  await expectDone(clerk);
  await clerk.page.getByRole("heading", { name: labels.follows }).waitFor({ state: "visible" });
}

// Waits until the choices are there, and takes the first, or writes down what happened where nothing breaks.
async function take(clerk) {
  const { page } = clerk;
  await page.getByRole("button", { name: labels.writeDown }).waitFor({ state: "visible", timeout: 60_000 });
  const choice = await page.getByRole("button", { name: labels.takeChoice }).count();
  await clerk.hand.press(choice > 0 ? labels.takeChoice : labels.writeDown);
  await expectDone(clerk);
}

function booked(clerk) {
  if (!clerk.meeting) throw new Error("no meeting was booked before");
  return clerk.meeting;
}

async function expectDone({ page }) {
  const notice = page.getByRole("alert").filter({ hasText: labels.done }).first();
  await notice.waitFor({ state: "visible" }).catch(async () => {
    const said = (await page.getByRole("main").innerText()).slice(0, 300).replace(/\s+/g, " ");
    throw new Error(`no notice says that it is done at ${page.url()}; it says: ${said}`);
  });
}
