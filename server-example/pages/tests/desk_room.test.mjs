// The waiting room of the desk, and what became of those who were in it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { SCHEDULING, onDuty } from "./desk.mjs";
import { launch, open, shot, violations } from "./support.mjs";

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

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

test("a patient is sent elsewhere in the middle of a visit, and is next when back", async () => {
  const own = await onDuty();
  const { page, close } = await open(browser, own, `/desk#key=${own.key}`);
  await page.getByRole("link", { name: "Waiting room" }).click();
  const schmidt = page.locator(".entry", { hasText: "Dr. Schmidt" });
  await page.getByRole("button", { name: "Call the next: Dr. Schmidt" }).click();
  const seen = /^With (.*), for/.exec(await schmidt.getByText(/^With .*, for/).innerText())[1];
  await page.getByRole("button", { name: "Send elsewhere: Dr. Schmidt" }).click();
  await schmidt.getByText("Free", { exact: true }).waitFor();
  const first = page.locator("ol.queue .entry").first();
  await first.getByText("sent elsewhere, to be seen again").waitFor();
  assert.match(await first.innerText(), new RegExp(seen));
  assert.deepEqual(await violations(page), []);
  // Somebody else is seen meanwhile, and then the one who is back.
  await page.getByRole("button", { name: "Call the next: Dr. Schmidt" }).click();
  assert.doesNotMatch(await schmidt.getByText(/^With .*, for/).innerText(), new RegExp(seen));
  await page.getByRole("button", { name: `Is back: ${seen}` }).click();
  await page.getByRole("button", { name: "Finished: Dr. Schmidt" }).click();
  await schmidt.getByText("Free", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Call the next: Dr. Schmidt" }).click();
  await schmidt.getByText(new RegExp(`^With ${seen}, for`)).waitFor();
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
