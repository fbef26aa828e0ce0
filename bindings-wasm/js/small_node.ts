// For Node, without zone data: the engine is read and ready as soon as the package is there, so `init()` has nothing left to do.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type EngineSource, initFrom, initSync } from "./engine.js";

export * from "./package.js";

/** Does nothing: in Node the engine is ready. It is there so that the same code runs in browsers. */
export function init(source?: EngineSource | PromiseLike<EngineSource>): Promise<void> {
  return initFrom(source, () => Promise.reject(new TypeError("the engine is ready")));
}

declare const __dirname: string;
declare function require(path: string): { bytes(): Uint8Array<ArrayBuffer> };

function read(): BufferSource {
  try {
    return readFileSync(join(__dirname, "small.wasm"));
  } catch {
    // A bundler has put this code elsewhere.
    return require("./small.wasm.cjs").bytes();
  }
}

initSync(read());
