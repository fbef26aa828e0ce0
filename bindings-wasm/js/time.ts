// Time as JavaScript has it, besides the engine's Unix seconds.

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
 * latter three, parts of a second are cut off.
 */
export type Time = Instant | Date | TemporalTime;

/** What kind of object it is by its own word, as `[object Date]`, from whatever window it comes. @internal */
export function tagOf(value: object): string {
  return Object.prototype.toString.call(value);
}

/** What is written for an object that is a time, a date or a local time; NaN for an invalid one. @internal */
export function wireTime(value: object, tag: string): number | string | undefined {
  switch (tag) {
    case "[object Date]":
      return Math.floor(Date.prototype.getTime.call(value) / 1000);
    case "[object Temporal.Instant]":
    case "[object Temporal.ZonedDateTime]":
      return Math.floor((value as TemporalTime).epochMilliseconds / 1000);
    case "[object Temporal.PlainDate]":
      return (value as WithText).toString({ calendarName: "never" });
    case "[object Temporal.PlainDateTime]":
      return (value as WithText).toString({ calendarName: "never", smallestUnit: "second" });
    default:
      return undefined;
  }
}

interface WithText {
  toString(options: { calendarName: "never"; smallestUnit?: "second" }): string;
}

/** A point in time as Unix seconds, or a `TypeError` that names what it should have been. @internal */
export function secondsOf(value: unknown, name: string): Instant {
  const seconds = typeof value === "object" && value !== null ? wireTime(value, tagOf(value)) : value;
  if (typeof seconds !== "number" || !Number.isInteger(seconds)) {
    throw new TypeError(
      `\`${name}\` is ${foundAs(value)}; a time is whole Unix seconds, a Date, ` +
        "or a Temporal.Instant or ZonedDateTime",
    );
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
  const kind = tagOf(value).slice(8, -1);
  return kind === "Date" ? "an invalid Date" : kind === "Object" ? "an object" : `a ${kind}`;
}
