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
export const FLOWS = { book, move, undo, adjourn, repair };

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
  await choosePlace(clerk, labels.bookButton);
  await expectNotice(clerk, labels.booked);
}

// The meeting that was booked, to the first place that is offered now.
async function move(clerk) {
  await clerk.open(`/meetings/${booked(clerk)}`);
  await clerk.hand.follow(labels.moveLink);
  await choosePlace(clerk, labels.moveButton);
  await expectNotice(clerk, labels.moved);
}

// The last change, from the page of its meeting.
async function undo(clerk) {
  await clerk.open(`/meetings/${booked(clerk)}`);
  await clerk.hand.press(labels.undoButton);
  await expectNotice(clerk, labels.undone);
}

// A meeting that met and could not decide, from its own page.
async function adjourn(clerk) {
  await clerk.open(`/meetings/${booked(clerk)}`);
  await clerk.hand.follow(labels.adjournLink);
  await giveReason(clerk, "the parents had not seen the report");
  await clerk.hand.press(labels.adjournButton);
  await expectNotice(clerk, labels.adjourned);
}

// Somebody is ill for two days; the first way that is offered is taken.
async function repair(clerk) {
  await clerk.open("/happened");
  await clerk.hand.choose(labels.absentChoice);
  await clerk.hand.select(labels.staffField, /IRO4/);
  await clerk.hand.fillDate(labels.fromGroup, [2012, 4, 10], labels);
  await clerk.hand.fillDate(labels.untilGroup, [2012, 4, 11], labels);
  await clerk.hand.press(labels.waysButton);
  await clerk.hand.choose(labels.wayChoice);
  await clerk.hand.press(labels.repairButton);
  await expectNotice(clerk, labels.repaired);
}

async function choosePlace(clerk, button) {
  await clerk.hand.choose(labels.placeChoice);
  await giveReason(clerk, "asked for by the social worker");
  await clerk.hand.press(button);
}

async function giveReason(clerk, reason) {
  if (await clerk.hand.has("textbox", labels.reasonField)) await clerk.hand.fill(labels.reasonField, reason);
}

function booked(clerk) {
  if (!clerk.meeting) throw new Error("no meeting was booked before");
  return clerk.meeting;
}

async function expectNotice({ page }, words) {
  const roles = page.getByRole("alert").or(page.getByRole("status")).or(page.getByRole("region", { name: labels.notice }));
  const notice = roles.filter({ hasText: words }).first();
  await notice.waitFor({ state: "visible" }).catch(async () => {
    const said = (await roles.allInnerTexts()).join(" / ").replace(/\s+/g, " ");
    throw new Error(`no notice says ${words} at ${page.url()}${said && `; it says: ${said}`}`);
  });
}
