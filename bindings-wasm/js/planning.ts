// How many doctors a practice needs: each model is plain data with its verbs, as in the core.

import { answer, integer, number } from "./border.js";
import { rooms } from "./engines.js";
import type * as model from "./types.js";
import { write } from "./value.js";

/** A model, as the engine reads it. */
class Model<T> {
  protected readonly bytes: Uint8Array;

  constructor(model: T) {
    this.bytes = write(model, "model").slice();
  }
}

/** Patients who come without an appointment and give up after a while (Palm). */
export class ErlangA extends Model<model.ErlangA> {
  /** How many wait, how long, and how many give up. */
  steadyState(): model.SteadyState {
    return answer(() => rooms.get().erlangASteadyState(this.bytes));
  }
}

/** Patients who leave at once if all doctors are busy. */
export class ErlangB extends Model<model.ErlangB> {
  /** How many are turned away. */
  steadyState(): model.SteadyState {
    return answer(() => rooms.get().erlangBSteadyState(this.bytes));
  }
}

/** Patients who wait in one line, first come first served. */
export class ErlangC extends Model<model.ErlangC> {
  /** How many wait, and how long on average. */
  steadyState(): model.SteadyState {
    return answer(() => rooms.get().erlangCSteadyState(this.bytes));
  }

  /** The probability that a wait is longer than `minutes`. */
  waitExceeds(minutes: number): number {
    return answer(() => rooms.get().erlangCWaitExceeds(this.bytes, number(minutes, "minutes")));
  }

  /** The wait in minutes that is not exceeded with `probability`. */
  waitQuantile(probability: number): number {
    return answer(() => rooms.get().erlangCWaitQuantile(this.bytes, number(probability, "probability")));
  }
}

/** The same with service times of any spread. */
export class Mgc extends Model<model.Mgc> {
  /** How many wait, and how long on average. */
  steadyState(): model.SteadyState {
    return answer(() => rooms.get().mgcSteadyState(this.bytes));
  }

  /** How long a visit that is under way still takes on average. */
  residualMinutes(): number {
    return answer(() => rooms.get().mgcResidualMinutes(this.bytes));
  }
}

/** A room with so many places, where who finds them taken leaves. */
export class Mmck extends Model<model.Mmck> {
  /** How many wait, and how many are turned away. */
  steadyState(): model.SteadyState {
    return answer(() => rooms.get().mmckSteadyState(this.bytes));
  }
}

/** Lengths of visits with a lognormal distribution. */
export class LognormalService extends Model<model.LognormalService> {
  /** How long a visit still takes on average that has taken `elapsedMinutes`. */
  remainingMinutes(elapsedMinutes: number): number {
    return answer(() =>
      rooms.get().lognormalRemainingMinutes(this.bytes, number(elapsedMinutes, "elapsedMinutes")),
    );
  }
}

/** Somebody who waits behind others for doctors who are all busy. */
export class QueueAhead extends Model<model.QueueAhead> {
  /** The mean wait and its spread. */
  wait(): model.WaitBehind {
    return answer(() => rooms.get().queueAheadWait(this.bytes));
  }

  /** The probability that the wait is longer than `minutes`. */
  waitExceeds(minutes: number): number {
    return answer(() => rooms.get().queueAheadWaitExceeds(this.bytes, number(minutes, "minutes")));
  }

  /** The wait in minutes that is not exceeded with `probability`. */
  waitQuantile(probability: number): number {
    return answer(() => rooms.get().queueAheadWaitQuantile(this.bytes, number(probability, "probability")));
  }
}

/** The same where those ahead may give up. */
export class ImpatientQueueAhead extends Model<model.ImpatientQueueAhead> {
  /** The mean wait and its spread. */
  wait(): model.WaitBehind {
    return answer(() => rooms.get().impatientQueueAheadWait(this.bytes));
  }
}

/** A promise such as "nine of ten within fifteen minutes". */
export class ServiceLevel extends Model<model.ServiceLevel> {
  /** The fewest doctors who keep it. */
  doctors(): number {
    return answer(() => rooms.get().serviceLevelDoctors(this.bytes));
  }
}

/** A day of patients who come without an appointment, at a rate that rises and falls. */
export class WalkInDay extends Model<model.WalkInDay> {
  /** What waits come to with so many doctors. */
  waits(doctors: number): model.DayWaits {
    return answer(() => rooms.get().walkInDayWaits(this.bytes, integer(doctors, "doctors")));
  }

  /** The fewest doctors with whom at least `probability` of all patients are seen within `withinMinutes`. */
  doctors(withinMinutes: number, probability: number): model.DayWaits {
    return answer(() =>
      rooms
        .get()
        .walkInDayDoctors(
          this.bytes,
          number(withinMinutes, "withinMinutes"),
          number(probability, "probability"),
        ),
    );
  }
}
