// The time as React knows it: a page that is left open shows what is true now, and a server shows nothing
// that is not.

import { useCallback, useMemo, useSyncExternalStore } from "react";

import { secondsOf, type Time } from "./time.js";
import type { Instant } from "./types.js";

/** A `Clinic`, a `WaitingRoom` or a `Learner`: what tells of its changes. */
export interface Followed {
  /** How many changes were made. */
  readonly version: number;
  /** Has the listener called after every change. */
  readonly subscribe: (listener: () => void) => () => void;
}

const nobody = (): (() => void) => () => {};

/** How often a handle has changed, 0 for none; whoever asks is rendered again when it does. */
export function useVersion(handle: Followed | null | undefined): number {
  const version = () => handle?.version ?? 0;
  return useSyncExternalStore(handle?.subscribe ?? nobody, version, version);
}

/** The last whole minute, or whatever `every` says in seconds. The same for all who ask within it. */
function floor(every: number): Instant {
  const now = Math.floor(Date.now() / 1000);
  return now - (now % every);
}

const unknown = (): null => null;

/**
 * The time in steps of so many seconds, up to `until`: then it stands still. Where it is given, that; while
 * a page is rendered on a server or hydrated, null: nobody knows then what the browser's clock will say.
 */
export function useNow(given: Time | undefined, every: number, until = Infinity): Instant | null {
  const ticks = given === undefined;
  const subscribe = useCallback(
    (tell: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const wait = () => {
        if (!ticks || floor(every) >= until) return;
        // A timer may be early; then it waits for the rest.
        timer = setTimeout(() => (wait(), tell()), every * 1000 - (Date.now() % (every * 1000)));
      };
      wait();
      return () => clearTimeout(timer);
    },
    [ticks, every, until],
  );
  const now = useSyncExternalStore<Instant | null>(subscribe, () => Math.min(floor(every), until), unknown);
  return given === undefined ? now : secondsOf(given, "now");
}

/** What is due, of a clinic. */
interface Due extends Followed {
  nextDue(after: Instant): Instant | null;
}

/**
 * The time in minutes, and the very second at which a hold runs out: a slot is free again as soon as it is.
 * Listing slots every second would be a waste.
 */
export function useMinute(given: Time | undefined, clinic: Due | null | undefined): Instant | null {
  const version = useVersion(clinic);
  const minute = useNow(given, 60);
  const dues = useMemo(() => {
    const found: Instant[] = [];
    if (given !== undefined || minute === null) return found;
    try {
      for (let due = clinic?.nextDue(minute); due != null && due < minute + 60; due = clinic?.nextDue(due)) {
        found.push(due);
      }
    } catch {
      // A freed clinic has nothing due.
    }
    return found;
    // `version` stands for what the clinic says.
  }, [given === undefined, clinic, version, minute]);
  const subscribe = useCallback(
    (tell: () => void) => {
      // A little late rather than too early: these timers go off once.
      const timers = dues.map((due) => setTimeout(tell, Math.max(0, due * 1000 - Date.now() + 20)));
      return () => timers.forEach(clearTimeout);
    },
    [dues],
  );
  const last = () => dues.findLast((due) => due * 1000 <= Date.now()) ?? minute;
  return useSyncExternalStore<Instant | null>(subscribe, last, () => minute);
}
