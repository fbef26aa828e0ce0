// A doctor in the waiting room: whom they see, and who comes next.

import { now } from "../common/clock.ts";
import { ownTime } from "../common/own-clock.ts";
import { Button } from "../common/ui.tsx";
import { t } from "./language.ts";
import { type Practice, doctorName } from "./practice.ts";
import { type Present, consultationsOf, mayTakeIn } from "./present.ts";
import type { Doing } from "./waits.tsx";

interface AttendsProps {
  present: Present;
  practice: Practice;
  shop: string;
  busy: boolean;
  /** Whether nobody waits. */
  isEmpty: boolean;
  /** The name of somebody whom a doctor sees. */
  seen: (uid: string) => string;
  doing: Doing;
}

export function Attends({ present, practice, shop, busy, isEmpty, seen, doing }: AttendsProps) {
  const { doctor_uid, on_duty, away, back_at } = present;
  const consultations = consultationsOf(present);
  const name = doctorName(practice, doctor_uid);
  const path = `/doctors/${encodeURIComponent(doctor_uid)}/away`;
  return (
    <li class={`card entry ${on_duty || consultations.length > 0 ? "" : "off"}`}>
      <div class="who">
        <strong>{name}</strong>
        <span class={`badge ${away ? "held" : on_duty ? "completed" : ""}`}>
          {away ? t.room.isOnBreak : on_duty ? t.room.onDuty : t.room.offDuty}
        </span>
        {away && back_at !== null && <span class="hint">{t.room.untilAbout(ownTime(back_at))}</span>}
      </div>
      {consultations.map(({ sees, started_at, doubt }) => (
        <div key={sees}>
          <p>
            {t.room.sees(seen(sees), Math.max(0, Math.round((now() - (started_at ?? now())) / 60)))}
          </p>
          {doubt !== null && <p class="error">{t.room.doubt}</p>}
        </div>
      ))}
      {consultations.length === 0 && on_duty && !away && <p class="hint">{t.room.free}</p>}
      <div class="actions">
        {consultations.map(({ sees }) => (
          <Consultation
            key={sees}
            {...{ sees, practice, busy, shop, doing }}
            // Of several it is said who is meant.
            whom={consultations.length > 1 ? seen(sees) : undefined}
            doctor={name}
          />
        ))}
        {mayTakeIn(present) && (
          <Button
            kind="main"
            disabled={busy || isEmpty}
            aria-label={t.room.of(t.room.callNext, name)}
            onClick={() => void doing("/allocate", { shop_uid: shop, doctor_uid })}
          >
            {t.room.callNext}
          </Button>
        )}
        {(on_duty || away) && (
          <Button
            disabled={busy}
            aria-label={t.room.of(away ? t.room.back : t.room.away, name)}
            onClick={() =>
              void doing(path, { shop_uid: shop, away: !away, ...(!away && { minutes: 15 }) })
            }
          >
            {away ? t.room.back : t.room.away}
          </Button>
        )}
      </div>
    </li>
  );
}

interface ConsultationProps {
  sees: string;
  whom: string | undefined;
  doctor: string;
  practice: Practice;
  shop: string;
  busy: boolean;
  doing: Doing;
}

/** How the visit of one patient goes on: it is over, or the patient is sent elsewhere in the middle of it. */
function Consultation({ sees, whom, doctor, practice, shop, busy, doing }: ConsultationProps) {
  const uid = encodeURIComponent(sees);
  const isEntry = practice.clinic.appointment(sees) === null;
  const action = (label: string) => ({
    disabled: busy,
    "aria-label": t.room.of(label, whom === undefined ? doctor : `${whom}, ${doctor}`),
    children: whom === undefined ? label : t.room.of(label, whom),
  });
  return (
    <>
      <Button
        kind="main"
        {...action(t.room.complete)}
        onClick={() =>
          void (isEntry
            ? doing(`/${uid}/complete`)
            : doing(`/appointments/${uid}/finish`, { shop_uid: shop }))
        }
      />
      {isEntry && (
        <Button {...action(t.room.sendElsewhere)} onClick={() => void doing(`/${uid}/send-elsewhere`)} />
      )}
    </>
  );
}
