// Who wants to know that a handle has changed.

/**
 * The changes of one handle: how many there were, and who is told of the next. What it gives out does not
 * hold the handle, and holds a listener no longer than that follows. @internal
 */
export class Changes {
  #count = 0;
  // Each subscription is an object of its own: whoever subscribes twice is told twice, and can end one of
  // the two.
  readonly #subscriptions = new Set<{ listener: () => void }>();

  /** How many there were. */
  get count(): number {
    return this.#count;
  }

  /** Has `listener` called after every change, until the answer of this is called. */
  subscribe(listener: () => void): () => void {
    if (typeof listener !== "function") {
      throw new TypeError("`listener` is not a function");
    }
    let subscription: { listener: () => void } | undefined = { listener };
    this.#subscriptions.add(subscription);
    return () => {
      if (subscription !== undefined) {
        this.#subscriptions.delete(subscription);
        subscription = undefined;
      }
    };
  }

  /**
   * Something has changed. Everybody who has subscribed by now is told once; who leaves while others are
   * told is not told any more. The change is made, so what a listener throws is the host's to report, as of
   * an event's listener, and not the caller's.
   */
  made(): void {
    this.#count++;
    for (const subscription of [...this.#subscriptions]) {
      if (this.#subscriptions.has(subscription)) {
        try {
          subscription.listener();
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    }
  }

  /** There will be no more changes. */
  end(): void {
    this.#subscriptions.clear();
  }
}
