//! Every bound of the engine, named once, with its reason. Each has a test on both sides of it, but for ten
//! million appointments and a gibibyte of text, which take too long to make.
//!
//! A bound that the documented API states carries its range from there. The others exist so that nothing a
//! caller sends can make the engine overflow, run for long, or allocate without end.

pub(crate) mod bounds;

/// First instant the engine knows: 1970-01-01T00:00:00Z. Documented times are Unix seconds and none is
/// negative.
pub const INSTANT_MIN: i64 = 0;
/// First instant after the engine's time: 2200-01-01T00:00:00Z. Milliseconds mistaken for seconds fall far
/// behind it.
pub const INSTANT_MAX: i64 = 7_258_118_400;

/// Longest uid, in bytes.
pub const UID_BYTES_MAX: usize = 255;
/// Longest name or free text, in characters. The documented API gives names 1 to 255.
pub const NAME_CHARS_MAX: usize = 255;
/// Longest cancellation reason, in characters.
pub const REASON_CHARS_MAX: usize = 2_000;

/// Shortest and longest appointment (documented: 1 to 1440).
pub const DURATION_MINUTES_MIN: i64 = 1;
/// See [`DURATION_MINUTES_MIN`].
pub const DURATION_MINUTES_MAX: i64 = 1_440;
/// Lengths for which one type can be booked.
pub const DURATIONS_PER_TYPE_MAX: usize = 100;
/// Shortest and longest life of a hold (documented: 1 to 86400).
pub const HOLD_TTL_SECONDS_MIN: i64 = 1;
/// See [`HOLD_TTL_SECONDS_MIN`].
pub const HOLD_TTL_SECONDS_MAX: i64 = 86_400;
/// Longest life of a hold that is extended: a week.
pub const HOLD_MAX_SECONDS_MAX: i64 = 604_800;
/// Longest time that an appointment waits for approval: thirty days.
pub const APPROVAL_TTL_SECONDS_MAX: i64 = 2_592_000;
/// Longest notice: ten years, so that `now + notice` stays in range of the arithmetic. The documented API
/// states no maximum.
pub const NOTICE_MINUTES_MAX: i64 = 5_256_000;
/// Longest notice in dates: one year.
pub const NOTICE_DAYS_MAX: i64 = 366;
/// So far dates with hours are looked for to count them for a notice: two years. Every question asks anew.
pub const NOTICE_LOOK_DAYS_MAX: i64 = 732;
/// Longest booking horizon in dates: ten years.
pub const HORIZON_DAYS_MAX: i64 = 3_660;
/// Longest booking horizon: ten years.
pub const HORIZON_MINUTES_MAX: i64 = 5_256_000;
/// Longest buffer: one day. The documented API states no maximum.
pub const BUFFER_MINUTES_MAX: i64 = 1_440;
/// Largest step of a grid: one week.
pub const STEP_MINUTES_MAX: i64 = 10_080;
/// Longest hole that a grid keeps from being left: one day.
pub const LEAST_GAP_MINUTES_MAX: i64 = 1_440;
/// A clock time is at most the next midnight (documented: 0 to 1440).
pub const MINUTE_OF_DAY_MAX: i64 = 1_440;
/// Weeks between two dates of a rule: one year.
pub const EVERY_WEEKS_MAX: i64 = 52;
/// A weekday comes five times in a month at most, counted from its beginning or from its end.
pub const NTH_OF_MONTH_MAX: i64 = 5;
/// Longest closure, in dates: one year. The hours of a date ask all closures that can reach it.
pub const CLOSURE_DAYS_MAX: i64 = 366;
/// Types that one window names.
pub const TYPES_PER_WINDOW_MAX: usize = 100;
/// Different combinations of types and times for which a doctor's windows are.
pub const WINDOW_TERMS_PER_DOCTOR_MAX: usize = 1_000;
/// Appointments that a doctor has at a time.
pub const CONCURRENT_APPOINTMENTS_MAX: i64 = 1_000;
/// Seats of one group visit.
pub const CAPACITY_MAX: i64 = 1_000;
/// Seats of a group visit that one appointment takes: all of them.
pub const SEATS_MAX: i64 = CAPACITY_MAX;
/// Largest priority of a doctor for a type.
pub const PRIORITY_MAX: i64 = 1_000;
/// What a doctor weighs who says nothing, where work is shared out: all there is, in percent.
pub const WEIGHT_DEFAULT: i64 = 100;
/// Largest weight of a doctor for a type.
pub const WEIGHT_MAX: i64 = 1_000;
/// Wished times of one query. Every candidate is held against all of them.
pub const TIMES_MAX: usize = 100;
/// Longest time of a reminder before the start (documented: 1 to 86400, sixty days).
pub const REMINDER_MINUTES_MAX: i64 = 86_400;
/// Most dates that a reminder comes before that of the start: as many days as the minutes go.
pub const REMINDER_DAYS_MAX: i64 = 60;
/// Largest cap on a patient's live holds.
pub const LIVE_HOLDS_MAX: i64 = 1_000;
/// Largest count in a limit.
pub const LIMIT_COUNT_MAX: i64 = 100_000;

/// Doctors of one clinic.
pub const DOCTORS_MAX: usize = 100_000;
/// Appointment types of one clinic.
pub const APPOINTMENT_TYPES_MAX: usize = 10_000;
/// Appointments of one clinic.
pub const APPOINTMENTS_MAX: usize = 10_000_000;
/// Reminders of one clinic. Every doctor's calendar is asked for each of them.
pub const REMINDERS_MAX: usize = 10_000;
/// Availability rules of one doctor. Every date asks all rules of its weekday.
pub const RULES_PER_DOCTOR_MAX: usize = 1_000;
/// Availability exceptions of one doctor.
pub const EXCEPTIONS_PER_DOCTOR_MAX: usize = 10_000;
/// Date overrides of one doctor.
pub const OVERRIDES_PER_DOCTOR_MAX: usize = 10_000;
/// Windows of one date override.
pub const WINDOWS_PER_OVERRIDE_MAX: usize = 100;
/// Appointment type settings of one doctor.
pub const SETTINGS_PER_DOCTOR_MAX: usize = 10_000;
/// Closures of one clinic.
pub const CLOSURES_MAX: usize = 100_000;
/// Limits per period of one doctor or type, and of patients.
pub const BOOKING_LIMITS_MAX: usize = 20;
/// Limits of types of one window.
pub const TYPE_LIMITS_PER_WINDOW_MAX: usize = 20;
/// Locations of one clinic.
pub const LOCATIONS_MAX: usize = 1_000;
/// Ways between locations of one clinic.
pub const TRAVEL_MAX: usize = 10_000;
/// Longest way between two locations: one day.
pub const TRAVEL_MINUTES_MAX: i64 = 1_440;
/// Zones whose transitions the caller supplies.
pub const TIMEZONES_MAX: usize = 1_000;
/// Transitions of one zone that the caller supplies.
pub const TRANSITIONS_MAX: usize = 10_000;
/// Two changes of a zone's clock are at least this far apart; the closest in the tz database are a week
/// apart. Below the size of a change, up to 52 hours, "the first instant at which the clock reads" would need
/// a search instead of a look.
pub const TRANSITION_SPACING_SECONDS_MIN: i64 = 3 * 86_400;
/// Largest offset from UTC, east or west: less than 26 hours, as RFC 9636 §3.2 advises.
pub const OFFSET_SECONDS_MAX: i64 = 26 * 3_600 - 1;

/// Longest range of one query, in days: ten years.
pub const RANGE_DAYS_MAX: i64 = 3_660;
/// Most days of one query, summed over its doctors: every one of them is walked. A query with a `limit`
/// counts only the days that it has to walk.
pub const DOCTOR_DAYS_MAX: usize = 10_000_000;
/// Most slots of one answer. A query that would list more is refused; `limit` or a shorter range makes it
/// fit.
pub const SLOTS_MAX: usize = 5_000_000;
/// Most local days that are explained at once, summed over doctors.
pub const EXPLAINED_DAYS_MAX: usize = 10_000;
/// Most candidates that are explained at once: of each it is asked what stands against it.
pub const EXPLAINED_STARTS_MAX: usize = 100_000;
/// How far `explain` looks for the next opening, in days.
pub const NEXT_OPENING_DAYS_MAX: i64 = 366;
/// Entries of one waiting room that are live: waiting, or with a doctor. Whom a free doctor sees next is
/// asked of all who wait.
pub const LIVE_ENTRIES_MAX: usize = 10_000;
/// Entries of one waiting room, finished ones too; `forget` makes room.
pub const ENTRIES_MAX: usize = 100_000;
/// Doctors of one waiting room.
pub const ROOM_DOCTORS_MAX: usize = 1_000;
/// Patients whom one doctor of a waiting room sees at a time.
pub const CONCURRENT_PATIENTS_MAX: i64 = 20;
/// Windows on duty of one doctor of a waiting room.
pub const DUTY_WINDOWS_MAX: usize = 1_000;
/// Appointments to come of one doctor of a waiting room.
pub const UPCOMING_APPOINTMENTS_MAX: usize = 1_000;
/// Reasons of a visit that a waiting room has a duration for.
pub const VISIT_REASONS_MAX: usize = 100;
/// Largest capacity of a waiting room: all who may be live.
pub const QUEUE_CAPACITY_MAX: i64 = LIVE_ENTRIES_MAX as i64;
/// Longest guard time before an appointment, and longest grace for one who does not come: one day.
pub const GUARD_MINUTES_MAX: i64 = 1_440;
/// See [`GUARD_MINUTES_MAX`].
pub const GRACE_MINUTES_MAX: i64 = 1_440;
/// Longest time that somebody waits for the preferred doctor only: one week.
pub const PATIENCE_MINUTES_MAX: i64 = 10_080;
/// Longest way of a patient who will be there to be seen: one day.
pub const ON_THE_WAY_MINUTES_MAX: i64 = 1_440;
/// Parts of one visit that are over: times that the patient was sent elsewhere.
pub const VISIT_PARTS_MAX: usize = 20;
/// Longest time elsewhere in the middle of a visit that the forecast learns from, and expects somebody back
/// from: one day.
pub const ELSEWHERE_SECONDS_MAX: i64 = 86_400;
/// Longest time that a doctor says to be away for: one day.
pub const AWAY_MINUTES_MAX: i64 = 1_440;
/// Largest head start in the order of service: one week.
pub const HEAD_START_SECONDS_MAX: i64 = 604_800;
/// Priority levels of one waiting room: as many as a learner tells apart by their head starts.
pub const LEVELS_MAX: usize = LEARNER_HEAD_STARTS_MAX;
/// See [`HEAD_START_SECONDS_MAX`]: a priority level says it in minutes.
pub const HEAD_START_MINUTES_MAX: i64 = HEAD_START_SECONDS_MAX / 60;
/// Largest number of an entry or of a change to it: what JavaScript counts to exactly.
pub const SEQUENCE_MAX: i64 = (1 << 53) - 1;

/// Longest consultation that the forecast learns from, in seconds: one day.
pub const VISIT_SECONDS_MAX: i64 = 86_400;
/// Doctors of one learner.
pub const LEARNER_DOCTORS_MAX: usize = 1_000;
/// Pauses before one visit: one for each stretch on duty since the doctor's visit before.
pub const PAUSES_PER_VISIT_MAX: usize = 1_000;
/// Head starts that one learner tells apart. A further one counts as the nearest of them.
pub const LEARNER_HEAD_STARTS_MAX: usize = 20;
/// Reasons of one learner. A visit for a further one counts as one whose reason is not known.
pub const LEARNER_REASONS_MAX: usize = 100;
/// Fewest and most futures of one forecast; in between, powers of two.
pub const FUTURES_MIN: i64 = 16;
/// See [`FUTURES_MIN`].
pub const FUTURES_MAX: i64 = 4_096;
/// Percentiles, and instants by which somebody may be seen, of one question.
pub const PERCENTILES_MAX: usize = 20;
/// Most minutes of a wait that is shown: all of the engine's time.
pub const SHOWN_MINUTES_MAX: i64 = INSTANT_MAX / 60;
/// Most numbers that one forecast keeps: the starts of all who wait in all futures, and what is believed of
/// every doctor with every reason. 128 MiB.
pub const FORECAST_CELLS_MAX: u64 = 1 << 24;
/// Largest seed of a forecast, and the smallest without its sign: what JavaScript counts to exactly.
pub const SEED_MAX: i64 = (1 << 53) - 1;
/// Most steps of one forecast: in every turn of a future each doctor is one. It takes two seconds.
pub const FORECAST_STEPS_MAX: u64 = 1 << 31;
/// Visits of one log that is evaluated.
pub const EVALUATED_VISITS_MAX: usize = 500_000;
/// Stretches of one day's arrivals.
pub const ARRIVAL_STRETCHES_MAX: usize = 1_440;
/// Patients expected in one day that is planned.
pub const DAY_PATIENTS_MAX: i64 = 2_000;
/// Doctors of one day that is planned.
pub const DAY_DOCTORS_MAX: i64 = 100;
/// Longest iCalendar text that is read, in bytes.
pub const ICALENDAR_BYTES_MAX: usize = 1 << 24;
/// Most entries of an iCalendar text that an answer says were not read.
pub const ICALENDAR_NOT_READ_MAX: usize = 10_000;
/// Most instances of one recurrence rule in the range that is read.
pub const ICALENDAR_INSTANCES_MAX: usize = 10_000;
/// Most steps of one recurrence rule: its periods, their days and the times on them, each one step.
pub const ICALENDAR_STEPS_PER_RULE_MAX: u64 = 1 << 18;
/// Most steps of all recurrence rules of an iCalendar text. It takes half a second.
pub const ICALENDAR_STEPS_MAX: u64 = 1 << 24;
/// Most zones of an iCalendar text's own that are looked into.
pub const ICALENDAR_TIMEZONES_MAX: usize = 1_000;
/// Longest prefix of the uids of what is read from an iCalendar text, in bytes.
pub const ICALENDAR_PREFIX_BYTES_MAX: usize = 128;
/// Most addresses of the owner of an iCalendar text.
pub const ICALENDAR_OWN_ADDRESSES_MAX: usize = 100;
/// Most appointments in one iCalendar text that is written.
pub const ICALENDAR_EVENTS_MAX: usize = 100_000;
/// Longest time after which a program that subscribes to an iCalendar text is told to ask again: a year.
pub const ICALENDAR_REFRESH_MINUTES_MAX: i64 = 525_600;
/// Longest text that a caller puts into a calendar entry, in characters.
pub const ICALENDAR_TEXT_CHARS_MAX: usize = 10_000;
/// Longest address of a calendar user, in bytes.
pub const ICALENDAR_ADDRESS_BYTES_MAX: usize = 1_000;
/// Most attendees of one calendar entry.
pub const ICALENDAR_ATTENDEES_MAX: usize = 1_000;
/// Most arrivals per minute in planning. Any unit may stand for the minute there, so the ranges are wide.
pub const ARRIVALS_PER_MINUTE_MAX: f64 = 1_000_000.0;
/// Shortest and longest mean duration in planning. The work of Erlang A grows with the square root of doctors
/// times patience over service: this range keeps it to some ten million steps.
pub const PLANNING_MINUTES_MIN: f64 = 0.01;
/// See [`PLANNING_MINUTES_MIN`].
pub const PLANNING_MINUTES_MAX: f64 = 100_000.0;
/// Largest coefficient of variation of service in planning.
pub const SERVICE_CV_MAX: f64 = 1_000.0;
/// Largest probability whose quantile is asked for in planning. The quantile of 1 has no end.
pub const QUANTILE_PROBABILITY_MAX: f64 = 0.999_999;
/// Most patients that are let in at once in planning: each place is one step.
pub const PLACES_MAX: i64 = 1_000_000;
/// Most patients waiting ahead in planning: each can be one step.
pub const AHEAD_MAX: i64 = 100_000;
/// Faults that are told of one input; of further ones only that there are some.
pub const FAULTS_MAX: usize = 100;
/// Longest quotation of an input in a message, in characters.
pub const QUOTED_CHARS_MAX: usize = 100;
/// Longest text in the data of an error, in characters: no uid and no name that is right is cut.
pub const ERROR_TEXT_CHARS_MAX: usize = 255;
/// Longest JSON text that is read, in bytes.
pub const JSON_BYTES_MAX: usize = 1 << 30;
