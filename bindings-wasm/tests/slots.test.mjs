// The entry for slots: its module answers what the whole engine does, and both can be on one page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import * as lean from "../pkg/lean.js";
import * as slots from "../pkg/slots.js";
import { nativeAnswers, pkg, randomCalls, root, vectors } from "./support.mjs";
import { answersOf, ask, difference, lineOf } from "./vectors.mjs";

const CLINIC = { timezone: "Europe/Berlin", doctors: [{ uid: "doc-456" }] };
const modules = {
  slots: readFileSync(join(pkg, "slots.wasm")),
  all: readFileSync(join(pkg, "frontdesk.wasm")),
};

/** What it is asked, as the vectors name it. */
const CALLS = [
  "new",
  "change",
  "find_slots",
  "first_slots",
  "days_with_slots",
  "is_bookable",
  "explain",
  "explain_days",
  "reason_sentence",
  "instant",
  "next_due",
];
const METHODS = CALLS.map((call) => call.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()));

const cases = vectors().filter(({ call, input }) => CALLS.includes(call) && input.clinic !== undefined);

/** The module itself, by its own interface, apart from the one of the package. */
async function moduleItself() {
  const [{ slotsOnly }, { clinics }, { write }] = await Promise.all(
    ["slot_build", "engines", "value"].map((name) => import(join(root, `target/wasm/js/${name}.js`))),
  );
  clinics.startFrom(slotsOnly, modules.slots);
  assert.equal(clinics.get().Clinic.prototype.decide, undefined, "it is the module of slots");
  return { ...clinics.get(), write };
}

test("nothing is there before it is asked for", () => {
  assert.throws(() => new slots.Clinic(CLINIC), /the engine is not there yet: `await init\(\)` first/);
});

test("every vector about slots holds", () => {
  slots.initSync(modules.slots);
  assert.ok(cases.length >= 500, `${cases.length}: a call is lost`);
  const wrong = cases
    .map((entry) => [entry.name, difference(entry, ask(slots, entry))])
    .filter(([, wrong]) => wrong !== undefined);
  assert.deepEqual(wrong, []);
});

test("every vector about slots has the same bytes natively, and so have random calls", async () => {
  const engine = await moduleItself();
  const lines = cases.map(lineOf);
  const expected = await nativeAnswers(lines);
  lines.forEach((line, index) => assert.deepEqual(answersOf(engine, line), expected[index]));
  let count = 0;
  for await (const [{ calls, ...line }, { answers, ...made }] of randomCalls(60_000)) {
    if (line.handle !== "clinic") continue;
    // What comes behind an event hangs on it.
    const others = calls.findIndex(([name]) => !METHODS.includes(name));
    const asked = others < 0 ? calls : calls.slice(0, others);
    const found = answersOf(engine, { ...line, calls: asked });
    assert.deepEqual(found, { ...made, answers: answers.slice(0, asked.length) });
    count += asked.length;
  }
  assert.ok(count >= 3_000, `${count} calls`);
});

test("a page may load the whole engine later, or first", async () => {
  // The module of slots runs already, by the tests above or by this.
  slots.initSync(modules.slots);
  const before = new slots.Clinic(CLINIC);
  assert.throws(() => new lean.Clinic(CLINIC), /the engine is not there yet/);
  await lean.init(modules.all);
  const clinic = new lean.Clinic(CLINIC);
  assert.equal(clinic.snapshot().timezone, "Europe/Berlin");
  assert.ok(clinic instanceof slots.Clinic, "what takes the one takes the other");
  assert.equal(before.timezone, "Europe/Berlin", "what was made before is still there");
  before.change({ change: "put_doctor", doctor: { uid: "doc-789" } });
  assert.deepEqual(before.doctorUids, ["doc-456", "doc-789"]);
  before.free();
  // The other way round, the whole engine does.
  await slots.init("nowhere");
  assert.equal(new slots.Clinic(CLINIC).timezone, "Europe/Berlin");
  assert.equal(slots.localDate(1774220400, "Europe/Berlin"), lean.localDate(1774220400, "Europe/Berlin"));
});
