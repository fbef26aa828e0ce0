// A prepared query answers as the query does, of the clinic as it is when it is asked.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { Clinic, SchedulingError } from "../pkg/node.js";
import { root, vectors } from "./support.mjs";

const berlin = () => JSON.parse(readFileSync(join(root, "core/examples/berlin.json"), "utf8"));
/** Friday, 2027-03-19, 08:00 in Berlin; the Monday after it, and two weeks. */
const NOW = 1_805_439_600;
const query = (more) => ({
  appointment_type_uid: "apt-001",
  from: 1_805_670_000,
  to: 1_806_872_400,
  ...more,
});

/** What is answered. A wrong `now` is no fault of the query: it is found when the query is asked. */
function answered(ask) {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof SchedulingError)) throw error;
    const faults = (error.data.errors ?? [error.data]).filter(({ path }) => path !== "now");
    return faults.length > 0 ? faults.map(({ message }) => message) : error.data;
  }
}

test("a prepared query answers as the query does in every vector", () => {
  let [asked, refused] = [0, 0];
  for (const { name, call, input, error } of vectors()) {
    if (!["new", "change", "find_slots", "first_slots"].includes(call) || input.query === undefined) continue;
    let clinic;
    try {
      clinic = new Clinic(input.clinic);
      for (const change of input.changes ?? []) clinic.change(change);
    } catch (error) {
      assert.ok(error instanceof SchedulingError, name);
      continue;
    }
    const ways = ["findSlots", "firstSlots", "findSlotsPacked", "findSlotsByDoctorPacked"];
    for (const way of ways.slice(0, input.query.limit == null ? 4 : 3)) {
      const directly = answered(() => clinic[way](input.query, input.now));
      const prepared = answered(() => {
        const query = clinic.prepare(input.query);
        const found = query[way](input.now);
        query.free();
        return found;
      });
      assert.deepEqual(prepared, directly, `${name}, ${way}`);
    }
    asked += 1;
    refused += error === undefined ? 0 : 1;
  }
  assert.ok(asked >= 250 && refused >= 20, `${asked} asked, ${refused} refused`);
});

test("it is asked of the clinic as it is now", () => {
  const clinic = new Clinic(berlin());
  const prepared = clinic.prepare(query());
  const before = prepared.findSlots(NOW);
  assert.deepEqual(before, clinic.findSlots(query(), NOW));
  const hold = {
    command: "hold",
    uid: "mtg-new",
    appointment_type_uid: "apt-001",
    doctor_uid: before[0].doctor_uid,
    start_date: before[0].start_date,
    patient_uid: "pat-new",
  };
  for (const event of clinic.decide(hold, NOW)) clinic.apply(event);
  const after = prepared.findSlots(NOW);
  assert.deepEqual(after, clinic.findSlots(query(), NOW));
  assert.notDeepEqual(after, before);
  clinic.change({ change: "remove_appointment", uid: "mtg-new" });
  assert.deepEqual(prepared.findSlots(NOW), before);
});

test("a bad query is refused as it is prepared, and what is gone by then as it is asked", () => {
  const clinic = new Clinic(berlin());
  for (const wrong of [
    { appointment_type_uid: "nobody's" },
    { to: query().from },
    { limit: 0 },
    { doctor_uids: ["nobody"] },
    { colour: "red" },
    { duration_minutes: 17 },
  ]) {
    const refusal = (ask) => {
      try {
        ask();
      } catch (error) {
        assert.ok(error instanceof SchedulingError);
        return error.data;
      }
      return assert.fail("nothing was refused");
    };
    const prepared = refusal(() => clinic.prepare(query(wrong)));
    assert.deepEqual(prepared, refusal(() => clinic.findSlots(query(wrong), NOW)));
  }
  clinic.change({ change: "put_appointment_type", appointment_type: { uid: "new", duration_minutes: 30 } });
  const prepared = clinic.prepare(query({ appointment_type_uid: "new" }));
  assert.deepEqual(prepared.findSlots(NOW), clinic.findSlots(query({ appointment_type_uid: "new" }), NOW));
  clinic.change({ change: "remove_appointment_type", uid: "new" });
  assert.throws(() => prepared.findSlots(NOW), (error) => error.data.path === "appointment_type_uid");
});

test("a handle that is freed says so, the query's and the clinic's", () => {
  const clinic = new Clinic(berlin());
  const [one, other] = [clinic.prepare(query()), clinic.prepare(query())];
  one.free();
  one.free();
  assert.throws(() => one.findSlots(NOW), /this query is freed/);
  assert.ok(other.findSlotsPacked(NOW).starts.length > 0);
  clinic.free();
  assert.throws(() => other.findSlots(NOW), /this clinic is freed/);
  assert.throws(() => clinic.prepare(query()), /this clinic is freed/);
});
