// For Node, without zone data: the engine is ready as soon as the package is there, so `init()` has nothing
// left to do.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { allClinics, allRooms } from "./builds.js";
import type { EngineSource } from "./engine.js";
import { clinics, rooms } from "./engines.js";

export * from "./package.js";

/** Does nothing: in Node the engine is ready. It is there so that the same code runs in browsers. */
export function init(_source?: EngineSource | PromiseLike<EngineSource>): Promise<void> {
  return Promise.resolve();
}

/** Does nothing, for the same reason. */
export function initRooms(_source?: EngineSource | PromiseLike<EngineSource>): Promise<void> {
  return Promise.resolve();
}

type Bytes = Uint8Array<ArrayBuffer>;
declare const __dirname: string;
declare function require(path: string): { bytes(): Bytes };

function read(file: string, chunk: () => { bytes(): Bytes }): Bytes {
  try {
    return readFileSync(join(__dirname, file));
  } catch {
    // A bundler has put this code elsewhere.
    return chunk().bytes();
  }
}

// Each is read when it is first used: `initSync` before that takes another.
clinics.atHand = {
  build: allClinics,
  bytes: () => read("small.wasm", () => require("./small.wasm.cjs")),
};
rooms.atHand = { build: allRooms, bytes: () => read("rooms.wasm", () => require("./rooms.wasm.cjs")) };
