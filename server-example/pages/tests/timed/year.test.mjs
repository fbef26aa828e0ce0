// Thirty doctors with a year of appointments: the desk asks for what it shows, and no more than that.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Server, launch, open } from "../support.mjs";
import { presses } from "./presses.mjs";

const DAY = 86_400;
const DOCTORS = 30;
/** Appointments of a doctor on a weekday. */
const A_DAY = 10;
const PATIENTS = 400;

let server, browser;

/** A year around today: what was is completed, and what will be is booked. */
function practice() {
  const today = Math.floor(Date.now() / 1000 / DAY) * DAY;
  const doctors = Array.from({ length: DOCTORS }, (_, doctor) => ({
    uid: `doc-${doctor}`,
    display_name: `Dr. ${doctor}`,
    availability_rules: [0, 1, 2, 3, 4].map((weekday) => ({
      uid: `rule-${doctor}-${weekday}`,
      weekday,
      start_time: 480,
      end_time: 1020,
    })),
  }));
  const appointments = doctors.flatMap(({ uid }, doctor) =>
    Array.from({ length: 365 }, (_, index) => index - 180).flatMap((day) => {
      const at = today + day * DAY;
      if ([0, 6].includes(new Date(at * 1000).getUTCDay())) return [];
      return Array.from({ length: A_DAY }, (_, number) => {
        const start_date = at + 8 * 3600 + number * 3000;
        const patient = (17 * doctor + 31 * number + 7 * day + 7 * PATIENTS) % PATIENTS;
        return {
          uid: `mtg-${doctor}-${day}-${number}`,
          status: day < 0 ? "completed" : "confirmed",
          doctor_uid: uid,
          appointment_type_uid: "apt-1",
          start_date,
          end_date: start_date + 1200,
          patient_uid: `pat-${patient}`,
          patient_display_name: `Patient ${patient}`,
        };
      });
    }),
  );
  const patients = Array.from({ length: PATIENTS }, (_, patient) => ({
    uid: `pat-${patient}`,
    display_name: `Patient ${patient}`,
  }));
  const patient_profiles = patients.map(({ uid }, patient) => ({
    uid: `pp-${patient}`,
    patient_uid: uid,
    shop_uid: "shop-1",
    shop_customer_id: `customer-${patient}`,
  }));
  const type = {
    uid: "apt-1",
    name: "Visit",
    meeting_type: "REVIEW",
    duration_minutes: 20,
    hold_ttl_seconds: 600,
    room_strategy: "per_appointment",
    rebooking_mode: "same_doctor_only",
  };
  const shops = [{ uid: "shop-1", name: "Shop", booking_page: "anyone" }];
  const clinic = { timezone: "Europe/Berlin", appointment_types: [type], doctors, appointments };
  return { clinic, shops, patients, patient_profiles };
}

before(async () => {
  [server, browser] = await Promise.all([Server.of(practice()), launch()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test("a desk with a year of appointments reads the week that it shows", async () => {
  const opened = await open(browser, server, "/v1/management/apidocs");
  const { page, quiet, close } = opened;
  const answers = [];
  page.on("response", async (response) => {
    const { pathname, searchParams } = new URL(response.url());
    if (!pathname.startsWith("/v1/") || pathname.endsWith("/events")) return;
    const bytes = (await response.body().catch(() => Buffer.alloc(0))).length;
    answers.push({ what: pathname.split("/").at(-1), of: searchParams.get("doctor_uid"), bytes });
  });
  const told = async (what) => {
    await quiet();
    const asked = answers.splice(0);
    const lists = asked.filter((answer) => answer.what === "appointments");
    const bytes = (of) => Math.round(of.reduce((sum, answer) => sum + answer.bytes, 0) / 1000);
    console.log(`${what}: ${asked.length} requests, ${bytes(asked)} KB`);
    console.log(`  of it lists of appointments: ${lists.length}, ${bytes(lists)} KB`);
    return lists;
  };
  await page.goto(`${server.origin}/desk#key=${server.key}`);
  await page.locator(".calendar").waitFor({ timeout: 120_000 });
  await page.locator(".calendar .frontdesk-completed, .calendar .frontdesk-confirmed").first().waitFor();
  // A week of one doctor, with the days beside it, is one page of the list.
  const first = await told("until the desk is there");
  assert.deepEqual(
    first.map(({ of }) => of),
    ["doc-0"],
  );
  await page.getByRole("button", { name: "Later" }).click();
  await page.locator(".calendar .frontdesk-confirmed").nth(40).waitFor();
  assert.equal((await told("the next week")).length, 1);
  await page.getByRole("button", { name: "Earlier" }).click();
  assert.equal((await told("the week before, which was read")).length, 0);
  await page.getByRole("button", { name: /^Dr. 7 / }).click();
  assert.deepEqual((await told("another doctor")).map(({ of }) => of), ["doc-7"]);
  await page.getByRole("link", { name: "Day sheet" }).click();
  await page.locator(".sheet").waitFor();
  // Three days of thirty doctors, in pages of 200.
  assert.ok((await told("the day sheet")).length <= Math.ceil((3 * DOCTORS * A_DAY) / 200));
  await page.getByRole("link", { name: "Hours" }).click();
  await page.getByRole("button", { name: /^Edit: Thursday/ }).click();
  await page.locator(".panel").getByText("What can be booked stays the same.").waitFor({ timeout: 60_000 });
  const preview = await told("the preview of a weekly rule");
  assert.ok(preview.length <= Math.ceil((122 * A_DAY) / 200), `${preview.length}`);

  await page.getByRole("link", { name: "Week", exact: true }).click();
  await page.locator(".calendar").waitFor();
  const { press, tell } = await presses(opened);
  const link = (name) => () => page.getByRole("link", { name, exact: true });
  await press("a doctor", (round) => page.locator(".doctor").nth(5 + 2 * round));
  await press("the next week", () => page.getByRole("button", { name: "Later" }));
  await press("a time", () => page.locator(".calendar"), {
    before: () => page.locator(".doctor").nth(1).click(),
    position: { x: 400, y: 300 },
  });
  await press("the day sheet", link("Day sheet"), { before: () => link("Week")().click() });
  await press("the next day", () => page.getByRole("button", { name: "Later" }), {
    // Not a Saturday or Sunday.
    counts: async () => (await page.locator(".sheet tbody tr").count()) === DOCTORS * A_DAY,
  });
  await press("the week", link("Week"), { before: () => link("Day sheet")().click() });
  tell("the desk with a year of thirty doctors");
  await close();
});
