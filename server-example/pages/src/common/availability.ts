// What can be booked: the clinic in this page, kept up to date by the server's events. From it come all
// slots; moving between months, doctors and types asks nobody.

import { Clinic, init } from "frontdesk/slots";
import type { Appointment, ClinicSnapshot } from "frontdesk/slots";

import { ask } from "./api.ts";
import { type Busy, type Feed, type Said, type Sent, spread, standIn } from "./busy.ts";
import { setNow } from "./clock.ts";
import { loaded } from "./engine.ts";
import { listen } from "./live.ts";
import { inTurn } from "./turns.ts";

/** The part of the engine that finds slots. */
const engine = loaded(() => init());

/** After a reading that failed, the next one, in milliseconds, unless an event comes before. */
const AGAIN = 5_000;

/** Who looks: the page's own appointments are this patient's. */
export const ME = "me";

/**
 * The page's own appointment: it is in the server's answer like anybody's, and has to be told from the
 * others.
 */
export type Own = Pick<Appointment, "uid" | "doctor_uid" | "status"> & {
  start_date: number;
  end_date: number;
  appointment_type_uid: string | null;
  location_uid?: string | null;
  hold_expires_at?: number | null;
  seats?: number | null;
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
  readonly #address: string;
  #listening: { close(): void } | undefined;
  /** The version that was heard last. */
  #heard: string | undefined;
  #isReading = false;
  #timer: number | undefined;
  readonly #read = inTurn(() => this.#readAnew());

  private constructor(feed: Feed, address: string) {
    this.#address = address;
    this.#feed = feed;
    this.#clinic = this.#built();
  }

  /**
   * Asks for a shop's availability, and follows it from then on. `connected` is told whether it is up to
   * date.
   */
  static async of(server: string, shop: string, connected: (is: boolean) => void): Promise<Availability> {
    const address = (what: string) => `${server}/v1/scheduling/${what}?shop_uid=${encodeURIComponent(shop)}`;
    const [sent] = await Promise.all([ask<Sent<Feed>>("GET", address("availability")), engine()]);
    const feed = spread<Feed>(sent);
    setNow(feed.now);
    const availability = new Availability(feed, address("availability"));
    availability.#listening = listen(
      () => address("availability/events"),
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

  /** Follows it no longer. */
  close(): void {
    this.#listening?.close();
    clearTimeout(this.#timer);
  }

  async #hear(name: string, data: string): Promise<void> {
    const said = spread<Said>(JSON.parse(data));
    this.#heard = said.version;
    // A reading that is under way compares when it ends: its answer may be older than this.
    if (this.#isReading || said.version === this.#feed.version) return;
    // What has changed since another version than this one does not say all that has.
    if (name !== "busy" || said.busy === undefined || said.before !== this.#feed.version)
      return this.refresh();
    const busy = { ...this.#feed.busy, ...said.busy };
    this.#feed = { ...this.#feed, version: said.version, busy };
    try {
      for (const doctor of Object.keys(said.busy)) this.#update(doctor);
      this.#changed();
    } catch {
      this.#rebuild();
    }
  }

  /** Asks for all of it anew: what was refused says that it is old, perhaps before an event does. */
  refresh(): Promise<void> {
    return this.#read();
  }

  async #readAnew(): Promise<void> {
    clearTimeout(this.#timer);
    this.#isReading = true;
    try {
      let heard;
      do {
        heard = this.#heard;
        const feed = spread<Feed>(await ask("GET", this.#address));
        setNow(feed.now);
        this.#feed = feed;
        this.#rebuild();
        // Once more, if it was said meanwhile that there is another version than the one that came.
      } while (this.#heard !== heard && this.#heard !== this.#feed.version);
    } catch {
      this.#timer = window.setTimeout(() => void this.refresh(), AGAIN);
    } finally {
      this.#isReading = false;
    }
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
    const own = this.#own.map((own): Appointment => ({ ...own, seats: own.seats ?? 1, patient_uid: ME }));
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
        added.push(standIn(uid, doctor, taken));
      }
      after.set(said, [...(after.get(said) ?? []), uid]);
    }
    this.#taken.set(doctor, after);
    return { added, removed: [...before.values()].flat() };
  }
}

/**
 * What is taken by others. Several may have the same time of a group visit: the one with as many seats is the
 * page's own. Intervals that touch are one in the server's answer, so it may be in a longer one.
 */
function without(busy: Busy[], own: Own): Busy[] {
  const { start_date: start, end_date: end } = own;
  const isExact = ([from, to]: Busy) => from === start && to === end;
  const hasSeats = ([, , , , , seats]: Busy) => (seats ?? 1) === (own.seats ?? 1);
  const index = [
    busy.findIndex((taken) => isExact(taken) && hasSeats(taken)),
    busy.findIndex(isExact),
    busy.findIndex(([from, to]) => from <= start && end <= to),
  ].find((index) => index >= 0);
  const found = index === undefined ? undefined : busy[index];
  if (index === undefined || found === undefined) return busy;
  const [from, to, ...rest] = found;
  const pieces: Busy[] = [];
  if (from < start) pieces.push([from, start, ...rest]);
  if (end < to) pieces.push([end, to, ...rest]);
  return busy.toSpliced(index, 1, ...pieces);
}
