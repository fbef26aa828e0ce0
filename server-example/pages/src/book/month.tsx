// A month, with the days that have slots. One tab stop; arrows go from day to day.

import type { Clinic } from "frontdesk/slots";
import { useMemo, useRef } from "preact/hooks";

import { locale, t } from "../common/language.ts";
import { Icon } from "../common/ui.tsx";
import { dateBy, dateInWords, monthBy, weekStart } from "../common/when.ts";
import { type Wish, dayLabel, monthOf } from "./wish.ts";

/** How many months ahead can be looked at. */
const MONTHS = 24;

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export interface MonthProps {
  clinic: Clinic;
  wish: Wish;
  zone: string;
  /** Another text when something else can be booked. */
  asOf: string;
  month: string;
  date: string;
  today: string;
  onMonth: (month: string) => void;
  onDate: (date: string) => void;
}

export function Month({ clinic, wish, zone, asOf, month, date, today, onMonth, onDate }: MonthProps) {
  const weeks = useMemo(
    () => monthOf(clinic, wish, month, zone, today),
    [clinic, wish, month, zone, asOf, today],
  );
  const table = useRef<HTMLTableElement>(null);
  const last = monthBy(today.slice(0, 7), MONTHS);
  const isFirst = month <= today.slice(0, 7);
  // The day that Tab comes to: the chosen one, or the first that can be chosen.
  const shown = weeks.flat().filter((day) => (day.inMonth || day.date > month) && day.date >= today);
  const stop = shown.some((day) => day.date === date) ? date : shown[0]?.date;

  function key(event: KeyboardEvent, from: string) {
    const step = STEPS[event.key];
    const to =
      step !== undefined
        ? dateBy(from, step)
        : event.key === "PageDown"
          ? `${monthBy(month, 1)}-01`
          : event.key === "PageUp"
            ? `${monthBy(month, -1)}-01`
            : undefined;
    if (to === undefined) return;
    event.preventDefault();
    if (to.slice(0, 7) < today.slice(0, 7) || to.slice(0, 7) > last) return;
    onMonth(to.slice(0, 7));
    onDate(to);
    requestAnimationFrame(() => table.current?.querySelector<HTMLElement>(`[data-date="${to}"]`)?.focus());
  }

  const monday = "2024-01-01";
  const weekdays = Array.from({ length: 7 }, (_, index) => dateBy(monday, (weekStart + index) % 7));
  return (
    <section class="month" aria-label={t.book.day}>
      <div class="month-head">
        <h2 id="month" aria-live="polite">
          {dateInWords(`${month}-01`, { month: "long", year: "numeric" })}
        </h2>
        <button
          class="arrow"
          type="button"
          aria-label={t.book.previousMonth}
          disabled={isFirst}
          onClick={() => onMonth(monthBy(month, -1))}
        >
          <Icon name="left" />
        </button>
        <button
          class="arrow"
          type="button"
          aria-label={t.book.nextMonth}
          disabled={month >= last}
          onClick={() => onMonth(monthBy(month, 1))}
        >
          <Icon name="right" />
        </button>
      </div>
      <table role="grid" aria-labelledby="month" ref={table}>
        <thead>
          <tr>
            {weekdays.map((day) => (
              <th key={day} scope="col" abbr={dateInWords(day, { weekday: "long" })}>
                {new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" }).format(
                  new Date(`${day}T12:00Z`),
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.date}>
              {week.map(({ date: day, inMonth, firstStart }) => {
                // The end of a month goes on into the next.
                if (!inMonth && day < month) return <td key={day} />;
                const isFree = firstStart !== null;
                const label =
                  day < today
                    ? dayLabel(day)
                    : isFree
                      ? t.book.dayFree(dayLabel(day))
                      : t.book.dayFull(dayLabel(day));
                const marks = [
                  isFree ? " free" : "",
                  day === today ? " today" : "",
                  inMonth ? "" : " beyond",
                ];
                return (
                  <td key={day} role="gridcell" aria-selected={day === date}>
                    <button
                      type="button"
                      class={`day${marks.join("")}`}
                      data-date={day}
                      data-month={
                        !inMonth && day.endsWith("-01") ? dateInWords(day, { month: "short" }) : undefined
                      }
                      disabled={day < today}
                      tabIndex={day === stop ? 0 : -1}
                      aria-label={label}
                      aria-current={day === today ? "date" : undefined}
                      aria-pressed={day === date}
                      onClick={() => onDate(day)}
                      onKeyDown={(event) => key(event, day)}
                    >
                      {Number(day.slice(8))}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
