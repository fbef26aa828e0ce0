// Time as JavaScript has it, besides the engine's Unix seconds.

import { offsetKnown } from "./clocks.js";
import type { Instant } from "./types.js";

/**
 * `Temporal.Instant` or `Temporal.ZonedDateTime`, of the host or of a polyfill: `Symbol.toStringTag` tells.
 */
export interface TemporalTime {
  /** Milliseconds since 1970. */
  readonly epochMilliseconds: number;
  /** Nanoseconds since 1970. */
  readonly epochNanoseconds: bigint;
}

/** `Temporal.PlainDate`, of the host or of a polyfill. */
export interface TemporalDate {
  /** The calendar, such as `iso8601`; the date is read in that one whatever it is. */
  readonly calendarId: string;
  /** The day of the month. */
  readonly day: number;
  /** What has hours is no date. */
  readonly hour?: never;
}

/** `Temporal.PlainDateTime`, of the host or of a polyfill. */
export interface TemporalDateTime {
  /** The calendar, such as `iso8601`; the date is read in that one whatever it is. */
  readonly calendarId: string;
  /** The hour, 0 to 23. */
  readonly hour: number;
  /** What has an offset is an instant. */
  readonly offset?: never;
}

/**
 * A point in time: whole Unix seconds, a `Date`, a `Temporal.Instant` or a `Temporal.ZonedDateTime`. Of the
 * latter three, parts of a second are cut off. A `ZonedDateTime` whose zone has other rules where it comes
 * from than in the engine is refused.
 */
export type Time = Instant | Date | TemporalTime;

const ZONED = "[object Temporal.ZonedDateTime]";

/** What kind of object it is by its own word, as `[object Date]`, from whatever window it comes. @internal */
export function tagOf(value: object): string {
  return Object.prototype.toString.call(value);
}

/**
 * What is written for an object that is a time, a date or a local time; NaN for an invalid one, and for one
 * by other rules than the engine's. @internal
 */
export function wireTime(value: object, tag: string): number | string | undefined {
  switch (tag) {
    case "[object Date]":
      return Math.floor(Date.prototype.getTime.call(value) / 1000);
    case ZONED:
      if (otherRules(value as ZonedTime) !== undefined) {
        return NaN;
      }
    // fallthrough
    case "[object Temporal.Instant]":
      return Math.floor((value as TemporalTime).epochMilliseconds / 1000);
    case "[object Temporal.PlainDate]":
      return (value as WithText).toString({ calendarName: "never" });
    case "[object Temporal.PlainDateTime]":
      return (value as WithText).toString({ calendarName: "never", smallestUnit: "second" });
    default:
      return undefined;
  }
}

/** `Temporal.ZonedDateTime`, as far as it is asked. */
interface ZonedTime extends TemporalTime {
  readonly timeZoneId: string;
  readonly offsetNanoseconds: number;
}

/**
 * Both readings of a time whose zone has other rules where it comes from, an old browser or polyfill, than in
 * the engine: what is nine o'clock there would be another hour here, and nobody would notice.
 */
function otherRules(value: ZonedTime): string | undefined {
  const { epochMilliseconds, timeZoneId, offsetNanoseconds } = value;
  const [at, own] = [Math.floor(epochMilliseconds / 1000), offsetNanoseconds / 1e9];
  const offset = at >= 0 && at < INSTANT_MAX ? offsetKnown(at, timeZoneId) : undefined;
  if (offset === undefined || offset === own) {
    return undefined;
  }
  const local = new Date((at + own) * 1000).toISOString().slice(0, 19);
  return (
    `${local} in ${timeZoneId} is UTC${signed(own)} by the rules of this Temporal.ZonedDateTime, and ` +
    `UTC${signed(offset)} by the engine's: one of the two is an hour that nobody meant. ` +
    "`clinic.instant(local, …)` takes the time on the clock, and so does `local_start`"
  );
}

/** Where the engine's time ends: it refuses what is outside of it. */
const INSTANT_MAX = 7_258_118_400;

/** An offset from UTC as people write it. */
function signed(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${seconds < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

interface WithText {
  toString(options: { calendarName: "never"; smallestUnit?: "second" }): string;
}

/** A point in time as Unix seconds, or a `TypeError` that names what it should have been. @internal */
export function secondsOf(value: unknown, name: string): Instant {
  const seconds = typeof value === "object" && value !== null ? wireTime(value, tagOf(value)) : value;
  if (typeof seconds !== "number" || !Number.isInteger(seconds)) {
    const isTime = typeof value === "object" && value !== null && tagOf(value) === ZONED;
    const forms = "; a time is whole Unix seconds, a Date, or a Temporal.Instant or ZonedDateTime";
    throw new TypeError(`\`${name}\` is ${foundAs(value)}${isTime ? "" : forms}`);
  }
  return seconds;
}

/** A date as `2026-03-23`, or a local time as `2026-03-23T09:00`. @internal */
export function plainText(value: unknown, name: string): string {
  const text = typeof value === "object" && value !== null ? wireTime(value, tagOf(value)) : value;
  if (typeof text !== "string") {
    throw new TypeError(
      `\`${name}\` is ${foundAs(value)}, neither a string nor a Temporal.PlainDate or PlainDateTime`,
    );
  }
  return text;
}

/** What stands where a time should, for messages. @internal */
export function foundAs(value: unknown): string {
  if (value === null || value === undefined || typeof value === "number") {
    return String(value);
  }
  if (typeof value !== "object") {
    return `a ${typeof value}`;
  }
  if (tagOf(value) === ZONED) {
    return otherRules(value as ZonedTime) ?? "a Temporal.ZonedDateTime";
  }
  const kind = tagOf(value).slice(8, -1);
  return kind === "Date" ? "an invalid Date" : kind === "Object" ? "an object" : `a ${kind}`;
}
