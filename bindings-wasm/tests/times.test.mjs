// Times as JavaScript has them go in wherever a time goes in, and ranges are those of the zone's clock.

import assert from "node:assert/strict";
import test from "node:test";
import vm from "node:vm";

import { Temporal } from "temporal-polyfill/full";

import * as frontdesk from "../pkg/node.js";

const {
  Clinic,
  dayRange,
  instant,
  instantOf,
  localTime,
  monthRange,
  timezoneData,
  timezoneNames,
  weekRange,
  WaitingRoom,
} = frontdesk;

const monday = 1774220400; // 2026-03-23, midnight in Berlin
const start = monday + 9 * 3600;
const snapshot = {
  timezone: "Europe/Berlin",
  appointment_types: [{ uid: "apt-001", duration_minutes: 30 }],
  doctors: [
    { uid: "doc-456", availability_rules: [{ uid: "rule-001", weekday: 0, start_time: 540, end_time: 660 }] },
  ],
};

/** An instant in every form, with parts of a second where the form has them. */
const forms = {
  "whole seconds": (at) => at,
  "a Date": (at) => new Date(at * 1000 + 999),
  "a Date of another window": (at) => vm.runInNewContext(`new Date(${at * 1000})`),
  "a Temporal.Instant": (at) =>
    Temporal.Instant.fromEpochMilliseconds(at * 1000).add({ nanoseconds: 999_999_999 }),
  "a Temporal.ZonedDateTime": (at) =>
    Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO("Asia/Kathmandu"),
};

for (const [name, form] of Object.entries(forms)) {
  test(`${name} is a time, in queries, commands, changes and as now`, () => {
    const clinic = new Clinic({
      ...snapshot,
      appointments: [
        {
          uid: "mtg-0",
          status: "confirmed",
          doctor_uid: "doc-456",
          start_date: form(start),
          end_date: form(start + 1800),
        },
      ],
    });
    assert.equal(clinic.appointment("mtg-0").start_date, start);
    const query = { appointment_type_uid: "apt-001", from: form(monday), to: form(monday + 86_400) };
    const starts = [start + 1800, start + 3600, start + 5400];
    assert.deepEqual(
      clinic.findSlots(query, form(monday)).map((slot) => slot.start_date),
      starts,
    );
    assert.deepEqual([...clinic.findSlotsPacked(query, form(monday)).starts], starts);
    assert.equal(clinic.isBookable("apt-001", "doc-456", form(start + 1800), form(monday)), true);
    const command = {
      command: "hold",
      uid: "mtg-1",
      appointment_type_uid: "apt-001",
      start_date: form(start + 1800),
      doctor_uid: "doc-456",
    };
    const [event] = clinic.decide(command, form(monday));
    assert.equal(event.appointment.start_date, start + 1800);
    clinic.apply(event);
    assert.equal(clinic.nextDue(form(monday)), monday + 900);
    clinic.change({
      change: "replace_exceptions",
      doctor_uid: "doc-456",
      uid_prefix: "",
      exceptions: [
        { uid: "exc-1", kind: "blocked", start_date: form(start + 5400), end_date: form(start + 7200) },
      ],
    });
    assert.equal(clinic.findSlots(query, form(monday)).length, 1);
    assert.equal(localTime(form(start), "Asia/Kathmandu"), "2026-03-23T13:45:00");
    const room = new WaitingRoom({});
    assert.equal(
      room.apply(room.decide({ command: "register", uid: "qe-1", patient_uid: "p" }, form(monday))[0]),
      true,
    );
    assert.equal(room.entry("qe-1").registered_at, monday);
  });
}

test("a Temporal.PlainDate is a date, and a PlainDateTime a local time, by whatever calendar", () => {
  for (const calendar of ["iso8601", "gregory", "hebrew"]) {
    const date = Temporal.PlainDate.from("2026-03-23").withCalendar(calendar);
    const time = Temporal.PlainDateTime.from("2026-03-23T09:00:00.9").withCalendar(calendar);
    const clinic = new Clinic({ ...snapshot, closures: [{ date }] });
    assert.equal(clinic.snapshot().closures[0].date, "2026-03-23");
    assert.equal(clinic.instant(time), start);
    assert.equal(instantOf(time, "Europe/Berlin"), start);
    assert.deepEqual(dayRange(date, "Europe/Berlin"), { from: monday, to: monday + 86_400 });
  }
  assert.throws(
    () =>
      new Clinic(snapshot).findSlots(
        { appointment_type_uid: "apt-001", from: Temporal.PlainDate.from("2026-03-23"), to: monday },
        monday,
      ),
    (error) => error.path === "from",
  );
});

/** Vancouver by the rules before 2026, by which it goes back to UTC-8 in November. */
const oldVancouver = (at, hours) => ({
  [Symbol.toStringTag]: "Temporal.ZonedDateTime",
  epochMilliseconds: at * 1000,
  epochNanoseconds: BigInt(at) * 1_000_000_000n,
  timeZoneId: "America/Vancouver",
  offsetNanoseconds: hours * 3600e9,
});

test("a Temporal.ZonedDateTime by old rules is refused with both readings", () => {
  const nine = oldVancouver(1_796_144_400, -8);
  const clinic = new Clinic(snapshot);
  const asked = { appointment_type_uid: "apt-001", from: nine, to: monday };
  const words = /2026-12-01T09:00:00 in America\/Vancouver .*-08:00 .*-07:00 .*clinic\.instant/;
  for (const [ask, path] of [
    [() => clinic.findSlots(asked, monday), "query.from"],
    [() => clinic.findSlots({ ...asked, from: monday }, nine), "now"],
    [() => clinic.isBookable("apt-001", "doc-456", nine, monday), ""],
    [() => localTime(nine, "Europe/Berlin"), "at"],
    [() => instant(nine), ""],
    [
      () =>
        new Clinic({
          doctors: [{ uid: "d" }],
          appointments: [
            { uid: "m", status: "confirmed", doctor_uid: "d", start_date: nine, end_date: nine },
          ],
        }),
      "snapshot.appointments[0].start_date",
    ],
    [() => new WaitingRoom({}).decide({ command: "register", uid: "q", patient_uid: "p" }, nine), "now"],
  ]) {
    assert.throws(ask, (error) => {
      assert.ok(error instanceof TypeError && error.message.startsWith(`\`${path}`), error.message);
      assert.match(error.message, words);
      return true;
    });
  }
  // In summer the two agree; and so do they about what the engine does not know.
  assert.equal(instant(oldVancouver(1_782_921_600, -7)), 1_782_921_600);
  assert.equal(instant({ ...nine, timeZoneId: "-08:00" }), 1_796_144_400);
  assert.equal(instantOf("2026-12-01T09:00", "America/Vancouver"), 1_796_140_800);
});

test("`instant` takes them all", () => {
  assert.equal(instant(new Date(monday * 1000)), monday);
  assert.equal(instant(Temporal.Instant.fromEpochMilliseconds(monday * 1000)), monday);
  assert.equal(instant("2026-03-22T23:00Z"), monday);
  assert.throws(() => instant("tomorrow"), /`date` is an invalid Date/);
  assert.throws(() => instant(Temporal.PlainDate.from("2026-03-23")), /`date` is a Temporal.PlainDate/);
});

test("days and weeks are as long as the zone's clock makes them", () => {
  const hours = ({ from, to }) => (to - from) / 3600;
  for (const [date, zone, length] of [
    ["2026-03-28", "Europe/Berlin", 24],
    ["2026-03-29", "Europe/Berlin", 23],
    ["2026-10-25", "Europe/Berlin", 25],
    ["2026-04-05", "Australia/Lord_Howe", 24.5],
    ["2011-12-30", "Pacific/Apia", 0],
    ["2026-04-24", "Africa/Cairo", 23],
  ]) {
    assert.equal(hours(dayRange(date, zone)), length, `${date} in ${zone}`);
  }
  assert.equal(hours(weekRange("2026-03-29", "Europe/Berlin")), 167);
  assert.deepEqual(weekRange("2026-03-29", "Europe/Berlin"), { from: monday, to: monday + 167 * 3600 });
  assert.equal(weekRange("2026-03-29", "Europe/Berlin", 6).from, monday + 6 * 86_400);
  assert.equal(weekRange("1970-01-01", "UTC").from, -3 * 86_400);
  for (const wrong of ["2026-02-29", "2026-3-1", "x", "", "2026-13-01"]) {
    assert.throws(() => dayRange(wrong, "UTC"), /`date` is .*not a date as YYYY-MM-DD/);
  }
  assert.throws(() => dayRange(20260301, "UTC"), /`date` is 20260301/);
  assert.throws(() => weekRange("2026-03-01", "UTC", 7), /`weekStart` is 7/);
  assert.throws(() => dayRange("2026-03-01", "Mars/Olympus"), /unknown time zone/);
  for (const wrong of ["2026-03-01", "2026-03-01T24:00", "2026-03-01T09:00Z", "2026-02-30T09:00"]) {
    assert.throws(() => instantOf(wrong, "UTC"), /`local` is/);
  }
});

test("`instantOf` is what a clinic says, in all zones, around all changes of their clocks", () => {
  const clinic = new Clinic({});
  const local = (shown) => new Date(shown * 1000).toISOString().slice(0, 19);
  let asked = 0;
  // Every eighth zone, or all of them where a long run is asked for.
  const step = process.env.FRONTDESK_CASES === undefined ? 8 : 1;
  for (const timezone of timezoneNames().filter((_, index) => index % step === 0)) {
    const { transitions, initial_offset_seconds } = timezoneData(timezone);
    let before = initial_offset_seconds;
    const shown = [200_000, 2_000_000_000];
    for (const { at, offset_seconds } of transitions) {
      // The rest is what recurs every year.
      if (at > 86_400 && at < 1_900_000_000) {
        for (const offset of [before, offset_seconds]) {
          shown.push(at + offset - 1, at + offset, at + offset + 1, at + offset + 1800);
        }
      }
      before = offset_seconds;
    }
    for (const seconds of shown) {
      const text = local(seconds);
      assert.equal(instantOf(text, timezone), clinic.instant(text, { timezone }), `${text} in ${timezone}`);
      asked++;
    }
    for (const day of [13_000, 20_535, 20_600]) {
      const date = local(day * 86_400).slice(0, 10);
      assert.equal(dayRange(date, timezone).from, clinic.instant(`${date}T00:00`, { timezone }));
    }
    assert.equal(monthRange("2026-06", timezone).from, clinic.instant("2026-06-01T00:00", { timezone }));
  }
  assert.ok(asked > 5_000, `${asked} times`);
});
