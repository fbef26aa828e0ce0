// The package as others see it: its entries, its types, the README's example in strict mode, and helpers.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";

import { publint } from "publint";

import * as frontdesk from "../pkg/node.js";
import { pkg, readme, root } from "./support.mjs";

const scratch = join(root, "target/wasm/node");
rmSync(scratch, { recursive: true, force: true });
mkdirSync(join(scratch, "node_modules"), { recursive: true });
symlinkSync(pkg, join(scratch, "node_modules/frontdesk"));
writeFileSync(join(scratch, "package.json"), `{ "type": "module" }`);
const tsc = join(root, "bindings-wasm/node_modules/.bin/tsc");

test("publint has nothing to say", async () => {
  const { messages } = await publint({ pkgDir: pkg, strict: true });
  assert.deepEqual(messages, []);
});

test("the types are right however the package is resolved", async () => {
  const { checkPackage, createPackageFromTarballData } = await import("@arethetypeswrong/core");
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--pack-destination", scratch], {
      cwd: pkg,
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  const { readFileSync } = await import("node:fs");
  const { problems } = await checkPackage(
    createPackageFromTarballData(new Uint8Array(readFileSync(join(scratch, filename)))),
  );
  // `node10` is a resolution without `exports`: it finds the main entry and no other. The raw modules have no
  // types.
  const others = problems.filter(
    (problem) => problem.resolutionKind !== "node10" && !/wasm/.test(problem.entrypoint ?? ""),
  );
  assert.deepEqual(others, []);
});

for (const file of ["README.md", "bindings-wasm/README.md", "docs/tutorial/typescript.md"]) {
  test(`the example of ${file} is typed strictly, and runs`, () => runs(readme("ts", file)[0]));
}

function runs(code) {
  writeFileSync(join(scratch, "readme.ts"), code);
  const strict = [
    "--strict",
    "--exactOptionalPropertyTypes",
    "--noUncheckedIndexedAccess",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--lib",
    "es2022,dom",
    "--types",
    "",
  ];
  execFileSync(tsc, [...strict, "readme.ts"], { cwd: scratch, stdio: "inherit" });
  execFileSync(
    "node",
    [
      "--input-type=module",
      "-e",
      `console.assert = (holds) => { if (!holds) throw new Error("README"); }; await import("./readme.js");`,
    ],
    { cwd: scratch, stdio: "inherit" },
  );
}

test("`require` and `import` are one engine", () => {
  const required = createRequire(join(scratch, "x.js"))("frontdesk");
  assert.equal(required.Clinic, frontdesk.Clinic);
});

test("Deno runs it, by an import map", () => {
  writeFileSync(
    join(scratch, "map.json"),
    JSON.stringify({ imports: { frontdesk: pathToFileURL(join(pkg, "index.js")) } }),
  );
  writeFileSync(
    join(scratch, "deno.js"),
    `
    import { Clinic, init, initRooms, timezoneNames, WaitingRoom } from "frontdesk";
    await Promise.all([init(), initRooms()]);
    const { timezone } = new Clinic({ timezone: "Europe/Berlin" });
    console.log(JSON.stringify([timezone, new WaitingRoom({}).length, timezoneNames().length > 400]));
  `,
  );
  const deno = join(root, "bindings-wasm/node_modules/.bin/deno");
  const said = execFileSync(
    deno,
    ["run", "--no-remote", "--no-config", `--allow-read=${pkg}`, "--import-map", "map.json", "deno.js"],
    { cwd: scratch, encoding: "utf8" },
  );
  assert.deepEqual(JSON.parse(said), ["Europe/Berlin", 0, true]);
});

test("`using` frees a handle", () => {
  if (Symbol.dispose === undefined) return;
  const clinic = new frontdesk.Clinic({});
  clinic[Symbol.dispose]();
  assert.throws(() => clinic.timezone, /freed/);
});

test("helpers", () => {
  const { formatInZones, groupByDay, holdCountdown, instant, localTime, monthMatrix, monthRange } = frontdesk;
  const nine = 1774256400; // 2026-03-23T09:00Z
  assert.equal(instant(new Date("2026-03-23T09:00:00.900Z")), nine);
  assert.equal(localTime(nine, "Asia/Kathmandu"), "2026-03-23T14:45:00");
  assert.deepEqual(
    [...groupByDay([{ start_date: nine }, { start_date: nine + 15 * 3600 }], "America/New_York").keys()],
    ["2026-03-23"],
  );
  assert.deepEqual(
    [...groupByDay([{ start_date: nine }, { start_date: nine + 15 * 3600 }], "Europe/Berlin").keys()],
    ["2026-03-23", "2026-03-24"],
  );
  assert.deepEqual(formatInZones(nine + 15 * 3600, "America/New_York", "Europe/Berlin", "de"), {
    here: "20:00",
    there: "01:00",
    dayDifference: 1,
  });
  assert.deepEqual(monthRange("2026-03", "Europe/Berlin"), { from: 1771801200, to: 1775426400 });
  const weeks = monthMatrix("2026-03", [{ date: "2026-03-23", first_start_date: nine }]);
  assert.equal(weeks.length, 6);
  assert.deepEqual(weeks[4][0], { date: "2026-03-23", inMonth: true, firstStart: nine });
  assert.deepEqual(weeks[0][0], { date: "2026-02-23", inMonth: false, firstStart: null });
  assert.throws(() => monthMatrix("2026-3", []), TypeError);
  // Cairo's clock skips midnight on 2026-04-24: the day begins at one.
  assert.equal(localTime(monthRange("2026-05", "Africa/Cairo").from, "Africa/Cairo"), "2026-04-27T00:00:00");
  const hold = { status: "held", hold_expires_at: nine + 598 };
  assert.deepEqual(holdCountdown(hold, nine), { secondsLeft: 598, text: "9:58", hasLapsed: false });
  assert.deepEqual(holdCountdown(hold, nine + 600), { secondsLeft: 0, text: "0:00", hasLapsed: true });
});

test("a handle is shown and written, and JSON makes one", () => {
  const { Clinic, SchedulingError } = frontdesk;
  const clinic = Clinic.fromJson('{ "timezone": "Europe/Berlin", "doctors": [{ "uid": "doc-456" }] }');
  assert.match(inspect(clinic), /^Clinic \{\s+timezone: 'Europe\/Berlin',.*\sdoctors: 1,/s);
  assert.deepEqual(JSON.parse(JSON.stringify({ clinic })).clinic, clinic.snapshot());
  const again = Clinic.fromJson(new TextEncoder().encode(JSON.stringify(clinic)));
  assert.deepEqual(again.snapshot(), clinic.snapshot());
  assert.throws(
    () => Clinic.fromJson('{ "patient": "Erika Mustermann" '),
    (error) =>
      error instanceof SchedulingError && error.code === "invalid_json" && !/Erika/.test(error.message),
  );
  assert.throws(() => Clinic.fromJson(7), TypeError);
  clinic.free();
  assert.equal(inspect(clinic), "Clinic (freed)");
});

test("seconds are not taken for milliseconds", () => {
  assert.throws(() => frontdesk.instant(1774256400), /milliseconds are meant/);
  assert.equal(frontdesk.instant(1774256400_000), 1774256400);
});

test("fields that are undefined are typed", () => {
  writeFileSync(
    join(scratch, "undefined.ts"),
    `import type { SlotQuery } from "frontdesk";
    export const query: SlotQuery = { appointment_type_uid: "a", from: 0, to: 1, doctor_uids: undefined };
    `,
  );
  execFileSync(
    tsc,
    [
      "--strict",
      "--exactOptionalPropertyTypes",
      "--noEmit",
      "--target",
      "es2022",
      "--module",
      "nodenext",
      "--types",
      "",
      "undefined.ts",
    ],
    { cwd: scratch, stdio: "inherit" },
  );
});

test("a worker that Vite builds by default carries the engine once", async () => {
  const { build } = await import("vite");
  const folder = join(scratch, "worker");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "index.html"),
    `<script type="module">new Worker(new URL("./worker.js", import.meta.url));</script>`,
  );
  writeFileSync(
    join(folder, "worker.js"),
    `import { Clinic, init } from "frontdesk/lean";
    init().then(() => postMessage(new Clinic({}).timezone));`,
  );
  await build({ root: folder, logLevel: "error" });
  const files = readdirSync(join(folder, "dist/assets"));
  const sizes = (end) =>
    files
      .filter((file) => file.endsWith(end))
      .map((file) => statSync(join(folder, "dist/assets", file)).size);
  assert.ok(
    files.some((file) => /^frontdesk.*\.wasm$/.test(file)),
    files.join(),
  );
  assert.ok(Math.max(...sizes(".js")) < 100_000, sizes(".js").join());
});
