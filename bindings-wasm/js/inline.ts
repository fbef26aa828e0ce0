// For places that cannot load a file: the engine comes with the code.

import { allClinics, allRooms } from "./builds.js";
import type { EngineSource } from "./engine.js";
import { clinics, rooms } from "./engines.js";
import { bytes } from "./frontdesk.wasm.js";
import { bytes as roomsBytes } from "./rooms.wasm.js";

export * from "./package.js";

/** Gets clinics ready; wait for it before anything else. */
export function init(source?: EngineSource | PromiseLike<EngineSource>): Promise<void> {
  return clinics.start(allClinics, source, () => WebAssembly.compile(bytes()));
}

/** Gets waiting rooms, forecasts, learners and planning ready. */
export function initRooms(source?: EngineSource | PromiseLike<EngineSource>): Promise<void> {
  return rooms.start(allRooms, source, () => WebAssembly.compile(roomsBytes()));
}
