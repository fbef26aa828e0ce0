// Taken time as the feed tells it, as the page has it, and the appointment that stands for it in the engine
// of the page.

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

/**
 * Intervals as they are sent, those together of which the same is told: the first start and its length, then
 * of each the time since the end of the one before and its length, in seconds.
 */
export interface Taken {
  times: number[];
  appointment_type_uid?: string;
  location_uid?: string;
  hold_expires_at?: number;
  seats?: number;
}

/** What is sent with taken time in it. */
export type Sent<T> = Omit<T, "busy"> & { busy?: Record<string, Taken[]> };

/** The same with each interval for itself. */
export function spread<T>({ busy, ...rest }: Sent<T>): T {
  if (busy === undefined) return rest as T;
  const doctors = Object.entries(busy).map(([doctor, taken]) => [doctor, taken.flatMap(intervals)]);
  return { ...rest, busy: Object.fromEntries(doctors) } as T;
}

function intervals({ times, ...told }: Taken): Busy[] {
  const { appointment_type_uid: kind = null, location_uid: location = null } = told;
  const { hold_expires_at: until = null, seats } = told;
  const found: Busy[] = [];
  let at = 0;
  for (let index = 0; index + 1 < times.length; index += 2) {
    const start = at + (times[index] ?? 0);
    at = start + (times[index + 1] ?? 0);
    const one: Busy = [start, at, kind, location, until];
    if (seats !== undefined) one.push(seats);
    found.push(one);
  }
  return found;
}

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
