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
import { DAY, type Want } from "./days.ts";
import type { Desk } from "./desk.ts";
import { SCHEDULING } from "./lists.ts";
import type { Practice } from "./practice.ts";
import { aroundToday, engineWants } from "./shown.ts";

/** How far ahead the preview looks, in seconds. */
const AHEAD = 56 * DAY;
/** How far ahead appointments are looked for that a weekly rule touches, in seconds. */
const TOUCHED = 120 * DAY;
/** The most of one closure or absence whose appointments are read, in seconds. */
const YEAR = 366 * DAY;
/** The uid of what does not have one yet. */
export const NEW = "new";

/** One rule, exception or closure, as it is to be; or that it is to go. */
export type Draft =
  | { of: "rule"; doctor: string; rule: AvailabilityRule; gone?: boolean }
  | { of: "exception"; doctor: string; exception: AvailabilityException; gone?: boolean }
  | { of: "closure"; closure: Closure; was?: Closure; gone?: boolean };

export interface Preview {
  /** By type: how many starts can't be booked any more, and how many can in addition. */
  types: { name: string; lost: number; won: number }[];
  /** Which appointments would be outside of their doctor's hours. */
  touched: OutsideHours[];
}

/** The appointments that a preview needs. */
export function wantsOf(practice: Practice, draft: Draft): Want[] {
  const doctor = draft.of === "closure" ? undefined : draft.doctor;
  const { from } = aroundToday(0, 0);
  const forEngine = engineWants(practice, { from, to: from + AHEAD }, doctor);
  if (draft.of === "rule") return [{ from, to: from + TOUCHED, doctor }, ...forEngine];
  if (draft.of === "exception") {
    const { start_date, end_date } = draft.exception;
    return [...ahead({ from: Number(start_date), to: Number(end_date), doctor }, from), ...forEngine];
  }
  const closed = [draft.closure, ...(draft.was === undefined ? [] : [draft.was])];
  const theirs = closed.flatMap(({ date, last_date, doctor_uid }) => {
    const at = (date: string) => Date.parse(`${date}T00:00:00Z`) / 1000;
    // The day as any clock on earth has it.
    const range = { from: at(String(date)) - DAY, to: at(String(last_date ?? date)) + 2 * DAY };
    return ahead({ ...range, doctor: doctor_uid ?? undefined }, from);
  });
  return [...theirs, ...forEngine];
}

/** What of it is still to come, and in no further future than somebody looks at. */
function ahead({ from, to, doctor }: Want, today: number): Want[] {
  const range = { from: Math.max(from, today), to: Math.min(to, Math.max(from, today) + YEAR) };
  return range.from < range.to ? [{ ...range, doctor }] : [];
}

/** A list in which one is replaced, added or left out. */
function put<T extends { uid: string }>(list: readonly T[], one: T, gone = false): T[] {
  const rest = list.filter(({ uid }) => uid !== one.uid);
  return gone ? rest : [...rest, one];
}

/** Whether these are one closure: of a day there is one for all, and one for each doctor. */
export const isSameClosure = (one: Closure, other: Closure) =>
  one.date === other.date && (one.doctor_uid ?? null) === (other.doctor_uid ?? null);

const putOf = (closure: Closure) => ({ change: "put_closure", closure }) as Change;
const removalOf = (closure: Closure) => ({ change: "remove_closure", closure }) as Change;

/** Which appointments a change would leave outside of hours that are not there now. */
function touchedBy(practice: Practice, draft: Draft, at: number): OutsideHours[] {
  if (draft.of !== "closure" || draft.was === undefined || draft.gone === true)
    return practice.clinic.wouldLeaveOutsideHours(changeOf(practice, draft), at);
  // Two changes in one: what was closed is open again first.
  const open = new Clinic(practice.snapshot);
  try {
    open.change(removalOf(draft.was));
    const before = new Set(
      open.wouldLeaveOutsideHours(putOf(draft.was), at).map(({ appointment_uid }) => appointment_uid),
    );
    const after = open.wouldLeaveOutsideHours(putOf(draft.closure), at);
    return after.filter(({ appointment_uid }) => !before.has(appointment_uid));
  } finally {
    open.free();
  }
}

function changeOf(practice: Practice, draft: Draft): Change {
  if (draft.of === "closure") {
    return draft.gone ? removalOf(draft.closure) : putOf(draft.closure);
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
  const touched = touchedBy(practice, draft, at).filter(({ appointment_uid: uid }) =>
    practice.listed.has(uid),
  );
  const after = new Clinic(practice.snapshot);
  try {
    if (draft.of === "closure" && draft.was !== undefined && !draft.gone) after.change(removalOf(draft.was));
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
    const { was, gone } = draft;
    const replaced = new URLSearchParams();
    if (was !== undefined && !gone) {
      replaced.set("replaces_date", String(was.date));
      if (was.doctor_uid != null) replaced.set("replaces_doctor_uid", was.doctor_uid);
    }
    const path = `${SCHEDULING}/closures${replaced.size > 0 ? `?${replaced}` : ""}`;
    await desk.ask(gone ? "DELETE" : "PUT", path, draft.closure);
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
