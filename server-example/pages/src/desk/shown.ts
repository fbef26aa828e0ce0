// What a view needs of the appointments: what it shows, and what the engine counts where no feed says it.

import { useEffect } from "preact/hooks";

import { now } from "../common/clock.ts";
import { DAY, type Want } from "./days.ts";
import type { Desk } from "./desk.ts";
import type { Range } from "./lists.ts";
import type { Practice } from "./practice.ts";

/** How far from a day what a limit counts is read, where no feed has it, in seconds. */
const COUNTED = 35 * DAY;

/** Has these appointments read, and kept up to date while they are shown. */
export function useShown(desk: Desk, wants: Want[]): void {
  const key = JSON.stringify(wants);
  useEffect(() => desk.show(JSON.parse(key) as Want[]), [desk, key]);
}

/** The days around now, the same all day. */
export function aroundToday(before: number, after: number): Range {
  const today = Math.floor(now() / DAY) * DAY;
  return { from: today - before * DAY, to: today + after * DAY };
}

/** What a week or a day of a doctor needs: of the others it is shown how much is free. */
export function wantsOf(practice: Practice, range: Range, doctor: string): Want[] {
  const missing = practice.doctors.some(({ uid }) => !practice.isInFeed(uid));
  return missing ? [counted(practice, range)] : [{ ...range, doctor }];
}

/** What the engine needs to find what can be booked, if it is not in the feed. */
export function engineWants(practice: Practice, range: Range, doctor?: string): Want[] {
  const asked = practice.doctors.filter(({ uid }) => doctor === undefined || uid === doctor);
  return asked.every(({ uid }) => practice.isInFeed(uid)) ? [] : [{ ...counted(practice, range), doctor }];
}

function counted({ types, doctors, snapshot }: Practice, { from, to }: Range): Range {
  const limits = [...types, ...doctors].some(({ limits }) => (limits ?? []).length > 0);
  const margin = limits || (snapshot.patient_limits ?? []).length > 0 ? COUNTED : 0;
  return { from: from - margin, to: to + margin };
}
