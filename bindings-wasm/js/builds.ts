// What the engines run as in the entries that have all of them.

import * as clinicsGlue from "./clinics_bg.js";
import type { Build } from "./engine.js";
import { clinics, rooms } from "./engines.js";
import * as roomsGlue from "./rooms_bg.js";

/** Clinics, whole. @internal */
export const allClinics: Build<typeof clinicsGlue> = {
  glue: clinicsGlue,
  imports: "./clinics_bg.js",
  isWhole: true,
};

/** Waiting rooms, forecasts, learners and planning. @internal */
export const allRooms: Build<typeof roomsGlue> = { glue: roomsGlue, imports: "./rooms_bg.js", isWhole: true };

/**
 * Starts clinics from bytes or a module that is at hand, without waiting. Once they run, this does nothing.
 */
export function initSync(source: BufferSource | WebAssembly.Module): void {
  clinics.startFrom(allClinics, source);
}

/** The same for waiting rooms, forecasts, learners and planning. */
export function initRoomsSync(source: BufferSource | WebAssembly.Module): void {
  rooms.startFrom(allRooms, source);
}
