// What the desk knows: the practice as its key may read it, as a clinic of the engine in this page.

import type {
  Appointment,
  AppointmentType,
  AvailabilityException,
  AvailabilityRule,
  Clinic,
  ClinicSnapshot,
  Closure,
  Doctor,
} from "frontdesk/lean";

import { Refused } from "../common/api.ts";
import { type Busy, type Feed, standIn } from "../common/busy.ts";
import { DAY, type Days } from "./days.ts";
import type { Kept } from "./kept.ts";
import type { Range } from "./lists.ts";

/** An appointment as the list of the server has it. */
export interface Booked extends Appointment {
  uid: string;
  doctor_uid: string;
  status: NonNullable<Appointment["status"]>;
  start_date: number;
  end_date: number;
  patient_display_name: string | null;
  appointment_type_name: string | null;
  appointment_type_uid: string | null;
  /** When the patient came, while it is confirmed. */
  arrived_at?: number;
}

/** Somebody who can be booked for: a customer of a shop. */
export interface Patient {
  profile: string;
  uid: string;
  name: string;
}

export interface Shop {
  uid: string;
  name: string;
  active: boolean;
  booking_page: "off" | "known_patients" | "anyone";
}

/** A doctor's rules and exceptions as they can be edited, by their own uids, and what else no list has. */
export type OwnHours = Partial<Doctor> & {
  availability_rules: AvailabilityRule[];
  availability_exceptions: AvailabilityException[];
};

/** What was read, list by list. */
export interface Parts {
  shops: Shop[];
  doctors: Doctor[];
  types: AppointmentType[];
  closures: Closure[];
  /** What holds for the whole clinic: its zone, places, limits. */
  clinic: ClinicSnapshot;
  feed: Feed | undefined;
  /** By doctor; those of whom it was asked for. */
  hours: Map<string, OwnHours>;
  appointments: Booked[];
  /** The days of which `appointments` has all. */
  days: Days;
  /** The patients of whom it has what they have booked. */
  patients: Set<string>;
}

export interface People {
  patients: Patient[];
  /** The key may not read who the patients are. */
  isRefused: boolean;
}

/** All that was read, as of a moment. Each reading makes another one. */
export interface Practice extends People {
  shops: Shop[];
  doctors: Doctor[];
  types: AppointmentType[];
  closures: Closure[];
  /** The doctors whose hours can be edited: of others it is known only when they can be booked. */
  editable: Set<string>;
  /** Since when the patients of appointments are there. */
  arrivals: Map<string, number>;
  /** The appointments that were read. What else takes time is known from the feed, and is nobody's. */
  listed: Set<string>;
  snapshot: ClinicSnapshot;
  clinic: Clinic;
  /** Whether all appointments of a range are known, of a doctor or of all. */
  covers: (range: Range, doctor?: string) => boolean;
  /** Whether it is known of all time that a doctor has when it is taken. */
  isInFeed: (doctor: string) => boolean;
}

export const isShown = (shop: Shop) => shop.active && shop.booking_page !== "off";

export function practiceOf(parts: Parts, people: People, engine: Kept): Practice {
  const { shops, types, closures, feed, hours } = parts;
  const doctors = parts.doctors
    .filter(({ active }) => active)
    .map(({ uid, display_name, timezone }): Doctor => ({
      ...feed?.clinic.doctors?.find((doctor) => doctor.uid === uid),
      uid,
      display_name: display_name ?? null,
      timezone: timezone ?? null,
      active: true,
      ...hours.get(uid),
    }));
  const uids = new Set(doctors.map(({ uid }) => uid));
  const read = parts.appointments.filter(({ doctor_uid }) => uids.has(doctor_uid));
  const known = new Set(types.map(({ uid }) => uid));
  const snapshot: ClinicSnapshot = {
    ...parts.clinic,
    // What the feed has beside them stands for the gaps of others.
    appointment_types: [
      ...types,
      ...(feed?.clinic.appointment_types ?? []).filter(({ uid }) => !known.has(uid)),
    ],
    doctors,
    closures,
    appointments: [...read.map(recorded), ...taken(parts, uids, read)],
  };
  const isInFeed = (doctor: string) => feed?.busy[doctor] !== undefined || feedHas(feed, doctor);
  return {
    ...people,
    shops,
    doctors,
    types,
    closures,
    editable: new Set(hours.keys()),
    arrivals: new Map(read.flatMap(({ uid, arrived_at: at }) => (at === undefined ? [] : [[uid, at]]))),
    listed: new Set(read.map(({ uid }) => uid)),
    snapshot,
    clinic: engine.of(snapshot),
    covers: (range, doctor) => parts.days.covers(range, doctor),
    isInFeed,
  };
}

const feedHas = (feed: Feed | undefined, doctor: string) =>
  feed?.clinic.doctors?.some(({ uid }) => uid === doctor) === true;

/** Stand-ins of what a feed has of a doctor, made once for each time that it is sent. */
const stands = new WeakMap<Busy[], Appointment[]>();

function standInsOf(doctor: string, busy: Busy[]): Appointment[] {
  const known = stands.get(busy);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  const made = busy.map((one) => {
    // The same interval has the same id each time, so that the engine is told of others only.
    const said = `taken ${doctor} ${one.join(" ")}`;
    const count = counts.get(said) ?? 0;
    counts.set(said, count + 1);
    return standIn(`${said} ${count}`, doctor, one);
  });
  stands.set(busy, made);
  return made;
}

/** What the feed has of days whose appointments were not read. */
function taken({ feed, days }: Parts, doctors: Set<string>, read: Booked[]): Appointment[] {
  const own = new Set(
    read.map(({ doctor_uid, start_date, end_date }) => `${doctor_uid} ${start_date} ${end_date}`),
  );
  return Object.entries(feed?.busy ?? {}).flatMap(([doctor, busy]) => {
    if (!doctors.has(doctor)) return [];
    const { from: firstRead, to: endRead } = days.bounds(doctor);
    const ownStarts = new Set(read.flatMap((one) => (one.doctor_uid === doctor ? [one.start_date] : [])));
    return standInsOf(doctor, busy).flatMap((whole, index) => {
      const [start, end, ...rest] = busy[index] as Busy;
      if (ownStarts.has(start) && own.has(`${doctor} ${start} ${end}`)) return [];
      if (end <= firstRead || endRead <= start) return [whole];
      // Time of days that were read is there already. What is one interval may be of several days.
      let [from, to] = [start, end];
      const isRead = (at: number) => from < to && days.has(Math.floor(at / DAY), doctor);
      while (isRead(from)) from = (Math.floor(from / DAY) + 1) * DAY;
      while (isRead(to - 1)) to = Math.floor((to - 1) / DAY) * DAY;
      if (from === start && to === end) return [whole];
      return from < to ? [standIn(`${whole.uid} ${from} ${to}`, doctor, [from, to, ...rest])] : [];
    });
  });
}

const records = new WeakMap<Booked, Appointment>();

/** An appointment as the engine reads it. */
function recorded(booked: Booked): Appointment {
  const known = records.get(booked);
  if (known !== undefined) return known;
  const { uid, doctor_uid, status, start_date, end_date, appointment_type_uid } = booked;
  const appointment: Appointment = { uid, doctor_uid, status, start_date, end_date, appointment_type_uid };
  const kept = [
    "appointment_type_name",
    "patient_uid",
    "patient_display_name",
    "location_uid",
    "seats",
  ] as const;
  for (const name of [...kept, "created_at", "hold_expires_at", "approval"] as const) {
    if (booked[name] != null) Object.assign(appointment, { [name]: booked[name] });
  }
  records.set(booked, appointment);
  return appointment;
}

export type Standing = NonNullable<Appointment["status"]> | "requested";

/**
 * Where an appointment stands at a time: held is also what somebody has asked for and nobody has approved.
 */
export function standingOf({ status, approval, hold_expires_at: until }: Appointment, at: number): Standing {
  if (status !== "held") return status ?? "confirmed";
  if (Number(until ?? 0) <= at) return "expired";
  return approval === "requested" ? "requested" : "held";
}

export const doctorName = (practice: Practice, uid: string): string =>
  practice.doctors.find((doctor) => doctor.uid === uid)?.display_name ?? uid;

/** What is said of a failure. */
export function words(error: unknown, fallback: string): string {
  return error instanceof Refused && error.message !== "" ? error.message : fallback;
}
