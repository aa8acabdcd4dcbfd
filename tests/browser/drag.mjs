// A booking dragged to another chair and time: it leads to the form that does the same, for what the drop says, and books nothing by itself.

import { openPage } from "./browser.mjs";

const DAY = "/calendar?view=day&by=chair&date=2012-04-11";
// Scripts are what dragging needs; whoever has none uses the link "Move" of the same booking.
export const WAY = { name: "pointer, script on" };

// Returns all faults, in words.
export async function drag(browser, desk) {
  const page = await openPage(browser, desk, { who: "clerk-1", width: 1280, script: "on" });
  try {
    // All of the drawn day in the window, so that nothing scrolls while it is dragged.
    await page.setViewportSize({ width: 1280, height: 3200 });
    const booking = page.locator(".desk-day__booking[draggable=true]").first();
    await page.goto(desk.origin + DAY);
    const reference = await booking.getAttribute("data-meeting");
    const before = await standing(page, desk, reference);
    await page.goto(desk.origin + DAY);

    // Another chair's column, at three quarters of the day.
    const column = page.locator(".desk-day__drop[data-day]").last();
    const wanted = await column.evaluate(({ dataset }) => ({ day: dataset.day, chair: dataset.chair }));
    const [from, to] = [await booking.boundingBox(), await column.boundingBox()];
    const arrived = page.waitForURL((url) => url.pathname === `/meetings/${reference}/book`);
    // Where the dragging itself fails, that is what is told.
    arrived.catch(() => {});
    await page.mouse.move(from.x + from.width / 2, from.y + from.height - 4);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, to.y + 0.75 * to.height, { steps: 12 });
    await page.mouse.up();
    await arrived;

    const faults = [];
    const asked = new URL(page.url()).searchParams;
    const expect = (what, found, right) => found === right || faults.push(`the drop asks for ${what} ${found}, not ${right}`);
    expect("the day from", asked.get("from"), wanted.day);
    expect("the day until", asked.get("until"), wanted.day);
    expect("the chair", asked.get("chair"), wanted.chair);
    const begins = asked.get("starts_from") ?? "";
    if (!(begins >= "14:00" && begins < "19:00")) faults.push(`a drop at three quarters of the day asks for ${begins}`);
    if ((await page.getByRole("heading", { level: 1 }).count()) !== 1) faults.push("the form is not there");
    const after = await standing(page, desk, reference);
    if (after !== before) faults.push(`the drop changed the booking: ${before} became ${after}`);
    return [...faults, ...page.faults];
  } finally {
    await page.context().close();
  }
}

// What the meeting's page says of its booking, and when it was last changed.
async function standing(page, desk, reference) {
  await page.goto(`${desk.origin}/meetings/${reference}`);
  const lists = await page.getByRole("main").locator("dl").allInnerTexts();
  if (lists.length === 0) throw new Error(`the page of ${reference} says nothing of its booking`);
  return lists.join(" ").replace(/\s+/g, " ");
}
