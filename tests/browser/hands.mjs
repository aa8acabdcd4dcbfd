// Two ways to use a page: by the keyboard alone, and by a pointer. Both find things by role and accessible name, and offer the same.

import { PATIENCE } from "./browser.mjs";

const MOST_ARROWS = 300;

// What both hands share: finding.
class Hand {
  constructor(page) {
    this.page = page;
  }

  // The first thing of a role and name, within a part of the page where one is given.
  async find(role, name, within = this.page) {
    const found = within.getByRole(role, { name, disabled: false }).first();
    await found.waitFor({ state: "visible", timeout: PATIENCE.element }).catch(() => {
      throw new Error(`no ${role} is called ${name} at ${this.page.url()}`);
    });
    return found;
  }

  // Links of the page's own part, not of its navigation.
  follow(name) {
    return this.find("link", name, this.page.getByRole("main")).then((link) => this.leave(link));
  }

  press(name) {
    return this.find("button", name, this.page.getByRole("main")).then((button) => this.leave(button));
  }

  async fillDate(group, [year, month, day], names) {
    const parts = await this.find("group", group);
    for (const [name, value] of [[names.day, day], [names.month, month], [names.year, year]]) {
      await this.write(await this.find("textbox", name, parts), String(value));
    }
  }

  async fill(name, text) {
    await this.write(await this.find("textbox", name), text);
  }

  // Whether there is something of a role and name: forms ask for a reason only where one is due.
  has(role, name) {
    return this.page.getByRole(role, { name }).first().isVisible();
  }
}

export class Pointer extends Hand {
  async leave(what) {
    await leaving(this.page, () => what.click());
  }

  async write(field, text) {
    await field.fill(text);
  }

  async choose(name) {
    await (await this.find("radio", name, this.page.getByRole("main"))).check();
  }

  async select(name, option) {
    const list = await this.find("combobox", name);
    await list.selectOption({ index: await indexOf(list, option) });
  }
}

export class Keyboard extends Hand {
  async leave(what) {
    await this.reach(what);
    await leaving(this.page, () => this.page.keyboard.press("Enter"));
  }

  async write(field, text) {
    await this.reach(field);
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.type(text);
  }

  async choose(name) {
    const radio = await this.find("radio", name, this.page.getByRole("main"));
    // Tab comes to one radio of a group, the arrows to the others.
    const group = await radio.getAttribute("name");
    await this.reach(radio, (element, group) => element === document.activeElement || document.activeElement?.name === group, group);
    for (let step = 0; !(await radio.evaluate(isFocused)); step += 1) {
      if (step === MOST_ARROWS) throw new Error(`the arrows do not reach the radio ${name}`);
      await this.page.keyboard.press("ArrowDown");
    }
    if (!(await radio.isChecked())) await this.page.keyboard.press("Space");
  }

  async select(name, option) {
    const list = await this.find("combobox", name);
    const index = await indexOf(list, option);
    await this.reach(list);
    await this.page.keyboard.press("Home");
    for (let step = 0; (await list.evaluate((list) => list.selectedIndex)) !== index; step += 1) {
      if (step === MOST_ARROWS) throw new Error(`the arrows do not reach ${option} of ${name}`);
      await this.page.keyboard.press("ArrowDown");
    }
  }

  // Steps through the page by Tab until something has the focus, and looks that the focus can be seen.
  async reach(what, arrived = isFocused, argument = undefined) {
    const most = await what.evaluate(stepsOfTab);
    for (let step = 0; !(await what.evaluate(arrived, argument)); step += 1) {
      if (step === most) throw new Error(`Tab does not reach ${what} at ${this.page.url()}`);
      await this.page.keyboard.press("Tab");
    }
    if (!(await what.evaluate(isInSight))) throw new Error(`${what} has the focus out of sight at ${this.page.url()}`);
  }
}

// More than it takes Tab to go once through the page.
function stepsOfTab() {
  return 10 + document.querySelectorAll("a, button, input, select, textarea, summary, iframe, [tabindex]").length;
}

function isFocused(element) {
  return element === document.activeElement;
}

// Whether what has the focus is shown and marked: WCAG 2.4.7 and 2.4.11.
function isInSight() {
  const focused = document.activeElement;
  // A govuk radio is transparent over the circle that its label draws and marks.
  const shown = focused.type === "radio" || focused.type === "checkbox" ? focused.labels[0] : focused;
  const box = shown.getBoundingClientRect();
  const style = getComputedStyle(focused);
  const marked = focused !== shown || style.outlineStyle !== "none" || style.boxShadow !== "none";
  return marked && box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}

// Does what leads to another page, and waits for that page.
async function leaving(page, act) {
  const arrived = page.waitForNavigation({ waitUntil: "load", timeout: PATIENCE.page });
  // Where the act itself fails, that is what is told.
  arrived.catch(() => {});
  await act();
  await arrived;
}

// The place of an option in a list: of a text or pattern, or the first that is not empty.
async function indexOf(list, option) {
  const options = await list.evaluate((list) => [...list.options].map(({ value, label }) => ({ value, label })));
  const index = options.findIndex(({ value, label }) => value !== "" && (!option || option === value || label.search(option) >= 0));
  if (index < 0) throw new Error(`no option is ${option}`);
  return index;
}
