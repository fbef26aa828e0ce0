// Stores of other frameworks follow a handle by `subscribe` and `version`, with their own means.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";

import { customRef, effect, stop } from "@vue/reactivity";
import { build } from "esbuild";
import { compileModule } from "svelte/compiler";

import { Clinic } from "../pkg/node.js";
import { root } from "./support.mjs";

const put = (clinic, uid) => clinic.change({ change: "put_doctor", doctor: { uid } });

test("Svelte follows a clinic by createSubscriber, for as long as somebody looks", async () => {
  const folder = join(root, "target/wasm/svelte");
  mkdirSync(folder, { recursive: true });
  const source = `
    import { flushSync } from "svelte";
    import { createSubscriber } from "svelte/reactivity";
    export { flushSync };
    export function follow(clinic, said) {
      const look = createSubscriber(clinic.subscribe);
      return $effect.root(() => {
        $effect(() => {
          look();
          said.push(clinic.doctorUids.join());
        });
      });
    }
  `;
  writeFileSync(join(folder, "follow.js"), compileModule(source, { filename: "follow.svelte.js" }).js.code);
  await build({
    entryPoints: [join(folder, "follow.js")],
    outfile: join(folder, "followed.mjs"),
    nodePaths: [join(root, "bindings-wasm/node_modules")],
    conditions: ["browser"],
    bundle: true,
    format: "esm",
    logLevel: "error",
  });
  const { flushSync, follow } = await import(pathToFileURL(join(folder, "followed.mjs")));
  const [clinic, said] = [new Clinic({}), []];
  let listening = 0;
  const { subscribe } = clinic;
  Object.defineProperty(clinic, "subscribe", {
    value: (listener) => {
      const end = subscribe(listener);
      listening++;
      return () => (listening--, end());
    },
  });
  const leave = follow(clinic, said);
  flushSync();
  put(clinic, "doc-1");
  flushSync();
  assert.equal(listening, 1);
  leave();
  await new Promise((done) => setTimeout(done));
  put(clinic, "doc-2");
  flushSync();
  assert.deepEqual(said, ["", "doc-1"]);
  assert.equal(listening, 0);
});

test("Vue follows a clinic by a custom ref", () => {
  const [clinic, said] = [new Clinic({}), []];
  const version = customRef((track, trigger) => {
    clinic.subscribe(trigger);
    return { get: () => (track(), clinic.version), set() {} };
  });
  const runner = effect(() => said.push([version.value, clinic.doctorUids.join()]));
  put(clinic, "doc-1");
  stop(runner);
  put(clinic, "doc-2");
  assert.deepEqual(said, [
    [0, ""],
    [1, "doc-1"],
  ]);
});
