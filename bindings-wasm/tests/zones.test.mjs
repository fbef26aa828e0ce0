// The page and the engine say the same time, also where their tz databases differ.

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";

import { formatTime, localTime, timezoneData, timezoneNames, tzdata } from "../pkg/node.js";
import * as small from "../pkg/small_node.js";
import { engineItself, root } from "./support.mjs";

const { hostData, hostOffset, RELEASES } = await import(join(root, "target/wasm/js/zones.js"));
const { offsetsOf } = await import(join(root, "target/wasm/js/clocks.js"));
await engineItself();

const known = timezoneNames().filter((name) => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    return false;
  }
});
const half = 182 * 86_400;
const instants = Array.from({ length: 40 }, (_, index) => 1_704_067_200 + index * half);

test("the marks of releases are those of the rules that are built in", () => {
  for (const [release, timezone, at, offset] of RELEASES) {
    const own = offsetsOf(timezoneData(timezone));
    assert.equal(own(at), offset, `${release}, ${timezone}`);
  }
  assert.equal(
    RELEASES.at(-1)[0],
    tzdata().builtIn,
    "a newer release is built in: add what it moved to RELEASES, or say here that it moved nothing",
  );
});

test("where the host's rules are older, the page's helpers go by the engine's", () => {
  const differing = [];
  for (const timezone of known) {
    const own = offsetsOf(timezoneData(timezone));
    for (const at of instants) {
      const shown = new Date((at + own(at)) * 1000).toISOString().slice(0, 19);
      assert.equal(localTime(at, timezone), shown);
      assert.equal(
        formatTime(at, timezone, "en-GB", { dateStyle: "short", timeStyle: "medium" }),
        `${shown.slice(8, 10)}/${shown.slice(5, 7)}/${shown.slice(0, 4)}, ${shown.slice(11)}`,
      );
      if (own(at) !== hostOffset(timezone, at) && !differing.includes(timezone)) differing.push(timezone);
    }
  }
  const { builtIn, host, used } = tzdata();
  console.log(
    `built in ${builtIn}, host ${host}: ${used} is used; they differ in ${differing.join(", ") || "no zone"}`,
  );
  if (host === builtIn) assert.deepEqual(differing, []);
  if (host < builtIn) assert.equal(used, "built-in");
});

test("the small build has the host's rules, and the engine reads them as they are", () => {
  assert.equal(small.tzdata().used, "host");
  for (const timezone of known.filter((_, index) => index % 20 === 0)) {
    const own = offsetsOf(small.timezoneData(timezone));
    const built = timezoneData(timezone);
    for (const at of [
      ...instants,
      ...built.transitions.flatMap((change) => [change.at - 1, change.at]).filter((at) => at < 2_000_000_000),
    ]) {
      assert.equal(own(at), hostOffset(timezone, at), `${timezone} at ${at}`);
    }
  }
  assert.throws(() => new small.Clinic({ timezone: "europe/berlin" }), /unknown time zone/);
  assert.throws(() => new small.Clinic({ timezone: "+01:00" }), /unknown time zone/);
  assert.equal(new small.Clinic({ timezone: "UTC" }).timezone, "UTC");
});

test("what is read off the host is what is built in, where both are of one mind", () => {
  for (const timezone of [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kolkata",
  ]) {
    const [theirs, ours] = [hostData(timezone), timezoneData(timezone)];
    const recent = ({ transitions }) =>
      transitions.filter(({ at }) => at > 946_684_800 && at < 1_780_000_000);
    assert.deepEqual(recent(theirs), recent(ours), timezone);
  }
});
