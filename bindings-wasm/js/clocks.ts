// What the clocks of zones show by the engine's rules.

import { clinics } from "./engines.js";
import type { Instant, TimezoneDataOutput, TransitionOutput } from "./types.js";

/** The offset of a clock at an instant, by its changes. */
export function offsetsOf(data: TimezoneDataOutput): (at: number) => number {
  const changes = data.transitions ?? [];
  return (at) => {
    let [low, high] = [0, changes.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((changes[middle] as TransitionOutput).at <= at) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? data.initial_offset_seconds : (changes[low - 1] as TransitionOutput).offset_seconds;
  };
}

/** By what is built in, since a page may load more of the engine later, and zone. */
const known = new Map<string, (at: Instant) => number>();

/**
 * The offset from UTC, in seconds, that the engine has for a zone; `undefined` where it knows none, or is not
 * there yet. @internal
 */
export function offsetKnown(at: Instant, timezone: string): number | undefined {
  try {
    const engine = clinics.get();
    const key = `${engine.builtInVersion()} ${timezone}`;
    let clock = known.get(key);
    if (clock === undefined) {
      clock = offsetsOf(JSON.parse(engine.zoneInUse(timezone)) as TimezoneDataOutput);
      known.set(key, clock);
    }
    return clock(at);
  } catch {
    return undefined;
  }
}
