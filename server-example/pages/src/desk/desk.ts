// What the desk does, and how it keeps up with what others do.

import { init } from "frontdesk/lean";

import { loaded } from "../common/engine.ts";
import { listen } from "../common/live.ts";
import { now } from "../common/clock.ts";
import { inTurn } from "../common/turns.ts";
import { type Feed, type Said, spread } from "../common/busy.ts";
import { DAY, Days, type Want } from "./days.ts";
import { Kept } from "./kept.ts";
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

/** The engine whole. */
const engine = loaded(() => init());

/**
 * The days around today that are looked at again and again: no event says what became of an appointment that
 * has taken its time, and who has arrived.
 */
const NEAR = { before: 1, after: 1 };
/** How often, in milliseconds. */
const AGAIN = 30_000;
/** How much of what a patient has is read, in days from today. */
const OF_PATIENT = { before: 35, after: 120 };

function around(days: { before: number; after: number }): Range {
  const today = Math.floor(now() / DAY) * DAY;
  return { from: today - days.before * DAY, to: today + days.after * DAY };
}

/** What is in both ranges. */
function common(one: Want, other: Range): Want[] {
  const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)];
  return from < to ? [{ ...one, from, to }] : [];
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
  /** The appointments that are shown, by whatever shows them. */
  #shown = new Map<unknown, Want[]>();
  /** The doctors whose hours are edited. */
  #edited = new Set<string>();
  #wanted = nothing();
  readonly #engine = new Kept();
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

  /**
   * Reads appointments that are about to be shown, unless they are there, and keeps them up to date until
   * they are no longer shown, which what is answered says.
   */
  show(wants: Want[]): () => void {
    const place = {};
    this.#shown.set(place, wants);
    // The first reading has them in it.
    if (this.#parts !== undefined && this.#missing(this.#parts).length > 0)
      void this.#read().catch(() => undefined);
    return () => void this.#shown.delete(place);
  }

  /** Has what a patient has booked, so that the engine can count it. */
  showPatient(patient: string): () => void {
    return this.show([{ ...around(OF_PATIENT), patient }]);
  }

  #wants(): Want[] {
    return [...this.#shown.values()].flat();
  }

  /** What of all that is shown was not read. */
  #missing({ days, patients }: Pick<Parts, "days" | "patients">): Want[] {
    const found = this.#wants().flatMap(({ from, to, doctor, patient }): Want[] => {
      if (patient !== undefined) return patients.has(patient) ? [] : [{ from, to, patient }];
      return days.missing({ from, to }, doctor).map((range) => ({ ...range, doctor }));
    });
    const unlike = new Map(found.map((want) => [JSON.stringify(want), want]));
    return [...unlike.values()];
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
            (_, data) => this.#hear(spread<Said>(JSON.parse(data))),
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
    this.#practice = practiceOf(parts, people, this.#engine);
    for (const listener of this.#listeners) listener();
  }

  async #whole(): Promise<Parts> {
    // The feed comes first: what changes after it is another version, of which an event tells.
    const short = await this.#lists.short();
    const of = await this.#lists.clinic(short.shops);
    // What was read before is read anew if it is shown still.
    const none = { appointments: [], days: new Days(), patients: new Set<string>() };
    const [read, hours] = await Promise.all([
      this.#appointments(none, this.#missing(none)),
      this.#hours(short.doctors, of.feed),
      engine(),
    ]);
    return { ...short, ...of, hours, ...read };
  }

  async #hours(doctors: Parts["doctors"], feed: Feed | undefined): Promise<Parts["hours"]> {
    const known = new Set(feed?.clinic.doctors?.map(({ uid }) => uid));
    const asked = doctors.filter(({ uid, active }) => active && (this.#edited.has(uid) || !known.has(uid)));
    const found = asked.map(async ({ uid }) => [uid, await this.#lists.hours(uid, known.has(uid))] as const);
    return new Map(await Promise.all(found));
  }

  async #some(before: Parts, doctors: Set<string>, isNear: boolean): Promise<Parts> {
    const near = around(NEAR);
    const missing = before.doctors.filter(({ uid }) => this.#edited.has(uid) && !before.hours.has(uid));
    const wants = [
      ...this.#missing(before),
      ...[...doctors].flatMap((doctor) => before.days.of(doctor).map((range) => ({ ...range, doctor }))),
      ...(isNear ? this.#wants().flatMap((want) => common(want, near)) : []),
    ];
    const [short, hours, read] = await Promise.all([
      isNear ? this.#lists.short() : {},
      this.#hours(missing, before.feed),
      this.#appointments(before, wants),
    ]);
    const all = new Map([...before.hours, ...hours]);
    // The feed may have gone on meanwhile.
    return { ...before, ...short, feed: this.#parts?.feed, hours: all, ...read };
  }

  /** Appointments as they are once some are read anew. */
  async #appointments(before: Pick<Parts, "appointments" | "days" | "patients">, wants: Want[]) {
    const found = await Promise.all(wants.map((want) => this.#lists.appointments(want)));
    const read = new Map(found.flat().map((booked) => [booked.uid, booked]));
    const isOf = ({ from, to, doctor, patient }: Want, booked: Booked) =>
      from <= booked.start_date &&
      booked.start_date < to &&
      (doctor === undefined || doctor === booked.doctor_uid) &&
      (patient === undefined || patient === booked.patient_uid);
    const kept = before.appointments.filter(
      (booked) => !read.has(booked.uid) && !wants.some((want) => isOf(want, booked)),
    );
    const [days, patients] = [before.days.copy(), new Set(before.patients)];
    for (const { doctor, patient, ...range } of wants) {
      if (patient === undefined) days.add(range, doctor);
      else patients.add(patient);
    }
    return { appointments: [...kept, ...read.values()], days, patients };
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

  /** Says that the patient has come, or takes that back. */
  async arrive(uid: string, is: boolean): Promise<void> {
    await this.ask(is ? "PUT" : "DELETE", `${SCHEDULING}/appointments/${encodeURIComponent(uid)}/arrival`);
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

/** What was read, to tell whether it is another than before. The feed's version says that of all in it. */
function textOf({ feed, hours, appointments, days, patients, ...rest }: Parts): string {
  const sorted = appointments.toSorted((a, b) => a.start_date - b.start_date || (a.uid < b.uid ? -1 : 1));
  return JSON.stringify([rest, feed?.version, sorted, [...hours], days.text, [...patients]]);
}
