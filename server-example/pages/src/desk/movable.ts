// What of a doctor's hours can be dragged in a week: weekly rules, time off and extra hours, each for itself;
// and what becomes of one that is dragged.

import { type AvailabilityException, type AvailabilityRule, Clinic, localTime } from "frontdesk/lean";

import { sourceOf } from "./draft.ts";
import type { Range } from "./lists.ts";
import type { Practice } from "./practice.ts";

/** A rule, or time off or extra hours. */
export type Hours =
  | { of: "rule"; rule: AvailabilityRule }
  | { of: "exception"; exception: AvailabilityException };

/** One occurrence of it, by local time. */
export type Movable = Hours & { start: string; end: string };

export const uidOf = (hours: Hours) => (hours.of === "rule" ? hours.rule.uid : hours.exception.uid);

const minutesOf = (local: string) => Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));

/** The engine says on which days a rule holds: it gets a doctor for each, who has that rule and no other. */
export function rulesIn(
  practice: Practice,
  rules: AvailabilityRule[],
  zone: string,
  range: Range,
): Movable[] {
  const alone = rules.map((rule, index) => {
    const { uid, weekday, start_time, end_time, valid_from, valid_until } = rule;
    const { every_weeks, from_date, nth_of_month = [] } = rule;
    const bare = {
      uid,
      weekday,
      start_time,
      end_time,
      valid_from,
      valid_until,
      every_weeks,
      from_date,
      nth_of_month,
    };
    return { uid: String(index), timezone: zone, availability_rules: [bare] };
  });
  const { timezone, timezones = [] } = practice.snapshot;
  const clinic = new Clinic({ timezone, timezones, doctors: alone });
  try {
    return clinic
      .openHours({ from: range.from, to: range.to })
      .flatMap(({ doctor_uid, start_date, end_date }) => {
        const rule = rules[Number(doctor_uid)];
        if (rule === undefined) return [];
        const at = { start: localTime(start_date, zone), end: localTime(end_date, zone) };
        return [{ of: "rule" as const, rule, ...at }];
      });
  } finally {
    clinic.free();
  }
}

/** Time off and extra hours that are at least partly in a range, but for what a calendar says. */
export function exceptionsIn(
  exceptions: AvailabilityException[],
  zone: string,
  range: Range,
): Movable[] {
  const isIn = ({ start_date, end_date }: AvailabilityException) =>
    Number(start_date) < range.to && range.from < Number(end_date);
  return exceptions
    .filter((exception) => sourceOf(exception) === undefined && isIn(exception))
    .map((exception) => ({
      of: "exception",
      exception,
      start: localTime(Number(exception.start_date), zone),
      end: localTime(Number(exception.end_date), zone),
    }));
}

/** Dragged to these local times; nothing for a rule that would go over midnight. */
export function draggedTo(
  hours: Hours,
  start: string,
  end: string,
  instant: (local: string) => number,
): Hours | undefined {
  if (hours.of === "exception") {
    const at = (local: string) => instant(local.slice(0, 19));
    return { ...hours, exception: { ...hours.exception, start_date: at(start), end_date: at(end) } };
  }
  const isToMidnight = end.slice(11, 16) === "00:00";
  const lastDay = new Date(Date.parse(`${end.slice(0, 19)}Z`) - (isToMidnight ? 60_000 : 0));
  if (lastDay.toISOString().slice(0, 10) !== start.slice(0, 10)) return undefined;
  const weekday = (new Date(`${start.slice(0, 10)}T12:00:00Z`).getUTCDay() + 6) % 7;
  const times = { start_time: minutesOf(start), end_time: isToMidnight ? 1440 : minutesOf(end) };
  return { ...hours, rule: { ...hours.rule, weekday, ...times } };
}
