// What the desk does, and how it keeps up with what others do.

import { engine } from "./engine.ts";
import { listen } from "../common/live.ts";
import { inTurn } from "../common/turns.ts";
import type { Feed, Said } from "../common/availability.ts";
import { Lists, SCHEDULING, type Range } from "./lists.ts";
import {
  type Booked,
  type Parts,
  type People,
  type Practice,
  isShown,
  practiceOf,
} from "./practice.ts";
import { credential } from "./session.ts";

const DAY = 86_400;
/** The days before and after today whose appointments the page has. */
const HERE = { before: 35, after: 120 };
/**
 * Those that are looked at again and again: no event says what became of an appointment that has taken its
 * time.
 */
const NEAR = { before: 1, after: 7 };
/** How often, in milliseconds. */
const AGAIN = 30_000;

function around(days: typeof HERE): Range {
  const today = Math.floor(Date.now() / 1000 / DAY) * DAY;
  return { from: today - days.before * DAY, to: today + days.after * DAY };
}

/** What is to be read next; `doctors` whose appointments may be others. */
interface Wanted {
  isWhole: boolean;
  isNear: boolean;
  doctors: Set<string>;
}

const nothing = (): Wanted => ({ isWhole: false, isNear: false, doctors: new Set() });

export class Desk {
  readonly #lists: Lists;
  #listeners = new Set<() => void>();
  #practice: Practice | undefined;
  #parts: Parts | undefined;
  #people: People | undefined;
  /** What was read last, as text: what is the same is not drawn again. */
  #text = "";
  /** The doctors whose hours are edited. */
  #edited = new Set<string>();
  #wanted = nothing();
  readonly #read = inTurn(() => this.#readWanted());

  constructor(key: string) {
    this.#lists = new Lists(credential(key));
  }

  get practice(): Practice | undefined {
    return this.#practice;
  }

  ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.#lists.ask<T>(method, path, body);
  }

  /** Calls back after each reading that brings something new; answers what ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads everything anew, but for who the patients are: they are read once. */
  read(): Promise<void> {
    this.#wanted.isWhole = true;
    return this.#read();
  }

  /** Reads the appointments of some doctors. */
  #readOf(doctors: Iterable<string>): Promise<void> {
    for (const doctor of doctors) this.#wanted.doctors.add(doctor);
    return this.#read();
  }

  /** Reads a doctor's hours as they can be edited, now and with each reading. */
  async edit(doctor: string): Promise<void> {
    this.#edited.add(doctor);
    if (this.#parts?.hours.has(doctor) !== true) await this.#read();
  }

  /**
   * Reads again whenever something changes: what the shop's public events say, and from time to time what
   * they don't.
   */
  follow(connected: (is: boolean) => void): { close(): void } {
    const shop = this.#parts?.shops.find(isShown);
    const look = () => {
      // Where events come, they say what has changed in hours, and whether the server is reached.
      if (shop === undefined)
        return void this.read().then(
          () => connected(true),
          () => connected(false),
        );
      this.#wanted.isNear = true;
      return void this.#read().catch(() => undefined);
    };
    const timer = setInterval(look, AGAIN);
    const listening =
      shop === undefined
        ? undefined
        : listen(
            () => `/v1/scheduling/availability/events?shop_uid=${encodeURIComponent(shop.uid)}`,
            ["version", "busy", "reload"],
            (_, data) => this.#hear(JSON.parse(data) as Said),
            connected,
          );
    return {
      close() {
        clearInterval(timer);
        listening?.close();
      },
    };
  }

  #hear({ version, before, busy }: Said): void {
    const feed = this.#parts?.feed;
    if (this.#parts === undefined || feed === undefined || version === feed.version) return;
    if (busy === undefined || before !== feed.version) {
      void this.read().catch(() => undefined);
      return;
    }
    this.#parts = { ...this.#parts, feed: { ...feed, version, busy: { ...feed.busy, ...busy } } };
    void this.#readOf(Object.keys(busy)).catch(() => undefined);
  }

  async #readWanted(): Promise<void> {
    const wanted = this.#wanted;
    this.#wanted = nothing();
    try {
      const before = this.#parts;
      const [parts, people] = await Promise.all([
        wanted.isWhole || before === undefined
          ? this.#whole()
          : this.#some(before, wanted.doctors, wanted.isNear),
        this.#people ?? this.#lists.people(),
      ]);
      this.#people = people;
      this.#put(parts, people);
    } catch (error) {
      // Whatever is read next makes up for it.
      this.#wanted.isWhole = true;
      throw error;
    }
  }

  #put(parts: Parts, people: People): void {
    this.#parts = parts;
    const text = textOf(parts);
    if (text === this.#text) return;
    this.#text = text;
    const before = this.#practice;
    this.#practice = practiceOf(parts, people);
    for (const listener of this.#listeners) listener();
    // Whoever draws just now has the one before in hand.
    setTimeout(() => before?.clinic.free(), 5_000);
  }

  async #whole(): Promise<Parts> {
    // The feed comes first: what changes after it is another version, of which an event tells.
    const short = await this.#lists.short();
    const of = await this.#lists.clinic(short.shops);
    const [appointments, hours] = await Promise.all([
      this.#lists.appointments(around(HERE)),
      this.#hours(short.doctors, of.feed),
      engine,
    ]);
    return this.#withHeld({ ...short, ...of, hours, appointments, held: new Map() });
  }

  async #hours(doctors: Parts["doctors"], feed: Feed | undefined): Promise<Parts["hours"]> {
    const known = new Set(feed?.clinic.doctors?.map(({ uid }) => uid));
    const asked = doctors.filter(({ uid, active }) => active && (this.#edited.has(uid) || !known.has(uid)));
    const found = asked.map(async ({ uid }) => [uid, await this.#lists.hours(uid, known.has(uid))] as const);
    return new Map(await Promise.all(found));
  }

  async #some(before: Parts, doctors: Set<string>, isNear: boolean): Promise<Parts> {
    const [here, near] = [around(HERE), around(NEAR)];
    const missing = before.doctors.filter(({ uid }) => this.#edited.has(uid) && !before.hours.has(uid));
    const [short, hours, soon, ...theirs] = await Promise.all([
      isNear ? this.#lists.short() : {},
      this.#hours(missing, before.feed),
      isNear ? this.#lists.appointments(near) : [],
      ...[...doctors].map((doctor) => this.#lists.appointments(here, doctor)),
    ]);
    const isIn = ({ from, to }: Range, at: number) => from <= at && at <= to;
    const kept = before.appointments.filter(
      ({ doctor_uid, start_date }) => !doctors.has(doctor_uid) && !(isNear && isIn(near, start_date)),
    );
    const rest = soon.filter(({ doctor_uid }) => !doctors.has(doctor_uid));
    const appointments = [...kept, ...rest, ...theirs.flat()];
    const all = new Map([...before.hours, ...hours]);
    // The feed may have gone on meanwhile.
    return this.#withHeld({ ...before, ...short, feed: this.#parts?.feed, hours: all, appointments });
  }

  /**
   * Asks what no list says of appointments that are held: whether somebody has asked to have them, and until
   * when.
   */
  async #withHeld(parts: Parts): Promise<Parts> {
    const asks = new Set(
      parts.types.filter(({ approval_ttl_seconds: ttl }) => ttl != null).map(({ uid }) => uid),
    );
    const held = parts.appointments.filter(
      ({ status, appointment_type_uid: type }) =>
        status === "held" && (parts.feed === undefined || (type !== null && asks.has(type))),
    );
    const found = await Promise.all(held.map(async ({ uid }) => [uid, await this.#lists.held(uid)] as const));
    return {
      ...parts,
      held: new Map(found.flatMap(([uid, said]) => (said === undefined ? [] : [[uid, said]]))),
    };
  }

  /** Books in spite of what is against it, which `override` names. */
  async book(wish: {
    type: string;
    doctor: string;
    start: number;
    patient: string;
    override: string[];
  }): Promise<void> {
    const held = await this.ask<Booked>("POST", `${SCHEDULING}/appointments/hold`, {
      appointment_type_uid: wish.type,
      doctor_uid: wish.doctor,
      start_date: wish.start,
      patient_profile_uid: wish.patient,
      ...(wish.override.length > 0 && { override: wish.override }),
    });
    await this.ask<Booked>("POST", `/v1/scheduling/appointments/${held.uid}/confirm`);
    await this.#readOf([wish.doctor]);
  }

  /** Says of an appointment what has become of it, or what it is to become. */
  async say(uid: string, what: "complete" | "no-show" | "reopen" | "approve"): Promise<void> {
    await this.ask("POST", `${SCHEDULING}/appointments/${uid}/${what}`);
    await this.#readDoctorOf(uid);
  }

  /** Calls it off, or declines what somebody has asked for. */
  async refuse(uid: string, what: "cancel" | "decline", reason: string): Promise<void> {
    await this.ask("POST", `${SCHEDULING}/appointments/${uid}/${what}`, { reason });
    await this.#readDoctorOf(uid);
  }

  /** What happens in a waiting room. Who takes in an appointment is its doctor. */
  async inRoom(shop: string, uid: string, what: "start" | "finish"): Promise<void> {
    await this.ask("POST", `/v1/management/waiting-room/appointments/${uid}/${what}`, { shop_uid: shop });
    await this.#readDoctorOf(uid);
  }

  #readDoctorOf(uid: string): Promise<void> {
    const doctor = this.#parts?.appointments.find((booked) => booked.uid === uid)?.doctor_uid;
    return doctor === undefined ? this.read() : this.#readOf([doctor]);
  }
}

function textOf({ feed, hours, held, appointments, ...rest }: Parts): string {
  const sorted = appointments.toSorted((a, b) => a.start_date - b.start_date || (a.uid < b.uid ? -1 : 1));
  return JSON.stringify([rest, feed?.busy, sorted, [...hours], [...held]]);
}
