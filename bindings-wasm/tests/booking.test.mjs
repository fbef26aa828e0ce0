// The booking widget of `examples/`: typed strictly, shown in README, and used in Chromium as a visitor
// elsewhere would.

import assert from "node:assert/strict";
import { copyFileSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { build } from "esbuild";

import { openBrowser } from "./browser.mjs";
import { readme, root } from "./support.mjs";

const example = join(root, "bindings-wasm/examples/booking.tsx");
const MONDAY = 1774220400; // 2026-03-23, midnight in Berlin
let context;

before(async () => {
  context = await openBrowser("booking");
  for (const name of ["react", "react-dom", "scheduler"]) {
    symlinkSync(join(root, "bindings-wasm/node_modules", name), join(context.scratch, "node_modules", name));
  }
  copyFileSync(example, join(context.scratch, "booking.tsx"));
  writeFileSync(
    join(context.scratch, "page.tsx"),
    `
    import { Clinic, init, instant } from "frontdesk";
    import { StrictMode } from "react";
    import { createRoot } from "react-dom/client";
    import { Booking } from "./booking";
    export async function open() {
      await init(fetch("/bindings-wasm/pkg/frontdesk.wasm"));
      const clinic = new Clinic({ timezone: "Europe/Berlin",
        appointment_types: [{ uid: "apt-001", duration_minutes: 30, hold_ttl_seconds: 120 }],
        doctors: [{ uid: "doc-456", availability_rules: [
          { uid: "rule-001", weekday: 0, start_time: 1200, end_time: 1320 }] }] });
      const root = createRoot(document.body.appendChild(document.createElement("main")));
      root.render(<StrictMode><Booking clinic={clinic} type="apt-001" patient="pat-001" /></StrictMode>);
      return { clinic, instant, root };
    }
    globalThis.booking = open();
  `,
  );
  await build({
    absWorkingDir: context.scratch,
    entryPoints: ["page.tsx"],
    bundle: true,
    format: "esm",
    splitting: true,
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"development"' },
    outdir: join(context.scratch, "out"),
    logLevel: "error",
  });
});

after(() => context?.close());

/** The widget before a visitor in Kathmandu, late on the Sunday before. */
async function opened() {
  const { opened: page, errors } = await context.page(undefined, {
    timezoneId: "Asia/Kathmandu",
    consoleToo: true,
    prepare: (page) => page.clock.install({ time: (MONDAY - 3600) * 1000 }),
  });
  await page.clock.pauseAt((MONDAY - 3000) * 1000);
  await page.evaluate(() => import("/target/wasm/booking/out/page.js").then(() => globalThis.booking));
  await page.waitForSelector("section div button");
  return { page, errors };
}

const button = (page, name) => page.getByRole("button", { name, exact: true });
// Berlin's evening is a quarter to one in Kathmandu, on the day after.
const TIMES = ["12:45 AM", "01:15 AM", "01:45 AM", "02:15 AM"];

test("a visitor elsewhere books: the day and the times are theirs, the hold counts down", async () => {
  const { page, errors } = await opened();
  const open = await page.locator("div button:enabled").allTextContents();
  // Once Berlin's clock has changed, its evening begins before midnight there.
  assert.deepEqual(open, ["24", "30", "31"], "the Tuesdays of Kathmandu are the Mondays of Berlin");
  await page.locator("div button:enabled").first().click();
  const times = page.locator("section > button");
  assert.deepEqual(
    (await times.allTextContents()).map((text) => text.slice(0, 8)),
    TIMES,
  );
  assert.match(await times.first().textContent(), /^12:45 AM \(08:00 PM at the practice\)$/);
  await times.first().click();
  await page.getByText("is yours for 2:00").waitFor();
  await page.clock.runFor(61_000);
  await page.getByText("is yours for 0:59").waitFor();
  assert.equal(await times.count(), 3, "what is held is not offered");
  // Another choice takes its place.
  await times.last().click();
  await page.getByText("is yours for 2:00").waitFor();
  await button(page, "Book").click();
  await page.getByText("Booked: Mar 24, 2026, 2:15 AM (Mar 23, 2026, 9:30 PM at the practice)").waitFor();
  const booked = await page.evaluate(async () => {
    const { clinic } = await globalThis.booking;
    return clinic
      .snapshot()
      .appointments.map(({ status, start_date }) => [status, start_date])
      .sort();
  });
  assert.deepEqual(booked, [
    ["cancelled", MONDAY + 20 * 3600],
    ["confirmed", MONDAY + 21.5 * 3600],
  ]);
  assert.deepEqual(errors, []);
  await page.close();
});

test("a visitor who takes too long, or who is too late, chooses again; who leaves lets go", async () => {
  const { page, errors } = await opened();
  await page.locator("div button:enabled").first().click();
  const times = page.locator("section > button");
  await times.first().click();
  await page.getByText("is yours for").waitFor();
  await page.clock.runFor(121_000);
  await page.getByText("That took too long").waitFor();
  assert.equal(await times.count(), 4, "it is offered again at once");
  // Somebody else is faster by a moment: the page has not heard of it yet.
  const other = await page.evaluate(async (start) => {
    const { clinic, instant } = await globalThis.booking;
    const { decide } = clinic;
    clinic.decide = (command, now) => {
      delete clinic.decide;
      const theirs = { ...command, uid: "other", patient_uid: "pat-002", replaces: null };
      for (const event of decide.call(clinic, theirs, now)) clinic.apply(event);
      return clinic.decide(command, now);
    };
    return [start, instant() > 0];
  }, MONDAY);
  assert.ok(other[1]);
  await times.first().click();
  await page.getByText("can't be booked").waitFor();
  assert.equal(await times.count(), 3);
  await times.first().click();
  await page.getByText("is yours for 2:00").waitFor();
  const after = await page.evaluate(async () => {
    const { clinic, root } = await globalThis.booking;
    root.unmount();
    await new Promise((done) => queueMicrotask(() => queueMicrotask(done)));
    return clinic.snapshot().appointments.map(({ status }) => status);
  });
  // Theirs, the one that has run out, and the last one of this visitor, who has left.
  assert.deepEqual(after.sort(), ["cancelled", "held", "held"]);
  assert.deepEqual(errors, []);
  await page.close();
});

test("the widget has sixty lines at most, and README shows it as it is", () => {
  const text = readFileSync(example, "utf8");
  assert.ok(text.trimEnd().split("\n").length <= 60);
  assert.equal(readme("tsx", "bindings-wasm/README.md")[0], text);
});
