// The time, as the server has it: a phone's clock may be minutes off, and a hold counts to the second.

import { useEffect, useState } from "preact/hooks";

let ahead = 0;

/** Sets the clock by an answer of the server. */
export function setNow(seconds: number): void {
  ahead = seconds - Date.now() / 1000;
}

/** Unix seconds. */
export function now(): number {
  return Math.floor(Date.now() / 1000 + ahead);
}

/** The time, anew every so many seconds. */
export function useNow(seconds: number): number {
  const [time, set] = useState(now());
  useEffect(() => {
    const timer = setInterval(() => set(now()), seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return time;
}
