// How long a wait will be, as a hook.

import { useMemo } from "react";

import { answerOf, asError, keyOf } from "./react_answers.js";
import { useNow, useVersion } from "./react_clock.js";
import type { Answered, NowOptions } from "./react_slots.js";
import type { EstimateQuery, Instant, Uid, WaitEstimate } from "./types.js";
import type { Learner, WaitingRoom } from "./waiting_room.js";

/** How {@link useWait} asks. */
export interface WaitOptions extends NowOptions {
  /** How the waits are estimated; by 256 futures or more unless it is said. */
  query?: EstimateQuery | undefined;
  /**
   * After how many seconds the answer is renewed though nothing has happened, 1 or more; 30 unless it is
   * said.
   */
  everySeconds?: number | undefined;
}

/** What {@link useWait} answers. */
export interface Wait extends Answered {
  /** The wait of the entry that was asked for; null if it does not wait. */
  readonly wait: WaitEstimate | null;
  /** Everybody's, in the order of service. The same list for as long as it is the same. */
  readonly waits: readonly WaitEstimate[];
}

type Waits = Omit<Wait, "wait">;
const NO_WAITS: Waits = { waits: [], error: null, isReady: false };

/**
 * How long an entry will wait, kept true: it follows the room's changes, what the learner learns, and the
 * time. However many components ask about a room, its futures are played once. Without `uid`, everybody's
 * waits alone, for a board.
 *
 *     const { wait } = useWait(room, learner, "qe-001");
 *     return <p>About {wait?.estimated_wait_minutes ?? "…"} minutes</p>;
 */
export function useWait(
  room: WaitingRoom | null | undefined,
  learner: Learner | null | undefined,
  uid?: Uid | null,
  options: WaitOptions = {},
): Wait {
  const { query = {}, everySeconds = 30 } = options;
  const [version, learned] = [useVersion(room), useVersion(learner)];
  const now: Instant | null = useNow(options.now, stepOf(everySeconds));
  const key = keyOf(query);
  const answered = useMemo((): Waits => {
    if (room == null || learner == null || now === null) return NO_WAITS;
    try {
      return answerOf<Waits>(room, learner, `waits ${key}`, `${version} ${learned} ${now}`, () => ({
        waits: room.estimate(learner, query, now),
        error: null,
        isReady: true,
      }));
    } catch (thrown) {
      return { ...NO_WAITS, error: asError(thrown) };
    }
    // `key` stands for the query.
  }, [room, learner, key, version, learned, now]);
  return useMemo(
    () => ({ ...answered, wait: answered.waits.find((wait) => uid != null && wait.uid === uid) ?? null }),
    [answered, uid],
  );
}

/** A step that a timer can take: whole seconds, and no more than an hour. */
function stepOf(seconds: number): number {
  return Math.min(Math.max(Math.floor(seconds) || 1, 1), 3600);
}
