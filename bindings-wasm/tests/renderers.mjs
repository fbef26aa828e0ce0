// The hooks in Chromium, with React in its strict mode and with Preact: what their tests share.

import assert from "node:assert/strict";
import { copyFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe } from "node:test";

import { build } from "esbuild";

import { openBrowser } from "./browser.mjs";
import { root } from "./support.mjs";

export const MONDAY = 1774220400; // 2026-03-23, midnight in Berlin
export const [NINE, HALF] = [9 * 3600, 9 * 3600 + 1800];
/** All starts of that day, from its midnight on. */
export const ALL = [NINE, HALF, NINE + 3600, HALF + 3600];

const modules = join(root, "bindings-wasm/node_modules");

/** Preact waits for a frame before it runs effects, and the clock of the tests stands still. */
const EFFECTS = `
  import { options } from "preact";
  options.requestAnimationFrame = (run) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (port1.close(), run());
    port2.postMessage(null);
  };
`;
const COMPAT = {
  react: "preact/compat",
  "react-dom": "preact/compat",
  "react-dom/client": "preact/compat/client",
};

/** A browser, and `hooks.jsx` in a folder of `target/wasm` for both renderers. */
async function open(folder) {
  const context = await openBrowser(folder);
  for (const name of ["react", "react-dom", "preact", "scheduler"]) {
    symlinkSync(join(modules, name), join(context.scratch, "node_modules", name));
  }
  copyFileSync(join(root, "bindings-wasm/tests/hooks.jsx"), join(context.scratch, "hooks.jsx"));
  writeFileSync(join(context.scratch, "effects.js"), EFFECTS);
  for (const [renderer, alias] of Object.entries({ react: {}, preact: COMPAT })) {
    await build({
      absWorkingDir: context.scratch,
      stdin: {
        contents: `${renderer === "preact" ? `import "./effects.js";` : ""} import "./hooks.jsx";`,
        resolveDir: context.scratch,
      },
      bundle: true,
      format: "esm",
      splitting: true,
      jsx: "automatic",
      alias,
      define: { "process.env.NODE_ENV": '"development"' },
      outdir: join(context.scratch, renderer),
      logLevel: "error",
    });
  }
  return context;
}

/** Runs `tests` with both renderers; `folder` is where its pages are. */
export function withRenderers(folder, tests) {
  let context;
  before(async () => {
    context = await open(folder);
  });
  after(() => context?.close());

  for (const renderer of ["react", "preact"]) {
    /**
     * Runs `what` on a page at `time`, whose clock moves when it is told to. Nothing may be complained of.
     */
    const at = (time, what) => async () => {
      const { opened, errors } = await context.page(undefined, {
        consoleToo: true,
        prepare: (page) => page.clock.install({ time: (time - 60) * 1000 }),
      });
      await opened.clock.pauseAt(time * 1000);
      await opened.evaluate(async (path) => {
        await import(path);
        const { init, initRooms } = globalThis.hooks;
        await Promise.all([
          init(fetch("/bindings-wasm/pkg/frontdesk.wasm")),
          initRooms(fetch("/bindings-wasm/pkg/rooms.wasm")),
        ]);
      }, `/target/wasm/${folder}/${renderer}/stdin.js`);
      const pass = async (seconds) => {
        await opened.clock.runFor(seconds * 1000);
        await opened.evaluate(() => globalThis.hooks.settle());
      };
      await what({ ask: (code, given) => opened.evaluate(code, given), pass, errors });
      assert.deepEqual(errors, []);
      await opened.close();
    };
    describe(`by ${renderer}`, () => tests(at));
  }
  return () => context;
}
