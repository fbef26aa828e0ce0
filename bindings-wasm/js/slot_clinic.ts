/// <reference lib="esnext.disposable" preserve="true" />
// Clinics, as far as slots go: all of them in `slots.ts`, and what `clinic.ts` builds on.

import { answer, call, parsed, text } from "./border.js";
import { Changes } from "./changes.js";
import type { Clinic as Handle } from "./clinics_bg.js";
import { clinics } from "./engines.js";
import { freeAtTheEnd } from "./handles.js";
import type { PackedSlots } from "./packed_slots.js";
import { PreparedQuery } from "./prepared.js";
import { isLenient, type LeftOut, type Reading } from "./reading.js";
import { secondsOf, type TemporalDateTime, type Time } from "./time.js";
import type {
  Actor,
  Change,
  ClinicSnapshot,
  DaysQuery,
  DayWithSlots,
  ExplainedDay,
  ExplainQuery,
  Explanation,
  Instant,
  Location,
  Reason,
  Slot,
  SlotQuery,
  Uid,
} from "./types.js";
import { write } from "./value.js";

/** The handle of a clinic. @internal */
export let handleOf: (clinic: SlotClinic) => Handle;

/** Says that a clinic has changed. @internal */
export let changed: (clinic: SlotClinic) => void;

/**
 * A clinic, ready to be asked who can be booked when, and why not: what a page needs that shows slots and has
 * a server book them.
 *
 * Made once, kept up to date by {@link change}, asked as often as you like. It holds no clock: every question
 * comes with its `now`. What is refused is thrown as a `SchedulingError`, and changes nothing. Its memory is
 * given back once nobody holds it any more, at once by {@link free} or at the end of a block by `using`.
 */
export class SlotClinic {
  #handle: Handle | undefined;
  readonly #changes = new Changes();

  static {
    handleOf = (clinic) => clinic.#clinic;
    changed = (clinic) => clinic.#changes.made();
  }

  /** Checks and prepares a clinic. */
  constructor(snapshot: ClinicSnapshot, reading?: Reading) {
    const { Clinic } = clinics.get();
    const lenient = isLenient(reading);
    const bytes = write(snapshot, "snapshot");
    this.#handle = call(() => new Clinic(bytes, lenient));
  }

  /**
   * What was left out of the snapshot, of events and of changes, if that was asked for; at most 100 fields.
   * What it meant is not in any answer.
   */
  leftOut(): LeftOut[] {
    return answer(() => this.#clinic.leftOut());
  }

  // Of what is called, values come first and the handle last: a getter in a value may free it.
  get #clinic(): Handle {
    if (this.#handle === undefined) {
      throw new TypeError("this clinic is freed");
    }
    return this.#handle;
  }

  /** A clinic from its JSON text, or the bytes of it: `Clinic.fromJson(await response.text())`. */
  static fromJson(json: string | BufferSource, reading?: Reading): SlotClinic {
    return new SlotClinic(parsed(json) as ClinicSnapshot, reading);
  }

  /** Gives the memory back. The clinic can't be asked any more. */
  free(): void {
    this.#handle?.free();
    this.#handle = undefined;
    this.#changes.end();
  }

  /**
   * How many changes were made: as long as it is the same, the same questions have the same answers. What was
   * refused, and an event that was recorded already, are no changes.
   */
  get version(): number {
    return this.#changes.count;
  }

  /**
   * Has `listener` called after every change, once for each, until the function that comes back is called.
   * A store of any framework follows it: `useSyncExternalStore(clinic.subscribe, () => clinic.version)`.
   * What a listener throws is reported as an uncaught error. Freeing is no change, and ends all
   * subscriptions.
   */
  readonly subscribe = (listener: () => void): (() => void) => this.#changes.subscribe(listener);

  /** The zone of doctors that name none. */
  get timezone(): string {
    return this.#clinic.timezone();
  }

  /** The zone of a doctor, or null if there is no such doctor. */
  timezoneOf(doctorUid: Uid): string | null {
    return this.#clinic.timezoneOf(text(doctorUid, "doctorUid")) ?? null;
  }

  /** The uids of the doctors, in order. */
  get doctorUids(): Uid[] {
    return answer(() => this.#clinic.doctorUids());
  }

  /** Where patients are seen, in the clinic's order. */
  get locations(): Location[] {
    return answer(() => this.#clinic.locations());
  }

  /** The slots that can be booked, by start and doctor. */
  findSlots(query: SlotQuery, now: Time): Slot[] {
    const bytes = write(query, "query");
    return answer(() => this.#clinic.findSlots(bytes, secondsOf(now, "now")));
  }

  /**
   * {@link findSlots} as typed arrays: for bulk, where objects would cost more than finding what is in them.
   */
  findSlotsPacked(query: SlotQuery, now: Time): PackedSlots {
    const bytes = write(query, "query");
    return call(() => this.#clinic.findSlotsPacked(bytes, secondsOf(now, "now")));
  }

  /** The same slots doctor by doctor, each doctor's by start. */
  findSlotsByDoctorPacked(query: SlotQuery, now: Time): PackedSlots {
    const bytes = write(query, "query");
    return call(() => this.#clinic.findSlotsByDoctorPacked(bytes, secondsOf(now, "now")));
  }

  /**
   * The earliest slots of any of the doctors: `limit` of them, one if there is no limit. Later ones are not
   * computed.
   */
  firstSlots(query: SlotQuery, now: Time): Slot[] {
    const bytes = write(query, "query");
    return answer(() => this.#clinic.firstSlots(bytes, secondsOf(now, "now")));
  }

  /** A query that is read and checked once, to be asked again and again; {@link free} it, as the clinic. */
  prepare(query: SlotQuery): PreparedQuery {
    const bytes = write(query, "query");
    return new PreparedQuery(
      () => this.#clinic,
      call(() => this.#clinic.prepare(bytes)),
    );
  }

  /** The local days on which something can be booked, each with its first start. */
  daysWithSlots(query: DaysQuery, now: Time): DayWithSlots[] {
    const bytes = write(query, "query");
    return answer(() => this.#clinic.daysWithSlots(bytes, secondsOf(now, "now")));
  }

  /** Whether this start can be booked with this doctor, for a patient if one is named. */
  isBookable(appointmentTypeUid: Uid, doctorUid: Uid, start: Time, now: Time, asked: Asked = {}): boolean {
    const [type, doctor] = [text(appointmentTypeUid, "appointmentTypeUid"), text(doctorUid, "doctorUid")];
    const {
      patientUid = null,
      by = "patient",
      durationMinutes = null,
      seats = null,
      locationUids = null,
    } = asked;
    const options = write(
      { patient_uid: patientUid, by, duration_minutes: durationMinutes, seats, location_uids: locationUids },
      "asked",
    );
    return call(() =>
      this.#clinic.isBookable(type, doctor, secondsOf(start, "start"), options, secondsOf(now, "now")),
    );
  }

  /** Why a start can't be booked, for each doctor asked for: every reason. Without reasons, it can. */
  explain(query: ExplainQuery, now: Time): Explanation[] {
    const bytes = write(query, "query");
    return answer(() => this.#clinic.explain(bytes, secondsOf(now, "now")));
  }

  /**
   * Why days have no slots, or few: what stands against each local day and doctor, with the share of
   * candidates that each kind of reason forbids.
   */
  explainDays(query: DaysQuery, now: Time): ExplainedDay[] {
    const bytes = write(query, "query");
    return answer(() => this.#clinic.explainDays(bytes, secondsOf(now, "now")));
  }

  /**
   * A reason in words: in English (`en`) or German (`de`), with times on the clock of a zone, the clinic's if
   * none is named.
   */
  reasonSentence(reason: Reason, language = "en", timezone?: string | null): string {
    const bytes = write(reason, "reason");
    const zone = timezone == null ? undefined : text(timezone, "timezone");
    return call(() => this.#clinic.reasonSentence(bytes, text(language, "language"), zone));
  }

  /**
   * The instant at which a clock shows a local time such as `2026-12-01T09:00`: the clock of a doctor, of a
   * zone, or of the clinic if neither is named. Where the clock shows it twice, the first is meant; where it
   * skips it, the moment of the change.
   */
  instant(local: string | TemporalDateTime, clock: Clock = {}): Instant {
    const { doctorUid = null, timezone = null } = clock;
    const bytes = write({ local, doctor_uid: doctorUid, timezone }, "query");
    return call(() => this.#clinic.instant(bytes));
  }

  /** Makes a change, or refuses it and changes nothing. */
  change(change: Change): void {
    const bytes = write(change, "change");
    call(() => this.#clinic.change(bytes));
    this.#changes.made();
  }

  /** The first instant after `after` at which a hold runs out or a reminder falls due, as things stand. */
  nextDue(after: Time): Instant | null {
    return this.#clinic.nextDue(secondsOf(after, "after")) ?? null;
  }
}


/** For whom a start is asked about, and by whom. */
export interface Asked {
  /** The patient, whose other appointments and live holds count. */
  patientUid?: Uid | null | undefined;
  /** Who asks; the patient unless it is said. Administrators are not bound by the booking notice. */
  by?: Actor | undefined;
  /** How long, one of the type's lengths; as long as it takes with the doctor unless it is said. */
  durationMinutes?: number | null | undefined;
  /** How many seats of one group visit one appointment is to take; 1 unless it is said. */
  seats?: number | null | undefined;
  /** Only at these locations; at any if it is left out. */
  locationUids?: Uid[] | null | undefined;
}

/** Whose clock a local time is on: either of them, or the clinic's. */
export interface Clock {
  /** The doctor's. */
  doctorUid?: Uid | null | undefined;
  /** That of an IANA zone. */
  timezone?: string | null | undefined;
}

export interface SlotClinic extends Disposable {}
freeAtTheEnd(SlotClinic);
