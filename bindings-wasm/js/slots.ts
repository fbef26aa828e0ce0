// What can be booked, and no more: a clinic without commands, events and reports, for pages that have a
// server book. Otherwise as `lean.ts`.

import { compile, type EngineSource } from "./engine.js";
import { clinics } from "./engines.js";
import { slotsOnly } from "./slot_build.js";

export * from "./shared.js";
export { SlotClinic as Clinic } from "./slot_clinic.js";

/**
 * Gets slots ready; wait for it before anything else. Without `source` the engine is fetched from beside this
 * module. Where all of the engine runs already, that does.
 */
export function init(source?: EngineSource | PromiseLike<EngineSource>): Promise<void> {
  return clinics.start(slotsOnly, source, () => compile(new URL("./slots.wasm", import.meta.url)));
}

/** Starts it from bytes or a module that is at hand, without waiting. Once it runs, this does nothing. */
export function initSync(source: BufferSource | WebAssembly.Module): void {
  clinics.startFrom(slotsOnly, source);
}
