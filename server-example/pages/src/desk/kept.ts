// The clinic of the desk in the engine, brought up to date by what differs: to make a large practice anew
// takes longer than a press may.

import { type Appointment, Clinic, type ClinicSnapshot } from "frontdesk/lean";

/** From so many changes on, it is made anew. */
const MOST = 2_000;
/** Whoever draws just now has the one before in hand, for so many milliseconds. */
const IN_HAND = 5_000;

export class Kept {
  #clinic: Clinic | undefined;
  /** All but the appointments, as text. */
  #rest = "";
  #appointments = new Map<string, Appointment>();

  /** A clinic as this snapshot says: the same object as before, where no more than appointments differ. */
  of(snapshot: ClinicSnapshot): Clinic {
    const { appointments: list = [], ...rest } = snapshot;
    const text = JSON.stringify(rest);
    const appointments = new Map(list.map((appointment) => [String(appointment.uid), appointment]));
    const before = this.#clinic;
    const isKept = before !== undefined && text === this.#rest && this.#changed(before, appointments);
    this.#rest = text;
    this.#appointments = appointments;
    if (isKept) return before;
    if (before !== undefined) setTimeout(() => before.free(), IN_HAND);
    return (this.#clinic = new Clinic(snapshot));
  }

  /** Changes the clinic; whether that was so little that it was done, and nothing was refused. */
  #changed(clinic: Clinic, appointments: Map<string, Appointment>): boolean {
    const gone = [...this.#appointments.keys()].filter((uid) => !appointments.has(uid));
    const put = [...appointments.values()].filter((appointment) => {
      const before = this.#appointments.get(String(appointment.uid));
      return before !== appointment && JSON.stringify(before) !== JSON.stringify(appointment);
    });
    if (gone.length + put.length > MOST) return false;
    try {
      for (const uid of gone) clinic.change({ change: "remove_appointment", uid });
      for (const appointment of put) clinic.change({ change: "put_appointment", appointment });
      return true;
    } catch {
      return false;
    }
  }
}
