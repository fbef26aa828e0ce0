// What FullCalendar shows: slots, appointments, and open hours behind them. For its versions 5, 6 and 7.

import { localTime } from "./helpers.js";
import type { AppointmentOutput, Instant, OpenHours, Slot, Uid } from "./types.js";

/**
 * An event as FullCalendar takes it. It keeps what it was made of, for clicks: `info.event.extendedProps`.
 */
export interface FullCalendarEvent<P> {
  /** Unique among events of its kind. */
  id: string;
  /** Its start, as ISO text. */
  start: string;
  /** Its end, as ISO text. */
  end: string;
  /** What it is called. */
  title: string;
  /** For the page's style sheet, such as `frontdesk-slot`. */
  className: string;
  /** The doctor, for calendars with a column or a row for each. */
  resourceId: Uid;
  /** Where it is drawn: behind the others, or as FullCalendar likes. */
  display: "auto" | "background";
  /** Of hours, which FullCalendar would draw alike: green for open ones, grey for closed and blocked ones. */
  color?: string;
  /** What it was made of. */
  extendedProps: P;
}

/** What an event of a slot keeps. */
export interface OfSlot {
  /** The slot. */
  slot: Slot;
}

/** What an event of an appointment keeps. */
export interface OfAppointment {
  /** The appointment. */
  appointment: AppointmentOutput;
}

/** What an event of hours keeps. */
export interface OfHours {
  /** The hours. */
  hours: OpenHours;
}

/** How events are made. */
export interface FullCalendarOptions<T> {
  /**
   * The zone of which the calendar shows the clock, as its `timeZone` says. Then its events have that
   * clock's times as the engine has them, and show so whatever the browser knows of zones. Without it they
   * are instants, for calendars that show the viewer's own clock, whose `timeZone` is `local`.
   */
  timezone?: string | null | undefined;
  /**
   * What an event is called; unless it is said, an appointment after its type, hours after their closure, a
   * slot nothing.
   */
  title?: ((of: T) => string) | undefined;
}

/**
 * Slots as events of the class `frontdesk-slot`; each keeps its `slot`.
 *
 *     new Calendar(element, {
 *       timeZone: "Europe/Berlin",
 *       events: slotEvents(slots, { timezone: "Europe/Berlin" }),
 *       eventClick: ({ event }) => hold(event.extendedProps.slot),
 *     });
 *
 * @throws `SchedulingError` for a zone that nobody knows.
 */
export function slotEvents(
  slots: readonly Slot[],
  options: FullCalendarOptions<Slot> = {},
): FullCalendarEvent<OfSlot>[] {
  const { title = () => "" } = options;
  const made = maker(options.timezone);
  return slots.map((slot) => ({
    ...made(slot, "frontdesk-slot", title(slot)),
    id: idOf(slot.doctor_uid, slot.start_date, slot.location_uid),
    display: "auto",
    extendedProps: { slot },
  }));
}

/**
 * Appointments as events of the classes `frontdesk-appointment` and `frontdesk-confirmed`, or whatever
 * stands for their status; each keeps its `appointment`. All that are given are shown: ask for the
 * `statuses` that are to be seen.
 */
export function appointmentEvents(
  appointments: readonly AppointmentOutput[],
  options: FullCalendarOptions<AppointmentOutput> = {},
): FullCalendarEvent<OfAppointment>[] {
  const { title = (appointment) => appointment.appointment_type_name ?? "" } = options;
  const made = maker(options.timezone);
  return appointments.map((appointment) => ({
    ...made(appointment, `frontdesk-appointment frontdesk-${appointment.status}`, title(appointment)),
    id: appointment.uid,
    display: "auto",
    extendedProps: { appointment },
  }));
}

/**
 * What is open, closed and blocked, as background events of the classes `frontdesk-hours` and
 * `frontdesk-open`, `frontdesk-closed` or `frontdesk-blocked`; each keeps its `hours`.
 */
export function hoursEvents(
  hours: readonly OpenHours[],
  options: FullCalendarOptions<OpenHours> = {},
): FullCalendarEvent<OfHours>[] {
  const { title = (stretch) => stretch.name ?? "" } = options;
  const made = maker(options.timezone);
  return hours.map((stretch) => ({
    ...made(stretch, `frontdesk-hours frontdesk-${stretch.state}`, title(stretch)),
    id: idOf(stretch.doctor_uid, stretch.start_date, stretch.state),
    display: "background",
    color: stretch.state === "open" ? "#2e8b57" : "#808080",
    extendedProps: { hours: stretch },
  }));
}

interface Stretch {
  start_date: Instant;
  end_date: Instant;
  doctor_uid: Uid;
}

/** What all events have. */
function maker(timezone: string | null | undefined) {
  return (stretch: Stretch, className: string, title: string) => ({
    ...spanOf(stretch, timezone),
    title,
    className,
    resourceId: stretch.doctor_uid,
  });
}

/** Start and end as text: on the zone's clock, or as instants without one. */
function spanOf({ start_date, end_date }: Stretch, timezone: string | null | undefined) {
  if (timezone == null) {
    const written = (at: Instant) => new Date(at * 1000).toISOString();
    return { start: written(start_date), end: written(end_date) };
  }
  const [start, end] = [localTime(start_date, timezone), localTime(end_date, timezone)];
  // Where the clock is put back in between, it may show the end before the start: then it ends as if it
  // were not.
  const length = (end_date - start_date) * 1000;
  return {
    start,
    end: end > start ? end : new Date(Date.parse(`${start}Z`) + length).toISOString().slice(0, 19),
  };
}

function idOf(...parts: (string | number | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(" ");
}
