// The desk, against the real server.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PHONE, Server, launch, open, shot, violations } from "./support.mjs";

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
  if (view !== "week") await opened.page.locator(`.desk-head nav a[href="#${view}"]`).click();
  return opened;
}

/** The date of a weekday of next week, 0 for Monday. */
function nextWeek(weekday) {
  const today = new Date();
  const monday = today.getUTCDate() - ((today.getUTCDay() + 6) % 7) + 7;
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), monday + weekday)).toISOString().slice(0, 10);
}

/** Types a time, as somebody does who has no mouse, and asks what is against it. */
async function check(page, date, time) {
  await page.getByLabel("Date", { exact: true }).fill(date);
  await page.getByLabel("Time", { exact: true }).fill(time);
  await page.getByRole("button", { name: "Check" }).click();
  await page.locator(".panel .verdict").waitFor();
}

const appointments = async (query) => (await server.ask("GET", `${SCHEDULING}/appointments?limit=200&${query}`)).data;

test("a key that nobody has is refused, and one that is known stays in the tab", async () => {
  const { page, close } = await open(browser, server, "/desk#key=fdk_wrong");
  await page.getByText("This key is unknown").waitFor();
  assert.equal(new URL(page.url()).hash, "");
  await page.getByLabel("API key").fill(server.key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Desk" }).waitFor();
  await page.reload();
  await page.locator(".calendar").waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("API key").waitFor();
  await close();
});

test("the week of each doctor shows what the server has", async () => {
  const { page, close } = await desk();
  await page.getByRole("button", { name: "Later" }).click();
  for (const [name, doctor] of [["Dr. Schmidt", "doc-456"], ["Dr. Yılmaz", "doc-457"], ["Dr. Novak", "doc-458"]]) {
    await page.getByRole("button", { name }).click();
    await page.getByRole("region", { name: new RegExp(`^${name}, `) }).waitFor();
    const from = Date.parse(`${nextWeek(0)}T00:00:00+01:00`) / 1000;
    const query = `doctor_uid=${doctor}&from=${from}&to=${from + 7 * 86_400}&status=confirmed`;
    const booked = await appointments(query);
    assert.ok(booked.length > 0);
    await page.waitForFunction((count) => document.querySelectorAll(".frontdesk-confirmed").length >= count, booked.length);
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
  const start = Date.parse(`${nextWeek(6)}T11:00:00+01:00`) / 1000;
  const [booked] = await appointments(`doctor_uid=doc-456&from=${start}&to=${start}`);
  assert.deepEqual([booked.status, booked.patient_display_name], ["confirmed", "Mei Tanaka"]);
  // It can be called off where it stands.
  await page.keyboard.press("Escape");
  await page.locator(".frontdesk-confirmed", { hasText: "Mei Tanaka" }).last().click();
  await page.getByRole("button", { name: "Cancel appointment" }).click();
  await page.locator(".panel form").getByRole("button", { name: "Cancel appointment" }).click();
  await page.locator(".panel .badge.cancelled").waitFor();
  assert.equal((await appointments(`doctor_uid=doc-456&from=${start}&to=${start}&status=all`))[0].status, "cancelled");
  await close();
});

test("what others book meanwhile appears by itself", async () => {
  const { page, close } = await desk();
  await check(page, nextWeek(5), "08:00");
  const start = Date.parse(`${nextWeek(5)}T08:00:00+01:00`) / 1000;
  await server.ask("POST", `${SCHEDULING}/appointments/hold`, {
    appointment_type_uid: "apt-002",
    doctor_uid: "doc-456",
    start_date: start,
    patient_profile_uid: "pp-790",
    override: ["outside_hours"],
  });
  await page.locator(".frontdesk-held", { hasText: "Felix Maurer" }).waitFor();
  await page.locator(".panel .reasons", { hasText: /held/ }).waitFor();
  await close();
});
