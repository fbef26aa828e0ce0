// What the desk knows: the practice as its key may read it, as a clinic of the engine in this page, and what the desk does.

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

import { Refused, ask } from "../common/api.ts";
import { setNow } from "../common/clock.ts";
import { engine } from "../common/engine.ts";
import { listen } from "../common/live.ts";
import { credential } from "./session.ts";

const SCHEDULING = "/v1/management/scheduling";
const DAY = 86_400;
/** The days before and after today whose appointments the page has. */
const DAYS_BEFORE = 35;
const DAYS_AFTER = 120;
/** The most that a page of a list has. */
const LIMIT = 200;

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

type Page<T> = { data: T[]; totalRegistries?: number };
type Feed = {
  now: number;
  clinic: ClinicSnapshot;
  busy: Record<string, [start: number, end: number, kind?: string | null, location?: string | null, until?: number][]>;
};

/** All that was read, as of a moment. Each reading makes another one. */
export interface Practice {
  shops: Shop[];
  doctors: Doctor[];
  types: AppointmentType[];
  closures: Closure[];
  appointments: Booked[];
  patients: Patient[];
  snapshot: ClinicSnapshot;
  clinic: Clinic;
}

export class Desk {
  readonly #key: Record<string, string>;
  #listeners = new Set<() => void>();
  #practice: Practice | undefined;

  constructor(key: string) {
    this.#key = credential(key);
  }

  get practice(): Practice | undefined {
    return this.#practice;
  }

  ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    return ask<T>(method, path, this.#key, body);
  }

  /** Calls back after each reading; answers what ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads everything, anew. */
  async read(): Promise<Practice> {
    const before = this.#practice;
    const practice = await this.#read();
    this.#practice = practice;
    for (const listener of this.#listeners) listener();
    // Whoever draws just now has the one before in hand.
    setTimeout(() => before?.clinic.free(), 5_000);
    return practice;
  }

  /** Reads again whenever something changes, which the shop's public events say. */
  follow(connected: (is: boolean) => void): { close(): void } {
    const shop = this.#practice?.shops.find(isShown);
    if (shop === undefined) {
      const timer = setInterval(() => void this.read().then(() => connected(true), () => connected(false)), 30_000);
      return { close: () => clearInterval(timer) };
    }
    let version: string | undefined;
    return listen(
      () => `/v1/scheduling/availability/events?shop_uid=${encodeURIComponent(shop.uid)}`,
      ["version", "busy", "reload"],
      (_, data) => {
        const said = (JSON.parse(data) as { version: string }).version;
        if (version !== undefined && version !== said) void this.read().catch(() => undefined);
        version = said;
      },
      connected,
    );
  }

  async #read(): Promise<Practice> {
    const today = Math.floor(Date.now() / 1000 / DAY) * DAY;
    const range = `status=all&from=${today - DAYS_BEFORE * DAY}&to=${today + DAYS_AFTER * DAY}`;
    const [shops, listed, types, closures, appointments, people, profiles] = await Promise.all([
      this.#all<Shop>("/v1/management/shops"),
      this.#all<Doctor>("/v1/management/doctors"),
      this.#all<AppointmentType>(`${SCHEDULING}/appointment-types`),
      this.#all<Closure>(`${SCHEDULING}/closures`),
      this.#all<Booked>(`${SCHEDULING}/appointments`, range),
      this.#all<{ uid: string; display_name: string | null; email: string | null }>("/v1/management/patient-list"),
      this.#all<{ uid: string; patient_uid: string; shop_uid: string }>("/v1/management/patient-profiles"),
      engine,
    ]);
    const feed = await this.#feed(shops);
    const doctors = await Promise.all(
      listed.filter(({ active }) => active).map((doctor) => this.#doctor(doctor, feed?.clinic.doctors ?? [])),
    );
    const snapshot: ClinicSnapshot = {
      ...feed?.clinic,
      appointment_types: types,
      doctors,
      closures,
      appointments: appointments
        .filter(({ doctor_uid }) => doctors.some(({ uid }) => uid === doctor_uid))
        .map((booked) => recorded(booked, types, feed)),
    };
    const names = new Map(people.map(({ uid, display_name, email }) => [uid, display_name ?? email ?? uid]));
    const patients = profiles.map(({ uid, patient_uid }) => ({
      profile: uid,
      uid: patient_uid,
      name: names.get(patient_uid) ?? patient_uid,
    }));
    patients.sort((a, b) => a.name.localeCompare(b.name));
    return { shops, doctors, types, closures, appointments, patients, snapshot, clinic: new Clinic(snapshot) };
  }

  /** What only the compact feed has: limits, places, a doctor's own lengths, and when holds end. */
  async #feed(shops: Shop[]): Promise<Feed | undefined> {
    const shop = shops.find(isShown);
    if (shop === undefined) return undefined;
    try {
      const feed = await this.ask<Feed>("GET", `/v1/scheduling/availability?shop_uid=${encodeURIComponent(shop.uid)}`);
      setNow(feed.now);
      return feed;
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return undefined;
      throw error;
    }
  }

  /** A doctor with the rules and exceptions as they can be edited, by their own uids. */
  async #doctor(listed: Doctor, known: Doctor[]): Promise<Doctor> {
    const path = `${SCHEDULING}/doctors/${encodeURIComponent(listed.uid)}`;
    const [availability_rules, availability_exceptions] = await Promise.all([
      this.#all<AvailabilityRule>(`${path}/availability-rules`),
      this.#all<AvailabilityException>(`${path}/availability-exceptions`),
    ]);
    const { uid, display_name, timezone, active } = listed;
    const rest = known.find((doctor) => doctor.uid === uid);
    return {
      ...rest,
      uid,
      display_name: display_name ?? null,
      timezone: timezone ?? null,
      active: active ?? true,
      availability_rules,
      availability_exceptions,
    };
  }

  /** All pages of a list. */
  async #all<T>(path: string, query = ""): Promise<T[]> {
    const page = (number: number) => this.ask<Page<T>>("GET", `${path}?${query}${query && "&"}page=${number}&limit=${LIMIT}`);
    const isWhole = /closures|appointment-types|availability-/.test(path);
    if (isWhole) return (await this.ask<Page<T>>("GET", path)).data;
    const first = await page(0);
    const pages = Math.ceil((first.totalRegistries ?? 0) / LIMIT);
    const rest = await Promise.all(Array.from({ length: Math.max(0, pages - 1) }, (_, index) => page(index + 1)));
    return [first, ...rest].flatMap(({ data }) => data);
  }

  /** Books in spite of what is against it, which `override` names. */
  async book(wish: { type: string; doctor: string; start: number; patient: string; override: string[] }): Promise<Booked> {
    const held = await this.ask<Booked>("POST", `${SCHEDULING}/appointments/hold`, {
      appointment_type_uid: wish.type,
      doctor_uid: wish.doctor,
      start_date: wish.start,
      patient_profile_uid: wish.patient,
      ...(wish.override.length > 0 && { override: wish.override }),
    });
    const booked = await this.ask<Booked>("POST", `/v1/scheduling/appointments/${held.uid}/confirm`);
    await this.read();
    return booked;
  }

  /** Says of an appointment what has become of it. */
  async say(uid: string, what: "complete" | "no-show" | "reopen" | "approve" | "decline"): Promise<void> {
    await this.ask("POST", `${SCHEDULING}/appointments/${uid}/${what}`);
    await this.read();
  }

  /** What happens in a waiting room. Who takes in an appointment is its doctor. */
  async inRoom(shop: string, uid: string, what: "start" | "finish"): Promise<void> {
    await this.ask("POST", `/v1/management/waiting-room/appointments/${uid}/${what}`, { shop_uid: shop });
    await this.read();
  }

  async cancel(uid: string, reason: string): Promise<void> {
    await this.ask("POST", `${SCHEDULING}/appointments/${uid}/cancel`, { reason });
    await this.read();
  }
}

const isShown = (shop: Shop) => shop.active && shop.booking_page !== "off";

/** An appointment as the engine reads it. The list does not say when a hold ends: the feed does, or else its type. */
function recorded(booked: Booked, types: AppointmentType[], feed: Feed | undefined): Appointment {
  const { uid, doctor_uid, status, start_date, end_date, patient_uid, appointment_type_uid } = booked;
  const same = feed?.busy[doctor_uid]?.find(([start, end]) => start === start_date && end === end_date);
  const ttl = types.find((type) => type.uid === appointment_type_uid)?.hold_ttl_seconds ?? 900;
  const until = same?.[4] ?? Number(booked.created_at ?? 0) + ttl;
  return {
    uid,
    doctor_uid,
    status,
    start_date,
    end_date,
    appointment_type_uid,
    appointment_type_name: booked.appointment_type_name,
    ...(patient_uid == null ? {} : { patient_uid }),
    ...(booked.patient_display_name == null ? {} : { patient_display_name: booked.patient_display_name }),
    ...(booked.created_at == null ? {} : { created_at: booked.created_at }),
    ...(status === "held" ? { hold_expires_at: until } : {}),
  };
}

export const doctorName = (practice: Practice, uid: string): string =>
  practice.doctors.find((doctor) => doctor.uid === uid)?.display_name ?? uid;

/** What is said of a failure. */
export function words(error: unknown, fallback: string): string {
  return error instanceof Refused && error.message !== "" ? error.message : fallback;
}
