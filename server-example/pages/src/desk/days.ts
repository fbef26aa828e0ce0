// Which days of which doctors have been read: the desk asks for what it shows, and not for it again.

import type { Range } from "./lists.ts";

export const DAY = 86_400;

/** Appointments that begin in a range: of all doctors, of one, or of one patient. */
export interface Want extends Range {
  doctor?: string | undefined;
  patient?: string | undefined;
}

const firstOf = (range: Range) => Math.floor(range.from / DAY);
/** The day after the last one. */
const endOf = (range: Range) => Math.ceil(range.to / DAY);

/** Whole days, and those beside them: what runs into a day, or keeps a gap to it, counts in it. */
const widened = (range: Range) => ({ first: firstOf(range) - 1, end: endOf(range) + 1 });

/** Days since 1970 in UTC. Those of no doctor are those of all. */
export class Days {
  #read = new Map<string, Set<number>>();

  has(day: number, doctor?: string): boolean {
    return (
      this.#read.get("")?.has(day) === true ||
      (doctor !== undefined && this.#read.get(doctor)?.has(day) === true)
    );
  }

  /** Whether all of a range was read. */
  covers(range: Range, doctor?: string): boolean {
    for (let day = firstOf(range); day < endOf(range); day++) if (!this.has(day, doctor)) return false;
    return true;
  }

  /** What is to be read for a range: stretches of days that were not. */
  missing(range: Range, doctor?: string): Range[] {
    const { first, end } = widened(range);
    const days = Array.from({ length: end - first }, (_, index) => first + index);
    return stretches(days.filter((day) => !this.has(day, doctor)));
  }

  /** From the first to the last of what was read of a doctor; from 0 to 0 if nothing was. */
  bounds(doctor: string): Range {
    const read = this.of(doctor);
    return { from: read[0]?.from ?? 0, to: read.at(-1)?.to ?? 0 };
  }

  /** What was read of a doctor. */
  of(doctor: string): Range[] {
    const days = new Set([...(this.#read.get("") ?? []), ...(this.#read.get(doctor) ?? [])]);
    return stretches([...days].sort((a, b) => a - b));
  }

  copy(): Days {
    const copy = new Days();
    for (const [doctor, days] of this.#read) copy.#read.set(doctor, new Set(days));
    return copy;
  }

  /** What was read, to tell whether that is more than before. */
  get text(): string {
    return [...this.#read].map(([doctor, days]) => `${doctor} ${[...days].sort().join()}`).join(";");
  }

  add(range: Range, doctor?: string): void {
    const days = this.#read.get(doctor ?? "") ?? new Set();
    for (let day = firstOf(range); day < endOf(range); day++) days.add(day);
    this.#read.set(doctor ?? "", days);
  }
}

/** Days that follow one another, as ranges. */
function stretches(days: number[]): Range[] {
  const found: { from: number; to: number }[] = [];
  for (const day of days) {
    const last = found.at(-1);
    if (last?.to === day * DAY) last.to += DAY;
    else found.push({ from: day * DAY, to: (day + 1) * DAY });
  }
  return found;
}
