// A point in time as JavaScript has it, besides the engine's Unix seconds.

import type { Instant } from "./types.js";

/**
 * `Temporal.Instant` or `Temporal.ZonedDateTime`, of the host or of a polyfill. It is told by its
 * `Symbol.toStringTag`.
 */
export interface TemporalTime {
  /** Milliseconds since 1970. */
  readonly epochMilliseconds: number;
  /** Nanoseconds since 1970. */
  readonly epochNanoseconds: bigint;
}

/** `Temporal.PlainDate`, of the host or of a polyfill. */
export interface TemporalDate {
  /** The year. */
  readonly year: number;
  /** The month, from 1. */
  readonly month: number;
  /** The day of the month, from 1. */
  readonly day: number;
  /** 7 in the ISO calendar. */
  readonly daysInWeek: number;
}

/**
 * A point in time: whole Unix seconds, a `Date`, a `Temporal.Instant` or a `Temporal.ZonedDateTime`. Of the latter three,
 * parts of a second are cut off: the second has begun, and the next has not.
 */
export type Time = Instant | Date | TemporalTime;

/** What kind of object it is by its own word, such as `Date`, from whatever window it comes. @internal */
export function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** The Unix seconds of an object that is a point in time, NaN of an invalid one; undefined of all others. @internal */
export function secondsOf(value: object, tag = tagOf(value)): number | undefined {
  switch (tag) {
    case "Date":
      return Math.floor(Date.prototype.getTime.call(value) / 1000);
    case "Temporal.Instant":
    case "Temporal.ZonedDateTime":
      return Math.floor((value as TemporalTime).epochMilliseconds / 1000);
    default:
      return undefined;
  }
}

/** A point in time as Unix seconds, or a `TypeError` that names what it should have been. @internal */
export function secondsAt(value: unknown, name: string): Instant {
  const seconds = typeof value === "object" && value !== null ? secondsOf(value) : value;
  if (typeof seconds !== "number" || !Number.isInteger(seconds)) {
    throw new TypeError(`\`${name}\` is ${foundAs(value)}, neither whole Unix seconds nor a Date`);
  }
  return seconds;
}

/** What stands where a point in time should, for messages. */
function foundAs(value: unknown): string {
  if (value === null || value === undefined || typeof value === "number") {
    return String(value);
  }
  if (typeof value !== "object") {
    return `a ${typeof value}`;
  }
  const tag = tagOf(value);
  return tag === "Date" ? "an invalid Date" : tag === "Object" ? "an object" : `a ${tag}`;
}
