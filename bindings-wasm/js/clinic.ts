// Clinics, whole: slots, and commands, events, appointments and reports.

import { answer, call, parsed, text } from "./border.js";
import { clinics } from "./engines.js";
import { showAs } from "./handles.js";
import type { Reading } from "./reading.js";
import { changed, handleOf, SlotClinic } from "./slot_clinic.js";
import { secondsOf, type Time } from "./time.js";
import type {
  AppointmentOutput,
  AppointmentsQuery,
  Change,
  ClinicSnapshot,
  ClinicSnapshotOutput,
  Command,
  DueReminder,
  Event,
  EventOutput,
  LocalTimeChange,
  OpenHours,
  Outcomes,
  OutsideHours,
  TimezoneData,
  Uid,
  Utilisation,
  UtilisationQuery,
} from "./types.js";
import { write } from "./value.js";

/**
 * A clinic, ready to be asked: who can be booked when, and what is booked.
 *
 * Made once, kept up to date by {@link change} and {@link apply}, asked as often as you like. It holds no
 * clock: every question comes with its `now`. What is refused is thrown as a `SchedulingError`, and changes
 * nothing. Its memory is given back once nobody holds it any more, at once by {@link free} or at the end of a
 * block by `using`.
 */
export class Clinic extends SlotClinic {
  /** Checks and prepares a clinic. */
  constructor(snapshot: ClinicSnapshot, reading?: Reading) {
    // The module of slots does not do.
    clinics.whole();
    super(snapshot, reading);
  }

  /** A clinic from its JSON text, or the bytes of it: `Clinic.fromJson(await response.text())`. */
  static override fromJson(json: string | BufferSource, reading?: Reading): Clinic {
    return new Clinic(parsed(json) as ClinicSnapshot, reading);
  }

  /** The clinic as plain data, in an order that does not depend on its history. */
  snapshot(): ClinicSnapshotOutput {
    return answer(() => handleOf(this).snapshot());
  }

  /** An appointment, or null if there is none of this uid. */
  appointment(uid: Uid): AppointmentOutput | null {
    return answer(() => handleOf(this).appointment(text(uid, "uid")));
  }

  /** The appointments that run in a range, by start, each with the status that it has at `now`. */
  appointments(query: AppointmentsQuery, now: Time): AppointmentOutput[] {
    const bytes = write(query, "query");
    return answer(() => handleOf(this).appointments(bytes, secondsOf(now, "now")));
  }

  /**
   * What became of the appointments that start in a range, by doctor and type: kept, missed, called off,
   * unresolved.
   */
  outcomes(query: AppointmentsQuery, now: Time): Outcomes[] {
    const bytes = write(query, "query");
    return answer(() => handleOf(this).outcomes(bytes, secondsOf(now, "now")));
  }

  /** What is open, closed and blocked, and why, as intervals by doctor. */
  openHours(query: UtilisationQuery): OpenHours[] {
    const bytes = write(query, "query");
    return answer(() => handleOf(this).openHours(bytes));
  }

  /** What the command would bring about, or the first rule against it, thrown. Nothing changes. */
  decide(command: Command, now: Time): EventOutput[] {
    const bytes = write(command, "command");
    return answer(() => handleOf(this).decide(bytes, secondsOf(now, "now")));
  }

  /** Records an event. Answers whether it changed anything: one that is recorded already does not. */
  apply(event: Event): boolean {
    const bytes = write(event, "event");
    const isNew = call(() => handleOf(this).apply(bytes));
    if (isNew) {
      changed(this);
    }
    return isNew;
  }

  /** The holds that have run out and are not recorded as expired, as events. */
  due(now: Time): EventOutput[] {
    return answer(() => handleOf(this).due(secondsOf(now, "now")));
  }

  /** The reminders due in `(after, until]`. */
  remindersDue(after: Time, until: Time): DueReminder[] {
    return answer(() => handleOf(this).remindersDue(secondsOf(after, "after"), secondsOf(until, "until")));
  }

  /** Live holds and confirmed appointments to come that their doctor's open time does not cover. */
  outsideHours(now: Time): OutsideHours[] {
    return answer(() => handleOf(this).outsideHours(secondsOf(now, "now")));
  }

  /** Those that a change would add. It is not made. */
  wouldLeaveOutsideHours(change: Change, now: Time): OutsideHours[] {
    const bytes = write(change, "change");
    return answer(() => handleOf(this).wouldLeaveOutsideHours(bytes, secondsOf(now, "now")));
  }

  /** Those that `after`, a later state of this clinic, has and this one has not. */
  leftOutsideHours(after: Clinic, now: Time): OutsideHours[] {
    if (!(after instanceof Clinic)) {
      throw new TypeError("`after` is not a Clinic");
    }
    return answer(() => handleOf(this).leftOutsideHours(handleOf(after), secondsOf(now, "now")));
  }

  /** How much of each doctor's local days is open, booked, held and free, in minutes, by doctor and date. */
  utilisation(query: UtilisationQuery, now: Time): Utilisation[] {
    const bytes = write(query, "query");
    return answer(() => handleOf(this).utilisation(bytes, secondsOf(now, "now")));
  }

  /** The appointments whose local start differs between the clinic's zone rules and `other`. */
  localTimeChanges(other: TimezoneData[]): LocalTimeChange[] {
    const bytes = write(other, "other");
    return answer(() => handleOf(this).localTimeChanges(bytes));
  }
}

export interface Clinic {
  /** For `JSON.stringify`: the snapshot. */
  toJSON(): ClinicSnapshotOutput;
}
showAs(Clinic, "Clinic", (clinic) => clinic.snapshot());
