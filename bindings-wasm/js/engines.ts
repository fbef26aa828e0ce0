// The two modules: most pages need clinics only, so what waiting rooms are played with is a module of its
// own.

import * as clinicsGlue from "./clinics_bg.js";
import { Engine } from "./engine.js";
import * as roomsGlue from "./rooms_bg.js";

/** Clinics, and the zones. @internal */
export const clinics = /* @__PURE__ */ new Engine(clinicsGlue, "./clinics_bg.js", "init");

/** Waiting rooms, forecasts, learners and planning. @internal */
export const rooms = /* @__PURE__ */ new Engine(roomsGlue, "./rooms_bg.js", "initRooms");

/**
 * Starts clinics from bytes or a module that is at hand, without waiting. Once they run, this does nothing.
 */
export function initSync(source: BufferSource | WebAssembly.Module): void {
  clinics.startFrom(source);
}

/** The same for waiting rooms, forecasts, learners and planning. */
export function initRoomsSync(source: BufferSource | WebAssembly.Module): void {
  rooms.startFrom(source);
}
