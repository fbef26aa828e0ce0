// Who has come for an appointment, in the waiting room.

import { Button } from "../common/ui.tsx";
import { timeOfDay } from "../common/when.ts";
import type { Desk } from "./desk.ts";
import { t } from "./language.ts";
import { type Practice, doctorName } from "./practice.ts";
import type { Doing } from "./waits.tsx";

interface ArrivedProps {
  desk: Desk;
  practice: Practice;
  shop: string;
  busy: boolean;
  /** What doctors are busy with. */
  sees: Set<string>;
  doing: Doing;
}

/** Who has come for an appointment, and is not with the doctor yet. They are in nobody's queue. */
export function Arrived({ desk, practice, shop, busy, sees, doing }: ArrivedProps) {
  const { clinic } = practice;
  const here = [...practice.arrivals]
    .flatMap(([uid, since]) => {
      const appointment = sees.has(uid) ? null : clinic.appointment(uid);
      return appointment?.status === "confirmed" ? [{ appointment, since }] : [];
    })
    .sort((a, b) => a.appointment.start_date - b.appointment.start_date);
  if (here.length === 0) return null;
  return (
    <>
      <h2 id="arrived">
        {t.room.arrived} <span class="count">{here.length}</span>
      </h2>
      <ul class="queue" aria-labelledby="arrived">
        {here.map(({ appointment, since }) => {
          const { uid, doctor_uid, start_date } = appointment;
          const name = appointment.patient_display_name ?? t.unknownPatient;
          const zone = clinic.timezoneOf(doctor_uid) ?? clinic.timezone;
          const time = timeOfDay(start_date, zone);
          const path = `/appointments/${encodeURIComponent(uid)}/start`;
          return (
            <li key={uid} class="card entry">
              <div class="who">
                <strong>{name}</strong>
              </div>
              <p class="hint">
                {[
                  t.room.appointmentAt(time, doctorName(practice, doctor_uid)),
                  appointment.appointment_type_name,
                  t.day.hereSince(timeOfDay(since, zone)),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
              <div class="actions">
                <Button
                  kind="main"
                  disabled={busy}
                  aria-label={t.appointment.of(t.appointment.start, name, time)}
                  onClick={() => void doing(path, { shop_uid: shop })}
                >
                  {t.appointment.start}
                </Button>
                <Button
                  disabled={busy}
                  aria-label={t.appointment.of(t.appointment.notArrived, name, time)}
                  onClick={() => void doing(() => desk.arrive(uid, false))}
                >
                  {t.appointment.notArrived}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
    </>
  );
}
