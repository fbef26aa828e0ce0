// Work that is asked for more often than it can be done.

/**
 * `work`, done once at a time. Who asks while it is under way gets one more run after it, which is shared by
 * all who have asked by then: whoever awaits it gets what was begun after they asked.
 */
export function inTurn<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  return function run(): Promise<T> {
    if (running === undefined) {
      running = work().finally(() => (running = undefined));
      return running;
    }
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return run();
      });
    return next;
  };
}
