// Time off and extra hours, changed on the desk where they stand.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { SCHEDULING, drag, instant, nextWeek } from "./desk.mjs";
import { Server, launch, open, violations } from "./support.mjs";

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

/** Time off of Dr. Schmidt on Tuesday of next week, and how the desk names it. */
async function withTimeOff(own, from, to) {
  const date = nextWeek(1);
  const body = { kind: "blocked", start_date: instant(date, from), end_date: instant(date, to) };
  return own.ask("POST", `${SCHEDULING}/doctors/doc-456/availability-exceptions`, body);
}

const exceptionsOf = async (own) =>
  (await own.ask("GET", `${SCHEDULING}/doctors/doc-456/availability-exceptions`)).data;

test("time off is changed in place, and what that touches is shown before it is saved", async () => {
  const own = await Server.start();
  const { uid } = await withTimeOff(own, "12:00", "12:30");
  const { page, close } = await open(browser, own, `/desk#key=${own.key}`);
  await page.getByRole("link", { name: "Hours" }).click();
  await page.getByRole("button", { name: /^Edit: Tuesday, .*12:00 – 12:30$/ }).click();
  const panel = page.locator(".panel");
  await panel.getByText("What can be booked stays the same.").waitFor();
  await panel.getByText("No appointment would be outside the hours.").waitFor();
  // Longer: what is lost is counted from what is closed already.
  await panel.getByLabel("From (date and time)").fill(`${nextWeek(1)}T09:00`);
  await panel.getByLabel("To (date and time)").fill(`${nextWeek(1)}T17:00`);
  await panel.getByText(/appointments? would be outside the hours/).waitFor();
  await panel
    .getByText(/can't be booked any more/)
    .first()
    .waitFor();
  assert.deepEqual(await violations(page), []);
  // An end before the start is said at once, and nothing is saved of it.
  await panel.getByLabel("To (date and time)").fill(`${nextWeek(1)}T08:00`);
  await panel.locator(".preview .error").waitFor();
  assert.ok(await panel.getByRole("button", { name: /^Save/ }).isDisabled());
  await panel.getByLabel("To (date and time)").fill(`${nextWeek(1)}T16:00`);
  assert.equal((await exceptionsOf(own))[0].start_date, instant(nextWeek(1), "12:00"));
  await panel.getByRole("button", { name: "Save, and leave them booked" }).click();
  await page.getByText("Saved.").waitFor();
  const changed = await exceptionsOf(own);
  assert.deepEqual(
    changed.map(({ uid, kind, start_date, end_date }) => [uid, kind, start_date, end_date]),
    [[uid, "blocked", instant(nextWeek(1), "09:00"), instant(nextWeek(1), "16:00")]],
  );
  // By keyboard alone it becomes extra hours in the evening, with a gap.
  await page.getByRole("button", { name: /^Edit: Tuesday, .*09:00 – 16:00$/ }).focus();
  await page.keyboard.press("Enter");
  await panel.getByRole("combobox", { name: /^What/ }).selectOption({ label: "Extra hours" });
  await panel.getByLabel("From (date and time)").fill(`${nextWeek(1)}T18:00`);
  await panel.getByLabel("To (date and time)").fill(`${nextWeek(1)}T20:00`);
  await panel.getByLabel("Minutes between appointments").fill("15");
  await panel
    .getByText(/can be booked in addition/)
    .first()
    .waitFor();
  await panel.getByRole("button", { name: /^Save/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("Saved.").waitFor();
  const [extra] = await exceptionsOf(own);
  assert.deepEqual([extra.kind, extra.buffer_minutes], ["extra", 15]);
  // And time off again: a gap is not kept in it.
  await page.getByRole("button", { name: /^Edit: Tuesday, .*18:00 – 20:00$/ }).click();
  await panel.getByRole("combobox", { name: /^What/ }).selectOption({ label: "Time off" });
  await panel.getByRole("button", { name: /^Save/ }).click();
  await page.getByText("Saved.").waitFor();
  const [off] = await exceptionsOf(own);
  assert.deepEqual([off.uid, off.kind, off.buffer_minutes], [uid, "blocked", 0]);
  await close();
  await own.stop();
});

test("time off is dragged and its edge is; what a calendar says is not", async () => {
  const own = await Server.start();
  await withTimeOff(own, "10:00", "12:00");
  const at = (time) => `${nextWeek(2).replaceAll("-", "")}T${time}00Z`;
  const event = ["BEGIN:VEVENT", "UID:a", `DTSTART:${at("1000")}`, `DTEND:${at("1100")}`, "END:VEVENT"];
  const calendar = ["BEGIN:VCALENDAR", ...event, "END:VCALENDAR", ""].join("\r\n");
  await own.ask("PUT", `${SCHEDULING}/doctors/doc-456/calendars/private`, { calendar });
  const options = { viewport: { width: 1280, height: 1800 } };
  const { page, close } = await open(browser, own, `/desk#key=${own.key}`, options);
  await page.getByRole("button", { name: "Later" }).click();
  await page.locator(".calendar .frontdesk-slot").first().waitFor();
  await page.getByLabel("Move hours").check();
  const shown = page.locator(".calendar .desk-exception");
  await shown.waitFor();
  assert.deepEqual(await violations(page), []);
  const panel = page.locator(".panel");
  const typed = async (label) => panel.getByLabel(label).inputValue();
  const minutes = (local) => Date.parse(`${local}:00Z`) / 60_000;
  // A few pixels are five minutes.
  const isAbout = (found, wanted) =>
    assert.ok(Math.abs(minutes(found) - minutes(wanted)) <= 10, `${found}, not ${wanted}`);
  // Two days on, and an hour later.
  const column = page.locator(`.calendar [data-date="${nextWeek(1)}"]`).first();
  const later = page.locator(`.calendar [data-date="${nextWeek(3)}"]`).first();
  const aside = (await later.boundingBox()).x - (await column.boundingBox()).x;
  const box = await shown.boundingBox();
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await drag(page, middle, { x: middle.x + aside, y: middle.y + box.height / 2 });
  await panel.getByRole("heading", { name: "Time off or extra hours" }).waitFor();
  isAbout(await typed("From (date and time)"), `${nextWeek(3)}T11:00`);
  isAbout(await typed("To (date and time)"), `${nextWeek(3)}T13:00`);
  await panel
    .getByText(/can be booked in addition/)
    .first()
    .waitFor();
  assert.equal((await exceptionsOf(own)).length, 2);
  await panel.getByRole("button", { name: /^Save/ }).click();
  await panel.waitFor({ state: "hidden" });
  const typedOne = async () => (await exceptionsOf(own)).find(({ uid }) => !uid.includes("/"));
  const start = (await typedOne()).start_date;
  assert.ok(Math.abs(start - instant(nextWeek(3), "11:00")) <= 600);
  // Its lower edge, an hour down; what is not saved goes back.
  await page.waitForTimeout(100);
  await shown.hover();
  const { x, y, width, height } = await shown.boundingBox();
  const edge = { x: x + width / 2, y: y + height - 2 };
  await drag(page, edge, { ...edge, y: edge.y + height / 2 });
  await panel.getByLabel("To (date and time)").waitFor();
  isAbout(await typed("To (date and time)"), `${nextWeek(3)}T14:00`);
  await panel.getByRole("button", { name: "Don't save" }).click();
  await panel.waitFor({ state: "hidden" });
  assert.equal((await typedOne()).end_date, start + 7200);
  await page.waitForFunction((height) => {
    const box = document.querySelector(".desk-exception").getBoundingClientRect();
    return Math.abs(box.height - height) < 3;
  }, height);
  // In the list, what comes from a calendar says so; it can be removed, and is changed there.
  await page.getByRole("link", { name: "Hours" }).click();
  await page.getByText("Time off · from the calendar “private”").waitFor();
  assert.equal(await page.getByRole("button", { name: /^Edit: Wednesday, \d+ / }).count(), 0);
  await page.getByRole("button", { name: /^Remove: Wednesday, \d+ / }).click();
  await panel.getByRole("button", { name: "Remove" }).click();
  await page.getByText("Saved.").waitFor();
  assert.deepEqual((await exceptionsOf(own)).map(({ uid }) => uid.includes("/")), [false]);
  await close();
  await own.stop();
});
