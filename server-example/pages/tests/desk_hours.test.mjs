// Hours on the desk, each with what a change of it touches.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { SCHEDULING, drag, instant, nextWeek } from "./desk.mjs";
import { Server, launch, open, shot, violations } from "./support.mjs";

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

test("a rule is edited, and what that touches is shown before it is saved", async () => {
  const own = await Server.start();
  const { page, close } = await open(browser, own, `/desk#key=${own.key}`);
  await page.getByRole("link", { name: "Hours" }).click();
  await page.getByRole("button", { name: "Edit: Thursday, 09:00 – 17:00" }).click();
  const panel = page.locator(".panel");
  await panel.getByText("What can be booked stays the same.").waitFor();
  await panel.getByLabel("To", { exact: true }).fill("11:00");
  await panel.getByText(/× Initial consultation can't be booked any more/).waitFor();
  const lost = Number(/(\d+) × Initial/.exec(await panel.innerText())[1]);
  const touched = await panel.locator(".touched li").count();
  assert.ok(touched > 0);
  await shot(page, "desk-hours");
  assert.deepEqual(await violations(page), []);
  // Nothing is saved until it is said.
  const rule = async () =>
    (await own.ask("GET", `${SCHEDULING}/doctors/doc-456/availability-rules`)).data.find(
      ({ uid }) => uid === "rule-004",
    );
  assert.equal((await rule()).end_time, 1020);
  const from = Math.floor(Date.now() / 1000);
  const slots = async () => {
    const query = {
      appointment_type_uid: "apt-001",
      doctor_uids: ["doc-456"],
      from,
      to: from + 56 * 86_400,
      by: "administrator",
    };
    return (await own.ask("POST", `${SCHEDULING}/slots`, query)).data.length;
  };
  const before = await slots();
  await panel.getByRole("button", { name: "Save, and leave them booked" }).click();
  await page.getByText("Saved.").waitFor();
  assert.deepEqual([(await rule()).end_time, (await rule()).buffer_minutes], [660, 10]);
  // The preview was the server's answer: a start on the edge of its eight weeks may have passed.
  assert.ok(Math.abs(before - (await slots()) - lost) <= 1, `${before} - ${await slots()} is not ${lost}`);
  await page.getByRole("button", { name: "Edit: Thursday, 09:00 – 11:00" }).waitFor();
  await close();
  await own.stop();
});

test("time off and closures are previewed, saved and taken back", async () => {
  const own = await Server.start();
  const { page, close } = await open(browser, own, `/desk#key=${own.key}`);
  await page.getByRole("link", { name: "Hours" }).click();
  const panel = page.locator(".panel");
  await page.getByRole("button", { name: "Add time off or extra hours" }).click();
  await panel.getByLabel("From (date and time)").fill(`${nextWeek(1)}T09:00`);
  await panel.getByLabel("To (date and time)").fill(`${nextWeek(1)}T17:00`);
  await panel.getByText(/appointments? would be outside the hours/).waitFor();
  await panel.getByRole("button", { name: "Save, and leave them booked" }).click();
  await page.getByText("Time off", { exact: true }).waitFor();
  const exceptions = async () =>
    (await own.ask("GET", `${SCHEDULING}/doctors/doc-456/availability-exceptions`)).data;
  assert.equal((await exceptions())[0].start_date, instant(nextWeek(1), "09:00"));
  await page.getByRole("link", { name: "Week", exact: true }).click();
  await page.getByRole("button", { name: "Later" }).click();
  await page.locator(".calendar .frontdesk-blocked").first().waitFor();
  await page.getByRole("link", { name: "Hours" }).click();
  await page
    .getByRole("button", { name: /^Remove: Tuesday, \d/ })
    .last()
    .click();
  await panel
    .getByText(/can be booked in addition/)
    .first()
    .waitFor();
  await panel.getByRole("button", { name: "Remove" }).click();
  await page.getByText("Saved.").waitFor();
  assert.deepEqual(await exceptions(), []);
  await page.getByRole("button", { name: "Add a closure" }).click();
  await panel.getByLabel("First day").fill(nextWeek(2));
  await panel.getByLabel("Name").fill("Training");
  await panel
    .getByText(/can't be booked any more/)
    .first()
    .waitFor();
  await panel.getByRole("button", { name: /^Save/ }).click();
  await page.getByText(/^Training: /).waitFor();
  const { data } = await own.ask("GET", `${SCHEDULING}/closures`);
  assert.deepEqual([data[0].date, data[0].name], [nextWeek(2), "Training"]);
  await close();
  await own.stop();
});

test("hours are opened by dragging over them in the week", async () => {
  const own = await Server.start();
  const { page, close } = await open(browser, own, `/desk#key=${own.key}`, {
    viewport: { width: 1280, height: 1400 },
  });
  await page.getByRole("button", { name: "Later" }).click();
  await page.locator(".calendar .frontdesk-slot").first().waitFor();
  const box = await page.locator(".calendar").boundingBox();
  // Wednesday afternoon, which is not open: extra hours.
  const x = box.x + 60 + ((box.width - 60) * 2.5) / 7;
  await page.mouse.move(x, box.y + box.height * 0.7);
  await page.mouse.down();
  await page.mouse.move(x, box.y + box.height * 0.75, { steps: 5 });
  await page.mouse.move(x, box.y + box.height * 0.85, { steps: 5 });
  await page.mouse.up();
  await page.getByRole("heading", { name: "Time off or extra hours" }).waitFor();
  await page
    .getByText(/can be booked in addition/)
    .first()
    .waitFor();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.locator(".panel").waitFor({ state: "hidden" });
  const { data } = await own.ask("GET", `${SCHEDULING}/doctors/doc-456/availability-exceptions`);
  assert.deepEqual(
    data.map(({ kind }) => kind),
    ["extra"],
  );
  await close();
  await own.stop();
});

test("a weekly rule is dragged and its edge is, and the preview comes before it is saved", async () => {
  const own = await Server.start();
  const options = { viewport: { width: 1280, height: 1800 } };
  const { page, close } = await open(browser, own, `/desk#key=${own.key}`, options);
  await page.getByRole("button", { name: "Later" }).click();
  await page.locator(".calendar .frontdesk-slot").first().waitFor();
  await page.getByLabel("Move hours").check();
  const rules = page.locator(".calendar .desk-rule");
  await rules.nth(4).waitFor();
  assert.equal(await rules.count(), 5);
  assert.equal(await page.locator(".calendar .frontdesk-slot").count(), 0);
  assert.deepEqual(await violations(page), []);
  const of = async () => {
    const { data } = await own.ask("GET", `${SCHEDULING}/doctors/doc-456/availability-rules`);
    const { weekday, start_time, end_time, buffer_minutes } = data.find(({ uid }) => uid === "rule-003");
    return { weekday, start_time, end_time, buffer_minutes };
  };
  const time = (minutes) =>
    `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  const shown = (from, to) => rules.filter({ hasText: `${time(from)} – ${time(to)}` });
  const minutesOf = async (label) => {
    const [hours, minutes] = (await panel.getByLabel(label, { exact: true }).inputValue())
      .split(":")
      .map(Number);
    return hours * 60 + minutes;
  };
  const isAbout = (found, wanted) =>
    assert.ok(Math.abs(found - wanted) <= 5, `${time(found)}, not ${time(wanted)}`);
  const panel = page.locator(".panel");
  // Wednesday morning becomes Saturday morning, an hour later; a few pixels are five minutes.
  const box = await shown(540, 720).boundingBox();
  const column = (await rules.nth(1).boundingBox()).x - (await rules.nth(0).boundingBox()).x;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await drag(page, middle, { x: middle.x + 3 * column, y: middle.y + box.height / 3 });
  await panel
    .getByText(/can be booked in addition/)
    .first()
    .waitFor();
  assert.equal(await panel.getByLabel("Weekday").inputValue(), "5");
  const start = await minutesOf("From");
  isAbout(start, 600);
  assert.deepEqual(await of(), { weekday: 2, start_time: 540, end_time: 720, buffer_minutes: 10 });
  await panel.getByRole("button", { name: /^Save/ }).click();
  await panel.waitFor({ state: "hidden" });
  assert.deepEqual(await of(), { weekday: 5, start_time: start, end_time: start + 180, buffer_minutes: 10 });
  // Its lower edge is drawn two hours down; what is not saved goes back.
  const saturday = shown(start, start + 180);
  let end;
  for (const button of ["Don't save", "Save"]) {
    await saturday.hover();
    const { x, y, width, height } = await saturday.boundingBox();
    const edge = { x: x + width / 2, y: y + height - 2 };
    await drag(page, edge, { ...edge, y: edge.y + (height * 2) / 3 });
    await panel
      .getByText(/can be booked in addition/)
      .first()
      .waitFor();
    end = await minutesOf("To");
    isAbout(end, start + 300);
    await shown(start, end).waitFor();
    await panel.getByRole("button", { name: button, exact: true }).click();
    await panel.waitFor({ state: "hidden" });
    if (button === "Don't save") await saturday.waitFor();
  }
  assert.deepEqual(await of(), { weekday: 5, start_time: start, end_time: end, buffer_minutes: 10 });
  // Without a mouse: chosen, and typed.
  await shown(start, end).focus();
  await page.keyboard.press("Enter");
  await panel.getByLabel("To", { exact: true }).fill("11:00");
  await shown(start, 660).waitFor();
  await close();
  await own.stop();
});
