// The day sheet of the desk.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { SCHEDULING, instant, nextWeek, onDuty } from "./desk.mjs";
import { Server, launch, open, shot, soon, violations } from "./support.mjs";

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

test("the day sheet says what became of everybody, and takes it back", async () => {
  const own = await onDuty();
  const start = (await soon()) - 120;
  const { uid } = await own.ask("POST", `${SCHEDULING}/appointments/hold`, {
    appointment_type_uid: "apt-002",
    doctor_uid: "doc-456",
    start_date: start + 240,
    patient_profile_uid: "pp-790",
    override: ["too_soon", "off_grid", "slot_taken", "held", "outside_hours"],
  });
  await own.ask("POST", `/v1/scheduling/appointments/${uid}/confirm`);
  const status = async () => {
    const { data } = await own.ask(
      "GET",
      `${SCHEDULING}/appointments?limit=200&status=all&from=${start}&to=${start + 400}`,
    );
    return data.find((appointment) => appointment.uid === uid).status;
  };
  const { page, close } = await open(browser, own, `/desk#key=${own.key}`);
  await page.getByRole("link", { name: "Day sheet" }).click();
  const row = page
    .getByRole("row", { name: /Felix Maurer Follow-up Dr. Schmidt (Booked|With|Completed|No)/ })
    .first();
  await row.getByRole("button", { name: /^Take in: Felix Maurer/ }).click();
  await row.getByText("With the doctor").waitFor();
  await row.getByRole("button", { name: /^Finish/ }).click();
  await row.getByText("Completed").waitFor();
  assert.equal(await status(), "completed");
  await row.getByRole("button", { name: /^Reopen/ }).click();
  await row.getByText("Booked").waitFor();
  assert.equal(await status(), "confirmed");
  await row.getByRole("button", { name: /^Complete/ }).click();
  await row.getByText("Completed").waitFor();
  assert.deepEqual(await violations(page), []);
  // Somebody of a day before did not come after all.
  const ended = page
    .getByRole("row")
    .filter({ hasText: "Completed" })
    .getByRole("button", { name: /^Reopen: / });
  for (let day = 0; day < 7; day++) {
    const shown = await page.locator(".steps h2").innerText();
    await page.getByRole("button", { name: "Earlier" }).click();
    await page.waitForFunction((shown) => document.querySelector(".steps h2").innerText !== shown, shown);
    if ((await ended.count()) > 0) break;
  }
  const who = (await ended.first().getAttribute("aria-label")).slice("Reopen: ".length);
  await page.getByRole("button", { name: `Reopen: ${who}`, exact: true }).click();
  await page.getByRole("button", { name: `No-show: ${who}`, exact: true }).click();
  await page.getByRole("button", { name: `Reopen: ${who}`, exact: true }).waitFor();
  await close();
  await own.stop();
});

/** The day sheet of a date, by its steps. */
async function turnTo(page, date) {
  const format = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
  const heading = new Intl.DateTimeFormat("en-GB", format).format(new Date(date)).replace(",", "");
  for (let day = 0; day < 21; day++) {
    if ((await page.locator(".steps h2").innerText()).replace(",", "") === heading) return;
    await page.getByRole("button", { name: "Later" }).click();
  }
  assert.fail(`${heading} does not come`);
}

test("who has arrived is on the day sheet and in the waiting room, until that is taken back", async () => {
  const own = await onDuty();
  const now = await soon();
  const { uid } = await own.ask("POST", `${SCHEDULING}/appointments/hold`, {
    appointment_type_uid: "apt-002",
    doctor_uid: "doc-456",
    start_date: now + 120,
    patient_profile_uid: "pp-790",
    override: ["too_soon", "off_grid", "slot_taken", "held", "outside_hours"],
  });
  await own.ask("POST", `/v1/scheduling/appointments/${uid}/confirm`);
  const arrived = async () => {
    const query = `limit=200&status=all&from=${now}&to=${now + 400}`;
    const { data } = await own.ask("GET", `${SCHEDULING}/appointments?${query}`);
    return data.find((appointment) => appointment.uid === uid).arrived_at;
  };
  const { page, close } = await open(browser, own, `/desk#key=${own.key}`);
  await page.getByRole("link", { name: "Day sheet" }).click();
  const row = page.getByRole("row", { name: /Felix Maurer Follow-up Dr. Schmidt/ }).first();
  // By keyboard: the button has the focus, and its row says it then.
  await row.getByRole("button", { name: /^Has arrived: Felix Maurer/ }).focus();
  await page.keyboard.press("Enter");
  await row.getByText(/^Here since \d\d:\d\d$/).waitFor();
  assert.ok((await arrived()) >= now);
  assert.deepEqual(await violations(page), []);
  await row.getByRole("button", { name: /^Not here after all/ }).click();
  await row.getByText(/^Here since/).waitFor({ state: "hidden" });
  assert.equal(await arrived(), undefined);
  await row.getByRole("button", { name: /^Has arrived/ }).click();
  await row.getByText(/^Here since/).waitFor();
  await shot(page, "desk-day");

  // In the waiting room, of whichever desk: not in the queue, and taken in from there.
  await page.getByRole("link", { name: "Waiting room" }).click();
  const here = page.getByRole("list", { name: /^Here for an appointment/ });
  await here.getByText("Felix Maurer").waitFor();
  await here.getByText(/with Dr. Schmidt · Follow-up · Here since \d\d:\d\d$/).waitFor();
  assert.deepEqual(await violations(page), []);
  await here.getByRole("button", { name: /^Not here after all: Felix Maurer/ }).click();
  await here.waitFor({ state: "hidden" });
  assert.equal(await arrived(), undefined);
  await own.ask("PUT", `${SCHEDULING}/appointments/${uid}/arrival`);
  await page.getByRole("link", { name: "Day sheet" }).click();
  await page.reload();
  await page.getByRole("link", { name: "Waiting room" }).click();
  await here.getByRole("button", { name: /^Take in: Felix Maurer/ }).click();
  await page.getByText(/^With Felix Maurer, for/).waitFor();
  await here.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Finished: Dr. Schmidt" }).click();
  await page.getByText(/^With Felix Maurer, for/).waitFor({ state: "hidden" });
  assert.equal(await arrived(), undefined);
  await close();
  await own.stop();
});

test("what a patient has asked for is approved or declined on the day sheet", async () => {
  const own = await Server.start();
  const type = await own.ask("POST", `${SCHEDULING}/appointment-types`, {
    name: "Operation",
    meeting_type: "REVIEW",
    duration_minutes: 15,
    hold_ttl_seconds: 600,
    approval_ttl_seconds: 86_400,
    room_strategy: "per_appointment",
    rebooking_mode: "same_doctor_only",
  });
  const from = instant(nextWeek(1), "00:00");
  const query = { appointment_type_uid: type.uid, doctor_uids: ["doc-456"], from, to: from + 86_400 };
  const slots = (await own.ask("POST", `${SCHEDULING}/slots`, query)).data;
  const uids = [];
  for (const { start_date } of [slots.at(0), slots.at(-1)]) {
    const visitor = async (method, path, body) => {
      const headers = { "content-type": "application/json", ...visitor.credential };
      const sent = { method, headers, body: JSON.stringify(body ?? {}) };
      const text = await (await fetch(`${own.origin}/v1/scheduling${path}`, sent)).text();
      return text === "" ? undefined : JSON.parse(text);
    };
    const { booking_session } = await visitor("POST", "/visitors", { shop_uid: "shop-abc123" });
    visitor.credential = { "x-rxscale-booking-token": booking_session };
    const wish = { appointment_type_uid: type.uid, doctor_uid: "doc-456", start_date };
    const { uid } = await visitor("POST", "/appointments/hold", wish);
    await visitor("PUT", "/visitors/me", { first_name: "Ada", last_name: "Byron", email: "ada@example.com" });
    assert.equal((await visitor("POST", `/appointments/${uid}/confirm`)).approval, "requested");
    uids.push(uid);
  }
  const of = async (uid) => own.ask("GET", `/v1/scheduling/appointments/${uid}`);
  const { page, asked, close } = await open(browser, own, `/desk#key=${own.key}`);
  await page.getByRole("link", { name: "Day sheet" }).click();
  await turnTo(page, nextWeek(1));
  await page.getByText("Requested").nth(1).waitFor();
  // Until when, the list says: nothing was asked for alone.
  await page.getByText(/^To be answered by /).nth(1).waitFor();
  assert.deepEqual(
    asked.filter((request) => request.includes("/v1/scheduling/appointments/")),
    [],
  );
  assert.deepEqual(await violations(page), []);
  await page
    .getByRole("button", { name: /^Approve: Ada Byron/ })
    .first()
    .click();
  await page.getByRole("button", { name: /^Complete: Ada Byron/ }).waitFor();
  assert.equal((await of(uids[0])).status, "confirmed");
  await page.getByRole("button", { name: /^Decline: Ada Byron/ }).click();
  await page.getByLabel("Reason").fill("Dr. Schmidt is away");
  assert.deepEqual(await violations(page), []);
  await page
    .getByRole("form", { name: /^Decline/ })
    .getByRole("button", { name: "Decline" })
    .click();
  await page.getByText("Requested").first().waitFor({ state: "hidden" });
  const declined = await of(uids[1]);
  assert.deepEqual([declined.status, declined.cancellation_reason], ["cancelled", "Dr. Schmidt is away"]);
  await close();
  await own.stop();
});
