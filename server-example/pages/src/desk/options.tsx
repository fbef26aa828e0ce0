// What there is to choose among, for the selects of the desk.

import { type Practice, doctorName } from "./practice.ts";

/** The doctors, without one of them. */
export function DoctorOptions({ practice, but }: { practice: Practice; but?: string | null }) {
  return practice.doctors
    .filter(({ uid }) => uid !== but)
    .map(({ uid }) => (
      <option key={uid} value={uid}>
        {doctorName(practice, uid)}
      </option>
    ));
}

export function PatientOptions({ practice }: { practice: Practice }) {
  return practice.patients.map(({ profile, name }) => (
    <option key={profile} value={profile}>
      {name}
    </option>
  ));
}
