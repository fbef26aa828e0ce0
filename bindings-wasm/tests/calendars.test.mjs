// Slots, appointments and hours in FullCalendar and Schedule-X themselves, over changes of the clocks, for
// viewers elsewhere.

import assert from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { build } from "esbuild";
import { Temporal } from "temporal-polyfill";

import * as fullcalendar from "../pkg/fullcalendar_node.js";
import { Clinic, weekRange } from "../pkg/node.js";
import * as scheduleX from "../pkg/schedule_x.js";
import { openBrowser } from "./browser.mjs";
import { pkg, root } from "./support.mjs";

const SNAPSHOT = {
  timezone: "Europe/Berlin",
  appointment_types: [{ uid: "apt-001", duration_minutes: 30 }],
  doctors: [
    {
      uid: "doc 456/ä",
      availability_rules: [
        { uid: "rule-001", weekday: 6, start_time: 60, end_time: 240 },
        { uid: "rule-002", weekday: 2, start_time: 540, end_time: 600 },
      ],
    },
  ],
  closures: [{ date: "2026-03-26", name: "Open day" }],
};
const SPRING = "2026-03-29"; // Berlin's clock skips the hour from two to three
const AUTUMN = "2026-10-25"; // and shows it twice

let context;

before(async () => {
  context = await openBrowser("calendars");
  const modules = join(root, "bindings-wasm/node_modules");
  for (const name of [
    "fullcalendar",
    "@fullcalendar",
    "@full-ui",
    "@schedule-x",
    "@preact",
    "preact",
    "temporal-polyfill",
    "temporal-spec",
    "temporal-utils",
  ]) {
    symlinkSync(join(modules, name), join(context.scratch, "node_modules", name));
  }
  writeFileSync(
    join(context.scratch, "page.js"),
    `
    import "temporal-polyfill/global";
    import { Calendar } from "fullcalendar";
    import timeGrid from "fullcalendar/timegrid";
    import theme from "fullcalendar/themes/classic";
    import "fullcalendar/skeleton.css";
    import "fullcalendar/themes/classic/theme.css";
    import "fullcalendar/themes/classic/palette.css";
    import { createCalendar, createViewWeek } from "@schedule-x/calendar";
    import "@schedule-x/theme-default/dist/index.css";
    import { Clinic, init, weekRange } from "frontdesk";
    import * as fullcalendar from "frontdesk/fullcalendar";
    import * as scheduleX from "frontdesk/schedule-x";
    const calendars = { Calendar, createCalendar, createViewWeek, fullcalendar, scheduleX, theme, timeGrid };
    globalThis.page = { ...calendars, Clinic, init, weekRange };
  `,
  );
  await build({
    absWorkingDir: context.scratch,
    entryPoints: ["page.js"],
    bundle: true,
    format: "esm",
    splitting: true,
    outdir: join(context.scratch, "out"),
    logLevel: "error",
  });
  writeFileSync(
    join(context.scratch, "calendar.html"),
    `<!doctype html><title>a calendar</title><link rel="stylesheet" href="out/page.css">
    <div id="calendar" style="height: 1400px; width: 1000px"></div>
    <script type="module" src="out/page.js"></script>`,
  );
});

after(() => context?.close());

/** A page on which the calendar of a week is shown, to a viewer in New York. */
async function opened() {
  const { opened, errors } = await context.page("/target/wasm/calendars/calendar.html", {
    timezoneId: "America/New_York",
    locale: "en-GB",
    consoleToo: true,
    viewport: { width: 1100, height: 1500 },
  });
  await opened.waitForFunction(() => globalThis.page !== undefined);
  await opened.evaluate(() => globalThis.page.init(fetch("/bindings-wasm/pkg/frontdesk.wasm")));
  return { opened, errors };
}

for (const [name, date, timeZone, timezone, expected] of [
  [
    "the clinic's own clock",
    SPRING,
    "Europe/Berlin",
    "Europe/Berlin",
    ["25 09:00", "25 09:30", "29 01:00", "29 01:30", "29 03:00", "29 03:30"],
  ],
  [
    "that clock, by a calendar that knows no zones",
    SPRING,
    "UTC",
    "Europe/Berlin",
    ["25 09:00", "25 09:30", "29 01:00", "29 01:30", "29 03:00", "29 03:30"],
  ],
  [
    "the viewer's clock, as the browser says",
    SPRING,
    "local",
    null,
    ["25 04:00", "25 04:30", "28 20:00", "28 20:30", "28 21:00", "28 21:30"],
  ],
  [
    "the viewer's clock, by its name",
    SPRING,
    "America/New_York",
    "America/New_York",
    ["25 04:00", "25 04:30", "28 20:00", "28 20:30", "28 21:00", "28 21:30"],
  ],
  [
    "instants, on a third clock",
    SPRING,
    "Asia/Kathmandu",
    null,
    ["25 13:45", "25 14:15", "29 05:45", "29 06:15", "29 06:45", "29 07:15"],
  ],
  [
    "an hour that is shown twice",
    AUTUMN,
    "Europe/Berlin",
    "Europe/Berlin",
    [
      "21 09:00",
      "21 09:30",
      "25 01:00",
      "25 01:30",
      "25 02:00",
      "25 02:00",
      "25 02:30",
      "25 02:30",
      "25 03:00",
      "25 03:30",
    ],
  ],
]) {
  test(`FullCalendar shows ${name}`, async () => {
    const { opened: page, errors } = await opened();
    const shown = await page.evaluate(
      ({ date, SNAPSHOT, timeZone, timezone }) => {
        const { Calendar, Clinic, fullcalendar, theme, timeGrid, weekRange } = globalThis.page;
        const clinic = new Clinic(SNAPSHOT);
        const range = weekRange(date, "Europe/Berlin");
        const slots = clinic.findSlots({ appointment_type_uid: "apt-001", ...range }, range.from);
        const found = [];
        const background = [];
        new Calendar(document.getElementById("calendar"), {
          plugins: [timeGrid, theme],
          initialView: "timeGridWeek",
          initialDate: date,
          firstDay: 1,
          timeZone,
          eventTimeFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
          events: [
            ...fullcalendar.slotEvents(slots, { timezone }),
            ...fullcalendar.hoursEvents(clinic.openHours(range), { timezone }),
          ],
          eventDidMount({ el, event, timeText }) {
            const day = el.closest("[data-date]")?.dataset.date ?? "?";
            found.push([
              `${day.slice(8)} ${timeText.slice(0, 5)}`,
              event.extendedProps.slot.start_date,
              timeText,
            ]);
          },
          backgroundEventDidMount: ({ event }) =>
            background.push([event.extendedProps.hours.state, event.title]),
        }).render();
        return { found, background, slots: slots.map((slot) => slot.start_date) };
      },
      { date, SNAPSHOT, timeZone, timezone },
    );
    await page.screenshot({
      path: join(context.scratch, `${date}-${timeZone.replace("/", "-")}-${timezone !== null}.png`),
    });
    assert.deepEqual(shown.found.map(([text]) => text).sort(), expected);
    // Each event knows the very slot, the second two o'clock from the first.
    assert.deepEqual(shown.found.map(([, at]) => at).sort(), shown.slots);
    if (date === AUTUMN) {
      const texts = shown.found.map(([, , text]) => text).filter((text) => text.startsWith("02:30"));
      assert.deepEqual(
        texts,
        ["02:30 – 03:00", "02:30 – 03:00"],
        "the first ends where the clock is put back",
      );
    }
    const background = shown.background.map((hours) => hours.join());
    assert.ok(background.includes("open,"), background.join("; "));
    assert.equal(background.includes("closed,Open day"), date === SPRING);
    assert.deepEqual(errors, []);
    await page.close();
  });
}

test("Schedule-X shows slots, appointments and hours on the viewer's clock and on the clinic's", async () => {
  for (const [timezone, expected] of [
    ["Europe/Berlin", ["01:00", "01:30", "03:00", "03:30", "09:00", "09:30"]],
    ["America/New_York", ["04:00", "04:30", "20:00", "20:30", "21:00", "21:30"]],
  ]) {
    const { opened: page, errors } = await opened();
    const slots = await page.evaluate(
      ({ SNAPSHOT, timezone, date }) => {
        const { Clinic, createCalendar, createViewWeek, scheduleX, weekRange } = globalThis.page;
        const clinic = new Clinic(SNAPSHOT);
        const range = weekRange(date, "Europe/Berlin");
        const slots = clinic.findSlots({ appointment_type_uid: "apt-001", ...range }, range.from);
        const options = { timezone, temporal: Temporal };
        const title = (slot) => String(slot.start_date);
        createCalendar({
          views: [createViewWeek()],
          selectedDate: Temporal.PlainDate.from("2026-03-25"),
          timezone,
          locale: "en-GB",
          events: scheduleX.slotEvents(slots, { ...options, title }),
          backgroundEvents: scheduleX.hoursBackground(clinic.openHours(range), options),
        }).render(document.getElementById("calendar"));
        return slots.map((slot) => slot.start_date);
      },
      { SNAPSHOT, timezone, date: SPRING },
    );
    await page.waitForSelector(".sx__time-grid-event");
    const texts = await page.locator(".sx__time-grid-event").allTextContents();
    const background = await page.locator(".sx__time-grid-background-event").count();
    await page.screenshot({ path: join(context.scratch, `schedule-x-${timezone.replace("/", "-")}.png`) });
    assert.deepEqual(texts.map((text) => /\d\d:\d\d/.exec(text)[0]).sort(), expected);
    assert.deepEqual(texts.map((text) => Number(/^\d{10}/.exec(text)[0])).sort(), slots);
    assert.ok(background > 0, "nothing behind the events");
    assert.deepEqual(errors, []);
    await page.close();
  }
});

test("appointments and hours become events", () => {
  const clinic = new Clinic({
    ...SNAPSHOT,
    appointments: [
      {
        uid: "mtg/1",
        status: "confirmed",
        doctor_uid: "doc 456/ä",
        appointment_type_uid: "apt-001",
        appointment_type_name: "Visit",
        local_start: "2026-03-25T09:00",
        local_end: "2026-03-25T09:30",
      },
    ],
  });
  const range = weekRange("2026-03-25", "Europe/Berlin");
  const appointments = clinic.appointments(range, range.from);
  const [event] = fullcalendar.appointmentEvents(appointments, { timezone: "Europe/Berlin" });
  assert.deepEqual(
    { ...event, extendedProps: null },
    {
      id: "mtg/1",
      start: "2026-03-25T09:00:00",
      end: "2026-03-25T09:30:00",
      title: "Visit",
      className: "frontdesk-appointment frontdesk-confirmed",
      resourceId: "doc 456/ä",
      display: "auto",
      extendedProps: null,
    },
  );
  assert.equal(event.extendedProps.appointment, appointments[0]);
  assert.equal(fullcalendar.appointmentEvents(appointments)[0].start, "2026-03-25T08:00:00.000Z");
  assert.equal(
    fullcalendar.appointmentEvents(appointments, { title: (given) => given.uid })[0].title,
    "mtg/1",
  );
  const [mine] = scheduleX.appointmentEvents(appointments, {
    timezone: "Asia/Kathmandu",
    temporal: Temporal,
  });
  assert.equal(mine.start.toString(), "2026-03-25T13:45:00+05:45[Asia/Kathmandu]");
  assert.deepEqual([mine.id, mine.calendarId, mine.title], ["mtg_2f_1", "confirmed", "Visit"]);
  const hours = clinic.openHours(range);
  assert.deepEqual(
    fullcalendar
      .hoursEvents(hours, { timezone: "Europe/Berlin" })
      .map(({ className, title, display }) => [className, title, display]),
    hours.map(({ state, name }) => [`frontdesk-hours frontdesk-${state}`, name ?? "", "background"]),
  );
  const ids = (events) => new Set(events.map(({ id }) => id)).size;
  assert.equal(ids(fullcalendar.hoursEvents(hours)), hours.length);
  assert.throws(
    () =>
      fullcalendar.slotEvents([{ start_date: 0, end_date: 1, doctor_uid: "d" }], {
        timezone: "Mars/Olympus",
      }),
    /unknown time zone/,
  );
});

test("ids of Schedule-X are letters and digits, and never two the same", () => {
  const slots = ["a", "a_", "a__", "a_5f_", "ä", "a b", "a/b", "💉"].flatMap((doctor_uid) =>
    [undefined, "0", "_0", "loc 1"].map((location_uid) => ({
      start_date: 0,
      end_date: 60,
      doctor_uid,
      location_uid,
      seats_left: 1,
    })),
  );
  const ids = scheduleX.slotEvents(slots, { timezone: "UTC", temporal: Temporal }).map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[a-zA-Z0-9_-]*$/);
});

test("in Node, imported and required, the adapters go by the package's one engine", () => {
  const required = createRequire(join(pkg, "x.js"))("./fullcalendar_node.cjs");
  assert.equal(required.slotEvents, fullcalendar.slotEvents);
});
