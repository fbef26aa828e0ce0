// Whoever follows a handle hears of each change once, and of nothing else.

import assert from "node:assert/strict";
import test from "node:test";

import { Clinic, Learner, WaitingRoom } from "../pkg/node.js";
import { PRACTICE } from "./support.mjs";

const monday = 1774220400;
const start = monday + 9 * 3600;
const make = () => new Clinic(PRACTICE);
const hold = (uid, at = start) => ({
  command: "hold",
  uid,
  appointment_type_uid: "apt-001",
  start_date: at,
  doctor_uid: "doc-456",
});

test("each change of a clinic is told once; what changes nothing is not", () => {
  const clinic = make();
  const heard = [];
  clinic.subscribe(() => heard.push(clinic.version));
  assert.equal(clinic.version, 0);
  const [event] = clinic.decide(hold("mtg-1"), monday);
  assert.deepEqual(heard, [], "deciding changes nothing");
  assert.equal(clinic.apply(event), true);
  assert.equal(clinic.apply(event), false, "it is recorded already");
  clinic.change({ change: "put_doctor", doctor: { uid: "doc-789" } });
  assert.throws(() => clinic.change({ change: "put_doctor", doctor: { uid: "" } }));
  assert.throws(() => clinic.apply({ event: "held" }));
  assert.throws(() => clinic.change(undefined), TypeError);
  clinic.findSlots({ appointment_type_uid: "apt-001", from: monday, to: monday + 1 }, monday);
  assert.deepEqual(heard, [1, 2]);
  assert.equal(clinic.version, 2);
});

test("who is told sees the change, and can make another", () => {
  const clinic = make();
  const heard = [];
  const more = [monday + 9.5 * 3600, monday + 10 * 3600];
  clinic.subscribe(() => {
    const next = more.shift();
    if (next !== undefined) {
      for (const event of clinic.decide(hold(`mtg-${next}`, next), monday)) clinic.apply(event);
    }
  });
  clinic.subscribe(() => heard.push(clinic.snapshot().appointments.length));
  for (const event of clinic.decide(hold("mtg-1"), monday)) clinic.apply(event);
  assert.equal(clinic.version, 3);
  assert.deepEqual(
    heard,
    [3, 3, 3],
    "as often as there were changes, and never with one that is out of date",
  );
});

test("who leaves while others are told is not told, and who comes hears of the next", () => {
  const clinic = make();
  const heard = [];
  const ends = [];
  ends.push(
    clinic.subscribe(() => (heard.push("a"), ends[0](), ends[1](), clinic.subscribe(() => heard.push("c")))),
  );
  ends.push(clinic.subscribe(() => heard.push("b")));
  clinic.change({ change: "put_doctor", doctor: { uid: "doc-1" } });
  assert.deepEqual(heard, ["a"]);
  clinic.change({ change: "put_doctor", doctor: { uid: "doc-2" } });
  assert.deepEqual(heard, ["a", "c"]);
  ends[0]();
});

test("the same function can follow twice, and end one of the two", () => {
  const clinic = make();
  let heard = 0;
  const listener = () => heard++;
  const end = clinic.subscribe(listener);
  clinic.subscribe(listener);
  clinic.change({ change: "put_doctor", doctor: { uid: "doc-1" } });
  assert.equal(heard, 2);
  end();
  end();
  clinic.change({ change: "put_doctor", doctor: { uid: "doc-2" } });
  assert.equal(heard, 3);
  assert.throws(() => clinic.subscribe(), /`listener` is not a function/);
});

test("what a listener throws is the host's to report: the change is made, the others are told", async () => {
  const clinic = make();
  const reported = [];
  const others = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error) => reported.push(error.message));
  try {
    let heard = 0;
    clinic.subscribe(() => {
      throw new Error("mine");
    });
    clinic.subscribe(() => heard++);
    clinic.change({ change: "put_doctor", doctor: { uid: "doc-1" } });
    assert.equal(heard, 1);
    await new Promise((done) => setTimeout(done, 10));
  } finally {
    process.removeAllListeners("uncaughtException");
    others.forEach((listener) => process.on("uncaughtException", listener));
  }
  assert.deepEqual(reported, ["mine"]);
});

test("a clinic may be freed by who is told, and tells nobody then", () => {
  const clinic = make();
  let heard = 0;
  clinic.subscribe(() => clinic.free());
  clinic.subscribe(() => heard++);
  clinic.change({ change: "put_doctor", doctor: { uid: "doc-1" } });
  assert.equal(heard, 0);
  assert.equal(clinic.version, 1);
  assert.throws(() => clinic.timezone, /freed/);
  clinic.subscribe(() => heard++)();
});

test("a waiting room and a learner are followed the same way", () => {
  const room = new WaitingRoom({
    doctors: [{ uid: "doc-456", duty: [{ start_date: monday, end_date: monday + 3600 }] }],
  });
  const learner = new Learner();
  const heard = [];
  room.subscribe(() => heard.push(`room ${room.version}`));
  learner.subscribe(() => heard.push(`learner ${learner.version}`));
  const [event] = room.decide({ command: "register", uid: "qe-1", patient_uid: "pat-1" }, monday);
  assert.equal(room.apply(event), true);
  assert.equal(room.apply(event), false);
  learner.merge(new Learner());
  assert.throws(() => learner.merge(learner), TypeError);
  assert.throws(() => room.change({ change: "nothing" }));
  assert.deepEqual(heard, ["room 1", "learner 1"]);
});

test("following keeps nothing alive", async () => {
  const kept = [];
  const gone = [];
  const registry = new FinalizationRegistry((name) => gone.push(name));
  (() => {
    const clinic = make();
    // What ends a subscription is held long after the clinic is not: a page's clean-up code.
    kept.push(clinic.subscribe(() => {}));
    registry.register(clinic, "clinic");
  })();
  (() => {
    const clinic = make();
    const follower = { name: "follower" };
    const end = clinic.subscribe(() => follower.name);
    end();
    kept.push(clinic, end);
    registry.register(follower, "follower");
  })();
  for (let turn = 0; turn < 50 && gone.length < 2; turn++) {
    globalThis.gc();
    await new Promise((done) => setTimeout(done, 10));
  }
  assert.deepEqual(gone.sort(), ["clinic", "follower"]);
  kept[0]();
});
