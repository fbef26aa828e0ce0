// Thirty doctors on the desk: how soon the next picture comes after a press, and how much is asked for.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Server, launch, open, presses } from "./support.mjs";

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

test("what is pressed is answered within a tenth of a second, and no doctor is asked for alone", async () => {
  const { page, asked, close } = await open(browser, server, `/desk#key=${server.key}`, {
    viewport: { width: 1440, height: 1000 },
  });
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

  const { press, told } = await presses(page);
  const doctors = page.locator(".doctor");
  for (let round = 0; round < 3; round++) {
    await press("a doctor", doctors.nth(5 + 7 * round));
    await press("the next week", page.getByRole("button", { name: "Later" }));
    await press("another doctor", doctors.nth(9 + 5 * round));
    await press("the week before", page.getByRole("button", { name: "Earlier" }));
    await press("a time", page.locator(".calendar").first());
  }
  await press("the day sheet", page.getByRole("link", { name: "Day sheet" }));
  await press("the next day", page.getByRole("button", { name: "Later" }));
  await press("the week", page.getByRole("link", { name: "Week", exact: true }));
  const { median } = told("thirty doctors");
  assert.ok(median <= 100, `${median} ms`);

  const before = asked.length;
  const { data: slots } = await server.ask("POST", `${SCHEDULING}/slots`, {
    appointment_type_uid: "apt-002",
    from: Math.floor(Date.now() / 1000) + 8 * 86_400,
    to: Math.floor(Date.now() / 1000) + 15 * 86_400,
  });
  const { doctor_uid, start_date } = slots.at(0);
  const wish = { appointment_type_uid: "apt-002", doctor_uid, start_date, patient_profile_uid: "pp-790" };
  const override = ["patient_busy"];
  await server.ask("POST", `${SCHEDULING}/appointments/hold`, { ...wish, override });
  await page.waitForTimeout(1_500);
  const more = asked.slice(before).filter((request) => request.startsWith("GET /v1/management/scheduling"));
  console.log(`one appointment more: ${more.length} request${more.length === 1 ? "" : "s"}`);
  assert.deepEqual(more, [`GET ${SCHEDULING}/appointments`]);
  await close();
});
