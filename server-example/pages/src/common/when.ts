// Times and zones in words.

import { formatInZones, formatTime, localDate } from "frontdesk/slots";

import { locale } from "./language.ts";

/** The zone of whoever looks. */
export const viewerZone: string = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** 0 for Monday: with what a week begins where the language is spoken. */
export const weekStart: number = (() => {
  const of = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  return ((of.getWeekInfo?.() ?? of.weekInfo)?.firstDay ?? 1) - 1;
})();

/** `2026-03-23` as it is written: the date of no clock in particular. */
export function dateInWords(date: string, format: Intl.DateTimeFormatOptions = LONG): string {
  return new Intl.DateTimeFormat(locale, { ...format, timeZone: "UTC" }).format(
    new Date(`${date}T12:00:00Z`),
  );
}

const LONG: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long" };

export function timeOfDay(at: number, zone: string): string {
  return formatTime(at, zone, locale);
}

export function dayInWords(at: number, zone: string): string {
  return dateInWords(localDate(at, zone), { ...LONG, year: "numeric" });
}

/** How a zone is called: `Europe/Berlin` is Berlin. */
export function placeOf(zone: string): string {
  return zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
}

/** The time on the clock of `here` where that differs from `there`'s, and whether it is another day there. */
export function elsewhere(
  at: number,
  here: string,
  there: string,
): { time: string; days: number } | undefined {
  if (here === there) return undefined;
  const { here: time, there: own, dayDifference } = formatInZones(at, here, there, locale);
  return time === own && dayDifference === 0 ? undefined : { time, days: -dayDifference || 0 };
}

/** The next or the last month of `2026-03`. */
export function monthBy(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const count = year * 12 + (number - 1) + by;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
}

/** The next or the last day of `2026-03-23`. */
export function dateBy(date: string, by: number): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
}
