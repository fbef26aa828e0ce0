// What every entry exports; each has its own way to find the engine.

export { type Asked, Clinic, type Clock } from "./clinic.js";
export type { PackedSlots } from "./packed_slots.js";
export { type EngineSource } from "./engine.js";
export { initRoomsSync, initSync } from "./engines.js";
export { SchedulingError, type SchedulingErrorData } from "./error.js";
export {
  holdCountdown,
  type HoldCountdown,
  instant,
  type LocalDate,
  monthMatrix,
  type MonthDay,
} from "./calendar.js";
export {
  dayRange,
  formatInZones,
  formatTime,
  groupByDay,
  instantOf,
  localDate,
  localTime,
  monthRange,
  type Range,
  type TimeFormat,
  type TwoTimes,
  weekRange,
} from "./helpers.js";
export * as planning from "./planning.js";
export type { LeftOut, Reading } from "./reading.js";
export type { TemporalDate, TemporalDateTime, TemporalTime, Time } from "./time.js";
export type * from "./types.js";
export { Forecast, Learner, WaitingRoom } from "./waiting_room.js";
export { tzdata, type Tzdata, timezoneData, timezoneNames } from "./zones.js";

/**
 * The version of the package, and so of the wire model that it knows: a server says its own in `info.version`
 * of its OpenAPI document.
 */
export const version: string = FRONTDESK_VERSION;
