// What every entry exports that has all of the engine; each has its own way to find it.

export { initRoomsSync, initSync } from "./builds.js";
export { Clinic } from "./clinic.js";
export * as planning from "./planning.js";
export * from "./shared.js";
export { Forecast, Learner, WaitingRoom } from "./waiting_room.js";
