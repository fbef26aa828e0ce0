// How fast the package finds a doctor's slots of 90 days (W1), in one process with what else answers that,
// and beside the same engine natively. `cargo xtask wasm`, `npm install --prefix benches/node`, then
// `npm run ratios --prefix benches/node`. Every answer is compared before it is measured.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

process.env.TZ = "UTC"; // cal.com's answers hang on it
const { Clinic } = await import("../../bindings-wasm/pkg/node.js");
const { bookings, NOW, query, snapshot } = await import("./practice.mjs");
const { calcom } = await import("./calcom.mjs");
const { rruleAndLuxon } = await import("./rrule_and_luxon.mjs");

const DOCTORS = 256;
const indices = Array.from({ length: DOCTORS }, (_, index) => index);
const all = snapshot(indices);
const clinic = new Clinic(all);
const prepared = indices.map((index) => clinic.prepare(query(index)));
const [queries, booked] = [indices.map(query), indices.map(bookings)];
const alone = indices.map((index) => snapshot([index]));

/** Slots of a doctor by each of the ways. */
const ways = {
  "packed, from a prepared handle": (index) => clinic.findSlotsPacked(queries[index], NOW),
  "packed, the query prepared as well": (index) => prepared[index].findSlotsPacked(NOW),
  "as objects, limit 100": (index) => clinic.findSlots({ ...queries[index], limit: 100 }, NOW),
  "packed, building the handle included": (index) => {
    const one = new Clinic(alone[index]);
    const slots = one.findSlotsPacked(queries[index], NOW);
    one.free();
    return slots;
  },
  "rrule and luxon": (index) => rruleAndLuxon(booked[index]),
  "cal.com": (index) => calcom(booked[index]),
};
/**
 * How many calls make a batch: of some milliseconds, except where one call takes longer. Every batch goes on
 * with the next doctor.
 */
const batches = {
  "packed, from a prepared handle": 256,
  "packed, the query prepared as well": 256,
  "as objects, limit 100": 32,
  "packed, building the handle included": 8,
  "rrule and luxon": 1,
  "cal.com": 1,
};
const names = Object.keys(ways);
const starts = (answer) => Array.from(answer.starts ?? answer, (start) => start.start_date ?? start);

let slots = 0;
for (const index of indices.filter((index) => index % 32 === 0)) {
  const expected = starts(ways["cal.com"](index));
  assert.ok(expected.length > 400);
  slots += expected.length;
  for (const name of names) {
    assert.deepEqual(
      starts(ways[name](index)),
      name.includes("limit") ? expected.slice(0, 100) : expected,
      `${name}, doctor ${index}`,
    );
  }
}

const rounds = Number(process.argv[2] ?? 12);
const best = Object.fromEntries(names.map((name) => [name, Infinity]));
const next = Object.fromEntries(names.map((name) => [name, 0]));
const batch = (name, count = batches[name]) => {
  const begin = performance.now();
  for (let call = 0; call < count; call++) ways[name](next[name]++ % DOCTORS);
  return (performance.now() - begin) / count;
};
for (const name of names.slice(0, 4)) batch(name, 1000); // until V8 has optimised them
const native = join(dirname(fileURLToPath(import.meta.url)), "../../target/release/packed");
const natively = () =>
  Number(
    execFileSync(native, { input: JSON.stringify({ clinic: all, queries, now: NOW }), maxBuffer: 1 << 28 }),
  ) / 1e6;
let inRust = Infinity;
for (let round = 0; round < rounds; round++) {
  for (const name of names) {
    for (let again = 0; again < (batches[name] > 1 ? 10 : 1); again++)
      best[name] = Math.min(best[name], batch(name));
  }
  if (round % 4 === 0) inRust = Math.min(inRust, natively());
}

const ofNative = (name) => Math.round((inRust / best[name]) * 100);
console.log(
  `One doctor, 90 days, ${Math.round(slots / (DOCTORS / 32))} slots; the best of ${rounds} rounds, ` +
    `${DOCTORS} doctors in turn, Node ${process.version}\n`,
);
console.log("| way | µs | cal.com takes | rrule and luxon take |\n|---|---:|---:|---:|");
const times = (peer, name) =>
  best[peer] > best[name]
    ? `${(best[peer] / best[name]).toLocaleString("en", { maximumSignificantDigits: 3 })} ×`
    : "";
for (const name of names) {
  const peers = `${times("cal.com", name)} | ${times("rrule and luxon", name)}`;
  console.log(`| ${name} | ${(best[name] * 1000).toFixed(1)} | ${peers} |`);
}
console.log(`| the same engine in Rust, packed | ${(inRust * 1000).toFixed(1)} | | |\n`);
const [read, kept] = ["packed, from a prepared handle", "packed, the query prepared as well"];
console.log(`${ofNative(read)} % of native speed; ${ofNative(kept)} % with the query prepared`);
