// The booking page, against the real server: whose clock it shows, and to whom.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { BOOK, DETAILS, confirm, day, starts } from "./book.mjs";
import { PHONE, Server, launch, open, shot, violations } from "./support.mjs";

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

/** Sunday number `nth` of a month, or the last for -1, as the day of the month. */
function sunday(year, month, nth) {
  const first = 1 + ((7 - new Date(Date.UTC(year, month, 1)).getUTCDay()) % 7);
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return nth > 0 ? first + 7 * (nth - 1) : first + 7 * Math.floor((days - first) / 7);
}

/**
 * What clocks are ahead of UTC, in minutes, as their laws have it: written here once more, since it is what
 * is tested.
 */
const OFFSETS = {
  "Europe/Berlin": (at, year) =>
    at >= Date.UTC(year, 2, sunday(year, 2, -1), 1) && at < Date.UTC(year, 9, sunday(year, 9, -1), 1)
      ? 120
      : 60,
  "America/New_York": (at, year) =>
    at >= Date.UTC(year, 2, sunday(year, 2, 2), 7) && at < Date.UTC(year, 10, sunday(year, 10, 1), 6)
      ? -240
      : -300,
  // British Columbia stays on summer time from November 2026 on.
  "America/Vancouver": () => -420,
  "Asia/Kolkata": () => 330,
};

test("times are the viewer's beside the practice's, while clocks change on one side only", async () => {
  const today = new Date();
  const year = today.getUTCFullYear() + (today.getUTCMonth() < 2 ? 0 : 1);
  const days = [sunday(year, 2, 2), sunday(year, 2, -1)].flatMap((sunday) => [
    sunday - 1,
    sunday,
    sunday + 1,
  ]);
  for (const [timezoneId, offset] of Object.entries(OFFSETS)) {
    const { page, close } = await open(browser, server, BOOK, { timezoneId });
    await starts(page).first().waitFor();
    for (let month = 0; month < 15; month++) {
      if ((await page.locator("#month").innerText()) === `March ${year}`) break;
      await page.getByRole("button", { name: "Next month" }).click();
    }
    let compared = 0;
    for (const day of days.filter((day) => day <= 31)) {
      const date = `${year}-03-${String(day).padStart(2, "0")}`;
      await page.locator(`[data-date="${date}"]`).click();
      await page.locator(`[data-date="${date}"][aria-pressed=true]`).waitFor();
      for (const row of await starts(page).allInnerTexts()) {
        const [own, there] = row.split("\n");
        const shown = Date.parse(`${date}T${own}Z`);
        // Before or after a change: the one that is so.
        const at = [-420, -300, -240, 60, 120, 330]
          .map((minutes) => shown - minutes * 60_000)
          .find((at) => at + offset(at, year) * 60_000 === shown);
        const berlin = new Date(at + OFFSETS["Europe/Berlin"](at, year) * 60_000).toISOString().slice(11, 16);
        if (timezoneId === "Europe/Berlin") assert.doesNotMatch(row, /at the practice/);
        else assert.equal(there.slice(0, 5), berlin, `${timezoneId}, ${date}: ${row}`);
        compared += 1;
      }
    }
    assert.ok(compared > 20, `${timezoneId}: ${compared}`);
    await close();
  }
});

test("a phone, in the dark, in German", async () => {
  const { page, close } = await open(browser, server, BOOK, {
    viewport: PHONE,
    hasTouch: true,
    isMobile: true,
    colorScheme: "dark",
    locale: "de-DE",
  });
  await starts(page).first().waitFor();
  await page.getByText("Worum geht es?").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width);
  assert.deepEqual(await violations(page), []);
  await shot(page, "book-phone");
  await starts(page).first().click();
  await page.getByText("Für wen ist der Termin?").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width);
  assert.deepEqual(await violations(page), []);
  await close();
});

test("axe has nothing against any of its steps", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, close } = await open(browser, server, BOOK, { colorScheme });
    await starts(page).first().waitFor();
    await page.selectOption("#doctor", { label: "Dr. Schmidt" });
    await day(page, 11);
    assert.deepEqual(await violations(page), []);
    await page
      .getByRole("button", { name: /no times/ })
      .first()
      .click();
    await page.getByText("No times on this day").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.locator(".day.free").nth(11).click();
    await starts(page).last().click();
    await page.getByText("left").waitFor();
    await page.getByRole("button", { name: "Confirm appointment" }).click();
    assert.deepEqual(await violations(page), []);
    await confirm(page);
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Cancel appointment" }).click();
    assert.deepEqual(await violations(page), []);
    await close();
  }
});

test("the keyboard is enough", async () => {
  const { page, close } = await open(browser, server, BOOK);
  await starts(page).first().waitFor();
  const tabTo = async (selector) => {
    for (let step = 0; step < 60; step++) {
      if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not come to ${selector}`);
  };
  await tabTo("input[type=radio]");
  await page.keyboard.press("ArrowDown");
  await tabTo(".day");
  // The times are those of another day once that is chosen, and not before.
  const turn = async (key) => {
    const before = await page.locator(".day[aria-pressed=true]").getAttribute("data-date");
    await page.keyboard.press(key);
    const isOther = (before) =>
      document.querySelector(".day[aria-pressed=true]")?.dataset.date !== before;
    await page.waitForFunction(isOther, before);
  };
  await turn("PageDown");
  for (let step = 0; step < 20 && (await starts(page).count()) === 0; step++) await turn("ArrowRight");
  await tabTo(".start");
  await page.keyboard.press("Enter");
  await page.getByText("left").waitFor();
  // The step that comes has the focus, once it is drawn.
  await page.waitForFunction(() => document.activeElement.textContent === "Who is this for?");
  for (const [id, text] of Object.entries(DETAILS)) {
    await tabTo(`#${id}`);
    await page.keyboard.type(text);
  }
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Your appointment is booked" }).waitFor();
  await close();
});
