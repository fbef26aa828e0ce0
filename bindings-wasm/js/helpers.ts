// What every page needs, and nobody should write again. All of it goes by the engine's own zones, so a page never shows another time than the one that is booked.

import { integer, text } from "./border.js";
import { DAY, type LocalDate, page } from "./calendar.js";
import type { Instant, Slot } from "./types.js";
import { offsetsOf, timezoneData } from "./zones.js";

const clocks = new Map<string, (at: number) => number>();

function offset(at: Instant, timezone: string): number {
  let clock = clocks.get(text(timezone, "timezone"));
  if (clock === undefined) {
    clock = offsetsOf(timezoneData(timezone));
    clocks.set(timezone, clock);
  }
  return clock(integer(at, "at"));
}

/** What a zone's clock shows, as `2026-03-23T09:00:00`. */
export function localTime(at: Instant, timezone: string): string {
  return new Date((at + offset(at, timezone)) * 1000).toISOString().slice(0, 19);
}

/** The date that a zone's clock shows. */
export function localDate(at: Instant, timezone: string): LocalDate {
  return localTime(at, timezone).slice(0, 10);
}

/** Slots, or anything with a `start_date`, by the local day of whoever looks at them. Days and slots stay in the order in which they come. */
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
  at: Instant,
  timezone: string,
  locale?: string,
  format: TimeFormat = { hour: "2-digit", minute: "2-digit" },
): string {
  const shown = new Date((at + offset(at, timezone)) * 1000);
  const key = JSON.stringify([locale, format]);
  let writer = writers.get(key);
  if (writer === undefined) {
    writer = new Intl.DateTimeFormat(locale, { ...format, timeZone: "UTC" });
    writers.set(key, writer);
  }
  return writer.format(shown);
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
  at: Instant,
  here: string,
  there: string,
  locale?: string,
  format?: TimeFormat,
): TwoTimes {
  const day = (timezone: string) => Math.floor((at + offset(at, timezone)) / DAY);
  return {
    here: formatTime(at, here, locale, format),
    there: formatTime(at, there, locale, format),
    dayDifference: day(there) - day(here),
  };
}

/** Where the page of a month begins and ends in a zone, for `daysWithSlots`: `month` is `2026-03`, `weekStart` 0 for Monday, 6 for Sunday. */
export function monthRange(month: string, timezone: string, weekStart = 0): { from: Instant; to: Instant } {
  const { first, weeks } = page(month, weekStart);
  return { from: midnight(first, timezone), to: midnight(first + weeks * 7, timezone) };
}

/** The first instant of a day, since 1970, in a zone: its clock shows that day then for the first time. */
function midnight(day: number, timezone: string): Instant {
  const shows = (at: Instant) => Math.floor((at + offset(at, timezone)) / DAY);
  let [before, first] = [day * DAY - 26 * 3600, day * DAY + 26 * 3600];
  while (first - before > 1) {
    const middle = Math.floor((before + first) / 2);
    if (shows(middle) >= day) first = middle;
    else before = middle;
  }
  return first;
}
