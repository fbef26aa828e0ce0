// The desk: who may look, the week of each doctor, and booking in it.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { SCHEDULING, instant, nextWeek } from "./desk.mjs";
import { PHONE, Server, launch, open, shot, violations } from "./support.mjs";

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

/** The desk with the demo's key, at a view. */
async function desk(view = "week", options = {}) {
  const opened = await open(browser, server, `/desk#key=${server.key}`, options);
  await opened.page.getByRole("navigation").waitFor();
  if (view !== "week") await opened.page.locator(`.desk-head nav a[href$="#${view}"]`).click();
  return opened;
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
