// How the booking page follows its feed: answers and events that a server would seldom give in this order.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { SHOP, Server, launch, open } from "./support.mjs";

const BOOK = `/book/${SHOP}`;
const FEED = "**/v1/scheduling/availability?*";
/** The one doctor who is left in the feed. */
const DOCTOR = "doc-456";
/** A day on which the demo has no appointment any more. */
const DAYS_AHEAD = 70;

let server, browser, feed;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  feed = await server.ask("GET", `/v1/scheduling/availability?shop_uid=${SHOP}`);
  const doctor = feed.clinic.doctors.find(({ uid }) => uid === DOCTOR);
  const type = { ...feed.clinic.appointment_types[0], name: "Group", capacity: 3 };
  feed = {
    ...feed,
    clinic: { ...feed.clinic, doctors: [doctor], appointment_types: [type] },
    busy: busy(),
  };
});

/** What is taken of the doctor's time, as the server sends it: each interval for itself. */
const busy = (...visits) => ({
  [DOCTOR]: visits.map(([start, end, kind, seats]) => ({
    times: [start, end - start],
    ...(kind !== undefined && { appointment_type_uid: kind }),
    ...(seats > 1 && { seats }),
  })),
});

/** The first start of a Monday, on the clock of the demo's practice, in winter. */
function monday() {
  const day = new Date((feed.now + DAYS_AHEAD * 86_400) * 1000);
  day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7));
  const date = day.toISOString().slice(0, 10);
  const hour = new Date(`${date}T09:00Z`);
  const zone = { timeZone: "Europe/Berlin", hour: "numeric", hourCycle: "h23" };
  const ahead = Number(new Intl.DateTimeFormat("en", zone).format(hour)) - 9;
  return { date, start: hour.getTime() / 1000 - ahead * 3600 };
}

/** A page that gets `answers.next()` for its feed, and events only by `say`. */
async function following(answers, { hasClock = false } = {}) {
  const opened = await open(browser, server, "/v1/management/apidocs");
  const { page } = opened;
  if (hasClock) await page.clock.install();
  await page.addInitScript(() => {
    globalThis.EventSource = class extends EventTarget {
      constructor() {
        super();
        globalThis.say = (name, data) =>
          this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
        setTimeout(() => this.onopen?.());
      }
      close() {}
    };
  });
  let count = 0;
  await page.route(FEED, async (route) => {
    const answer = await answers((count += 1));
    if (answer === undefined) await route.abort();
    else await route.fulfill({ json: answer });
  });
  await page.goto(server.origin + BOOK);
  await page.locator("#month").waitFor();
  const { date } = monday();
  for (let month = 0; month < 6; month++) {
    if ((await page.locator(`[data-date="${date}"]`).count()) > 0) break;
    await page.getByRole("button", { name: "Next month" }).click();
  }
  await page.locator(`[data-date="${date}"]`).click();
  await page.locator(`[data-date="${date}"][aria-pressed=true]`).waitFor();
  return {
    ...opened,
    readings: () => count,
    say: (name, data) => page.evaluate(([name, data]) => say(name, data), [name, data]),
    first: (time) =>
      page.waitForFunction((time) => document.querySelector(".start strong")?.innerText === time, time),
  };
}

test("a visit takes as many seats as the feed says", async () => {
  const { start } = monday();
  const type = feed.clinic.appointment_types[0].uid;
  const taken = (seats) => [start, start + 1800, type, seats];
  const { first, say, readings, close } = await following(() => ({
    ...feed,
    busy: busy(taken(2)),
  }));
  await first("09:00");
  // Two of three seats and one more: none is left.
  await say("busy", { version: "two", before: feed.version, busy: busy(taken(2), taken(1)) });
  await first("09:40");
  await say("busy", { version: "three", before: "two", busy: busy(taken(1), taken(1)) });
  await first("09:00");
  await say("busy", { version: "four", before: "three", busy: busy(taken(3)) });
  await first("09:40");
  assert.equal(readings(), 1);
  await close();
});

test("an event that leaves out a version has the feed read again", async () => {
  const { start } = monday();
  const taken = { ...feed, version: "later", busy: busy([start, start + 1800]) };
  const { first, say, readings, close } = await following((count) => (count === 1 ? feed : taken));
  await first("09:00");
  // What is said is since a version that this page has not had: it does not say all that has changed.
  await say("busy", { version: "later", before: "missed", busy: busy() });
  await first("09:40");
  assert.equal(readings(), 2);
  // One that is known is no news.
  await say("version", { version: "later" });
  await say("busy", { version: "last", before: "later", busy: busy() });
  await first("09:00");
  assert.equal(readings(), 2);
  await close();
});

test("what is said while the feed is read is read after it, once", async () => {
  const { start } = monday();
  const taken = (version, ...visits) => ({ ...feed, version, busy: busy(...visits) });
  let answer;
  const asked = new Promise((done) => (answer = done));
  let release;
  const released = new Promise((done) => (release = done));
  const { first, say, readings, close } = await following(async (count) => {
    if (count === 1) return feed;
    if (count > 2) return taken("c", [start, start + 1800]);
    answer();
    await released;
    return taken("a");
  });
  await first("09:00");
  await say("reload", { version: "a" });
  await asked;
  await say("reload", { version: "b" });
  await say("busy", { version: "c", before: "b", busy: busy([start, start + 1800]) });
  release();
  await first("09:40");
  assert.equal(readings(), 3);
  await close();
});

test("a reading that fails is tried again, though nothing more is said", async () => {
  const { start } = monday();
  const taken = { ...feed, version: "later", busy: busy([start, start + 1800]) };
  const answers = [feed, undefined, taken];
  const { page, first, say, readings, close } = await following((count) => answers[count - 1], {
    hasClock: true,
  });
  await first("09:00");
  const failed = page.waitForEvent("requestfailed");
  await say("reload", { version: "later" });
  await failed;
  await page.clock.fastForward(6_000);
  await first("09:40");
  assert.equal(readings(), 3);
  await close();
});

test("of a month that is nearly over, four weeks are shown all the same", async () => {
  const today = new Date(feed.now * 1000);
  // The last day of a month, at noon.
  const last = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 0, 11) / 1000;
  const { page, close } = await following(() => ({ ...feed, now: last }));
  const previous = page.getByRole("button", { name: "Previous month" });
  while (await previous.isEnabled()) await previous.click();
  const weeks = page.locator("[role=grid] tbody tr");
  assert.equal(await weeks.count(), 4);
  const days = await weeks.locator("button").evaluateAll((days) => days.map(({ dataset }) => dataset.date));
  assert.ok(days.includes(new Date(last * 1000).toISOString().slice(0, 10)));
  assert.deepEqual(days, days.toSorted());
  // The first day of the next month says which that is, and Tab comes to one day.
  assert.equal(await page.locator("[data-month]").count(), 1);
  assert.equal(await weeks.locator("button[tabindex='0']").count(), 1);
  // One of the next month can be chosen where it stands.
  await weeks.locator(".day.free.beyond").first().click();
  await page.locator(".start").first().waitFor();
  await close();
});
