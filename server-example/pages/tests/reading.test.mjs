// What the desk reads of the server, how often, and what it does where its key may not.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { SHOP, Server, launch, open, soon } from "./support.mjs";

const SCHEDULING = "/v1/management/scheduling";

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

async function desk(own = server, key = own.key) {
  const opened = await open(browser, own, `/desk#key=${key}`);
  await opened.page.locator(".calendar").waitFor();
  return opened;
}

/** What has been asked for beside what follows changes. */
const lists = (asked) => asked.filter((request) => !request.includes("/availability/events"));

test("a practice with a booking page is read without asking for each doctor", async () => {
  const { page, asked, close } = await desk();
  assert.deepEqual(
    lists(asked).filter((request) => request.includes("/doctors/")),
    [],
  );
  assert.deepEqual(
    ["patient-list", "patient-profiles", "availability"].map(
      (name) => lists(asked).filter((request) => request.endsWith(`/${name}`)).length,
    ),
    [1, 1, 1],
  );
  // Whose hours are edited, of them it is asked.
  await page.getByRole("link", { name: "Hours" }).click();
  await page.getByRole("button", { name: "Edit: Thursday, 09:00 – 17:00" }).waitFor();
  const path = `GET ${SCHEDULING}/doctors/doc-456`;
  assert.deepEqual(
    lists(asked)
      .filter((request) => request.includes("/doctors/"))
      .toSorted(),
    [`${path}/availability-exceptions`, `${path}/availability-rules`],
  );
  await close();
});

test("what no event tells is seen within half a minute, and the patients are not read again", async () => {
  const own = await Server.start();
  const start_date = (await soon()) + 120;
  const { uid } = await own.ask("POST", `${SCHEDULING}/appointments/hold`, {
    appointment_type_uid: "apt-002",
    doctor_uid: "doc-456",
    start_date,
    patient_profile_uid: "pp-790",
    override: ["too_soon", "off_grid", "slot_taken", "held", "outside_hours", "patient_busy"],
  });
  await own.ask("POST", `/v1/scheduling/appointments/${uid}/confirm`);
  const { page, asked, close } = await open(browser, own, "/v1/management/apidocs");
  await page.clock.install();
  await page.goto(`${own.origin}/desk#key=${own.key}`);
  await page.getByRole("link", { name: "Day sheet" }).click();
  const zone = { timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit" };
  const time = new Intl.DateTimeFormat("en-GB", zone).format(start_date * 1000);
  const button = (what) => page.getByRole("button", { name: `${what}: Felix Maurer, ${time}` });
  await button("Complete").waitFor();
  // Its time is taken as before: the shop's public events have nothing to say.
  await own.ask("POST", `${SCHEDULING}/appointments/${uid}/complete`);
  await page.clock.fastForward(31_000);
  await button("Reopen").waitFor();
  assert.equal(asked.filter((request) => request.endsWith("/patient-list")).length, 1);
  await close();
  await own.stop();
});

test("a key that may not read patients runs the desk, and says why nobody can be chosen", async () => {
  const { data: sets } = await server.ask("GET", "/v1/management/permission-sets");
  const permissions = sets
    .find(({ name }) => name === "desk")
    .permissions.filter((permission) => permission !== "patient:read");
  const { secret } = await server.ask("POST", "/v1/management/api-keys", { permissions });
  const { page, close } = await desk(server, secret);
  await page.getByRole("button", { name: "Later" }).click();
  await page.locator(".calendar .frontdesk-slot").first().click();
  await page.locator(".panel").getByText("This key may not read who the patients are").waitFor();
  await page.getByRole("link", { name: "Waiting room" }).click();
  await page.getByText("This key may not read who the patients are").waitFor();
  await close();
});

test("many changes at once are one reading at a time", async () => {
  const own = await Server.start();
  const { page, asked, close } = await desk(own);
  const before = lists(asked).length;
  let running = 0;
  let most = 0;
  await page.route("**/v1/management/shops?*", async (route) => {
    most = Math.max(most, (running += 1));
    await new Promise((done) => setTimeout(done, 500));
    running -= 1;
    await route.continue();
  });
  for (let minute = 0; minute < 8; minute++) {
    const closure = { date: "2031-05-01", name: `Change ${minute}` };
    await own.ask("PUT", `${SCHEDULING}/closures`, closure);
    // Each is told alone.
    await new Promise((done) => setTimeout(done, 150));
  }
  await page.getByRole("link", { name: "Hours" }).click();
  await page.getByText(/^Change 7: /).waitFor();
  assert.equal(most, 1);
  const readings = lists(asked)
    .slice(before)
    .filter((request) => request.endsWith("/shops")).length;
  assert.ok(readings <= 4, `${readings} readings`);
  await close();
  await own.stop();
});

/** The Tuesday of the week after next, on the practice's clock. */
function tuesday() {
  const day = new Date(Date.now() + 8 * 86_400_000);
  day.setUTCDate(day.getUTCDate() + ((9 - day.getUTCDay()) % 7));
  return day.toISOString().slice(0, 10);
}

test("seats and places of what is booked count on the desk as they do on the server", async () => {
  const own = await Server.start();
  const locations = [{ uid: "north" }, { uid: "south" }].map(({ uid }) => ({ uid, name: uid }));
  const travel_minutes = [{ from_location_uid: "north", to_location_uid: "south", minutes: 45 }];
  await own.ask("PUT", `${SCHEDULING}/locations`, { locations, travel_minutes });
  const { uid: doctor } = await own.ask("POST", "/v1/management/doctors", { display_name: "Dr. Ito" });
  for (const [start_time, end_time, location_uid] of [
    [480, 720, "north"],
    [720, 960, "south"],
  ]) {
    const rule = { weekday: 1, start_time, end_time, location_uid };
    await own.ask("POST", `${SCHEDULING}/doctors/${doctor}/availability-rules`, rule);
  }
  const { uid: type } = await own.ask("POST", `${SCHEDULING}/appointment-types`, {
    name: "Group",
    meeting_type: "REVIEW",
    duration_minutes: 30,
    hold_ttl_seconds: 600,
    capacity: 3,
    room_strategy: "per_appointment",
    rebooking_mode: "same_doctor_only",
  });
  const from = Date.parse(`${tuesday()}T00:00:00Z`) / 1000;
  const query = {
    appointment_type_uid: type,
    doctor_uids: [doctor],
    from,
    to: from + 86_400,
    by: "administrator",
  };
  const found = async () => (await own.ask("POST", `${SCHEDULING}/slots`, query)).data;
  const all = await found();
  const book = async (start_date, patient_profile_uid, seats) => {
    const wish = { appointment_type_uid: type, doctor_uid: doctor, start_date, patient_profile_uid, seats };
    const { uid } = await own.ask("POST", `${SCHEDULING}/appointments/hold`, {
      ...wish,
      override: ["patient_busy"],
    });
    await own.ask("POST", `/v1/scheduling/appointments/${uid}/confirm`);
  };
  const north = all
    .filter(({ location_uid }) => location_uid === "north")
    .map(({ start_date }) => start_date);
  // All three seats of one, two of another, and the last one before the way to the south.
  await book(north.at(1), "pp-790", 3);
  await book(north.at(4), "pp-791", 2);
  await book(north.at(-1), "pp-792", 1);
  const left = await found();
  // The full one is gone, and so is what begins in the south before the doctor can be there.
  assert.ok(left.length <= all.length - 2, `${left.length} of ${all.length}`);
  const { page, close } = await desk(own);
  await page.getByRole("button", { name: /^Dr. Ito/ }).click();
  await page.getByLabel("Appointment type").first().selectOption({ label: "Group (30 min)" });
  for (let step = 0; step < 4; step++) {
    if ((await page.locator(`.calendar [data-date="${tuesday()}"]`).count()) > 0) break;
    await page.getByRole("button", { name: "Later" }).click();
    await page.waitForTimeout(500);
  }
  await page.waitForFunction(
    (count) => document.querySelectorAll(".calendar .frontdesk-slot").length === count,
    left.length,
  );
  await close();
  await own.stop();
});

test("without a public booking page, hours are those of the practice's clock", async () => {
  const own = await Server.start();
  await own.ask("PATCH", `/v1/management/shops/${SHOP}`, { booking_page: "off" });
  const { page, close } = await desk(own);
  await page.getByText("Clock of Berlin").waitFor();
  await page.getByRole("link", { name: "Hours" }).click();
  await page.getByRole("button", { name: "Add time off or extra hours" }).click();
  const panel = page.locator(".panel");
  await panel.getByLabel("From (date and time)").fill("2031-07-01T09:00");
  await panel.getByLabel("To (date and time)").fill("2031-07-01T17:00");
  await panel.getByRole("button", { name: /^Save/ }).click();
  await page.getByText("Saved.").waitFor();
  const { data } = await own.ask("GET", `${SCHEDULING}/doctors/doc-456/availability-exceptions`);
  assert.deepEqual(
    data.map(({ start_date, end_date }) => [start_date, end_date]),
    [["2031-07-01T07:00:00Z", "2031-07-01T15:00:00Z"].map((at) => Date.parse(at) / 1000)],
  );
  await close();
  await own.stop();
});
