// As `index.ts`, without the engine as a chunk of JavaScript: what a bundler that puts everything into one
// file would carry along.

import { allClinics, allRooms } from "./builds.js";
import { compile, type EngineSource } from "./engine.js";
import { clinics, rooms } from "./engines.js";

export * from "./package.js";

/**
 * Gets clinics ready; wait for it before anything else. Without `source` the engine is fetched from beside
 * this module.
 */
export function init(source?: EngineSource | PromiseLike<EngineSource>): Promise<void> {
  return clinics.start(allClinics, source, () => compile(new URL("./frontdesk.wasm", import.meta.url)));
}

/**
 * Gets waiting rooms, forecasts, learners and planning ready. They are a module of their own, which a page
 * without them does not load.
 */
export function initRooms(source?: EngineSource | PromiseLike<EngineSource>): Promise<void> {
  return rooms.start(allRooms, source, () => compile(new URL("./rooms.wasm", import.meta.url)));
}
