// The booking page, against the real server: what a visitor comes to do.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";

import { hashes } from "../build.mjs";
import { BOOK, DETAILS, confirm, day, starts } from "./book.mjs";
import { SHOP, Server, freePort, launch, open, root, shot } from "./support.mjs";

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

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
  // Fifteen minutes are not sixteen for who listens, nor 15:01 for who looks.
  assert.match(await page.locator(".countdown").innerText(), /(15:00|14:\d\d) left/);
  assert.match(await page.getByRole("timer").innerText(), / 15 more minutes/);
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
