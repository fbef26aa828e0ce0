// Printed from the wire schema by `cargo xtask types`. Do not edit.

import type { TemporalDate, TemporalDateTime, Time } from "./time.js";

/** Everything the engine knows of a clinic. */
export interface ClinicSnapshot {
  /** IANA zone of doctors that name none. Default `UTC`. */
  timezone?: string | null | undefined;
  /** Zones whose transitions the caller supplies, instead of the built-in ones of the same name. */
  timezones?: TimezoneData[] | undefined;
  /** Where patients are seen. In the order of this list, a start at several of them is offered. */
  locations?: Location[] | undefined;
  /** How long a doctor needs from one location to another; no time where nothing is said. */
  travel_minutes?: Travel[] | undefined;
  /** What can be booked. */
  appointment_types?: AppointmentType[] | undefined;
  /** Who can be booked, and when. */
  doctors?: Doctor[] | undefined;
  /** Dates without windows. */
  closures?: Closure[] | undefined;
  /** Who is told how long before an appointment. */
  reminders?: Reminder[] | undefined;
  /** Hours in which nobody is reminded. */
  quiet_hours?: QuietHours | null | undefined;
  /** Most live holds of one patient, 1 to 1000; no limit if null. */
  max_live_holds_per_patient?: number | null | undefined;
  /** The weekday with which weeks start where limits count, 0 (Monday, the default) to 6. */
  week_starts_on?: number | null | undefined;
  /** Most appointments of each patient. */
  patient_limits?: PatientLimit[] | undefined;
  /** What is booked, held or over. */
  appointments?: Appointment[] | undefined;
}

/** The clock of a zone as the caller knows it, used instead of the built-in rules of the same name. */
export interface TimezoneData {
  /** The name by which doctors and the clinic refer to it. */
  name: string;
  /** Local time less UTC before the first transition, in seconds. From -93599 to 93599. */
  initial_offset_seconds: number;
  /** The changes, in order. */
  transitions?: Transition[] | undefined;
  /**
   * What recurs every year after the last transition, as a POSIX TZ string: `CET-1CEST,M3.5.0,M10.5.0/3`.
   * Either this or `covers_until`.
   */
  rule?: string | null | undefined;
  /**
   * First instant for which nothing is known. Questions about it are refused instead of answered by the last
   * offset.
   */
  covers_until?: Time | null | undefined;
}

/** A change of a zone's clock. */
export interface Transition {
  /** First instant of the new offset. */
  at: Time;
  /** Local time less UTC from then on, in seconds. From -93599 to 93599. */
  offset_seconds: number;
}

/** A point in time as Unix seconds in UTC, not milliseconds. The engine takes 0 to 7258118399. */
export type Instant = number;

/** A place at which a clinic sees patients: a site, a branch, a ward. */
export interface Location {
  /** The id; unique in its clinic. */
  uid: Uid;
  /** What calendars show as the place (`LOCATION` in iCalendar). It has no other say. */
  name?: string | null | undefined;
}

/** An opaque id, chosen by the caller: 1 to 255 bytes of UTF-8. */
export type Uid = string;

/** How long a doctor needs from one location to another. */
export interface Travel {
  /** Where it begins. */
  from_location_uid: Uid;
  /** Where it ends. The way back takes as long, unless the clinic says that too. */
  to_location_uid: Uid;
  /** How long, 0 to 1440. */
  minutes: number;
}

/** A bookable kind of appointment: the object of the documented API, and what the engine adds to it. */
export interface AppointmentType {
  /** The id, such as `apt-001`. */
  uid: Uid;
  /** The organisation that owns the type; kept, not used. */
  organisation_uid?: string | null | undefined;
  /** Display name, 1 to 255 characters. */
  name?: string | null | undefined;
  /** Kind of meeting. Default: `"CONSULTATION"`. */
  meeting_type?: MeetingType | undefined;
  /** Length of the appointment, 1 to 1440. */
  duration_minutes: number;
  /** How long a hold lives, 1 to 86400. Default 900, fifteen minutes. */
  hold_ttl_seconds?: number | undefined;
  /**
   * Least time from now to the start of a slot, from 0. A doctor's active setting for the type can override
   * it. From 0 to 5256000. Default: `0`.
   */
  booking_min_notice_minutes?: number | undefined;
  /** Least time from now to the start for a patient to cancel, from 0. From 0 to 5256000. Default: `0`. */
  cancellation_min_notice_minutes?: number | undefined;
  /**
   * Least time from now to the old start for a patient to rebook, from 0. From 0 to 5256000. Default: `0`.
   */
  rebooking_min_notice_minutes?: number | undefined;
  /** How video rooms are given out. Default: `"per_appointment"`. */
  room_strategy?: RoomStrategy | undefined;
  /** Whether rebooking may change the doctor. Default: `"same_doctor_only"`. */
  rebooking_mode?: RebookingMode | undefined;
  /** Which doctors can offer the type. Default: `"all_available_doctors"`. */
  doctor_assignment_mode?: DoctorAssignmentMode | undefined;
  /** Which doctor is booked when nobody is asked for. */
  doctor_choice?: DoctorChoiceStrategy | undefined;
  /** Whether patients may rebook their own appointments of this type. Default: `false`. */
  allow_patient_rebooking?: boolean | undefined;
  /** Whether the type is bookable. Default: `true`. */
  active?: boolean | undefined;
  /** Creation time; kept, not used. From 0 to 7258118399. */
  created_at?: number | null | undefined;
  /** Time of the last change; kept, not used. From 0 to 7258118399. */
  updated_at?: number | null | undefined;
  /**
   * The lengths for which it can be booked, each 1 to 1440, beside `duration_minutes`, which is its length
   * where none is asked for.
   */
  durations_minutes?: number[] | undefined;
  /**
   * Least gap before an appointment of the type, 0 to 1440: it counts where it is greater than that of the
   * window, and than that after the appointment before.
   */
  buffer_before_minutes?: number | undefined;
  /** Least gap after an appointment of the type, 0 to 1440. */
  buffer_after_minutes?: number | undefined;
  /**
   * How long a hold can live if it is extended, from `hold_ttl_seconds` to 604800, a week. If null, it can't
   * be.
   */
  hold_max_seconds?: number | null | undefined;
  /**
   * How long an appointment that a patient has confirmed waits for the practice to approve it, from
   * `hold_ttl_seconds` to 2592000, thirty days. If null, it needs no approval.
   */
  approval_ttl_seconds?: number | null | undefined;
  /** Seats of one appointment, 1 to 1000: more than one makes it a group visit. */
  capacity?: number | undefined;
  /** Longest time from now to the start of a slot, in minutes. From 0 to 5256000. */
  horizon_minutes?: number | null | undefined;
  /** How many local dates after today can be booked, each as a whole, 0 to 3660. */
  horizon_days?: number | null | undefined;
  /**
   * How many local dates before that of the start it can last be booked, 0 to 366: 1 is the day before, 0 the
   * same day. It holds beside the notice in minutes.
   */
  booking_min_notice_days?: number | null | undefined;
  /**
   * Until when it can be booked on the last of these dates, in minutes from local midnight, 0 to 1440.
   * Default 1440.
   */
  booking_notice_until?: number | null | undefined;
  /** Whether only dates are counted on which the doctor has hours. */
  booking_notice_working_days?: boolean | undefined;
  /**
   * How many local dates before that of the start it can last be cancelled by the patient, 0 to 366: 1 is the
   * day before, 0 the same day. It holds beside the notice in minutes.
   */
  cancellation_min_notice_days?: number | null | undefined;
  /**
   * Until when it can be cancelled on the last of these dates, in minutes from local midnight, 0 to 1440.
   * Default 1440.
   */
  cancellation_notice_until?: number | null | undefined;
  /** Whether only dates are counted on which the doctor has hours. */
  cancellation_notice_working_days?: boolean | undefined;
  /**
   * How many local dates before that of the start it can last be rebooked by the patient, 0 to 366: 1 is the
   * day before, 0 the same day. It holds beside the notice in minutes.
   */
  rebooking_min_notice_days?: number | null | undefined;
  /**
   * Until when it can be rebooked on the last of these dates, in minutes from local midnight, 0 to 1440.
   * Default 1440.
   */
  rebooking_notice_until?: number | null | undefined;
  /** Whether only dates are counted on which the doctor has hours. */
  rebooking_notice_working_days?: boolean | undefined;
  /** The grid of starts; a query can ask for another. */
  grid?: Grid | null | undefined;
  /** Most appointments of this type in a period. */
  limits?: BookingLimit[] | undefined;
}

/** Kind of meeting, as in the documented API. */
export type MeetingType =
  /** A consultation. */
  | "CONSULTATION"
  /** A follow-up. */
  | "FOLLOW_UP"
  /** A first visit. */
  | "INITIAL"
  /** A review. */
  | "REVIEW"
  /** A walk-in consultation. */
  | "ON_DEMAND";

/** How video rooms are given out. */
export type RoomStrategy =
  /** One room per doctor, always the same. */
  | "persistent_per_provider"
  /** A new room for each appointment. */
  | "per_appointment";

/** Whether rebooking may change the doctor. */
export type RebookingMode =
  /** The doctor stays. */
  | "same_doctor_only"
  /** Any doctor of the organisation. */
  | "any_doctor_same_organisation";

/** Which doctors can offer a type. */
export type DoctorAssignmentMode =
  /** Every active doctor, as far as they have open time. */
  | "all_available_doctors"
  /** Doctors with an active setting for the type. */
  | "selected_doctors_only";

/**
 * Which of the doctors that can be booked is booked when nobody is asked for. Among equals it is the first by
 * uid.
 */
export type DoctorChoiceStrategy =
  /** The one with the fewest sessions on that local day. */
  | "fewest_appointments"
  /** The one with the least `priority` in the active setting for the type; those without come last. */
  | "priority"
  /** The one who was booked for the type the longest ago; those who never were come first. */
  | "round_robin";

/** Where the starts of slots lie in a window. */
export interface Grid {
  /** What anchors the grid. Default: `"window"`. */
  mode?: GridMode | undefined;
  /** From one start to the next, 1 to 10080. Default: the duration and the window's buffer. */
  step_minutes?: number | null | undefined;
  /** For the mode `clock` only: a divisor of 1440. Default 15. */
  align_minutes?: number | null | undefined;
  /**
   * A slot leaves no hole shorter than this, 1 to 1440, before or after it: neither to another appointment
   * nor to the edge of open time.
   */
  least_gap_minutes?: number | null | undefined;
}

/** What anchors the grid of starts. */
export type GridMode =
  /** The start of the window. */
  | "window"
  /** The start of each free stretch of the window, so that no minutes are lost after an appointment. */
  | "packed"
  /** The first multiple of `align_minutes` on the local clock in the window. */
  | "clock"
  /**
   * Once something is booked on a day, the starts right after and right before it, and those at the edges of
   * open time, so that no holes are left; until then as `window`.
   */
  | "adjacent";

/**
 * Most appointments, or most minutes of them, on one local day or in one local week. One of the two, or both.
 */
export interface BookingLimit {
  /**
   * The period in which is counted, by the doctor's local clock, or the clinic's if it is over all doctors.
   */
  per: Period;
  /** Over whom is counted. Only limits of types are over all doctors. */
  scope?: CountedOver | undefined;
  /** Most appointments; 0 allows none. A group visit counts once. From 0 to 100000. */
  appointments?: number | null | undefined;
  /** Most minutes of appointments. From 0 to 100000. */
  minutes?: number | null | undefined;
}

/** A stretch of local dates. */
export type Period =
  /** A local day. */
  | "day"
  /** Seven local days, from the weekday on with which the clinic's weeks start. */
  | "week"
  /** A month of the calendar. */
  | "month"
  /** A year of the calendar. */
  | "year";

/** Over whom a limit counts. */
export type CountedOver =
  /** Each doctor alone. */
  | "doctor"
  /** All doctors together. */
  | "clinic";

/** A doctor, and when they are there. */
export interface Doctor {
  /** The id, such as `doc-456`. */
  uid: Uid;
  /** Kept, not used. */
  display_name?: string | null | undefined;
  /** IANA zone of the doctor's clock; default that of the clinic. */
  timezone?: string | null | undefined;
  /**
   * The doctor's video room, for types whose rooms are `persistent_per_provider`; the doctor's uid if null.
   */
  video_room_id?: Uid | null | undefined;
  /** Whether the doctor can be booked at all. Default: `true`. */
  active?: boolean | undefined;
  /** Weekly windows. */
  availability_rules?: AvailabilityRule[] | undefined;
  /** Extra hours and time off. */
  availability_exceptions?: AvailabilityException[] | undefined;
  /** Windows of single dates. */
  date_overrides?: DateOverride[] | undefined;
  /** What is special to this doctor about a type. */
  appointment_type_settings?: AppointmentTypeSetting[] | undefined;
  /** Most appointments of all types in a period. */
  limits?: BookingLimit[] | undefined;
  /**
   * How many patients the doctor sees at a time, each with an appointment of their own, 1 to 1000: chairs,
   * say. With more than one there are no group visits.
   */
  concurrent_appointments_max?: number | undefined;
}

/** A window that recurs every week: the object of the documented API. */
export interface AvailabilityRule {
  /** The id, such as `rule-001`; unique for its doctor. */
  uid: Uid;
  /** The doctor; if given, the one that the rule is listed under. */
  doctor_uid?: Uid | null | undefined;
  /** 0 is Monday, 6 is Sunday. */
  weekday: number;
  /** Start in minutes from local midnight, 0 to 1440. */
  start_time: number;
  /**
   * End in minutes from local midnight, after the start, up to 1440 (the next midnight). Overnight hours are
   * two rules.
   */
  end_time: number;
  /** Least gap between two appointments, 0 to 1440. Default: `0`. */
  buffer_minutes?: number | undefined;
  /** No slot of this rule starts before. */
  valid_from?: Time | null | undefined;
  /** No slot of this rule ends after. */
  valid_until?: Time | null | undefined;
  /** Whether the rule is in force. Default: `true`. */
  active?: boolean | undefined;
  /**
   * Every how many weeks it holds, 1 to 52, counted from `from_date`, which it needs then. Every week if
   * null.
   */
  every_weeks?: number | null | undefined;
  /** The first local date on which it may hold. As `YYYY-MM-DD`. */
  from_date?: string | TemporalDate | null | undefined;
  /**
   * Which of its weekdays in a month it holds on: 1 to 5, or -1 to -5 from the last one backwards. All if
   * empty.
   */
  nth_of_month?: number[] | undefined;
  /** Whether it is time off that recurs, and no window: it beats open time as blocked intervals do. */
  blocked?: boolean | undefined;
  /** The types that it is for; all if null. */
  appointment_type_uids?: Uid[] | null | undefined;
  /** From so many minutes before a start on, other types can book it too, 0 to 5256000. */
  reserved_until_minutes_before?: number | null | undefined;
  /** Earlier than so many minutes before a start, nobody can book it, 0 to 5256000. */
  released_minutes_before?: number | null | undefined;
  /** Where it is; nowhere in particular if null. */
  location_uid?: Uid | null | undefined;
  /** Most appointments of some types in each of its windows, each with those that start in it. */
  type_limits?: TypeLimit[] | undefined;
}

/**
 * Most appointments of some types in each window of a rule, of an override or of extra hours: of the
 * appointments of these types that start in it, together.
 */
export interface TypeLimit {
  /** The types that are counted, and for which it is a limit. */
  appointment_type_uids: Uid[];
  /** Most appointments, 1 to 100000. A group visit counts once. */
  appointments: number;
}

/** An interval that adds open time, or takes it away. */
export interface AvailabilityException {
  /** The id; unique for its doctor. */
  uid: Uid;
  /** Whether it adds or takes away. */
  kind: ExceptionKind;
  /** First instant of the interval. */
  start_date: Time;
  /** First instant after the interval. */
  end_date: Time;
  /**
   * Least gap between two appointments in an extra interval, 0 to 1440. A blocked interval has none. Default:
   * `0`.
   */
  buffer_minutes?: number | undefined;
  /**
   * Whether the gap of a window holds to this blocked interval as well: it is busy time, not time off. An
   * extra interval does not say so. Default: `false`.
   */
  keeps_gap?: boolean | undefined;
  /** The types that it is for; all if null. */
  appointment_type_uids?: Uid[] | null | undefined;
  /** From so many minutes before a start on, other types can book it too, 0 to 5256000. */
  reserved_until_minutes_before?: number | null | undefined;
  /** Earlier than so many minutes before a start, nobody can book it, 0 to 5256000. */
  released_minutes_before?: number | null | undefined;
  /** Where it is; nowhere in particular if null. */
  location_uid?: Uid | null | undefined;
  /** Most appointments of some types in each of its windows, each with those that start in it. */
  type_limits?: TypeLimit[] | undefined;
}

/** Whether an `AvailabilityException` adds open time or takes it away. */
export type ExceptionKind =
  /** Time off: removes open time and beats everything. */
  | "blocked"
  /** Extra hours: adds a window. */
  | "extra";

/** The windows of one local date instead of those of the weekly rules; none of them closes the day. */
export interface DateOverride {
  /** The doctor's local date. As `YYYY-MM-DD`. */
  date: string | TemporalDate;
  /** The windows, possibly none. */
  windows?: OverrideWindow[] | undefined;
}

/** A window of a `DateOverride`. */
export interface OverrideWindow {
  /** Start in minutes from local midnight, 0 to 1440. */
  start_time: number;
  /** End in minutes from local midnight, after the start. From 0 to 1440. */
  end_time: number;
  /** Least gap between two appointments, 0 to 1440. Default: `0`. */
  buffer_minutes?: number | undefined;
  /** The types that it is for; all if null. */
  appointment_type_uids?: Uid[] | null | undefined;
  /** From so many minutes before a start on, other types can book it too, 0 to 5256000. */
  reserved_until_minutes_before?: number | null | undefined;
  /** Earlier than so many minutes before a start, nobody can book it, 0 to 5256000. */
  released_minutes_before?: number | null | undefined;
  /** Where it is; nowhere in particular if null. */
  location_uid?: Uid | null | undefined;
  /** Most appointments of some types in each of its windows, each with those that start in it. */
  type_limits?: TypeLimit[] | undefined;
}

/** What is special to a doctor about an appointment type. */
export interface AppointmentTypeSetting {
  /** The type. */
  appointment_type_uid: Uid;
  /** An inactive setting counts as absent. Default: `true`. */
  active?: boolean | undefined;
  /**
   * Booking notice of this doctor for the type; 0 counts, null leaves that of the type. From 0 to 5256000.
   */
  booking_min_notice_minutes?: number | null | undefined;
  /** For types whose `doctor_choice` is `priority`: 0 to 1000, the least is booked first. */
  priority?: number | null | undefined;
  /**
   * For types whose `doctor_choice` is `round_robin` or `fewest_appointments`: how much of the work this
   * doctor takes beside others, 1 to 1000; 100 if null. 50 is for somebody who works half the time.
   */
  weight?: number | null | undefined;
  /**
   * How long an appointment of the type takes with this doctor where no length is asked for, 1 to 1440; null
   * leaves that of the type. It need not be among the type's lengths.
   */
  duration_minutes?: number | null | undefined;
  /**
   * The gap before an appointment of the type with this doctor; 0 counts, null leaves that of the type. From
   * 0 to 1440.
   */
  buffer_before_minutes?: number | null | undefined;
  /** The gap after an appointment of the type with this doctor. From 0 to 1440. */
  buffer_after_minutes?: number | null | undefined;
}

/**
 * Dates on which the weekly rules have no windows, or hours of them that the rules leave out, for one doctor
 * or for all: a holiday, say. There is one for each first date and doctor.
 */
export interface Closure {
  /** The local date, by each doctor's own clock; the first one if there is a `last_date`. As `YYYY-MM-DD`. */
  date: string | TemporalDate;
  /** The last local date, the same or at most a year later. Only `date` if null. As `YYYY-MM-DD`. */
  last_date?: string | TemporalDate | null | undefined;
  /** From when on each of the dates is closed, in minutes from local midnight, 0 to 1440. Default 0. */
  start_time?: number | null | undefined;
  /**
   * Until when each of the dates is closed, in minutes from local midnight, after the start. Default 1440.
   */
  end_time?: number | null | undefined;
  /** The doctor, or all. */
  doctor_uid?: Uid | null | undefined;
  /** What is kept that day; kept, not used. */
  name?: string | null | undefined;
}

/** A reminder of an appointment type: the object of the documented API. */
export interface Reminder {
  /** The id, such as `rem-001`. */
  uid: Uid;
  /** The type of the appointments it reminds of. */
  appointment_type_uid: Uid;
  /** Who is reminded. */
  recipient_role: RecipientRole;
  /**
   * How long before the start it is due, 1 to 86400: at most 60 days. Either this, or `days_before` and
   * `local_time`.
   */
  minutes_before?: number | null | undefined;
  /**
   * How many dates before that of the start it is due, 0 to 60, on the doctor's clock: 1 is the day before.
   */
  days_before?: number | null | undefined;
  /** At which time on that date, in minutes from local midnight, 0 to 1439: 1080 is six in the evening. */
  local_time?: number | null | undefined;
  /** By email. Default: `false`. */
  send_email?: boolean | undefined;
  /** By text message. Default: `false`. */
  send_sms?: boolean | undefined;
  /** An inactive reminder is never due. Default: `true`. */
  active?: boolean | undefined;
}

/** Who is reminded, as in the documented API. */
export type RecipientRole =
  /** The patient. */
  | "patient"
  /** The doctor. */
  | "doctor"
  /** The administrators. */
  | "admin";

/**
 * Hours in which nobody is reminded, on each doctor's clock. What would be due in them is due when they
 * begin.
 */
export interface QuietHours {
  /** When they begin, in minutes from local midnight, 0 to 1439. */
  start_time: number;
  /** When they end, in minutes from local midnight, 0 to 1440: on the next date, unless after the start. */
  end_time: number;
}

/** Most appointments of one patient, with whatever doctor: in a period, or to come. */
export interface PatientLimit {
  /** The period in which is counted, by the clinic's clock. Either this or `upcoming`. */
  per?: Period | null | undefined;
  /** Whether those are counted that start now or later. */
  upcoming?: boolean | undefined;
  /** Most appointments; 0 allows none. From 0 to 100000. */
  appointments: number;
  /** Only these types are counted, and only they are limited; all if null. */
  appointment_type_uids?: Uid[] | null | undefined;
}

/**
 * An appointment: the object of the documented API, and the end of its hold.
 *
 * Its times may be given on its doctor's clock instead: then `start_date` and `end_date` are
 * `Instant::UNKNOWN` until a clinic takes it in.
 */
export interface Appointment {
  /** The id, such as `mtg-abc123`. */
  uid: Uid;
  /** Where it stands. */
  status: AppointmentStatus;
  /** The doctor. */
  doctor_uid: Uid;
  /** Kept, not used. */
  doctor_display_name?: string | null | undefined;
  /** The patient. */
  patient_uid?: Uid | null | undefined;
  /** Kept, not used. */
  patient_display_name?: string | null | undefined;
  /**
   * The type, or none: a walk-in consultation has none. The type of an appointment may be gone from the
   * clinic.
   */
  appointment_type_uid?: Uid | null | undefined;
  /** Kept, not used. */
  appointment_type_name?: string | null | undefined;
  /** Kept, not used. */
  meeting_type?: MeetingType | null | undefined;
  /** Kept, not used. */
  meeting_format?: MeetingFormat | null | undefined;
  /** The start. It may be left out where `local_start` is given. */
  start_date?: Time | undefined;
  /** The end. It may be left out where `local_end` is given. */
  end_date?: Time | undefined;
  /**
   * Only given, never answered: the start on the doctor's clock, such as `2026-12-01T09:00`, instead of
   * `start_date`. Where the clock shows it twice, the first is meant. As `YYYY-MM-DDTHH:MM` or
   * `YYYY-MM-DDTHH:MM:SS`.
   */
  local_start?: string | TemporalDateTime | null | undefined;
  /**
   * Only given, never answered: the end on the doctor's clock, instead of `end_date`. As `YYYY-MM-DDTHH:MM`
   * or `YYYY-MM-DDTHH:MM:SS`.
   */
  local_end?: string | TemporalDateTime | null | undefined;
  /**
   * The length that was asked for, if any was, 1 to 1440. It is kept where the appointment is moved and no
   * other is asked for.
   */
  duration_minutes?: number | null | undefined;
  /** How many seats of its group visit it takes, 1 to 1000. */
  seats?: number | undefined;
  /**
   * When it was held first. The hold of a `held` one ends `hold_ttl_seconds` of its type later, unless
   * `hold_expires_at` says when.
   */
  created_at?: Time | null | undefined;
  /** First instant at which a hold no longer counts. */
  hold_expires_at?: Time | null | undefined;
  /** When it was cancelled. */
  cancelled_at?: Time | null | undefined;
  /** Why it was cancelled. */
  cancellation_reason?: string | null | undefined;
  /** When it was confirmed. Reminders that were due by then are not sent. */
  confirmed_at?: Time | null | undefined;
  /** When its start was moved last. Reminders of the new start that were due by then are not sent. */
  rebooked_at?: Time | null | undefined;
  /** The video room, from the confirmation on. */
  video_room_id?: Uid | null | undefined;
  /** How the doctor was chosen, if nobody was asked for. */
  doctor_choice?: DoctorChoice | null | undefined;
  /** Whether it waits for the practice to approve it. It is `held` then. */
  approval?: Approval | null | undefined;
  /** Where it is; nowhere in particular if null. The location may be gone from the clinic. */
  location_uid?: Uid | null | undefined;
  /** The hold that it took the place of. */
  replaces?: Uid | null | undefined;
  /** How often it was confirmed again after it had ended. */
  reopenings?: number | undefined;
  /** What stood against its slot when the administrator held or moved it there all the same. */
  overrode?: Reason[] | undefined;
  /**
   * How often it was confirmed, moved or called off, or expired: the `SEQUENCE` of its calendar entries (RFC
   * 5546 §2.1.4).
   */
  sequence?: number | undefined;
}

/** Where an appointment stands, as in the documented API. */
export type AppointmentStatus =
  /** Reserved until its hold expires. */
  | "held"
  /** Booked. */
  | "confirmed"
  /** Called off. */
  | "cancelled"
  /** The hold ran out before it was confirmed. */
  | "expired"
  /** Over. */
  | "completed"
  /** The patient did not come. */
  | "no_show";

/** Where the meeting is held, as in the documented API. */
export type MeetingFormat =
  /** By video. */
  | "DIGITAL"
  /** On the spot. */
  | "IN_PERSON";

/** How a doctor was chosen for a hold that named none. */
export interface DoctorChoice {
  /** By what. */
  strategy: DoctorChoiceStrategy;
  /**
   * How many doctors came into question: all who could be booked or, for a group, those of them who had a
   * session with a seat left, if anybody had.
   */
  candidates: number;
  /** For `fewest_appointments`: the sessions of the one chosen on that local day, without this one. */
  appointments_that_day?: number | null | undefined;
  /** For `priority`: that of the one chosen, if there is one. */
  priority?: number | null | undefined;
  /**
   * For `round_robin`: when the one chosen was last booked for the type, if ever, as far as that is known.
   */
  last_booked_at?: Time | null | undefined;
  /** What the one chosen weighs, if the setting for the type says so and the strategy looks at it. */
  weight?: number | null | undefined;
}

/** How far the practice has come with what a patient asked for. */
export type Approval =
  /** It is for the practice to approve or to decline. */
  | "requested";

/** The type is inactive. */
export interface ReasonTypeInactive {
  code: "type_inactive";
}

/** The doctor does not offer the type. */
export interface ReasonDoctorNotOffering {
  code: "doctor_not_offering";
  /** Why not. */
  cause: NotOffering;
}

/** Inside the booking notice. */
export interface ReasonTooSoon {
  code: "too_soon";
  /** First instant outside it. */
  earliest: Instant;
}

/** Past the booking horizon. */
export interface ReasonBeyondHorizon {
  code: "beyond_horizon";
  /** Last instant inside it. */
  latest: Instant;
}

/** The local time asked for is skipped by the zone's clock. */
export interface ReasonNonexistentLocalTime {
  code: "nonexistent_local_time";
  /** The moment of the change. */
  next: Instant;
}

/** A closure, or an override without windows, and no window holds the start. */
export interface ReasonClosed {
  code: "closed";
  /** The doctor's local date. As `YYYY-MM-DD`. */
  date: string;
}

/** Overlaps a blocked interval, or is closer than the buffer to one that keeps the gap. */
export interface ReasonBlocked {
  code: "blocked";
  /** The exception. */
  by: Uid;
  /** Its end, with the gap if it keeps one. */
  until: Instant;
}

/** Only windows for other types hold the start. */
export interface ReasonReserved {
  code: "reserved";
  /** The types that the window is for. */
  for: Uid[];
  /** From when on it is for others too; null if never. */
  until?: Time | null | undefined;
}

/** The window that holds the start is for nobody yet. */
export interface ReasonNotReleased {
  code: "not_released";
  /** From when on it is. */
  at: Instant;
}

/** The window that holds the start is at another location. */
export interface ReasonOtherLocation {
  code: "other_location";
  /** Which; null if it is nowhere in particular. */
  location_uid?: Uid | null | undefined;
}

/** The window that holds the start has as many appointments of some types as it may. */
export interface ReasonWindowFull {
  code: "window_full";
  /** Most that are allowed. */
  limit: number;
  /** How many there are. */
  used: number;
}

/** No window holds the start, or none is open for the whole length. */
export interface ReasonOutsideHours {
  code: "outside_hours";
  /** The next start of open time after the start asked for, within 366 days. */
  next_opening?: Time | null | undefined;
}

/** A window holds the start, but not on its grid. */
export interface ReasonOffGrid {
  code: "off_grid";
  /** The closest candidate of such a window; the earlier of two. Null if it has none. */
  nearest?: Time | null | undefined;
}

/** Neither beside another appointment nor at the edge of open time, where the grid asks for that. */
export interface ReasonNotAdjacent {
  code: "not_adjacent";
  /** The closest candidate of such a window; the earlier of two. Null if it has none. */
  nearest?: Time | null | undefined;
}

/** It would leave a hole that is too short for others. */
export interface ReasonLeavesGap {
  code: "leaves_gap";
  /** The shortest one that it would leave; rounded up. */
  minutes: number;
  /** How short a hole may be. */
  least: number;
}

/** Closer than the buffer to a blocking appointment. */
export interface ReasonSlotTaken {
  code: "slot_taken";
  /** The appointment. */
  by: Uid;
  /** When its gap ends. */
  until: Instant;
}

/** Closer than the buffer to a hold. */
export interface ReasonHeld {
  code: "held";
  /** The appointment. */
  by: Uid;
  /** When the hold expires. */
  until: Instant;
}

/** At some moment of it all places of the doctor are taken. */
export interface ReasonPlacesFull {
  code: "places_full";
  /** How many there are. */
  places: number;
  /** When one is free again after the first such moment, with the gap. */
  until: Instant;
}

/** The group visit has fewer seats left than are asked for. */
export interface ReasonGroupFull {
  code: "group_full";
  /** How many there are. */
  capacity: number;
  /** How many are left. */
  seats_left?: number | null | undefined;
}

/** One more would exceed a limit. */
export interface ReasonLimitReached {
  code: "limit_reached";
  /** Whose limit it is. */
  scope: LimitScope;
  /** The period; null if all that are to come are counted. */
  per?: Period | null | undefined;
  /** What is counted. */
  unit: LimitUnit;
  /** Most that is allowed. */
  limit: number;
  /** What is used, without this one; minutes are rounded up. */
  used: number;
}

/** The patient has another appointment at that time. */
export interface ReasonPatientBusy {
  code: "patient_busy";
  /** The appointment. */
  by: Uid;
  /** Its end. */
  until: Instant;
}

/** The patient has as many live holds as may be. */
export interface ReasonTooManyHolds {
  code: "too_many_holds";
  /** How many may be. */
  limit: number;
}

/** A reason why a start can't be booked, with the data that helps to find a better one. */
export type Reason =
  | ReasonTypeInactive
  | ReasonDoctorNotOffering
  | ReasonTooSoon
  | ReasonBeyondHorizon
  | ReasonNonexistentLocalTime
  | ReasonClosed
  | ReasonBlocked
  | ReasonReserved
  | ReasonNotReleased
  | ReasonOtherLocation
  | ReasonWindowFull
  | ReasonOutsideHours
  | ReasonOffGrid
  | ReasonNotAdjacent
  | ReasonLeavesGap
  | ReasonSlotTaken
  | ReasonHeld
  | ReasonPlacesFull
  | ReasonGroupFull
  | ReasonLimitReached
  | ReasonPatientBusy
  | ReasonTooManyHolds;

/** Why a doctor does not offer a type. */
export type NotOffering =
  /** The doctor is inactive. */
  | "doctor_inactive"
  /** The type is for selected doctors only, and this one has no active setting for it. */
  | "no_active_setting"
  /** It is a group visit, and the doctor sees several patients at a time, each alone. */
  | "several_places";

/** Whose limit it is. */
export type LimitScope =
  /** A limit of the type: it counts appointments of that type. */
  | "appointment_type"
  /** A limit of the doctor: it counts all appointments. */
  | "doctor"
  /** A limit of the type that counts those of all doctors. */
  | "clinic"
  /** A limit of the patient. */
  | "patient";

/** What a limit counts. */
export type LimitUnit =
  /** Appointments. */
  | "appointments"
  /** Minutes of appointments. */
  | "minutes";

/** Adds a doctor, or replaces what is known of one. Appointments stay. */
export interface ChangePutDoctor {
  change: "put_doctor";
  /** The doctor. */
  doctor: Doctor;
}

/**
 * Puts exceptions in the place of all of a doctor whose uid begins with a prefix: what another calendar says,
 * once more.
 */
export interface ChangeReplaceExceptions {
  change: "replace_exceptions";
  /** The doctor. */
  doctor_uid: Uid;
  /** What the uids begin with of those that go, and of those that come. Empty means all. */
  uid_prefix: string;
  /** Those that come. */
  exceptions: AvailabilityException[];
}

/** Removes a doctor that has no appointments. */
export interface ChangeRemoveDoctor {
  change: "remove_doctor";
  /** The doctor. */
  uid: Uid;
}

/** Adds or replaces a type. Appointments keep their times. */
export interface ChangePutAppointmentType {
  change: "put_appointment_type";
  /** The type. */
  appointment_type: AppointmentType;
}

/** Removes a type, and the doctors' settings for it. Appointments of the type stay. */
export interface ChangeRemoveAppointmentType {
  change: "remove_appointment_type";
  /** The type. */
  uid: Uid;
}

/** Adds or replaces a reminder. */
export interface ChangePutReminder {
  change: "put_reminder";
  /** The reminder. */
  reminder: Reminder;
}

/** Removes a reminder. */
export interface ChangeRemoveReminder {
  change: "remove_reminder";
  /** The reminder. */
  uid: Uid;
}

/** Says in which hours nobody is reminded, or that there are none. */
export interface ChangePutQuietHours {
  change: "put_quiet_hours";
  /** The hours; none if null. */
  quiet_hours?: QuietHours | null | undefined;
}

/** Limits the live holds of each patient, or no longer does. */
export interface ChangeLimitLiveHolds {
  change: "limit_live_holds";
  /** Most live holds of one patient; no limit if null. From 1 to 1000. */
  max_per_patient?: number | null | undefined;
}

/**
 * Says where patients are seen, and how long the ways between these places take; instead of what was said
 * before.
 */
export interface ChangeSetLocations {
  change: "set_locations";
  /** The locations, with all that windows name. */
  locations: Location[];
  /** The ways between them. */
  travel_minutes?: Travel[] | null | undefined;
}

/** Says how weeks are counted, and how much one patient may book; instead of what was said before. */
export interface ChangeSetLimits {
  change: "set_limits";
  /** The weekday with which weeks start, 0 (Monday) to 6; Monday if null. */
  week_starts_on?: number | null | undefined;
  /** Most appointments of each patient. */
  patient_limits?: PatientLimit[] | null | undefined;
}

/** Adds or replaces an appointment. */
export interface ChangePutAppointment {
  change: "put_appointment";
  /** The appointment. */
  appointment: Appointment;
}

/** Removes an appointment. */
export interface ChangeRemoveAppointment {
  change: "remove_appointment";
  /** The appointment. */
  uid: Uid;
}

/** Adds or replaces the closure of a date for all, or for one doctor. */
export interface ChangePutClosure {
  change: "put_closure";
  /** The closure. */
  closure: Closure;
}

/** Removes the closure of a date for all, or for one doctor. */
export interface ChangeRemoveClosure {
  change: "remove_closure";
  /** The closure; only its date and its doctor matter. */
  closure: Closure;
}

/**
 * A change to what the clinic knows. It records what is so; whether a patient may book or move an appointment
 * is not asked here.
 */
export type Change =
  | ChangePutDoctor
  | ChangeReplaceExceptions
  | ChangeRemoveDoctor
  | ChangePutAppointmentType
  | ChangeRemoveAppointmentType
  | ChangePutReminder
  | ChangeRemoveReminder
  | ChangePutQuietHours
  | ChangeLimitLiveHolds
  | ChangeSetLocations
  | ChangeSetLimits
  | ChangePutAppointment
  | ChangeRemoveAppointment
  | ChangePutClosure
  | ChangeRemoveClosure;

/** Which slots of an appointment type can be booked? */
export interface SlotQuery {
  /** The type to book. */
  appointment_type_uid: Uid;
  /** Earliest start. */
  from: Time;
  /** First start that is too late; at most ten years after `from`. */
  to: Time;
  /** Only these doctors; all if null. */
  doctor_uids?: Uid[] | null | undefined;
  /** Only the first so many slots, by start and doctor. From 1 to 5000000. */
  limit?: number | null | undefined;
  /** Only starts at one of these times; at any if there are none. */
  times?: WishedTime[] | undefined;
  /** On whose clock `times` are; on each doctor's if null. */
  timezone?: string | null | undefined;
  /** An appointment that is to be moved: it is not in its own way. */
  exclude_appointment_uid?: Uid | null | undefined;
  /** The grid of starts; that of the type if null. */
  grid?: Grid | null | undefined;
  /** How long, one of the type's lengths; if null, as long as it takes with the doctor. From 1 to 1440. */
  duration_minutes?: number | null | undefined;
  /**
   * How many seats of one group visit one appointment is to take; 1 if null, or as many as the appointment
   * has that is to be moved. From 1 to 1000.
   */
  seats?: number | null | undefined;
  /**
   * For whom: what overlaps the patient's other appointments is not listed, and nothing is if the patient has
   * as many live holds as may be.
   */
  patient_uid?: Uid | null | undefined;
  /**
   * Who asks: administrators are bound neither by the booking notice nor by the horizon. Default:
   * `"patient"`.
   */
  by?: Actor | undefined;
  /** Only windows at these locations; all if null. */
  location_uids?: Uid[] | null | undefined;
}

/** Hours of a day in which somebody would come. */
export interface WishedTime {
  /** 0 is Monday; any day if null. From 0 to 6. */
  weekday?: number | null | undefined;
  /** Earliest start, in minutes from local midnight, 0 to 1440. */
  from: number;
  /** First start that is too late, in minutes from local midnight, after `from`. From 0 to 1440. */
  to: number;
}

/** Who asks for something. */
export type Actor =
  /** A patient, bound by every notice, and by whether patients may rebook the type. */
  | "patient"
  /** A partner's system that acts for patients, bound by every notice. */
  | "partner"
  /** The clinic itself, bound by no notice and no horizon. It can override reasons, knowingly. */
  | "administrator";

/** On which local days can a slot be booked? */
export interface DaysQuery {
  /** The type to book. */
  appointment_type_uid: Uid;
  /** Earliest start. */
  from: Time;
  /** First start that is too late; at most ten years after `from`. */
  to: Time;
  /**
   * Whose calendar the days are of; the clinic's if null. On its clock are `times`; on each doctor's if null.
   */
  timezone?: string | null | undefined;
  /** Only these doctors; all if null. */
  doctor_uids?: Uid[] | null | undefined;
  /** Only starts at one of these times; at any if there are none. */
  times?: WishedTime[] | undefined;
  /** An appointment that is to be moved: it is not in its own way. */
  exclude_appointment_uid?: Uid | null | undefined;
  /** The grid of starts; that of the type if null. */
  grid?: Grid | null | undefined;
  /** How long, one of the type's lengths; if null, as long as it takes with the doctor. From 1 to 1440. */
  duration_minutes?: number | null | undefined;
  /**
   * How many seats of one group visit one appointment is to take; 1 if null, or as many as the appointment
   * has that is to be moved. From 1 to 1000.
   */
  seats?: number | null | undefined;
  /**
   * For whom: what overlaps the patient's other appointments is not listed, and nothing is if the patient has
   * as many live holds as may be.
   */
  patient_uid?: Uid | null | undefined;
  /**
   * Who asks: administrators are bound neither by the booking notice nor by the horizon. Default:
   * `"patient"`.
   */
  by?: Actor | undefined;
  /** Only windows at these locations; all if null. */
  location_uids?: Uid[] | null | undefined;
}

/** Why can this not be booked? */
export interface ExplainQuery {
  /** The type to book. */
  appointment_type_uid: Uid;
  /** The start, as an instant. Either this or `local_start`. */
  start_date?: Time | null | undefined;
  /**
   * The start on each doctor's own clock, `2026-03-23T14:00:00`. Where the clock shows it twice, the first is
   * meant. As `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`.
   */
  local_start?: string | TemporalDateTime | null | undefined;
  /** Only these doctors; all if null. */
  doctor_uids?: Uid[] | null | undefined;
  /** An appointment that is to be moved: it is not in its own way. */
  exclude_appointment_uid?: Uid | null | undefined;
  /** The grid of starts; that of the type if null. */
  grid?: Grid | null | undefined;
  /** How long, one of the type's lengths; if null, as long as it takes with the doctor. From 1 to 1440. */
  duration_minutes?: number | null | undefined;
  /**
   * How many seats of one group visit one appointment is to take; 1 if null, or as many as the appointment
   * has that is to be moved. From 1 to 1000.
   */
  seats?: number | null | undefined;
  /** For whom: the patient's other appointments count, and so do the patient's live holds. */
  patient_uid?: Uid | null | undefined;
  /**
   * Who asks: administrators are bound neither by the booking notice nor by the horizon. Default:
   * `"patient"`.
   */
  by?: Actor | undefined;
  /** Only windows at these locations; all if null. */
  location_uids?: Uid[] | null | undefined;
}

/** Which instant does a clock show as this? */
export interface InstantQuery {
  /** What the clock shows, such as `2026-12-01T09:00`. As `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`. */
  local: string | TemporalDateTime;
  /** Whose clock; the clinic's if null. */
  doctor_uid?: Uid | null | undefined;
  /** Or the clock of this zone. */
  timezone?: string | null | undefined;
}

/** Which appointments? */
export interface AppointmentsQuery {
  /** First instant. */
  from: Time;
  /** First instant after it, at most ten years later. */
  to: Time;
  /** Only with these doctors; with all if null. */
  doctor_uids?: Uid[] | null | undefined;
  /** Only of this patient; of all if null. */
  patient_uid?: Uid | null | undefined;
  /** Only of these types, which may be gone; of all and of none if null. */
  appointment_type_uids?: Uid[] | null | undefined;
  /** Only those that stand there; wherever they stand if null. A hold that has run out is `expired`. */
  statuses?: AppointmentStatus[] | null | undefined;
}

/** Whose days, and which. */
export interface UtilisationQuery {
  /** First instant. Of a day that it cuts, what is left counts. */
  from: Time;
  /** First instant after it, at most ten years later. */
  to: Time;
  /** Only these doctors; all if null. */
  doctor_uids?: Uid[] | null | undefined;
}

/** Reserve a slot until the hold of its type runs out. */
export interface CommandHold {
  command: "hold";
  /** The new appointment's id. The same command again is answered with the same event. */
  uid: Uid;
  /** What is booked. */
  appointment_type_uid: Uid;
  /** The start, as an instant. Either this or `local_start`. */
  start_date?: Time | null | undefined;
  /**
   * The start on the doctor's clock, such as `2026-12-01T09:00`; on the clinic's if no doctor is named. Where
   * the clock shows it twice, the first is meant. As `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`.
   */
  local_start?: string | TemporalDateTime | null | undefined;
  /** Who is booked. If null, the type's `doctor_choice` names one of those who can be. */
  doctor_uid?: Uid | null | undefined;
  /** For whom. A patient has no two appointments at a time. */
  patient_uid?: Uid | null | undefined;
  /** Who asks; the patient if null. */
  by?: Actor | null | undefined;
  /** By the administrator only: kinds of reasons that do not count against the slot. */
  override?: ReasonCode[] | null | undefined;
  /** A live hold of the same patient that this one takes the place of: both happen, or neither. */
  replaces?: Uid | null | undefined;
  /** How long, one of the type's lengths; if null, as long as it takes with the doctor. From 1 to 1440. */
  duration_minutes?: number | null | undefined;
  /** How many seats of a group visit; 1 if null. From 1 to 1000. */
  seats?: number | null | undefined;
  /** Where; if null, the first of the locations at which the slot is offered. */
  location_uid?: Uid | null | undefined;
}

/** Put off the end of a hold, as far as its type lets it live. */
export interface CommandExtend {
  command: "extend";
  /** The appointment. */
  uid: Uid;
}

/** Book what is held, or ask the practice to approve it if the type needs that. */
export interface CommandConfirm {
  command: "confirm";
  /** The appointment. */
  uid: Uid;
  /** The video room, for types that have one `per_appointment`; the appointment's uid if null. */
  video_room_id?: Uid | null | undefined;
  /** Who asks; the patient if null. The administrator needs no approval. */
  by?: Actor | null | undefined;
}

/** Book what waits for approval. */
export interface CommandApprove {
  command: "approve";
  /** The appointment. */
  uid: Uid;
  /** Who asks: the administrator, also if null. */
  by?: Actor | null | undefined;
}

/** Call off what waits for approval. */
export interface CommandDecline {
  command: "decline";
  /** The appointment. */
  uid: Uid;
  /** Why; not blank, 2000 characters at most. */
  reason: string;
  /** Who asks: the administrator, also if null. */
  by?: Actor | null | undefined;
}

/** Give back what is held. */
export interface CommandRelease {
  command: "release";
  /** The appointment. */
  uid: Uid;
}

/** Call off what is held or confirmed. */
export interface CommandCancel {
  command: "cancel";
  /** The appointment. */
  uid: Uid;
  /** Why; not blank, 2000 characters at most. */
  reason: string;
  /** Who asks; the patient if null. */
  by?: Actor | null | undefined;
}

/** Move what is confirmed to another slot, of its type or of another. */
export interface CommandRebook {
  command: "rebook";
  /** The appointment. */
  uid: Uid;
  /** The new start, as an instant. Either this or `local_start`. */
  start_date?: Time | null | undefined;
  /**
   * The new start on the clock of the doctor from then on, such as `2026-12-01T09:00`. Where the clock shows
   * it twice, the first is meant. As `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`.
   */
  local_start?: string | TemporalDateTime | null | undefined;
  /** The new doctor; the same if null. */
  doctor_uid?: Uid | null | undefined;
  /** Who asks; the patient if null. */
  by?: Actor | null | undefined;
  /** By the administrator only: kinds of reasons that do not count against the new slot. */
  override?: ReasonCode[] | null | undefined;
  /** How long, one of the type's lengths; if null, as long as was asked for until now. From 1 to 1440. */
  duration_minutes?: number | null | undefined;
  /** How many seats of a group visit; as many as until now if null. From 1 to 1000. */
  seats?: number | null | undefined;
  /** What it is from then on; if null, the type stays. */
  appointment_type_uid?: Uid | null | undefined;
  /**
   * Where; if null, at the same location if the slot is offered there, else at the first one of those at
   * which it is.
   */
  location_uid?: Uid | null | undefined;
}

/** Say that a confirmed appointment took place. */
export interface CommandComplete {
  command: "complete";
  /** The appointment. */
  uid: Uid;
  /** Who asks; the patient if null. The administrator may say so before the start as well. */
  by?: Actor | null | undefined;
}

/** Say that the patient of a confirmed appointment did not come. */
export interface CommandNoShow {
  command: "no_show";
  /** The appointment. */
  uid: Uid;
}

/** Take back that an appointment took place, was missed or was called off. */
export interface CommandReopen {
  command: "reopen";
  /** The appointment. */
  uid: Uid;
  /** Who asks: the administrator, also if null. */
  by?: Actor | null | undefined;
}

/** Something that is to happen to an appointment. */
export type Command =
  | CommandHold
  | CommandExtend
  | CommandConfirm
  | CommandApprove
  | CommandDecline
  | CommandRelease
  | CommandCancel
  | CommandRebook
  | CommandComplete
  | CommandNoShow
  | CommandReopen;

/** What kind of reason it is, for whoever books in spite of it. */
export type ReasonCode =
  /** The type is inactive. */
  | "type_inactive"
  /** The doctor does not offer the type. */
  | "doctor_not_offering"
  /** Before now. */
  | "too_soon"
  /** Past the booking horizon. */
  | "beyond_horizon"
  /** A closure, or an override without windows. */
  | "closed"
  /** A blocked interval. */
  | "blocked"
  /** Hours of other types. */
  | "reserved"
  /** Hours that are for nobody yet. */
  | "not_released"
  /** Hours at another location. */
  | "other_location"
  /** Hours with as many appointments of some types as they may have. */
  | "window_full"
  /** Outside of hours. */
  | "outside_hours"
  /** Not on the grid. */
  | "off_grid"
  /** Not beside another appointment. */
  | "not_adjacent"
  /** A hole that is too short. */
  | "leaves_gap"
  /** Another appointment. */
  | "slot_taken"
  /** A hold. */
  | "held"
  /** No place of the doctor is free. */
  | "places_full"
  /** Too few seats are left. */
  | "group_full"
  /** A limit. */
  | "limit_reached"
  /** Another appointment of the patient. */
  | "patient_busy"
  /** The patient has as many live holds as may be. */
  | "too_many_holds";

/** A slot is reserved. */
export interface EventHeld {
  event: "held";
  /** The new appointment. */
  appointment: Appointment;
  /** What stood against its slot, and was overridden. */
  overrode?: Reason[] | null | undefined;
}

/** The end of a hold is put off. */
export interface EventExtended {
  event: "extended";
  /** The appointment. */
  uid: Uid;
  /** When that was said. */
  at: Instant;
  /** First instant at which the hold no longer counts. */
  hold_expires_at: Instant;
}

/** What was held waits for the practice. */
export interface EventApprovalRequested {
  event: "approval_requested";
  /** The appointment. */
  uid: Uid;
  /** When. */
  at: Instant;
  /** First instant at which it is too late to approve it. */
  hold_expires_at: Instant;
  /** Its video room, if it is approved. */
  video_room_id: Uid;
}

/** What was held is booked. */
export interface EventConfirmed {
  event: "confirmed";
  /** The appointment. */
  uid: Uid;
  /** When. */
  at: Instant;
  /** Its video room. */
  video_room_id: Uid;
}

/** What was held is given back. */
export interface EventReleased {
  event: "released";
  /** The appointment. */
  uid: Uid;
  /** When. */
  at: Instant;
}

/** The hold ran out. */
export interface EventExpired {
  event: "expired";
  /** The appointment. */
  uid: Uid;
  /** When it ran out. */
  at: Instant;
}

/** Called off. */
export interface EventCancelled {
  event: "cancelled";
  /** The appointment. */
  uid: Uid;
  /** When. */
  at: Time;
  /** By whom. */
  by: Actor;
  /** Why. */
  reason: string;
  /** How often it had been reopened. */
  reopenings?: number | null | undefined;
}

/** Moved. */
export interface EventRebooked {
  event: "rebooked";
  /** The appointment. */
  uid: Uid;
  /** When. */
  at: Time;
  /** By whom. */
  by: Actor;
  /** The doctor from now on. */
  doctor_uid: Uid;
  /** The new start. */
  start_date: Time;
  /** The new end. */
  end_date: Time;
  /** The length that was asked for, now or before, if any was. */
  duration_minutes?: number | null | undefined;
  /** How many seats of a group visit it takes from now on; 1 if null. */
  seats?: number | null | undefined;
  /** What it is from now on, if that changes. */
  appointment_type_uid?: Uid | null | undefined;
  /** The video room from now on. */
  video_room_id?: Uid | null | undefined;
  /** The doctor until now. */
  previous_doctor_uid: Uid;
  /** The old start. */
  previous_start_date: Time;
  /**
   * The appointment's `sequence` from now on. It tells this move from the same one made again, after others.
   */
  sequence: number;
  /** What stood against the new slot, and was overridden. */
  overrode?: Reason[] | null | undefined;
  /** Where it is from now on. */
  location_uid?: Uid | null | undefined;
}

/** It took place. */
export interface EventCompleted {
  event: "completed";
  /** The appointment. */
  uid: Uid;
  /** When that was said. */
  at: Time;
  /** How often it had been reopened. */
  reopenings?: number | null | undefined;
}

/** The patient did not come. */
export interface EventNoShow {
  event: "no_show";
  /** The appointment. */
  uid: Uid;
  /** When that was said. */
  at: Time;
  /** How often it had been reopened. */
  reopenings?: number | null | undefined;
}

/** It is confirmed again. */
export interface EventReopened {
  event: "reopened";
  /** The appointment. */
  uid: Uid;
  /** When. */
  at: Instant;
  /** How often it has been reopened, with this time. */
  reopenings: number;
}

/** Something that happened to an appointment. */
export type Event =
  | EventHeld
  | EventExtended
  | EventApprovalRequested
  | EventConfirmed
  | EventReleased
  | EventExpired
  | EventCancelled
  | EventRebooked
  | EventCompleted
  | EventNoShow
  | EventReopened;

/** Which part of whose calendar is written. */
export interface CalendarQuery {
  /** The doctor. */
  doctor_uid: Uid;
  /** First instant. */
  from: Time;
  /** First instant after it, at most ten years later. */
  to: Time;
  /** In whose name it is published. Without one, it is a snapshot without a `METHOD`. */
  organizer?: CalendarUser | null | undefined;
  /** What a program that subscribes to it calls it, at most 255 characters. */
  name?: string | null | undefined;
  /** After how many minutes such a program should ask again: 1 to 525,600. */
  refresh_minutes?: number | null | undefined;
}

/** Somebody with a calendar (RFC 5545 §3.3.3). */
export interface CalendarUser {
  /**
   * An e-mail address, or a URI such as `mailto:desk@practice.example` or `urn:uuid:…`. Visible ASCII without
   * quotes, at most 1,000 bytes.
   */
  address: string;
  /** The name shown, at most 255 characters. */
  name?: string | null | undefined;
}

/**
 * What a calendar entry says besides what the clinic knows. All of it is optional; text may be of any
 * characters, line ends included.
 */
export interface EventDetails {
  /**
   * The title; if null the name of the appointment's type. Where that leaves nothing to show, `Appointment`.
   * At most 10,000 characters, as the other texts.
   */
  summary?: string | null | undefined;
  /** More about it. A text that shows nothing is left out. */
  description?: string | null | undefined;
  /**
   * Where it takes place; if null the name of the appointment's location, if the clinic has one. A text that
   * shows nothing is left out, and so says nothing of where.
   */
  location?: string | null | undefined;
  /** In whose name it is sent. It must be there if there are attendees. */
  organizer?: CalendarUser | null | undefined;
  /** Who is invited, at most 1,000. */
  attendees?: CalendarUser[] | undefined;
}

/** For whom busy time is read, and which part of it. */
export interface BusyTimeQuery {
  /** The doctor, whose clock dates and times without a zone are read on. */
  doctor_uid: Uid;
  /** First instant that matters. */
  from: Time;
  /** First instant that no longer does, at most ten years later. */
  to: Time;
  /**
   * What each uid begins with, so that those of several calendars and the clinic's own stay apart. At most
   * 128 bytes. Default: `""`.
   */
  uid_prefix?: string | undefined;
  /** The addresses of the calendar's owner, at most 100: what they have declined is not busy. */
  addresses?: string[] | undefined;
}

/** Everything the engine knows of a waiting room. */
export interface WaitingRoomSnapshot {
  /**
   * The rules. Default:
   * `{"guard_minutes":0,"no_show_grace_minutes":0,"capacity":null,"is_closed":false,"close_msg":null,"closes_at":null,"visit_reasons":[],"average_visit_minutes":null,"divide_by_doctors":false}`.
   */
  policy?: QueuePolicy | undefined;
  /** Who sees patients. Of doctors who are free at once, the first takes in somebody first. */
  doctors?: QueueDoctor[] | undefined;
  /** Who waits, is being seen, or was here. */
  entries?: QueueEntry[] | undefined;
  /**
   * The number of the next event; more than the `sequence` of every entry, and raised to that if it is less.
   * From 0 to 9007199254740991. Default: `0`.
   */
  next_sequence?: number | undefined;
}

/** The rules of a waiting room. */
export interface QueuePolicy {
  /** Nobody is fetched from the queue so long before an appointment; 0 to 1440. Default: `0`. */
  guard_minutes?: number | undefined;
  /** For how long a doctor waits for the patient of an appointment; 0 to 1440. Default: `0`. */
  no_show_grace_minutes?: number | undefined;
  /** Nobody joins while so many wait; no limit if null. From 0 to 10000. */
  capacity?: number | null | undefined;
  /** Nobody joins. Who waits is still seen. Default: `false`. */
  is_closed?: boolean | undefined;
  /** What to say to those who can't join while `is_closed`. */
  close_msg?: string | null | undefined;
  /** The end of the day: from then on nobody joins, and who still waits is not seen. */
  closes_at?: Time | null | undefined;
  /** How long visits take, by what they are about. */
  visit_reasons?: VisitReason[] | undefined;
  /** How patients are triaged: each level goes before others by so much. */
  levels?: QueueLevel[] | undefined;
  /** How long a visit takes on average, for the two simple estimates; 5 if null. From 1 to 1440. */
  average_visit_minutes?: number | null | undefined;
  /** Whether the estimate by position is divided by the number of doctors on duty. Default: `false`. */
  divide_by_doctors?: boolean | undefined;
  /** A visit that is longer was left open by mistake, and teaches nothing about lengths; 1 to 1440. */
  visit_minutes_max?: number | null | undefined;
  /**
   * A visit that is shorter was closed late or opened by mistake, and teaches nothing about lengths; 1 to
   * 86400.
   */
  visit_seconds_min?: number | null | undefined;
}

/** How long visits about one thing take. */
export interface VisitReason {
  /** The word by which entries and appointments name it. */
  reason: Uid;
  /** How long such a visit takes as a rule; 1 to 1440. */
  duration_minutes: number;
  /** The doctors who serve it; all if null. */
  doctor_uids?: Uid[] | null | undefined;
}

/** A priority level. */
export interface QueueLevel {
  /** The id, such as `orange`. */
  uid: Uid;
  /** What it is called. */
  name?: string | null | undefined;
  /** In the order of service its patients count as having come so much earlier; 0 to 10080. Default: `0`. */
  head_start_minutes?: number | undefined;
  /** Whether its patients go before all who are not urgent. Default: `false`. */
  urgent?: boolean | undefined;
}

/** A doctor who sees patients from the queue. */
export interface QueueDoctor {
  /** The id, such as `doc-456`. */
  uid: Uid;
  /** Kept, not used. */
  display_name?: string | null | undefined;
  /** The doctor's own video room. Without one, each visit has a room of its own. */
  video_room_id?: Uid | null | undefined;
  /** When the doctor fetches patients from the queue: in order, none overlapping another. */
  duty?: Duty[] | undefined;
  /** Appointments that have not begun. */
  appointments?: UpcomingAppointment[] | undefined;
  /** Whom the doctor sees now. */
  current?: Consultation | null | undefined;
  /** How many patients the doctor sees at a time, 1 to 20; one if null. */
  concurrent_patients_max?: number | null | undefined;
  /**
   * Whom the doctor sees beside `current`, in the order in which these began. There may be more than places:
   * who has begun stays to the end.
   */
  beside?: Consultation[] | undefined;
  /** When the doctor's last consultation was over. */
  last_ended_at?: Time | null | undefined;
  /** Since when the doctor has been away, or was the last time. */
  away_since?: Time | null | undefined;
  /** When the doctor will be back, or has been since; null of one who is away until somebody says so. */
  back_at?: Time | null | undefined;
}

/** A stretch of time on duty, `[start_date, end_date)`. */
export interface Duty {
  /** The start. */
  start_date: Time;
  /** The end. */
  end_date: Time;
}

/** An appointment that has not begun. */
export interface UpcomingAppointment {
  /** The appointment's id. */
  uid: Uid;
  /** When it is to begin. */
  start_date: Time;
  /** What it is about. */
  reason?: Uid | null | undefined;
}

/** A consultation that is taking place. */
export interface Consultation {
  /** Whether the patient comes from the queue or has an appointment. */
  kind: VisitKind;
  /** The queue entry, or the appointment. */
  uid: Uid;
  /** What it is about. */
  reason?: Uid | null | undefined;
  /** When the patient joined the queue; the scheduled start of an appointment. */
  registered_at: Time;
  /** When it began. */
  started_at: Time;
}

/** Where a patient came from. */
export type VisitKind =
  /** From the queue. */
  | "walk_in"
  /** With an appointment. */
  | "appointment";

/** Somebody who joined the queue. */
export interface QueueEntry {
  /** The id, such as `q-abc123`. */
  uid: Uid;
  /** Where it stands. */
  status: QueueStatus;
  /** The patient. */
  patient_uid: Uid;
  /** What the visit is about: a word of the policy's `visit_reasons`, or any other. */
  visit_reason?: Uid | null | undefined;
  /** Whom the patient would like to see. */
  preferred_doctor_uid?: Uid | null | undefined;
  /** What that means. Default: `"soft"`. */
  preference?: DoctorPreference | undefined;
  /**
   * With it, only the preferred doctor sees the patient until so long after `registered_at`; then anybody
   * does. 0 to 10080.
   */
  preference_patience_minutes?: number | null | undefined;
  /** The priority level by which the patient was triaged last: a word of the policy's `levels` then. */
  level?: Uid | null | undefined;
  /** Urgent patients are seen before others. Default: `false`. */
  urgent?: boolean | undefined;
  /**
   * In the order of service the patient counts as having come so much earlier, 0 to 604800: the credit of a
   * priority level. Who is urgent goes first all the same.
   */
  head_start_seconds?: number | undefined;
  /** Whether the patient is there to be seen. Doctors pass over who is not. */
  presence?: QueuePresence | undefined;
  /** When a patient who is `on_the_way` will be there. */
  ready_at?: Time | null | undefined;
  /** The parts of the visit that are over, where a doctor sent the patient elsewhere in the middle of it. */
  parts?: VisitPart[] | undefined;
  /** What the patient was told first of how long it will be: the promise. */
  announced?: ShownWait | null | undefined;
  /** What the patient was told last. */
  shown?: ShownWait | null | undefined;
  /** When the patient joined. */
  registered_at: Time;
  /**
   * The number of the event by which the patient joined. It orders those of the same instant. From 0 to
   * 9007199254740990.
   */
  sequence: number;
  /** The doctor who sees or saw the patient. */
  doctor_uid?: Uid | null | undefined;
  /** Where they meet. */
  video_room_id?: Uid | null | undefined;
  /** When the doctor took the patient in. */
  allocated_at?: Time | null | undefined;
  /** When the consultation was over. */
  completed_at?: Time | null | undefined;
  /** When it was called off. */
  cancelled_at?: Time | null | undefined;
  /** Who called it off. */
  cancelled_by?: Actor | null | undefined;
}

/** Where an entry stands, as in the documented API. */
export type QueueStatus =
  /** In the queue. */
  | "waiting"
  /** With a doctor. */
  | "allocated"
  /** Over. */
  | "completed"
  /** Called off. */
  | "cancelled";

/** What it means to prefer a doctor. */
export type DoctorPreference =
  /** That doctor sees the patient before others; anybody else may do so too. */
  | "soft"
  /** Only that doctor sees the patient. */
  | "strict";

/** Whether a patient who waits is there to be seen. */
export type QueuePresence =
  /** There. */
  | "ready"
  /** Not there, and nobody knows until when: at the laboratory, in the car. */
  | "elsewhere"
  /** There at a time that is known; from then on as if `ready`. */
  | "on_the_way";

/**
 * A part of a visit that ended with the patient being sent elsewhere: to the X-ray, the laboratory, a nurse.
 */
export interface VisitPart {
  /** The doctor who saw the patient. */
  doctor_uid: Uid;
  /** When the doctor took the patient in. */
  started_at: Time;
  /** When the doctor sent the patient elsewhere. */
  sent_at: Time;
  /** When the patient was back; null as long as nobody has said so. */
  back_at?: Time | null | undefined;
}

/**
 * A wait as it was shown to somebody: "about 20 minutes, at most 35".
 *
 * Shown again, it falls as it may, and rises only if something explains that: more are before the patient
 * than were, or fewer doctors are there; or if it is more than the bound that was shown beside it allows.
 */
export interface ShownWait {
  /** The queue entry; null for somebody who has not joined. */
  uid?: Uid | null | undefined;
  /** When it was shown. */
  at: Time;
  /**
   * "About so many minutes": P50, rounded to the minute below ten, to five minutes below an hour, to a
   * quarter of an hour above. From 0 to 120968640.
   */
  minutes: number;
  /** "Rarely more than": P90, rounded up in the same way. From 0 to 120968640. */
  at_most_minutes: number;
  /** The place in the order of service at that time. From 1 to 10001. */
  position: number;
  /** How many doctors were on duty or saw somebody. From 0 to 1000. */
  doctors: number;
}

/** Replaces the rules. */
export interface QueueChangePutPolicy {
  change: "put_policy";
  /** The rules. */
  policy: QueuePolicy;
}

/** Adds a doctor, behind the others, or replaces what is known of one. A consultation goes on. */
export interface QueueChangePutDoctor {
  change: "put_doctor";
  /** The doctor; `current` is null, or what it is already, and so is `beside`. */
  doctor: QueueDoctor;
}

/** Removes a doctor who sees nobody, and whom no live entry needs. */
export interface QueueChangeRemoveDoctor {
  change: "remove_doctor";
  /** The doctor. */
  uid: Uid;
}

/** Puts the doctors into another order. */
export interface QueueChangeOrderDoctors {
  change: "order_doctors";
  /** All of them. */
  uids: Uid[];
}

/** Replaces the times at which a doctor is on duty. */
export interface QueueChangePutDuty {
  change: "put_duty";
  /** The doctor. */
  doctor_uid: Uid;
  /** In order, none overlapping another. */
  duty: Duty[];
}

/** Replaces the appointments of a doctor that have not begun. */
export interface QueueChangePutAppointments {
  change: "put_appointments";
  /** The doctor. */
  doctor_uid: Uid;
  /** In any order. */
  appointments: UpcomingAppointment[];
}

/** Drops entries that were completed or cancelled before an instant. */
export interface QueueChangeForget {
  change: "forget";
  /** That instant. */
  before: Time;
}

/** A change to what the room knows. It records what is so; what happens to patients is for commands. */
export type QueueChange =
  | QueueChangePutPolicy
  | QueueChangePutDoctor
  | QueueChangeRemoveDoctor
  | QueueChangeOrderDoctors
  | QueueChangePutDuty
  | QueueChangePutAppointments
  | QueueChangeForget;

/** Join the queue. */
export interface QueueCommandRegister {
  command: "register";
  /** The new entry's id. The same command again is answered with the same event. */
  uid: Uid;
  /** Who joins. */
  patient_uid: Uid;
  /** What the visit is about. */
  visit_reason?: Uid | null | undefined;
  /** Whom the patient would like to see. */
  preferred_doctor_uid?: Uid | null | undefined;
  /** What that means; `soft` if null. */
  preference?: DoctorPreference | null | undefined;
  /** For how long only the preferred doctor will do. From 0 to 10080. */
  preference_patience_minutes?: number | null | undefined;
  /** The priority level, which says the two that follow. */
  level?: Uid | null | undefined;
  /** Whether the patient is seen before others; not if null. */
  urgent?: boolean | null | undefined;
  /**
   * In the order of service the patient counts as having come so much earlier; 0 if null. From 0 to 604800.
   */
  head_start_seconds?: number | null | undefined;
}

/** A free doctor takes in whoever is next, or the one that is named. */
export interface QueueCommandAllocate {
  command: "allocate";
  /** The doctor. */
  doctor_uid: Uid;
  /** A particular entry; the next in turn if null. */
  uid?: Uid | null | undefined;
}

/** A free doctor turns to an appointment. */
export interface QueueCommandStartAppointment {
  command: "start_appointment";
  /** The doctor. */
  doctor_uid: Uid;
  /** The appointment. */
  appointment_uid: Uid;
}

/** Say that the consultation of an entry is over. */
export interface QueueCommandComplete {
  command: "complete";
  /** The entry. */
  uid: Uid;
  /** When it was over, if that is said later: not before it began, and not after now; now if null. */
  ended_at?: Time | null | undefined;
}

/** Say that the consultation of an appointment is over. */
export interface QueueCommandFinishAppointment {
  command: "finish_appointment";
  /** The doctor. */
  doctor_uid: Uid;
  /** The appointment. */
  appointment_uid: Uid;
  /** As with `complete`. */
  ended_at?: Time | null | undefined;
}

/** Say that the patient of an appointment, to which the doctor has turned, did not come. */
export interface QueueCommandNoShow {
  command: "no_show";
  /** The doctor. */
  doctor_uid: Uid;
  /** The appointment. */
  appointment_uid: Uid;
}

/** Turn away from an appointment that was called off or moved, or begun by mistake. */
export interface QueueCommandLeaveAppointment {
  command: "leave_appointment";
  /** The doctor. */
  doctor_uid: Uid;
  /** The appointment. */
  appointment_uid: Uid;
}

/** Call off a visit. */
export interface QueueCommandCancel {
  command: "cancel";
  /** The entry. */
  uid: Uid;
  /** Who asks; the patient if null. */
  by?: Actor | null | undefined;
}

/** Send an allocated patient back to the queue, to the old place. */
export interface QueueCommandRequeue {
  command: "requeue";
  /** The entry. */
  uid: Uid;
}

/** Let a patient wait, at the old place, for one doctor and no other. */
export interface QueueCommandTransfer {
  command: "transfer";
  /** The entry. */
  uid: Uid;
  /** The doctor from now on. */
  doctor_uid: Uid;
}

/**
 * Send a patient elsewhere in the middle of a visit, to be seen again: to the X-ray, the laboratory, a nurse.
 * The doctor is free meanwhile.
 */
export interface QueueCommandSendElsewhere {
  command: "send_elsewhere";
  /** The entry. */
  uid: Uid;
  /** Who sees the patient afterwards; the same doctor if null. */
  doctor_uid?: Uid | null | undefined;
}

/** Say that a patient who was sent elsewhere is back, and is to be seen again. */
export interface QueueCommandComeBack {
  command: "come_back";
  /** The entry. */
  uid: Uid;
}

/** Say whether a patient who waits is there to be seen. Who is not keeps the place, and is passed over. */
export interface QueueCommandSetPresence {
  command: "set_presence";
  /** The entry. */
  uid: Uid;
  /** Which. */
  presence: QueuePresence;
  /** Of `on_the_way`: in how many minutes the patient will be there. From 0 to 1440. */
  minutes?: number | null | undefined;
}

/** Say that somebody who waits was seen, where nobody says by whom, or until when. */
export interface QueueCommandMarkSeen {
  command: "mark_seen";
  /** The entry. */
  uid: Uid;
}

/** Say what a patient who waits is told: what an estimate says that is to be shown. */
export interface QueueCommandAnnounce {
  command: "announce";
  /** The entry. */
  uid: Uid;
  /** What is shown. Its time is that of the event. */
  shown: ShownWait;
}

/** Say whether a doctor is away. Who is fetches nobody, on duty or not. */
export interface QueueCommandSetAway {
  command: "set_away";
  /** The doctor. */
  doctor_uid: Uid;
  /** Whether the doctor is away. */
  away: boolean;
  /** In about how many minutes the doctor will be back; until somebody says so if null. From 0 to 1440. */
  minutes?: number | null | undefined;
}

/** Triage again: put a patient on a priority level. */
export interface QueueCommandSetLevel {
  command: "set_level";
  /** The entry. */
  uid: Uid;
  /** The level; if null none, so not urgent and without a head start. */
  level?: Uid | null | undefined;
}

/** Say whether a patient is urgent. */
export interface QueueCommandSetUrgent {
  command: "set_urgent";
  /** The entry. */
  uid: Uid;
  /** Whether it is urgent. */
  urgent: boolean;
}

/** Something that is to happen in a waiting room. */
export type QueueCommand =
  | QueueCommandRegister
  | QueueCommandAllocate
  | QueueCommandStartAppointment
  | QueueCommandComplete
  | QueueCommandFinishAppointment
  | QueueCommandNoShow
  | QueueCommandLeaveAppointment
  | QueueCommandCancel
  | QueueCommandRequeue
  | QueueCommandTransfer
  | QueueCommandSendElsewhere
  | QueueCommandComeBack
  | QueueCommandSetPresence
  | QueueCommandMarkSeen
  | QueueCommandAnnounce
  | QueueCommandSetAway
  | QueueCommandSetLevel
  | QueueCommandSetUrgent;

/** Somebody joined. */
export interface QueueEventRegistered {
  event: "registered";
  /** The new entry. */
  entry: QueueEntry;
}

/** A doctor took a patient in. */
export interface QueueEventAllocated {
  event: "allocated";
  /** The entry. */
  uid: Uid;
  /** When. */
  at: Instant;
  /** The doctor. */
  doctor_uid: Uid;
  /** Where they meet. */
  video_room_id: Uid;
  /** The event's number. */
  sequence: number;
}

/** A doctor turned to an appointment. */
export interface QueueEventAppointmentStarted {
  event: "appointment_started";
  /** The doctor. */
  doctor_uid: Uid;
  /** When. */
  at: Time;
  /** The appointment, as it stood among those to come. */
  appointment: UpcomingAppointment;
  /** The event's number. */
  sequence: number;
}

/** A consultation is over. */
export interface QueueEventCompleted {
  event: "completed";
  /** The entry. */
  uid: Uid;
  /** When. */
  at: Instant;
  /** The event's number. */
  sequence: number;
}

/** The consultation of an appointment is over. */
export interface QueueEventAppointmentFinished {
  event: "appointment_finished";
  /** The doctor. */
  doctor_uid: Uid;
  /** The appointment. */
  appointment_uid: Uid;
  /** When it began. */
  started_at: Instant;
  /** When. */
  at: Instant;
  /** The event's number. */
  sequence: number;
}

/** The patient of an appointment did not come. */
export interface QueueEventNoShow {
  event: "no_show";
  /** The doctor. */
  doctor_uid: Uid;
  /** The appointment. */
  appointment_uid: Uid;
  /** When the doctor turned to it. */
  started_at: Instant;
  /** When that was said. */
  at: Instant;
  /** The event's number. */
  sequence: number;
}

/** A doctor turned away from an appointment that did not take place, or not now. */
export interface QueueEventAppointmentLeft {
  event: "appointment_left";
  /** The doctor. */
  doctor_uid: Uid;
  /** The appointment. */
  appointment_uid: Uid;
  /** When the doctor turned to it. */
  started_at: Instant;
  /** When. */
  at: Instant;
  /** The event's number. */
  sequence: number;
}

/** Called off. */
export interface QueueEventCancelled {
  event: "cancelled";
  /** The entry. */
  uid: Uid;
  /** When. */
  at: Instant;
  /** By whom. */
  by: Actor;
  /** The event's number. */
  sequence: number;
}

/** Sent back to the queue. */
export interface QueueEventRequeued {
  event: "requeued";
  /** The entry. */
  uid: Uid;
  /** When. */
  at: Instant;
  /** The event's number. */
  sequence: number;
}

/** Waits for one doctor and no other. */
export interface QueueEventTransferred {
  event: "transferred";
  /** The entry. */
  uid: Uid;
  /** When. */
  at: Instant;
  /** The doctor from now on. */
  doctor_uid: Uid;
  /** The event's number. */
  sequence: number;
}

/** Was sent elsewhere in the middle of a visit. */
export interface QueueEventSentElsewhere {
  event: "sent_elsewhere";
  /** The entry. */
  uid: Uid;
  /** When. */
  at: Instant;
  /** Who sees the patient afterwards. */
  doctor_uid: Uid;
  /** The event's number. */
  sequence: number;
}

/** Is back from there, to be seen again. */
export interface QueueEventCameBack {
  event: "came_back";
  /** The entry. */
  uid: Uid;
  /** When. */
  at: Instant;
  /** The event's number. */
  sequence: number;
}

/** Is there to be seen, or not. */
export interface QueueEventPresenceSet {
  event: "presence_set";
  /** The entry. */
  uid: Uid;
  /** When that was said. */
  at: Time;
  /** Which. */
  presence: QueuePresence;
  /** When a patient who is on the way will be there. */
  ready_at?: Time | null | undefined;
  /** The event's number. */
  sequence: number;
}

/** Was seen, nobody says by whom. */
export interface QueueEventSeen {
  event: "seen";
  /** The entry. */
  uid: Uid;
  /** When. */
  at: Instant;
  /** The event's number. */
  sequence: number;
}

/** Was told how long it will be. */
export interface QueueEventAnnounced {
  event: "announced";
  /** The entry. */
  uid: Uid;
  /** When. */
  at: Time;
  /** What was told, at that time. */
  shown: ShownWait;
  /** The event's number. */
  sequence: number;
}

/** A doctor is away from now on, or no longer. */
export interface QueueEventAwaySet {
  event: "away_set";
  /** The doctor. */
  doctor_uid: Uid;
  /** When. */
  at: Time;
  /** Which. */
  away: boolean;
  /** When a doctor who is away will be back, if that is known. */
  back_at?: Time | null | undefined;
  /** The event's number. */
  sequence: number;
}

/** Is on a priority level from now on, or on none. */
export interface QueueEventLevelSet {
  event: "level_set";
  /** The entry. */
  uid: Uid;
  /** When. */
  at: Time;
  /** The level. */
  level?: Uid | null | undefined;
  /** Whether its patients were urgent then. */
  urgent: boolean;
  /** How much earlier its patients counted as having come then. */
  head_start_seconds: number;
  /** The event's number. */
  sequence: number;
}

/** Is urgent from now on, or no longer. */
export interface QueueEventUrgencySet {
  event: "urgency_set";
  /** The entry. */
  uid: Uid;
  /** When. */
  at: Instant;
  /** Which. */
  urgent: boolean;
  /** The event's number. */
  sequence: number;
}

/**
 * Something that happened in a waiting room. `at` is when, and `sequence` is its number: the room counts its
 * events, so that it knows those that it has recorded.
 */
export type QueueEvent =
  | QueueEventRegistered
  | QueueEventAllocated
  | QueueEventAppointmentStarted
  | QueueEventCompleted
  | QueueEventAppointmentFinished
  | QueueEventNoShow
  | QueueEventAppointmentLeft
  | QueueEventCancelled
  | QueueEventRequeued
  | QueueEventTransferred
  | QueueEventSentElsewhere
  | QueueEventCameBack
  | QueueEventPresenceSet
  | QueueEventSeen
  | QueueEventAnnounced
  | QueueEventAwaySet
  | QueueEventLevelSet
  | QueueEventUrgencySet;

/** How waits are to be estimated. */
export interface EstimateQuery {
  /** By what. Default: `"simulated"`. */
  mode?: EstimateMode | undefined;
  /**
   * Of `simulated`: how many futures are played, a power of two from 16 to 4096. Twice as many take twice as
   * long. If null 256, up to 2048 while little was learned and few wait, or in a room that is too large as
   * many as can be.
   */
  futures?: number | null | undefined;
  /**
   * Of `simulated`: what chance hangs on; 0 if null, ±(2⁵³ − 1) at most. The same seed and the same room give
   * the same numbers.
   */
  seed?: number | null | undefined;
  /**
   * Of `simulated`: which percentiles of the wait to say beside P10, P50 and P90; 1 to 99, twenty at most.
   */
  percentiles?: number[] | undefined;
  /** Of `simulated`: by when to say how likely it is to be seen; twenty instants at most. */
  seen_by?: Time[] | undefined;
  /**
   * Of `simulated`: also say what is to be shown to people, given what was shown of them before: here, or
   * what the entry itself has kept of that.
   */
  shown?: ShownWait[] | null | undefined;
}

/** By what a wait is estimated. */
export type EstimateMode =
  /**
   * By playing the room's futures: who is with a doctor and for how long already, who sees whom, breaks and
   * appointments, what was learned.
   */
  | "simulated"
  /** Position times the average visit, the own turn counted. */
  | "position_times_average"
  /** The average visit times those who are seen before. */
  | "average_times_before_me";

/** What is to be evaluated. */
export interface EvaluationQuery {
  /** The log, in any order. Days are those of its own clock. */
  visits: LoggedVisit[];
  /**
   * From when on answers are scored; before, the engine only learns. From the middle of the days on if null.
   */
  scored_from?: Time | null | undefined;
  /** How long visits take as a rule, by reason. */
  visit_reasons?: VisitReason[] | undefined;
  /** How many patients a doctor sees at a time, 1 to 20; one if null. */
  concurrent_patients_max?: number | null | undefined;
  /**
   * How the waits are estimated. Default:
   * `{"mode":"simulated","futures":null,"seed":null,"percentiles":[],"seen_by":[],"shown":null}`.
   */
  estimate?: EstimateQuery | undefined;
}

/** A visit as a practice has it in its books. */
export interface LoggedVisit {
  /** When the patient came. */
  arrived: Time;
  /** When the visit began; null if the patient was not seen. */
  started?: Time | null | undefined;
  /** When it was over, or when the patient left; null if that is not known. */
  ended?: Time | null | undefined;
  /** When the doctor sent the patient elsewhere in the middle of the visit; null if that was not so. */
  sent?: Time | null | undefined;
  /** When the patient was back; null if that is not known. */
  back?: Time | null | undefined;
  /** When the doctor went on with the visit; null if the patient was not sent elsewhere. */
  resumed?: Time | null | undefined;
  /** Who saw the patient. */
  doctor?: Uid | null | undefined;
  /** What it was about. */
  reason?: Uid | null | undefined;
  /**
   * How much earlier the patient counts as having come, in the order of service. From 0 to 604800. Default:
   * `0`.
   */
  head_start_seconds?: number | undefined;
  /** The line in which the patient waited; one for all if null. */
  queue?: Uid | null | undefined;
}

/** Somebody who thinks of joining the queue. */
export interface Joining {
  /** What the visit is about. */
  visit_reason?: Uid | null | undefined;
  /** Whom they would like to see; anyone if null. */
  preferred_doctor_uid?: Uid | null | undefined;
  /** What that means. Default: `"soft"`. */
  preference?: DoctorPreference | undefined;
  /** As in `QueueEntry`. From 0 to 10080. */
  preference_patience_minutes?: number | null | undefined;
  /** The priority level, which says the two that follow. */
  level?: Uid | null | undefined;
  /** Whether they are urgent. Default: `false`. */
  urgent?: boolean | undefined;
  /** As in `QueueEntry`. From 0 to 604800. Default: `0`. */
  head_start_seconds?: number | undefined;
}

/**
 * What is known of a clinic's visits.
 *
 * Everything about it is in its wire form: doctors and reasons by id, and sums by doctor and reason in which
 * older visits count less. Save it, load it, `merge` those of several rooms, or of several times; what the
 * sums mean may change from version to version of the engine.
 */
export interface LearnerState {
  doctors: Uid[];
  reasons: Uid[];
  /**
   * Visits of patients from the queue: those whose reason is not known, and then by reason. So are the
   * columns of the rates.
   */
  walk_ins: number[];
  /** By doctor, patients who wanted to see them first. */
  own_first: number[];
  rates: LearnerRate[];
  habits: LearnerHabits;
  /** Visits whose length was not believed, as the slowest rate forgets. */
  doubted?: number | undefined;
  /** Of doctors who are free while somebody waits. */
  pauses?: LearnerPauses | undefined;
  /** From start to start, while somebody waits. */
  pace?: LearnerRate[] | undefined;
  /** How long patients were elsewhere in the middle of a visit. */
  elsewhere?: LearnerRate[] | undefined;
}

/** The lengths of a clinic's visits, in which older ones count less. */
export interface LearnerRate {
  /** By doctor and column. Rows are as long as they must be. */
  cells: LearnerSeen[][];
  /** By column, those of nobody knows which doctor. */
  unknown?: LearnerSeen[] | undefined;
  /** Ratios seen, by parts of their logarithm, older ones counting less. */
  shape: number[];
  /** Of what the model missed: how often, and the sum of squares. */
  missed: LearnerSeen;
  /** How likely the model took what came to be, as a logarithm. */
  score: number;
}

/** Visits of one doctor for one reason: how many, and the sum of the logarithms of their minutes. */
export interface LearnerSeen {
  visits: number;
  sum: number;
}

/** Counts of what patients did. Nothing of it is forgotten: what is rare would be lost with it. */
export interface LearnerHabits {
  /** Appointments kept, and those that nobody came to. */
  kept: number;
  no_shows: number;
  /**
   * Patients who joined the queue: urgent ones, and those who go before nobody. And minutes in which they
   * could have come.
   */
  urgent: number;
  in_turn: number;
  open_minutes: number;
  /** Patients with a head start, by its seconds. */
  ahead?: LearnerHeadStart[] | undefined;
  /** When the visit learned last was registered, in Unix seconds. */
  last_registered_at?: number | null | undefined;
  /** By minutes waited: how many left, and the minutes that all have waited. */
  left: number[];
  waited_minutes: number[];
}

/** Patients with a head start. */
export interface LearnerHeadStart {
  seconds: number;
  patients: number;
}

/** Counts of pauses. Nothing of it is forgotten: those who go home are few. */
export interface LearnerPauses {
  /** Patients who were fetched in the very second in which the doctor was free. */
  prompt: number;
  /** By class: pauses that ended, and seconds in which somebody waited in vain. */
  ended: number[];
  asked_seconds: number[];
  /** By doctor: pauses that ended, and how many ends were to be expected of anybody. */
  doctors: LearnerSeen[];
}

/** A visit that is over, of somebody who waited or had an appointment. */
export interface Visit {
  /** Whether the patient waited in the queue or had an appointment. */
  kind: VisitKind;
  /** How it ended. */
  outcome: VisitOutcome;
  /** The doctor; null if no doctor saw the patient. */
  doctor_uid?: Uid | null | undefined;
  /** What it was about: a word of the clinic's list of visit reasons. */
  reason?: Uid | null | undefined;
  /** When the patient joined the queue; the scheduled start of an appointment. */
  registered_at: Time;
  /** When the consultation began; null if it never did. */
  started_at?: Time | null | undefined;
  /** When the consultation ended, or the patient left. */
  ended_at: Time;
  /** Whether the patient was urgent. Default: `false`. */
  urgent?: boolean | undefined;
  /** The patient's head start in the order of service. */
  head_start_seconds?: number | undefined;
  /**
   * The doctor whom the patient had a soft preference for, without patience: such patients go before others
   * who came earlier.
   */
  preferred_doctor_uid?: Uid | null | undefined;
  /**
   * For how long the doctor was free before the visit while somebody waited: one for each stretch on duty
   * since the doctor's visit before. Those before the last ended without a fetch.
   */
  pauses?: Pause[] | undefined;
  /**
   * How long after the start before, of whatever doctor, the visit began; or after the first of those who
   * waited then had come, if that was later. Null if the patient did not wait, or it is not known.
   */
  gap_seconds?: number | null | undefined;
  /** Whether the room had this doctor only. */
  only_doctor?: boolean | undefined;
  /**
   * For how long of the time from the first start to the end the patient was not with the doctor, having been
   * sent elsewhere.
   */
  interrupted_seconds?: number | undefined;
  /** How long each time elsewhere took, as far as that is known; 0 to 86400 each. */
  elsewhere_seconds?: number[] | undefined;
  /** Why nobody believes that it took so long. */
  doubt?: VisitDoubt | null | undefined;
}

/** How a visit ended. */
export type VisitOutcome =
  /** A consultation took place. */
  | "completed"
  /** The patient left the queue unseen. */
  | "abandoned"
  /** The patient did not come to the appointment. */
  | "no_show"
  /** The room closed before the patient was seen. */
  | "unserved";

/** A time in which a doctor on duty was free, up to the next fetch. */
export interface Pause {
  /** How long it lasted; null if it is not known: duty ended before, or nobody waited when it ended. */
  seconds?: number | null | undefined;
  /**
   * For how many seconds somebody waited whom the doctor could have fetched, by how long the doctor had been
   * free: for less than one second, less than 2, 4, 8 and so on, eighteen numbers at most.
   */
  asked_seconds?: number[] | undefined;
}

/**
 * Why the length of a visit is not believed: nobody said when it was over, or somebody said so at another
 * time.
 */
export type VisitDoubt =
  /** Longer than the policy's `visit_minutes_max`. */
  | "too_long"
  /** Shorter than the policy's `visit_seconds_min`. */
  | "too_short"
  /** Over two hours and more after the end of the duty in which it began. */
  | "past_duty"
  /** Far longer than nearly all that were learned. */
  | "unlikely";

/**
 * A day of patients who come without an appointment, and wait until one of the doctors is free.
 *
 * Patients come independently of each other (a Poisson process whose rate is that of the stretch), are seen
 * in the order of arrival by whoever is free first, and take lengths of a lognormal distribution. Doctors are
 * there from midnight until the day closes, and alike.
 */
export interface WalkInDay {
  /** When how many come, in the order of the day; at most one stretch per minute. Nobody comes in between. */
  arrivals: ArrivalRate[];
  /**
   * Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`.
   * From 0.01 to 100000.
   */
  service_minutes: number;
  /**
   * Standard deviation of these minutes over their mean, 0 to `SERVICE_CV_MAX`. Consultations have about 0.5
   * to 1. From 0 to 1000.
   */
  service_cv: number;
  /**
   * The minute of the day from which nobody is seen any more, 1 to 1440. If null, everybody is seen, however
   * late.
   */
  closes_at_minute?: number | null | undefined;
}

/** How many patients come during a stretch of the day. */
export interface ArrivalRate {
  /** The minute of the day in which the stretch begins, 0 to 1439. */
  from_minute: number;
  /** The minute in which it ends, up to 1440. */
  to_minute: number;
  /** Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From 0 to 1000000. */
  arrivals_per_minute: number;
}

/**
 * Poisson arrivals with exponential service times and exponential patience, in one line, first come first
 * served.
 */
export interface ErlangA {
  /** Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From 0 to 1000000. */
  arrivals_per_minute: number;
  /**
   * Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`.
   * From 0.01 to 100000.
   */
  service_minutes: number;
  /** Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100000. */
  doctors: number;
  /**
   * Mean minutes that a patient is willing to wait (`1/θ`), in the same range as `service_minutes`. From 0.01
   * to 100000.
   */
  patience_minutes: number;
}

/**
 * Poisson arrivals that are served at once or turned away.
 *
 * The distribution of service times makes no difference, only its mean.
 */
export interface ErlangB {
  /** Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From 0 to 1000000. */
  arrivals_per_minute: number;
  /**
   * Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`.
   * From 0.01 to 100000.
   */
  service_minutes: number;
  /** Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100000. */
  doctors: number;
}

/** Poisson arrivals with exponential service times that wait in one line, first come first served. */
export interface ErlangC {
  /** Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From 0 to 1000000. */
  arrivals_per_minute: number;
  /**
   * Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`.
   * From 0.01 to 100000.
   */
  service_minutes: number;
  /**
   * Doctors, the servers of the literature, more than the offered load and at most `DOCTORS_MAX`. From 1 to
   * 100000.
   */
  doctors: number;
}

/**
 * Poisson arrivals with service times of which mean and spread are known, that wait in one line, first come
 * first served.
 */
export interface Mgc {
  /** Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From 0 to 1000000. */
  arrivals_per_minute: number;
  /**
   * Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`.
   * From 0.01 to 100000.
   */
  service_minutes: number;
  /**
   * Coefficient of variation of the service times, their standard deviation over their mean, 0 to
   * `SERVICE_CV_MAX`: 0 always the same, 1 exponential. From 0 to 1000.
   */
  service_cv: number;
  /**
   * Doctors, the servers of the literature, more than the offered load and at most `DOCTORS_MAX`. From 1 to
   * 100000.
   */
  doctors: number;
}

/** Poisson arrivals with exponential service times, turned away where every place is taken. */
export interface Mmck {
  /** Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From 0 to 1000000. */
  arrivals_per_minute: number;
  /**
   * Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`.
   * From 0.01 to 100000.
   */
  service_minutes: number;
  /** Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100000. */
  doctors: number;
  /**
   * Patients who can be there at once, waiting or with a doctor (`K`), at least as many as doctors and at
   * most `PLACES_MAX`.
   */
  places: number;
}

/** A service level: a share of patients who wait no longer than some minutes, in the model of `ErlangC`. */
export interface ServiceLevel {
  /** Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From 0 to 1000000. */
  arrivals_per_minute: number;
  /**
   * Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`.
   * From 0.01 to 100000.
   */
  service_minutes: number;
  /** The longest wait of the promise, 0 to `PLANNING_MINUTES_MAX`. From 0 to 100000. */
  within_minutes: number;
  /** The share of patients to whom it is kept, 0 to `QUANTILE_PROBABILITY_MAX`. From 0 to 0.999999. */
  probability: number;
}

/**
 * Service times with a lognormal distribution, as consultations have them more nearly than an exponential
 * one.
 */
export interface LognormalService {
  /**
   * Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`.
   * From 0.01 to 100000.
   */
  service_minutes: number;
  /**
   * Coefficient of variation of the service times, their standard deviation over their mean, 0 to
   * `SERVICE_CV_MAX`. From 0 to 1000.
   */
  service_cv: number;
}

/**
 * Somebody who waits behind others for doctors who are all busy, with exponential service times, where nobody
 * gives up.
 *
 * The wait is the sum of `ahead + 1` times until some doctor is free: an Erlang distribution of that shape,
 * with the rate at which all doctors together finish. W. Whitt, "Predicting Queueing Delays", Management
 * Science 45 (1999).
 */
export interface QueueAhead {
  /** Patients who wait and are served before, 0 to `AHEAD_MAX`. From 0 to 100000. */
  ahead: number;
  /**
   * Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`.
   * From 0.01 to 100000.
   */
  service_minutes: number;
  /** Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100000. */
  doctors: number;
}

/** The same where those ahead give up after an exponential patience. The one who waits does not. */
export interface ImpatientQueueAhead {
  /** Patients who wait and are served before unless they give up, 0 to `AHEAD_MAX`. From 0 to 100000. */
  ahead: number;
  /** Mean minutes that a doctor needs for a patient, as in `QueueAhead`. From 0.01 to 100000. */
  service_minutes: number;
  /** Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100000. */
  doctors: number;
  /**
   * Mean minutes that a patient is willing to wait (`1/θ`), in the same range as `service_minutes`. From 0.01
   * to 100000.
   */
  patience_minutes: number;
}

/** Everything the engine knows of a clinic. */
export interface ClinicSnapshotOutput extends ClinicSnapshot {
  /** IANA zone of doctors that name none. Default `UTC`. */
  timezone: string | null;
  /** Zones whose transitions the caller supplies, instead of the built-in ones of the same name. */
  timezones?: TimezoneDataOutput[] | undefined;
  /** Where patients are seen. In the order of this list, a start at several of them is offered. */
  locations?: LocationOutput[] | undefined;
  /** What can be booked. */
  appointment_types: AppointmentTypeOutput[];
  /** Who can be booked, and when. */
  doctors: DoctorOutput[];
  /** Dates without windows. */
  closures: ClosureOutput[];
  /** Who is told how long before an appointment. */
  reminders?: ReminderOutput[] | undefined;
  /** Hours in which nobody is reminded. */
  quiet_hours?: QuietHours | undefined;
  /** Most live holds of one patient, 1 to 1000; no limit if null. */
  max_live_holds_per_patient?: number | undefined;
  /** The weekday with which weeks start where limits count, 0 (Monday, the default) to 6. */
  week_starts_on?: number | undefined;
  /** Most appointments of each patient. */
  patient_limits?: PatientLimitOutput[] | undefined;
  /** What is booked, held or over. */
  appointments: AppointmentOutput[];
}

/** The clock of a zone as the caller knows it, used instead of the built-in rules of the same name. */
export interface TimezoneDataOutput extends TimezoneData {
  /** The changes, in order. */
  transitions: TransitionOutput[];
  /**
   * What recurs every year after the last transition, as a POSIX TZ string: `CET-1CEST,M3.5.0,M10.5.0/3`.
   * Either this or `covers_until`.
   */
  rule?: string | undefined;
  /**
   * First instant for which nothing is known. Questions about it are refused instead of answered by the last
   * offset.
   */
  covers_until?: Instant | undefined;
}

/** A place at which a clinic sees patients: a site, a branch, a ward. */
export interface LocationOutput extends Location {
  /** What calendars show as the place (`LOCATION` in iCalendar). It has no other say. */
  name?: string | undefined;
}

/** A bookable kind of appointment: the object of the documented API, and what the engine adds to it. */
export interface AppointmentTypeOutput extends AppointmentType {
  /** The organisation that owns the type; kept, not used. */
  organisation_uid?: string | undefined;
  /** Display name, 1 to 255 characters. */
  name?: string | undefined;
  /** Kind of meeting. */
  meeting_type: MeetingType;
  /** How long a hold lives, 1 to 86400. Default 900, fifteen minutes. */
  hold_ttl_seconds: number;
  /**
   * Least time from now to the start of a slot, from 0. A doctor's active setting for the type can override
   * it. From 0 to 5256000.
   */
  booking_min_notice_minutes: number;
  /** Least time from now to the start for a patient to cancel, from 0. From 0 to 5256000. */
  cancellation_min_notice_minutes: number;
  /** Least time from now to the old start for a patient to rebook, from 0. From 0 to 5256000. */
  rebooking_min_notice_minutes: number;
  /** How video rooms are given out. */
  room_strategy: RoomStrategy;
  /** Whether rebooking may change the doctor. */
  rebooking_mode: RebookingMode;
  /** Which doctors can offer the type. */
  doctor_assignment_mode: DoctorAssignmentMode;
  /** Whether patients may rebook their own appointments of this type. */
  allow_patient_rebooking: boolean;
  /** Whether the type is bookable. */
  active: boolean;
  /** Creation time; kept, not used. From 0 to 7258118399. */
  created_at?: number | undefined;
  /** Time of the last change; kept, not used. From 0 to 7258118399. */
  updated_at?: number | undefined;
  /**
   * How long a hold can live if it is extended, from `hold_ttl_seconds` to 604800, a week. If null, it can't
   * be.
   */
  hold_max_seconds?: number | undefined;
  /**
   * How long an appointment that a patient has confirmed waits for the practice to approve it, from
   * `hold_ttl_seconds` to 2592000, thirty days. If null, it needs no approval.
   */
  approval_ttl_seconds?: number | undefined;
  /** Longest time from now to the start of a slot, in minutes. From 0 to 5256000. */
  horizon_minutes?: number | undefined;
  /** How many local dates after today can be booked, each as a whole, 0 to 3660. */
  horizon_days?: number | undefined;
  /**
   * How many local dates before that of the start it can last be booked, 0 to 366: 1 is the day before, 0 the
   * same day. It holds beside the notice in minutes.
   */
  booking_min_notice_days?: number | undefined;
  /**
   * Until when it can be booked on the last of these dates, in minutes from local midnight, 0 to 1440.
   * Default 1440.
   */
  booking_notice_until?: number | undefined;
  /**
   * How many local dates before that of the start it can last be cancelled by the patient, 0 to 366: 1 is the
   * day before, 0 the same day. It holds beside the notice in minutes.
   */
  cancellation_min_notice_days?: number | undefined;
  /**
   * Until when it can be cancelled on the last of these dates, in minutes from local midnight, 0 to 1440.
   * Default 1440.
   */
  cancellation_notice_until?: number | undefined;
  /**
   * How many local dates before that of the start it can last be rebooked by the patient, 0 to 366: 1 is the
   * day before, 0 the same day. It holds beside the notice in minutes.
   */
  rebooking_min_notice_days?: number | undefined;
  /**
   * Until when it can be rebooked on the last of these dates, in minutes from local midnight, 0 to 1440.
   * Default 1440.
   */
  rebooking_notice_until?: number | undefined;
  /** The grid of starts; a query can ask for another. */
  grid?: GridOutput | undefined;
  /** Most appointments of this type in a period. */
  limits?: BookingLimitOutput[] | undefined;
}

/** Where the starts of slots lie in a window. */
export interface GridOutput extends Grid {
  /** What anchors the grid. */
  mode: GridMode;
  /** From one start to the next, 1 to 10080. Default: the duration and the window's buffer. */
  step_minutes?: number | undefined;
  /** For the mode `clock` only: a divisor of 1440. Default 15. */
  align_minutes?: number | undefined;
  /**
   * A slot leaves no hole shorter than this, 1 to 1440, before or after it: neither to another appointment
   * nor to the edge of open time.
   */
  least_gap_minutes?: number | undefined;
}

/**
 * Most appointments, or most minutes of them, on one local day or in one local week. One of the two, or both.
 */
export interface BookingLimitOutput extends BookingLimit {
  /** Most appointments; 0 allows none. A group visit counts once. From 0 to 100000. */
  appointments?: number | undefined;
  /** Most minutes of appointments. From 0 to 100000. */
  minutes?: number | undefined;
}

/** A doctor, and when they are there. */
export interface DoctorOutput extends Doctor {
  /** Kept, not used. */
  display_name?: string | undefined;
  /** IANA zone of the doctor's clock; default that of the clinic. */
  timezone: string | null;
  /**
   * The doctor's video room, for types whose rooms are `persistent_per_provider`; the doctor's uid if null.
   */
  video_room_id?: Uid | undefined;
  /** Whether the doctor can be booked at all. */
  active: boolean;
  /** Weekly windows. */
  availability_rules: AvailabilityRuleOutput[];
  /** Extra hours and time off. */
  availability_exceptions: AvailabilityExceptionOutput[];
  /** Windows of single dates. */
  date_overrides: DateOverrideOutput[];
  /** What is special to this doctor about a type. */
  appointment_type_settings: AppointmentTypeSettingOutput[];
  /** Most appointments of all types in a period. */
  limits?: BookingLimitOutput[] | undefined;
}

/** A window that recurs every week: the object of the documented API. */
export interface AvailabilityRuleOutput extends AvailabilityRule {
  /** The doctor; if given, the one that the rule is listed under. */
  doctor_uid?: Uid | undefined;
  /** Least gap between two appointments, 0 to 1440. */
  buffer_minutes: number;
  /** No slot of this rule starts before. */
  valid_from: Instant | null;
  /** No slot of this rule ends after. */
  valid_until: Instant | null;
  /** Whether the rule is in force. */
  active: boolean;
  /**
   * Every how many weeks it holds, 1 to 52, counted from `from_date`, which it needs then. Every week if
   * null.
   */
  every_weeks?: number | undefined;
  /** The first local date on which it may hold. As `YYYY-MM-DD`. */
  from_date?: string | undefined;
  /** The types that it is for; all if null. */
  appointment_type_uids?: Uid[] | undefined;
  /** From so many minutes before a start on, other types can book it too, 0 to 5256000. */
  reserved_until_minutes_before?: number | undefined;
  /** Earlier than so many minutes before a start, nobody can book it, 0 to 5256000. */
  released_minutes_before?: number | undefined;
  /** Where it is; nowhere in particular if null. */
  location_uid?: Uid | undefined;
}

/** An interval that adds open time, or takes it away. */
export interface AvailabilityExceptionOutput extends AvailabilityException {
  /** First instant of the interval. */
  start_date: Instant;
  /** First instant after the interval. */
  end_date: Instant;
  /** Least gap between two appointments in an extra interval, 0 to 1440. A blocked interval has none. */
  buffer_minutes: number;
  /**
   * Whether the gap of a window holds to this blocked interval as well: it is busy time, not time off. An
   * extra interval does not say so.
   */
  keeps_gap: boolean;
  /** The types that it is for; all if null. */
  appointment_type_uids?: Uid[] | undefined;
  /** From so many minutes before a start on, other types can book it too, 0 to 5256000. */
  reserved_until_minutes_before?: number | undefined;
  /** Earlier than so many minutes before a start, nobody can book it, 0 to 5256000. */
  released_minutes_before?: number | undefined;
  /** Where it is; nowhere in particular if null. */
  location_uid?: Uid | undefined;
}

/** The windows of one local date instead of those of the weekly rules; none of them closes the day. */
export interface DateOverrideOutput extends DateOverride {
  /** The doctor's local date. As `YYYY-MM-DD`. */
  date: string;
  /** The windows, possibly none. */
  windows: OverrideWindowOutput[];
}

/** A window of a `DateOverride`. */
export interface OverrideWindowOutput extends OverrideWindow {
  /** Least gap between two appointments, 0 to 1440. */
  buffer_minutes: number;
  /** The types that it is for; all if null. */
  appointment_type_uids?: Uid[] | undefined;
  /** From so many minutes before a start on, other types can book it too, 0 to 5256000. */
  reserved_until_minutes_before?: number | undefined;
  /** Earlier than so many minutes before a start, nobody can book it, 0 to 5256000. */
  released_minutes_before?: number | undefined;
  /** Where it is; nowhere in particular if null. */
  location_uid?: Uid | undefined;
}

/** What is special to a doctor about an appointment type. */
export interface AppointmentTypeSettingOutput extends AppointmentTypeSetting {
  /** An inactive setting counts as absent. */
  active: boolean;
  /**
   * Booking notice of this doctor for the type; 0 counts, null leaves that of the type. From 0 to 5256000.
   */
  booking_min_notice_minutes: number | null;
  /** For types whose `doctor_choice` is `priority`: 0 to 1000, the least is booked first. */
  priority?: number | undefined;
  /**
   * For types whose `doctor_choice` is `round_robin` or `fewest_appointments`: how much of the work this
   * doctor takes beside others, 1 to 1000; 100 if null. 50 is for somebody who works half the time.
   */
  weight?: number | undefined;
  /**
   * How long an appointment of the type takes with this doctor where no length is asked for, 1 to 1440; null
   * leaves that of the type. It need not be among the type's lengths.
   */
  duration_minutes?: number | undefined;
  /**
   * The gap before an appointment of the type with this doctor; 0 counts, null leaves that of the type. From
   * 0 to 1440.
   */
  buffer_before_minutes?: number | undefined;
  /** The gap after an appointment of the type with this doctor. From 0 to 1440. */
  buffer_after_minutes?: number | undefined;
}

/**
 * Dates on which the weekly rules have no windows, or hours of them that the rules leave out, for one doctor
 * or for all: a holiday, say. There is one for each first date and doctor.
 */
export interface ClosureOutput extends Closure {
  /** The local date, by each doctor's own clock; the first one if there is a `last_date`. As `YYYY-MM-DD`. */
  date: string;
  /** The last local date, the same or at most a year later. Only `date` if null. As `YYYY-MM-DD`. */
  last_date?: string | undefined;
  /** From when on each of the dates is closed, in minutes from local midnight, 0 to 1440. Default 0. */
  start_time?: number | undefined;
  /**
   * Until when each of the dates is closed, in minutes from local midnight, after the start. Default 1440.
   */
  end_time?: number | undefined;
  /** The doctor, or all. */
  doctor_uid?: Uid | undefined;
  /** What is kept that day; kept, not used. */
  name?: string | undefined;
}

/** A reminder of an appointment type: the object of the documented API. */
export interface ReminderOutput extends Reminder {
  /**
   * How long before the start it is due, 1 to 86400: at most 60 days. Either this, or `days_before` and
   * `local_time`.
   */
  minutes_before?: number | undefined;
  /**
   * How many dates before that of the start it is due, 0 to 60, on the doctor's clock: 1 is the day before.
   */
  days_before?: number | undefined;
  /** At which time on that date, in minutes from local midnight, 0 to 1439: 1080 is six in the evening. */
  local_time?: number | undefined;
  /** By email. */
  send_email: boolean;
  /** By text message. */
  send_sms: boolean;
  /** An inactive reminder is never due. */
  active: boolean;
}

/** Most appointments of one patient, with whatever doctor: in a period, or to come. */
export interface PatientLimitOutput extends PatientLimit {
  /** The period in which is counted, by the clinic's clock. Either this or `upcoming`. */
  per?: Period | undefined;
  /** Only these types are counted, and only they are limited; all if null. */
  appointment_type_uids?: Uid[] | undefined;
}

/**
 * An appointment: the object of the documented API, and the end of its hold.
 *
 * Its times may be given on its doctor's clock instead: then `start_date` and `end_date` are
 * `Instant::UNKNOWN` until a clinic takes it in.
 */
export interface AppointmentOutput extends Appointment {
  /** Kept, not used. */
  doctor_display_name?: string | undefined;
  /** The patient. */
  patient_uid?: Uid | undefined;
  /** Kept, not used. */
  patient_display_name?: string | undefined;
  /**
   * The type, or none: a walk-in consultation has none. The type of an appointment may be gone from the
   * clinic.
   */
  appointment_type_uid: Uid | null;
  /** Kept, not used. */
  appointment_type_name?: string | undefined;
  /** Kept, not used. */
  meeting_type?: MeetingType | undefined;
  /** Kept, not used. */
  meeting_format?: MeetingFormat | undefined;
  /** The start. It may be left out where `local_start` is given. */
  start_date: Instant;
  /** The end. It may be left out where `local_end` is given. */
  end_date: Instant;
  /**
   * The length that was asked for, if any was, 1 to 1440. It is kept where the appointment is moved and no
   * other is asked for.
   */
  duration_minutes?: number | undefined;
  /**
   * When it was held first. The hold of a `held` one ends `hold_ttl_seconds` of its type later, unless
   * `hold_expires_at` says when.
   */
  created_at?: Instant | undefined;
  /** First instant at which a hold no longer counts. */
  hold_expires_at?: Instant | undefined;
  /** When it was cancelled. */
  cancelled_at?: Instant | undefined;
  /** Why it was cancelled. */
  cancellation_reason?: string | undefined;
  /** When it was confirmed. Reminders that were due by then are not sent. */
  confirmed_at?: Instant | undefined;
  /** When its start was moved last. Reminders of the new start that were due by then are not sent. */
  rebooked_at?: Instant | undefined;
  /** The video room, from the confirmation on. */
  video_room_id?: Uid | undefined;
  /** How the doctor was chosen, if nobody was asked for. */
  doctor_choice?: DoctorChoiceOutput | undefined;
  /** Whether it waits for the practice to approve it. It is `held` then. */
  approval?: Approval | undefined;
  /** Where it is; nowhere in particular if null. The location may be gone from the clinic. */
  location_uid?: Uid | undefined;
  /** The hold that it took the place of. */
  replaces?: Uid | undefined;
  /** What stood against its slot when the administrator held or moved it there all the same. */
  overrode?: ReasonOutput[] | undefined;
}

/** How a doctor was chosen for a hold that named none. */
export interface DoctorChoiceOutput extends DoctorChoice {
  /** For `fewest_appointments`: the sessions of the one chosen on that local day, without this one. */
  appointments_that_day?: number | undefined;
  /** For `priority`: that of the one chosen, if there is one. */
  priority?: number | undefined;
  /**
   * For `round_robin`: when the one chosen was last booked for the type, if ever, as far as that is known.
   */
  last_booked_at?: Instant | undefined;
  /** What the one chosen weighs, if the setting for the type says so and the strategy looks at it. */
  weight?: number | undefined;
}

/** Only windows for other types hold the start. */
export interface ReasonReservedOutput extends ReasonReserved {
  /** From when on it is for others too; null if never. */
  until: Instant | null;
}

/** The window that holds the start is at another location. */
export interface ReasonOtherLocationOutput extends ReasonOtherLocation {
  /** Which; null if it is nowhere in particular. */
  location_uid: Uid | null;
}

/** No window holds the start, or none is open for the whole length. */
export interface ReasonOutsideHoursOutput extends ReasonOutsideHours {
  /** The next start of open time after the start asked for, within 366 days. */
  next_opening: Instant | null;
}

/** A window holds the start, but not on its grid. */
export interface ReasonOffGridOutput extends ReasonOffGrid {
  /** The closest candidate of such a window; the earlier of two. Null if it has none. */
  nearest: Instant | null;
}

/** Neither beside another appointment nor at the edge of open time, where the grid asks for that. */
export interface ReasonNotAdjacentOutput extends ReasonNotAdjacent {
  /** The closest candidate of such a window; the earlier of two. Null if it has none. */
  nearest: Instant | null;
}

/** The group visit has fewer seats left than are asked for. */
export interface ReasonGroupFullOutput extends ReasonGroupFull {
  /** How many are left. */
  seats_left?: number | undefined;
}

/** One more would exceed a limit. */
export interface ReasonLimitReachedOutput extends ReasonLimitReached {
  /** The period; null if all that are to come are counted. */
  per: Period | null;
}

/** A reason why a start can't be booked, with the data that helps to find a better one. */
export type ReasonOutput =
  | ReasonTypeInactive
  | ReasonDoctorNotOffering
  | ReasonTooSoon
  | ReasonBeyondHorizon
  | ReasonNonexistentLocalTime
  | ReasonClosed
  | ReasonBlocked
  | ReasonReservedOutput
  | ReasonNotReleased
  | ReasonOtherLocationOutput
  | ReasonWindowFull
  | ReasonOutsideHoursOutput
  | ReasonOffGridOutput
  | ReasonNotAdjacentOutput
  | ReasonLeavesGap
  | ReasonSlotTaken
  | ReasonHeld
  | ReasonPlacesFull
  | ReasonGroupFullOutput
  | ReasonLimitReachedOutput
  | ReasonPatientBusy
  | ReasonTooManyHolds;

/** A slot that can be booked. */
export interface Slot {
  /** The start. */
  start_date: Instant;
  /** The end. */
  end_date: Instant;
  /** Who can be booked. */
  doctor_uid: Uid;
  /** Seats that are left; 1 but for group visits. */
  seats_left: number;
  /** Where it is; nowhere in particular if null. */
  location_uid?: Uid | undefined;
}

/** A local day with at least one slot. */
export interface DayWithSlots {
  /** The day. As `YYYY-MM-DD`. */
  date: string;
  /** Its first start. */
  first_start_date: Instant;
}

/** Why a start can't be booked with one doctor. Without reasons, it can. */
export interface Explanation {
  /** The doctor. */
  doctor_uid: Uid;
  /** Every reason. */
  reasons: ReasonOutput[];
}

/** What stands against a doctor's slots on a local day. */
export interface ExplainedDay {
  /** The day, on the calendar of the query's zone. As `YYYY-MM-DD`. */
  date: string;
  /** The doctor. */
  doctor_uid: Uid;
  /** How many starts the hours and the grid have. */
  candidates: number;
  /** How many of them can be booked. */
  slots: number;
  /** No slot is left, and no time either: appointments and holds have taken it. */
  booked_out: boolean;
  /** No slot is left because of appointments and holds, and what they leave is too short for the type. */
  no_gap_long_enough: boolean;
  /** Each kind of reason, those first that stand against most. */
  reasons: DayReason[];
  /**
   * The next day on which this doctor has a slot, in the range or on one of the 366 dates after it. As
   * `YYYY-MM-DD`.
   */
  next_date: string | null;
}

/** What one kind of reason does to a day. */
export interface DayReason {
  /**
   * The reason, as it stands against the first candidate that it forbids; of a day without candidates,
   * against its first instant.
   */
  reason: ReasonOutput;
  /** How many candidates it forbids. */
  candidates: number;
  /** The share of the candidates that it forbids, 0 to 1; 1 for a day without candidates. */
  share: number;
}

/** A stretch of a doctor's time. */
export interface OpenHours {
  /** The doctor. */
  doctor_uid: Uid;
  /** Its start. */
  start_date: Instant;
  /** Its end. */
  end_date: Instant;
  /** What it is. */
  state: HoursState;
  /** What blocks: the exception, or the rule. */
  by: Uid | null;
  /** What is closed: a local date, or hours of it. As `YYYY-MM-DD`. */
  date: string | null;
  /** What the closure is called. */
  name: string | null;
}

/** Whether somebody is there. */
export type HoursState =
  /** The doctor is there, whatever is booked. */
  | "open"
  /** A closure, or an override without windows. */
  | "closed"
  /** Time off, or something else. */
  | "blocked";

/** How many of a doctor's appointments of a type were kept, and how many not. */
export interface Outcomes {
  /** The doctor. */
  doctor_uid: Uid;
  /** The type, or none. */
  appointment_type_uid: Uid | null;
  /** The patient came. */
  kept: number;
  /** The patient did not. */
  missed: number;
  /** Called off in time. */
  cancelled: number;
  /** Called off within the notice of the type, or on the day if it has none. */
  cancelled_late: number;
  /** Confirmed and over, and nobody has said whether the patient came. */
  unresolved: number;
}

/** One local day of one doctor, in minutes. */
export interface Utilisation {
  /** The doctor. */
  doctor_uid: Uid;
  /** The day, on the doctor's own calendar. As `YYYY-MM-DD`. */
  date: string;
  /** Open time, of whatever buffer, before any booking is looked at. */
  open_minutes: number;
  /** Time with an appointment, in or outside of open time. */
  booked_minutes: number;
  /** Time with a live hold and no appointment. */
  held_minutes: number;
  /** Open time with neither. */
  free_minutes: number;
}

/** A slot is reserved. */
export interface EventHeldOutput extends EventHeld {
  /** The new appointment. */
  appointment: AppointmentOutput;
  /** What stood against its slot, and was overridden. */
  overrode?: ReasonOutput[] | undefined;
}

/** Called off. */
export interface EventCancelledOutput extends EventCancelled {
  /** When. */
  at: Instant;
  /** How often it had been reopened. */
  reopenings?: number | undefined;
}

/** Moved. */
export interface EventRebookedOutput extends EventRebooked {
  /** When. */
  at: Instant;
  /** The new start. */
  start_date: Instant;
  /** The new end. */
  end_date: Instant;
  /** The length that was asked for, now or before, if any was. */
  duration_minutes?: number | undefined;
  /** How many seats of a group visit it takes from now on; 1 if null. */
  seats?: number | undefined;
  /** What it is from now on, if that changes. */
  appointment_type_uid?: Uid | undefined;
  /** The video room from now on. */
  video_room_id: Uid | null;
  /** The old start. */
  previous_start_date: Instant;
  /** What stood against the new slot, and was overridden. */
  overrode?: ReasonOutput[] | undefined;
  /** Where it is from now on. */
  location_uid?: Uid | undefined;
}

/** It took place. */
export interface EventCompletedOutput extends EventCompleted {
  /** When that was said. */
  at: Instant;
  /** How often it had been reopened. */
  reopenings?: number | undefined;
}

/** The patient did not come. */
export interface EventNoShowOutput extends EventNoShow {
  /** When that was said. */
  at: Instant;
  /** How often it had been reopened. */
  reopenings?: number | undefined;
}

/** Something that happened to an appointment. */
export type EventOutput =
  | EventHeldOutput
  | EventExtended
  | EventApprovalRequested
  | EventConfirmed
  | EventReleased
  | EventExpired
  | EventCancelledOutput
  | EventRebookedOutput
  | EventCompletedOutput
  | EventNoShowOutput
  | EventReopened;

/** A reminder that is due, for one appointment. */
export interface DueReminder {
  /** When it is due. */
  due_at: Instant;
  /** The appointment. */
  appointment_uid: Uid;
  /** Its start, which tells this reminder from that of another start. */
  start_date: Instant;
  /** The reminder. */
  reminder_uid: Uid;
  /** Who is reminded. */
  recipient_role: RecipientRole;
  /** By email. */
  send_email: boolean;
  /** By text message. */
  send_sms: boolean;
}

/** An appointment that its doctor's hours do not cover. */
export interface OutsideHours {
  /** The appointment. */
  appointment_uid: Uid;
  /** Its doctor. */
  doctor_uid: Uid;
  /** Its start. */
  start_date: Instant;
  /** `closed`, `blocked`, `other_location` and `outside_hours`, as `explain` gives them. */
  reasons: ReasonOutput[];
}

/** An appointment that the clock of its doctor shows at another time under other rules. */
export interface LocalTimeChange {
  /** The appointment. */
  appointment_uid: Uid;
  /** Its doctor. */
  doctor_uid: Uid;
  /** The doctor's zone. */
  timezone: string;
  /** Its start, which does not change. */
  start_date: Instant;
  /** Its local start by the clinic's rules. As `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`. */
  local_start: string;
  /** Its local start by the other rules. As `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`. */
  other_local_start: string;
}

/** What a calendar of somebody else says. */
export interface BusyTime {
  /** When its owner is busy: blocked intervals for a doctor, by start and uid. */
  blocked: AvailabilityExceptionOutput[];
  /**
   * What could not be read, or not with certainty, by line: for a person to look at. What could be made out
   * of it all the same is among `blocked`.
   */
  not_read: NotRead[];
}

/** Something in a calendar that could not be read, or not with certainty. */
export interface NotRead {
  /** The `UID`, of which at most 255 bytes; null if there is none. */
  uid: string | null;
  /**
   * The line in which what is wrong stands, or the entry begins that lacks something. The first line is 1.
   */
  line: number;
  /** What is wrong. */
  code: NotReadCode;
  /** Where, as in `VEVENT[2].DTSTART`. Empty where the text as a whole is meant. */
  path: string;
  /** The same in a sentence, with what was found. */
  message: string;
}

/** What can be wrong with a part of a calendar. */
export type NotReadCode =
  /** A line that is none, or a component that is not ended (RFC 5545 §3.1, §3.4). */
  | "invalid_icalendar"
  /** A property that must be there is not. */
  | "missing_field"
  /** A value that is none of its kind. */
  | "wrong_type"
  /** A property that may be there once says different things. */
  | "duplicate"
  /** Two properties of which only one may be there, and that differ. */
  | "conflict"
  /** An end before the start. */
  | "empty_interval"
  /** A zone that nothing explains. */
  | "unknown_timezone"
  /** An instant after the end of the zone data that the caller supplied. */
  | "timezone_data_ends"
  /** A rule with more instances or steps, or a text with more rules or zones, than are looked at. */
  | "too_many";

/** The text is not JSON. */
export interface ErrorDataInvalidJson {
  code: "invalid_json";
  /** What the JSON reader says, with line and column. */
  detail: string;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** The text is not iCalendar (RFC 5545 §3.1, §3.4). */
export interface ErrorDataInvalidIcalendar {
  code: "invalid_icalendar";
  /** What is wrong, with the line. */
  detail: string;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** A field that the engine does not know. The path names it. */
export interface ErrorDataUnknownField {
  code: "unknown_field";
  /** The fields that are known here. */
  expected: string;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** A field that must be there is not. The path names it. */
export interface ErrorDataMissingField {
  code: "missing_field";
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** A value of the wrong JSON type, such as `"30"` for an integer. */
export interface ErrorDataWrongType {
  code: "wrong_type";
  /** What was found and what is expected. */
  detail: string;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** A word that is not in the list of this field. */
export interface ErrorDataUnknownValue {
  code: "unknown_value";
  /** The word. */
  value: string;
  /** The words that are allowed. */
  expected: string;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** A number, or a length of text, outside its range. */
export interface ErrorDataOutOfRange {
  code: "out_of_range";
  /** What was given; null where JSON has no word for the number. */
  value: number | null;
  /** The smallest that is allowed. */
  min: number;
  /** The largest that is allowed. */
  max: number;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/**
 * More work comes in than the doctors can do, so that the queue grows without end and no steady state exists.
 */
export interface ErrorDataUnstable {
  code: "unstable";
  /** The work that comes in, in doctors kept busy: arrivals per minute times minutes per patient. */
  offered_load: number;
  /** The doctors there are. Steady state needs more than the offered load. */
  doctors: number;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** An interval that ends at or before its start. */
export interface ErrorDataEmptyInterval {
  code: "empty_interval";
  /** The start that was given. */
  start: number;
  /** The end that was given. */
  end: number;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** A zone that is neither in the tz database nor supplied by the caller. */
export interface ErrorDataUnknownTimezone {
  code: "unknown_timezone";
  /** The name that was given. */
  value: string;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** Supplied zone data that contradicts itself. */
export interface ErrorDataInvalidTimezoneData {
  code: "invalid_timezone_data";
  /** What is wrong. */
  detail: string;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** An instant after the end of the zone data that the caller supplied. */
export interface ErrorDataTimezoneDataEnds {
  code: "timezone_data_ends";
  /** The zone. */
  timezone: string;
  /** First instant that is no longer covered. */
  covers_until: number;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** The same uid, date or name twice where it must be unique. */
export interface ErrorDataDuplicate {
  code: "duplicate";
  /** What is there twice. */
  value: string;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** Two fields that contradict each other. */
export interface ErrorDataConflict {
  code: "conflict";
  /** Which, and why. */
  detail: string;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** No such doctor, appointment type, appointment, reminder or closure. */
export interface ErrorDataNotFound {
  code: "not_found";
  /** What was looked for, such as `doctor`. */
  what: string;
  /** The uid that was given; of a closure, the date. */
  uid: string;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** A doctor that still has appointments cannot be removed; an inactive doctor offers nothing. */
export interface ErrorDataInUse {
  code: "in_use";
  /** How many appointments name the doctor. */
  appointments: number;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** More entries, bytes or days than the engine takes at once. */
export interface ErrorDataTooMany {
  code: "too_many";
  /** How many there are. */
  count: number;
  /** How many may be. */
  limit: number;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** The answer would have more slots than the engine gives at once. */
export interface ErrorDataTooManySlots {
  code: "too_many_slots";
  /** How many may be. */
  limit: number;
  kind: ErrorKind;
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
  /** All that is wrong, this first, where it is more than one thing. */
  errors?: ErrorData[] | undefined;
  /** True if even more is wrong than `errors` says. */
  more_errors?: boolean | undefined;
}

/** What was wrong, and where. */
export type ErrorData =
  | ErrorDataInvalidJson
  | ErrorDataInvalidIcalendar
  | ErrorDataUnknownField
  | ErrorDataMissingField
  | ErrorDataWrongType
  | ErrorDataUnknownValue
  | ErrorDataOutOfRange
  | ErrorDataUnstable
  | ErrorDataEmptyInterval
  | ErrorDataUnknownTimezone
  | ErrorDataInvalidTimezoneData
  | ErrorDataTimezoneDataEnds
  | ErrorDataDuplicate
  | ErrorDataConflict
  | ErrorDataNotFound
  | ErrorDataInUse
  | ErrorDataTooMany
  | ErrorDataTooManySlots;

/** What a caller can do about an `Error`. */
export type ErrorKind =
  /** Fix the input. */
  | "invalid"
  /** Check the id. */
  | "not_found"
  /** Choose differently. */
  | "refused"
  /** Ask for less. */
  | "too_large";

/** The slot can't be booked. */
export interface RefusalNotBookable {
  code: "not_bookable";
  /** Every reason, for each doctor that was asked for. */
  explanations: Explanation[];
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** Another appointment has this uid. */
export interface RefusalAlreadyExists {
  code: "already_exists";
  /** Where that one stands. */
  status: AppointmentStatus;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** The hold ran out before. */
export interface RefusalHoldExpired {
  code: "hold_expired";
  /** When. */
  expired_at: Instant;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** That does not happen to an appointment that stands there. */
export interface RefusalWrongStatus {
  code: "wrong_status";
  /** Where it stands. */
  status: AppointmentStatus;
  /** Where it would have to stand. */
  expected: AppointmentStatus[];
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** It is too late for the patient to cancel. */
export interface RefusalTooLateToCancel {
  code: "too_late_to_cancel";
  /** Last instant at which it was not. */
  latest: Instant;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** It is too late for the patient to rebook. */
export interface RefusalTooLateToRebook {
  code: "too_late_to_rebook";
  /** Last instant at which it was not. */
  latest: Instant;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** Patients do not rebook this type on their own. */
export interface RefusalRebookingNotAllowed {
  code: "rebooking_not_allowed";
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** Rebooking keeps the doctor. */
export interface RefusalOtherDoctorNotAllowed {
  code: "other_doctor_not_allowed";
  /** Who that is. */
  doctor_uid: Uid;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** The hold can't live longer. */
export interface RefusalNotExtendable {
  code: "not_extendable";
  /** When it ends. */
  hold_expires_at: Instant;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** It waits for the practice to approve it. */
export interface RefusalApprovalRequested {
  code: "approval_requested";
  /** Until when it waits. */
  hold_expires_at: Instant;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** Nobody asked the practice to approve it. */
export interface RefusalApprovalNotRequested {
  code: "approval_not_requested";
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** What was called off was a hold, and no appointment. */
export interface RefusalNeverConfirmed {
  code: "never_confirmed";
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** An appointment that has not begun is neither over nor missed. */
export interface RefusalNotBegun {
  code: "not_begun";
  /** When it begins. */
  start_date: Instant;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** Why a command changes nothing: it is wrong, or a rule is against it. */
export type Refusal =
  | ErrorData
  | RefusalNotBookable
  | RefusalAlreadyExists
  | RefusalHoldExpired
  | RefusalWrongStatus
  | RefusalTooLateToCancel
  | RefusalTooLateToRebook
  | RefusalRebookingNotAllowed
  | RefusalOtherDoctorNotAllowed
  | RefusalNotExtendable
  | RefusalApprovalRequested
  | RefusalApprovalNotRequested
  | RefusalNeverConfirmed
  | RefusalNotBegun;

/** Everything the engine knows of a waiting room. */
export interface WaitingRoomSnapshotOutput extends WaitingRoomSnapshot {
  /** The rules. */
  policy: QueuePolicyOutput;
  /** Who sees patients. Of doctors who are free at once, the first takes in somebody first. */
  doctors: QueueDoctorOutput[];
  /** Who waits, is being seen, or was here. */
  entries: QueueEntryOutput[];
  /**
   * The number of the next event; more than the `sequence` of every entry, and raised to that if it is less.
   * From 0 to 9007199254740991.
   */
  next_sequence: number;
}

/** The rules of a waiting room. */
export interface QueuePolicyOutput extends QueuePolicy {
  /** Nobody is fetched from the queue so long before an appointment; 0 to 1440. */
  guard_minutes: number;
  /** For how long a doctor waits for the patient of an appointment; 0 to 1440. */
  no_show_grace_minutes: number;
  /** Nobody joins while so many wait; no limit if null. From 0 to 10000. */
  capacity: number | null;
  /** Nobody joins. Who waits is still seen. */
  is_closed: boolean;
  /** What to say to those who can't join while `is_closed`. */
  close_msg: string | null;
  /** The end of the day: from then on nobody joins, and who still waits is not seen. */
  closes_at: Instant | null;
  /** How long visits take, by what they are about. */
  visit_reasons: VisitReasonOutput[];
  /** How patients are triaged: each level goes before others by so much. */
  levels?: QueueLevelOutput[] | undefined;
  /** How long a visit takes on average, for the two simple estimates; 5 if null. From 1 to 1440. */
  average_visit_minutes: number | null;
  /** Whether the estimate by position is divided by the number of doctors on duty. */
  divide_by_doctors: boolean;
  /** A visit that is longer was left open by mistake, and teaches nothing about lengths; 1 to 1440. */
  visit_minutes_max?: number | undefined;
  /**
   * A visit that is shorter was closed late or opened by mistake, and teaches nothing about lengths; 1 to
   * 86400.
   */
  visit_seconds_min?: number | undefined;
}

/** How long visits about one thing take. */
export interface VisitReasonOutput extends VisitReason {
  /** The doctors who serve it; all if null. */
  doctor_uids?: Uid[] | undefined;
}

/** A priority level. */
export interface QueueLevelOutput extends QueueLevel {
  /** What it is called. */
  name: string | null;
  /** In the order of service its patients count as having come so much earlier; 0 to 10080. */
  head_start_minutes: number;
  /** Whether its patients go before all who are not urgent. */
  urgent: boolean;
}

/** A doctor who sees patients from the queue. */
export interface QueueDoctorOutput extends QueueDoctor {
  /** Kept, not used. */
  display_name?: string | undefined;
  /** The doctor's own video room. Without one, each visit has a room of its own. */
  video_room_id?: Uid | undefined;
  /** When the doctor fetches patients from the queue: in order, none overlapping another. */
  duty: DutyOutput[];
  /** Appointments that have not begun. */
  appointments: UpcomingAppointmentOutput[];
  /** Whom the doctor sees now. */
  current: ConsultationOutput | null;
  /** How many patients the doctor sees at a time, 1 to 20; one if null. */
  concurrent_patients_max?: number | undefined;
  /**
   * Whom the doctor sees beside `current`, in the order in which these began. There may be more than places:
   * who has begun stays to the end.
   */
  beside?: ConsultationOutput[] | undefined;
  /** When the doctor's last consultation was over. */
  last_ended_at?: Instant | undefined;
  /** Since when the doctor has been away, or was the last time. */
  away_since?: Instant | undefined;
  /** When the doctor will be back, or has been since; null of one who is away until somebody says so. */
  back_at?: Instant | undefined;
}

/** An appointment that has not begun. */
export interface UpcomingAppointmentOutput extends UpcomingAppointment {
  /** When it is to begin. */
  start_date: Instant;
  /** What it is about. */
  reason: Uid | null;
}

/** A consultation that is taking place. */
export interface ConsultationOutput extends Consultation {
  /** What it is about. */
  reason: Uid | null;
  /** When the patient joined the queue; the scheduled start of an appointment. */
  registered_at: Instant;
  /** When it began. */
  started_at: Instant;
}

/** Somebody who joined the queue. */
export interface QueueEntryOutput extends QueueEntry {
  /** What the visit is about: a word of the policy's `visit_reasons`, or any other. */
  visit_reason: Uid | null;
  /** Whom the patient would like to see. */
  preferred_doctor_uid: Uid | null;
  /** What that means. */
  preference: DoctorPreference;
  /**
   * With it, only the preferred doctor sees the patient until so long after `registered_at`; then anybody
   * does. 0 to 10080.
   */
  preference_patience_minutes: number | null;
  /** The priority level by which the patient was triaged last: a word of the policy's `levels` then. */
  level?: Uid | undefined;
  /** Urgent patients are seen before others. */
  urgent: boolean;
  /** When a patient who is `on_the_way` will be there. */
  ready_at?: Instant | undefined;
  /** The parts of the visit that are over, where a doctor sent the patient elsewhere in the middle of it. */
  parts?: VisitPartOutput[] | undefined;
  /** What the patient was told first of how long it will be: the promise. */
  announced?: ShownWaitOutput | undefined;
  /** What the patient was told last. */
  shown?: ShownWaitOutput | undefined;
  /** When the patient joined. */
  registered_at: Instant;
  /** The doctor who sees or saw the patient. */
  doctor_uid: Uid | null;
  /** Where they meet. */
  video_room_id: Uid | null;
  /** When the doctor took the patient in. */
  allocated_at: Instant | null;
  /** When the consultation was over. */
  completed_at: Instant | null;
  /** When it was called off. */
  cancelled_at: Instant | null;
  /** Who called it off. */
  cancelled_by: Actor | null;
}

/**
 * A part of a visit that ended with the patient being sent elsewhere: to the X-ray, the laboratory, a nurse.
 */
export interface VisitPartOutput extends VisitPart {
  /** When the doctor took the patient in. */
  started_at: Instant;
  /** When the doctor sent the patient elsewhere. */
  sent_at: Instant;
  /** When the patient was back; null as long as nobody has said so. */
  back_at: Instant | null;
}

/**
 * A wait as it was shown to somebody: "about 20 minutes, at most 35".
 *
 * Shown again, it falls as it may, and rises only if something explains that: more are before the patient
 * than were, or fewer doctors are there; or if it is more than the bound that was shown beside it allows.
 */
export interface ShownWaitOutput extends ShownWait {
  /** The queue entry; null for somebody who has not joined. */
  uid?: Uid | undefined;
  /** When it was shown. */
  at: Instant;
}

/** Somebody joined. */
export interface QueueEventRegisteredOutput extends QueueEventRegistered {
  /** The new entry. */
  entry: QueueEntryOutput;
}

/** A doctor turned to an appointment. */
export interface QueueEventAppointmentStartedOutput extends QueueEventAppointmentStarted {
  /** When. */
  at: Instant;
  /** The appointment, as it stood among those to come. */
  appointment: UpcomingAppointmentOutput;
}

/** Is there to be seen, or not. */
export interface QueueEventPresenceSetOutput extends QueueEventPresenceSet {
  /** When that was said. */
  at: Instant;
  /** When a patient who is on the way will be there. */
  ready_at: Instant | null;
}

/** Was told how long it will be. */
export interface QueueEventAnnouncedOutput extends QueueEventAnnounced {
  /** When. */
  at: Instant;
  /** What was told, at that time. */
  shown: ShownWaitOutput;
}

/** A doctor is away from now on, or no longer. */
export interface QueueEventAwaySetOutput extends QueueEventAwaySet {
  /** When. */
  at: Instant;
  /** When a doctor who is away will be back, if that is known. */
  back_at: Instant | null;
}

/** Is on a priority level from now on, or on none. */
export interface QueueEventLevelSetOutput extends QueueEventLevelSet {
  /** When. */
  at: Instant;
  /** The level. */
  level: Uid | null;
}

/**
 * Something that happened in a waiting room. `at` is when, and `sequence` is its number: the room counts its
 * events, so that it knows those that it has recorded.
 */
export type QueueEventOutput =
  | QueueEventRegisteredOutput
  | QueueEventAllocated
  | QueueEventAppointmentStartedOutput
  | QueueEventCompleted
  | QueueEventAppointmentFinished
  | QueueEventNoShow
  | QueueEventAppointmentLeft
  | QueueEventCancelled
  | QueueEventRequeued
  | QueueEventTransferred
  | QueueEventSentElsewhere
  | QueueEventCameBack
  | QueueEventPresenceSetOutput
  | QueueEventSeen
  | QueueEventAnnouncedOutput
  | QueueEventAwaySetOutput
  | QueueEventLevelSetOutput
  | QueueEventUrgencySet;

/** Another entry has this uid. */
export interface QueueRefusalAlreadyExists {
  code: "already_exists";
  /** Where that one stands. */
  status: QueueStatus;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** The patient has a live entry. */
export interface QueueRefusalAlreadyRegistered {
  code: "already_registered";
  /** Which. */
  uid: Uid;
  /** Where it stands. */
  status: QueueStatus;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** Nobody joins now. */
export interface QueueRefusalClosed {
  code: "closed";
  /** What to say. */
  close_msg: string | null;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** The day is over. */
export interface QueueRefusalPastClosing {
  code: "past_closing";
  /** Since when. */
  closes_at: Instant;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** As many wait as may. */
export interface QueueRefusalQueueFull {
  code: "queue_full";
  /** How many that is. */
  capacity: number;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** That does not happen to an entry that stands there. */
export interface QueueRefusalWrongStatus {
  code: "wrong_status";
  /** Where it stands. */
  status: QueueStatus;
  /** Where it would have to stand. */
  expected: QueueStatus[];
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** The doctor sees as many as one can who has so many places, most of them one. */
export interface QueueRefusalDoctorBusy {
  code: "doctor_busy";
  /** The queue entry or appointment, of several the first that began. */
  uid: Uid;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** The doctor fetches nobody now. */
export interface QueueRefusalOffDuty {
  code: "off_duty";
  /** When the next stretch on duty begins, if there is one. */
  next_duty: Instant | null;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** The doctor is away. */
export interface QueueRefusalDoctorAway {
  code: "doctor_away";
  /** When the doctor will be back; not known if null. */
  back_at: Instant | null;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** An appointment of the doctor goes first. */
export interface QueueRefusalAppointmentDue {
  code: "appointment_due";
  /** Which. */
  appointment_uid: Uid;
  /** Since when it has been due. */
  start_date: Instant;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** An appointment of the doctor is too near to fetch anybody. */
export interface QueueRefusalAppointmentSoon {
  code: "appointment_soon";
  /** Which. */
  appointment_uid: Uid;
  /** When it is to begin. */
  start_date: Instant;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** Nobody waits whom the doctor may see. */
export interface QueueRefusalNobodyWaiting {
  code: "nobody_waiting";
  /** How many wait for others, or are not there to be seen. */
  for_others: number;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** Another doctor is the only one who may see the patient. */
export interface QueueRefusalOtherDoctorOnly {
  code: "other_doctor_only";
  /** Who that is. */
  doctor_uid: Uid;
  /** When others may; never if null. */
  until: Instant | null;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** The doctor does not serve what the patient comes for. */
export interface QueueRefusalReasonNotServed {
  code: "reason_not_served";
  /** What that is. */
  reason: Uid;
  /** Who serves it. */
  doctor_uids: Uid[];
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** The patient is not elsewhere in the middle of a visit. */
export interface QueueRefusalNotElsewhere {
  code: "not_elsewhere";
  /** When the patient was back; null if no doctor has sent them elsewhere. */
  back_at: Instant | null;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** The doctor has to wait for the patient a little longer. */
export interface QueueRefusalTooSoon {
  code: "too_soon";
  /** First instant at which the patient counts as missing. */
  earliest: Instant;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** Patients with live entries are to be seen by this doctor only, or reasons are served by this one. */
export interface QueueRefusalDoctorNeeded {
  code: "doctor_needed";
  /** How many. */
  entries: number;
  /** How many reasons of the policy name the doctor, if any do. */
  reasons?: number | undefined;
  kind: "refused";
  /** The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant. */
  path: string;
  /** The same in English. It may change; the code does not. */
  message: string;
}

/** Why a command changes nothing: it is wrong, or a rule is against it. */
export type QueueRefusal =
  | ErrorData
  | QueueRefusalAlreadyExists
  | QueueRefusalAlreadyRegistered
  | QueueRefusalClosed
  | QueueRefusalPastClosing
  | QueueRefusalQueueFull
  | QueueRefusalWrongStatus
  | QueueRefusalDoctorBusy
  | QueueRefusalOffDuty
  | QueueRefusalDoctorAway
  | QueueRefusalAppointmentDue
  | QueueRefusalAppointmentSoon
  | QueueRefusalNobodyWaiting
  | QueueRefusalOtherDoctorOnly
  | QueueRefusalReasonNotServed
  | QueueRefusalNotElsewhere
  | QueueRefusalTooSoon
  | QueueRefusalDoctorNeeded;

/** A consultation that has been open for so long that nobody believes it. */
export interface ForgottenConsultation {
  /** The doctor. */
  doctor_uid: Uid;
  /** The queue entry, or the appointment. */
  uid: Uid;
  /** When it began. */
  started_at: Instant;
  /** Why it is not believed. */
  doubt: VisitDoubt;
}

/**
 * How many promises were kept. A promise is what a patient was told first: "about so many minutes, at most so
 * many".
 */
export interface Promises {
  /** All promises. */
  announced: number;
  /** Patients who were seen within the minutes that were said to be the most. */
  kept: number;
  /** Of these, who were seen within the minutes that were said to be about right. */
  kept_early: number;
  /** Patients who were seen later than that. */
  broken: number;
  /** Patients who left, or were sent away. */
  left: number;
  /** Patients who still wait. */
  waiting: number;
}

/**
 * How long somebody will wait.
 *
 * The minutes are from now to the start of the consultation, and hold for those who stay and are seen before
 * the room closes.
 */
export interface WaitEstimate {
  /** The queue entry; null for somebody who has not joined. */
  uid: Uid | null;
  /** The 1-based place in the order of service. */
  position: number;
  /**
   * "About so many minutes": P50 in whole minutes, or what the mode's formula says. Null if it is more likely
   * that the room closes before.
   */
  estimated_wait_minutes: number | null;
  /** Why the minutes are null, of `simulated`. */
  unknown?: WaitUnknown | undefined;
  /** What only `simulated` says. */
  distribution?: WaitDistribution | undefined;
  /** The minutes of the percentiles that were asked for, in their order, if there is a distribution. */
  percentiles?: number[] | undefined;
  /** For how many minutes they have waited beyond the most that they were told first. */
  overdue_minutes?: number | undefined;
  /** The share of futures in which they are seen by the instants that were asked for, in their order. */
  p_seen_by?: number[] | undefined;
  /** If it is open whether they are seen before a break or after it: both answers. */
  across_break?: WaitAcrossBreak | undefined;
  /** What to show to people, if that was asked for and there are minutes. */
  shown?: ShownWaitOutput | undefined;
}

/** Why nobody is told how long it will be. */
export type WaitUnknown =
  /** No doctor who may see them is on duty, or will be. */
  | "nobody_on_duty"
  /** The doctors who may see them are away, and it is not known that one will be back in time. */
  | "doctor_away"
  /** The room has closed. */
  | "closed"
  /**
   * Too many are before them: it is more likely that the last doctor goes before, or that the room closes.
   */
  | "too_many"
  /** It is not known when they will be there to be seen. */
  | "unknown";

/** How long somebody may wait, in minutes, if they are seen before the room closes. */
export interface WaitDistribution {
  /** The share of futures in which they are seen before the room closes. */
  p_served: number;
  /** The mean. */
  mean: number;
  /** One of ten waits is shorter. */
  p10: number;
  /** Every second wait is shorter: "about so long". */
  p50: number;
  /** Nine of ten waits are shorter: "rarely more than". */
  p90: number;
}

/** A wait that may end before a break or after it: "by 12:00 with 35 %, else about 14:00". */
export interface WaitAcrossBreak {
  /** The minutes until the break. */
  by_minutes: number;
  /** The share of futures in which they are seen before it. */
  p_by: number;
  /** P50 of the minutes in those in which they are seen after it. */
  else_minutes: number;
}

/** What an evaluation says. */
export interface WaitEvaluation {
  /** Questions. */
  questions: number;
  /** The mean of their waits, in minutes. */
  mean_wait: number;
  /** One row for each method. */
  scores: WaitScore[];
  /** What the engine said beside what came, in ten equal parts from short to long. */
  bands: WaitBand[];
  /** What in the log was not taken as it stands. */
  doubts: LogDoubts;
}

/** How near one method was. */
export interface WaitScore {
  /** The method. */
  method: WaitMethod;
  /** Answers that were scored. */
  answers: number;
  /** Questions it had no answer to. */
  unanswered: number;
  /** The mean absolute error, in minutes. */
  mae: number;
  /** The mean of what was said less the wait. */
  bias: number;
  /** The share of waits within P90. Of methods that say one number only, within that number. */
  within_p90: number;
  /** The share of waits from P10 to P90; null of a method that says one number only. */
  within_p10_p90: number | null;
  /** The mean loss of P90: nine tenths of what is above it, a tenth of what is below. */
  pinball: number;
}

/** By what a wait was foretold. */
export type WaitMethod =
  /** The engine: P50, and P10 and P90. */
  | "simulated"
  /** As long as the last one who was seen waited. */
  | "last_to_be_seen"
  /** As long as the first in the line has waited by now. */
  | "head_of_line"
  /** The average visit times those who wait, the asker among them, divided by the doctors seen today. */
  | "average_by_doctors";

/** A tenth of the answers, in minutes. */
export interface WaitBand {
  /** Answers. */
  answers: number;
  /** The mean of what was said: P50, and P90. */
  p50: number;
  /** See above. */
  p90: number;
  /** The wait that half of them did not exceed, and the one that nine of ten did not. */
  waited_p50: number;
  /** See above. */
  waited_p90: number;
}

/** Visits of a log that were not taken as they stand. */
export interface LogDoubts {
  /** Neither begun nor over: left out. */
  nothing_known: number;
  /** Over before they began: they end when their doctor begins the next. */
  ends_before_start: number;
  /** Over after their doctor had begun the next: they end then. */
  overlapping: number;
  /** Not over on the day on which they began: they teach nothing. */
  overnight: number;
  /** So long that nobody believes it: they don't teach how long visits take. */
  unlikely: number;
}

/**
 * What is known of a clinic's visits.
 *
 * Everything about it is in its wire form: doctors and reasons by id, and sums by doctor and reason in which
 * older visits count less. Save it, load it, `merge` those of several rooms, or of several times; what the
 * sums mean may change from version to version of the engine.
 */
export interface LearnerStateOutput extends LearnerState {
  habits: LearnerHabitsOutput;
}

/** Counts of what patients did. Nothing of it is forgotten: what is rare would be lost with it. */
export interface LearnerHabitsOutput extends LearnerHabits {
  /** When the visit learned last was registered, in Unix seconds. */
  last_registered_at: number | null;
}

/** A visit that is over, of somebody who waited or had an appointment. */
export interface VisitOutput extends Visit {
  /** The doctor; null if no doctor saw the patient. */
  doctor_uid: Uid | null;
  /** What it was about: a word of the clinic's list of visit reasons. */
  reason: Uid | null;
  /** When the patient joined the queue; the scheduled start of an appointment. */
  registered_at: Instant;
  /** When the consultation began; null if it never did. */
  started_at: Instant | null;
  /** When the consultation ended, or the patient left. */
  ended_at: Instant;
  /** Whether the patient was urgent. */
  urgent: boolean;
  /**
   * The doctor whom the patient had a soft preference for, without patience: such patients go before others
   * who came earlier.
   */
  preferred_doctor_uid?: Uid | undefined;
  /**
   * For how long the doctor was free before the visit while somebody waited: one for each stretch on duty
   * since the doctor's visit before. Those before the last ended without a fetch.
   */
  pauses?: PauseOutput[] | undefined;
  /**
   * How long after the start before, of whatever doctor, the visit began; or after the first of those who
   * waited then had come, if that was later. Null if the patient did not wait, or it is not known.
   */
  gap_seconds?: number | undefined;
  /** Why nobody believes that it took so long. */
  doubt?: VisitDoubt | undefined;
}

/** A time in which a doctor on duty was free, up to the next fetch. */
export interface PauseOutput extends Pause {
  /** How long it lasted; null if it is not known: duty ended before, or nobody waited when it ended. */
  seconds: number | null;
  /**
   * For how many seconds somebody waited whom the doctor could have fetched, by how long the doctor had been
   * free: for less than one second, less than 2, 4, 8 and so on, eighteen numbers at most.
   */
  asked_seconds: number[];
}

/** What waits come to over many such days. The minutes are those of patients who are seen. */
export interface DayWaits {
  /** With so many doctors. */
  doctors: number;
  /** Patients of a day on average. */
  patients: number;
  /** The share of them who are seen. */
  p_served: number;
  /** The mean wait. */
  mean: number;
  /** Half of the patients wait no longer. */
  p50: number;
  /** Nine of ten wait no longer. */
  p90: number;
}

/**
 * The long-run averages of a queue, the same fields for every model.
 *
 * Minutes are those of the input; probabilities are shares of patients, or of time, between 0 and 1. A number
 * below the smallest that `f64` holds is 0.
 */
export interface SteadyState {
  /**
   * Doctors that the arrivals would keep busy if none were lost, in erlangs: arrivals per minute times
   * minutes per patient (`a`).
   */
  offered_load: number;
  /** The share of their time that doctors spend with patients (`ρ` where no patient is lost). */
  utilisation: number;
  /** The share of those let in who have to wait. */
  wait_probability: number;
  /** The share of arrivals turned away. */
  blocking_probability: number;
  /** The share of those let in who give up waiting. */
  abandonment_probability: number;
  /** The share of time in which nobody is there (`P₀`). */
  empty_probability: number;
  /** The mean wait of those let in, who does not wait and who gives up among them (`Wq`). */
  wait_minutes: number;
  /** The mean wait of somebody who would never give up. */
  offered_wait_minutes: number;
  /** The mean time from arrival to departure of those let in (`W`). */
  stay_minutes: number;
  /** The mean number of patients waiting (`Lq`). */
  waiting: number;
  /** The mean number of patients waiting or with a doctor (`L`). */
  present: number;
  /** The mean number of doctors with a patient. */
  busy_doctors: number;
}

/** The middle and the spread of a wait. */
export interface WaitBehind {
  /** The mean, in minutes. */
  mean_minutes: number;
  /** The standard deviation, in minutes. */
  sd_minutes: number;
  /** The root of the mean squared error of predicting the mean, over the mean. */
  relative_rmse: number;
}

/** A change of a zone's clock. */
export interface TransitionOutput extends Transition {
  /** First instant of the new offset. */
  at: Instant;
}

/** A stretch of time on duty, `[start_date, end_date)`. */
export interface DutyOutput extends Duty {
  /** The start. */
  start_date: Instant;
  /** The end. */
  end_date: Instant;
}
