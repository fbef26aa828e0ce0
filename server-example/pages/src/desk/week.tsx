// The week of a doctor: what is open, booked, held, blocked, reserved, and what can be booked. Any time can
// be clicked.

import { type OpenHours, localDate, localTime } from "frontdesk/lean";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { now, useNow } from "../common/clock.ts";
import { t as common } from "../common/language.ts";
import { Button, Icon } from "../common/ui.tsx";
import { dateBy, dateInWords, weekStart } from "../common/when.ts";
import { AppointmentPanel } from "./appointment.tsx";
import { Calendar } from "./calendar.tsx";
import type { Desk } from "./desk.ts";
import { type Draft, NEW } from "./draft.ts";
import { t } from "./language.ts";
import { Legend, SHOWN } from "./legend.tsx";
import { type Hours, draggedTo, exceptionsIn, rulesIn, uidOf } from "./movable.ts";
import { type Practice, doctorName } from "./practice.ts";
import { DraftPanel } from "./preview.tsx";
import { useShown, wantsOf } from "./shown.ts";
import { TimePanel } from "./time.tsx";

/** What is looked at beside the calendar. */
type Looked =
  | { kind: "time"; start: number }
  | { kind: "appointment"; uid: string }
  | { kind: "range"; from: number; to: number }
  | { kind: "hours"; draft: Draft; number: number };

const NARROW = "(max-width: 720px)";

export function useIsNarrow(): boolean {
  const [is, set] = useState(matchMedia(NARROW).matches);
  useEffect(() => {
    const list = matchMedia(NARROW);
    const changed = () => set(list.matches);
    list.addEventListener("change", changed);
    return () => list.removeEventListener("change", changed);
  }, []);
  return is;
}

/** The first day of the week in which a date is. */
export function weekOf(date: string): string {
  const weekday = (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7;
  return dateBy(date, -((weekday - weekStart + 7) % 7));
}

/** Instants of a stretch of local days on a doctor's clock. */
export function daysOf(practice: Practice, doctorUid: string, first: string, count: number) {
  const at = (date: string) => practice.clinic.instant(`${date}T00:00`, { doctorUid });
  return { from: at(first), to: at(dateBy(first, count)) };
}

export function Week({ desk, practice }: { desk: Desk; practice: Practice }) {
  const { clinic } = practice;
  const minute = useNow(60);
  const isNarrow = useIsNarrow();
  const [doctor, setDoctor] = useState(practice.doctors[0]?.uid ?? "");
  const [type, setType] = useState(
    practice.types.find(({ active }) => active)?.uid ?? practice.types[0]?.uid ?? "",
  );
  const zone = clinic.timezoneOf(doctor) ?? clinic.timezone;
  const [day, setDay] = useState(localDate(now(), zone));
  const [looked, setLooked] = useState<Looked>();
  /** Whether hours are dragged: then the week shows its rules, and nothing that can be booked. */
  const [isDragging, setDragging] = useState(false);
  const counted = useRef(0);
  const before = useRef<HTMLElement | null>(null);

  const first = isNarrow ? day : weekOf(day);
  const count = isNarrow ? 1 : 7;
  const range = useMemo(() => daysOf(practice, doctor, first, count), [practice, doctor, first, count]);
  useShown(desk, wantsOf(practice, range, doctor));
  const isRead = practice.covers(range, doctor);
  const only = { ...range, doctor_uids: [doctor] };
  const appointments = useMemo(() => {
    const found = clinic.appointments({ ...only, statuses: [...SHOWN] }, now());
    return found.filter(({ uid }) => practice.listed.has(uid));
  }, [practice, doctor, range, minute]);
  const hours = useMemo(() => clinic.openHours(only), [practice, doctor, range]);
  const slots = useMemo(() => {
    const from = Math.max(range.from, now());
    if (type === "" || from >= range.to) return [];
    return clinic.findSlots({ ...only, from, appointment_type_uid: type, by: "administrator" }, now());
  }, [practice, doctor, type, range, minute]);
  const reserved = useMemo(() => reservations(practice, doctor), [practice, doctor]);
  const free = useMemo(() => {
    const counts = new Map<string, number>();
    for (const { uid } of practice.doctors) {
      const all = daysOf(practice, uid, first, count);
      const from = Math.max(all.from, now());
      const found =
        type === "" || from >= all.to
          ? 0
          : clinic.findSlotsPacked(
              { from, to: all.to, doctor_uids: [uid], appointment_type_uid: type, by: "administrator" },
              now(),
            ).starts.length;
      counts.set(uid, found);
    }
    return counts;
  }, [practice, type, first, count, minute]);

  const drafted = looked?.kind === "hours" && looked.draft.of !== "closure" ? looked.draft : undefined;
  const isEditable = practice.editable.has(doctor);
  const movable = useMemo(() => {
    if (!isDragging || !isEditable) return undefined;
    const of = practice.doctors.find(({ uid }) => uid === doctor);
    const rules = (of?.availability_rules ?? []).filter(({ active }) => active !== false);
    const drawn = <T extends { uid: string }>(list: T[], one: T | undefined) =>
      list.map((other) => (other.uid === one?.uid ? one : other));
    return [
      ...rulesIn(practice, drawn(rules, drafted?.of === "rule" ? drafted.rule : undefined), zone, range),
      ...exceptionsIn(
        drawn(of?.availability_exceptions ?? [], drafted?.of === "exception" ? drafted.exception : undefined),
        zone,
        range,
      ),
    ];
  }, [practice, doctor, range, zone, isDragging, isEditable, drafted]);
  useEffect(() => {
    // The feed has hours without their ids.
    if (isDragging) void desk.edit(doctor).catch(() => undefined);
  }, [desk, doctor, isDragging]);

  function edit(hours: Hours) {
    const of = practice.doctors.find(({ uid }) => uid === doctor);
    const was = of?.availability_exceptions?.find(({ uid }) => uid === uidOf(hours));
    const draft: Draft =
      hours.of === "rule"
        ? { of: "rule", doctor, rule: hours.rule }
        : { of: "exception", doctor, exception: hours.exception, ...(was !== undefined && { was }) };
    look({ kind: "hours", draft, number: (counted.current += 1) });
  }

  function look(next: Looked) {
    before.current = document.activeElement as HTMLElement | null;
    setLooked(next);
  }

  function close() {
    setLooked(undefined);
    before.current?.focus();
  }

  const length = practice.types.find(({ uid }) => uid === type)?.duration_minutes ?? 15;
  const chosen =
    looked?.kind === "time"
      ? { start: localTime(looked.start, zone), end: localTime(looked.start + length * 60, zone) }
      : looked?.kind === "range"
        ? { start: localTime(looked.from, zone), end: localTime(looked.to, zone) }
        : undefined;
  const last = dateBy(first, count - 1);
  const words = isNarrow
    ? dateInWords(first, { weekday: "short", day: "numeric", month: "short" })
    : [
        dateInWords(first, { day: "numeric", month: "short" }),
        dateInWords(last, { day: "numeric", month: "short", year: "numeric" }),
      ].join(" – ");

  return (
    <div class="week">
      <div class="doctors" role="group" aria-label={t.doctor}>
        {practice.doctors.map(({ uid }) => (
          <button
            key={uid}
            type="button"
            class="doctor"
            aria-pressed={uid === doctor}
            onClick={() => {
              setDoctor(uid);
              setLooked(undefined);
            }}
          >
            <strong>{doctorName(practice, uid)}</strong>
            <small>{t.week.freeTimes(free.get(uid) ?? 0)}</small>
          </button>
        ))}
      </div>
      <div class="bar">
        <div class="steps">
          <Button aria-label={t.earlier} onClick={() => setDay(dateBy(first, -count))}>
            <Icon name="left" />
          </Button>
          <Button onClick={() => setDay(localDate(now(), zone))}>{t.today}</Button>
          <Button aria-label={t.later} onClick={() => setDay(dateBy(first, count))}>
            <Icon name="right" />
          </Button>
          <h2 aria-live="polite">{words}</h2>
          {(!isRead || (isDragging && !isEditable)) && <span class="hint">{common.common.loading}</span>}
        </div>
        <label class="inline">
          <span>{t.type}</span>
          <select value={type} onChange={(event) => setType(event.currentTarget.value)}>
            {practice.types.map((type) => (
              <option key={type.uid} value={type.uid}>
                {type.name} ({t.minutes(type.duration_minutes)})
              </option>
            ))}
          </select>
        </label>
        <label class="tick">
          <input
            type="checkbox"
            checked={isDragging}
            onChange={(event) => {
              setDragging(event.currentTarget.checked);
              setLooked(undefined);
            }}
          />
          <span>{t.week.dragHours}</span>
        </label>
        <CheckTime
          day={day}
          onCheck={(local) => {
            setDay(local.slice(0, 10));
            look({ kind: "time", start: clinic.instant(local, { doctorUid: doctor }) });
          }}
        />
      </div>
      <div class={`beside ${looked === undefined ? "" : "open"}`}>
        <div class="card grid-card">
          <Calendar
            label={t.week.calendar(doctorName(practice, doctor), words)}
            date={first}
            days={isNarrow ? "day" : "week"}
            {...{ zone, appointments, slots, hours, reserved, movable, chosen }}
            onTime={(local) => look({ kind: "time", start: clinic.instant(local, { doctorUid: doctor }) })}
            onRange={(from, to) => {
              const at = (local: string) => clinic.instant(local, { doctorUid: doctor });
              look({ kind: "range", from: at(from), to: at(to) });
            }}
            onAppointment={(uid) => look({ kind: "appointment", uid })}
            onHours={edit}
            onDragged={(hours, from, to) => {
              const at = (local: string) => clinic.instant(local, { doctorUid: doctor });
              const moved = draggedTo(hours, from, to, at);
              if (moved !== undefined) edit(moved);
              return moved !== undefined;
            }}
          />
          <Legend zone={zone} hint={isDragging ? t.week.dragHint : t.week.hint} />
        </div>
        {looked?.kind === "time" && (
          <TimePanel
            key={`${doctor} ${looked.start}`}
            {...{ desk, practice, doctor, type, zone, setType }}
            start={looked.start}
            onStart={(start) => {
              setDay(localDate(start, zone));
              setLooked({ kind: "time", start });
            }}
            onClose={close}
          />
        )}
        {looked?.kind === "range" && (
          <DraftPanel
            key={`${doctor} ${looked.from} ${looked.to}`}
            {...{ desk, practice }}
            first={{
              of: "exception",
              doctor,
              exception: {
                uid: NEW,
                kind: isOpenAt(hours, looked.from) ? "blocked" : "extra",
                start_date: looked.from,
                end_date: looked.to,
              },
            }}
            onSaved={close}
            onClose={close}
          />
        )}
        {looked?.kind === "hours" && (
          <DraftPanel
            key={looked.number}
            {...{ desk, practice }}
            first={looked.draft}
            onDraft={(draft) => setLooked({ ...looked, draft })}
            onSaved={close}
            onClose={close}
          />
        )}
        {looked?.kind === "appointment" && (
          <AppointmentPanel key={looked.uid} {...{ desk, practice, zone }} uid={looked.uid} onClose={close} />
        )}
      </div>
    </div>
  );
}

/** What is dragged over hours is meant to be time off, and elsewhere extra hours. */
const isOpenAt = (hours: OpenHours[], at: number) =>
  hours.some(({ state, start_date, end_date }) => state === "open" && start_date <= at && at < end_date);

/** What the hours of a rule or of an exception are for, if not for all types. */
function reservations(practice: Practice, uid: string): Map<string, string> {
  const doctor = practice.doctors.find((doctor) => doctor.uid === uid);
  const windows = [...(doctor?.availability_rules ?? []), ...(doctor?.availability_exceptions ?? [])];
  const name = (type: string) => practice.types.find(({ uid }) => uid === type)?.name ?? type;
  const found = windows.filter(({ appointment_type_uids }) => appointment_type_uids != null);
  return new Map(
    found.map(({ uid, appointment_type_uids }) => [
      uid,
      t.week.reservedFor((appointment_type_uids ?? []).map(name).join(", ")),
    ]),
  );
}

function CheckTime({ day, onCheck }: { day: string; onCheck: (local: string) => void }) {
  const [date, setDate] = useState(day);
  const [time, setTime] = useState("09:00");
  useEffect(() => setDate(day), [day]);
  return (
    <form
      class="check"
      aria-label={t.week.check}
      onSubmit={(event) => {
        event.preventDefault();
        if (date !== "" && time !== "") onCheck(`${date}T${time}`);
      }}
    >
      <input
        type="date"
        aria-label={t.week.date}
        value={date}
        required
        onInput={(event) => setDate(event.currentTarget.value)}
      />
      <input
        type="time"
        aria-label={t.week.time}
        value={time}
        required
        onInput={(event) => setTime(event.currentTarget.value)}
      />
      <Button type="submit">{t.week.checkButton}</Button>
    </form>
  );
}
