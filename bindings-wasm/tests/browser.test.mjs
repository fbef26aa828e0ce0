// In Chromium: the vectors, the README's example, the page of `examples/`, a worker, and a bundle by each
// bundler.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { openBrowser } from "./browser.mjs";
import { nativeAnswers, readme, root, vectors } from "./support.mjs";
import { lineOf } from "./vectors.mjs";

let browser, origin, page, scratch, close;

before(async () => {
  ({ browser, origin, page, scratch, close } = await openBrowser("browser"));
});

after(() => close?.());

const HOLDS = `
  const { Clinic, init, initRooms, WaitingRoom } = frontdesk;
  await init();
  const type = { uid: "apt-001", duration_minutes: 30 };
  const rule = { uid: "rule-001", weekday: 0, start_time: 540, end_time: 660 };
  const doctors = [{ uid: "doc-456", availability_rules: [rule] }];
  const clinic = new Clinic({ timezone: "Europe/Berlin", appointment_types: [type], doctors });
  await initRooms();
  if (new WaitingRoom({}).length !== 0) throw new Error("somebody waits in a room of nobody");
  const day = { appointment_type_uid: "apt-001", from: 1774220400, to: 1774306800 };
  return clinic.findSlots(day, day.from).map((slot) => slot.start_date);
`;
const SLOTS = [1774252800, 1774254600, 1774256400, 1774258200];

test("every vector holds, and has the same bytes natively", async () => {
  const { opened, errors } = await page();
  const cases = vectors();
  const lines = cases.map(lineOf);
  const found = await opened.evaluate(
    async ({ cases, lines }) => {
      const [
        frontdesk,
        { ask, answersOf, difference },
        { clinics, rooms },
        { initRoomsSync, initSync },
        { write },
      ] = await Promise.all(
        [
          "/bindings-wasm/pkg/index.js",
          "/bindings-wasm/tests/vectors.mjs",
          "/target/wasm/js/engines.js",
          "/target/wasm/js/builds.js",
          "/target/wasm/js/value.js",
        ].map((path) => import(path)),
      );
      await Promise.all([frontdesk.init(), frontdesk.initRooms()]);
      initSync(await (await fetch("/bindings-wasm/pkg/frontdesk.wasm")).arrayBuffer());
      initRoomsSync(await (await fetch("/bindings-wasm/pkg/rooms.wasm")).arrayBuffer());
      const engine = { ...clinics.get(), ...rooms.get(), write };
      const wrong = cases
        .map((entry) => [entry.name, difference(entry, ask(frontdesk, entry))])
        .filter(([, wrong]) => wrong !== undefined);
      return { wrong, answers: lines.map((line) => answersOf(engine, line)) };
    },
    { cases, lines },
  );
  assert.deepEqual(found.wrong, []);
  assert.deepEqual(found.answers, await nativeAnswers(lines));
  assert.deepEqual(errors, []);
});

test("a script without a bundler, inline and small give the same slots", async () => {
  for (const entry of ["index.js", "inline.js", "small.js"]) {
    const { opened, errors } = await page();
    const slots = await opened.evaluate(
      ([entry, code]) =>
        import(`/bindings-wasm/pkg/${entry}`).then((frontdesk) =>
          new Function("frontdesk", `return (async () => {${code}})()`)(frontdesk),
        ),
      [entry, HOLDS],
    );
    assert.deepEqual([entry, slots, errors], [entry, SLOTS, []]);
  }
});

test("it is ready soon, from a warm cache", async () => {
  // One context: each has a cache of its own, in which the module stays, compiled once it has been used for a
  // while.
  const context = await browser.newContext();
  const times = [];
  for (let round = 0; round < 10; round++) {
    const opened = await context.newPage();
    await opened.goto(`${origin}/target/wasm/browser/empty.html`);
    times.push(
      await opened.evaluate(async () => {
        const { init, Clinic } = await import("/bindings-wasm/pkg/index.js");
        const begin = performance.now();
        await init();
        new Clinic({}).free();
        return performance.now() - begin;
      }),
    );
    await opened.close();
  }
  await context.close();
  const [first, ...warm] = times;
  console.log(
    `ready in ${first.toFixed(1)} ms, then in ${warm.map((time) => time.toFixed(1)).join(", ")} ms`,
  );
});

test("calls before it is ready say so, of clinics and of rooms", async () => {
  const { opened } = await page();
  const messages = await opened.evaluate(() =>
    import("/bindings-wasm/pkg/index.js").then(async ({ Clinic, init, planning, WaitingRoom }) => {
      const thrown = (ask) => {
        try {
          return ask();
        } catch (error) {
          return String(error);
        }
      };
      const early = thrown(() => new Clinic({}));
      await init();
      new Clinic({}).free();
      const model = { arrivals_per_minute: 0.1, service_minutes: 12, doctors: 3 };
      return [
        early,
        thrown(() => new WaitingRoom({})),
        thrown(() => new planning.ErlangC(model).steadyState()),
      ];
    }),
  );
  assert.match(messages[0], /TypeError: .*await init\(\)/);
  assert.match(messages[1], /TypeError: .*await initRooms\(\)/);
  assert.match(messages[2], /TypeError: .*await initRooms\(\)/);
});

test("where the page's policy forbids WebAssembly, whatever starts it says so", async () => {
  const { opened } = await page("/target/wasm/browser/strict.html");
  const messages = await opened.evaluate(async () => {
    const thrown = (promise) => promise.then(() => "it starts", String);
    const entries = await Promise.all(
      ["index.js", "lean.js", "small.js", "inline.js"].map((entry) => import(`/bindings-wasm/pkg/${entry}`)),
    );
    const bytes = await (await fetch("/bindings-wasm/pkg/frontdesk.wasm")).arrayBuffer();
    const starts = entries.flatMap(({ init, initRooms }) => [init, initRooms]);
    return Promise.all([...starts.map((start) => thrown(start())), thrown(entries[0].init(bytes))]);
  });
  assert.equal(messages.length, 9);
  for (const message of messages) {
    assert.match(message, /^TypeError: the page's Content Security Policy .*'wasm-unsafe-eval'$/);
  }
});

test("it runs in a worker", async () => {
  writeFileSync(
    join(scratch, "worker.js"),
    `import * as frontdesk from "/bindings-wasm/pkg/index.js";
    (async () => {${HOLDS}})().then(postMessage, (error) => postMessage(String(error)));
    `,
  );
  const { opened } = await page();
  const slots = await opened.evaluate(
    () =>
      new Promise((done) => {
        new Worker("/target/wasm/browser/worker.js", { type: "module" }).onmessage = ({ data }) => done(data);
      }),
  );
  assert.deepEqual(slots, SLOTS);
});

test("it runs in a service worker", async () => {
  writeFileSync(
    join(scratch, "service.js"),
    `
    import * as frontdesk from "/bindings-wasm/pkg/index.js";
    const slots = async () => {${HOLDS}};
    addEventListener("message", ({ source }) => slots().then(
      (found) => source.postMessage(found), (error) => source.postMessage(String(error))));
  `,
  );
  const { opened } = await page();
  const slots = await opened.evaluate(async () => {
    const registration = await navigator.serviceWorker.register("/target/wasm/browser/service.js", {
      type: "module",
    });
    await navigator.serviceWorker.ready;
    const answered = new Promise((done) => (navigator.serviceWorker.onmessage = ({ data }) => done(data)));
    navigator.serviceWorker.startMessages();
    registration.active.postMessage("slots?");
    const found = await answered;
    await registration.unregister();
    return found;
  });
  assert.deepEqual(slots, SLOTS);
});

test("the README's example runs", async () => {
  const { build } = await import("esbuild");
  writeFileSync(join(scratch, "readme.ts"), readme("ts")[0]);
  await build({
    entryPoints: [join(scratch, "readme.ts")],
    bundle: true,
    format: "esm",
    splitting: true,
    outdir: join(scratch, "readme"),
    logLevel: "error",
  });
  const { opened, errors } = await page();
  await opened.evaluate(() => {
    console.assert = (holds) => {
      if (!holds) throw new Error("what README says does not hold");
    };
    return import("/target/wasm/browser/readme/readme.js");
  });
  assert.deepEqual(errors, []);
});

test("a page of forty lines shows a clinic's week", async () => {
  assert.ok(
    readFileSync(join(root, "bindings-wasm/examples/week.html"), "utf8").trimEnd().split("\n").length <= 40,
  );
  const { opened, errors } = await page("/bindings-wasm/examples/week.html");
  await opened.waitForSelector("button");
  const [days, buttons] = [
    await opened.locator("section").count(),
    await opened.locator("button").allTextContents(),
  ];
  await opened.screenshot({ path: join(scratch, "week.png") });
  assert.equal(days, 7);
  assert.deepEqual(buttons.slice(0, 2), ["09:00 Dr. Yılmaz", "09:30 Dr. Yılmaz"]);
  assert.deepEqual(errors, []);
});

/** Each bundles `main.js` into the folder `out`, as a page that loads `main.js` there. */
const bundlers = {
  esbuild: async (entry, out) =>
    (await import("esbuild")).build({
      entryPoints: [entry],
      bundle: true,
      format: "esm",
      splitting: true,
      outdir: out,
      logLevel: "error",
    }),
  rollup: async (entry, out) => {
    const [{ rollup }, { nodeResolve }] = await Promise.all([
      import("rollup"),
      import("@rollup/plugin-node-resolve"),
    ]);
    const bundle = await rollup({ input: entry, plugins: [nodeResolve({ browser: true })] });
    await bundle.write({ dir: out, format: "es" });
  },
  webpack: async (entry, out) => {
    const { default: webpack } = await import("webpack");
    const stats = await new Promise((done, fail) =>
      webpack(
        {
          mode: "production",
          entry,
          output: { path: out, filename: "main.js", publicPath: "auto" },
          performance: { hints: false },
          optimization: { minimize: false },
        },
        (error, stats) => (error ? fail(error) : done(stats)),
      ),
    );
    assert.ok(!stats.hasErrors(), stats.toString("errors-only"));
  },
  vite: async (entry, out) => {
    const { build } = await import("vite");
    await build({
      root: scratch,
      configFile: false,
      logLevel: "error",
      base: "./",
      build: {
        outDir: out,
        minify: false,
        lib: undefined,
        rollupOptions: { input: entry, output: { entryFileNames: "main.js" } },
      },
    });
  },
};

for (const [name, bundle] of Object.entries(bundlers)) {
  test(`a bundle by ${name} loads and answers`, async () => {
    const entry = join(scratch, "main.js");
    writeFileSync(
      entry,
      `import * as frontdesk from "frontdesk";\nglobalThis.found = (async () => {${HOLDS}})();\n`,
    );
    const out = join(scratch, name);
    await bundle(entry, out);
    const { opened, errors } = await page();
    const slots = await opened.evaluate(async (path) => {
      const script = document.createElement("script");
      Object.assign(script, { type: "module", src: path });
      await new Promise((done) => ((script.onload = done), document.head.append(script)));
      return globalThis.found;
    }, `/target/wasm/browser/${name}/main.js`);
    assert.deepEqual(slots, SLOTS);
    assert.deepEqual(errors, []);
  });
}
