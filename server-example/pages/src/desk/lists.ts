// What the desk reads of the server, list by list.

import type { AppointmentType, AvailabilityException, AvailabilityRule } from "frontdesk/lean";
import type { ClinicSnapshot, Closure, Doctor } from "frontdesk/lean";

import { Refused, ask } from "../common/api.ts";
import { type Feed, type Sent, spread } from "../common/busy.ts";
import { setNow } from "../common/clock.ts";
import type { Want } from "./days.ts";
import { type Booked, type OwnHours, type People, type Shop, isShown } from "./practice.ts";

export const SCHEDULING = "/v1/management/scheduling";
/** The most that a page of a list has. */
const LIMIT = 200;

interface Page<T> {
  data: T[];
  totalRegistries?: number;
}

export interface Range {
  from: number;
  to: number;
}

/** The answer, or nothing where the server answers so. */
async function unless<T>(status: number, asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refused && error.status === status) return undefined;
    throw error;
  }
}

export class Lists {
  readonly #key: Record<string, string>;

  constructor(key: Record<string, string>) {
    this.#key = key;
  }

  ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    return ask<T>(method, path, this.#key, body);
  }

  /** A list that has no pages. */
  async #whole<T>(path: string): Promise<T[]> {
    return (await this.ask<Page<T>>("GET", path)).data;
  }

  /** All pages of a list. */
  async #pages<T>(path: string, query: Record<string, string | number> = {}): Promise<T[]> {
    const asked = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    const page = (number: number) =>
      this.ask<Page<T>>("GET", `${path}?${asked}&page=${number}&limit=${LIMIT}`);
    const first = await page(0);
    const pages = Math.ceil((first.totalRegistries ?? 0) / LIMIT);
    const rest = await Promise.all(
      Array.from({ length: Math.max(0, pages - 1) }, (_, index) => page(index + 1)),
    );
    return [first, ...rest].flatMap(({ data }) => data);
  }

  async short() {
    const [shops, doctors, types, closures] = await Promise.all([
      this.#pages<Shop>("/v1/management/shops"),
      this.#pages<Doctor>("/v1/management/doctors"),
      this.#whole<AppointmentType>(`${SCHEDULING}/appointment-types`),
      this.#whole<Closure>(`${SCHEDULING}/closures`),
    ]);
    return { shops, doctors, types, closures };
  }

  /**
   * What the clinic has beside lists: from the feed of a shop with a booking page, which has all of it, or
   * one by one.
   */
  async clinic(shops: Shop[]): Promise<{ clinic: ClinicSnapshot; feed: Feed | undefined }> {
    const shop = shops.find(isShown);
    if (shop !== undefined) {
      const path = `/v1/scheduling/availability?shop_uid=${encodeURIComponent(shop.uid)}`;
      const sent = await unless(404, this.ask<Sent<Feed>>("GET", path));
      if (sent !== undefined) {
        const feed = spread<Feed>(sent);
        setNow(feed.now);
        return { clinic: feed.clinic, feed };
      }
    }
    const [{ timezone }, places, limits] = await Promise.all([
      this.ask<{ timezone?: string }>("GET", `${SCHEDULING}/settings`),
      this.ask<Pick<ClinicSnapshot, "locations" | "travel_minutes">>("GET", `${SCHEDULING}/locations`),
      this.ask<Pick<ClinicSnapshot, "week_starts_on" | "patient_limits">>("GET", `${SCHEDULING}/limits`),
    ]);
    return { clinic: { ...places, ...limits, ...(timezone !== undefined && { timezone }) }, feed: undefined };
  }

  /**
   * A doctor's hours as they can be edited. `places` are in a feed; where there is none, they are asked for.
   */
  async hours(doctor: string, isInFeed: boolean): Promise<OwnHours> {
    const path = `${SCHEDULING}/doctors/${encodeURIComponent(doctor)}`;
    const [availability_rules, availability_exceptions, places] = await Promise.all([
      this.#whole<AvailabilityRule>(`${path}/availability-rules`),
      this.#whole<AvailabilityException>(`${path}/availability-exceptions`),
      isInFeed ? {} : this.ask<Pick<Doctor, "concurrent_appointments_max">>("GET", `${path}/places`),
    ]);
    return { ...places, availability_rules, availability_exceptions };
  }

  /** All appointments that begin in a range, of all doctors, of one, or of a patient. */
  appointments({ from, to, doctor, patient }: Want): Promise<Booked[]> {
    const of = {
      ...(doctor !== undefined && { doctor_uid: doctor }),
      ...(patient !== undefined && { patient_uid: patient }),
    };
    // The list counts its end in.
    return this.#pages<Booked>(`${SCHEDULING}/appointments`, { status: "all", from, to: to - 1, ...of });
  }

  async people(): Promise<People> {
    const asked = Promise.all([
      this.#pages<{ uid: string; display_name: string | null; email: string | null }>(
        "/v1/management/patient-list",
      ),
      this.#pages<{ uid: string; patient_uid: string }>("/v1/management/patient-profiles"),
    ]);
    const answered = await unless(403, asked);
    if (answered === undefined) return { patients: [], isRefused: true };
    const [people, profiles] = answered;
    const names = new Map(people.map(({ uid, display_name, email }) => [uid, display_name ?? email ?? uid]));
    const patients = profiles.map(({ uid, patient_uid }) => ({
      profile: uid,
      uid: patient_uid,
      name: names.get(patient_uid) ?? patient_uid,
    }));
    patients.sort((a, b) => a.name.localeCompare(b.name));
    return { patients, isRefused: false };
  }
}
