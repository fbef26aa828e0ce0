// Zones that agree with the page. The engine has the tz database built in; the host has one as well, which
// may be older or newer. The newer one is used, by zone. The small build has none of its own and uses the
// host's.

import { call, text } from "./border.js";
import { offsetsOf } from "./clocks.js";
import { clinics } from "./engines.js";
import type { TimezoneDataOutput, TransitionOutput } from "./types.js";
import { write } from "./value.js";

/**
 * The engine's time, and a step in which no clock changes twice: the closest changes of the tz database are a
 * week apart.
 */
const [START, END, STEP] = [0, 7_258_118_400, 6 * 86_400];

/**
 * What each release of the tz database moved: at that instant the zone has that offset from the release on,
 * and had another before. Those that moved no clock are left out.
 */
export const RELEASES: readonly (readonly [release: string, timezone: string, at: number, offset: number])[] =
  [
    ["2025b", "Asia/Tehran", 279_979_200, 12_600],
    ["2025c", "America/Tijuana", 11_620_800, -25_200],
    ["2026b", "America/Vancouver", 1_794_744_000, -25_200],
    ["2026c", "America/Edmonton", 1_794_744_000, -21_600],
    ["2026d", "America/Inuvik", 1_794_744_000, -21_600],
    ["2026e", "America/Winnipeg", 1_794_744_000, -18_000],
    ["2026f", "America/Havana", 1_794_744_000, -14_400],
  ];

/** Whose rules are used. */
export interface Tzdata {
  /** Those of the engine, or those of the page. */
  used: "built-in" | "host";
  /** The release that is built in; null in the small build. */
  builtIn: string | null;
  /**
   * The release of the host, as it says or as far as can be told from its clocks; null if it is older than
   * 2025b.
   */
  host: string | null;
}

/**
 * Which rules the engine uses: for all zones that the two have alike, or for one. Of those where they differ,
 * the newer.
 */
export function tzdata(timezone?: string): Tzdata {
  const builtIn = clinics.get().builtInVersion() || null;
  const host = hostRelease();
  const used =
    timezone === undefined
      ? builtIn === null || (host ?? "") > builtIn
      : hostZone(text(timezone, "timezone")) !== undefined;
  return { used: used ? "host" : "built-in", builtIn, host };
}

/**
 * The names of all zones that are built in, in order. The small build has none: it knows what the host knows.
 */
export function timezoneNames(): string[] {
  return JSON.parse(call(() => clinics.get().builtInNames())) as string[];
}

/** The clock of a zone as the engine has it, with every change up to 2200. */
export function timezoneData(timezone: string): TimezoneDataOutput {
  return JSON.parse(call(() => clinics.get().zoneInUse(text(timezone, "timezone")))) as TimezoneDataOutput;
}

/** By what is built in, since a page may load more of the engine later, and zone. */
const zones = new Map<string, Uint8Array | undefined>();

/** Asked by the engine: the host's rules of a zone, if they are to be used. */
export function hostZone(timezone: string): Uint8Array | undefined {
  // A page's first `Intl.DateTimeFormat` takes it longer than the engine's start, and about UTC nobody
  // differs.
  if (timezone === "UTC") {
    return undefined;
  }
  const builtIn = clinics.get().builtInVersion();
  const key = `${builtIn} ${timezone}`;
  if (!zones.has(key)) {
    // Whoever asks for names that nobody knows gets no memory for them.
    if (!isKnown(timezone)) {
      return undefined;
    }
    zones.set(key, hostIsUsed(timezone, builtIn) ? write(hostData(timezone), "timezone").slice() : undefined);
  }
  return zones.get(key);
}

function hostIsUsed(timezone: string, builtIn: string): boolean {
  if (builtIn === "") {
    return true;
  }
  const host = hostRelease();
  if (host === null || host < builtIn) {
    return false;
  }
  // By its clocks a host that is newer than the newest release that is known here looks as if it were that
  // one. So the zone itself tells.
  if (host === builtIn && reportedRelease() !== undefined) {
    return false;
  }
  const year = Number(builtIn.slice(0, 4));
  const [from, to] = [Date.UTC(year, 0, 1) / 1000, Date.UTC(year + 12, 0, 1) / 1000];
  const data = JSON.parse(call(() => clinics.get().builtInZone(timezone))) as TimezoneDataOutput;
  const own = offsetsOf(data);
  if (zoned(timezone, from) !== undefined) {
    const ours = (data.transitions ?? []).filter(({ at }) => at >= from && at < to);
    const changes = [...byTemporal(timezone, from, to), ...ours].map(({ at }) => at);
    return [from, ...changes].some(
      (at) => own(at) !== hostOffset(timezone, at) || own(at - 1) !== hostOffset(timezone, at - 1),
    );
  }
  for (let at = from; at < to; at += STEP) {
    if (own(at) !== hostOffset(timezone, at)) {
      return true;
    }
  }
  return false;
}

/** The release of the host's tz database, if it says so: Node does. */
function reportedRelease(): string | undefined {
  const { process } = globalThis as { process?: { versions?: { tz?: string } } };
  const release = process?.versions?.tz;
  return release !== undefined && /^\d{4}[a-z]$/.test(release) ? release : undefined;
}

let told: string | null | undefined;

function hostRelease(): string | null {
  if (told === undefined) {
    const newestFirst = [...RELEASES].reverse();
    told =
      reportedRelease() ??
      newestFirst.find(
        ([, timezone, at, offset]) => isKnown(timezone) && hostOffset(timezone, at) === offset,
      )?.[0] ??
      null;
  }
  return told;
}

// What is used of Temporal, where the host has it.
interface ZonedDateTime {
  epochMilliseconds: number;
  offsetNanoseconds: number;
  timeZoneId: string;
  getTimeZoneTransition(direction: "next"): ZonedDateTime | null;
}
type TemporalHost = {
  Temporal?: {
    Instant: { fromEpochMilliseconds(at: number): { toZonedDateTimeISO(timezone: string): ZonedDateTime } };
  };
};

function zoned(timezone: string, at: number): ZonedDateTime | undefined {
  return (globalThis as TemporalHost).Temporal?.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(
    timezone,
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timezone: string): Intl.DateTimeFormat {
  let known = formats.get(timezone);
  if (known === undefined) {
    known = new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timezone, known);
  }
  return known;
}

/** Whether the host knows the zone by that very name: the engine tells upper case from lower. */
function isKnown(timezone: string): boolean {
  try {
    const id = zoned(timezone, 0)?.timeZoneId;
    if (id !== undefined) {
      return /^[A-Z]/.test(timezone) && id === timezone;
    }
    const resolved = format(timezone).resolvedOptions().timeZone;
    const sameName = resolved.toLowerCase() === timezone.toLowerCase();
    return /^[A-Z]/.test(timezone) && (!sameName || resolved === timezone);
  } catch {
    return false;
  }
}

/** The host's offset from UTC, in seconds. */
export function hostOffset(timezone: string, at: number): number {
  const now = zoned(timezone, at);
  if (now !== undefined) {
    return now.offsetNanoseconds / 1e9;
  }
  // "3/29/2026, 03:00:00"
  const [month, day, year, hour, minute, second] = format(timezone)
    .format(at * 1000)
    .split(/\D+/)
    .map(Number) as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - at;
}

/** All that the host knows of a zone, up to 2200. */
export function hostData(timezone: string): TimezoneDataOutput {
  const initial = hostOffset(timezone, START - 1);
  const transitions =
    zoned(timezone, START) === undefined ? byProbing(timezone) : byTemporal(timezone, START, END);
  const last = transitions.at(-1)?.offset_seconds ?? initial;
  return { name: timezone, initial_offset_seconds: initial, transitions, rule: fixedRule(last) };
}

/** The changes from `from` on and before `to`. */
function byTemporal(timezone: string, from: number, to: number): TransitionOutput[] {
  const transitions: TransitionOutput[] = [];
  let offset = hostOffset(timezone, from - 1);
  for (
    let next = zoned(timezone, from - 1)?.getTimeZoneTransition("next");
    next;
    next = next.getTimeZoneTransition("next")
  ) {
    const at = next.epochMilliseconds / 1000;
    if (at >= to) {
      break;
    }
    if (next.offsetNanoseconds / 1e9 !== offset) {
      offset = next.offsetNanoseconds / 1e9;
      transitions.push({ at, offset_seconds: offset });
    }
  }
  return transitions;
}

/**
 * Asks the clock every six days, and finds each change by halving; or at once, if it is where the rule of the
 * year before has it.
 */
function byProbing(timezone: string): TransitionOutput[] {
  const transitions: TransitionOutput[] = [];
  let offset = hostOffset(timezone, START - 1);
  for (let at = START - 1 + STEP; at - STEP < END; at += STEP) {
    const now = hostOffset(timezone, at);
    if (now === offset) {
      continue;
    }
    let [before, after] = [at - STEP, at];
    const guesses = [364, 371].map((days) => (transitions.at(-2)?.at ?? -Infinity) + days * 86_400);
    for (const guess of guesses) {
      if (
        before < guess &&
        guess <= after &&
        hostOffset(timezone, guess) === now &&
        hostOffset(timezone, guess - 1) === offset
      ) {
        [before, after] = [guess - 1, guess];
      }
    }
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (hostOffset(timezone, middle) === offset) before = middle;
      else after = middle;
    }
    if (after < END) {
      transitions.push({ at: after, offset_seconds: now });
    }
    offset = now;
  }
  return transitions;
}

/**
 * The POSIX TZ string of a clock that changes no more: up to 2200 everything is spelt out. POSIX counts west
 * of UTC.
 */
function fixedRule(offset: number): string {
  const west = Math.abs(offset);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `LMT${offset > 0 ? "-" : ""}${Math.floor(west / 3600)}:${two((west / 60) % 60)}:${two(west % 60)}`;
}
