// What can be booked, as hooks.

import { useCallback, useMemo, useState } from "react";

import { type MonthDay, monthMatrix, page } from "./calendar.js";
import { answerOf, asError, keyOf } from "./react_answers.js";
import { useMinute, useVersion } from "./react_clock.js";
import type { SlotClinic } from "./slot_clinic.js";
import type { Time } from "./time.js";
import type { DaysQuery, Instant, Slot, SlotQuery } from "./types.js";

/** When the question is asked. */
export interface NowOptions {
  /**
   * The time of the question. Without it, the browser's clock: then what is too soon by now leaves within a
   * minute, and what a hold took comes back in the second in which it runs out. A server that is to render
   * slots has to say it, and the browser has to say the same until it has taken over.
   */
  now?: Time | undefined;
}

/** An answer of the engine, or why there is none. */
export interface Answered {
  /** What was refused, such as a query with a wrong field; null if nothing was. */
  readonly error: Error | null;
  /**
   * Whether there is an answer: there is none without a clinic, a query, a time, or if the query was
   * refused.
   */
  readonly isReady: boolean;
}

/** What {@link useSlots} answers. */
export interface Slots extends Answered {
  /** The slots, by start and doctor. The same list for as long as they are the same. */
  readonly slots: readonly Slot[];
}

const NONE: readonly never[] = [];
const NOT_READY: Answered = { error: null, isReady: false };
const NO_SLOTS: Slots = { slots: NONE, ...NOT_READY };

/**
 * The slots that can be booked, kept true: they follow the clinic's changes, the time, and the query, which
 * may be another object each time. Without a clinic or a query there are none. A query that is refused is
 * an `error`; nothing is thrown while rendering, but for a `now` that is no time.
 *
 *     const { slots } = useSlots(clinic, { appointment_type_uid: "apt-001", from, to });
 */
export function useSlots(
  clinic: SlotClinic | null | undefined,
  query: SlotQuery | null | undefined,
  options: NowOptions = {},
): Slots {
  const version = useVersion(clinic);
  const now = useMinute(options.now, clinic);
  const key = keyOf(query);
  return useMemo(() => {
    if (clinic == null || query == null || now === null) return NO_SLOTS;
    try {
      return answerOf<Slots>(clinic, clinic, `slots ${key}`, `${version} ${now}`, () => ({
        slots: clinic.findSlots(query, now),
        error: null,
        isReady: true,
      }));
    } catch (thrown) {
      return { ...NO_SLOTS, error: asError(thrown) };
    }
    // `key` stands for the query.
  }, [clinic, key, version, now]);
}

/** What {@link useMonth} shows, beside the query. */
export interface MonthOptions extends NowOptions {
  /** Whose calendar: an IANA zone. The clinic's unless it is said. */
  timezone?: string | null | undefined;
  /** With which weekday weeks begin: 0 for Monday, which is the default, 6 for Sunday. */
  weekStart?: number | undefined;
  /** The month that is shown first, as `2026-03`; the one of now unless it is said. */
  initialMonth?: string | undefined;
}

/** What {@link useMonth} answers. */
export interface Month extends Answered {
  /** The month that is shown, as `2026-03`; null as long as it is not known which one is now. */
  readonly month: string | null;
  /** Its weeks of seven days, each with its first start. The same lists for as long as they are the same. */
  readonly weeks: readonly (readonly MonthDay[])[];
  /** Whose calendar it is; null without a clinic. */
  readonly timezone: string | null;
  /** Shows another month, as `2026-03`. The same function for good. */
  readonly show: (month: string) => void;
  /** Shows the next month. Before it is known which month is shown, it does nothing. */
  readonly showNext: () => void;
  /** Shows the month before. */
  readonly showPrevious: () => void;
}

type Page = Pick<Month, "weeks" | "error" | "isReady">;
const NO_PAGE: Page = { weeks: NONE, ...NOT_READY };

/**
 * A month to leaf through, and on which of its days something can be booked. The query is that of
 * `daysWithSlots`, without the range and the zone. It is kept true as the slots of {@link useSlots} are.
 *
 *     const { month, weeks, showNext } = useMonth(clinic, { appointment_type_uid: "apt-001" });
 */
export function useMonth(
  clinic: SlotClinic | null | undefined,
  query: Omit<DaysQuery, "from" | "to" | "timezone"> | null | undefined,
  options: MonthOptions = {},
): Month {
  const { weekStart = 0, initialMonth } = options;
  const version = useVersion(clinic);
  const now = useMinute(options.now, clinic);
  const [chosen, setChosen] = useState<string | null>(initialMonth ?? null);
  const zone = useMemo(() => options.timezone ?? zoneOf(clinic), [options.timezone, clinic, version]);
  const month = useMemo(
    () => chosen ?? (clinic == null || now === null || zone === null ? null : monthOf(clinic, now, zone)),
    [chosen, clinic, now, zone],
  );
  const key = keyOf(query);
  const page = useMemo((): Page => {
    if (clinic == null || query == null || now === null || zone === null || month === null) return NO_PAGE;
    try {
      const range = rangeOf(clinic, month, zone, weekStart);
      const question = `month ${month} ${weekStart} ${zone} ${key}`;
      return answerOf<Page>(clinic, clinic, question, `${version} ${now}`, () => ({
        weeks: monthMatrix(
          month,
          clinic.daysWithSlots({ ...query, ...range, timezone: zone }, now),
          weekStart,
        ),
        error: null,
        isReady: true,
      }));
    } catch (thrown) {
      return { ...NO_PAGE, error: asError(thrown) };
    }
    // `key` stands for the query.
  }, [clinic, key, version, now, zone, month, weekStart]);
  const show = useCallback((other: string) => setChosen(checked(other)), []);
  const turn = useCallback(
    (months: number) => setChosen((before) => moved(before ?? month, months)),
    [month],
  );
  const showNext = useCallback(() => turn(1), [turn]);
  const showPrevious = useCallback(() => turn(-1), [turn]);
  return useMemo(
    () => ({ ...page, month, timezone: zone, show, showNext, showPrevious }),
    [page, month, zone, show, showNext, showPrevious],
  );
}

/** The clinic's zone; none of a freed one. */
function zoneOf(clinic: SlotClinic | null | undefined): string | null {
  try {
    return clinic?.timezone ?? null;
  } catch {
    return null;
  }
}

/** The month that a zone's clock shows. In Greenwich it is the same one, or one beside it. */
function monthOf(clinic: SlotClinic, now: Instant, timezone: string): string | null {
  const there = new Date(now * 1000).toISOString().slice(0, 7);
  const begins = (month: string) => clinic.instant(`${month}-01T00:00`, { timezone });
  try {
    const next = moved(there, 1) ?? there;
    return now < begins(there) ? moved(there, -1) : now >= begins(next) ? next : there;
  } catch {
    // A zone that nobody knows: the page's own question says so.
    return there;
  }
}

/** The range of a month's page, from midnight to midnight on the zone's clock. */
function rangeOf(clinic: SlotClinic, month: string, timezone: string, weekStart: number) {
  const { first, weeks } = page(month, weekStart);
  const midnight = (day: number) =>
    clinic.instant(`${new Date(day * 86_400_000).toISOString().slice(0, 10)}T00:00`, { timezone });
  return { from: midnight(first), to: midnight(first + weeks * 7) };
}

/** A month, or a `TypeError` for what is none. */
function checked(month: string): string {
  page(month, 0);
  return month;
}

/** The month so many months later. */
function moved(month: string | null, months: number): string | null {
  if (month === null) return null;
  const [year, number] = month.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}
