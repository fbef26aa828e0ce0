// Closures on the desk.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { SCHEDULING, nextWeek } from "./desk.mjs";
import { Server, launch, open, violations } from "./support.mjs";

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

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
