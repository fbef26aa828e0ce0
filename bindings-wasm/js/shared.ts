// What every entry exports.

export type { PackedSlots } from "./packed_slots.js";
export { type EngineSource } from "./engine.js";
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
export type { PreparedQuery } from "./prepared.js";
export type { LeftOut, Reading } from "./reading.js";
export type { Asked, Clock } from "./slot_clinic.js";
export type { TemporalDate, TemporalDateTime, TemporalTime, Time } from "./time.js";
export type * from "./types.js";
export { tzdata, type Tzdata, timezoneData, timezoneNames } from "./zones.js";

/**
 * The version of the package, and so of the wire model that it knows: a server says its own in `info.version`
 * of its OpenAPI document.
 */
export const version: string = FRONTDESK_VERSION;
