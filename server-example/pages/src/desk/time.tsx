// A time that somebody looks at: whether it can be booked, why not, and booking it in spite of that.

import type { Reason } from "frontdesk/lean";
import { useEffect, useMemo, useState } from "preact/hooks";

import { now } from "../common/clock.ts";
import { language, t as common } from "../common/language.ts";
import { Button, Notice } from "../common/ui.tsx";
import { dayInWords, timeOfDay } from "../common/when.ts";
import type { Desk } from "./desk.ts";
import { t } from "./language.ts";
import { PatientOptions } from "./options.tsx";
import { Panel } from "./panel.tsx";
import { type Practice, doctorName, words } from "./practice.ts";
import { engineWants, useShown } from "./shown.ts";

/** How far ahead the next time is looked for. */
const AHEAD = 28 * 86_400;

interface TimePanelProps {
  desk: Desk;
  practice: Practice;
  doctor: string;
  type: string;
  zone: string;
  start: number;
  setType: (type: string) => void;
  onStart: (start: number) => void;
  onClose: () => void;
}

export function TimePanel({
  desk,
  practice,
  doctor,
  type,
  zone,
  start,
  setType,
  onStart,
  onClose,
}: TimePanelProps) {
  const { clinic } = practice;
  const [profile, setProfile] = useState("");
  const [isKnown, setKnown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [booked, setBooked] = useState<{ name: string; overrode: Reason[] }>();
  const patient = practice.patients.find((patient) => patient.profile === profile);
  const length = practice.types.find(({ uid }) => uid === type)?.duration_minutes ?? 0;

  useShown(desk, engineWants(practice, { from: start, to: start + AHEAD }, doctor));
  useEffect(() => (patient === undefined ? undefined : desk.showPatient(patient.uid)), [desk, patient?.uid]);
  const asked = { appointment_type_uid: type, doctor_uids: [doctor], by: "administrator" as const };
  const reasons = useMemo(() => {
    const query = {
      ...asked,
      start_date: start,
      ...(patient === undefined ? {} : { patient_uid: patient.uid }),
    };
    return clinic.explain(query, now())[0]?.reasons ?? [];
  }, [practice, doctor, type, start, patient?.uid]);
  const next = useMemo(() => {
    const from = Math.max(start + 60, now());
    return clinic.firstSlots({ ...asked, from, to: from + AHEAD, limit: 1 }, now())[0];
  }, [practice, doctor, type, start]);
  const sentences = useMemo(
    () => [...new Set(reasons.map((reason) => clinic.reasonSentence(reason, language, zone)))],
    [practice, reasons, zone],
  );
  const isFree = reasons.length === 0;
  const when = (at: number) => `${dayInWords(at, zone)}, ${timeOfDay(at, zone)}`;

  async function book() {
    if (patient === undefined) return;
    setBusy(true);
    setFailure(undefined);
    try {
      const override = [...new Set(reasons.map(({ code }) => code))];
      await desk.book({ type, doctor, start, patient: patient.profile, override });
      setBooked({ name: patient.name, overrode: reasons });
    } catch (error) {
      setFailure(words(error, t.panel.refused));
      void desk.read().catch(() => undefined);
    } finally {
      setBusy(false);
    }
  }

  const heading = `${timeOfDay(start, zone)} – ${timeOfDay(start + length * 60, zone)}`;
  if (booked !== undefined) {
    return (
      <Panel key="booked" heading={heading} about={doctorName(practice, doctor)} onClose={onClose}>
        <Notice kind="good">{t.panel.booked(booked.name, when(start))}</Notice>
        {booked.overrode.length > 0 && (
          <>
            <p class="label">{t.panel.overrode}</p>
            <ul class="reasons">
              {booked.overrode.map((reason) => (
                <li key={reason.code}>{clinic.reasonSentence(reason, language, zone)}</li>
              ))}
            </ul>
          </>
        )}
        <Button onClick={onClose}>{t.close}</Button>
      </Panel>
    );
  }
  return (
    <Panel
      key="asked"
      heading={heading}
      about={`${dayInWords(start, zone)} · ${doctorName(practice, doctor)}`}
      onClose={onClose}
    >
      <div class="field">
        <label for="panel-type">{t.type}</label>
        <select id="panel-type" value={type} onChange={(event) => setType(event.currentTarget.value)}>
          {practice.types.map((type) => (
            <option key={type.uid} value={type.uid}>
              {type.name} ({t.minutes(type.duration_minutes)})
            </option>
          ))}
        </select>
      </div>
      <div class={`verdict ${isFree ? "free" : "not"}`} role="status">
        <p class="label">{isFree ? t.panel.free : t.panel.notFree}</p>
        {!isFree && (
          <ul class="reasons">
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
      {!isFree &&
        (next === undefined ? (
          <p class="hint">{t.panel.noNext}</p>
        ) : (
          <Button onClick={() => onStart(next.start_date)}>{t.panel.next(when(next.start_date))}</Button>
        ))}
      {practice.patients.length === 0 ? (
        <p class="hint">{practice.isRefused ? t.patientsRefused : t.panel.shopNeeded}</p>
      ) : (
        <form
          class="book"
          onSubmit={(event) => {
            event.preventDefault();
            void book();
          }}
        >
          <div class="field">
            <label for="panel-patient">{t.patient}</label>
            <select
              id="panel-patient"
              required
              value={profile}
              onChange={(event) => setProfile(event.currentTarget.value)}
            >
              <option value="">{t.choosePatient}</option>
              <PatientOptions practice={practice} />
            </select>
          </div>
          {!isFree && (
            <label class="tick">
              <input
                type="checkbox"
                required
                checked={isKnown}
                onChange={(event) => setKnown(event.currentTarget.checked)}
              />
              <span>{t.panel.anyway}</span>
            </label>
          )}
          {failure !== undefined && <Notice kind="bad">{failure || common.common.unexpected}</Notice>}
          <Button kind={isFree ? "main" : "danger"} type="submit" busy={busy}>
            {isFree ? t.panel.book : t.panel.bookAnyway}
          </Button>
        </form>
      )}
    </Panel>
  );
}
