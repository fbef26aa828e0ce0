// A page that is older than its server: what it does not know is refused, or left out and told.

import assert from "node:assert/strict";
import test from "node:test";

import { Clinic, SchedulingError, version, WaitingRoom } from "../pkg/node.js";

const monday = 1774220400;
const leaveOut = { unknownFields: "leave_out" };
const appointment = (number, more = {}) => ({
  uid: `mtg-${number}`,
  appointment_type_uid: "apt-001",
  doctor_uid: "doc-456",
  patient_uid: "pat-1",
  status: "confirmed",
  start_date: monday + 86_400 * number,
  end_date: monday + 86_400 * number + 1_800,
  ...more,
});
const known = {
  timezone: "Europe/Berlin",
  appointment_types: [{ uid: "apt-001", duration_minutes: 30 }],
  doctors: [
    { uid: "doc-456", availability_rules: [{ uid: "rule-001", weekday: 0, start_time: 540, end_time: 660 }] },
  ],
  appointments: [appointment(1), appointment(2), appointment(3)],
};
/** The same from a server that knows more. */
const newer = {
  edition: { name: "next" },
  ...known,
  doctors: [
    {
      uid: "doc-456",
      availability_rules: [
        { uid: "rule-001", weekday: 0, colour: ["red"], start_time: 540, end_time: 660, shade: null },
      ],
    },
  ],
  appointments: [appointment(1), appointment(2, { colour: 7 }), appointment(3, { colour: 8 })],
};
const fault = (code, path) => (error) =>
  error instanceof SchedulingError && error.code === code && error.path === path;

test("fields of a newer server are refused unless it is asked for", () => {
  assert.throws(() => new Clinic(newer), fault("unknown_field", "edition"));
  assert.throws(() => Clinic.fromJson(JSON.stringify(newer)), fault("unknown_field", "edition"));
  assert.throws(() => new Clinic(newer, { unknownFields: "refuse" }), fault("unknown_field", "edition"));
  assert.throws(() => new Clinic(known, { unknownFields: true }), /neither "refuse" nor "leave_out"/);
  assert.deepEqual(new Clinic(known).leftOut(), []);
});

test("fields of a newer server are left out and told, each once with its count", () => {
  const told = [
    { path: "edition", count: 1 },
    { path: "doctors[0].availability_rules[0].colour", count: 1 },
    { path: "doctors[0].availability_rules[0].shade", count: 1 },
    { path: "appointments[1].colour", count: 2 },
  ];
  for (const clinic of [new Clinic(newer, leaveOut), Clinic.fromJson(JSON.stringify(newer), leaveOut)]) {
    assert.deepEqual(clinic.leftOut(), told);
    assert.deepEqual(clinic.snapshot(), new Clinic(known).snapshot());
  }
});

test("events and changes of a newer server are read as far as they are known", () => {
  const clinic = new Clinic(known, leaveOut);
  const command = {
    command: "hold",
    uid: "mtg-9",
    appointment_type_uid: "apt-001",
    doctor_uid: "doc-456",
    start_date: monday + 7 * 86_400 + 9 * 3_600 - 3_600,
    patient_uid: "pat-2",
  };
  const [event] = clinic.decide(command, monday);
  const strict = new Clinic(known);
  const more = { ...event, colour: 5, reason: "another event has this one" };
  assert.throws(() => strict.apply(more), SchedulingError);
  clinic.apply(more);
  clinic.change({ change: "put_closure", closure: { date: "2026-04-06", why: "Easter" } });
  const paths = clinic.leftOut().map(({ path }) => path);
  assert.deepEqual(paths, ["colour", "reason", "closure.why"]);
  assert.equal(clinic.appointment("mtg-9").status, "held");
  // Once more: counted, not listed again.
  clinic.change({ change: "put_closure", closure: { date: "2026-04-07", why: "Easter" } });
  assert.equal(clinic.leftOut().find(({ path }) => path === "closure.why").count, 2);
});

test("what a page asks itself is read strictly", () => {
  const clinic = new Clinic(newer, leaveOut);
  const query = { appointment_type_uid: "apt-001", from: monday, to: monday + 86_400, colour: 1 };
  assert.throws(() => clinic.findSlots(query, monday), fault("unknown_field", "colour"));
  assert.throws(() => clinic.decide({ command: "expire", uid: "mtg-1", colour: 1 }, monday), SchedulingError);
});

test("words that are not known, and all else that is wrong, stay errors", () => {
  const status = { ...newer, appointments: [appointment(1, { status: "postponed" })] };
  assert.throws(() => new Clinic(status, leaveOut), fault("unknown_value", "appointments[0].status"));
  const wrong = {
    ...newer,
    timezone: 5,
    doctors: [{ uid: "doc-456", colour: 1, active: "yes" }, { colour: 2 }],
  };
  assert.throws(
    () => new Clinic(wrong, leaveOut),
    (error) => {
      assert.deepEqual(
        error.errors.map(({ path }) => path),
        ["timezone", "doctors[0].active", "doctors[1].uid"],
      );
      return true;
    },
  );
});

test("a hundred fields at most are told", () => {
  const many = Object.fromEntries(Array.from({ length: 150 }, (_, number) => [`field_${number}`, number]));
  const clinic = new Clinic({ ...known, ...many }, leaveOut);
  assert.equal(clinic.leftOut().length, 100);
});

test("a room leaves out what it does not know, too", () => {
  assert.throws(() => new WaitingRoom({ colour: 1 }), fault("unknown_field", "colour"));
  const room = new WaitingRoom({ colour: 1, policy: { shade: 2 } }, leaveOut);
  assert.deepEqual(room.leftOut(), [
    { path: "colour", count: 1 },
    { path: "policy.shade", count: 1 },
  ]);
  room.change({ change: "put_doctor", doctor: { uid: "doc-1", colour: 3 } });
  assert.equal(room.leftOut()[2].path, "doctor.colour");
});

test("the package says its version", () => {
  assert.match(version, /^\d+\.\d+\.\d+/);
});
