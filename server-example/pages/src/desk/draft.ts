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
  | {
      of: "exception";
      doctor: string;
      exception: AvailabilityException;
      was?: AvailabilityException;
      gone?: boolean;
    }
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
    // Who was booked in extra hours is outside once they are moved away.
    const both = [draft.exception, ...(draft.was === undefined ? [] : [draft.was])];
    const theirs = both.flatMap(({ start_date, end_date }) =>
      ahead({ from: Number(start_date), to: Number(end_date), doctor }, from),
    );
    return [...theirs, ...forEngine];
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

/** The calendar that an absence was read from, which says it anew; nothing for what was typed. */
export function sourceOf({ uid }: AvailabilityException): string | undefined {
  const [source, rest] = uid.split("/", 2);
  return rest === undefined ? undefined : source;
}

/** An exception of another kind. What is closed has neither gaps nor somebody whom it is for. */
export function ofKind(
  exception: AvailabilityException,
  kind: AvailabilityException["kind"],
): AvailabilityException {
  if (kind === "extra") return { ...exception, kind };
  const { uid, start_date, end_date } = exception;
  return { uid, kind, start_date, end_date };
}

/** What is said of extra hours only, taken back. */
const NOT_EXTRA = {
  buffer_minutes: 0,
  appointment_type_uids: null,
  reserved_until_minutes_before: null,
  released_minutes_before: null,
  type_limits: [],
  location_uid: null,
};

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

/** A change, and what takes it back. */
interface Step {
  change: Change;
  undo: Change[];
}

/**
 * What is found while the engine has these changes. They are taken back before anybody else asks it, for a
 * large practice takes too long to be made a second time.
 */
function tried<T>({ clinic }: Practice, steps: Step[], find: () => T): T {
  const undo: Change[] = [];
  try {
    for (const step of steps) {
      clinic.change(step.change);
      undo.unshift(...step.undo);
    }
    return find();
  } finally {
    for (const change of undo) clinic.change(change);
  }
}

/** What is to be opened before a closure that takes the place of another is put. */
const opening = (draft: Draft): Step[] =>
  draft.of === "closure" && draft.was !== undefined && draft.gone !== true
    ? [{ change: removalOf(draft.was), undo: [putOf(draft.was)] }]
    : [];

function stepsOf(practice: Practice, draft: Draft): Step[] {
  const change = changeOf(practice, draft);
  if (draft.of !== "closure") {
    const doctor = doctorOf(practice, draft.doctor);
    return [{ change, undo: [{ change: "put_doctor", doctor } as Change] }];
  }
  const { closure, was, gone } = draft;
  if (gone === true) return [{ change, undo: [putOf(closure)] }];
  const isReplaced = (other: Closure) =>
    isSameClosure(other, closure) && (was === undefined || !isSameClosure(other, was));
  const replaced = practice.closures.filter(isReplaced);
  return [...opening(draft), { change, undo: [removalOf(closure), ...replaced.map(putOf)] }];
}

/** Which appointments a change would leave outside of hours that are not there now. */
function touchedBy(practice: Practice, draft: Draft, at: number): OutsideHours[] {
  const { clinic } = practice;
  if (draft.of !== "closure" || draft.was === undefined || draft.gone === true)
    return clinic.wouldLeaveOutsideHours(changeOf(practice, draft), at);
  const { was, closure } = draft;
  // Two changes in one: what was closed is open again first.
  return tried(practice, opening(draft), () => {
    const before = new Set(
      clinic.wouldLeaveOutsideHours(putOf(was), at).map(({ appointment_uid }) => appointment_uid),
    );
    const after = clinic.wouldLeaveOutsideHours(putOf(closure), at);
    return after.filter(({ appointment_uid }) => !before.has(appointment_uid));
  });
}

const doctorOf = (practice: Practice, uid: string) =>
  practice.snapshot.doctors?.find((doctor) => doctor.uid === uid) as Doctor;

function changeOf(practice: Practice, draft: Draft): Change {
  if (draft.of === "closure") {
    return draft.gone ? removalOf(draft.closure) : putOf(draft.closure);
  }
  const found = doctorOf(practice, draft.doctor);
  const doctor: Doctor =
    draft.of === "rule"
      ? { ...found, availability_rules: put(found.availability_rules ?? [], draft.rule, draft.gone) }
      : {
          ...found,
          availability_exceptions: put(found.availability_exceptions ?? [], draft.exception, draft.gone),
        };
  return { change: "put_doctor", doctor } as Change;
}

/** The starts of each type that can be booked, each with its doctor. */
function startsOf({ clinic, types }: Practice, at: number): Map<string, Set<string>> {
  const active = types.filter(({ active }) => active !== false);
  return new Map(
    active.map(({ uid }) => {
      const query = { appointment_type_uid: uid, from: at, to: at + AHEAD, by: "administrator" as const };
      const { starts, doctors } = clinic.findSlotsPacked(query, at);
      return [uid, new Set(Array.from(starts, (start, index) => `${start} ${doctors[index]}`))];
    }),
  );
}

/** What a change would do, computed here; or why the engine refuses it, thrown. */
export function previewOf(practice: Practice, draft: Draft): Preview {
  const at = now();
  const touched = touchedBy(practice, draft, at).filter(({ appointment_uid: uid }) =>
    practice.listed.has(uid),
  );
  const before = startsOf(practice, at);
  const after = tried(practice, stepsOf(practice, draft), () => startsOf(practice, at));
  const missing = (uid: string, from: typeof before, to: typeof before) =>
    [...(from.get(uid) ?? [])].filter((start) => to.get(uid)?.has(start) !== true).length;
  const types = [...before.keys()].map((uid) => ({
    name: practice.types.find((type) => type.uid === uid)?.name ?? uid,
    lost: missing(uid, before, after),
    won: missing(uid, after, before),
  }));
  return { types, touched };
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
      const { uid, kind, start_date, end_date, buffer_minutes } = draft.exception;
      const { was, gone } = draft;
      const list = `${path}/availability-exceptions`;
      const exception = {
        kind,
        start_date,
        end_date,
        ...(kind === "extra" ? { buffer_minutes: buffer_minutes ?? 0 } : was?.kind === "extra" && NOT_EXTRA),
      };
      if (gone) await desk.ask("DELETE", `${list}/${encodeURIComponent(uid)}`);
      else if (uid === NEW) await desk.ask("POST", list, exception);
      else await desk.ask("PATCH", `${list}/${encodeURIComponent(uid)}`, exception);
    }
  }
  await desk.read();
}
