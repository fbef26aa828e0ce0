// A hold without a page: what React does to components whose code is replaced, and calls in a row.

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";

import { Clinic } from "../pkg/node.js";
import { PRACTICE, root } from "./support.mjs";

const { Holding } = await import(join(root, "target/wasm/js/holding.js"));

const monday = 1774220400;
const slot = { start_date: monday + 9 * 3600, doctor_uid: "doc-456" };
const make = () => new Clinic(PRACTICE);
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

test("a hold that has gone before the page knows it stands in no other's way", async () => {
  const later = { ...slot, start_date: slot.start_date + 1800 };
  for (const [name, wait] of [
    ["at once", (events) => events],
    ["later", (events) => Promise.resolve(events)],
  ]) {
    // The page's clock is slow by an hour: on the server the hold has run out.
    const server = make();
    const asked = [];
    let now = monday;
    const decide = (command) => {
      asked.push([command.command, command.replaces]);
      const events = server.decide({ ...command, uid: `mtg-${asked.length}` }, now);
      events.forEach((event) => server.apply(event));
      return wait(events);
    };
    const holding = new Holding(around({ decide }));
    assert.equal(await holding.take(slot), true, name);
    now += 3600;
    assert.equal(await holding.take(later), true, name);
    assert.deepEqual(asked, [
      ["hold", null],
      ["hold", "mtg-1"],
      ["hold", null],
    ]);
    assert.equal(holding.state().uid, "mtg-3");
    assert.equal(holding.state().error, null);
    // Another refusal is told as it is, and asked for once.
    assert.equal(await holding.take({ ...slot, start_date: monday }), false);
    assert.equal(asked.length, 4);
    assert.equal(holding.state().error.code, "not_bookable");
  }
});

test("what a server throws that is no error becomes one", async () => {
  for (const [thrown, message] of [
    ["no network", "no network"],
    [{ code: "not_bookable", message: "taken" }, "taken"],
    [undefined, "undefined"],
    [null, "null"],
    [7, "7"],
  ]) {
    const holding = new Holding(around({ decide: () => Promise.reject(thrown) }));
    assert.equal(await holding.take(slot), false);
    assert.equal(holding.state().error.message, message);
    assert.equal(holding.state().error.cause, thrown);
  }
});
