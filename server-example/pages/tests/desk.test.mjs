// The desk, against the real server.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PHONE, Server, launch, open, shot, soon, violations } from "./support.mjs";

const SCHEDULING = "/v1/management/scheduling";

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** The desk with the demo's key, at a view. */
async function desk(view = "week", options = {}) {
  const opened = await open(browser, server, `/desk#key=${server.key}`, options);
  await opened.page.getByRole("navigation").waitFor();
  if (view !== "week") await opened.page.locator(`.desk-head nav a[href$="#${view}"]`).click();
  return opened;
}

/** The instant of a time on the practice's clock, which summer time moves. */
function instant(date, time) {
  const format = new Intl.DateTimeFormat("sv", {
    timeZone: "Europe/Berlin",
    dateStyle: "short",
    timeStyle: "short",
  });
  const of = (hours) => Date.parse(`${date}T${time}:00Z`) / 1000 - hours * 3600;
  return [1, 2].map(of).find((at) => format.format(new Date(at * 1000)) === `${date} ${time}`);
}

/** The date of a weekday of next week, 0 for Monday. */
function nextWeek(weekday) {
  const today = new Date(
    `${new Intl.DateTimeFormat("sv", { timeZone: "Europe/Berlin" }).format()}T12:00:00Z`,
  );
  const monday = today.getUTCDate() - ((today.getUTCDay() + 6) % 7) + 7;
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), monday + weekday))
    .toISOString()
    .slice(0, 10);
}

/** Types a time, as somebody does who has no mouse, and asks what is against it. */
async function check(page, date, time) {
  await page.getByLabel("Date", { exact: true }).fill(date);
  await page.getByLabel("Time", { exact: true }).fill(time);
  await page.getByRole("button", { name: "Check" }).click();
  await page.locator(".panel .verdict").waitFor();
}

const appointments = async (query) =>
  (await server.ask("GET", `${SCHEDULING}/appointments?limit=200&${query}`)).data;

test("a key that nobody has is refused, and one that is known stays in the tab", async () => {
  const { page, close } = await open(browser, server, "/desk#key=fdk_wrong");
  await page.getByText("This key is unknown").waitFor();
  assert.equal(new URL(page.url()).hash, "");
  await page.getByLabel("API key").fill(server.key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation").waitFor();
  await page.reload();
  await page.locator(".calendar").waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("API key").waitFor();
  await close();
});

test("the week of each doctor shows what the server has", async () => {
  const { page, close } = await desk();
  await page.getByRole("button", { name: "Later" }).click();
  for (const [name, doctor] of [
    ["Dr. Schmidt", "doc-456"],
    ["Dr. Yılmaz", "doc-457"],
    ["Dr. Novak", "doc-458"],
  ]) {
    await page.getByRole("button", { name }).click();
    await page.getByRole("region", { name: new RegExp(`^${name}, `) }).waitFor();
    const from = instant(nextWeek(0), "00:00");
    const query = `doctor_uid=${doctor}&from=${from}&to=${from + 7 * 86_400}&status=confirmed`;
    const booked = await appointments(query);
    assert.ok(booked.length > 0);
    await page.waitForFunction(
      (count) => document.querySelectorAll(".frontdesk-confirmed").length >= count,
      booked.length,
    );
    // Slots are the server's own answer for the same question.
    const { data } = await server.ask("POST", `${SCHEDULING}/slots`, {
      appointment_type_uid: "apt-001",
      doctor_uids: [doctor],
      from,
      to: from + 7 * 86_400,
      by: "administrator",
    });
    assert.equal(await page.locator(".calendar .frontdesk-slot").count(), data.length);
    assert.ok((await page.locator(".calendar .frontdesk-open").count()) > 0);
  }
  await close();
});

test("any time that is clicked says why it can't be booked", async () => {
  const { page, close } = await desk();
  await page.getByRole("button", { name: "Later" }).click();
  const box = await page.locator(".calendar").boundingBox();
  // Sunday morning, on which Dr. Schmidt has no hours.
  await page.mouse.click(box.x + box.width - 40, box.y + 130);
  await page.getByText("This time can't be booked, because:").waitFor();
  assert.match(await page.locator(".panel .reasons").innerText(), /outside hours/);
  await page.getByRole("button", { name: /^Next time that can be booked/ }).click();
  await page.getByText("This time can be booked", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".panel").waitFor({ state: "hidden" });
  await close();
});

test("what is against a time can be overridden, knowingly", async () => {
  const { page, close } = await desk();
  await check(page, nextWeek(6), "11:00");
  assert.match(await page.locator(".panel .reasons").innerText(), /outside hours/);
  await shot(page, "desk-week");
  await page.locator(".panel").getByLabel("Patient").selectOption({ label: "Mei Tanaka" });
  await page.getByRole("button", { name: "Book anyway" }).click();
  // Not before it is said that this is known.
  assert.equal(await page.locator(".notice.good").count(), 0);
  await page.getByLabel("I know this").check();
  await page.getByRole("button", { name: "Book anyway" }).click();
  await page.getByText(/Mei Tanaka is booked/).waitFor();
  await page.getByText("Booked in spite of:").waitFor();
  const start = instant(nextWeek(6), "11:00");
  const [booked] = await appointments(`doctor_uid=doc-456&from=${start}&to=${start + 60}`);
  assert.deepEqual([booked.status, booked.patient_display_name], ["confirmed", "Mei Tanaka"]);
  // It can be called off where it stands.
  await page.keyboard.press("Escape");
  await page.locator(".frontdesk-confirmed", { hasText: "Mei Tanaka" }).last().click();
  await page.getByRole("button", { name: "Cancel appointment" }).click();
  await page.locator(".panel form").getByRole("button", { name: "Cancel appointment" }).click();
  await page.locator(".panel .badge.cancelled").waitFor();
  assert.equal(
    (await appointments(`doctor_uid=doc-456&from=${start}&to=${start + 60}&status=all`))[0].status,
    "cancelled",
  );
  await close();
});

test("what others book meanwhile appears by itself", async () => {
  const { page, close } = await desk();
  await check(page, nextWeek(5), "08:00");
  const start = instant(nextWeek(5), "08:00");
  await server.ask("POST", `${SCHEDULING}/appointments/hold`, {
    appointment_type_uid: "apt-002",
    doctor_uid: "doc-456",
    start_date: start,
    patient_profile_uid: "pp-790",
    override: ["outside_hours"],
  });
  await page.locator(".frontdesk-held", { hasText: "Felix Maurer" }).waitFor();
  await page.locator(".panel .reasons", { hasText: /hold|held|reserv/i }).waitFor();
  await close();
});

/**
 * A server of whose doctors one is on duty, and has no appointment to be called first, at whatever hour this
 * runs.
 */
async function onDuty() {
  const own = await Server.start();
  await own.clear("doc-456");
  for (let weekday = 0; weekday < 7; weekday++) {
    const rule = { weekday, start_time: 0, end_time: 1440 };
    await own.ask("POST", `${SCHEDULING}/doctors/doc-456/availability-rules`, rule);
  }
  return own;
}

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

test("the waiting room calls, finishes, transfers, and knows who is away", async () => {
  const own = await onDuty();
  const { page, close } = await open(browser, own, `/desk#key=${own.key}`);
  await page.getByRole("link", { name: "Waiting room" }).click();
  await page.locator(".queue .entry", { hasText: "Felix Maurer" }).waitFor();
  const list = async () => (await own.ask("GET", "/v1/management/waiting-room?shop_uid=shop-abc123")).data;
  const form = page.getByRole("form", { name: "Register a patient" });
  await form.getByLabel("Patient").selectOption({ label: "Lars Holm" });
  await form.getByLabel("Reason (optional)").fill("Cough");
  await form.getByRole("button", { name: "Register" }).click();
  await page.getByText("Lars Holm is in the queue.").waitFor();
  assert.equal((await list()).length, 3);
  await page.getByRole("button", { name: "Urgent: Lars Holm" }).click();
  await page.getByRole("button", { name: "Not urgent: Lars Holm" }).waitFor();
  assert.equal((await list())[0].visit_reason, "Cough");
  await page.getByRole("button", { name: "Went away: Vera Arndt" }).click();
  await page.getByRole("button", { name: "Is back: Vera Arndt" }).waitFor();
  assert.equal((await list()).find(({ patient_uid }) => patient_uid === "pat-791").presence, "elsewhere");
  await shot(page, "desk-room");
  await page.getByRole("button", { name: "Call the next: Dr. Schmidt" }).click();
  await page.getByText(/^With Lars Holm, for/).waitFor();
  await page.getByLabel("Transfer to: Felix Maurer").selectOption({ label: "Dr. Novak" });
  await page.locator(".entry", { hasText: "for Dr. Novak" }).waitFor();
  assert.equal(
    (await list()).find(({ patient_uid }) => patient_uid === "pat-790").preferred_doctor_uid,
    "doc-458",
  );
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Finished: Dr. Schmidt" }).click();
  const schmidt = page.locator(".entry", { hasText: "Dr. Schmidt" });
  await schmidt.getByText("Free", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Take a break: Dr. Schmidt" }).click();
  await page.getByText("On a break").waitFor();
  await page.getByRole("button", { name: "Is back: Dr. Schmidt" }).click();
  await page.getByText("On a break").waitFor({ state: "hidden" });
  const { data } = await own.ask("GET", "/v1/management/waiting-room/doctors?shop_uid=shop-abc123");
  assert.equal(data.find(({ doctor_uid }) => doctor_uid === "doc-456").away, false);
  await close();
  await own.stop();
});

test("all whom a doctor sees at a time are shown, and each is finished alone", async () => {
  const own = await onDuty();
  const places = "/v1/management/waiting-room/doctors/doc-456/places";
  await own.ask("PUT", places, { shop_uid: "shop-abc123", concurrent_patients_max: 2 });
  const { page, close } = await open(browser, own, `/desk#key=${own.key}`);
  await page.getByRole("link", { name: "Waiting room" }).click();
  const schmidt = page.locator(".entry", { hasText: "Dr. Schmidt" });
  const next = page.getByRole("button", { name: "Call the next: Dr. Schmidt" });
  await next.click();
  await schmidt.getByText(/^With .*, for/).waitFor();
  // A place is left, so another one is called.
  await next.click();
  await schmidt.getByText(/^With Felix Maurer, for/).waitFor();
  await schmidt.getByText(/^With Vera Arndt, for/).waitFor();
  await next.waitFor({ state: "hidden" });
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Finished: Felix Maurer, Dr. Schmidt" }).click();
  await schmidt.getByText(/^With Felix Maurer/).waitFor({ state: "hidden" });
  await schmidt.getByText(/^With Vera Arndt, for/).waitFor();
  await page.getByRole("button", { name: "Finished: Dr. Schmidt", exact: true }).click();
  await schmidt.getByText("Free", { exact: true }).waitFor();
  await close();
  await own.stop();
});

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
  await page.getByLabel("Move weekly hours").check();
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
  const drag = async (from, to) => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 });
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await page.mouse.up();
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
  await drag(middle, { x: middle.x + 3 * column, y: middle.y + box.height / 3 });
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
    await drag(edge, { ...edge, y: edge.y + (height * 2) / 3 });
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

test("hours of some days are closed, for one doctor", async () => {
  const own = await Server.start();
  const { page, close } = await open(browser, own, `/desk#key=${own.key}`);
  await page.getByRole("link", { name: "Hours" }).click();
  await page.getByRole("button", { name: "Add a closure" }).click();
  const panel = page.locator(".panel");
  await panel.getByLabel("First day").fill(nextWeek(0));
  await panel.getByLabel("Last day").fill(nextWeek(1));
  await panel.getByLabel("Whole days").uncheck();
  await panel.getByLabel("From", { exact: true }).fill("13:00");
  await panel.getByLabel("To", { exact: true }).fill("15:30");
  await panel.getByLabel("For").selectOption({ label: "Dr. Schmidt" });
  await panel.getByLabel("Name").fill("Training");
  await panel
    .getByText(/can't be booked any more/)
    .first()
    .waitFor();
  assert.deepEqual(await violations(page), []);
  await panel.getByRole("button", { name: /^Save/ }).click();
  await page.getByText("Dr. Schmidt · 13:00 – 15:30").waitFor();
  const closures = async () => (await own.ask("GET", `${SCHEDULING}/closures`)).data;
  assert.deepEqual(await closures(), [
    {
      date: nextWeek(0),
      last_date: nextWeek(1),
      start_time: 780,
      end_time: 930,
      doctor_uid: "doc-456",
      name: "Training",
    },
  ]);
  await page.getByRole("button", { name: /^Remove: Training/ }).click();
  await panel.getByRole("button", { name: "Remove" }).click();
  await page.getByText("Dr. Schmidt · 13:00 – 15:30").waitFor({ state: "hidden" });
  assert.deepEqual(await closures(), []);
  await close();
  await own.stop();
});

test("a closure is changed in place, and what that touches is shown before it is saved", async () => {
  const own = await Server.start();
  const closures = async () => (await own.ask("GET", `${SCHEDULING}/closures`)).data;
  const put = (closure) => own.ask("PUT", `${SCHEDULING}/closures`, closure);
  await put({ date: nextWeek(6), name: "Sunday" });
  await put({ date: nextWeek(5), name: "Works outing" });
  const { page, close } = await open(browser, own, `/desk#key=${own.key}`);
  await page.getByRole("link", { name: "Hours" }).click();
  await page.getByRole("button", { name: /^Edit: Works outing/ }).click();
  const panel = page.locator(".panel");
  await panel.getByText("What can be booked stays the same.").waitFor();
  // Not onto a day that has one already.
  await panel.getByLabel("First day").fill(nextWeek(6));
  await panel.getByText("A closure begins on that day already: Sunday.").waitFor();
  assert.ok(await panel.getByRole("button", { name: /^Save/ }).isDisabled());
  // On a Tuesday it has an effect, and that of some hours is less than that of the whole day.
  await panel.getByLabel("First day").fill(nextWeek(1));
  const lost = async () => {
    await panel.getByText(/can't be booked any more/).first().waitFor();
    const found = (await panel.innerText()).matchAll(/(\d+) × .* can't be booked any more/g);
    return [...found].reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const ofDay = await lost();
  await panel.getByText(/appointments? would be outside the hours/).waitFor();
  const touched = await panel.locator(".touched li").count();
  await panel.getByLabel("Whole days").uncheck();
  await panel.getByLabel("From", { exact: true }).fill("14:00");
  await panel.getByLabel("Name").fill("Outing");
  await page.waitForFunction(
    (count) => document.querySelectorAll(".panel .touched li").length < count,
    touched,
  );
  assert.ok((await lost()) < ofDay);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual((await closures()).map(({ name }) => name).toSorted(), ["Sunday", "Works outing"]);
  await panel.getByRole("button", { name: /^Save/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("Saved.").waitFor();
  await page.getByText(/^Outing: /).waitFor();
  const [first, second] = (await closures()).toSorted((a, b) => (a.date < b.date ? -1 : 1));
  assert.deepEqual(
    [first.date, first.name, first.start_time, first.end_time],
    [nextWeek(1), "Outing", 840, 1440],
  );
  assert.equal(second.name, "Sunday");
  // The name alone touches nothing, for whoever is affected is so already.
  await page.getByRole("button", { name: /^Edit: Outing/ }).click();
  await panel.getByLabel("Name").fill("Company outing");
  await panel.getByText("What can be booked stays the same.").waitFor();
  await panel.getByText("No appointment would be outside the hours.").waitFor();
  await panel.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText(/^Company outing: /).waitFor();
  assert.equal((await closures()).length, 2);
  await close();
  await own.stop();
});

test("figures are those of the server", async () => {
  const own = await onDuty();
  const [first, second] = ["pp-792", "pp-793"];
  for (const patient_profile_uid of [first, second]) {
    const { queue_uid } = await own.ask("POST", "/v1/management/waiting-room/register", {
      shop_uid: "shop-abc123",
      patient_profile_uid,
    });
    const allocated = { shop_uid: "shop-abc123", doctor_uid: "doc-456", queue_uid };
    await own.ask("POST", "/v1/management/waiting-room/allocate", allocated);
    await own.ask("POST", `/v1/management/waiting-room/${queue_uid}/complete`);
  }
  const { page, close } = await open(browser, own, `/desk#key=${own.key}`);
  await page.getByRole("link", { name: "Figures" }).click();
  await page.getByText("100 % of 2 waits were kept").waitFor();
  const now = Math.floor(Date.now() / 1000);
  const { data } = await own.ask("POST", `${SCHEDULING}/outcomes`, {
    from: now - 28 * 86_400,
    to: now,
    doctor_uids: ["doc-457"],
  });
  const sum = (name) => data.reduce((sum, of) => sum + of[name], 0);
  const row = page.getByRole("row", { name: /^Dr. Yılmaz/ });
  await page.waitForFunction(
    (kept) => [...document.querySelectorAll("td")].some(({ innerText }) => innerText === kept),
    String(sum("kept")),
  );
  assert.deepEqual(
    (await row.getByRole("cell").allInnerTexts()).slice(0, 3),
    ["kept", "missed", "cancelled"].map((name) => String(sum(name))),
  );
  assert.match(
    await page.getByRole("img", { name: /^Dr. Schmidt: \d+ % booked$/ }).innerHTML(),
    /min booked/,
  );
  await shot(page, "desk-figures");
  await page.getByText("As a table").first().click();
  assert.deepEqual(await violations(page), []);
  await close();
  await own.stop();
});

test("a phone, light and dark, in German, and axe has nothing against it", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const options = { viewport: PHONE, isMobile: true, hasTouch: true, colorScheme, locale: "de-DE" };
    const { page, close } = await desk("week", options);
    await page.locator(".calendar .frontdesk-open, .calendar").first().waitFor();
    for (const name of ["Woche", "Tagesliste", "Wartezimmer", "Zeiten", "Zahlen"]) {
      await page.getByRole("link", { name }).click();
      await page.locator(".desk-main .card").first().waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width, name);
      assert.deepEqual(await violations(page), [], name);
    }
    await close();
  }
  const { page, close } = await desk("week", { colorScheme: "dark" });
  await check(page, nextWeek(1), "12:00");
  await page.locator(".calendar [role=columnheader] > .hidden").first().waitFor({ state: "attached" });
  await page.waitForTimeout(100);
  assert.deepEqual(await violations(page), []);
  await close();
});

test("the keyboard is enough", async () => {
  const { page, close } = await desk();
  await page.locator(".calendar").waitFor();
  const focused = (what) => page.evaluate((what) => document.activeElement.matches(what), what);
  const tabTo = async (what) => {
    for (let step = 0; step < 80; step++) {
      if (await focused(what)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not come to ${what}`);
  };
  await tabTo(".steps .button:last-of-type");
  await page.keyboard.press("Enter");
  await page.locator(".calendar .frontdesk-slot").first().waitFor();
  await tabTo(".calendar .frontdesk-slot, .calendar .frontdesk-slot *");
  await page.keyboard.press("Enter");
  await page.locator(".panel .verdict").waitFor();
  // What opens has the focus, and gives it back.
  assert.ok(await focused(".panel h2"));
  await tabTo("#panel-patient");
  await page.keyboard.press("J");
  await tabTo(".panel .button.main");
  await page.keyboard.press("Enter");
  await page.getByText(/Jane Doe is booked/).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".panel").waitFor({ state: "hidden" });
  await close();
});
