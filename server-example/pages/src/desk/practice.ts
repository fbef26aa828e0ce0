// What the desk knows: the practice as its key may read it, as a clinic of the engine in this page.

import { Clinic } from "frontdesk/lean";
import type {
  Appointment,
  AppointmentType,
  AvailabilityException,
  AvailabilityRule,
  ClinicSnapshot,
  Closure,
  Doctor,
} from "frontdesk/lean";

import { Refused } from "../common/api.ts";
import type { Feed } from "../common/availability.ts";

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
}

/** What the list does not say of an appointment that is held. */
export interface Held {
  hold_expires_at: number | null;
  approval: "requested" | "granted" | "declined" | null;
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
  held: Map<string, Held>;
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
  snapshot: ClinicSnapshot;
  clinic: Clinic;
}

export const isShown = (shop: Shop) => shop.active && shop.booking_page !== "off";

export function practiceOf(parts: Parts, people: People): Practice {
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
  const snapshot: ClinicSnapshot = {
    ...parts.clinic,
    appointment_types: types,
    doctors,
    closures,
    appointments: parts.appointments
      .filter(({ doctor_uid }) => uids.has(doctor_uid))
      .map((booked) => recorded(booked, parts)),
  };
  const editable = new Set(hours.keys());
  return { ...people, shops, doctors, types, closures, editable, snapshot, clinic: new Clinic(snapshot) };
}

/**
 * An appointment as the engine reads it. The list does not say when a hold ends: what was asked of it alone
 * does, or the feed, or else its type.
 */
function recorded(booked: Booked, { types, feed, held }: Parts): Appointment {
  const { uid, doctor_uid, status, start_date, end_date, appointment_type_uid } = booked;
  const appointment: Appointment = { uid, doctor_uid, status, start_date, end_date, appointment_type_uid };
  const kept = [
    "appointment_type_name",
    "patient_uid",
    "patient_display_name",
    "location_uid",
    "seats",
  ] as const;
  for (const name of [...kept, "created_at"] as const) {
    if (booked[name] != null) Object.assign(appointment, { [name]: booked[name] });
  }
  if (status !== "held") return appointment;
  const own = held.get(uid);
  const same = feed?.busy[doctor_uid]?.find(([start, end]) => start === start_date && end === end_date);
  const ttl = types.find((type) => type.uid === appointment_type_uid)?.hold_ttl_seconds ?? 900;
  const until = own?.hold_expires_at ?? same?.[4] ?? Number(booked.created_at ?? 0) + ttl;
  return {
    ...appointment,
    hold_expires_at: until,
    ...(own?.approval === "requested" && { approval: "requested" }),
  };
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
