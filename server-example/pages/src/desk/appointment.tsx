// One appointment, and what the desk does with it.

import { useState } from "preact/hooks";

import { now } from "../common/clock.ts";
import { language } from "../common/language.ts";
import { Button, Notice } from "../common/ui.tsx";
import { dayInWords, timeOfDay } from "../common/when.ts";
import type { Desk } from "./desk.ts";
import { t } from "./language.ts";
import { Panel } from "./panel.tsx";
import { type Practice, doctorName, standingOf, words } from "./practice.ts";
import { type Refusal, RefusalForm } from "./refusal.tsx";

interface AppointmentPanelProps {
  desk: Desk;
  practice: Practice;
  uid: string;
  zone: string;
  onClose: () => void;
}

export function AppointmentPanel({ desk, practice, uid, zone, onClose }: AppointmentPanelProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [asked, setAsked] = useState<Refusal>();
  const appointment = practice.clinic.appointment(uid);
  if (appointment === null) return null;
  const { start_date: start, end_date: end, hold_expires_at: until } = appointment;
  const status = standingOf(appointment, now());

  async function doing(work: () => Promise<unknown>) {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
      setAsked(undefined);
    } catch (error) {
      setFailure(words(error, t.panel.refused));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Panel
      heading={appointment.patient_display_name ?? t.unknownPatient}
      about={[
        appointment.appointment_type_name ?? t.unknownType,
        doctorName(practice, appointment.doctor_uid),
      ].join(" · ")}
      onClose={onClose}
    >
      <p>
        {dayInWords(start, zone)}
        <br />
        <strong>{t.panel.at(timeOfDay(start, zone), timeOfDay(end, zone))}</strong>
      </p>
      <p role="status">
        <span class={`badge ${status}`}>{t.status[status]}</span>{" "}
        {status === "held" && until !== undefined && (
          <span class="hint">{t.appointment.holdEnds(timeOfDay(until, zone))}</span>
        )}
        {status === "requested" && until !== undefined && (
          <span class="hint">
            {t.appointment.answerBy(`${dayInWords(until, zone)}, ${timeOfDay(until, zone)}`)}
          </span>
        )}
      </p>
      {(appointment.overrode ?? []).length > 0 && (
        <>
          <p class="label">{t.panel.overrode}</p>
          <ul class="reasons">
            {appointment.overrode?.map((reason) => (
              <li key={reason.code}>{practice.clinic.reasonSentence(reason, language, zone)}</li>
            ))}
          </ul>
        </>
      )}
      {failure !== undefined && <Notice kind="bad">{failure}</Notice>}
      {asked !== undefined ? (
        <RefusalForm
          what={asked}
          busy={busy}
          onKeep={() => setAsked(undefined)}
          onRefuse={(reason) => void doing(() => desk.refuse(uid, asked, reason))}
        />
      ) : (
        <div class="actions">
          {status === "requested" && (
            <>
              <Button kind="main" busy={busy} onClick={() => void doing(() => desk.say(uid, "approve"))}>
                {t.appointment.approve}
              </Button>
              <Button kind="danger" onClick={() => setAsked("decline")}>
                {t.appointment.decline}
              </Button>
            </>
          )}
          {status === "confirmed" && (
            <>
              <Button kind="main" busy={busy} onClick={() => void doing(() => desk.say(uid, "complete"))}>
                {t.appointment.complete}
              </Button>
              {start <= now() && (
                <Button busy={busy} onClick={() => void doing(() => desk.say(uid, "no-show"))}>
                  {t.appointment.noShow}
                </Button>
              )}
              <Button kind="danger" onClick={() => setAsked("cancel")}>
                {t.appointment.cancel}
              </Button>
            </>
          )}
          {["completed", "no_show", "cancelled"].includes(status) && (
            <Button busy={busy} onClick={() => void doing(() => desk.say(uid, "reopen"))}>
              {t.appointment.reopen}
            </Button>
          )}
        </div>
      )}
    </Panel>
  );
}
