//! The range of each number of a query, a command, a waiting room and a planning model: one row has the least
//! and the most that is allowed, and the fields that it is the range of. `model::check` refuses by the row,
//! and the schema tells it. Records that a clinic consists of have tables of their own where they are
//! checked.

use super::*;

/// A range, and the fields that it is the range of: by type, as in the schema. A list has that of its
/// elements.
#[derive(Clone, Copy)]
pub(crate) struct Bound<N: 'static> {
    pub(crate) min: N,
    pub(crate) max: N,
    #[cfg(feature = "schema")]
    pub(crate) of: &'static [(&'static str, &'static str)],
}

macro_rules! bounds {
    ($all:ident: $number:ty { $($name:ident: $min:expr, $max:expr => $($of:ident.$field:ident),+;)* }) => {
        $(#[allow(dead_code, reason = "features leave out who asks for some")]
        pub(crate) const $name: Bound<$number> = Bound {
            min: $min,
            max: $max,
            #[cfg(feature = "schema")]
            of: &[$((stringify!($of), stringify!($field))),+],
        };)*
        #[cfg(feature = "schema")]
        pub(crate) const $all: &[Bound<$number>] = &[$($name),*];
    };
}

bounds!(INTEGERS: i64 {
    // Clinics.
    DURATION: DURATION_MINUTES_MIN, DURATION_MINUTES_MAX =>
        AppointmentType.durations_minutes, SlotQuery.duration_minutes, DaysQuery.duration_minutes,
        ExplainQuery.duration_minutes, Command.duration_minutes, VisitReason.duration_minutes,
        QueuePolicy.average_visit_minutes;
    SEATS: 1, SEATS_MAX => SlotQuery.seats, DaysQuery.seats, ExplainQuery.seats, Command.seats;
    SLOT_LIMIT: 1, SLOTS_MAX as i64 => SlotQuery.limit;
    WISHED_WEEKDAY: 0, 6 => WishedTime.weekday;
    WISHED_MINUTE: 0, MINUTE_OF_DAY_MAX => WishedTime.from, WishedTime.to;
    LIVE_HOLDS: 1, LIVE_HOLDS_MAX => ClinicSnapshot.max_live_holds_per_patient, Change.max_per_patient;
    TRAVEL: 0, TRAVEL_MINUTES_MAX => Travel.minutes;
    NTH_OF_MONTH: -NTH_OF_MONTH_MAX, NTH_OF_MONTH_MAX => AvailabilityRule.nth_of_month;
    OFFSET: -OFFSET_SECONDS_MAX, OFFSET_SECONDS_MAX =>
        TimezoneData.initial_offset_seconds, Transition.offset_seconds;
    REFRESH: 1, ICALENDAR_REFRESH_MINUTES_MAX => CalendarQuery.refresh_minutes;

    // Waiting rooms.
    GUARD: 0, GUARD_MINUTES_MAX => QueuePolicy.guard_minutes;
    GRACE: 0, GRACE_MINUTES_MAX => QueuePolicy.no_show_grace_minutes;
    CAPACITY: 0, QUEUE_CAPACITY_MAX => QueuePolicy.capacity;
    VISIT_MINUTES: 1, VISIT_SECONDS_MAX / 60 => QueuePolicy.visit_minutes_max;
    VISIT_SECONDS: 1, VISIT_SECONDS_MAX => QueuePolicy.visit_seconds_min;
    PLACES: 1, CONCURRENT_PATIENTS_MAX =>
        QueueDoctor.concurrent_patients_max, EvaluationQuery.concurrent_patients_max;
    LEVEL_HEAD_START: 0, HEAD_START_MINUTES_MAX => QueueLevel.head_start_minutes;
    HEAD_START: 0, HEAD_START_SECONDS_MAX =>
        QueueEntry.head_start_seconds, QueueCommand.head_start_seconds, Joining.head_start_seconds,
        LoggedVisit.head_start_seconds;
    DOCTOR_PATIENCE: 0, PATIENCE_MINUTES_MAX =>
        QueueEntry.preference_patience_minutes, QueueCommand.preference_patience_minutes,
        Joining.preference_patience_minutes;
    ENTRY_SEQUENCE: 0, SEQUENCE_MAX - 1 => QueueEntry.sequence;
    NEXT_SEQUENCE: 0, SEQUENCE_MAX => WaitingRoomSnapshot.next_sequence;
    ON_THE_WAY: 0, ON_THE_WAY_MINUTES_MAX => QueueCommand.minutes;
    FUTURES_PLAYED: FUTURES_MIN, FUTURES_MAX => EstimateQuery.futures;
    SHOWN: 0, SHOWN_MINUTES_MAX => ShownWait.minutes, ShownWait.at_most_minutes;
    SHOWN_POSITION: 1, LIVE_ENTRIES_MAX as i64 + 1 => ShownWait.position;
    SHOWN_DOCTORS: 0, ROOM_DOCTORS_MAX as i64 => ShownWait.doctors;

    // Planning.
    PLANNED_DOCTORS: 1, DOCTORS_MAX as i64 =>
        ErlangA.doctors, ErlangB.doctors, ErlangC.doctors, Mgc.doctors, Mmck.doctors, QueueAhead.doctors,
        ImpatientQueueAhead.doctors;
    AHEAD: 0, AHEAD_MAX => QueueAhead.ahead, ImpatientQueueAhead.ahead;
    STRETCH_BEGINS: 0, MINUTE_OF_DAY_MAX - 1 => ArrivalRate.from_minute;
    STRETCH_ENDS: 1, MINUTE_OF_DAY_MAX => ArrivalRate.to_minute, WalkInDay.closes_at_minute;
});

bounds!(NUMBERS: f64 {
    ARRIVALS: 0.0, ARRIVALS_PER_MINUTE_MAX =>
        ArrivalRate.arrivals_per_minute, ErlangA.arrivals_per_minute, ErlangB.arrivals_per_minute,
        ErlangC.arrivals_per_minute, Mgc.arrivals_per_minute, Mmck.arrivals_per_minute,
        ServiceLevel.arrivals_per_minute;
    MEAN_MINUTES: PLANNING_MINUTES_MIN, PLANNING_MINUTES_MAX =>
        WalkInDay.service_minutes, ErlangA.service_minutes, ErlangA.patience_minutes, ErlangB.service_minutes,
        ErlangC.service_minutes, Mgc.service_minutes, Mmck.service_minutes, ServiceLevel.service_minutes,
        LognormalService.service_minutes, QueueAhead.service_minutes, ImpatientQueueAhead.service_minutes,
        ImpatientQueueAhead.patience_minutes;
    ELAPSED_MINUTES: 0.0, PLANNING_MINUTES_MAX => ServiceLevel.within_minutes;
    SERVICE_CV: 0.0, SERVICE_CV_MAX => WalkInDay.service_cv, Mgc.service_cv, LognormalService.service_cv;
    PROBABILITY: 0.0, QUANTILE_PROBABILITY_MAX => ServiceLevel.probability;
});
