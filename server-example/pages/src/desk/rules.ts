// Where the weekly rules of a doctor stand in a week, each for itself, and what becomes of one that is
// dragged.

import { type AvailabilityRule, Clinic, localTime } from "frontdesk/lean";

import type { Range } from "./lists.ts";
import type { Practice } from "./practice.ts";

/** One occurrence of a rule, by local time. */
export interface RuleShown {
  rule: AvailabilityRule;
  start: string;
  end: string;
}

const minutesOf = (local: string) => Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));

/** The engine says on which days a rule holds: it gets a doctor for each, who has that rule and no other. */
export function rulesIn(
  practice: Practice,
  rules: AvailabilityRule[],
  zone: string,
  range: Range,
): RuleShown[] {
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
        return [{ rule, start: localTime(start_date, zone), end: localTime(end_date, zone) }];
      });
  } finally {
    clinic.free();
  }
}

/** A rule that was dragged to these local times; nothing if it would go over midnight. */
export function draggedTo(rule: AvailabilityRule, start: string, end: string): AvailabilityRule | undefined {
  const isToMidnight = end.slice(11, 16) === "00:00";
  const lastDay = new Date(Date.parse(`${end.slice(0, 19)}Z`) - (isToMidnight ? 60_000 : 0));
  if (lastDay.toISOString().slice(0, 10) !== start.slice(0, 10)) return undefined;
  const weekday = (new Date(`${start.slice(0, 10)}T12:00:00Z`).getUTCDay() + 6) % 7;
  return { ...rule, weekday, start_time: minutesOf(start), end_time: isToMidnight ? 1440 : minutesOf(end) };
}
