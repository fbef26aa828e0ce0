// The booking page, against the real server.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { hashes } from "../build.mjs";
import { DESKTOP, PHONE, SHOP, Server, freePort, launch, open, root, shot, violations } from "./support.mjs";

const BOOK = `/book/${SHOP}`;
const DETAILS = { firstName: "Ada", lastName: "Byron", email: "ada@example.com" };

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const starts = (page) => page.locator(".start");

/** Fills the form in, and confirms. */
async function confirm(page) {
  for (const [id, text] of Object.entries(DETAILS)) await page.fill(`#${id}`, text);
  await page.getByRole("button", { name: "Confirm appointment" }).click();
  await page.getByRole("heading", { name: "Your appointment is booked" }).waitFor();
}

/** Goes to the first day that has slots and on which none was booked by these tests. */
async function day(page, index) {
  await starts(page).first().waitFor();
  await page.getByRole("button", { name: "Next month" }).click();
  await page.locator(".day.free").nth(index).click();
  await starts(page).first().waitFor();
}

test("what is built is of this engine", () => {
  const built = JSON.parse(readFileSync(join(root, "server-example/pages/dist/built-from.json"), "utf8"));
  assert.deepEqual(built, hashes(), "the pages have another engine: run `cargo xtask pages`");
});

test("a visitor books, keeps a file and a link, moves the appointment and cancels it", async () => {
  const { page, close } = await open(browser, server, BOOK);
  await day(page, 0);
  await shot(page, "book");
  const time = await starts(page).nth(2).locator("strong").innerText();
  await starts(page).nth(2).click();
  await page.getByText("left").waitFor();
  await shot(page, "book-details");
  // A hold survives a reload, and counts on.
  await page.reload();
  await page.waitForFunction(() =>
    /1[0-4]:\d\d left/.test(document.querySelector(".countdown")?.innerText ?? ""),
  );
  assert.ok((await page.locator(".summary").innerText()).includes(time));
  // Nothing is sent before it is filled in.
  await page.getByRole("button", { name: "Confirm appointment" }).click();
  assert.equal(await page.locator(".error").count(), 3);
  assert.equal(await page.evaluate(() => document.activeElement.id), "firstName");
  await confirm(page);
  await shot(page, "book-done");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Add to calendar" }).click(),
  ]);
  const file = readFileSync(await download.path(), "utf8");
  assert.match(file, /^BEGIN:VCALENDAR\r\n[^]*BEGIN:VEVENT[^]*DTSTART:\d{8}T\d{6}Z[^]*END:VCALENDAR/);
  const link = await page.locator("#link").inputValue();
  assert.match(link, /\/book\/shop-abc123#link=bkl_[0-9a-z]{52}$/);
  await close();

  // Another browser, another day: the link is all there is.
  const later = await open(browser, server, link.slice(server.origin.length));
  await later.page.getByRole("heading", { name: "Your appointment" }).waitFor();
  await later.page.getByRole("button", { name: "Move" }).click();
  await later.page.getByText("Now: ").waitFor();
  await day(later.page, 3);
  const moved = await starts(later.page).first().locator("strong").innerText();
  await starts(later.page).first().click();
  await later.page.getByRole("heading", { name: "Your appointment was moved" }).waitFor();
  assert.ok((await later.page.locator(".summary").innerText()).includes(moved));
  await later.page.getByRole("button", { name: "Cancel appointment" }).click();
  await later.page.getByRole("button", { name: "Keep it" }).click();
  await later.page.getByRole("button", { name: "Cancel appointment" }).click();
  await later.page.locator(".asking").getByRole("button", { name: "Cancel appointment" }).click();
  await later.page.getByRole("heading", { name: "Your appointment is cancelled" }).waitFor();
  await later.close();
});

test("moving between months, days, doctors and types asks the server nothing", async () => {
  const { page, asked, close } = await open(browser, server, BOOK);
  await starts(page).first().waitFor();
  const before = [...asked];
  assert.deepEqual(before.toSorted(), [
    "GET /v1/scheduling/availability",
    "GET /v1/scheduling/availability/events",
  ]);
  await page.getByRole("button", { name: "Next month" }).click();
  await page.locator(".day.free").first().click();
  await page.selectOption("#doctor", { label: "Dr. Novak" });
  await page.getByText("Initial consultation").click();
  await page.selectOption("#zone", "Asia/Tokyo");
  await starts(page).first().waitFor();
  assert.deepEqual(asked, before);
  await close();
});

test("a slot that is taken is gone from other pages; taken at the same moment, it is said so", async () => {
  const [one, two] = [await open(browser, server, BOOK), await open(browser, server, BOOK)];
  await day(one.page, 5);
  await day(two.page, 5);
  const label = await starts(one.page).first().innerText();
  await starts(one.page).first().click();
  await one.page.getByText("left").waitFor();
  // By the events.
  await two.page.waitForFunction((label) => document.querySelector(".start")?.innerText !== label, label);

  // Without events, two people see the same slot.
  const late = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin" });
  const page = await late.newPage();
  await page.route("**/availability/events*", (route) => route.abort());
  await page.goto(server.origin + BOOK);
  await day(page, 5);
  await starts(two.page).nth(1).click();
  await two.page.getByText("left").waitFor();
  await starts(page).nth(1).click();
  await page.getByText("Somebody else has just taken this time").waitFor();
  assert.ok((await page.locator(".offered button").count()) > 0);
  await page.locator(".offered button").last().click();
  await page.getByText("left").waitFor();
  await late.close();
  await one.close();
  await two.close();
});

test("who chooses another time gives the held one back", async () => {
  const { page, close } = await open(browser, server, BOOK);
  await day(page, 7);
  const label = await starts(page).first().innerText();
  await starts(page).first().click();
  await page.getByRole("button", { name: "Choose another time" }).click();
  // The page comes back to the day that was chosen.
  await page.waitForFunction((label) => document.querySelector(".start")?.innerText === label, label);
  await close();
});

test("a hold that runs out is said so, and its time is free again", async () => {
  const { appointment_types } = { appointment_types: "/v1/management/scheduling/appointment-types" };
  const type = await server.ask("POST", appointment_types, {
    name: "Quick look",
    meeting_type: "REVIEW",
    duration_minutes: 30,
    hold_ttl_seconds: 4,
    room_strategy: "per_appointment",
    rebooking_mode: "same_doctor_only",
  });
  const { page, close } = await open(browser, server, BOOK);
  await page.getByText("Quick look").click();
  await day(page, 9);
  const label = await starts(page).first().innerText();
  await starts(page).first().click();
  await page.getByText("0:03").waitFor();
  await page.getByText("The time was held for you and is free again").waitFor();
  await page.waitForFunction((label) => document.querySelector(".start")?.innerText === label, label);
  await close();
  await server.ask("DELETE", `${appointment_types}/${type.uid}`);
});

test("what the practice has to approve is a request until it does", async () => {
  const types = "/v1/management/scheduling/appointment-types";
  const type = await server.ask("POST", types, {
    name: "Operation",
    meeting_type: "REVIEW",
    duration_minutes: 60,
    hold_ttl_seconds: 600,
    approval_ttl_seconds: 86_400,
    room_strategy: "per_appointment",
    rebooking_mode: "same_doctor_only",
  });
  const { page, close } = await open(browser, server, BOOK);
  await page.getByText("Operation").click();
  await day(page, 10);
  await starts(page).first().click();
  for (const [id, text] of Object.entries(DETAILS)) await page.fill(`#${id}`, text);
  await page.getByRole("button", { name: "Confirm appointment" }).click();
  await page.getByRole("heading", { name: "Your request was sent" }).waitFor();
  const listed = await server.ask("GET", "/v1/management/scheduling/appointments?limit=200&status=held");
  const { uid } = listed.data.find((booking) => booking.appointment_type_uid === type.uid);
  await server.ask("POST", `/v1/management/scheduling/appointments/${uid}/approve`);
  await page.reload();
  await page.getByRole("heading", { name: "Your appointment", exact: true }).waitFor();
  await close();
  await server.ask("DELETE", `${types}/${type.uid}`);
});

test("an empty day says why, and which is the next", async () => {
  const { page, close } = await open(browser, server, BOOK);
  await page.selectOption("#doctor", { label: "Dr. Schmidt" });
  await starts(page).first().waitFor();
  await page.getByRole("button", { name: "Next month" }).click();
  // A Sunday: Dr. Schmidt has no hours on it.
  await page
    .getByRole("button", { name: /^Sunday .* no times/ })
    .first()
    .click();
  await page.getByText("No hours on this day.").waitFor();
  await shot(page, "book-empty");
  await page.getByRole("button", { name: /^Next available: Monday/ }).click();
  await starts(page).first().waitFor();
  await close();
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

test("whom the shop sends is not asked who they are, and the code is out of the address", async () => {
  await server.ask("PATCH", `/v1/management/shops/${SHOP}`, { booking_page: "known_patients" });
  const stranger = await open(browser, server, BOOK);
  await stranger.page.getByText("Please open this page through the link").waitFor();
  await stranger.close();

  const { key_id, secret } = await server.ask("POST", "/v1/management/scheduling/booking-secrets");
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "HS256", typ: "JWT", kid: key_id })}.${part({
    aud: "rxscale-scheduling",
    iat: now,
    nbf: now - 5,
    exp: now + 300,
    shop_identifier: SHOP,
    shop_customer_id: "4711",
    patient_profile_fields: [{ field: "first_name", value: "Grace", source: "shop" }],
  })}`;
  const token = `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
  const headers = { "x-rxscale-booking-token": token };
  const launch = await fetch(`${server.origin}/v1/scheduling/booking-launch-codes`, {
    method: "POST",
    headers,
  });
  const { booking_launch_code } = await launch.json();
  const { page, close } = await open(browser, server, `${BOOK}#code=${booking_launch_code}`);
  await day(page, 13);
  assert.equal(await page.evaluate(() => location.hash), "");
  await starts(page).first().click();
  await page.getByText("left").waitFor();
  assert.equal(await page.locator("input").count(), 0);
  await page.getByRole("button", { name: "Confirm appointment" }).click();
  await page.getByRole("heading", { name: "Your appointment is booked" }).waitFor();
  // The way back is through the shop.
  assert.equal(await page.locator("#link").count(), 0);
  await close();
  await server.ask("PATCH", `/v1/management/shops/${SHOP}`, { booking_page: "anyone" });
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
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Who is this for?");
  for (const [id, text] of Object.entries(DETAILS)) {
    await tabTo(`#${id}`);
    await page.keyboard.type(text);
  }
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Your appointment is booked" }).waitFor();
  await close();
});

test("it survives a server that is away for a while", async () => {
  const port = await freePort();
  const own = await Server.start(port);
  const { page, context } = await open(browser, own, BOOK);
  await starts(page).first().waitFor();
  await own.end();
  await page.getByText("No connection").waitFor();
  await own.serve(port);
  await page.getByText("No connection").waitFor({ state: "hidden", timeout: 15_000 });
  await context.close();
  await own.stop();
});

test("a shop without a page, and a link that is none, say so", async () => {
  for (const path of ["/book/shop-unknown", `${BOOK}#link=bkl_nothing`]) {
    const { page, close } = await open(browser, server, path);
    await page.getByText("This page does not exist, or its link has expired.").waitFor();
    await close();
  }
});

test("with thirty doctors, whatever is pressed is answered within a tenth of a second", async () => {
  const own = await Server.start();
  const base = "/v1/management";
  for (let number = 0; number < 27; number++) {
    const { uid } = await own.ask("POST", `${base}/doctors`, { display_name: `Dr. ${number}` });
    for (let weekday = 0; weekday < 5; weekday++) {
      const rule = { weekday, start_time: 480 + 5 * number, end_time: 1020, buffer_minutes: 5 };
      await own.ask("POST", `${base}/scheduling/doctors/${uid}/availability-rules`, rule);
    }
  }
  const { page, context } = await open(browser, own, BOOK);
  await starts(page).first().waitFor();
  assert.equal(await page.locator("#doctor option").count(), 31);
  const times = await page.evaluate(async () => {
    // From the press to the next picture.
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const press = async (find) => {
      await painted();
      const begin = performance.now();
      find().click();
      await painted();
      return performance.now() - begin;
    };
    const times = [];
    for (let round = 0; round < 5; round++) {
      times.push(await press(() => document.querySelectorAll(".arrow")[1]));
      times.push(await press(() => document.querySelectorAll(".day.free")[3]));
      times.push(await press(() => document.querySelectorAll("input[type=radio]")[round % 2]));
    }
    return times;
  });
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
  console.log(`thirty doctors: ${median.toFixed(0)} ms from a press to the next picture, of ${times.length}`);
  assert.ok(median < 100, times.map((time) => time.toFixed(0)).join(", "));
  await context.close();
  await own.stop();
});

test("a month of slots is computed within five milliseconds, and the first view is small", async () => {
  const { page, close } = await open(browser, server, BOOK, { viewport: DESKTOP });
  await starts(page).first().waitFor();
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
