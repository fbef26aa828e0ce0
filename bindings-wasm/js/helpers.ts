// What every page needs, and nobody should write again. All of it goes by the engine's own zones, so a page
// never shows another time than the one that is booked.

import { text } from "./border.js";
import { DAY, type LocalDate, page, weekdayOf } from "./calendar.js";
import { offsetsOf } from "./clocks.js";
import { plainText, secondsOf, type TemporalDate, type TemporalDateTime, type Time } from "./time.js";
import type { Instant, Slot } from "./types.js";
import { timezoneData } from "./zones.js";

const clocks = new Map<string, (at: number) => number>();

function offset(at: Instant, timezone: string): number {
  let clock = clocks.get(text(timezone, "timezone"));
  if (clock === undefined) {
    clock = offsetsOf(timezoneData(timezone));
    clocks.set(timezone, clock);
  }
  return clock(at);
}

/** What a zone's clock shows, as a date that shows the same in UTC. */
function shownAt(at: Time, timezone: string): Date {
  const seconds = secondsOf(at, "at");
  return new Date((seconds + offset(seconds, timezone)) * 1000);
}

/** What a zone's clock shows, as `2026-03-23T09:00:00`. */
export function localTime(at: Time, timezone: string): string {
  return shownAt(at, timezone).toISOString().slice(0, 19);
}

/** The date that a zone's clock shows. */
export function localDate(at: Time, timezone: string): LocalDate {
  return localTime(at, timezone).slice(0, 10);
}

/**
 * Slots, or anything with a `start_date`, by the local day of whoever looks at them. Days and slots stay in
 * the order in which they come.
 */
export function groupByDay<T extends Pick<Slot, "start_date">>(
  slots: readonly T[],
  timezone: string,
): Map<LocalDate, T[]> {
  const days = new Map<LocalDate, T[]>();
  for (const slot of slots) {
    const date = localDate(slot.start_date, timezone);
    const day = days.get(date);
    if (day === undefined) days.set(date, [slot]);
    else day.push(slot);
  }
  return days;
}

/** How an instant is written: what `Intl.DateTimeFormat` takes, but for the zone and its name. */
export type TimeFormat = Omit<Intl.DateTimeFormatOptions, "timeZone" | "timeZoneName">;

/** To make one takes a hundred times as long as to use it. */
const writers = new Map<string, Intl.DateTimeFormat>();

/** An instant on a zone's clock, in the words of `locale`. The default is the time of day. */
export function formatTime(
  at: Time,
  timezone: string,
  locale?: string,
  format: TimeFormat = { hour: "2-digit", minute: "2-digit" },
): string {
  const key = JSON.stringify([locale, format]);
  let writer = writers.get(key);
  if (writer === undefined) {
    writer = new Intl.DateTimeFormat(locale, { ...format, timeZone: "UTC" });
    writers.set(key, writer);
  }
  return writer.format(shownAt(at, timezone));
}

/** The same instant on two clocks. */
export interface TwoTimes {
  /** On the practice's. */
  here: string;
  /** On the viewer's. */
  there: string;
  /** 1 if it is the next day there already, -1 if it is still the day before. */
  dayDifference: number;
}

/** An instant on two clocks: the practice's and the viewer's. */
export function formatInZones(
  at: Time,
  here: string,
  there: string,
  locale?: string,
  format?: TimeFormat,
): TwoTimes {
  const day = (timezone: string) => Math.floor(shownAt(at, timezone).getTime() / 1000 / DAY);
  return {
    here: formatTime(at, here, locale, format),
    there: formatTime(at, there, locale, format),
    dayDifference: day(there) - day(here),
  };
}

/** From an instant on, up to another that is no longer in it, for the queries that have both. */
export interface Range {
  /** The first instant. */
  from: Instant;
  /** The first instant after it. */
  to: Instant;
}

/**
 * Where the page of a month begins and ends in a zone, for `daysWithSlots`: `month` is `2026-03`,
 * `weekStart` 0 for Monday, 6 for Sunday.
 */
export function monthRange(month: string, timezone: string, weekStart = 0): Range {
  const { first, weeks } = page(month, weekStart);
  return { from: midnight(first, timezone), to: midnight(first + weeks * 7, timezone) };
}

/**
 * Where a day begins and ends in a zone: 23, 24 or 25 hours later as a rule, at once where the zone left it
 * out.
 *
 *     const day = dayRange("2026-03-29", "Europe/Berlin");
 *     clinic.findSlots({ appointment_type_uid: "apt-001", ...day }, instant());
 *
 * @throws `TypeError` for what is no date, `SchedulingError` for a zone that nobody knows.
 */
export function dayRange(date: LocalDate | TemporalDate, timezone: string): Range {
  const day = dayOf(date);
  return { from: midnight(day, timezone), to: midnight(day + 1, timezone) };
}

/**
 * Where the week of a date begins and ends in a zone. `weekStart` is 0 for Monday to 6 for Sunday.
 *
 * @throws `TypeError` for what is no date or no weekday, `SchedulingError` for a zone that nobody knows.
 */
export function weekRange(date: LocalDate | TemporalDate, timezone: string, weekStart = 0): Range {
  const day = dayOf(date);
  const first = day - weekdayOf(day, weekStart);
  return { from: midnight(first, timezone), to: midnight(first + 7, timezone) };
}

/**
 * The instant at which a zone's clock shows a local time such as `2026-12-01T09:00`, as `clinic.instant`
 * says it. Where the clock shows it twice, the first is meant; where it skips it, the moment of the change.
 *
 * @throws `TypeError` for what is no local time, `SchedulingError` for a zone that nobody knows.
 */
export function instantOf(local: string | TemporalDateTime, timezone: string): Instant {
  const given = plainText(local, "local");
  const [, date, hour, minute, second = "0"] =
    /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(given) ?? [];
  if (date === undefined) {
    throw new TypeError(`\`local\` is ${given.slice(0, 100)}, not YYYY-MM-DDTHH:MM or YYYY-MM-DDTHH:MM:SS`);
  }
  const shown = dayOf(date, "local") * DAY + Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return firstShowing(shown, timezone);
}

/** A date as days since 1970. */
function dayOf(date: LocalDate | TemporalDate, name = "date"): number {
  const given = plainText(date, name);
  const day = /^\d{4}-\d\d-\d\d$/.test(given) ? Date.parse(`${given}T00:00Z`) / 1000 / DAY : NaN;
  // Thirty days have some months, and a Date counts on.
  if (Number.isNaN(day) || new Date(day * DAY * 1000).toISOString().slice(0, 10) !== given) {
    throw new TypeError(`\`${name}\` is ${given.slice(0, 100)}, not a date as YYYY-MM-DD`);
  }
  return day;
}

/** The first instant of a day, since 1970, in a zone. */
function midnight(day: number, timezone: string): Instant {
  return firstShowing(day * DAY, timezone);
}

/**
 * The first instant at which a zone's clock shows so many seconds since 1970, or more. No clock is 26 hours
 * from UTC.
 */
function firstShowing(shown: number, timezone: string): Instant {
  const [early, late] = [shown - 26 * 3600, shown + 26 * 3600];
  // Changes of a clock are days apart, so before and after this one there is one offset each.
  for (const at of [shown - offset(early, timezone), shown - offset(late, timezone)]) {
    if (at + offset(at, timezone) === shown) {
      return at;
    }
  }
  let [before, after] = [early, late];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (middle + offset(middle, timezone) > shown) after = middle;
    else before = middle;
  }
  return after;
}
