// The times of a day; or why there are none, and which day is the next that has some.

import { type Slot, localDate, localTime } from "frontdesk/slots";
import { useMemo } from "preact/hooks";

import type { Availability } from "../common/availability.ts";
import { t } from "../common/language.ts";
import { Button } from "../common/ui.tsx";
import { dateInWords, elsewhere, timeOfDay } from "../common/when.ts";
import { type Wish, nameOf, nextAfter, slotsOf, whyNot } from "./wish.ts";

export interface TimesProps {
  availability: Availability;
  wish: Wish;
  zone: string;
  date: string;
  asOf: string;
  /** The start that is being held. */
  busy: number | undefined;
  /** How many doctors there are to choose from. */
  doctors: number;
  onSlot: (slot: Slot) => void;
  onDate: (date: string) => void;
  onAnyone: (() => void) | undefined;
}

/** Until which hour a part of the day lasts. */
const PARTS = [
  { until: 12, name: t.book.morning },
  { until: 17, name: t.book.afternoon },
  { until: 24, name: t.book.evening },
];

export function Times({
  availability,
  wish,
  zone,
  date,
  asOf,
  busy,
  doctors,
  onSlot,
  onDate,
  onAnyone,
}: TimesProps) {
  const { clinic } = availability;
  const slots = useMemo(() => slotsOf(clinic, wish, date, zone), [clinic, wish, date, zone, asOf]);
  // A start that several doctors offer is one choice, unless a doctor is wished for.
  const starts = [...Map.groupBy(slots, (slot) => slot.start_date)].map(([start, slots]) => ({
    start,
    slots,
  }));
  const hour = (start: number) => Number(localTime(start, zone).slice(11, 13));
  const parts = PARTS.map((part, index) => ({
    ...part,
    starts: starts.filter(
      ({ start }) => hour(start) < part.until && hour(start) >= (PARTS[index - 1]?.until ?? 0),
    ),
  })).filter(({ starts }) => starts.length > 0);
  return (
    <section class="times" aria-labelledby="times">
      <h2 id="times" aria-live="polite">
        {dateInWords(date)}
      </h2>
      {parts.map(({ name, starts }) => (
        <div key={name} role="group" aria-label={name}>
          <p class="part">{name}</p>
          <ul class="starts">
            {starts.map(({ start, slots }) => (
              <Start
                key={start}
                {...{ availability, zone, start, slots, doctors }}
                isBusy={busy === start}
                onSlot={onSlot}
              />
            ))}
          </ul>
        </div>
      ))}
      {starts.length === 0 && <Empty {...{ availability, wish, zone, date, asOf, onDate, onAnyone }} />}
    </section>
  );
}

function Start({
  availability,
  zone,
  start,
  slots,
  doctors,
  isBusy,
  onSlot,
}: Pick<TimesProps, "availability" | "zone" | "doctors" | "onSlot"> & {
  start: number;
  slots: Slot[];
  isBusy: boolean;
}) {
  const [slot] = slots;
  if (slot === undefined) return null;
  const clock = availability.clinic.timezoneOf(slot.doctor_uid) ?? availability.clinic.timezone;
  const there = elsewhere(start, clock, zone);
  const days =
    there === undefined || there.days === 0 ? "" : `, ${there.days > 0 ? t.book.nextDay : t.book.dayBefore}`;
  const names = slots.map(({ doctor_uid }) => nameOf(availability, doctor_uid));
  const seats = slots.find(({ seats_left }) => (seats_left ?? 1) > 1)?.seats_left;
  return (
    <li>
      <button type="button" class="start" aria-busy={isBusy} disabled={isBusy} onClick={() => onSlot(slot)}>
        <strong>{timeOfDay(start, zone)}</strong>
        {there !== undefined && <small>{t.book.atPractice(there.time) + days}</small>}
        {doctors > 1 && <small class="who">{names.length > 1 ? names.join(", ") : names[0]}</small>}
        {seats !== undefined && <small>{t.book.seats(seats)}</small>}
      </button>
    </li>
  );
}

function Empty({
  availability,
  wish,
  zone,
  date,
  asOf,
  onDate,
  onAnyone,
}: Pick<TimesProps, "availability" | "wish" | "zone" | "date" | "asOf" | "onDate" | "onAnyone">) {
  const { clinic } = availability;
  const why = useMemo(() => whyNot(availability, wish, date, zone), [clinic, wish, date, zone, asOf]);
  const next = useMemo(() => nextAfter(clinic, wish, date, zone), [clinic, wish, date, zone, asOf]);
  const nextDate = next === undefined ? undefined : localDate(next.start_date, zone);
  return (
    <div class="empty">
      <p class="empty-title">{t.book.none}</p>
      <ul class="why">
        {why.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {nextDate !== undefined ? (
        <Button kind="main" onClick={() => onDate(nextDate)}>
          {t.book.next(dateInWords(nextDate))}
        </Button>
      ) : (
        <p>{wish.doctor === null ? t.book.nothing : t.book.nothingFor(nameOf(availability, wish.doctor))}</p>
      )}
      {onAnyone !== undefined && (
        <Button kind="quiet" onClick={onAnyone}>
          {t.book.showAnyone}
        </Button>
      )}
    </div>
  );
}
