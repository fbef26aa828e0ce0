// What pages need of dates that asks no engine.

import { text } from "./border.js";
import { foundAs, secondsOf, type TemporalTime, type Time } from "./time.js";
import type { AppointmentOutput, DayWithSlots, Instant } from "./types.js";

/** Seconds of a day of a calendar. @internal */
export const DAY = 86_400;

/** A local date as `YYYY-MM-DD`. */
export type LocalDate = string;

/** Fewer milliseconds than that are before March 1973, and more likely seconds. */
const MILLISECONDS_MIN = 1e11;

/**
 * A date as the engine counts time: whole Unix seconds. A string is read as `new Date` does, a number is
 * milliseconds. Without an argument, now.
 *
 * @throws `TypeError` for what is no date, and for numbers so small that they must be seconds.
 */
export function instant(date: Date | TemporalTime | string | number = Date.now()): Instant {
  if (typeof date === "number" && Math.abs(date) < MILLISECONDS_MIN) {
    throw new TypeError(
      `\`date\` is ${date}: milliseconds are meant, as of \`Date.now()\`; ` +
        "Unix seconds are an instant as they are",
    );
  }
  return secondsOf(typeof date === "object" ? date : new Date(date), "date");
}

/** A day of a month's page. */
export interface MonthDay {
  /** The day. */
  date: LocalDate;
  /** False for days of the months before and after, which fill the first and the last week. */
  inMonth: boolean;
  /** Its first start; null if nothing can be booked. */
  firstStart: Instant | null;
}

/** A month as weeks of seven days, each with its first start from the answer of `daysWithSlots`. */
export function monthMatrix(month: string, days: readonly DayWithSlots[], weekStart = 0): MonthDay[][] {
  const { first, weeks } = page(month, weekStart);
  const starts = new Map(days.map((day) => [day.date, day.first_start_date]));
  const day = (number: number): MonthDay => {
    const date = new Date(number * DAY * 1000).toISOString().slice(0, 10);
    return { date, inMonth: date.startsWith(month), firstStart: starts.get(date) ?? null };
  };
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_, weekday) => day(first + week * 7 + weekday)),
  );
}

/** The first day of a month's page, since 1970, and its weeks. @internal */
export function page(month: string, weekStart: number): { first: number; weeks: number } {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text(month, "month")) ?? [];
  if (year === undefined) {
    throw new TypeError(`\`month\` is ${month}, not YYYY-MM`);
  }
  const begin = Date.UTC(Number(year), Number(number) - 1, 1) / 1000 / DAY;
  const end = Date.UTC(Number(year), Number(number), 1) / 1000 / DAY;
  const before = weekdayOf(begin, weekStart);
  return { first: begin - before, weeks: Math.ceil((before + end - begin) / 7) };
}

/** How many days after the start of its week a day is, since 1970. @internal */
export function weekdayOf(day: number, weekStart: number): number {
  if (![0, 1, 2, 3, 4, 5, 6].includes(weekStart)) {
    throw new TypeError(`\`weekStart\` is ${foundAs(weekStart)}, not 0 (Monday) to 6`);
  }
  // 1970-01-01 was a Thursday.
  return (((day + 3 - weekStart) % 7) + 7) % 7;
}

/** How long a hold still lives. */
export interface HoldCountdown {
  /** Whole seconds; 0 once it has lapsed. */
  secondsLeft: number;
  /** As `9:58`. */
  text: string;
  /** From its end on, a hold can't be confirmed any more. */
  hasLapsed: boolean;
}

/** How long a hold still lives at `now`. An appointment that is no hold has none left. */
export function holdCountdown(
  appointment: Pick<AppointmentOutput, "status" | "hold_expires_at">,
  now: Time = instant(),
): HoldCountdown {
  const end = appointment.status === "held" ? (appointment.hold_expires_at ?? 0) : 0;
  const secondsLeft = Math.max(0, end - secondsOf(now, "now"));
  return {
    secondsLeft,
    text: `${Math.floor(secondsLeft / 60)}:${String(secondsLeft % 60).padStart(2, "0")}`,
    hasLapsed: secondsLeft === 0,
  };
}
