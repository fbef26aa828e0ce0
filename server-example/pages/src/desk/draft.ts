// A change of hours that is not saved yet: what it is to the engine, which shows what it would do, and to the
// server.

import type {
  AvailabilityException,
  AvailabilityRule,
  Change,
  Closure,
  Doctor,
  OutsideHours,
} from "frontdesk/lean";
import { Clinic } from "frontdesk/lean";

import { now } from "../common/clock.ts";
import type { Desk } from "./desk.ts";
import { SCHEDULING } from "./lists.ts";
import type { Practice } from "./practice.ts";

/** How far ahead the preview looks, in seconds. */
const AHEAD = 56 * 86_400;
/** The uid of what does not have one yet. */
export const NEW = "new";

/** One rule, exception or closure, as it is to be; or that it is to go. */
export type Draft =
  | { of: "rule"; doctor: string; rule: AvailabilityRule; gone?: boolean }
  | { of: "exception"; doctor: string; exception: AvailabilityException; gone?: boolean }
  | { of: "closure"; closure: Closure; gone?: boolean };

export interface Preview {
  /** By type: how many starts can't be booked any more, and how many can in addition. */
  types: { name: string; lost: number; won: number }[];
  /** Which appointments would be outside of their doctor's hours. */
  touched: OutsideHours[];
}

/** A list in which one is replaced, added or left out. */
function put<T extends { uid: string }>(list: readonly T[], one: T, gone = false): T[] {
  const rest = list.filter(({ uid }) => uid !== one.uid);
  return gone ? rest : [...rest, one];
}

function changeOf(practice: Practice, draft: Draft): Change {
  if (draft.of === "closure") {
    return { change: draft.gone ? "remove_closure" : "put_closure", closure: draft.closure } as Change;
  }
  const found = practice.snapshot.doctors?.find(({ uid }) => uid === draft.doctor) as Doctor;
  const doctor: Doctor =
    draft.of === "rule"
      ? { ...found, availability_rules: put(found.availability_rules ?? [], draft.rule, draft.gone) }
      : {
          ...found,
          availability_exceptions: put(found.availability_exceptions ?? [], draft.exception, draft.gone),
        };
  return { change: "put_doctor", doctor } as Change;
}

/** What a change would do, computed here; or why the engine refuses it, thrown. */
export function previewOf(practice: Practice, draft: Draft): Preview {
  const change = changeOf(practice, draft);
  const at = now();
  const touched = practice.clinic.wouldLeaveOutsideHours(change, at);
  const after = new Clinic(practice.snapshot);
  try {
    after.change(change);
    const types = practice.types
      .filter(({ active }) => active !== false)
      .map(({ uid, name }) => {
        const starts = (clinic: Clinic) => {
          const query = { appointment_type_uid: uid, from: at, to: at + AHEAD, by: "administrator" as const };
          const { starts, doctors } = clinic.findSlotsPacked(query, at);
          return new Set(Array.from(starts, (start, index) => `${start} ${doctors[index]}`));
        };
        const [before, then] = [starts(practice.clinic), starts(after)];
        const missing = (from: Set<string>, to: Set<string>) =>
          [...from].filter((start) => !to.has(start)).length;
        return { name: name ?? uid, lost: missing(before, then), won: missing(then, before) };
      });
    return { types, touched };
  } finally {
    after.free();
  }
}

/** Saves it, and reads what the practice is then. */
export async function save(desk: Desk, draft: Draft): Promise<void> {
  if (draft.of === "closure") {
    await desk.ask(draft.gone ? "DELETE" : "PUT", `${SCHEDULING}/closures`, draft.closure);
  } else {
    const path = `${SCHEDULING}/doctors/${encodeURIComponent(draft.doctor)}`;
    if (draft.of === "rule") {
      const { uid, weekday, start_time, end_time, buffer_minutes, blocked } = draft.rule;
      const rule = {
        weekday,
        start_time,
        end_time,
        buffer_minutes,
        ...(blocked === undefined ? {} : { blocked }),
      };
      if (draft.gone) await desk.ask("DELETE", `${path}/availability-rules/${uid}`);
      else if (uid === NEW) await desk.ask("POST", `${path}/availability-rules`, rule);
      else await desk.ask("PATCH", `${path}/availability-rules/${uid}`, rule);
    } else {
      const { uid, kind, start_date, end_date } = draft.exception;
      if (draft.gone) await desk.ask("DELETE", `${path}/availability-exceptions/${uid}`);
      else await desk.ask("POST", `${path}/availability-exceptions`, { kind, start_date, end_date });
    }
  }
  await desk.read();
}
