// Thirty doctors: how soon the next picture comes after a press, how much is asked for, and how large it is.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { DESKTOP, SHOP, Server, launch, open } from "../support.mjs";
import { presses } from "./presses.mjs";

const BASE = "/v1/management";
const SCHEDULING = `${BASE}/scheduling`;
const ADDED = 27;
/** Appointments of each doctor who is added, in the next week. */
const BOOKED = 10;

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  const { data: profiles } = await server.ask("GET", `${BASE}/patient-profiles?limit=200`);
  await Promise.all(Array.from({ length: ADDED }, (_, number) => doctor(number, profiles)));
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function doctor(number, profiles) {
  const { uid } = await server.ask("POST", `${BASE}/doctors`, { display_name: `Dr. ${number}` });
  for (let weekday = 0; weekday < 5; weekday++) {
    const rule = { weekday, start_time: 480 + 5 * number, end_time: 1020, buffer_minutes: 5 };
    await server.ask("POST", `${SCHEDULING}/doctors/${uid}/availability-rules`, rule);
  }
  const from = Math.floor(Date.now() / 1000) + 86_400;
  const query = { appointment_type_uid: "apt-001", doctor_uids: [uid], from, to: from + 7 * 86_400 };
  const { data } = await server.ask("POST", `${SCHEDULING}/slots`, query);
  const apart = data.filter(
    (slot, index) => index === 0 || slot.start_date - data[0].start_date >= 3600 * index,
  );
  for (const [index, { start_date }] of apart.slice(0, BOOKED).entries()) {
    const patient_profile_uid = profiles[(number + 7 * index) % profiles.length].uid;
    const wish = { appointment_type_uid: "apt-001", doctor_uid: uid, start_date, patient_profile_uid };
    // That somebody is with another doctor then, or has enough, does not matter here.
    const override = ["patient_busy", "limit_reached", "held", "slot_taken", "too_many_holds"];
    const held = await server
      .ask("POST", `${SCHEDULING}/appointments/hold`, { ...wish, override })
      .catch(() => undefined);
    if (held !== undefined) await server.ask("POST", `/v1/scheduling/appointments/${held.uid}/confirm`);
  }
}

test("on the desk, what is pressed is answered within a tenth of a second", async () => {
  const opened = await open(browser, server, `/desk#key=${server.key}`, {
    viewport: { width: 1440, height: 1000 },
  });
  const { page, asked, quiet, close } = opened;
  await page.locator(".calendar .frontdesk-open").first().waitFor();
  assert.equal(await page.locator(".doctor").count(), 3 + ADDED);
  const booked = (await server.ask("GET", `${SCHEDULING}/appointments?status=all&from=0&limit=1`))
    .totalRegistries;
  console.log(`thirty doctors, ${booked} appointments: ${asked.length} requests until the desk is there`);
  assert.deepEqual(
    asked.filter((request) => request.includes("/doctors/")),
    [],
  );
  // One for each list, and for each 200 of a long one.
  assert.ok(asked.length <= 10 + Math.ceil(booked / 200), asked.join("\n"));

  // Of the doctor who is shown, what is shown is read anew.
  const { data: listed } = await server.ask("GET", `${BASE}/doctors?limit=200`);
  const { uid: doctor_uid } = listed.find(({ active }) => active);
  const from = Math.floor(Date.now() / 1000) + 8 * 86_400;
  const query = { appointment_type_uid: "apt-002", doctor_uids: [doctor_uid], from, to: from + 7 * 86_400 };
  const { data: slots } = await server.ask("POST", `${SCHEDULING}/slots`, query);
  let more;
  for (const { start_date } of [slots.at(0), slots.at(4), slots.at(8)]) {
    await page.reload();
    await page.locator(".calendar .frontdesk-open").first().waitFor();
    await quiet();
    const before = asked.length;
    await server.ask("POST", `${SCHEDULING}/appointments/hold`, {
      appointment_type_uid: "apt-002",
      doctor_uid,
      start_date,
      patient_profile_uid: "pp-790",
      override: ["patient_busy", "too_many_holds"],
    });
    const sinceThen = () => asked.slice(before).filter((request) => request.startsWith(`GET ${SCHEDULING}`));
    while (sinceThen().length === 0) await page.waitForTimeout(50);
    // What else would be asked for would follow at once.
    await page.waitForTimeout(500);
    await quiet();
    more = sinceThen();
    // The look that it takes every half minute asks for more, and may come between.
    if (!more.some((request) => request.endsWith("/closures"))) break;
  }
  console.log(`one appointment more: ${more.length} request${more.length === 1 ? "" : "s"}`);
  assert.deepEqual(more, [`GET ${SCHEDULING}/appointments`]);

  const { press, tell } = await presses(opened);
  const doctors = page.locator(".doctor");
  const button = (name) => () => page.getByRole("button", { name });
  const link = (name) => () => page.getByRole("link", { name, exact: true });
  await press("a doctor", (round) => doctors.nth(5 + 2 * round));
  await press("the next week", button("Later"));
  await press("another doctor", (round) => doctors.nth(6 + 2 * round));
  await press("the week before", button("Earlier"));
  await press("a time", () => page.locator(".calendar"), {
    before: () => doctors.nth(1).click(),
    position: { x: 400, y: 300 },
  });
  await press("the day sheet", link("Day sheet"), { before: () => link("Week")().click() });
  await press("the next day", button("Later"));
  await press("the week", link("Week"), { before: () => link("Day sheet")().click() });
  await press("hours", link("Hours"), { before: () => link("Week")().click() });
  tell("the desk of thirty doctors");
  await close();
});

test("what is pressed on the booking page is answered within a tenth of a second", async () => {
  const opened = await open(browser, server, `/book/${SHOP}`);
  const { page, close } = opened;
  await page.locator(".start").first().waitFor();
  assert.equal(await page.locator("#doctor option").count(), 4 + ADDED);
  const { press, tell } = await presses(opened);
  await press("the next month", () => page.getByRole("button", { name: "Next month" }));
  await press("a day", (round) => page.locator(".day.free").nth(3 + (round % 5)));
  await press("a type", (round) => page.locator("label.option").nth(round % 2));
  tell("the booking page of thirty doctors");
  await close();
});

test("a month of slots is computed within five milliseconds, and the first view is small", async () => {
  const { page, close } = await open(browser, server, `/book/${SHOP}`, { viewport: DESKTOP });
  await page.locator(".start").first().waitFor();
  for (let month = 0; month < 6; month++) await page.getByRole("button", { name: "Next month" }).click();
  const times = await page.evaluate(() =>
    performance.getEntriesByName("slots of a month").map(({ duration }) => duration),
  );
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
  console.log(`slots of a month: ${median.toFixed(2)} ms, of ${times.length}`);
  assert.ok(median < 5, times.join(", "));
  const sizes = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter(({ name }) => name.includes("/pages/"))
      .map(({ encodedBodySize }) => encodedBodySize),
  );
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`first view: ${whole} bytes in ${sizes.length} files`);
  // Built files that the server does not send are not compressed.
  if (process.env.FRONTDESK_PAGES_FROM === undefined) assert.ok(whole <= 200_000, `${whole} bytes`);
  await close();
});
