import type { ErrorData, ErrorKind, QueueRefusal, Refusal } from "./types.js";

/**
 * What can be wrong: input, or a rule that is against it. `code` tells which, and what other data there is.
 */
export type SchedulingErrorData = ErrorData | Refusal | QueueRefusal;

/**
 * What the engine refuses. `code` and `kind` are stable, `message` is prose; `data` is the whole answer, with
 * the data of the code:
 *
 *     if (!(error instanceof SchedulingError)) throw error;
 *     if (error.data.code === "not_bookable") show(error.data.explanations);
 */
export class SchedulingError extends Error {
  /** What is wrong, such as `too_late_to_cancel`. */
  readonly code: SchedulingErrorData["code"];
  /** What can be done about it: fix the input, check the id, choose differently, ask for less. */
  readonly kind: ErrorKind;
  /**
   * The field, as in `doctors[0].availability_rules[2].end_time`; empty where the whole argument is meant.
   */
  readonly path: string;
  /** All that is wrong with the input, this first, at most 100. */
  readonly errors: readonly SchedulingErrorData[];
  /** Whether even more is wrong than `errors` says. */
  readonly moreErrors: boolean;
  /** All of the answer. */
  readonly data: SchedulingErrorData;

  constructor(data: SchedulingErrorData) {
    super(data.message);
    this.name = "SchedulingError";
    this.code = data.code;
    this.kind = data.kind;
    this.path = data.path;
    const all = data as { errors?: SchedulingErrorData[]; more_errors?: boolean };
    this.errors = all.errors ?? [data];
    this.moreErrors = all.more_errors ?? false;
    this.data = data;
  }
}
