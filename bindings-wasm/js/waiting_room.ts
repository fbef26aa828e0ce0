/// <reference lib="esnext.disposable" preserve="true" />
import { answer, call, text } from "./border.js";
import { Changes } from "./changes.js";
import { rooms } from "./engines.js";
import { freeAtTheEnd, showAs } from "./handles.js";
import { isLenient, type LeftOut, type Reading } from "./reading.js";
import type {
  Forecast as ForecastHandle,
  Learner as LearnerHandle,
  WaitingRoom as Handle,
} from "./rooms_bg.js";
import { secondsOf, type Time } from "./time.js";
import type {
  EstimateQuery,
  ForgottenConsultation,
  Instant,
  Joining,
  LearnerState,
  LearnerStateOutput,
  Promises,
  QueueChange,
  QueueCommand,
  QueueDoctorOutput,
  QueueEntryOutput,
  QueueEvent,
  QueueEventOutput,
  QueuePolicyOutput,
  Uid,
  Visit,
  VisitDoubt,
  VisitOutput,
  VisitReason,
  WaitEstimate,
  WaitingRoomSnapshot,
  WaitingRoomSnapshotOutput,
} from "./types.js";
import { write } from "./value.js";

/**
 * What a clinic's visits taught: how long they take, by doctor and reason, and what patients do. Save its
 * {@link state}, and make it again from that.
 */
export class Learner {
  #handle: LearnerHandle | undefined;
  readonly #changes = new Changes();

  /** One that has learned nothing, or what a saved state knows. */
  constructor(state?: LearnerState) {
    const { Learner } = rooms.get();
    const bytes = state === undefined ? undefined : write(state, "state");
    this.#handle = call(() => new Learner(bytes));
  }

  /** @internal */
  static handle(learner: Learner, name: string): LearnerHandle {
    if (!(learner instanceof Learner)) {
      throw new TypeError(`\`${name}\` is not a Learner`);
    }
    return learner.#learner;
  }

  get #learner(): LearnerHandle {
    if (this.#handle === undefined) {
      throw new TypeError("this learner is freed");
    }
    return this.#handle;
  }

  /** Gives the memory back. */
  free(): void {
    this.#handle?.free();
    this.#handle = undefined;
    this.#changes.end();
  }

  /** How many times it has learned, by {@link learn} and {@link merge}. */
  get version(): number {
    return this.#changes.count;
  }

  /**
   * Has `listener` called each time it has learned, until the function that comes back is called. Freeing
   * ends all subscriptions.
   */
  readonly subscribe = (listener: () => void): (() => void) => this.#changes.subscribe(listener);

  /**
   * Learns a visit that is over. `visitReasons` are those of the room's policy. Answers why its length is not
   * believed, and so not learned; or null.
   */
  learn(visit: Visit, visitReasons: VisitReason[] = []): VisitDoubt | null {
    const [visitBytes, reasonsBytes] = [write(visit, "visit"), write(visitReasons, "visitReasons")];
    const doubt = answer<VisitDoubt | null>(() => this.#learner.learn(visitBytes, reasonsBytes));
    this.#changes.made();
    return doubt;
  }

  /** Adds what another learner knows. */
  merge(other: Learner): void {
    const handle = Learner.handle(other, "other");
    if (handle === this.#learner) {
      throw new TypeError("`other` is this learner itself");
    }
    call(() => this.#learner.merge(handle));
    this.#changes.made();
  }

  /** The state to save. */
  state(): LearnerStateOutput {
    return answer(() => this.#learner.state());
  }
}

/**
 * A waiting room: who waits, for whom, and whom a free doctor sees next; and how long everybody will wait.
 *
 * As a `Clinic`, it is changed by what {@link decide} answers and {@link apply} records, or by {@link
 * change}; what is refused is thrown and changes nothing.
 */
export class WaitingRoom {
  #handle: Handle | undefined;
  readonly #changes = new Changes();

  /** Checks and prepares a room. */
  constructor(snapshot: WaitingRoomSnapshot, reading?: Reading) {
    const { WaitingRoom } = rooms.get();
    const lenient = isLenient(reading);
    const bytes = write(snapshot, "snapshot");
    this.#handle = call(() => new WaitingRoom(bytes, lenient));
  }

  /**
   * What was left out of the snapshot, of events and of changes, if that was asked for; at most 100 fields.
   */
  leftOut(): LeftOut[] {
    return answer(() => this.#room.leftOut());
  }

  get #room(): Handle {
    if (this.#handle === undefined) {
      throw new TypeError("this waiting room is freed");
    }
    return this.#handle;
  }

  /** Gives the memory back. */
  free(): void {
    this.#handle?.free();
    this.#handle = undefined;
    this.#changes.end();
  }

  /**
   * How many changes were made, by {@link change} and {@link apply}. What was refused or recorded already is
   * none.
   */
  get version(): number {
    return this.#changes.count;
  }

  /**
   * Has `listener` called after every change, once for each, until the function that comes back is called.
   * What a listener throws is reported as an uncaught error. Freeing is no change, and ends all
   * subscriptions.
   */
  readonly subscribe = (listener: () => void): (() => void) => this.#changes.subscribe(listener);

  /** The room as plain data. */
  snapshot(): WaitingRoomSnapshotOutput {
    return answer(() => this.#room.snapshot());
  }

  /** Its policy. */
  get policy(): QueuePolicyOutput {
    return answer(() => this.#room.policy());
  }

  /** Its doctors. */
  get doctors(): QueueDoctorOutput[] {
    return answer(() => this.#room.doctors());
  }

  /** A doctor, or null if there is none of this uid. */
  doctor(uid: Uid): QueueDoctorOutput | null {
    return answer(() => this.#room.doctor(text(uid, "uid")));
  }

  /** An entry, or null if there is none of this uid. */
  entry(uid: Uid): QueueEntryOutput | null {
    return answer(() => this.#room.entry(text(uid, "uid")));
  }

  /** Those who wait, in the order of service. */
  get waiting(): QueueEntryOutput[] {
    return answer(() => this.#room.waiting());
  }

  /** How many wait. */
  get length(): number {
    return this.#room.length();
  }

  /** What the command would bring about, or the first rule against it, thrown. Nothing changes. */
  decide(command: QueueCommand, now: Time): QueueEventOutput[] {
    const bytes = write(command, "command");
    return answer(() => this.#room.decide(bytes, secondsOf(now, "now")));
  }

  /** Records an event. Answers whether it changed anything: only the next one of the room does. */
  apply(event: QueueEvent): boolean {
    const bytes = write(event, "event");
    const isNew = call(() => this.#room.apply(bytes));
    if (isNew) {
      this.#changes.made();
    }
    return isNew;
  }

  /** Makes a change, or refuses it and changes nothing. */
  change(change: QueueChange): void {
    const bytes = write(change, "change");
    call(() => this.#room.change(bytes));
    this.#changes.made();
  }

  /** What a forecast learns from an event that is not applied yet, or null. */
  visitOf(event: QueueEvent): VisitOutput | null {
    const bytes = write(event, "event");
    return answer(() => this.#room.visitOf(bytes));
  }

  /** The 1-based rank of an entry among those who wait, or null if it does not. */
  position(uid: Uid): number | null {
    return this.#room.position(text(uid, "uid")) ?? null;
  }

  /** How many are before an entry; for who does not wait, how long the queue is. */
  beforeMe(uid: Uid): number {
    return this.#room.beforeMe(text(uid, "uid"));
  }

  /** Minutes by position times the average visit, or null for who does not wait. */
  positionTimesAverage(uid: Uid, now: Time): number | null {
    return this.#room.positionTimesAverage(text(uid, "uid"), secondsOf(now, "now")) ?? null;
  }

  /** Seconds by the average visit times those before. */
  averageTimesBeforeMe(uid: Uid): number {
    return this.#room.averageTimesBeforeMe(text(uid, "uid"));
  }

  /** How long everybody in the queue will wait, in the order of service. */
  estimate(learner: Learner, query: EstimateQuery, now: Time): WaitEstimate[] {
    const bytes = write(query, "query");
    const handle = Learner.handle(learner, "learner");
    return answer(() => this.#room.estimate(handle, bytes, secondsOf(now, "now")));
  }

  /** How long somebody would wait who joined now. */
  estimateIfJoined(learner: Learner, joining: Joining, query: EstimateQuery, now: Time): WaitEstimate {
    const [joiningBytes, queryBytes] = [write(joining, "joining"), write(query, "query")];
    const handle = Learner.handle(learner, "learner");
    return answer(() => this.#room.estimateIfJoined(handle, joiningBytes, queryBytes, secondsOf(now, "now")));
  }

  /** The consultations that are under way and were probably over long ago, and why that is so. */
  forgotten(learner: Learner, now: Time): ForgottenConsultation[] {
    const handle = Learner.handle(learner, "learner");
    return answer(() => this.#room.forgotten(handle, secondsOf(now, "now")));
  }

  /** What became of the promises that were made in `[from, to)`: of what patients were told first. */
  promises(from: Time, to: Time): Promises {
    return answer(() => this.#room.promises(secondsOf(from, "from"), secondsOf(to, "to")));
  }

  /**
   * The forecast of the room at `now`. It keeps what the room was; a room that has changed needs a new one.
   */
  forecast(learner: Learner, now: Time): Forecast {
    const handle = Learner.handle(learner, "learner");
    return Forecast.of(call(() => this.#room.forecast(handle, secondsOf(now, "now"))));
  }
}

/** The forecast of a waiting room at one instant; {@link WaitingRoom.forecast} makes it. */
export class Forecast {
  #handle: ForecastHandle | undefined;

  private constructor(handle: ForecastHandle) {
    this.#handle = handle;
  }

  /** @internal */
  static of(handle: ForecastHandle): Forecast {
    return new Forecast(handle);
  }

  get #forecast(): ForecastHandle {
    if (this.#handle === undefined) {
      throw new TypeError("this forecast is freed");
    }
    return this.#handle;
  }

  /** Gives the memory back. */
  free(): void {
    this.#handle?.free();
    this.#handle = undefined;
  }

  /** How long everybody in the queue will wait, in the order of service. */
  waits(query: EstimateQuery = {}): WaitEstimate[] {
    const bytes = write(query, "query");
    return answer(() => this.#forecast.waits(bytes));
  }

  /**
   * How many minutes everybody would wait if everything took as long as it does on average; null for who
   * would not be seen. A quick preview that says too much.
   */
  expectedWaits(): (number | null)[] {
    return answer(() => this.#forecast.expectedWaits());
  }
}

export interface Learner extends Disposable {
  /** For `JSON.stringify`: the state. */
  toJSON(): LearnerStateOutput;
}
export interface WaitingRoom extends Disposable {
  /** For `JSON.stringify`: the snapshot. */
  toJSON(): WaitingRoomSnapshotOutput;
}
export interface Forecast extends Disposable {}
freeAtTheEnd(Learner);
showAs(Learner, "Learner", (learner) => learner.state());
freeAtTheEnd(WaitingRoom);
showAs(WaitingRoom, "WaitingRoom", (room) => room.snapshot());
freeAtTheEnd(Forecast);
