// What the types take and what they refuse, as a strict project sees them, in ES modules and in CommonJS.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { pkg, root } from "./support.mjs";

const scratch = join(root, "target/wasm/types");
const modules = join(root, "bindings-wasm/node_modules");
rmSync(scratch, { recursive: true, force: true });
mkdirSync(join(scratch, "node_modules/@types"), { recursive: true });
symlinkSync(pkg, join(scratch, "node_modules/frontdesk"));
for (const name of [
  "temporal-polyfill",
  "temporal-spec",
  "react",
  "csstype",
  "@types/react",
  "fullcalendar",
  "fullcalendar-v6",
  "@fullcalendar",
  "@full-ui",
  "@schedule-x",
  "@preact",
  "preact",
]) {
  symlinkSync(join(modules, name), join(scratch, "node_modules", name));
}

/** Checks a project of these files as strictly as can be, with the types of all it depends on. */
function check(files, more = {}) {
  const options = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noImplicitOverride: true,
    noPropertyAccessFromIndexSignature: true,
    verbatimModuleSyntax: false,
    skipLibCheck: false,
    noEmit: true,
    target: "es2023",
    module: "nodenext",
    lib: ["es2023", "esnext.temporal", "dom"],
    jsx: "react-jsx",
    types: [],
    preserveSymlinks: true,
    ...more,
  };
  for (const [name, code] of Object.entries(files)) writeFileSync(join(scratch, name), code);
  writeFileSync(
    join(scratch, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: options,
      files: Object.keys(files).filter((name) => name !== "package.json"),
    }),
  );
  execFileSync(join(modules, ".bin/tsc"), ["-p", scratch], { stdio: "inherit" });
}

const TIMES = `
  import { Clinic, dayRange, formatTime, instant } from "frontdesk";
  import type { AppointmentOutput, Slot, SlotQuery, Time } from "frontdesk";
  import { Temporal as Polyfill } from "temporal-polyfill";
  declare const clinic: Clinic;
  const times: Time[] = [
    1774220400, new Date(), Polyfill.Now.instant(), Polyfill.Now.zonedDateTimeISO(),
    Temporal.Now.instant(), Temporal.Now.zonedDateTimeISO(),
  ];
  for (const time of times) {
    const query: SlotQuery = { appointment_type_uid: "a", from: time, to: time };
    const slots: Slot[] = clinic.findSlots(query, time);
    const start: number | undefined = slots[0]?.start_date;
    clinic.decide({ command: "hold", uid: "m", appointment_type_uid: "a", start_date: time }, time);
    formatTime(time, "UTC");
    void start;
  }
  const appointment: AppointmentOutput | null = clinic.appointment("m");
  const end: number | undefined = appointment?.end_date;
  // What comes back can be handed over again.
  if (appointment) new Clinic({ appointments: [appointment] });
  new Clinic(clinic.snapshot()).apply(clinic.decide({ command: "release", uid: "m" }, 0)[0]!);
  const dates = [
    Temporal.PlainDate.from("2026-03-23"), Polyfill.PlainDate.from("2026-03-23"), "2026-03-23",
  ] as const;
  for (const date of dates) clinic.change({ change: "put_closure", closure: { date } });
  clinic.change({ change: "put_closure", closure: { date: clinic.snapshot().closures[0]!.date } });
  const day: { from: number; to: number } = dayRange(dates[0], "UTC");
  clinic.instant(Temporal.PlainDateTime.from("2026-03-23T09:00"));
  clinic.instant(Polyfill.PlainDateTime.from("2026-03-23T09:00"));
  // @ts-expect-error a date is no time
  clinic.findSlots({ appointment_type_uid: "a", from: dates[0], to: 1 }, 1);
  const nine = Temporal.PlainDateTime.from("2026-03-23T09:00");
  // @ts-expect-error a local time is no time
  clinic.findSlots({ appointment_type_uid: "a", from: 1, to: 1 }, nine);
  // @ts-expect-error an instant is no date
  dayRange(Temporal.Now.instant(), "UTC");
  // @ts-expect-error a local time is no date
  dayRange(Temporal.PlainDateTime.from("2026-03-23T09:00"), "UTC");
  // @ts-expect-error a date has no hours
  clinic.instant(Temporal.PlainDate.from("2026-03-23"));
  // @ts-expect-error text is no time
  clinic.findSlots({ appointment_type_uid: "a", from: "2026-03-23", to: 1 }, 1);
  void [end, day, instant(new Date())];
`;

const HOOKS = `
  import { useSyncExternalStore } from "react";
  import { Clinic, Learner, SchedulingError, WaitingRoom, type Slot } from "frontdesk";
  import { type Hold, useHold, useMonth, useSlots, useWait } from "frontdesk/react";
  interface Props { clinic?: Clinic; room: WaitingRoom | null; learner: Learner }
  export function App({ clinic, room, learner }: Props) {
    const version: number = useSyncExternalStore(room!.subscribe, () => room!.version);
    const asked = { appointment_type_uid: "a", from: new Date(), to: 1 };
    const { slots, error, isReady } = useSlots(clinic, asked, { now: new Date() });
    const first: Slot | undefined = slots[0];
    // @ts-expect-error the list is shared by all who ask
    slots.push(first!);
    const type = { appointment_type_uid: "a" };
    const { weeks, showNext } = useMonth(clinic, type, { timezone: undefined, weekStart: 6 });
    // @ts-expect-error the range is the hook's
    useMonth(clinic, { appointment_type_uid: "a", from: 1 });
    const hold: Hold = useHold(clinic, type, { decide: async () => [], releaseAtUnmount: true });
    const refused = hold.error instanceof SchedulingError ? hold.error.data : null;
    if (refused?.code === "not_bookable") void refused.explanations;
    // @ts-expect-error it is either of the phases
    if (hold.phase === "booked") return null;
    const { wait } = useWait(room, learner, "qe-1", { everySeconds: 10 });
    return (
      <button
        onClick={() => first && hold.take(first)}
        disabled={!isReady || hold.isPending}
        onDoubleClick={showNext}
      >
        {[version, wait?.estimated_wait_minutes, weeks[0]?.[0]?.date, error?.message].join()}
      </button>
    );
  }
`;

const SLOTS = `
  import { Clinic as Whole } from "frontdesk";
  import { useMonth, useSlots } from "frontdesk/react";
  import { Clinic, init, initSync, localDate, type Slot } from "frontdesk/slots";
  declare const whole: Whole;
  export function Free({ clinic }: { clinic: Clinic }) {
    const { slots } = useSlots(clinic, { appointment_type_uid: "a", from: 1, to: 2 });
    useMonth(whole, { appointment_type_uid: "a" });
    const slot: Slot | undefined = slots[0];
    // @ts-expect-error a server decides
    clinic.decide({ command: "release", uid: "m" }, 0);
    // @ts-expect-error it has no commands, and so no snapshot that they have made
    clinic.snapshot();
    return <p>{slot && localDate(slot.start_date, clinic.timezone)}</p>;
  }
  const part: Clinic = whole;
  // @ts-expect-error a part is not the whole
  const all: Whole = Clinic.fromJson("{}");
  void [init, initSync, part, all];
`;

test("the entry for slots has a part of the types", () => {
  check({ "package.json": `{ "type": "module" }`, "slots.tsx": SLOTS });
});

test("times in every form are typed, in ES modules and in CommonJS", () => {
  check({ "package.json": `{ "type": "module" }`, "times.ts": TIMES, "times.cts": TIMES });
});

test("hooks are typed", () => {
  check({ "package.json": `{ "type": "module" }`, "hooks.tsx": HOOKS });
});

test("the booking widget is typed", () => {
  const widget = readFileSync(join(root, "bindings-wasm/examples/booking.tsx"), "utf8");
  check({ "package.json": `{ "type": "module" }`, "booking.tsx": widget });
});

const CALENDARS = `
  import type { EventInput } from "fullcalendar";
  import type { EventInput as EventInputOf6 } from "fullcalendar-v6";
  import type { BackgroundEvent, CalendarConfig, CalendarEvent } from "@schedule-x/calendar";
  import type { AppointmentOutput, OpenHours, Slot } from "frontdesk";
  import * as fullcalendar from "frontdesk/fullcalendar";
  import * as scheduleX from "frontdesk/schedule-x";
  declare const given: { slots: readonly Slot[]; appointments: AppointmentOutput[]; hours: OpenHours[] };
  const events: EventInput[] = [
    ...fullcalendar.slotEvents(given.slots, { timezone: "UTC", title: (slot) => slot.doctor_uid }),
    ...fullcalendar.appointmentEvents(given.appointments),
    ...fullcalendar.hoursEvents(given.hours, { timezone: null }),
  ];
  const older: EventInputOf6[] = [
    ...fullcalendar.slotEvents(given.slots),
    ...fullcalendar.appointmentEvents(given.appointments),
    ...fullcalendar.hoursEvents(given.hours),
  ];
  const slot: Slot = fullcalendar.slotEvents(given.slots)[0]!.extendedProps.slot;
  const options = { timezone: "Europe/Berlin", temporal: Temporal };
  const mine: CalendarEvent[] = [
    ...scheduleX.slotEvents(given.slots, options),
    ...scheduleX.appointmentEvents(given.appointments, options),
  ];
  const backgroundEvents: CalendarConfig["backgroundEvents"] =
    scheduleX.hoursBackground(given.hours, options);
  // @ts-expect-error the zone of the calendar has to be said
  scheduleX.slotEvents(given.slots, { temporal: Temporal });
  // @ts-expect-error what the calendars take is checked
  mine.push({ id: "1", start: 5, end: 5 });
  // @ts-expect-error what the calendars take is checked
  events.push({ id: 1n }), older.push({ start: {} });
  void [events, older, slot, mine, backgroundEvents];
`;

test("events are what the calendars' own types take", () => {
  // What is wrong within the calendars' types is not ours to tell.
  check({ "package.json": `{ "type": "module" }`, "calendars.ts": CALENDARS }, { skipLibCheck: true });
});
