// What Schedule-X shows: slots, appointments, and open hours behind them. For its versions 3 and 4, which
// take times as Temporal.

import type { AppointmentOutput, Instant, OpenHours, Slot, Uid } from "./types.js";

/** What is used of Temporal: the host's, or a polyfill's. `Z` is its `ZonedDateTime`. */
export interface TemporalLike<Z> {
  /** `Temporal.Instant`. */
  readonly Instant: {
    fromEpochMilliseconds(milliseconds: number): { toZonedDateTimeISO(timezone: string): Z };
  };
}

/** An event as Schedule-X takes it. It keeps what it was made of, for clicks. */
export interface ScheduleXEvent<Z> {
  /** Unique among events of its kind. */
  id: string;
  /** Its start. */
  start: Z;
  /** Its end. */
  end: Z;
  /** What it is called. */
  title: string;
  /** By which it is coloured: see `calendars` in the configuration. */
  calendarId: string;
  /** The doctor, for views with a column for each. */
  resourceId: Uid;
}

/** Something behind the events as Schedule-X takes it. */
export interface ScheduleXBackground<Z> {
  /** Its start. */
  start: Z;
  /** Its end. */
  end: Z;
  /** What it is called; shown when it is pointed at. */
  title: string;
  /** How it looks, as CSS. */
  style: Record<string, string>;
}

/** How events are made. */
export interface ScheduleXOptions<T, Z> {
  /** The zone of which the calendar shows the clock: the `timezone` of its configuration. */
  timezone: string;
  /** `Temporal`, of the host or of the polyfill that the calendar uses. */
  temporal: TemporalLike<Z>;
  /**
   * What it is called; unless it is said, an appointment after its type, hours after their closure, a slot
   * nothing.
   */
  title?: ((of: T) => string) | undefined;
  /** By which it is coloured; unless it is said, an appointment by its status, and slots are `slot`. */
  calendarId?: ((of: T) => string) | undefined;
}

/**
 * Slots as events; each keeps its `slot`.
 *
 *     createCalendar({ timezone, events: slotEvents(slots, { timezone, temporal: Temporal }), views });
 *
 * @throws `RangeError` of Temporal for a zone that it does not know.
 */
export function slotEvents<Z>(
  slots: readonly Slot[],
  options: ScheduleXOptions<Slot, Z>,
): (ScheduleXEvent<Z> & { slot: Slot })[] {
  const { title = () => "", calendarId = () => "slot" } = options;
  const span = spanOf(options);
  return slots.map((slot) => ({
    ...span(slot),
    id: idOf(slot.doctor_uid, slot.start_date, slot.location_uid ?? ""),
    title: title(slot),
    calendarId: calendarId(slot),
    resourceId: slot.doctor_uid,
    slot,
  }));
}

/**
 * Appointments as events; each keeps its `appointment`. All that are given are shown: ask for the
 * `statuses` that are to be seen.
 */
export function appointmentEvents<Z>(
  appointments: readonly AppointmentOutput[],
  options: ScheduleXOptions<AppointmentOutput, Z>,
): (ScheduleXEvent<Z> & { appointment: AppointmentOutput })[] {
  const { title = (given) => given.appointment_type_name ?? "", calendarId = (given) => given.status } =
    options;
  const span = spanOf(options);
  return appointments.map((appointment) => ({
    ...span(appointment),
    id: idOf(appointment.uid),
    title: title(appointment),
    calendarId: calendarId(appointment),
    resourceId: appointment.doctor_uid,
    appointment,
  }));
}

/** How hours are shown. */
export interface ScheduleXHoursOptions<Z> extends Omit<ScheduleXOptions<OpenHours, Z>, "calendarId"> {
  /**
   * How they look, as CSS; unless it is said, open hours are light green, closed and blocked ones hatched
   * in grey.
   */
  style?: ((of: OpenHours) => Record<string, string>) | undefined;
}

/** What is open, closed and blocked, behind the events. */
export function hoursBackground<Z>(
  hours: readonly OpenHours[],
  options: ScheduleXHoursOptions<Z>,
): ScheduleXBackground<Z>[] {
  const { title = (stretch) => stretch.name ?? "", style = styleOf } = options;
  const span = spanOf(options);
  return hours.map((stretch) => ({ ...span(stretch), title: title(stretch), style: style(stretch) }));
}

function styleOf({ state }: OpenHours): Record<string, string> {
  return state === "open"
    ? { backgroundColor: "rgba(46, 139, 87, 0.12)" }
    : { backgroundImage: "repeating-linear-gradient(45deg, #8883 0 5px, transparent 5px 10px)" };
}

/** Start and end on the calendar's clock. */
function spanOf<Z>({ temporal, timezone }: { temporal: TemporalLike<Z>; timezone: string }) {
  const zoned = (at: Instant) =>
    temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(timezone);
  return ({ start_date, end_date }: { start_date: Instant; end_date: Instant }) => ({
    start: zoned(start_date),
    end: zoned(end_date),
  });
}

/**
 * Schedule-X takes ids of letters, digits, `-` and `_` only. All others are written as their code, and so
 * is `_`.
 */
function idOf(...parts: (string | number)[]): string {
  const plain = (part: string | number) =>
    String(part).replace(/[^a-zA-Z0-9-]/gu, (letter) => `_${letter.codePointAt(0)!.toString(16)}_`);
  return parts.map(plain).join("__");
}
