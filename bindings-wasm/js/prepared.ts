/// <reference lib="esnext.disposable" preserve="true" />
// Queries that are read once and asked often.

import { answer, call } from "./border.js";
import type { Clinic as Handle, Query } from "./clinics_bg.js";
import { freeAtTheEnd } from "./handles.js";
import type { PackedSlots } from "./packed_slots.js";
import { secondsOf, type Time } from "./time.js";
import type { Slot } from "./types.js";

/**
 * A query that {@link SlotClinic.prepare} has read and checked: reading it takes longer than many an answer.
 *
 * It is asked of its clinic as that is now, so changes and bookings count; what is gone from the clinic by
 * then is refused as in any query. Its memory is given back as that of a clinic is.
 */
export class PreparedQuery {
  readonly #clinic: () => Handle;
  #handle: Query | undefined;

  /** @internal */
  constructor(clinic: () => Handle, handle: Query) {
    this.#clinic = clinic;
    this.#handle = handle;
  }

  get #query(): Query {
    if (this.#handle === undefined) {
      throw new TypeError("this query is freed");
    }
    return this.#handle;
  }

  /** The slots that can be booked, by start and doctor. */
  findSlots(now: Time): Slot[] {
    const at = secondsOf(now, "now");
    return answer(() => this.#clinic().findPrepared(this.#query, at));
  }

  /** The earliest slots of any of the doctors: as many as the limit, one if there is no limit. */
  firstSlots(now: Time): Slot[] {
    const at = secondsOf(now, "now");
    return answer(() => this.#clinic().firstPrepared(this.#query, at));
  }

  /** {@link findSlots} as typed arrays. */
  findSlotsPacked(now: Time): PackedSlots {
    const at = secondsOf(now, "now");
    return call(() => this.#clinic().findPreparedPacked(this.#query, at, false));
  }

  /** The same slots doctor by doctor, each doctor's by start. */
  findSlotsByDoctorPacked(now: Time): PackedSlots {
    const at = secondsOf(now, "now");
    return call(() => this.#clinic().findPreparedPacked(this.#query, at, true));
  }

  /** Gives the memory back. The query can't be asked any more. */
  free(): void {
    this.#handle?.free();
    this.#handle = undefined;
  }
}

export interface PreparedQuery extends Disposable {}
freeAtTheEnd(PreparedQuery);
