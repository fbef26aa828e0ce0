// What is wanted, and what the engine says of it. Nothing here asks the server.

import {
  type AppointmentType,
  type Clinic,
  type ReasonOutput,
  type Slot,
  monthMatrix,
  monthRange,
} from "frontdesk/slots";

import { type Availability, ME } from "../common/availability.ts";
import { now } from "../common/clock.ts";
import { t, language } from "../common/language.ts";
import { dateBy, dateInWords, monthBy, weekStart } from "../common/when.ts";

/** What somebody wants to book. */
export interface Wish {
  type: string;
  minutes: number | null;
  doctor: string | null;
  place: string | null;
  /** The appointment that is moved. */
  moving: string | null;
}

/** How far ahead the next time is looked for, in days. */
const AHEAD = 366;
/** The fewest weeks that are shown of a month. */
const WEEKS_LEAST = 4;
const DAY = 86_400;

/** The types that can be booked, by name. */
export function typesOf(availability: Availability): AppointmentType[] {
  const types = availability.snapshot.appointment_types ?? [];
  return types
    .filter((type) => type.active !== false)
    .sort((a, b) => (a.name ?? a.uid).localeCompare(b.name ?? b.uid));
}

/** The doctors who offer a type: those with their own setting, where the type asks for one. */
export function doctorsOf(
  availability: Availability,
  type: AppointmentType,
): { uid: string; name: string }[] {
  const selected = type.doctor_assignment_mode === "selected_doctors_only";
  return (availability.snapshot.doctors ?? [])
    .filter(
      (doctor) =>
        !selected ||
        doctor.appointment_type_settings?.some(
          (setting) => setting.appointment_type_uid === type.uid && setting.active !== false,
        ),
    )
    .map((doctor) => ({ uid: doctor.uid, name: doctor.display_name ?? doctor.uid }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

export function nameOf(availability: Availability, doctor: string): string {
  return availability.snapshot.doctors?.find(({ uid }) => uid === doctor)?.display_name ?? doctor;
}

function query(wish: Wish, timezone: string) {
  return {
    appointment_type_uid: wish.type,
    duration_minutes: wish.minutes,
    doctor_uids: wish.doctor === null ? null : [wish.doctor],
    location_uids: wish.place === null ? null : [wish.place],
    exclude_appointment_uid: wish.moving,
    patient_uid: ME,
    by: "patient" as const,
    timezone,
  };
}

/** The weeks of a month's page, each day with its first start. */
function weeksOf(clinic: Clinic, wish: Wish, month: string, zone: string) {
  const { from, to } = monthRange(month, zone, weekStart);
  const start = performance.now();
  const days = clinic.daysWithSlots({ ...query(wish, zone), from, to }, now());
  performance.measure("slots of a month", { start });
  return monthMatrix(month, days, weekStart);
}

/**
 * The weeks of a month from today's on. Of a month that is nearly over, whoever books wants what is left of
 * it, and what comes then.
 */
export function monthOf(clinic: Clinic, wish: Wish, month: string, zone: string, today: string) {
  const weeks = weeksOf(clinic, wish, month, zone).filter((week) => week.some(({ date }) => date >= today));
  const last = weeks.at(-1)?.at(-1)?.date;
  if (weeks.length >= WEEKS_LEAST || last === undefined || month > today.slice(0, 7)) return weeks;
  const more = weeksOf(clinic, wish, monthBy(month, 1), zone).filter((week) =>
    week.every(({ date }) => date > last),
  );
  const beyond = more.map((week) => week.map((day) => ({ ...day, inMonth: false })));
  return [...weeks, ...beyond.slice(0, WEEKS_LEAST - weeks.length)];
}

function dayRange(clinic: Clinic, date: string, zone: string) {
  const at = (date: string) => clinic.instant(`${date}T00:00`, { timezone: zone });
  return { from: at(date), to: at(dateBy(date, 1)) };
}

/** The slots of a day on the viewer's clock. */
export function slotsOf(clinic: Clinic, wish: Wish, date: string, zone: string): Slot[] {
  return clinic.findSlots({ ...query(wish, zone), ...dayRange(clinic, date, zone) }, now());
}

/** The first slots from an instant on. */
export function nextSlots(clinic: Clinic, wish: Wish, from: number, zone: string, limit: number): Slot[] {
  return clinic.firstSlots({ ...query(wish, zone), from, to: from + AHEAD * DAY, limit }, now());
}

/** The first slot after a day. */
export function nextAfter(clinic: Clinic, wish: Wish, date: string, zone: string): Slot | undefined {
  return nextSlots(clinic, wish, Math.max(dayRange(clinic, date, zone).to, now()), zone, 1)[0];
}

/** Why a day has nothing, in a line for each doctor, or in one for all of them. */
export function whyNot(availability: Availability, wish: Wish, date: string, zone: string): string[] {
  const { clinic } = availability;
  const range = dayRange(clinic, date, zone);
  if (range.to <= now()) return [t.book.pastDay];
  const days = clinic.explainDays({ ...query(wish, zone), ...range }, now());
  const said = days
    .map((day) => {
      const doctor = day.doctor_uid;
      const first = day.reasons[0]?.reason;
      const text = day.booked_out
        ? t.book.bookedOut
        : day.no_gap_long_enough
          ? t.book.noGap
          : first === undefined
            ? t.book.noHours
            : reasonInWords(clinic, first, clinic.timezoneOf(doctor) ?? zone);
      return { doctor, text };
    })
    // Who never has hours for this says nothing about the day.
    .filter(({ text }) => text !== undefined) as { doctor: string; text: string }[];
  const [first, ...rest] = said;
  if (first === undefined) return [t.book.noHours];
  if (rest.every(({ text }) => text === first.text))
    return [first.text[0]?.toLocaleUpperCase() + first.text.slice(1) + "."];
  return said.map(({ doctor, text }) => t.book.reason(nameOf(availability, doctor), text));
}

function reasonInWords(clinic: Clinic, reason: ReasonOutput, zone: string): string | undefined {
  switch (reason.code) {
    case "doctor_not_offering":
    case "type_inactive":
      return undefined;
    case "too_soon":
      return t.book.tooSoon;
    case "closed":
      return t.book.closed;
    case "blocked":
      return t.book.away;
    case "outside_hours":
      return t.book.noHours;
    case "reserved":
      return t.book.otherHours;
    case "not_released":
      return t.book.notYet;
    case "other_location":
      return t.book.otherPlace;
    case "window_full":
    case "limit_reached":
      return t.book.limit;
    case "slot_taken":
    case "held":
    case "places_full":
    case "group_full":
      return t.book.bookedOut;
    case "patient_busy":
      return t.book.yours;
    default:
      return clinic.reasonSentence(reason, language, zone);
  }
}

/** A date in words, for those who look and those who listen. */
export const dayLabel = (date: string) => dateInWords(date);
