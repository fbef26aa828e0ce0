// What can be booked: the clinic in this page, kept up to date by the server's events. From it come all slots; moving between
// months, doctors and types asks nobody.

import { Clinic } from "frontdesk/lean";
import type { Appointment, ClinicSnapshot } from "frontdesk/lean";

import { ask } from "./api.ts";
import { setNow } from "./clock.ts";
import { engine } from "./engine.ts";
import { listen } from "./live.ts";

/** Time that is taken: start, end, what stands for the type, the location, and when it is free again by itself. */
export type Busy = [start: number, end: number, kind?: string | null, location?: string | null, until?: number];

type BusyByDoctor = Record<string, Busy[]>;

interface Feed {
  version: string;
  now: number;
  shop: { uid: string; name: string; booking_page: "known_patients" | "anyone" };
  clinic: ClinicSnapshot;
  busy: BusyByDoctor;
}

/** Who looks: the page's own appointments are this patient's. */
export const ME = "me";

/** The page's own appointment: it is in the server's answer like anybody's, and has to be told from the others. */
export type Own = Pick<Appointment, "uid" | "doctor_uid" | "status"> & {
  start_date: number;
  end_date: number;
  appointment_type_uid: string | null;
  location_uid?: string | null;
  hold_expires_at?: number | null;
};

export class Availability {
  #feed: Feed;
  #own: Own[] = [];
  #clinic: Clinic;
  /** The appointments that stand for what is taken of a doctor's time, by what is said of them. */
  #taken = new Map<string, Map<string, string[]>>();
  #count = 0;
  #state = 0;
  #listeners = new Set<() => void>();
  #query: string;

  private constructor(feed: Feed, query: string) {
    this.#query = query;
    this.#feed = feed;
    this.#clinic = this.#built();
  }

  /** Asks for a shop's availability, and follows it from then on. `connected` is told whether it is up to date. */
  static async of(shop: string, connected: (is: boolean) => void): Promise<Availability> {
    const query = `?shop_uid=${encodeURIComponent(shop)}`;
    const [feed] = await Promise.all([ask<Feed>("GET", `/v1/scheduling/availability${query}`), engine]);
    setNow(feed.now);
    const availability = new Availability(feed, query);
    listen(
      () => `/v1/scheduling/availability/events${query}`,
      ["version", "busy", "reload"],
      (name, data) => void availability.#hear(name, data),
      connected,
    );
    return availability;
  }

  get shop(): Feed["shop"] {
    return this.#feed.shop;
  }

  get snapshot(): ClinicSnapshot {
    return this.#feed.clinic;
  }

  /** The clinic as it is now. */
  get clinic(): Clinic {
    return this.#clinic;
  }

  /** Another number after each change. */
  get state(): number {
    return this.#state;
  }

  /** Which of the appointments are the page's own. */
  setOwn(own: Own[]): void {
    if (own.length === 0 && this.#own.length === 0) return;
    this.#own = own;
    this.#rebuild();
  }

  /** Calls back after each change; answers what ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #hear(name: string, data: string): Promise<void> {
    const said = JSON.parse(data) as { version: string; busy?: BusyByDoctor };
    if (said.version === this.#feed.version) return;
    if (name === "busy" && said.busy !== undefined) {
      const busy = { ...this.#feed.busy, ...said.busy };
      this.#feed = { ...this.#feed, version: said.version, busy };
      try {
        for (const doctor of Object.keys(said.busy)) this.#update(doctor);
        this.#changed();
      } catch {
        this.#rebuild();
      }
    } else await this.refresh();
  }

  /** Asks for all of it anew: what was refused says that it is old, perhaps before an event does. */
  async refresh(): Promise<void> {
    const feed = await ask<Feed>("GET", `/v1/scheduling/availability${this.#query}`).catch(() => undefined);
    // The next event, or the next connection, says again that this is old.
    if (feed === undefined) return;
    setNow(feed.now);
    this.#feed = feed;
    this.#rebuild();
  }

  #changed(): void {
    this.#state += 1;
    for (const listener of this.#listeners) listener();
  }

  #rebuild(): void {
    const before = this.#clinic;
    this.#clinic = this.#built();
    before.free();
    this.#changed();
  }

  #built(): Clinic {
    this.#taken.clear();
    const appointments = Object.keys(this.#feed.busy).flatMap((doctor) => this.#difference(doctor).added);
    const own = this.#own.map((own): Appointment => ({ ...own, patient_uid: ME }));
    return new Clinic({ ...this.#feed.clinic, appointments: [...appointments, ...own] });
  }

  /** Brings one doctor's appointments up to date: a large practice is not built anew for each booking. */
  #update(doctor: string): void {
    const { added, removed } = this.#difference(doctor);
    for (const uid of removed) this.#clinic.change({ change: "remove_appointment", uid });
    for (const appointment of added) this.#clinic.change({ change: "put_appointment", appointment });
  }

  /** What is to be added and removed so that what is taken of a doctor's time is as the server says. */
  #difference(doctor: string): { added: Appointment[]; removed: string[] } {
    const own = this.#own.filter((own) => own.doctor_uid === doctor);
    const busy = own.reduce(without, this.#feed.busy[doctor] ?? []);
    const before = this.#taken.get(doctor) ?? new Map<string, string[]>();
    const after = new Map<string, string[]>();
    const added: Appointment[] = [];
    for (const taken of busy) {
      const said = taken.join("\0");
      let uid = before.get(said)?.pop();
      if (uid === undefined) {
        uid = `taken-${(this.#count += 1)}`;
        added.push(appointment(uid, doctor, taken));
      }
      after.set(said, [...(after.get(said) ?? []), uid]);
    }
    this.#taken.set(doctor, after);
    return { added, removed: [...before.values()].flat() };
  }
}

function appointment(uid: string, doctor: string, [start, end, kind, location, until]: Busy): Appointment {
  return {
    uid,
    doctor_uid: doctor,
    start_date: start,
    end_date: end,
    appointment_type_uid: kind ?? null,
    location_uid: location ?? null,
    ...(until === undefined ? { status: "confirmed" } : { status: "held", hold_expires_at: until }),
  };
}

/** What is taken by others. Intervals that touch are one in the server's answer, so one of them may be in a longer one. */
function without(busy: Busy[], own: Own): Busy[] {
  const { start_date: start, end_date: end } = own;
  const exact = busy.findIndex(([from, to]) => from === start && to === end);
  const index = exact >= 0 ? exact : busy.findIndex(([from, to]) => from <= start && end <= to);
  const found = busy[index];
  if (found === undefined) return busy;
  const [from, to, ...rest] = found;
  const pieces: Busy[] = [];
  if (from < start) pieces.push([from, start, ...rest]);
  if (end < to) pieces.push([end, to, ...rest]);
  return busy.toSpliced(index, 1, ...pieces);
}
