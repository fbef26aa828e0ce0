// A hold without a page: what React does to components whose code is replaced, and calls in a row.

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";

import { Clinic } from "../pkg/node.js";
import { root } from "./support.mjs";

const { Holding } = await import(join(root, "target/wasm/js/holding.js"));

const monday = 1774220400;
const slot = { start_date: monday + 9 * 3600, doctor_uid: "doc-456" };
const make = () =>
  new Clinic({
    timezone: "Europe/Berlin",
    appointment_types: [{ uid: "apt-001", duration_minutes: 30 }],
    doctors: [
      { uid: "doc-456", availability_rules: [{ uid: "rule-001", weekday: 0, start_time: 540, end_time: 660 }] },
    ],
  });
const around = (more) => ({
  clinic: make(),
  request: { appointment_type_uid: "apt-001" },
  decide: undefined,
  releaseAtUnmount: true,
  newUid: () => "mtg-1",
  now: () => monday,
  ...more,
});

test("a component that leaves only to come back at once keeps its hold", async () => {
  const holding = new Holding(around());
  let leave = holding.mount();
  assert.equal(await holding.take(slot), true);
  leave();
  leave = holding.mount();
  await Promise.resolve();
  const { clinic } = holding.surroundings;
  assert.equal(clinic.appointment("mtg-1").status, "held");
  leave();
  await Promise.resolve();
  assert.equal(clinic.appointment("mtg-1").status, "cancelled");
});

test("what a server answers that is no list of events is an error", async () => {
  for (const [answer, message] of [
    [undefined, /undefined/],
    [null, /null/],
    [{}, /events/],
    [[{ event: "nothing" }], /nothing/],
    [Promise.resolve(7), /events/],
    [Promise.reject(new Error("offline")), /offline/],
  ]) {
    const holding = new Holding(around({ decide: () => answer }));
    assert.equal(await holding.take(slot), false);
    assert.match(holding.state().error.message, message);
    assert.equal(holding.state().isPending, false);
  }
});

test("without a slot, a request or a clinic, nothing happens but an error", async () => {
  for (const [more, call] of [
    [{ request: null }, (holding) => holding.take(slot)],
    [{ clinic: null }, (holding) => holding.take(slot)],
    [{}, (holding) => holding.take(undefined)],
    [{}, (holding) => holding.take({ start_date: NaN })],
    [{}, (holding) => holding.confirm()],
    [{}, (holding) => holding.extend()],
    [{ newUid: () => "" }, (holding) => holding.take(slot)],
  ]) {
    const holding = new Holding(around(more));
    assert.equal(await call(holding), false);
    assert.ok(holding.state().error instanceof Error);
    assert.equal(holding.state().uid, null);
  }
  const idle = new Holding(around());
  assert.equal(await idle.release(), true);
  assert.equal(idle.state().error, null);
});
