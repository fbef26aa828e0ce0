// Somebody comes who has no appointment.

import { useState } from "preact/hooks";

import { Button } from "../common/ui.tsx";
import { t } from "./language.ts";
import { DoctorOptions, PatientOptions } from "./options.tsx";
import type { Practice } from "./practice.ts";
import type { Doing } from "./waits.tsx";

export function Register({
  practice,
  shop,
  busy,
  doing,
}: {
  practice: Practice;
  shop: string;
  busy: boolean;
  doing: Doing;
}) {
  const [profile, setProfile] = useState("");
  const [reason, setReason] = useState("");
  const [doctor, setDoctor] = useState("");
  return (
    <form
      class="card form"
      aria-labelledby="register"
      onSubmit={(event) => {
        event.preventDefault();
        const name = practice.patients.find((patient) => patient.profile === profile)?.name ?? "";
        const body = {
          shop_uid: shop,
          patient_profile_uid: profile,
          ...(reason.trim() !== "" && { visit_reason: reason.trim() }),
          ...(doctor !== "" && { preferred_doctor_uid: doctor }),
        };
        void doing("/register", body, t.room.registered(name));
        setReason("");
      }}
    >
      <h3 id="register">{t.room.register}</h3>
      {practice.isRefused && <p class="hint">{t.patientsRefused}</p>}
      <div class="fields">
        <label>
          {t.patient}
          <select required value={profile} onChange={(event) => setProfile(event.currentTarget.value)}>
            <option value="">{t.choosePatient}</option>
            <PatientOptions practice={practice} />
          </select>
        </label>
        <label>
          {t.room.reason}
          <input value={reason} maxLength={200} onInput={(event) => setReason(event.currentTarget.value)} />
        </label>
        <label>
          {t.room.preferred}
          <select value={doctor} onChange={(event) => setDoctor(event.currentTarget.value)}>
            <option value="">{t.room.anyDoctor}</option>
            <DoctorOptions practice={practice} />
          </select>
        </label>
        <Button type="submit" busy={busy}>
          {t.room.registerButton}
        </Button>
      </div>
    </form>
  );
}
