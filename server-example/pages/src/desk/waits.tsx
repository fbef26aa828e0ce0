// Those who wait: in what order, for how long still, and who calls them.

import { now } from "../common/clock.ts";
import { ownTime } from "../common/own-clock.ts";
import { Button } from "../common/ui.tsx";
import { t } from "./language.ts";
import { DoctorOptions } from "./options.tsx";
import { type Practice, doctorName } from "./practice.ts";
import type { Present } from "./present.ts";

/** Who waits, as the server lists them. */
export interface Entry {
  queue_uid: string;
  position: number;
  patient_uid: string;
  visit_reason: string | null;
  preferred_doctor_uid: string | null;
  urgent: boolean;
  presence: "ready" | "elsewhere" | "on_the_way";
  ready_at: number | null;
  /** Of a patient who is to be seen again, and is not back. */
  sent_elsewhere_at: number | null;
  registered_at: number;
  estimated_wait_minutes: number | null;
  overdue_minutes: number | null;
}

/** Asks the waiting room for something, or does something else, and reads the room anew. */
export type Doing = (
  what: string | (() => Promise<void>),
  body?: unknown,
  said?: string,
  method?: string,
) => Promise<void>;

/** Longer waits are said as a time. */
const LONG_MINUTES = 90;

function stillWaits(minutes: number | null): string {
  if (minutes === null) return t.room.noEstimate;
  return minutes > LONG_MINUTES ? t.room.estimateAt(ownTime(now() + minutes * 60)) : t.room.estimate(minutes);
}

interface WaitsProps {
  entry: Entry;
  name: string;
  practice: Practice;
  shop: string;
  busy: boolean;
  mayCall: Present[];
  doing: Doing;
}

/** One of those who wait, and what can be done with them. */
export function Waits({ entry, name, practice, shop, busy, mayCall, doing }: WaitsProps) {
  const { queue_uid, urgent, presence, preferred_doctor_uid: preferred } = entry;
  const path = `/${encodeURIComponent(queue_uid)}`;
  const caller = mayCall.find(({ doctor_uid }) => doctor_uid === preferred) ?? mayCall[0];
  const isHere = presence === "ready";
  return (
    <li class="card entry">
      <div class="who">
        <span class="position" aria-hidden="true">
          {entry.position}
        </span>
        <strong>{name}</strong>
        {urgent && <span class="badge no_show">{t.room.urgent}</span>}
        {!isHere && (
          <span class="badge held">
            {entry.sent_elsewhere_at === null ? t.room.presence[presence] : t.room.sentElsewhere}{" "}
            {entry.ready_at !== null && t.room.untilAbout(ownTime(entry.ready_at))}
          </span>
        )}
      </div>
      <p class="hint">
        {[
          entry.visit_reason,
          preferred !== null && t.room.waitsFor(doctorName(practice, preferred)),
          t.room.waits(Math.max(0, Math.round((now() - entry.registered_at) / 60))),
          stillWaits(entry.estimated_wait_minutes),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {(entry.overdue_minutes ?? 0) > 0 && <p class="error">{t.room.overdue(entry.overdue_minutes ?? 0)}</p>}
      <div class="actions">
        {caller !== undefined && isHere && (
          <Button
            kind="main"
            disabled={busy}
            aria-label={t.room.of(t.room.call, name)}
            onClick={() =>
              void doing("/allocate", { shop_uid: shop, doctor_uid: caller.doctor_uid, queue_uid })
            }
          >
            {t.room.call}
          </Button>
        )}
        <select
          class="small"
          aria-label={t.room.of(t.room.transfer, name)}
          value=""
          disabled={busy}
          onChange={(event) => {
            const doctor_uid = event.currentTarget.value;
            event.currentTarget.value = "";
            if (doctor_uid !== "") void doing(`${path}/transfer`, { doctor_uid });
          }}
        >
          <option value="">{t.room.transfer} …</option>
          <DoctorOptions practice={practice} but={preferred} />
        </select>
        <Button
          disabled={busy}
          aria-label={t.room.of(isHere ? t.room.isAway : t.room.isBack, name)}
          onClick={() => void doing(`${path}/presence`, { presence: isHere ? "elsewhere" : "ready" })}
        >
          {isHere ? t.room.isAway : t.room.isBack}
        </Button>
        <Button
          disabled={busy}
          aria-label={t.room.of(urgent ? t.room.notUrgent : t.room.urgent, name)}
          onClick={() => void doing(`${path}/urgent`, { urgent: !urgent })}
        >
          {urgent ? t.room.notUrgent : t.room.urgent}
        </Button>
      </div>
    </li>
  );
}
