// The engine without zone data: zones are those of the host. Otherwise as `index.ts`.

import { allClinics, allRooms } from "./builds.js";
import { compileBeside, type EngineSource } from "./engine.js";
import { clinics, rooms } from "./engines.js";

export * from "./package.js";

/**
 * Gets clinics ready; wait for it before anything else. Without `source` the engine is fetched from beside
 * this module; where a bundler has not put it there, it comes as a chunk of JavaScript.
 */
export function init(source?: EngineSource | PromiseLike<EngineSource>): Promise<void> {
  return clinics.start(allClinics, source, () =>
    compileBeside(new URL("./small.wasm", import.meta.url), () => import("./small.wasm.js")),
  );
}

/**
 * Gets waiting rooms, forecasts, learners and planning ready. They are a module of their own, which a page
 * without them does not load.
 */
export function initRooms(source?: EngineSource | PromiseLike<EngineSource>): Promise<void> {
  return rooms.start(allRooms, source, () =>
    compileBeside(new URL("./rooms.wasm", import.meta.url), () => import("./rooms.wasm.js")),
  );
}
