// Whom the doctors of a waiting room see, as the server lists them.

/** One of the patients with a doctor: an entry of the queue or an appointment. */
interface Consultation {
  sees: string;
  started_at: number | null;
  doubt: string | null;
}

/** Whom a doctor sees: the first, and whoever is there at the same time. */
export interface Beside {
  sees: string | null;
  beside: Consultation[];
}

export interface Present extends Beside {
  doctor_uid: string;
  on_duty: boolean;
  away: boolean;
  back_at: number | null;
  /** Of the first. */
  started_at: number | null;
  doubt: string | null;
  concurrent_patients_max: number;
}

export const seesOf = (doctors: Beside[]) =>
  new Set(
    doctors.flatMap(({ sees, beside }) => (sees === null ? [] : [sees, ...beside.map((one) => one.sees)])),
  );

export const consultationsOf = ({ sees, started_at, doubt, beside }: Present): Consultation[] =>
  sees === null ? [] : [{ sees, started_at, doubt }, ...beside];

export const mayTakeIn = (doctor: Present) =>
  doctor.on_duty && !doctor.away && consultationsOf(doctor).length < doctor.concurrent_patients_max;
