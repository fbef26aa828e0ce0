// Taken time as the feed tells it, and the appointment that stands for it in the engine of the page.

import type { Appointment, ClinicSnapshot } from "frontdesk/slots";

/**
 * Time that is taken: start, end, what stands for the type, the location, when it is free again by itself,
 * and how many seats of a group visit it takes, if several.
 */
export type Busy = [
  start: number,
  end: number,
  kind?: string | null,
  location?: string | null,
  until?: number | null,
  seats?: number,
];

export type BusyByDoctor = Record<string, Busy[]>;

export interface Feed {
  version: string;
  now: number;
  shop: { uid: string; name: string; booking_page: "known_patients" | "anyone" };
  clinic: ClinicSnapshot;
  busy: BusyByDoctor;
}

/**
 * What an event says: the version from then on and, where no more than taken time has changed, what it was
 * before.
 */
export interface Said {
  version: string;
  before?: string;
  busy?: BusyByDoctor;
}

export function standIn(uid: string, doctor: string, taken: Busy): Appointment {
  const [start, end, kind, location, until, seats] = taken;
  return {
    uid,
    doctor_uid: doctor,
    start_date: start,
    end_date: end,
    appointment_type_uid: kind ?? null,
    location_uid: location ?? null,
    seats: seats ?? 1,
    ...(until == null ? { status: "confirmed" } : { status: "held", hold_expires_at: until }),
  };
}
