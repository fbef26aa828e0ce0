// The waiting page, against the real server.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { PHONE, SHOP, Server, freePort, launch, open, shot, violations } from "./support.mjs";

const ROOM = "/v1/management/waiting-room";

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  // Somebody is on duty at whatever hour this runs.
  for (let weekday = 0; weekday < 7; weekday++) {
    await server.ask("POST", "/v1/management/scheduling/doctors/doc-456/availability-rules", {
      weekday,
      start_time: 0,
      end_time: 1440,
    });
  }
  await server.clear("doc-456");
});

/** Somebody new in the queue, and their link. */
async function registered(on = server) {
  const { patient_profile_uid } = await on.ask("POST", "/v1/management/patients", {
    shop_uid: SHOP,
    shop_customer_id: `waits-${Math.random()}`,
    email: "waits@example.org",
  });
  const { queue_uid } = await on.ask("POST", `${ROOM}/register`, { shop_uid: SHOP, patient_profile_uid });
  const { path } = await on.ask("POST", `${ROOM}/${queue_uid}/link`);
  return { queue_uid, path };
}

const number = (page) => page.locator(".number").innerText();

test("the place comes nearer, and then it is one's turn", async () => {
  const { path, queue_uid } = await registered();
  const { page, close } = await open(browser, server, path);
  await page.locator(".number").waitFor();
  assert.equal(await number(page), "3");
  await page.getByText("2 people are before you").waitFor();
  await page.locator("p.about").waitFor();
  await shot(page, "wait");
  await server.ask("DELETE", `${ROOM}/q-abc122?by=administrator`);
  await page.getByText("1 person is before you").waitFor();
  await page.reload();
  await page.getByText("1 person is before you").waitFor();
  await server.ask("POST", `${ROOM}/allocate`, { shop_uid: SHOP, doctor_uid: "doc-456", queue_uid });
  await page.getByRole("heading", { name: "It is your turn" }).waitFor();
  await page.getByText("Dr. Schmidt is ready for you.").waitFor();
  assert.match(await page.title(), /It is your turn/);
  await server.ask("POST", `${ROOM}/${queue_uid}/complete`);
  await page.getByRole("heading", { name: "Your visit is over" }).waitFor();
  await close();
});

test("who goes away keeps the place, and says when they are back", async () => {
  const { path, queue_uid } = await registered();
  const { page, close } = await open(browser, server, path);
  await page.getByRole("button", { name: "I have to go for a while" }).click();
  await page.getByText("You are away.").waitFor();
  const entry = async () => (await server.ask("GET", `${ROOM}/${queue_uid}/status`)).presence;
  assert.equal(await entry(), "elsewhere");
  await page.reload();
  await page.getByText("You are away.").waitFor();
  await page.getByRole("group", { name: "I am on my way" }).getByRole("button", { name: "10 min" }).click();
  await page.getByText("You are on your way until").waitFor();
  assert.equal(await entry(), "on_the_way");
  await page.getByRole("button", { name: "I am back" }).click();
  await page.getByText("You are here and can be called.").waitFor();
  assert.equal(await entry(), "ready");
  await close();
});

test("who leaves is asked first, and is gone then", async () => {
  const { path, queue_uid } = await registered();
  const { page, close } = await open(browser, server, path);
  await page.getByRole("button", { name: "Leave the queue" }).click();
  await page.getByRole("button", { name: "Stay" }).click();
  await page.getByRole("button", { name: "Leave the queue" }).click();
  await page.locator(".asking").getByRole("button", { name: "Leave the queue" }).click();
  await page.getByRole("heading", { name: "You have left the queue" }).waitFor();
  assert.equal((await server.ask("GET", `${ROOM}/${queue_uid}/status`)).status, "cancelled");
  await close();
});

test("it survives a lost connection", async () => {
  const port = await freePort();
  const own = await Server.start(port);
  const { path } = await registered(own);
  const { page, context } = await open(browser, own, path);
  await page.getByText("2 people are before you").waitFor();
  await own.end();
  await page.getByText("No connection.").waitFor();
  assert.equal(await number(page), "3");
  await own.serve(port);
  await own.ask("DELETE", `${ROOM}/q-abc122?by=administrator`);
  await page.getByText("1 person is before you").waitFor({ timeout: 15_000 });
  await page.getByText("No connection.").waitFor({ state: "hidden" });
  await context.close();
  await own.stop();
});

test("a phone, light and dark, in German, and axe has nothing against it", async () => {
  const { path } = await registered();
  for (const colorScheme of ["light", "dark"]) {
    const options = { viewport: PHONE, isMobile: true, hasTouch: true, colorScheme, locale: "de-DE" };
    const { page, close } = await open(browser, server, path, options);
    await page.getByText("Sind Sie im Wartezimmer?").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width);
    assert.deepEqual(await violations(page), []);
    if (colorScheme === "dark") await shot(page, "wait-phone");
    await page.getByRole("button", { name: "Warteschlange verlassen" }).click();
    assert.deepEqual(await violations(page), []);
    await close();
  }
});

test("the keyboard is enough", async () => {
  const { path, queue_uid } = await registered();
  const { page, close } = await open(browser, server, path);
  await page.getByRole("button", { name: "I have to go for a while" }).waitFor();
  const tabTo = async (text) => {
    for (let step = 0; step < 20; step++) {
      if (await page.evaluate((text) => document.activeElement.textContent.includes(text), text)) {
        if (await page.evaluate(() => document.activeElement.matches("button"))) return;
      }
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not come to ${text}`);
  };
  await tabTo("20 min");
  await page.keyboard.press("Enter");
  await page.getByText("You are on your way until").waitFor();
  await tabTo("Leave the queue");
  await page.keyboard.press("Enter");
  // What is asked has the focus, on what does no harm.
  await page.waitForFunction(() => document.activeElement.textContent === "Stay");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "You have left the queue" }).waitFor();
  assert.equal((await server.ask("GET", `${ROOM}/${queue_uid}/status`)).status, "cancelled");
  await close();
});

test("a link that is none says so", async () => {
  const { page, close } = await open(browser, server, "/wait/bwl_nothing");
  await page.getByText("This page does not exist, or its link has expired.").waitFor();
  await close();
});
