// One hold of one visitor: it is placed, confirmed or let go by commands, on which the clinic or a server
// decides.

import { Changes } from "./changes.js";
import type { Clinic } from "./clinic.js";
import { asError } from "./react_answers.js";
import type { AppointmentOutput, Command, CommandHold, Event, Instant, Slot, Uid } from "./types.js";

/** What is held and for whom: all that a hold says, but for the slot. */
export type HoldRequest = Omit<
  CommandHold,
  "command" | "uid" | "start_date" | "local_start" | "replaces" | "doctor_uid" | "location_uid"
>;

/** What of a slot goes into a hold; a slot is one. */
export type HeldSlot = Pick<Slot, "start_date"> & Partial<Pick<Slot, "doctor_uid" | "location_uid">>;

/**
 * Decides on a command: answers the events, or throws or rejects with what is against it. `clinic.decide`
 * does so for a page on its own; a page with a server asks it, and answers the server's events.
 */
export type Decide = (command: Command, now: Instant) => readonly Event[] | PromiseLike<readonly Event[]>;

/** What is there at the time of a command. @internal */
export interface Surroundings {
  clinic: Clinic | null | undefined;
  request: HoldRequest | null | undefined;
  decide: Decide | undefined;
  releaseAtUnmount: boolean;
  newUid: () => Uid;
  now: () => Instant;
}

/** What there is to show. @internal */
export interface HoldingState {
  readonly uid: Uid | null;
  readonly error: Error | null;
  readonly isPending: boolean;
}

/** Commands one after the other: each is decided on once the one before is recorded. @internal */
export class Holding {
  readonly #changes = new Changes();
  #state: HoldingState;
  /** The last of the commands that are on their way. */
  #last: Promise<boolean> | null = null;
  #mounted = 0;

  /** `uid` is that of a hold that is there already, if there is one. */
  constructor(
    public surroundings: Surroundings,
    uid: Uid | null = null,
  ) {
    this.#state = { uid, error: null, isPending: false };
  }

  readonly subscribe = (listener: () => void): (() => void) => this.#changes.subscribe(listener);

  readonly state = (): HoldingState => this.#state;

  /** Holds a slot, in the place of the one that is held. */
  readonly take = (slot: HeldSlot): Promise<boolean> =>
    this.#inTurn(() => {
      const { request, newUid } = this.surroundings;
      if (request == null) {
        throw new TypeError("it is not said what is to be held: `request` is missing");
      }
      const { start_date, doctor_uid = null, location_uid = null } = slot;
      const replaces = this.#live()?.uid ?? null;
      return { ...request, command: "hold", uid: newUid(), start_date, doctor_uid, location_uid, replaces };
    });

  /** Books what is held. */
  readonly confirm = (): Promise<boolean> =>
    this.#inTurn(() => {
      const by = this.surroundings.request?.by ?? null;
      return { command: "confirm", uid: this.#uid("confirm"), by };
    });

  /** Puts off the end of the hold. */
  readonly extend = (): Promise<boolean> =>
    this.#inTurn(() => ({ command: "extend", uid: this.#uid("extend") }));

  /** Lets go what is held. What can't be let go any more is forgotten. */
  readonly release = (): Promise<boolean> =>
    this.#inTurn(() => {
      const hold = this.#live();
      if (hold === null) {
        this.#set({ uid: null, error: null });
        return null;
      }
      return { command: "release", uid: hold.uid };
    });

  /**
   * A component shows it, until the function that comes back is called. Those that leave only to come back
   * at once, as React has it in its strict mode and when code is replaced, have not left.
   */
  readonly mount = (): (() => void) => {
    this.#mounted++;
    return () => {
      this.#mounted--;
      queueMicrotask(() => {
        if (this.#mounted === 0 && this.surroundings.releaseAtUnmount) {
          void this.#inTurn(() => {
            const hold = this.#live();
            return hold && { command: "release", uid: hold.uid };
          });
        }
      });
    };
  };

  #uid(verb: string): Uid {
    if (this.#state.uid === null) {
      throw new TypeError(`nothing is held that one could ${verb}`);
    }
    return this.#state.uid;
  }

  /** The hold, if it is the visitor's to confirm or to let go. */
  #live(): AppointmentOutput | null {
    const { clinic, now } = this.surroundings;
    const held = appointmentOf(clinic, this.#state.uid);
    return isLive(held, now()) ? held : null;
  }

  /** Runs a command at once, or after those before it. Answers whether it was done. */
  #inTurn(command: () => Command | null): Promise<boolean> {
    const turn = this.#last === null ? this.#run(command) : this.#last.then(() => this.#run(command));
    if (typeof turn === "boolean") {
      return Promise.resolve(turn);
    }
    this.#last = turn;
    this.#set({ isPending: true });
    return turn.then((done) => {
      if (this.#last === turn) {
        this.#last = null;
        this.#set({ isPending: false });
      }
      return done;
    });
  }

  #run(make: () => Command | null): boolean | Promise<boolean> {
    let command: Command | null = null;
    try {
      command = make();
      if (command === null) {
        return true;
      }
      const asked = command;
      const { clinic, decide, now } = this.surroundings;
      if (clinic == null) {
        throw new TypeError("there is no clinic yet");
      }
      const events = decide === undefined ? clinic.decide(asked, now()) : decide(asked, now());
      return isPromise(events)
        ? Promise.resolve(events)
            .then((decided) => this.#record(asked, decided))
            .catch((thrown: unknown) => this.#refused(asked, thrown))
        : this.#record(asked, events);
    } catch (thrown) {
      return this.#refused(command, thrown);
    }
  }

  /**
   * The events happen to the clinic that is there by now: it may be another one than the one that was
   * asked.
   */
  #record(command: Command, events: readonly Event[]): true {
    const { clinic } = this.surroundings;
    const uids = events.map((event) => (event.event === "held" ? event.appointment.uid : null));
    const held = uids.findLast((uid) => uid !== null);
    // Known before it happens: who is told of the clinic's change can ask for it.
    if (held !== undefined) this.#set({ uid: held });
    for (const event of events) clinic?.apply(event);
    this.#set(command.command === "release" ? { uid: null, error: null } : { error: null });
    return true;
  }

  /** Where the hold to be replaced has gone before the page knows it, the slot may be free all the same. */
  #refused(command: Command | null, thrown: unknown): boolean | Promise<boolean> {
    if (command?.command === "hold" && command.replaces != null && isGone(thrown)) {
      return this.#run(() => ({ ...command, replaces: null }));
    }
    this.#set({ error: asError(thrown) });
    return false;
  }

  #set(part: Partial<HoldingState>): void {
    const state = { ...this.#state, ...part };
    const { uid, error, isPending } = this.#state;
    if (state.uid !== uid || state.error !== error || state.isPending !== isPending) {
      this.#state = state;
      this.#changes.made();
    }
  }
}

/** An appointment of a clinic; null if there is none of this uid, no clinic, or a freed one. @internal */
export function appointmentOf(clinic: Clinic | null | undefined, uid: Uid | null): AppointmentOutput | null {
  try {
    return uid === null || clinic == null ? null : clinic.appointment(uid);
  } catch {
    return null;
  }
}

/** Whether it is a hold that the visitor can confirm or let go. @internal */
export function isLive(held: AppointmentOutput | null, now: Instant): held is AppointmentOutput {
  return held?.status === "held" && held.approval == null && now < (held.hold_expires_at ?? 0);
}

/** Whether it says that a hold can't be replaced, since it is none any more. */
function isGone(thrown: unknown): boolean {
  const { code } = (thrown ?? {}) as { code?: unknown };
  return code === "hold_expired" || code === "wrong_status" || code === "not_found";
}

function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as { then?: unknown } | undefined)?.then === "function";
}
