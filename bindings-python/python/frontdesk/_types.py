"""The wire model as types. Printed from the wire schema by `cargo xtask types`."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Union

# Until 3.12, pydantic cannot read a `TypedDict` of `typing`.
if sys.version_info >= (3, 12):
    from typing import NotRequired, TypeAlias, TypedDict
else:
    from typing_extensions import NotRequired, TypeAlias, TypedDict

__all__ = [
    "Actor",
    "Appointment",
    "AppointmentOutput",
    "AppointmentStatus",
    "AppointmentType",
    "AppointmentTypeOutput",
    "AppointmentTypeSetting",
    "AppointmentTypeSettingOutput",
    "AppointmentsQuery",
    "Approval",
    "ArrivalRate",
    "AvailabilityException",
    "AvailabilityExceptionOutput",
    "AvailabilityRule",
    "AvailabilityRuleOutput",
    "BookingLimit",
    "BookingLimitOutput",
    "BusyTime",
    "BusyTimeQuery",
    "CalendarQuery",
    "CalendarUser",
    "Change",
    "ChangeLimitLiveHolds",
    "ChangePutAppointment",
    "ChangePutAppointmentType",
    "ChangePutClosure",
    "ChangePutDoctor",
    "ChangePutQuietHours",
    "ChangePutReminder",
    "ChangeRemoveAppointment",
    "ChangeRemoveAppointmentType",
    "ChangeRemoveClosure",
    "ChangeRemoveDoctor",
    "ChangeRemoveReminder",
    "ChangeReplaceExceptions",
    "ChangeSetLimits",
    "ChangeSetLocations",
    "ClinicSnapshot",
    "ClinicSnapshotOutput",
    "Closure",
    "ClosureOutput",
    "Command",
    "CommandApprove",
    "CommandCancel",
    "CommandComplete",
    "CommandConfirm",
    "CommandDecline",
    "CommandExtend",
    "CommandHold",
    "CommandNoShow",
    "CommandRebook",
    "CommandRelease",
    "CommandReopen",
    "Consultation",
    "ConsultationOutput",
    "CountedOver",
    "DateOverride",
    "DateOverrideOutput",
    "DayReason",
    "DayWaits",
    "DayWithSlots",
    "DaysQuery",
    "Doctor",
    "DoctorAssignmentMode",
    "DoctorChoice",
    "DoctorChoiceOutput",
    "DoctorChoiceStrategy",
    "DoctorOutput",
    "DoctorPreference",
    "DueReminder",
    "Duty",
    "DutyOutput",
    "ErlangA",
    "ErlangB",
    "ErlangC",
    "ErrorData",
    "ErrorDataConflict",
    "ErrorDataDuplicate",
    "ErrorDataEmptyInterval",
    "ErrorDataInUse",
    "ErrorDataInvalidIcalendar",
    "ErrorDataInvalidJson",
    "ErrorDataInvalidTimezoneData",
    "ErrorDataMissingField",
    "ErrorDataNotFound",
    "ErrorDataOutOfRange",
    "ErrorDataTimezoneDataEnds",
    "ErrorDataTooMany",
    "ErrorDataTooManySlots",
    "ErrorDataUnknownField",
    "ErrorDataUnknownTimezone",
    "ErrorDataUnknownValue",
    "ErrorDataUnstable",
    "ErrorDataWrongType",
    "ErrorKind",
    "EstimateMode",
    "EstimateQuery",
    "EvaluationQuery",
    "Event",
    "EventApprovalRequested",
    "EventCancelled",
    "EventCancelledOutput",
    "EventCompleted",
    "EventCompletedOutput",
    "EventConfirmed",
    "EventDetails",
    "EventExpired",
    "EventExtended",
    "EventHeld",
    "EventHeldOutput",
    "EventNoShow",
    "EventNoShowOutput",
    "EventOutput",
    "EventRebooked",
    "EventRebookedOutput",
    "EventReleased",
    "EventReopened",
    "ExceptionKind",
    "ExplainQuery",
    "ExplainedDay",
    "Explanation",
    "ForgottenConsultation",
    "Grid",
    "GridMode",
    "GridOutput",
    "HoursState",
    "ImpatientQueueAhead",
    "Instant",
    "InstantQuery",
    "Joining",
    "LearnerHabits",
    "LearnerHabitsOutput",
    "LearnerHeadStart",
    "LearnerPauses",
    "LearnerRate",
    "LearnerSeen",
    "LearnerState",
    "LearnerStateOutput",
    "LimitScope",
    "LimitUnit",
    "LocalTimeChange",
    "Location",
    "LocationOutput",
    "LogDoubts",
    "LoggedVisit",
    "LognormalService",
    "MeetingFormat",
    "MeetingType",
    "Mgc",
    "Mmck",
    "NotOffering",
    "NotRead",
    "NotReadCode",
    "OpenHours",
    "Outcomes",
    "OutsideHours",
    "OverrideWindow",
    "OverrideWindowOutput",
    "PatientLimit",
    "PatientLimitOutput",
    "Pause",
    "PauseOutput",
    "Period",
    "Promises",
    "QueueAhead",
    "QueueChange",
    "QueueChangeForget",
    "QueueChangeOrderDoctors",
    "QueueChangePutAppointments",
    "QueueChangePutDoctor",
    "QueueChangePutDuty",
    "QueueChangePutPolicy",
    "QueueChangeRemoveDoctor",
    "QueueCommand",
    "QueueCommandAllocate",
    "QueueCommandAnnounce",
    "QueueCommandCancel",
    "QueueCommandComeBack",
    "QueueCommandComplete",
    "QueueCommandFinishAppointment",
    "QueueCommandLeaveAppointment",
    "QueueCommandMarkSeen",
    "QueueCommandNoShow",
    "QueueCommandRegister",
    "QueueCommandRequeue",
    "QueueCommandSendElsewhere",
    "QueueCommandSetAway",
    "QueueCommandSetLevel",
    "QueueCommandSetPresence",
    "QueueCommandSetUrgent",
    "QueueCommandStartAppointment",
    "QueueCommandTransfer",
    "QueueDoctor",
    "QueueDoctorOutput",
    "QueueEntry",
    "QueueEntryOutput",
    "QueueEvent",
    "QueueEventAllocated",
    "QueueEventAnnounced",
    "QueueEventAnnouncedOutput",
    "QueueEventAppointmentFinished",
    "QueueEventAppointmentLeft",
    "QueueEventAppointmentStarted",
    "QueueEventAppointmentStartedOutput",
    "QueueEventAwaySet",
    "QueueEventAwaySetOutput",
    "QueueEventCameBack",
    "QueueEventCancelled",
    "QueueEventCompleted",
    "QueueEventLevelSet",
    "QueueEventLevelSetOutput",
    "QueueEventNoShow",
    "QueueEventOutput",
    "QueueEventPresenceSet",
    "QueueEventPresenceSetOutput",
    "QueueEventRegistered",
    "QueueEventRegisteredOutput",
    "QueueEventRequeued",
    "QueueEventSeen",
    "QueueEventSentElsewhere",
    "QueueEventTransferred",
    "QueueEventUrgencySet",
    "QueueLevel",
    "QueueLevelOutput",
    "QueuePolicy",
    "QueuePolicyOutput",
    "QueuePresence",
    "QueueRefusal",
    "QueueRefusalAlreadyExists",
    "QueueRefusalAlreadyRegistered",
    "QueueRefusalAppointmentDue",
    "QueueRefusalAppointmentSoon",
    "QueueRefusalClosed",
    "QueueRefusalDoctorAway",
    "QueueRefusalDoctorBusy",
    "QueueRefusalDoctorNeeded",
    "QueueRefusalNobodyWaiting",
    "QueueRefusalNotElsewhere",
    "QueueRefusalOffDuty",
    "QueueRefusalOtherDoctorOnly",
    "QueueRefusalPastClosing",
    "QueueRefusalQueueFull",
    "QueueRefusalReasonNotServed",
    "QueueRefusalTooSoon",
    "QueueRefusalWrongStatus",
    "QueueStatus",
    "QuietHours",
    "Reason",
    "ReasonBeyondHorizon",
    "ReasonBlocked",
    "ReasonClosed",
    "ReasonCode",
    "ReasonDoctorNotOffering",
    "ReasonGroupFull",
    "ReasonGroupFullOutput",
    "ReasonHeld",
    "ReasonLeavesGap",
    "ReasonLimitReached",
    "ReasonLimitReachedOutput",
    "ReasonNonexistentLocalTime",
    "ReasonNotAdjacent",
    "ReasonNotAdjacentOutput",
    "ReasonNotReleased",
    "ReasonOffGrid",
    "ReasonOffGridOutput",
    "ReasonOtherLocation",
    "ReasonOtherLocationOutput",
    "ReasonOutput",
    "ReasonOutsideHours",
    "ReasonOutsideHoursOutput",
    "ReasonPatientBusy",
    "ReasonPlacesFull",
    "ReasonReserved",
    "ReasonReservedOutput",
    "ReasonSlotTaken",
    "ReasonTooManyHolds",
    "ReasonTooSoon",
    "ReasonTypeInactive",
    "ReasonWindowFull",
    "RebookingMode",
    "RecipientRole",
    "Refusal",
    "RefusalAlreadyExists",
    "RefusalApprovalNotRequested",
    "RefusalApprovalRequested",
    "RefusalHoldExpired",
    "RefusalNeverConfirmed",
    "RefusalNotBegun",
    "RefusalNotBookable",
    "RefusalNotExtendable",
    "RefusalOtherDoctorNotAllowed",
    "RefusalRebookingNotAllowed",
    "RefusalTooLateToCancel",
    "RefusalTooLateToRebook",
    "RefusalWrongStatus",
    "Reminder",
    "ReminderOutput",
    "RoomStrategy",
    "ServiceLevel",
    "ShownWait",
    "ShownWaitOutput",
    "Slot",
    "SlotQuery",
    "SteadyState",
    "TimezoneData",
    "TimezoneDataOutput",
    "Transition",
    "TransitionOutput",
    "Travel",
    "TypeLimit",
    "Uid",
    "UpcomingAppointment",
    "UpcomingAppointmentOutput",
    "Utilisation",
    "UtilisationQuery",
    "Visit",
    "VisitDoubt",
    "VisitKind",
    "VisitOutcome",
    "VisitOutput",
    "VisitPart",
    "VisitPartOutput",
    "VisitReason",
    "VisitReasonOutput",
    "WaitAcrossBreak",
    "WaitBand",
    "WaitBehind",
    "WaitDistribution",
    "WaitEstimate",
    "WaitEvaluation",
    "WaitMethod",
    "WaitScore",
    "WaitUnknown",
    "WaitingRoomSnapshot",
    "WaitingRoomSnapshotOutput",
    "WalkInDay",
    "WishedTime",
]


Instant: TypeAlias = int
"""A point in time as Unix seconds in UTC, not milliseconds. The engine takes 0 to 7258118399."""


class Transition(TypedDict):
    """A change of a zone's clock."""

    at: Union[Instant, datetime]
    """First instant of the new offset."""

    offset_seconds: int
    """Local time less UTC from then on, in seconds. From -93599 to 93599."""


class TransitionOutput(TypedDict):
    """A change of a zone's clock."""

    at: Instant
    """First instant of the new offset."""

    offset_seconds: int
    """Local time less UTC from then on, in seconds. From -93599 to 93599."""


if TYPE_CHECKING:
    _Transition: TypeAlias = Union[Transition, TransitionOutput]
else:
    _Transition = Transition


class TimezoneData(TypedDict):
    """The clock of a zone as the caller knows it, used instead of the built-in rules of the same name."""

    name: str
    """The name by which doctors and the clinic refer to it."""

    initial_offset_seconds: int
    """Local time less UTC before the first transition, in seconds. From -93599 to 93599."""

    transitions: NotRequired[list[Transition]]
    """The changes, in order."""

    rule: NotRequired[Union[str, None]]
    """What recurs every year after the last transition, as a POSIX TZ string: `CET-1CEST,M3.5.0,M10.5.0/3`.
    Either this or `covers_until`.
    """

    covers_until: NotRequired[Union[Instant, datetime, None]]
    """First instant for which nothing is known. Questions about it are refused instead of answered by the
    last offset.
    """


class TimezoneDataOutput(TypedDict):
    """The clock of a zone as the caller knows it, used instead of the built-in rules of the same name."""

    name: str
    """The name by which doctors and the clinic refer to it."""

    initial_offset_seconds: int
    """Local time less UTC before the first transition, in seconds. From -93599 to 93599."""

    transitions: list[TransitionOutput]
    """The changes, in order."""

    rule: NotRequired[str]
    """What recurs every year after the last transition, as a POSIX TZ string: `CET-1CEST,M3.5.0,M10.5.0/3`.
    Either this or `covers_until`.
    """

    covers_until: NotRequired[Instant]
    """First instant for which nothing is known. Questions about it are refused instead of answered by the
    last offset.
    """


if TYPE_CHECKING:
    _TimezoneData: TypeAlias = Union[TimezoneData, TimezoneDataOutput]
else:
    _TimezoneData = TimezoneData


Uid: TypeAlias = str
"""An opaque id, chosen by the caller: 1 to 255 bytes of UTF-8."""


class Location(TypedDict):
    """A place at which a clinic sees patients: a site, a branch, a ward."""

    uid: Uid
    """The id; unique in its clinic."""

    name: NotRequired[Union[str, None]]
    """What calendars show as the place (`LOCATION` in iCalendar). It has no other say."""


class LocationOutput(TypedDict):
    """A place at which a clinic sees patients: a site, a branch, a ward."""

    uid: Uid
    """The id; unique in its clinic."""

    name: NotRequired[str]
    """What calendars show as the place (`LOCATION` in iCalendar). It has no other say."""


if TYPE_CHECKING:
    _Location: TypeAlias = Union[Location, LocationOutput]
else:
    _Location = Location


class Travel(TypedDict):
    """How long a doctor needs from one location to another."""

    from_location_uid: Uid
    """Where it begins."""

    to_location_uid: Uid
    """Where it ends. The way back takes as long, unless the clinic says that too."""

    minutes: int
    """How long, 0 to 1440."""


MeetingType: TypeAlias = Literal[
    "CONSULTATION",
    "FOLLOW_UP",
    "INITIAL",
    "REVIEW",
    "ON_DEMAND",
]
"""Kind of meeting, as in the documented API.

* `"CONSULTATION"`: A consultation.
* `"FOLLOW_UP"`: A follow-up.
* `"INITIAL"`: A first visit.
* `"REVIEW"`: A review.
* `"ON_DEMAND"`: A walk-in consultation.
"""


RoomStrategy: TypeAlias = Literal[
    "persistent_per_provider",
    "per_appointment",
]
"""How video rooms are given out.

* `"persistent_per_provider"`: One room per doctor, always the same.
* `"per_appointment"`: A new room for each appointment.
"""


RebookingMode: TypeAlias = Literal[
    "same_doctor_only",
    "any_doctor_same_organisation",
]
"""Whether rebooking may change the doctor.

* `"same_doctor_only"`: The doctor stays.
* `"any_doctor_same_organisation"`: Any doctor of the organisation.
"""


DoctorAssignmentMode: TypeAlias = Literal[
    "all_available_doctors",
    "selected_doctors_only",
]
"""Which doctors can offer a type.

* `"all_available_doctors"`: Every active doctor, as far as they have open time.
* `"selected_doctors_only"`: Doctors with an active setting for the type.
"""


DoctorChoiceStrategy: TypeAlias = Literal[
    "fewest_appointments",
    "priority",
    "round_robin",
]
"""Which of the doctors that can be booked is booked when nobody is asked for. Among equals it is the first by
uid.

* `"fewest_appointments"`: The one with the fewest sessions on that local day.
* `"priority"`: The one with the least `priority` in the active setting for the type; those without come
  last.
* `"round_robin"`: The one who was booked for the type the longest ago; those who never were come first.
"""


GridMode: TypeAlias = Literal[
    "window",
    "packed",
    "clock",
    "adjacent",
]
"""What anchors the grid of starts.

* `"window"`: The start of the window.
* `"packed"`: The start of each free stretch of the window, so that no minutes are lost after an
  appointment.
* `"clock"`: The first multiple of `align_minutes` on the local clock in the window.
* `"adjacent"`: Once something is booked on a day, the starts right after and right before it, and those at
  the edges of open time, so that no holes are left; until then as `window`.
"""


class Grid(TypedDict):
    """Where the starts of slots lie in a window."""

    mode: NotRequired[GridMode]
    """What anchors the grid. Default: `"window"`."""

    step_minutes: NotRequired[Union[int, None]]
    """From one start to the next, 1 to 10080. Default: the duration and the window's buffer."""

    align_minutes: NotRequired[Union[int, None]]
    """For the mode `clock` only: a divisor of 1440. Default 15."""

    least_gap_minutes: NotRequired[Union[int, None]]
    """A slot leaves no hole shorter than this, 1 to 1440, before or after it: neither to another appointment
    nor to the edge of open time.
    """


class GridOutput(TypedDict):
    """Where the starts of slots lie in a window."""

    mode: GridMode
    """What anchors the grid."""

    step_minutes: NotRequired[int]
    """From one start to the next, 1 to 10080. Default: the duration and the window's buffer."""

    align_minutes: NotRequired[int]
    """For the mode `clock` only: a divisor of 1440. Default 15."""

    least_gap_minutes: NotRequired[int]
    """A slot leaves no hole shorter than this, 1 to 1440, before or after it: neither to another appointment
    nor to the edge of open time.
    """


if TYPE_CHECKING:
    _Grid: TypeAlias = Union[Grid, GridOutput]
else:
    _Grid = Grid


Period: TypeAlias = Literal[
    "day",
    "week",
    "month",
    "year",
]
"""A stretch of local dates.

* `"day"`: A local day.
* `"week"`: Seven local days, from the weekday on with which the clinic's weeks start.
* `"month"`: A month of the calendar.
* `"year"`: A year of the calendar.
"""


CountedOver: TypeAlias = Literal[
    "doctor",
    "clinic",
]
"""Over whom a limit counts.

* `"doctor"`: Each doctor alone.
* `"clinic"`: All doctors together.
"""


class BookingLimit(TypedDict):
    """Most appointments, or most minutes of them, on one local day or in one local week. One of the two, or
    both.
    """

    per: Period
    """The period in which is counted, by the doctor's local clock, or the clinic's if it is over all doctors.
    """

    scope: NotRequired[CountedOver]
    """Over whom is counted. Only limits of types are over all doctors."""

    appointments: NotRequired[Union[int, None]]
    """Most appointments; 0 allows none. A group visit counts once. From 0 to 100000."""

    minutes: NotRequired[Union[int, None]]
    """Most minutes of appointments. From 0 to 100000."""


class BookingLimitOutput(TypedDict):
    """Most appointments, or most minutes of them, on one local day or in one local week. One of the two, or
    both.
    """

    per: Period
    """The period in which is counted, by the doctor's local clock, or the clinic's if it is over all doctors.
    """

    scope: NotRequired[CountedOver]
    """Over whom is counted. Only limits of types are over all doctors."""

    appointments: NotRequired[int]
    """Most appointments; 0 allows none. A group visit counts once. From 0 to 100000."""

    minutes: NotRequired[int]
    """Most minutes of appointments. From 0 to 100000."""


if TYPE_CHECKING:
    _BookingLimit: TypeAlias = Union[BookingLimit, BookingLimitOutput]
else:
    _BookingLimit = BookingLimit


class AppointmentType(TypedDict):
    """A bookable kind of appointment: the object of the documented API, and what the engine adds to it."""

    uid: Uid
    """The id, such as `apt-001`."""

    organisation_uid: NotRequired[Union[str, None]]
    """The organisation that owns the type; kept, not used."""

    name: NotRequired[Union[str, None]]
    """Display name, 1 to 255 characters."""

    meeting_type: NotRequired[MeetingType]
    """Kind of meeting. Default: `"CONSULTATION"`."""

    duration_minutes: int
    """Length of the appointment, 1 to 1440."""

    hold_ttl_seconds: NotRequired[int]
    """How long a hold lives, 1 to 86400. Default 900, fifteen minutes."""

    booking_min_notice_minutes: NotRequired[int]
    """Least time from now to the start of a slot, from 0. A doctor's active setting for the type can override
    it. From 0 to 5256000. Default: `0`.
    """

    cancellation_min_notice_minutes: NotRequired[int]
    """Least time from now to the start for a patient to cancel, from 0. From 0 to 5256000. Default: `0`."""

    rebooking_min_notice_minutes: NotRequired[int]
    """Least time from now to the old start for a patient to rebook, from 0. From 0 to 5256000. Default: `0`.
    """

    room_strategy: NotRequired[RoomStrategy]
    """How video rooms are given out. Default: `"per_appointment"`."""

    rebooking_mode: NotRequired[RebookingMode]
    """Whether rebooking may change the doctor. Default: `"same_doctor_only"`."""

    doctor_assignment_mode: NotRequired[DoctorAssignmentMode]
    """Which doctors can offer the type. Default: `"all_available_doctors"`."""

    doctor_choice: NotRequired[DoctorChoiceStrategy]
    """Which doctor is booked when nobody is asked for."""

    allow_patient_rebooking: NotRequired[bool]
    """Whether patients may rebook their own appointments of this type. Default: `false`."""

    active: NotRequired[bool]
    """Whether the type is bookable. Default: `true`."""

    created_at: NotRequired[Union[int, None]]
    """Creation time; kept, not used. From 0 to 7258118399."""

    updated_at: NotRequired[Union[int, None]]
    """Time of the last change; kept, not used. From 0 to 7258118399."""

    durations_minutes: NotRequired[list[int]]
    """The lengths for which it can be booked, each 1 to 1440, beside `duration_minutes`, which is its length
    where none is asked for.
    """

    buffer_before_minutes: NotRequired[int]
    """Least gap before an appointment of the type, 0 to 1440: it counts where it is greater than that of the
    window, and than that after the appointment before.
    """

    buffer_after_minutes: NotRequired[int]
    """Least gap after an appointment of the type, 0 to 1440."""

    hold_max_seconds: NotRequired[Union[int, None]]
    """How long a hold can live if it is extended, from `hold_ttl_seconds` to 604800, a week. If null, it
    can't be.
    """

    approval_ttl_seconds: NotRequired[Union[int, None]]
    """How long an appointment that a patient has confirmed waits for the practice to approve it, from
    `hold_ttl_seconds` to 2592000, thirty days. If null, it needs no approval.
    """

    capacity: NotRequired[int]
    """Seats of one appointment, 1 to 1000: more than one makes it a group visit."""

    horizon_minutes: NotRequired[Union[int, None]]
    """Longest time from now to the start of a slot, in minutes. From 0 to 5256000."""

    horizon_days: NotRequired[Union[int, None]]
    """How many local dates after today can be booked, each as a whole, 0 to 3660."""

    booking_min_notice_days: NotRequired[Union[int, None]]
    """How many local dates before that of the start it can last be booked, 0 to 366: 1 is the day before, 0
    the same day. It holds beside the notice in minutes.
    """

    booking_notice_until: NotRequired[Union[int, None]]
    """Until when it can be booked on the last of these dates, in minutes from local midnight, 0 to 1440.
    Default 1440.
    """

    booking_notice_working_days: NotRequired[bool]
    """Whether only dates are counted on which the doctor has hours."""

    cancellation_min_notice_days: NotRequired[Union[int, None]]
    """How many local dates before that of the start it can last be cancelled by the patient, 0 to 366: 1 is
    the day before, 0 the same day. It holds beside the notice in minutes.
    """

    cancellation_notice_until: NotRequired[Union[int, None]]
    """Until when it can be cancelled on the last of these dates, in minutes from local midnight, 0 to 1440.
    Default 1440.
    """

    cancellation_notice_working_days: NotRequired[bool]
    """Whether only dates are counted on which the doctor has hours."""

    rebooking_min_notice_days: NotRequired[Union[int, None]]
    """How many local dates before that of the start it can last be rebooked by the patient, 0 to 366: 1 is
    the day before, 0 the same day. It holds beside the notice in minutes.
    """

    rebooking_notice_until: NotRequired[Union[int, None]]
    """Until when it can be rebooked on the last of these dates, in minutes from local midnight, 0 to 1440.
    Default 1440.
    """

    rebooking_notice_working_days: NotRequired[bool]
    """Whether only dates are counted on which the doctor has hours."""

    grid: NotRequired[Union[_Grid, None]]
    """The grid of starts; a query can ask for another."""

    limits: NotRequired[list[BookingLimit]]
    """Most appointments of this type in a period."""


class AppointmentTypeOutput(TypedDict):
    """A bookable kind of appointment: the object of the documented API, and what the engine adds to it."""

    uid: Uid
    """The id, such as `apt-001`."""

    organisation_uid: NotRequired[str]
    """The organisation that owns the type; kept, not used."""

    name: NotRequired[str]
    """Display name, 1 to 255 characters."""

    meeting_type: MeetingType
    """Kind of meeting."""

    duration_minutes: int
    """Length of the appointment, 1 to 1440."""

    hold_ttl_seconds: int
    """How long a hold lives, 1 to 86400. Default 900, fifteen minutes."""

    booking_min_notice_minutes: int
    """Least time from now to the start of a slot, from 0. A doctor's active setting for the type can override
    it. From 0 to 5256000.
    """

    cancellation_min_notice_minutes: int
    """Least time from now to the start for a patient to cancel, from 0. From 0 to 5256000."""

    rebooking_min_notice_minutes: int
    """Least time from now to the old start for a patient to rebook, from 0. From 0 to 5256000."""

    room_strategy: RoomStrategy
    """How video rooms are given out."""

    rebooking_mode: RebookingMode
    """Whether rebooking may change the doctor."""

    doctor_assignment_mode: DoctorAssignmentMode
    """Which doctors can offer the type."""

    doctor_choice: NotRequired[DoctorChoiceStrategy]
    """Which doctor is booked when nobody is asked for."""

    allow_patient_rebooking: bool
    """Whether patients may rebook their own appointments of this type."""

    active: bool
    """Whether the type is bookable."""

    created_at: NotRequired[int]
    """Creation time; kept, not used. From 0 to 7258118399."""

    updated_at: NotRequired[int]
    """Time of the last change; kept, not used. From 0 to 7258118399."""

    durations_minutes: NotRequired[list[int]]
    """The lengths for which it can be booked, each 1 to 1440, beside `duration_minutes`, which is its length
    where none is asked for.
    """

    buffer_before_minutes: NotRequired[int]
    """Least gap before an appointment of the type, 0 to 1440: it counts where it is greater than that of the
    window, and than that after the appointment before.
    """

    buffer_after_minutes: NotRequired[int]
    """Least gap after an appointment of the type, 0 to 1440."""

    hold_max_seconds: NotRequired[int]
    """How long a hold can live if it is extended, from `hold_ttl_seconds` to 604800, a week. If null, it
    can't be.
    """

    approval_ttl_seconds: NotRequired[int]
    """How long an appointment that a patient has confirmed waits for the practice to approve it, from
    `hold_ttl_seconds` to 2592000, thirty days. If null, it needs no approval.
    """

    capacity: NotRequired[int]
    """Seats of one appointment, 1 to 1000: more than one makes it a group visit."""

    horizon_minutes: NotRequired[int]
    """Longest time from now to the start of a slot, in minutes. From 0 to 5256000."""

    horizon_days: NotRequired[int]
    """How many local dates after today can be booked, each as a whole, 0 to 3660."""

    booking_min_notice_days: NotRequired[int]
    """How many local dates before that of the start it can last be booked, 0 to 366: 1 is the day before, 0
    the same day. It holds beside the notice in minutes.
    """

    booking_notice_until: NotRequired[int]
    """Until when it can be booked on the last of these dates, in minutes from local midnight, 0 to 1440.
    Default 1440.
    """

    booking_notice_working_days: NotRequired[bool]
    """Whether only dates are counted on which the doctor has hours."""

    cancellation_min_notice_days: NotRequired[int]
    """How many local dates before that of the start it can last be cancelled by the patient, 0 to 366: 1 is
    the day before, 0 the same day. It holds beside the notice in minutes.
    """

    cancellation_notice_until: NotRequired[int]
    """Until when it can be cancelled on the last of these dates, in minutes from local midnight, 0 to 1440.
    Default 1440.
    """

    cancellation_notice_working_days: NotRequired[bool]
    """Whether only dates are counted on which the doctor has hours."""

    rebooking_min_notice_days: NotRequired[int]
    """How many local dates before that of the start it can last be rebooked by the patient, 0 to 366: 1 is
    the day before, 0 the same day. It holds beside the notice in minutes.
    """

    rebooking_notice_until: NotRequired[int]
    """Until when it can be rebooked on the last of these dates, in minutes from local midnight, 0 to 1440.
    Default 1440.
    """

    rebooking_notice_working_days: NotRequired[bool]
    """Whether only dates are counted on which the doctor has hours."""

    grid: NotRequired[GridOutput]
    """The grid of starts; a query can ask for another."""

    limits: NotRequired[list[BookingLimitOutput]]
    """Most appointments of this type in a period."""


if TYPE_CHECKING:
    _AppointmentType: TypeAlias = Union[AppointmentType, AppointmentTypeOutput]
else:
    _AppointmentType = AppointmentType


class TypeLimit(TypedDict):
    """Most appointments of some types in each window of a rule, of an override or of extra hours: of the
    appointments of these types that start in it, together.
    """

    appointment_type_uids: list[Uid]
    """The types that are counted, and for which it is a limit."""

    appointments: int
    """Most appointments, 1 to 100000. A group visit counts once."""


class AvailabilityRule(TypedDict):
    """A window that recurs every week: the object of the documented API."""

    uid: Uid
    """The id, such as `rule-001`; unique for its doctor."""

    doctor_uid: NotRequired[Union[Uid, None]]
    """The doctor; if given, the one that the rule is listed under."""

    weekday: int
    """0 is Monday, 6 is Sunday."""

    start_time: int
    """Start in minutes from local midnight, 0 to 1440."""

    end_time: int
    """End in minutes from local midnight, after the start, up to 1440 (the next midnight). Overnight hours
    are two rules.
    """

    buffer_minutes: NotRequired[int]
    """Least gap between two appointments, 0 to 1440. Default: `0`."""

    valid_from: NotRequired[Union[Instant, datetime, None]]
    """No slot of this rule starts before."""

    valid_until: NotRequired[Union[Instant, datetime, None]]
    """No slot of this rule ends after."""

    active: NotRequired[bool]
    """Whether the rule is in force. Default: `true`."""

    every_weeks: NotRequired[Union[int, None]]
    """Every how many weeks it holds, 1 to 52, counted from `from_date`, which it needs then. Every week if
    null.
    """

    from_date: NotRequired[Union[str, None]]
    """The first local date on which it may hold. As `YYYY-MM-DD`."""

    nth_of_month: NotRequired[list[int]]
    """Which of its weekdays in a month it holds on: 1 to 5, or -1 to -5 from the last one backwards. All if
    empty.
    """

    blocked: NotRequired[bool]
    """Whether it is time off that recurs, and no window: it beats open time as blocked intervals do."""

    appointment_type_uids: NotRequired[Union[list[Uid], None]]
    """The types that it is for; all if null."""

    reserved_until_minutes_before: NotRequired[Union[int, None]]
    """From so many minutes before a start on, other types can book it too, 0 to 5256000."""

    released_minutes_before: NotRequired[Union[int, None]]
    """Earlier than so many minutes before a start, nobody can book it, 0 to 5256000."""

    location_uid: NotRequired[Union[Uid, None]]
    """Where it is; nowhere in particular if null."""

    type_limits: NotRequired[list[TypeLimit]]
    """Most appointments of some types in each of its windows, each with those that start in it."""


class AvailabilityRuleOutput(TypedDict):
    """A window that recurs every week: the object of the documented API."""

    uid: Uid
    """The id, such as `rule-001`; unique for its doctor."""

    doctor_uid: NotRequired[Uid]
    """The doctor; if given, the one that the rule is listed under."""

    weekday: int
    """0 is Monday, 6 is Sunday."""

    start_time: int
    """Start in minutes from local midnight, 0 to 1440."""

    end_time: int
    """End in minutes from local midnight, after the start, up to 1440 (the next midnight). Overnight hours
    are two rules.
    """

    buffer_minutes: int
    """Least gap between two appointments, 0 to 1440."""

    valid_from: Union[Instant, None]
    """No slot of this rule starts before."""

    valid_until: Union[Instant, None]
    """No slot of this rule ends after."""

    active: bool
    """Whether the rule is in force."""

    every_weeks: NotRequired[int]
    """Every how many weeks it holds, 1 to 52, counted from `from_date`, which it needs then. Every week if
    null.
    """

    from_date: NotRequired[str]
    """The first local date on which it may hold. As `YYYY-MM-DD`."""

    nth_of_month: NotRequired[list[int]]
    """Which of its weekdays in a month it holds on: 1 to 5, or -1 to -5 from the last one backwards. All if
    empty.
    """

    blocked: NotRequired[bool]
    """Whether it is time off that recurs, and no window: it beats open time as blocked intervals do."""

    appointment_type_uids: NotRequired[list[Uid]]
    """The types that it is for; all if null."""

    reserved_until_minutes_before: NotRequired[int]
    """From so many minutes before a start on, other types can book it too, 0 to 5256000."""

    released_minutes_before: NotRequired[int]
    """Earlier than so many minutes before a start, nobody can book it, 0 to 5256000."""

    location_uid: NotRequired[Uid]
    """Where it is; nowhere in particular if null."""

    type_limits: NotRequired[list[TypeLimit]]
    """Most appointments of some types in each of its windows, each with those that start in it."""


if TYPE_CHECKING:
    _AvailabilityRule: TypeAlias = Union[AvailabilityRule, AvailabilityRuleOutput]
else:
    _AvailabilityRule = AvailabilityRule


ExceptionKind: TypeAlias = Literal[
    "blocked",
    "extra",
]
"""Whether an `AvailabilityException` adds open time or takes it away.

* `"blocked"`: Time off: removes open time and beats everything.
* `"extra"`: Extra hours: adds a window.
"""


class AvailabilityException(TypedDict):
    """An interval that adds open time, or takes it away."""

    uid: Uid
    """The id; unique for its doctor."""

    kind: ExceptionKind
    """Whether it adds or takes away."""

    start_date: Union[Instant, datetime]
    """First instant of the interval."""

    end_date: Union[Instant, datetime]
    """First instant after the interval."""

    buffer_minutes: NotRequired[int]
    """Least gap between two appointments in an extra interval, 0 to 1440. A blocked interval has none.
    Default: `0`.
    """

    keeps_gap: NotRequired[bool]
    """Whether the gap of a window holds to this blocked interval as well: it is busy time, not time off. An
    extra interval does not say so. Default: `false`.
    """

    appointment_type_uids: NotRequired[Union[list[Uid], None]]
    """The types that it is for; all if null."""

    reserved_until_minutes_before: NotRequired[Union[int, None]]
    """From so many minutes before a start on, other types can book it too, 0 to 5256000."""

    released_minutes_before: NotRequired[Union[int, None]]
    """Earlier than so many minutes before a start, nobody can book it, 0 to 5256000."""

    location_uid: NotRequired[Union[Uid, None]]
    """Where it is; nowhere in particular if null."""

    type_limits: NotRequired[list[TypeLimit]]
    """Most appointments of some types in each of its windows, each with those that start in it."""


class AvailabilityExceptionOutput(TypedDict):
    """An interval that adds open time, or takes it away."""

    uid: Uid
    """The id; unique for its doctor."""

    kind: ExceptionKind
    """Whether it adds or takes away."""

    start_date: Instant
    """First instant of the interval."""

    end_date: Instant
    """First instant after the interval."""

    buffer_minutes: int
    """Least gap between two appointments in an extra interval, 0 to 1440. A blocked interval has none."""

    keeps_gap: bool
    """Whether the gap of a window holds to this blocked interval as well: it is busy time, not time off. An
    extra interval does not say so.
    """

    appointment_type_uids: NotRequired[list[Uid]]
    """The types that it is for; all if null."""

    reserved_until_minutes_before: NotRequired[int]
    """From so many minutes before a start on, other types can book it too, 0 to 5256000."""

    released_minutes_before: NotRequired[int]
    """Earlier than so many minutes before a start, nobody can book it, 0 to 5256000."""

    location_uid: NotRequired[Uid]
    """Where it is; nowhere in particular if null."""

    type_limits: NotRequired[list[TypeLimit]]
    """Most appointments of some types in each of its windows, each with those that start in it."""


if TYPE_CHECKING:
    _AvailabilityException: TypeAlias = Union[AvailabilityException, AvailabilityExceptionOutput]
else:
    _AvailabilityException = AvailabilityException


class OverrideWindow(TypedDict):
    """A window of a `DateOverride`."""

    start_time: int
    """Start in minutes from local midnight, 0 to 1440."""

    end_time: int
    """End in minutes from local midnight, after the start. From 0 to 1440."""

    buffer_minutes: NotRequired[int]
    """Least gap between two appointments, 0 to 1440. Default: `0`."""

    appointment_type_uids: NotRequired[Union[list[Uid], None]]
    """The types that it is for; all if null."""

    reserved_until_minutes_before: NotRequired[Union[int, None]]
    """From so many minutes before a start on, other types can book it too, 0 to 5256000."""

    released_minutes_before: NotRequired[Union[int, None]]
    """Earlier than so many minutes before a start, nobody can book it, 0 to 5256000."""

    location_uid: NotRequired[Union[Uid, None]]
    """Where it is; nowhere in particular if null."""

    type_limits: NotRequired[list[TypeLimit]]
    """Most appointments of some types in each of its windows, each with those that start in it."""


class OverrideWindowOutput(TypedDict):
    """A window of a `DateOverride`."""

    start_time: int
    """Start in minutes from local midnight, 0 to 1440."""

    end_time: int
    """End in minutes from local midnight, after the start. From 0 to 1440."""

    buffer_minutes: int
    """Least gap between two appointments, 0 to 1440."""

    appointment_type_uids: NotRequired[list[Uid]]
    """The types that it is for; all if null."""

    reserved_until_minutes_before: NotRequired[int]
    """From so many minutes before a start on, other types can book it too, 0 to 5256000."""

    released_minutes_before: NotRequired[int]
    """Earlier than so many minutes before a start, nobody can book it, 0 to 5256000."""

    location_uid: NotRequired[Uid]
    """Where it is; nowhere in particular if null."""

    type_limits: NotRequired[list[TypeLimit]]
    """Most appointments of some types in each of its windows, each with those that start in it."""


if TYPE_CHECKING:
    _OverrideWindow: TypeAlias = Union[OverrideWindow, OverrideWindowOutput]
else:
    _OverrideWindow = OverrideWindow


class DateOverride(TypedDict):
    """The windows of one local date instead of those of the weekly rules; none of them closes the day."""

    date: str
    """The doctor's local date. As `YYYY-MM-DD`."""

    windows: NotRequired[list[OverrideWindow]]
    """The windows, possibly none."""


class DateOverrideOutput(TypedDict):
    """The windows of one local date instead of those of the weekly rules; none of them closes the day."""

    date: str
    """The doctor's local date. As `YYYY-MM-DD`."""

    windows: list[OverrideWindowOutput]
    """The windows, possibly none."""


if TYPE_CHECKING:
    _DateOverride: TypeAlias = Union[DateOverride, DateOverrideOutput]
else:
    _DateOverride = DateOverride


class AppointmentTypeSetting(TypedDict):
    """What is special to a doctor about an appointment type."""

    appointment_type_uid: Uid
    """The type."""

    active: NotRequired[bool]
    """An inactive setting counts as absent. Default: `true`."""

    booking_min_notice_minutes: NotRequired[Union[int, None]]
    """Booking notice of this doctor for the type; 0 counts, null leaves that of the type. From 0 to 5256000.
    """

    priority: NotRequired[Union[int, None]]
    """For types whose `doctor_choice` is `priority`: 0 to 1000, the least is booked first."""

    weight: NotRequired[Union[int, None]]
    """For types whose `doctor_choice` is `round_robin` or `fewest_appointments`: how much of the work this
    doctor takes beside others, 1 to 1000; 100 if null. 50 is for somebody who works half the time.
    """

    duration_minutes: NotRequired[Union[int, None]]
    """How long an appointment of the type takes with this doctor where no length is asked for, 1 to 1440;
    null leaves that of the type. It need not be among the type's lengths.
    """

    buffer_before_minutes: NotRequired[Union[int, None]]
    """The gap before an appointment of the type with this doctor; 0 counts, null leaves that of the type.
    From 0 to 1440.
    """

    buffer_after_minutes: NotRequired[Union[int, None]]
    """The gap after an appointment of the type with this doctor. From 0 to 1440."""


class AppointmentTypeSettingOutput(TypedDict):
    """What is special to a doctor about an appointment type."""

    appointment_type_uid: Uid
    """The type."""

    active: bool
    """An inactive setting counts as absent."""

    booking_min_notice_minutes: Union[int, None]
    """Booking notice of this doctor for the type; 0 counts, null leaves that of the type. From 0 to 5256000.
    """

    priority: NotRequired[int]
    """For types whose `doctor_choice` is `priority`: 0 to 1000, the least is booked first."""

    weight: NotRequired[int]
    """For types whose `doctor_choice` is `round_robin` or `fewest_appointments`: how much of the work this
    doctor takes beside others, 1 to 1000; 100 if null. 50 is for somebody who works half the time.
    """

    duration_minutes: NotRequired[int]
    """How long an appointment of the type takes with this doctor where no length is asked for, 1 to 1440;
    null leaves that of the type. It need not be among the type's lengths.
    """

    buffer_before_minutes: NotRequired[int]
    """The gap before an appointment of the type with this doctor; 0 counts, null leaves that of the type.
    From 0 to 1440.
    """

    buffer_after_minutes: NotRequired[int]
    """The gap after an appointment of the type with this doctor. From 0 to 1440."""


if TYPE_CHECKING:
    _AppointmentTypeSetting: TypeAlias = Union[AppointmentTypeSetting, AppointmentTypeSettingOutput]
else:
    _AppointmentTypeSetting = AppointmentTypeSetting


class Doctor(TypedDict):
    """A doctor, and when they are there."""

    uid: Uid
    """The id, such as `doc-456`."""

    display_name: NotRequired[Union[str, None]]
    """Kept, not used."""

    timezone: NotRequired[Union[str, None]]
    """IANA zone of the doctor's clock; default that of the clinic."""

    video_room_id: NotRequired[Union[Uid, None]]
    """The doctor's video room, for types whose rooms are `persistent_per_provider`; the doctor's uid if null.
    """

    active: NotRequired[bool]
    """Whether the doctor can be booked at all. Default: `true`."""

    availability_rules: NotRequired[list[AvailabilityRule]]
    """Weekly windows."""

    availability_exceptions: NotRequired[list[AvailabilityException]]
    """Extra hours and time off."""

    date_overrides: NotRequired[list[DateOverride]]
    """Windows of single dates."""

    appointment_type_settings: NotRequired[list[AppointmentTypeSetting]]
    """What is special to this doctor about a type."""

    limits: NotRequired[list[BookingLimit]]
    """Most appointments of all types in a period."""

    concurrent_appointments_max: NotRequired[int]
    """How many patients the doctor sees at a time, each with an appointment of their own, 1 to 1000: chairs,
    say. With more than one there are no group visits.
    """


class DoctorOutput(TypedDict):
    """A doctor, and when they are there."""

    uid: Uid
    """The id, such as `doc-456`."""

    display_name: NotRequired[str]
    """Kept, not used."""

    timezone: Union[str, None]
    """IANA zone of the doctor's clock; default that of the clinic."""

    video_room_id: NotRequired[Uid]
    """The doctor's video room, for types whose rooms are `persistent_per_provider`; the doctor's uid if null.
    """

    active: bool
    """Whether the doctor can be booked at all."""

    availability_rules: list[AvailabilityRuleOutput]
    """Weekly windows."""

    availability_exceptions: list[AvailabilityExceptionOutput]
    """Extra hours and time off."""

    date_overrides: list[DateOverrideOutput]
    """Windows of single dates."""

    appointment_type_settings: list[AppointmentTypeSettingOutput]
    """What is special to this doctor about a type."""

    limits: NotRequired[list[BookingLimitOutput]]
    """Most appointments of all types in a period."""

    concurrent_appointments_max: NotRequired[int]
    """How many patients the doctor sees at a time, each with an appointment of their own, 1 to 1000: chairs,
    say. With more than one there are no group visits.
    """


if TYPE_CHECKING:
    _Doctor: TypeAlias = Union[Doctor, DoctorOutput]
else:
    _Doctor = Doctor


class Closure(TypedDict):
    """Dates on which the weekly rules have no windows, or hours of them that the rules leave out, for one
    doctor or for all: a holiday, say. There is one for each first date and doctor.
    """

    date: str
    """The local date, by each doctor's own clock; the first one if there is a `last_date`. As `YYYY-MM-DD`.
    """

    last_date: NotRequired[Union[str, None]]
    """The last local date, the same or at most a year later. Only `date` if null. As `YYYY-MM-DD`."""

    start_time: NotRequired[Union[int, None]]
    """From when on each of the dates is closed, in minutes from local midnight, 0 to 1440. Default 0."""

    end_time: NotRequired[Union[int, None]]
    """Until when each of the dates is closed, in minutes from local midnight, after the start. Default 1440.
    """

    doctor_uid: NotRequired[Union[Uid, None]]
    """The doctor, or all."""

    name: NotRequired[Union[str, None]]
    """What is kept that day; kept, not used."""


class ClosureOutput(TypedDict):
    """Dates on which the weekly rules have no windows, or hours of them that the rules leave out, for one
    doctor or for all: a holiday, say. There is one for each first date and doctor.
    """

    date: str
    """The local date, by each doctor's own clock; the first one if there is a `last_date`. As `YYYY-MM-DD`.
    """

    last_date: NotRequired[str]
    """The last local date, the same or at most a year later. Only `date` if null. As `YYYY-MM-DD`."""

    start_time: NotRequired[int]
    """From when on each of the dates is closed, in minutes from local midnight, 0 to 1440. Default 0."""

    end_time: NotRequired[int]
    """Until when each of the dates is closed, in minutes from local midnight, after the start. Default 1440.
    """

    doctor_uid: NotRequired[Uid]
    """The doctor, or all."""

    name: NotRequired[str]
    """What is kept that day; kept, not used."""


if TYPE_CHECKING:
    _Closure: TypeAlias = Union[Closure, ClosureOutput]
else:
    _Closure = Closure


RecipientRole: TypeAlias = Literal[
    "patient",
    "doctor",
    "admin",
]
"""Who is reminded, as in the documented API.

* `"patient"`: The patient.
* `"doctor"`: The doctor.
* `"admin"`: The administrators.
"""


class Reminder(TypedDict):
    """A reminder of an appointment type: the object of the documented API."""

    uid: Uid
    """The id, such as `rem-001`."""

    appointment_type_uid: Uid
    """The type of the appointments it reminds of."""

    recipient_role: RecipientRole
    """Who is reminded."""

    minutes_before: NotRequired[Union[int, None]]
    """How long before the start it is due, 1 to 86400: at most 60 days. Either this, or `days_before` and
    `local_time`.
    """

    days_before: NotRequired[Union[int, None]]
    """How many dates before that of the start it is due, 0 to 60, on the doctor's clock: 1 is the day before.
    """

    local_time: NotRequired[Union[int, None]]
    """At which time on that date, in minutes from local midnight, 0 to 1439: 1080 is six in the evening."""

    send_email: NotRequired[bool]
    """By email. Default: `false`."""

    send_sms: NotRequired[bool]
    """By text message. Default: `false`."""

    active: NotRequired[bool]
    """An inactive reminder is never due. Default: `true`."""


class ReminderOutput(TypedDict):
    """A reminder of an appointment type: the object of the documented API."""

    uid: Uid
    """The id, such as `rem-001`."""

    appointment_type_uid: Uid
    """The type of the appointments it reminds of."""

    recipient_role: RecipientRole
    """Who is reminded."""

    minutes_before: NotRequired[int]
    """How long before the start it is due, 1 to 86400: at most 60 days. Either this, or `days_before` and
    `local_time`.
    """

    days_before: NotRequired[int]
    """How many dates before that of the start it is due, 0 to 60, on the doctor's clock: 1 is the day before.
    """

    local_time: NotRequired[int]
    """At which time on that date, in minutes from local midnight, 0 to 1439: 1080 is six in the evening."""

    send_email: bool
    """By email."""

    send_sms: bool
    """By text message."""

    active: bool
    """An inactive reminder is never due."""


if TYPE_CHECKING:
    _Reminder: TypeAlias = Union[Reminder, ReminderOutput]
else:
    _Reminder = Reminder


class QuietHours(TypedDict):
    """Hours in which nobody is reminded, on each doctor's clock. What would be due in them is due when they
    begin.
    """

    start_time: int
    """When they begin, in minutes from local midnight, 0 to 1439."""

    end_time: int
    """When they end, in minutes from local midnight, 0 to 1440: on the next date, unless after the start."""


class PatientLimit(TypedDict):
    """Most appointments of one patient, with whatever doctor: in a period, or to come."""

    per: NotRequired[Union[Period, None]]
    """The period in which is counted, by the clinic's clock. Either this or `upcoming`."""

    upcoming: NotRequired[bool]
    """Whether those are counted that start now or later."""

    appointments: int
    """Most appointments; 0 allows none. From 0 to 100000."""

    appointment_type_uids: NotRequired[Union[list[Uid], None]]
    """Only these types are counted, and only they are limited; all if null."""


class PatientLimitOutput(TypedDict):
    """Most appointments of one patient, with whatever doctor: in a period, or to come."""

    per: NotRequired[Period]
    """The period in which is counted, by the clinic's clock. Either this or `upcoming`."""

    upcoming: NotRequired[bool]
    """Whether those are counted that start now or later."""

    appointments: int
    """Most appointments; 0 allows none. From 0 to 100000."""

    appointment_type_uids: NotRequired[list[Uid]]
    """Only these types are counted, and only they are limited; all if null."""


if TYPE_CHECKING:
    _PatientLimit: TypeAlias = Union[PatientLimit, PatientLimitOutput]
else:
    _PatientLimit = PatientLimit


AppointmentStatus: TypeAlias = Literal[
    "held",
    "confirmed",
    "cancelled",
    "expired",
    "completed",
    "no_show",
]
"""Where an appointment stands, as in the documented API.

* `"held"`: Reserved until its hold expires.
* `"confirmed"`: Booked.
* `"cancelled"`: Called off.
* `"expired"`: The hold ran out before it was confirmed.
* `"completed"`: Over.
* `"no_show"`: The patient did not come.
"""


MeetingFormat: TypeAlias = Literal[
    "DIGITAL",
    "IN_PERSON",
]
"""Where the meeting is held, as in the documented API.

* `"DIGITAL"`: By video.
* `"IN_PERSON"`: On the spot.
"""


class DoctorChoice(TypedDict):
    """How a doctor was chosen for a hold that named none."""

    strategy: DoctorChoiceStrategy
    """By what."""

    candidates: int
    """How many doctors came into question: all who could be booked or, for a group, those of them who had a
    session with a seat left, if anybody had.
    """

    appointments_that_day: NotRequired[Union[int, None]]
    """For `fewest_appointments`: the sessions of the one chosen on that local day, without this one."""

    priority: NotRequired[Union[int, None]]
    """For `priority`: that of the one chosen, if there is one."""

    last_booked_at: NotRequired[Union[Instant, datetime, None]]
    """For `round_robin`: when the one chosen was last booked for the type, if ever, as far as that is known.
    """

    weight: NotRequired[Union[int, None]]
    """What the one chosen weighs, if the setting for the type says so and the strategy looks at it."""


class DoctorChoiceOutput(TypedDict):
    """How a doctor was chosen for a hold that named none."""

    strategy: DoctorChoiceStrategy
    """By what."""

    candidates: int
    """How many doctors came into question: all who could be booked or, for a group, those of them who had a
    session with a seat left, if anybody had.
    """

    appointments_that_day: NotRequired[int]
    """For `fewest_appointments`: the sessions of the one chosen on that local day, without this one."""

    priority: NotRequired[int]
    """For `priority`: that of the one chosen, if there is one."""

    last_booked_at: NotRequired[Instant]
    """For `round_robin`: when the one chosen was last booked for the type, if ever, as far as that is known.
    """

    weight: NotRequired[int]
    """What the one chosen weighs, if the setting for the type says so and the strategy looks at it."""


if TYPE_CHECKING:
    _DoctorChoice: TypeAlias = Union[DoctorChoice, DoctorChoiceOutput]
else:
    _DoctorChoice = DoctorChoice


Approval: TypeAlias = Literal[
    "requested",
]
"""How far the practice has come with what a patient asked for.

* `"requested"`: It is for the practice to approve or to decline.
"""


class ReasonTypeInactive(TypedDict):
    """The type is inactive."""

    code: Literal["type_inactive"]


NotOffering: TypeAlias = Literal[
    "doctor_inactive",
    "no_active_setting",
    "several_places",
]
"""Why a doctor does not offer a type.

* `"doctor_inactive"`: The doctor is inactive.
* `"no_active_setting"`: The type is for selected doctors only, and this one has no active setting for it.
* `"several_places"`: It is a group visit, and the doctor sees several patients at a time, each alone.
"""


class ReasonDoctorNotOffering(TypedDict):
    """The doctor does not offer the type."""

    code: Literal["doctor_not_offering"]

    cause: NotOffering
    """Why not."""


class ReasonTooSoon(TypedDict):
    """Inside the booking notice."""

    code: Literal["too_soon"]

    earliest: Instant
    """First instant outside it."""


class ReasonBeyondHorizon(TypedDict):
    """Past the booking horizon."""

    code: Literal["beyond_horizon"]

    latest: Instant
    """Last instant inside it."""


class ReasonNonexistentLocalTime(TypedDict):
    """The local time asked for is skipped by the zone's clock."""

    code: Literal["nonexistent_local_time"]

    next: Instant
    """The moment of the change."""


class ReasonClosed(TypedDict):
    """A closure, or an override without windows, and no window holds the start."""

    code: Literal["closed"]

    date: str
    """The doctor's local date. As `YYYY-MM-DD`."""


class ReasonBlocked(TypedDict):
    """Overlaps a blocked interval, or is closer than the buffer to one that keeps the gap."""

    code: Literal["blocked"]

    by: Uid
    """The exception."""

    until: Instant
    """Its end, with the gap if it keeps one."""


_ReasonReservedKeywords = TypedDict("_ReasonReservedKeywords", {"for": list[Uid]})


class ReasonReserved(_ReasonReservedKeywords):
    """Only windows for other types hold the start.

    * `for`: The types that the window is for.
    """

    code: Literal["reserved"]

    until: NotRequired[Union[Instant, datetime, None]]
    """From when on it is for others too; null if never."""


_ReasonReservedOutputKeywords = TypedDict("_ReasonReservedOutputKeywords", {"for": list[Uid]})


class ReasonReservedOutput(_ReasonReservedOutputKeywords):
    """Only windows for other types hold the start.

    * `for`: The types that the window is for.
    """

    code: Literal["reserved"]

    until: Union[Instant, None]
    """From when on it is for others too; null if never."""


if TYPE_CHECKING:
    _ReasonReserved: TypeAlias = Union[ReasonReserved, ReasonReservedOutput]
else:
    _ReasonReserved = ReasonReserved


class ReasonNotReleased(TypedDict):
    """The window that holds the start is for nobody yet."""

    code: Literal["not_released"]

    at: Instant
    """From when on it is."""


class ReasonOtherLocation(TypedDict):
    """The window that holds the start is at another location."""

    code: Literal["other_location"]

    location_uid: NotRequired[Union[Uid, None]]
    """Which; null if it is nowhere in particular."""


class ReasonOtherLocationOutput(TypedDict):
    """The window that holds the start is at another location."""

    code: Literal["other_location"]

    location_uid: Union[Uid, None]
    """Which; null if it is nowhere in particular."""


if TYPE_CHECKING:
    _ReasonOtherLocation: TypeAlias = Union[ReasonOtherLocation, ReasonOtherLocationOutput]
else:
    _ReasonOtherLocation = ReasonOtherLocation


class ReasonWindowFull(TypedDict):
    """The window that holds the start has as many appointments of some types as it may."""

    code: Literal["window_full"]

    limit: int
    """Most that are allowed."""

    used: int
    """How many there are."""


class ReasonOutsideHours(TypedDict):
    """No window holds the start, or none is open for the whole length."""

    code: Literal["outside_hours"]

    next_opening: NotRequired[Union[Instant, datetime, None]]
    """The next start of open time after the start asked for, within 366 days."""


class ReasonOutsideHoursOutput(TypedDict):
    """No window holds the start, or none is open for the whole length."""

    code: Literal["outside_hours"]

    next_opening: Union[Instant, None]
    """The next start of open time after the start asked for, within 366 days."""


if TYPE_CHECKING:
    _ReasonOutsideHours: TypeAlias = Union[ReasonOutsideHours, ReasonOutsideHoursOutput]
else:
    _ReasonOutsideHours = ReasonOutsideHours


class ReasonOffGrid(TypedDict):
    """A window holds the start, but not on its grid."""

    code: Literal["off_grid"]

    nearest: NotRequired[Union[Instant, datetime, None]]
    """The closest candidate of such a window; the earlier of two. Null if it has none."""


class ReasonOffGridOutput(TypedDict):
    """A window holds the start, but not on its grid."""

    code: Literal["off_grid"]

    nearest: Union[Instant, None]
    """The closest candidate of such a window; the earlier of two. Null if it has none."""


if TYPE_CHECKING:
    _ReasonOffGrid: TypeAlias = Union[ReasonOffGrid, ReasonOffGridOutput]
else:
    _ReasonOffGrid = ReasonOffGrid


class ReasonNotAdjacent(TypedDict):
    """Neither beside another appointment nor at the edge of open time, where the grid asks for that."""

    code: Literal["not_adjacent"]

    nearest: NotRequired[Union[Instant, datetime, None]]
    """The closest candidate of such a window; the earlier of two. Null if it has none."""


class ReasonNotAdjacentOutput(TypedDict):
    """Neither beside another appointment nor at the edge of open time, where the grid asks for that."""

    code: Literal["not_adjacent"]

    nearest: Union[Instant, None]
    """The closest candidate of such a window; the earlier of two. Null if it has none."""


if TYPE_CHECKING:
    _ReasonNotAdjacent: TypeAlias = Union[ReasonNotAdjacent, ReasonNotAdjacentOutput]
else:
    _ReasonNotAdjacent = ReasonNotAdjacent


class ReasonLeavesGap(TypedDict):
    """It would leave a hole that is too short for others."""

    code: Literal["leaves_gap"]

    minutes: int
    """The shortest one that it would leave; rounded up."""

    least: int
    """How short a hole may be."""


class ReasonSlotTaken(TypedDict):
    """Closer than the buffer to a blocking appointment."""

    code: Literal["slot_taken"]

    by: Uid
    """The appointment."""

    until: Instant
    """When its gap ends."""


class ReasonHeld(TypedDict):
    """Closer than the buffer to a hold."""

    code: Literal["held"]

    by: Uid
    """The appointment."""

    until: Instant
    """When the hold expires."""


class ReasonPlacesFull(TypedDict):
    """At some moment of it all places of the doctor are taken."""

    code: Literal["places_full"]

    places: int
    """How many there are."""

    until: Instant
    """When one is free again after the first such moment, with the gap."""


class ReasonGroupFull(TypedDict):
    """The group visit has fewer seats left than are asked for."""

    code: Literal["group_full"]

    capacity: int
    """How many there are."""

    seats_left: NotRequired[Union[int, None]]
    """How many are left."""


class ReasonGroupFullOutput(TypedDict):
    """The group visit has fewer seats left than are asked for."""

    code: Literal["group_full"]

    capacity: int
    """How many there are."""

    seats_left: NotRequired[int]
    """How many are left."""


if TYPE_CHECKING:
    _ReasonGroupFull: TypeAlias = Union[ReasonGroupFull, ReasonGroupFullOutput]
else:
    _ReasonGroupFull = ReasonGroupFull


LimitScope: TypeAlias = Literal[
    "appointment_type",
    "doctor",
    "clinic",
    "patient",
]
"""Whose limit it is.

* `"appointment_type"`: A limit of the type: it counts appointments of that type.
* `"doctor"`: A limit of the doctor: it counts all appointments.
* `"clinic"`: A limit of the type that counts those of all doctors.
* `"patient"`: A limit of the patient.
"""


LimitUnit: TypeAlias = Literal[
    "appointments",
    "minutes",
]
"""What a limit counts.

* `"appointments"`: Appointments.
* `"minutes"`: Minutes of appointments.
"""


class ReasonLimitReached(TypedDict):
    """One more would exceed a limit."""

    code: Literal["limit_reached"]

    scope: LimitScope
    """Whose limit it is."""

    per: NotRequired[Union[Period, None]]
    """The period; null if all that are to come are counted."""

    unit: LimitUnit
    """What is counted."""

    limit: int
    """Most that is allowed."""

    used: int
    """What is used, without this one; minutes are rounded up."""


class ReasonLimitReachedOutput(TypedDict):
    """One more would exceed a limit."""

    code: Literal["limit_reached"]

    scope: LimitScope
    """Whose limit it is."""

    per: Union[Period, None]
    """The period; null if all that are to come are counted."""

    unit: LimitUnit
    """What is counted."""

    limit: int
    """Most that is allowed."""

    used: int
    """What is used, without this one; minutes are rounded up."""


if TYPE_CHECKING:
    _ReasonLimitReached: TypeAlias = Union[ReasonLimitReached, ReasonLimitReachedOutput]
else:
    _ReasonLimitReached = ReasonLimitReached


class ReasonPatientBusy(TypedDict):
    """The patient has another appointment at that time."""

    code: Literal["patient_busy"]

    by: Uid
    """The appointment."""

    until: Instant
    """Its end."""


class ReasonTooManyHolds(TypedDict):
    """The patient has as many live holds as may be."""

    code: Literal["too_many_holds"]

    limit: int
    """How many may be."""


Reason: TypeAlias = Union[
    ReasonTypeInactive,
    ReasonDoctorNotOffering,
    ReasonTooSoon,
    ReasonBeyondHorizon,
    ReasonNonexistentLocalTime,
    ReasonClosed,
    ReasonBlocked,
    _ReasonReserved,
    ReasonNotReleased,
    _ReasonOtherLocation,
    ReasonWindowFull,
    _ReasonOutsideHours,
    _ReasonOffGrid,
    _ReasonNotAdjacent,
    ReasonLeavesGap,
    ReasonSlotTaken,
    ReasonHeld,
    ReasonPlacesFull,
    _ReasonGroupFull,
    _ReasonLimitReached,
    ReasonPatientBusy,
    ReasonTooManyHolds,
]
"""A reason why a start can't be booked, with the data that helps to find a better one."""


ReasonOutput: TypeAlias = Union[
    ReasonTypeInactive,
    ReasonDoctorNotOffering,
    ReasonTooSoon,
    ReasonBeyondHorizon,
    ReasonNonexistentLocalTime,
    ReasonClosed,
    ReasonBlocked,
    ReasonReservedOutput,
    ReasonNotReleased,
    ReasonOtherLocationOutput,
    ReasonWindowFull,
    ReasonOutsideHoursOutput,
    ReasonOffGridOutput,
    ReasonNotAdjacentOutput,
    ReasonLeavesGap,
    ReasonSlotTaken,
    ReasonHeld,
    ReasonPlacesFull,
    ReasonGroupFullOutput,
    ReasonLimitReachedOutput,
    ReasonPatientBusy,
    ReasonTooManyHolds,
]
"""A reason why a start can't be booked, with the data that helps to find a better one."""


if TYPE_CHECKING:
    _Reason: TypeAlias = Union[Reason, ReasonOutput]
else:
    _Reason = Reason


class Appointment(TypedDict):
    """An appointment: the object of the documented API, and the end of its hold.

    Its times may be given on its doctor's clock instead: then `start_date` and `end_date` are
    `Instant::UNKNOWN` until a clinic takes it in.
    """

    uid: Uid
    """The id, such as `mtg-abc123`."""

    status: AppointmentStatus
    """Where it stands."""

    doctor_uid: Uid
    """The doctor."""

    doctor_display_name: NotRequired[Union[str, None]]
    """Kept, not used."""

    patient_uid: NotRequired[Union[Uid, None]]
    """The patient."""

    patient_display_name: NotRequired[Union[str, None]]
    """Kept, not used."""

    appointment_type_uid: NotRequired[Union[Uid, None]]
    """The type, or none: a walk-in consultation has none. The type of an appointment may be gone from the
    clinic.
    """

    appointment_type_name: NotRequired[Union[str, None]]
    """Kept, not used."""

    meeting_type: NotRequired[Union[MeetingType, None]]
    """Kept, not used."""

    meeting_format: NotRequired[Union[MeetingFormat, None]]
    """Kept, not used."""

    start_date: NotRequired[Union[Instant, datetime]]
    """The start. It may be left out where `local_start` is given."""

    end_date: NotRequired[Union[Instant, datetime]]
    """The end. It may be left out where `local_end` is given."""

    local_start: NotRequired[Union[str, None]]
    """Only given, never answered: the start on the doctor's clock, such as `2026-12-01T09:00`, instead of
    `start_date`. Where the clock shows it twice, the first is meant. As `YYYY-MM-DDTHH:MM` or
    `YYYY-MM-DDTHH:MM:SS`.
    """

    local_end: NotRequired[Union[str, None]]
    """Only given, never answered: the end on the doctor's clock, instead of `end_date`. As `YYYY-MM-DDTHH:MM`
    or `YYYY-MM-DDTHH:MM:SS`.
    """

    duration_minutes: NotRequired[Union[int, None]]
    """The length that was asked for, if any was, 1 to 1440. It is kept where the appointment is moved and no
    other is asked for.
    """

    seats: NotRequired[int]
    """How many seats of its group visit it takes, 1 to 1000."""

    created_at: NotRequired[Union[Instant, datetime, None]]
    """When it was held first. The hold of a `held` one ends `hold_ttl_seconds` of its type later, unless
    `hold_expires_at` says when.
    """

    hold_expires_at: NotRequired[Union[Instant, datetime, None]]
    """First instant at which a hold no longer counts."""

    cancelled_at: NotRequired[Union[Instant, datetime, None]]
    """When it was cancelled."""

    cancellation_reason: NotRequired[Union[str, None]]
    """Why it was cancelled."""

    confirmed_at: NotRequired[Union[Instant, datetime, None]]
    """When it was confirmed. Reminders that were due by then are not sent."""

    rebooked_at: NotRequired[Union[Instant, datetime, None]]
    """When its start was moved last. Reminders of the new start that were due by then are not sent."""

    video_room_id: NotRequired[Union[Uid, None]]
    """The video room, from the confirmation on."""

    doctor_choice: NotRequired[Union[_DoctorChoice, None]]
    """How the doctor was chosen, if nobody was asked for."""

    approval: NotRequired[Union[Approval, None]]
    """Whether it waits for the practice to approve it. It is `held` then."""

    location_uid: NotRequired[Union[Uid, None]]
    """Where it is; nowhere in particular if null. The location may be gone from the clinic."""

    replaces: NotRequired[Union[Uid, None]]
    """The hold that it took the place of."""

    reopenings: NotRequired[int]
    """How often it was confirmed again after it had ended."""

    overrode: NotRequired[list[Reason]]
    """What stood against its slot when the administrator held or moved it there all the same."""

    sequence: NotRequired[int]
    """How often it was confirmed, moved or called off, or expired: the `SEQUENCE` of its calendar entries
    (RFC 5546 §2.1.4).
    """


class AppointmentOutput(TypedDict):
    """An appointment: the object of the documented API, and the end of its hold.

    Its times may be given on its doctor's clock instead: then `start_date` and `end_date` are
    `Instant::UNKNOWN` until a clinic takes it in.
    """

    uid: Uid
    """The id, such as `mtg-abc123`."""

    status: AppointmentStatus
    """Where it stands."""

    doctor_uid: Uid
    """The doctor."""

    doctor_display_name: NotRequired[str]
    """Kept, not used."""

    patient_uid: NotRequired[Uid]
    """The patient."""

    patient_display_name: NotRequired[str]
    """Kept, not used."""

    appointment_type_uid: Union[Uid, None]
    """The type, or none: a walk-in consultation has none. The type of an appointment may be gone from the
    clinic.
    """

    appointment_type_name: NotRequired[str]
    """Kept, not used."""

    meeting_type: NotRequired[MeetingType]
    """Kept, not used."""

    meeting_format: NotRequired[MeetingFormat]
    """Kept, not used."""

    start_date: Instant
    """The start. It may be left out where `local_start` is given."""

    end_date: Instant
    """The end. It may be left out where `local_end` is given."""

    duration_minutes: NotRequired[int]
    """The length that was asked for, if any was, 1 to 1440. It is kept where the appointment is moved and no
    other is asked for.
    """

    seats: NotRequired[int]
    """How many seats of its group visit it takes, 1 to 1000."""

    created_at: NotRequired[Instant]
    """When it was held first. The hold of a `held` one ends `hold_ttl_seconds` of its type later, unless
    `hold_expires_at` says when.
    """

    hold_expires_at: NotRequired[Instant]
    """First instant at which a hold no longer counts."""

    cancelled_at: NotRequired[Instant]
    """When it was cancelled."""

    cancellation_reason: NotRequired[str]
    """Why it was cancelled."""

    confirmed_at: NotRequired[Instant]
    """When it was confirmed. Reminders that were due by then are not sent."""

    rebooked_at: NotRequired[Instant]
    """When its start was moved last. Reminders of the new start that were due by then are not sent."""

    video_room_id: NotRequired[Uid]
    """The video room, from the confirmation on."""

    doctor_choice: NotRequired[DoctorChoiceOutput]
    """How the doctor was chosen, if nobody was asked for."""

    approval: NotRequired[Approval]
    """Whether it waits for the practice to approve it. It is `held` then."""

    location_uid: NotRequired[Uid]
    """Where it is; nowhere in particular if null. The location may be gone from the clinic."""

    replaces: NotRequired[Uid]
    """The hold that it took the place of."""

    reopenings: NotRequired[int]
    """How often it was confirmed again after it had ended."""

    overrode: NotRequired[list[ReasonOutput]]
    """What stood against its slot when the administrator held or moved it there all the same."""

    sequence: NotRequired[int]
    """How often it was confirmed, moved or called off, or expired: the `SEQUENCE` of its calendar entries
    (RFC 5546 §2.1.4).
    """


if TYPE_CHECKING:
    _Appointment: TypeAlias = Union[Appointment, AppointmentOutput]
else:
    _Appointment = Appointment


class ClinicSnapshot(TypedDict):
    """Everything the engine knows of a clinic."""

    timezone: NotRequired[Union[str, None]]
    """IANA zone of doctors that name none. Default `UTC`."""

    timezones: NotRequired[list[TimezoneData]]
    """Zones whose transitions the caller supplies, instead of the built-in ones of the same name."""

    locations: NotRequired[list[Location]]
    """Where patients are seen. In the order of this list, a start at several of them is offered."""

    travel_minutes: NotRequired[list[Travel]]
    """How long a doctor needs from one location to another; no time where nothing is said."""

    appointment_types: NotRequired[list[AppointmentType]]
    """What can be booked."""

    doctors: NotRequired[list[Doctor]]
    """Who can be booked, and when."""

    closures: NotRequired[list[Closure]]
    """Dates without windows."""

    reminders: NotRequired[list[Reminder]]
    """Who is told how long before an appointment."""

    quiet_hours: NotRequired[Union[QuietHours, None]]
    """Hours in which nobody is reminded."""

    max_live_holds_per_patient: NotRequired[Union[int, None]]
    """Most live holds of one patient, 1 to 1000; no limit if null."""

    week_starts_on: NotRequired[Union[int, None]]
    """The weekday with which weeks start where limits count, 0 (Monday, the default) to 6."""

    patient_limits: NotRequired[list[PatientLimit]]
    """Most appointments of each patient."""

    appointments: NotRequired[list[Appointment]]
    """What is booked, held or over."""


class ChangePutDoctor(TypedDict):
    """Adds a doctor, or replaces what is known of one. Appointments stay."""

    change: Literal["put_doctor"]

    doctor: _Doctor
    """The doctor."""


class ChangeReplaceExceptions(TypedDict):
    """Puts exceptions in the place of all of a doctor whose uid begins with a prefix: what another calendar
    says, once more.
    """

    change: Literal["replace_exceptions"]

    doctor_uid: Uid
    """The doctor."""

    uid_prefix: str
    """What the uids begin with of those that go, and of those that come. Empty means all."""

    exceptions: list[AvailabilityException]
    """Those that come."""


class ChangeRemoveDoctor(TypedDict):
    """Removes a doctor that has no appointments."""

    change: Literal["remove_doctor"]

    uid: Uid
    """The doctor."""


class ChangePutAppointmentType(TypedDict):
    """Adds or replaces a type. Appointments keep their times."""

    change: Literal["put_appointment_type"]

    appointment_type: _AppointmentType
    """The type."""


class ChangeRemoveAppointmentType(TypedDict):
    """Removes a type, and the doctors' settings for it. Appointments of the type stay."""

    change: Literal["remove_appointment_type"]

    uid: Uid
    """The type."""


class ChangePutReminder(TypedDict):
    """Adds or replaces a reminder."""

    change: Literal["put_reminder"]

    reminder: _Reminder
    """The reminder."""


class ChangeRemoveReminder(TypedDict):
    """Removes a reminder."""

    change: Literal["remove_reminder"]

    uid: Uid
    """The reminder."""


class ChangePutQuietHours(TypedDict):
    """Says in which hours nobody is reminded, or that there are none."""

    change: Literal["put_quiet_hours"]

    quiet_hours: NotRequired[Union[QuietHours, None]]
    """The hours; none if null."""


class ChangeLimitLiveHolds(TypedDict):
    """Limits the live holds of each patient, or no longer does."""

    change: Literal["limit_live_holds"]

    max_per_patient: NotRequired[Union[int, None]]
    """Most live holds of one patient; no limit if null. From 1 to 1000."""


class ChangeSetLocations(TypedDict):
    """Says where patients are seen, and how long the ways between these places take; instead of what was said
    before.
    """

    change: Literal["set_locations"]

    locations: list[Location]
    """The locations, with all that windows name."""

    travel_minutes: NotRequired[Union[list[Travel], None]]
    """The ways between them."""


class ChangeSetLimits(TypedDict):
    """Says how weeks are counted, and how much one patient may book; instead of what was said before."""

    change: Literal["set_limits"]

    week_starts_on: NotRequired[Union[int, None]]
    """The weekday with which weeks start, 0 (Monday) to 6; Monday if null."""

    patient_limits: NotRequired[Union[list[PatientLimit], None]]
    """Most appointments of each patient."""


class ChangePutAppointment(TypedDict):
    """Adds or replaces an appointment."""

    change: Literal["put_appointment"]

    appointment: _Appointment
    """The appointment."""


class ChangeRemoveAppointment(TypedDict):
    """Removes an appointment."""

    change: Literal["remove_appointment"]

    uid: Uid
    """The appointment."""


class ChangePutClosure(TypedDict):
    """Adds or replaces the closure of a date for all, or for one doctor."""

    change: Literal["put_closure"]

    closure: _Closure
    """The closure."""


class ChangeRemoveClosure(TypedDict):
    """Removes the closure of a date for all, or for one doctor."""

    change: Literal["remove_closure"]

    closure: _Closure
    """The closure; only its date and its doctor matter."""


Change: TypeAlias = Union[
    ChangePutDoctor,
    ChangeReplaceExceptions,
    ChangeRemoveDoctor,
    ChangePutAppointmentType,
    ChangeRemoveAppointmentType,
    ChangePutReminder,
    ChangeRemoveReminder,
    ChangePutQuietHours,
    ChangeLimitLiveHolds,
    ChangeSetLocations,
    ChangeSetLimits,
    ChangePutAppointment,
    ChangeRemoveAppointment,
    ChangePutClosure,
    ChangeRemoveClosure,
]
"""A change to what the clinic knows. It records what is so; whether a patient may book or move an appointment
is not asked here.
"""


_WishedTimeKeywords = TypedDict("_WishedTimeKeywords", {"from": int})


class WishedTime(_WishedTimeKeywords):
    """Hours of a day in which somebody would come.

    * `from`: Earliest start, in minutes from local midnight, 0 to 1440.
    """

    weekday: NotRequired[Union[int, None]]
    """0 is Monday; any day if null. From 0 to 6."""

    to: int
    """First start that is too late, in minutes from local midnight, after `from`. From 0 to 1440."""


Actor: TypeAlias = Literal[
    "patient",
    "partner",
    "administrator",
]
"""Who asks for something.

* `"patient"`: A patient, bound by every notice, and by whether patients may rebook the type.
* `"partner"`: A partner's system that acts for patients, bound by every notice.
* `"administrator"`: The clinic itself, bound by no notice and no horizon. It can override reasons,
  knowingly.
"""


_SlotQueryKeywords = TypedDict("_SlotQueryKeywords", {"from": Union[Instant, datetime]})


class SlotQuery(_SlotQueryKeywords):
    """Which slots of an appointment type can be booked?

    * `from`: Earliest start.
    """

    appointment_type_uid: Uid
    """The type to book."""

    to: Union[Instant, datetime]
    """First start that is too late; at most ten years after `from`."""

    doctor_uids: NotRequired[Union[list[Uid], None]]
    """Only these doctors; all if null."""

    limit: NotRequired[Union[int, None]]
    """Only the first so many slots, by start and doctor. From 1 to 5000000."""

    times: NotRequired[list[WishedTime]]
    """Only starts at one of these times; at any if there are none."""

    timezone: NotRequired[Union[str, None]]
    """On whose clock `times` are; on each doctor's if null."""

    exclude_appointment_uid: NotRequired[Union[Uid, None]]
    """An appointment that is to be moved: it is not in its own way."""

    grid: NotRequired[Union[_Grid, None]]
    """The grid of starts; that of the type if null."""

    duration_minutes: NotRequired[Union[int, None]]
    """How long, one of the type's lengths; if null, as long as it takes with the doctor. From 1 to 1440."""

    seats: NotRequired[Union[int, None]]
    """How many seats of one group visit one appointment is to take; 1 if null, or as many as the appointment
    has that is to be moved. From 1 to 1000.
    """

    patient_uid: NotRequired[Union[Uid, None]]
    """For whom: what overlaps the patient's other appointments is not listed, and nothing is if the patient
    has as many live holds as may be.
    """

    by: NotRequired[Actor]
    """Who asks: administrators are bound neither by the booking notice nor by the horizon. Default:
    `"patient"`.
    """

    location_uids: NotRequired[Union[list[Uid], None]]
    """Only windows at these locations; all if null."""


_DaysQueryKeywords = TypedDict("_DaysQueryKeywords", {"from": Union[Instant, datetime]})


class DaysQuery(_DaysQueryKeywords):
    """On which local days can a slot be booked?

    * `from`: Earliest start.
    """

    appointment_type_uid: Uid
    """The type to book."""

    to: Union[Instant, datetime]
    """First start that is too late; at most ten years after `from`."""

    timezone: NotRequired[Union[str, None]]
    """Whose calendar the days are of; the clinic's if null. On its clock are `times`; on each doctor's if
    null.
    """

    doctor_uids: NotRequired[Union[list[Uid], None]]
    """Only these doctors; all if null."""

    times: NotRequired[list[WishedTime]]
    """Only starts at one of these times; at any if there are none."""

    exclude_appointment_uid: NotRequired[Union[Uid, None]]
    """An appointment that is to be moved: it is not in its own way."""

    grid: NotRequired[Union[_Grid, None]]
    """The grid of starts; that of the type if null."""

    duration_minutes: NotRequired[Union[int, None]]
    """How long, one of the type's lengths; if null, as long as it takes with the doctor. From 1 to 1440."""

    seats: NotRequired[Union[int, None]]
    """How many seats of one group visit one appointment is to take; 1 if null, or as many as the appointment
    has that is to be moved. From 1 to 1000.
    """

    patient_uid: NotRequired[Union[Uid, None]]
    """For whom: what overlaps the patient's other appointments is not listed, and nothing is if the patient
    has as many live holds as may be.
    """

    by: NotRequired[Actor]
    """Who asks: administrators are bound neither by the booking notice nor by the horizon. Default:
    `"patient"`.
    """

    location_uids: NotRequired[Union[list[Uid], None]]
    """Only windows at these locations; all if null."""


class ExplainQuery(TypedDict):
    """Why can this not be booked?"""

    appointment_type_uid: Uid
    """The type to book."""

    start_date: NotRequired[Union[Instant, datetime, None]]
    """The start, as an instant. Either this or `local_start`."""

    local_start: NotRequired[Union[str, None]]
    """The start on each doctor's own clock, `2026-03-23T14:00:00`. Where the clock shows it twice, the first
    is meant. As `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`.
    """

    doctor_uids: NotRequired[Union[list[Uid], None]]
    """Only these doctors; all if null."""

    exclude_appointment_uid: NotRequired[Union[Uid, None]]
    """An appointment that is to be moved: it is not in its own way."""

    grid: NotRequired[Union[_Grid, None]]
    """The grid of starts; that of the type if null."""

    duration_minutes: NotRequired[Union[int, None]]
    """How long, one of the type's lengths; if null, as long as it takes with the doctor. From 1 to 1440."""

    seats: NotRequired[Union[int, None]]
    """How many seats of one group visit one appointment is to take; 1 if null, or as many as the appointment
    has that is to be moved. From 1 to 1000.
    """

    patient_uid: NotRequired[Union[Uid, None]]
    """For whom: the patient's other appointments count, and so do the patient's live holds."""

    by: NotRequired[Actor]
    """Who asks: administrators are bound neither by the booking notice nor by the horizon. Default:
    `"patient"`.
    """

    location_uids: NotRequired[Union[list[Uid], None]]
    """Only windows at these locations; all if null."""


class InstantQuery(TypedDict):
    """Which instant does a clock show as this?"""

    local: str
    """What the clock shows, such as `2026-12-01T09:00`. As `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`."""

    doctor_uid: NotRequired[Union[Uid, None]]
    """Whose clock; the clinic's if null."""

    timezone: NotRequired[Union[str, None]]
    """Or the clock of this zone."""


_AppointmentsQueryKeywords = TypedDict("_AppointmentsQueryKeywords", {"from": Union[Instant, datetime]})


class AppointmentsQuery(_AppointmentsQueryKeywords):
    """Which appointments?

    * `from`: First instant.
    """

    to: Union[Instant, datetime]
    """First instant after it, at most ten years later."""

    doctor_uids: NotRequired[Union[list[Uid], None]]
    """Only with these doctors; with all if null."""

    patient_uid: NotRequired[Union[Uid, None]]
    """Only of this patient; of all if null."""

    appointment_type_uids: NotRequired[Union[list[Uid], None]]
    """Only of these types, which may be gone; of all and of none if null."""

    statuses: NotRequired[Union[list[AppointmentStatus], None]]
    """Only those that stand there; wherever they stand if null. A hold that has run out is `expired`."""


_UtilisationQueryKeywords = TypedDict("_UtilisationQueryKeywords", {"from": Union[Instant, datetime]})


class UtilisationQuery(_UtilisationQueryKeywords):
    """Whose days, and which.

    * `from`: First instant. Of a day that it cuts, what is left counts.
    """

    to: Union[Instant, datetime]
    """First instant after it, at most ten years later."""

    doctor_uids: NotRequired[Union[list[Uid], None]]
    """Only these doctors; all if null."""


ReasonCode: TypeAlias = Literal[
    "type_inactive",
    "doctor_not_offering",
    "too_soon",
    "beyond_horizon",
    "closed",
    "blocked",
    "reserved",
    "not_released",
    "other_location",
    "window_full",
    "outside_hours",
    "off_grid",
    "not_adjacent",
    "leaves_gap",
    "slot_taken",
    "held",
    "places_full",
    "group_full",
    "limit_reached",
    "patient_busy",
    "too_many_holds",
]
"""What kind of reason it is, for whoever books in spite of it.

* `"type_inactive"`: The type is inactive.
* `"doctor_not_offering"`: The doctor does not offer the type.
* `"too_soon"`: Before now.
* `"beyond_horizon"`: Past the booking horizon.
* `"closed"`: A closure, or an override without windows.
* `"blocked"`: A blocked interval.
* `"reserved"`: Hours of other types.
* `"not_released"`: Hours that are for nobody yet.
* `"other_location"`: Hours at another location.
* `"window_full"`: Hours with as many appointments of some types as they may have.
* `"outside_hours"`: Outside of hours.
* `"off_grid"`: Not on the grid.
* `"not_adjacent"`: Not beside another appointment.
* `"leaves_gap"`: A hole that is too short.
* `"slot_taken"`: Another appointment.
* `"held"`: A hold.
* `"places_full"`: No place of the doctor is free.
* `"group_full"`: Too few seats are left.
* `"limit_reached"`: A limit.
* `"patient_busy"`: Another appointment of the patient.
* `"too_many_holds"`: The patient has as many live holds as may be.
"""


class CommandHold(TypedDict):
    """Reserve a slot until the hold of its type runs out."""

    command: Literal["hold"]

    uid: Uid
    """The new appointment's id. The same command again is answered with the same event."""

    appointment_type_uid: Uid
    """What is booked."""

    start_date: NotRequired[Union[Instant, datetime, None]]
    """The start, as an instant. Either this or `local_start`."""

    local_start: NotRequired[Union[str, None]]
    """The start on the doctor's clock, such as `2026-12-01T09:00`; on the clinic's if no doctor is named.
    Where the clock shows it twice, the first is meant. As `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`.
    """

    doctor_uid: NotRequired[Union[Uid, None]]
    """Who is booked. If null, the type's `doctor_choice` names one of those who can be."""

    patient_uid: NotRequired[Union[Uid, None]]
    """For whom. A patient has no two appointments at a time."""

    by: NotRequired[Union[Actor, None]]
    """Who asks; the patient if null."""

    override: NotRequired[Union[list[ReasonCode], None]]
    """By the administrator only: kinds of reasons that do not count against the slot."""

    replaces: NotRequired[Union[Uid, None]]
    """A live hold of the same patient that this one takes the place of: both happen, or neither."""

    duration_minutes: NotRequired[Union[int, None]]
    """How long, one of the type's lengths; if null, as long as it takes with the doctor. From 1 to 1440."""

    seats: NotRequired[Union[int, None]]
    """How many seats of a group visit; 1 if null. From 1 to 1000."""

    location_uid: NotRequired[Union[Uid, None]]
    """Where; if null, the first of the locations at which the slot is offered."""


class CommandExtend(TypedDict):
    """Put off the end of a hold, as far as its type lets it live."""

    command: Literal["extend"]

    uid: Uid
    """The appointment."""


class CommandConfirm(TypedDict):
    """Book what is held, or ask the practice to approve it if the type needs that."""

    command: Literal["confirm"]

    uid: Uid
    """The appointment."""

    video_room_id: NotRequired[Union[Uid, None]]
    """The video room, for types that have one `per_appointment`; the appointment's uid if null."""

    by: NotRequired[Union[Actor, None]]
    """Who asks; the patient if null. The administrator needs no approval."""


class CommandApprove(TypedDict):
    """Book what waits for approval."""

    command: Literal["approve"]

    uid: Uid
    """The appointment."""

    by: NotRequired[Union[Actor, None]]
    """Who asks: the administrator, also if null."""


class CommandDecline(TypedDict):
    """Call off what waits for approval."""

    command: Literal["decline"]

    uid: Uid
    """The appointment."""

    reason: str
    """Why; not blank, 2000 characters at most."""

    by: NotRequired[Union[Actor, None]]
    """Who asks: the administrator, also if null."""


class CommandRelease(TypedDict):
    """Give back what is held."""

    command: Literal["release"]

    uid: Uid
    """The appointment."""


class CommandCancel(TypedDict):
    """Call off what is held or confirmed."""

    command: Literal["cancel"]

    uid: Uid
    """The appointment."""

    reason: str
    """Why; not blank, 2000 characters at most."""

    by: NotRequired[Union[Actor, None]]
    """Who asks; the patient if null."""


class CommandRebook(TypedDict):
    """Move what is confirmed to another slot, of its type or of another."""

    command: Literal["rebook"]

    uid: Uid
    """The appointment."""

    start_date: NotRequired[Union[Instant, datetime, None]]
    """The new start, as an instant. Either this or `local_start`."""

    local_start: NotRequired[Union[str, None]]
    """The new start on the clock of the doctor from then on, such as `2026-12-01T09:00`. Where the clock
    shows it twice, the first is meant. As `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`.
    """

    doctor_uid: NotRequired[Union[Uid, None]]
    """The new doctor; the same if null."""

    by: NotRequired[Union[Actor, None]]
    """Who asks; the patient if null."""

    override: NotRequired[Union[list[ReasonCode], None]]
    """By the administrator only: kinds of reasons that do not count against the new slot."""

    duration_minutes: NotRequired[Union[int, None]]
    """How long, one of the type's lengths; if null, as long as was asked for until now. From 1 to 1440."""

    seats: NotRequired[Union[int, None]]
    """How many seats of a group visit; as many as until now if null. From 1 to 1000."""

    appointment_type_uid: NotRequired[Union[Uid, None]]
    """What it is from then on; if null, the type stays."""

    location_uid: NotRequired[Union[Uid, None]]
    """Where; if null, at the same location if the slot is offered there, else at the first one of those at
    which it is.
    """


class CommandComplete(TypedDict):
    """Say that a confirmed appointment took place."""

    command: Literal["complete"]

    uid: Uid
    """The appointment."""

    by: NotRequired[Union[Actor, None]]
    """Who asks; the patient if null. The administrator may say so before the start as well."""


class CommandNoShow(TypedDict):
    """Say that the patient of a confirmed appointment did not come."""

    command: Literal["no_show"]

    uid: Uid
    """The appointment."""


class CommandReopen(TypedDict):
    """Take back that an appointment took place, was missed or was called off."""

    command: Literal["reopen"]

    uid: Uid
    """The appointment."""

    by: NotRequired[Union[Actor, None]]
    """Who asks: the administrator, also if null."""


Command: TypeAlias = Union[
    CommandHold,
    CommandExtend,
    CommandConfirm,
    CommandApprove,
    CommandDecline,
    CommandRelease,
    CommandCancel,
    CommandRebook,
    CommandComplete,
    CommandNoShow,
    CommandReopen,
]
"""Something that is to happen to an appointment."""


class EventHeld(TypedDict):
    """A slot is reserved."""

    event: Literal["held"]

    appointment: _Appointment
    """The new appointment."""

    overrode: NotRequired[Union[list[Reason], None]]
    """What stood against its slot, and was overridden."""


class EventExtended(TypedDict):
    """The end of a hold is put off."""

    event: Literal["extended"]

    uid: Uid
    """The appointment."""

    at: Instant
    """When that was said."""

    hold_expires_at: Instant
    """First instant at which the hold no longer counts."""


class EventApprovalRequested(TypedDict):
    """What was held waits for the practice."""

    event: Literal["approval_requested"]

    uid: Uid
    """The appointment."""

    at: Instant
    """When."""

    hold_expires_at: Instant
    """First instant at which it is too late to approve it."""

    video_room_id: Uid
    """Its video room, if it is approved."""


class EventConfirmed(TypedDict):
    """What was held is booked."""

    event: Literal["confirmed"]

    uid: Uid
    """The appointment."""

    at: Instant
    """When."""

    video_room_id: Uid
    """Its video room."""


class EventReleased(TypedDict):
    """What was held is given back."""

    event: Literal["released"]

    uid: Uid
    """The appointment."""

    at: Instant
    """When."""


class EventExpired(TypedDict):
    """The hold ran out."""

    event: Literal["expired"]

    uid: Uid
    """The appointment."""

    at: Instant
    """When it ran out."""


class EventCancelled(TypedDict):
    """Called off."""

    event: Literal["cancelled"]

    uid: Uid
    """The appointment."""

    at: Union[Instant, datetime]
    """When."""

    by: Actor
    """By whom."""

    reason: str
    """Why."""

    reopenings: NotRequired[Union[int, None]]
    """How often it had been reopened."""


class EventRebooked(TypedDict):
    """Moved."""

    event: Literal["rebooked"]

    uid: Uid
    """The appointment."""

    at: Union[Instant, datetime]
    """When."""

    by: Actor
    """By whom."""

    doctor_uid: Uid
    """The doctor from now on."""

    start_date: Union[Instant, datetime]
    """The new start."""

    end_date: Union[Instant, datetime]
    """The new end."""

    duration_minutes: NotRequired[Union[int, None]]
    """The length that was asked for, now or before, if any was."""

    seats: NotRequired[Union[int, None]]
    """How many seats of a group visit it takes from now on; 1 if null."""

    appointment_type_uid: NotRequired[Union[Uid, None]]
    """What it is from now on, if that changes."""

    video_room_id: NotRequired[Union[Uid, None]]
    """The video room from now on."""

    previous_doctor_uid: Uid
    """The doctor until now."""

    previous_start_date: Union[Instant, datetime]
    """The old start."""

    sequence: int
    """The appointment's `sequence` from now on. It tells this move from the same one made again, after
    others.
    """

    overrode: NotRequired[Union[list[Reason], None]]
    """What stood against the new slot, and was overridden."""

    location_uid: NotRequired[Union[Uid, None]]
    """Where it is from now on."""


class EventCompleted(TypedDict):
    """It took place."""

    event: Literal["completed"]

    uid: Uid
    """The appointment."""

    at: Union[Instant, datetime]
    """When that was said."""

    reopenings: NotRequired[Union[int, None]]
    """How often it had been reopened."""


class EventNoShow(TypedDict):
    """The patient did not come."""

    event: Literal["no_show"]

    uid: Uid
    """The appointment."""

    at: Union[Instant, datetime]
    """When that was said."""

    reopenings: NotRequired[Union[int, None]]
    """How often it had been reopened."""


class EventReopened(TypedDict):
    """It is confirmed again."""

    event: Literal["reopened"]

    uid: Uid
    """The appointment."""

    at: Instant
    """When."""

    reopenings: int
    """How often it has been reopened, with this time."""


class EventHeldOutput(TypedDict):
    """A slot is reserved."""

    event: Literal["held"]

    appointment: AppointmentOutput
    """The new appointment."""

    overrode: NotRequired[list[ReasonOutput]]
    """What stood against its slot, and was overridden."""


if TYPE_CHECKING:
    _EventHeld: TypeAlias = Union[EventHeld, EventHeldOutput]
else:
    _EventHeld = EventHeld


class EventCancelledOutput(TypedDict):
    """Called off."""

    event: Literal["cancelled"]

    uid: Uid
    """The appointment."""

    at: Instant
    """When."""

    by: Actor
    """By whom."""

    reason: str
    """Why."""

    reopenings: NotRequired[int]
    """How often it had been reopened."""


if TYPE_CHECKING:
    _EventCancelled: TypeAlias = Union[EventCancelled, EventCancelledOutput]
else:
    _EventCancelled = EventCancelled


class EventRebookedOutput(TypedDict):
    """Moved."""

    event: Literal["rebooked"]

    uid: Uid
    """The appointment."""

    at: Instant
    """When."""

    by: Actor
    """By whom."""

    doctor_uid: Uid
    """The doctor from now on."""

    start_date: Instant
    """The new start."""

    end_date: Instant
    """The new end."""

    duration_minutes: NotRequired[int]
    """The length that was asked for, now or before, if any was."""

    seats: NotRequired[int]
    """How many seats of a group visit it takes from now on; 1 if null."""

    appointment_type_uid: NotRequired[Uid]
    """What it is from now on, if that changes."""

    video_room_id: Union[Uid, None]
    """The video room from now on."""

    previous_doctor_uid: Uid
    """The doctor until now."""

    previous_start_date: Instant
    """The old start."""

    sequence: int
    """The appointment's `sequence` from now on. It tells this move from the same one made again, after
    others.
    """

    overrode: NotRequired[list[ReasonOutput]]
    """What stood against the new slot, and was overridden."""

    location_uid: NotRequired[Uid]
    """Where it is from now on."""


if TYPE_CHECKING:
    _EventRebooked: TypeAlias = Union[EventRebooked, EventRebookedOutput]
else:
    _EventRebooked = EventRebooked


class EventCompletedOutput(TypedDict):
    """It took place."""

    event: Literal["completed"]

    uid: Uid
    """The appointment."""

    at: Instant
    """When that was said."""

    reopenings: NotRequired[int]
    """How often it had been reopened."""


if TYPE_CHECKING:
    _EventCompleted: TypeAlias = Union[EventCompleted, EventCompletedOutput]
else:
    _EventCompleted = EventCompleted


class EventNoShowOutput(TypedDict):
    """The patient did not come."""

    event: Literal["no_show"]

    uid: Uid
    """The appointment."""

    at: Instant
    """When that was said."""

    reopenings: NotRequired[int]
    """How often it had been reopened."""


if TYPE_CHECKING:
    _EventNoShow: TypeAlias = Union[EventNoShow, EventNoShowOutput]
else:
    _EventNoShow = EventNoShow


Event: TypeAlias = Union[
    _EventHeld,
    EventExtended,
    EventApprovalRequested,
    EventConfirmed,
    EventReleased,
    EventExpired,
    _EventCancelled,
    _EventRebooked,
    _EventCompleted,
    _EventNoShow,
    EventReopened,
]
"""Something that happened to an appointment."""


class CalendarUser(TypedDict):
    """Somebody with a calendar (RFC 5545 §3.3.3)."""

    address: str
    """An e-mail address, or a URI such as `mailto:desk@practice.example` or `urn:uuid:…`. Visible ASCII
    without quotes, at most 1,000 bytes.
    """

    name: NotRequired[Union[str, None]]
    """The name shown, at most 255 characters."""


_CalendarQueryKeywords = TypedDict("_CalendarQueryKeywords", {"from": Union[Instant, datetime]})


class CalendarQuery(_CalendarQueryKeywords):
    """Which part of whose calendar is written.

    * `from`: First instant.
    """

    doctor_uid: Uid
    """The doctor."""

    to: Union[Instant, datetime]
    """First instant after it, at most ten years later."""

    organizer: NotRequired[Union[CalendarUser, None]]
    """In whose name it is published. Without one, it is a snapshot without a `METHOD`."""

    name: NotRequired[Union[str, None]]
    """What a program that subscribes to it calls it, at most 255 characters."""

    refresh_minutes: NotRequired[Union[int, None]]
    """After how many minutes such a program should ask again: 1 to 525,600."""


class EventDetails(TypedDict):
    """What a calendar entry says besides what the clinic knows. All of it is optional; text may be of any
    characters, line ends included.
    """

    summary: NotRequired[Union[str, None]]
    """The title; if null the name of the appointment's type. Where that leaves nothing to show,
    `Appointment`. At most 10,000 characters, as the other texts.
    """

    description: NotRequired[Union[str, None]]
    """More about it. A text that shows nothing is left out."""

    location: NotRequired[Union[str, None]]
    """Where it takes place; if null the name of the appointment's location, if the clinic has one. A text
    that shows nothing is left out, and so says nothing of where.
    """

    organizer: NotRequired[Union[CalendarUser, None]]
    """In whose name it is sent. It must be there if there are attendees."""

    attendees: NotRequired[list[CalendarUser]]
    """Who is invited, at most 1,000."""


_BusyTimeQueryKeywords = TypedDict("_BusyTimeQueryKeywords", {"from": Union[Instant, datetime]})


class BusyTimeQuery(_BusyTimeQueryKeywords):
    """For whom busy time is read, and which part of it.

    * `from`: First instant that matters.
    """

    doctor_uid: Uid
    """The doctor, whose clock dates and times without a zone are read on."""

    to: Union[Instant, datetime]
    """First instant that no longer does, at most ten years later."""

    uid_prefix: NotRequired[str]
    """What each uid begins with, so that those of several calendars and the clinic's own stay apart. At most
    128 bytes. Default: `""`.
    """

    addresses: NotRequired[list[str]]
    """The addresses of the calendar's owner, at most 100: what they have declined is not busy."""


class VisitReason(TypedDict):
    """How long visits about one thing take."""

    reason: Uid
    """The word by which entries and appointments name it."""

    duration_minutes: int
    """How long such a visit takes as a rule; 1 to 1440."""

    doctor_uids: NotRequired[Union[list[Uid], None]]
    """The doctors who serve it; all if null."""


class VisitReasonOutput(TypedDict):
    """How long visits about one thing take."""

    reason: Uid
    """The word by which entries and appointments name it."""

    duration_minutes: int
    """How long such a visit takes as a rule; 1 to 1440."""

    doctor_uids: NotRequired[list[Uid]]
    """The doctors who serve it; all if null."""


if TYPE_CHECKING:
    _VisitReason: TypeAlias = Union[VisitReason, VisitReasonOutput]
else:
    _VisitReason = VisitReason


class QueueLevel(TypedDict):
    """A priority level."""

    uid: Uid
    """The id, such as `orange`."""

    name: NotRequired[Union[str, None]]
    """What it is called."""

    head_start_minutes: NotRequired[int]
    """In the order of service its patients count as having come so much earlier; 0 to 10080. Default: `0`."""

    urgent: NotRequired[bool]
    """Whether its patients go before all who are not urgent. Default: `false`."""


class QueueLevelOutput(TypedDict):
    """A priority level."""

    uid: Uid
    """The id, such as `orange`."""

    name: Union[str, None]
    """What it is called."""

    head_start_minutes: int
    """In the order of service its patients count as having come so much earlier; 0 to 10080."""

    urgent: bool
    """Whether its patients go before all who are not urgent."""


if TYPE_CHECKING:
    _QueueLevel: TypeAlias = Union[QueueLevel, QueueLevelOutput]
else:
    _QueueLevel = QueueLevel


class QueuePolicy(TypedDict):
    """The rules of a waiting room."""

    guard_minutes: NotRequired[int]
    """Nobody is fetched from the queue so long before an appointment; 0 to 1440. Default: `0`."""

    no_show_grace_minutes: NotRequired[int]
    """For how long a doctor waits for the patient of an appointment; 0 to 1440. Default: `0`."""

    capacity: NotRequired[Union[int, None]]
    """Nobody joins while so many wait; no limit if null. From 0 to 10000."""

    is_closed: NotRequired[bool]
    """Nobody joins. Who waits is still seen. Default: `false`."""

    close_msg: NotRequired[Union[str, None]]
    """What to say to those who can't join while `is_closed`."""

    closes_at: NotRequired[Union[Instant, datetime, None]]
    """The end of the day: from then on nobody joins, and who still waits is not seen."""

    visit_reasons: NotRequired[list[VisitReason]]
    """How long visits take, by what they are about."""

    levels: NotRequired[list[QueueLevel]]
    """How patients are triaged: each level goes before others by so much."""

    average_visit_minutes: NotRequired[Union[int, None]]
    """How long a visit takes on average, for the two simple estimates; 5 if null. From 1 to 1440."""

    divide_by_doctors: NotRequired[bool]
    """Whether the estimate by position is divided by the number of doctors on duty. Default: `false`."""

    visit_minutes_max: NotRequired[Union[int, None]]
    """A visit that is longer was left open by mistake, and teaches nothing about lengths; 1 to 1440."""

    visit_seconds_min: NotRequired[Union[int, None]]
    """A visit that is shorter was closed late or opened by mistake, and teaches nothing about lengths; 1 to
    86400.
    """


class QueuePolicyOutput(TypedDict):
    """The rules of a waiting room."""

    guard_minutes: int
    """Nobody is fetched from the queue so long before an appointment; 0 to 1440."""

    no_show_grace_minutes: int
    """For how long a doctor waits for the patient of an appointment; 0 to 1440."""

    capacity: Union[int, None]
    """Nobody joins while so many wait; no limit if null. From 0 to 10000."""

    is_closed: bool
    """Nobody joins. Who waits is still seen."""

    close_msg: Union[str, None]
    """What to say to those who can't join while `is_closed`."""

    closes_at: Union[Instant, None]
    """The end of the day: from then on nobody joins, and who still waits is not seen."""

    visit_reasons: list[VisitReasonOutput]
    """How long visits take, by what they are about."""

    levels: NotRequired[list[QueueLevelOutput]]
    """How patients are triaged: each level goes before others by so much."""

    average_visit_minutes: Union[int, None]
    """How long a visit takes on average, for the two simple estimates; 5 if null. From 1 to 1440."""

    divide_by_doctors: bool
    """Whether the estimate by position is divided by the number of doctors on duty."""

    visit_minutes_max: NotRequired[int]
    """A visit that is longer was left open by mistake, and teaches nothing about lengths; 1 to 1440."""

    visit_seconds_min: NotRequired[int]
    """A visit that is shorter was closed late or opened by mistake, and teaches nothing about lengths; 1 to
    86400.
    """


if TYPE_CHECKING:
    _QueuePolicy: TypeAlias = Union[QueuePolicy, QueuePolicyOutput]
else:
    _QueuePolicy = QueuePolicy


class Duty(TypedDict):
    """A stretch of time on duty, `[start_date, end_date)`."""

    start_date: Union[Instant, datetime]
    """The start."""

    end_date: Union[Instant, datetime]
    """The end."""


class DutyOutput(TypedDict):
    """A stretch of time on duty, `[start_date, end_date)`."""

    start_date: Instant
    """The start."""

    end_date: Instant
    """The end."""


if TYPE_CHECKING:
    _Duty: TypeAlias = Union[Duty, DutyOutput]
else:
    _Duty = Duty


class UpcomingAppointment(TypedDict):
    """An appointment that has not begun."""

    uid: Uid
    """The appointment's id."""

    start_date: Union[Instant, datetime]
    """When it is to begin."""

    reason: NotRequired[Union[Uid, None]]
    """What it is about."""


class UpcomingAppointmentOutput(TypedDict):
    """An appointment that has not begun."""

    uid: Uid
    """The appointment's id."""

    start_date: Instant
    """When it is to begin."""

    reason: Union[Uid, None]
    """What it is about."""


if TYPE_CHECKING:
    _UpcomingAppointment: TypeAlias = Union[UpcomingAppointment, UpcomingAppointmentOutput]
else:
    _UpcomingAppointment = UpcomingAppointment


VisitKind: TypeAlias = Literal[
    "walk_in",
    "appointment",
]
"""Where a patient came from.

* `"walk_in"`: From the queue.
* `"appointment"`: With an appointment.
"""


class Consultation(TypedDict):
    """A consultation that is taking place."""

    kind: VisitKind
    """Whether the patient comes from the queue or has an appointment."""

    uid: Uid
    """The queue entry, or the appointment."""

    reason: NotRequired[Union[Uid, None]]
    """What it is about."""

    registered_at: Union[Instant, datetime]
    """When the patient joined the queue; the scheduled start of an appointment."""

    started_at: Union[Instant, datetime]
    """When it began."""


class ConsultationOutput(TypedDict):
    """A consultation that is taking place."""

    kind: VisitKind
    """Whether the patient comes from the queue or has an appointment."""

    uid: Uid
    """The queue entry, or the appointment."""

    reason: Union[Uid, None]
    """What it is about."""

    registered_at: Instant
    """When the patient joined the queue; the scheduled start of an appointment."""

    started_at: Instant
    """When it began."""


if TYPE_CHECKING:
    _Consultation: TypeAlias = Union[Consultation, ConsultationOutput]
else:
    _Consultation = Consultation


class QueueDoctor(TypedDict):
    """A doctor who sees patients from the queue."""

    uid: Uid
    """The id, such as `doc-456`."""

    display_name: NotRequired[Union[str, None]]
    """Kept, not used."""

    video_room_id: NotRequired[Union[Uid, None]]
    """The doctor's own video room. Without one, each visit has a room of its own."""

    duty: NotRequired[list[Duty]]
    """When the doctor fetches patients from the queue: in order, none overlapping another."""

    appointments: NotRequired[list[UpcomingAppointment]]
    """Appointments that have not begun."""

    current: NotRequired[Union[_Consultation, None]]
    """Whom the doctor sees now."""

    concurrent_patients_max: NotRequired[Union[int, None]]
    """How many patients the doctor sees at a time, 1 to 20; one if null."""

    beside: NotRequired[list[Consultation]]
    """Whom the doctor sees beside `current`, in the order in which these began. There may be more than
    places: who has begun stays to the end.
    """

    last_ended_at: NotRequired[Union[Instant, datetime, None]]
    """When the doctor's last consultation was over."""

    away_since: NotRequired[Union[Instant, datetime, None]]
    """Since when the doctor has been away, or was the last time."""

    back_at: NotRequired[Union[Instant, datetime, None]]
    """When the doctor will be back, or has been since; null of one who is away until somebody says so."""


class QueueDoctorOutput(TypedDict):
    """A doctor who sees patients from the queue."""

    uid: Uid
    """The id, such as `doc-456`."""

    display_name: NotRequired[str]
    """Kept, not used."""

    video_room_id: NotRequired[Uid]
    """The doctor's own video room. Without one, each visit has a room of its own."""

    duty: list[DutyOutput]
    """When the doctor fetches patients from the queue: in order, none overlapping another."""

    appointments: list[UpcomingAppointmentOutput]
    """Appointments that have not begun."""

    current: Union[ConsultationOutput, None]
    """Whom the doctor sees now."""

    concurrent_patients_max: NotRequired[int]
    """How many patients the doctor sees at a time, 1 to 20; one if null."""

    beside: NotRequired[list[ConsultationOutput]]
    """Whom the doctor sees beside `current`, in the order in which these began. There may be more than
    places: who has begun stays to the end.
    """

    last_ended_at: NotRequired[Instant]
    """When the doctor's last consultation was over."""

    away_since: NotRequired[Instant]
    """Since when the doctor has been away, or was the last time."""

    back_at: NotRequired[Instant]
    """When the doctor will be back, or has been since; null of one who is away until somebody says so."""


if TYPE_CHECKING:
    _QueueDoctor: TypeAlias = Union[QueueDoctor, QueueDoctorOutput]
else:
    _QueueDoctor = QueueDoctor


QueueStatus: TypeAlias = Literal[
    "waiting",
    "allocated",
    "completed",
    "cancelled",
]
"""Where an entry stands, as in the documented API.

* `"waiting"`: In the queue.
* `"allocated"`: With a doctor.
* `"completed"`: Over.
* `"cancelled"`: Called off.
"""


DoctorPreference: TypeAlias = Literal[
    "soft",
    "strict",
]
"""What it means to prefer a doctor.

* `"soft"`: That doctor sees the patient before others; anybody else may do so too.
* `"strict"`: Only that doctor sees the patient.
"""


QueuePresence: TypeAlias = Literal[
    "ready",
    "elsewhere",
    "on_the_way",
]
"""Whether a patient who waits is there to be seen.

* `"ready"`: There.
* `"elsewhere"`: Not there, and nobody knows until when: at the laboratory, in the car.
* `"on_the_way"`: There at a time that is known; from then on as if `ready`.
"""


class VisitPart(TypedDict):
    """A part of a visit that ended with the patient being sent elsewhere: to the X-ray, the laboratory, a
    nurse.
    """

    doctor_uid: Uid
    """The doctor who saw the patient."""

    started_at: Union[Instant, datetime]
    """When the doctor took the patient in."""

    sent_at: Union[Instant, datetime]
    """When the doctor sent the patient elsewhere."""

    back_at: NotRequired[Union[Instant, datetime, None]]
    """When the patient was back; null as long as nobody has said so."""


class VisitPartOutput(TypedDict):
    """A part of a visit that ended with the patient being sent elsewhere: to the X-ray, the laboratory, a
    nurse.
    """

    doctor_uid: Uid
    """The doctor who saw the patient."""

    started_at: Instant
    """When the doctor took the patient in."""

    sent_at: Instant
    """When the doctor sent the patient elsewhere."""

    back_at: Union[Instant, None]
    """When the patient was back; null as long as nobody has said so."""


if TYPE_CHECKING:
    _VisitPart: TypeAlias = Union[VisitPart, VisitPartOutput]
else:
    _VisitPart = VisitPart


class ShownWait(TypedDict):
    """A wait as it was shown to somebody: "about 20 minutes, at most 35".

    Shown again, it falls as it may, and rises only if something explains that: more are before the patient
    than were, or fewer doctors are there; or if it is more than the bound that was shown beside it allows.
    """

    uid: NotRequired[Union[Uid, None]]
    """The queue entry; null for somebody who has not joined."""

    at: Union[Instant, datetime]
    """When it was shown."""

    minutes: int
    """"About so many minutes": P50, rounded to the minute below ten, to five minutes below an hour, to a
    quarter of an hour above. From 0 to 120968640.
    """

    at_most_minutes: int
    """"Rarely more than": P90, rounded up in the same way. From 0 to 120968640."""

    position: int
    """The place in the order of service at that time. From 1 to 10001."""

    doctors: int
    """How many doctors were on duty or saw somebody. From 0 to 1000."""


class ShownWaitOutput(TypedDict):
    """A wait as it was shown to somebody: "about 20 minutes, at most 35".

    Shown again, it falls as it may, and rises only if something explains that: more are before the patient
    than were, or fewer doctors are there; or if it is more than the bound that was shown beside it allows.
    """

    uid: NotRequired[Uid]
    """The queue entry; null for somebody who has not joined."""

    at: Instant
    """When it was shown."""

    minutes: int
    """"About so many minutes": P50, rounded to the minute below ten, to five minutes below an hour, to a
    quarter of an hour above. From 0 to 120968640.
    """

    at_most_minutes: int
    """"Rarely more than": P90, rounded up in the same way. From 0 to 120968640."""

    position: int
    """The place in the order of service at that time. From 1 to 10001."""

    doctors: int
    """How many doctors were on duty or saw somebody. From 0 to 1000."""


if TYPE_CHECKING:
    _ShownWait: TypeAlias = Union[ShownWait, ShownWaitOutput]
else:
    _ShownWait = ShownWait


class QueueEntry(TypedDict):
    """Somebody who joined the queue."""

    uid: Uid
    """The id, such as `q-abc123`."""

    status: QueueStatus
    """Where it stands."""

    patient_uid: Uid
    """The patient."""

    visit_reason: NotRequired[Union[Uid, None]]
    """What the visit is about: a word of the policy's `visit_reasons`, or any other."""

    preferred_doctor_uid: NotRequired[Union[Uid, None]]
    """Whom the patient would like to see."""

    preference: NotRequired[DoctorPreference]
    """What that means. Default: `"soft"`."""

    preference_patience_minutes: NotRequired[Union[int, None]]
    """With it, only the preferred doctor sees the patient until so long after `registered_at`; then anybody
    does. 0 to 10080.
    """

    level: NotRequired[Union[Uid, None]]
    """The priority level by which the patient was triaged last: a word of the policy's `levels` then."""

    urgent: NotRequired[bool]
    """Urgent patients are seen before others. Default: `false`."""

    head_start_seconds: NotRequired[int]
    """In the order of service the patient counts as having come so much earlier, 0 to 604800: the credit of a
    priority level. Who is urgent goes first all the same.
    """

    presence: NotRequired[QueuePresence]
    """Whether the patient is there to be seen. Doctors pass over who is not."""

    ready_at: NotRequired[Union[Instant, datetime, None]]
    """When a patient who is `on_the_way` will be there."""

    parts: NotRequired[list[VisitPart]]
    """The parts of the visit that are over, where a doctor sent the patient elsewhere in the middle of it."""

    announced: NotRequired[Union[_ShownWait, None]]
    """What the patient was told first of how long it will be: the promise."""

    shown: NotRequired[Union[_ShownWait, None]]
    """What the patient was told last."""

    registered_at: Union[Instant, datetime]
    """When the patient joined."""

    sequence: int
    """The number of the event by which the patient joined. It orders those of the same instant. From 0 to
    9007199254740990.
    """

    doctor_uid: NotRequired[Union[Uid, None]]
    """The doctor who sees or saw the patient."""

    video_room_id: NotRequired[Union[Uid, None]]
    """Where they meet."""

    allocated_at: NotRequired[Union[Instant, datetime, None]]
    """When the doctor took the patient in."""

    completed_at: NotRequired[Union[Instant, datetime, None]]
    """When the consultation was over."""

    cancelled_at: NotRequired[Union[Instant, datetime, None]]
    """When it was called off."""

    cancelled_by: NotRequired[Union[Actor, None]]
    """Who called it off."""


class QueueEntryOutput(TypedDict):
    """Somebody who joined the queue."""

    uid: Uid
    """The id, such as `q-abc123`."""

    status: QueueStatus
    """Where it stands."""

    patient_uid: Uid
    """The patient."""

    visit_reason: Union[Uid, None]
    """What the visit is about: a word of the policy's `visit_reasons`, or any other."""

    preferred_doctor_uid: Union[Uid, None]
    """Whom the patient would like to see."""

    preference: DoctorPreference
    """What that means."""

    preference_patience_minutes: Union[int, None]
    """With it, only the preferred doctor sees the patient until so long after `registered_at`; then anybody
    does. 0 to 10080.
    """

    level: NotRequired[Uid]
    """The priority level by which the patient was triaged last: a word of the policy's `levels` then."""

    urgent: bool
    """Urgent patients are seen before others."""

    head_start_seconds: NotRequired[int]
    """In the order of service the patient counts as having come so much earlier, 0 to 604800: the credit of a
    priority level. Who is urgent goes first all the same.
    """

    presence: NotRequired[QueuePresence]
    """Whether the patient is there to be seen. Doctors pass over who is not."""

    ready_at: NotRequired[Instant]
    """When a patient who is `on_the_way` will be there."""

    parts: NotRequired[list[VisitPartOutput]]
    """The parts of the visit that are over, where a doctor sent the patient elsewhere in the middle of it."""

    announced: NotRequired[ShownWaitOutput]
    """What the patient was told first of how long it will be: the promise."""

    shown: NotRequired[ShownWaitOutput]
    """What the patient was told last."""

    registered_at: Instant
    """When the patient joined."""

    sequence: int
    """The number of the event by which the patient joined. It orders those of the same instant. From 0 to
    9007199254740990.
    """

    doctor_uid: Union[Uid, None]
    """The doctor who sees or saw the patient."""

    video_room_id: Union[Uid, None]
    """Where they meet."""

    allocated_at: Union[Instant, None]
    """When the doctor took the patient in."""

    completed_at: Union[Instant, None]
    """When the consultation was over."""

    cancelled_at: Union[Instant, None]
    """When it was called off."""

    cancelled_by: Union[Actor, None]
    """Who called it off."""


if TYPE_CHECKING:
    _QueueEntry: TypeAlias = Union[QueueEntry, QueueEntryOutput]
else:
    _QueueEntry = QueueEntry


class WaitingRoomSnapshot(TypedDict):
    """Everything the engine knows of a waiting room."""

    policy: NotRequired[_QueuePolicy]
    """The rules. Default:
    `{"guard_minutes":0,"no_show_grace_minutes":0,"capacity":null,"is_closed":false,"close_msg":null,"closes_at":null,"visit_reasons":[],"average_visit_minutes":null,"divide_by_doctors":false}`.
    """

    doctors: NotRequired[list[QueueDoctor]]
    """Who sees patients. Of doctors who are free at once, the first takes in somebody first."""

    entries: NotRequired[list[QueueEntry]]
    """Who waits, is being seen, or was here."""

    next_sequence: NotRequired[int]
    """The number of the next event; more than the `sequence` of every entry, and raised to that if it is
    less. From 0 to 9007199254740991. Default: `0`.
    """


class QueueChangePutPolicy(TypedDict):
    """Replaces the rules."""

    change: Literal["put_policy"]

    policy: _QueuePolicy
    """The rules."""


class QueueChangePutDoctor(TypedDict):
    """Adds a doctor, behind the others, or replaces what is known of one. A consultation goes on."""

    change: Literal["put_doctor"]

    doctor: _QueueDoctor
    """The doctor; `current` is null, or what it is already, and so is `beside`."""


class QueueChangeRemoveDoctor(TypedDict):
    """Removes a doctor who sees nobody, and whom no live entry needs."""

    change: Literal["remove_doctor"]

    uid: Uid
    """The doctor."""


class QueueChangeOrderDoctors(TypedDict):
    """Puts the doctors into another order."""

    change: Literal["order_doctors"]

    uids: list[Uid]
    """All of them."""


class QueueChangePutDuty(TypedDict):
    """Replaces the times at which a doctor is on duty."""

    change: Literal["put_duty"]

    doctor_uid: Uid
    """The doctor."""

    duty: list[Duty]
    """In order, none overlapping another."""


class QueueChangePutAppointments(TypedDict):
    """Replaces the appointments of a doctor that have not begun."""

    change: Literal["put_appointments"]

    doctor_uid: Uid
    """The doctor."""

    appointments: list[UpcomingAppointment]
    """In any order."""


class QueueChangeForget(TypedDict):
    """Drops entries that were completed or cancelled before an instant."""

    change: Literal["forget"]

    before: Union[Instant, datetime]
    """That instant."""


QueueChange: TypeAlias = Union[
    QueueChangePutPolicy,
    QueueChangePutDoctor,
    QueueChangeRemoveDoctor,
    QueueChangeOrderDoctors,
    QueueChangePutDuty,
    QueueChangePutAppointments,
    QueueChangeForget,
]
"""A change to what the room knows. It records what is so; what happens to patients is for commands."""


class QueueCommandRegister(TypedDict):
    """Join the queue."""

    command: Literal["register"]

    uid: Uid
    """The new entry's id. The same command again is answered with the same event."""

    patient_uid: Uid
    """Who joins."""

    visit_reason: NotRequired[Union[Uid, None]]
    """What the visit is about."""

    preferred_doctor_uid: NotRequired[Union[Uid, None]]
    """Whom the patient would like to see."""

    preference: NotRequired[Union[DoctorPreference, None]]
    """What that means; `soft` if null."""

    preference_patience_minutes: NotRequired[Union[int, None]]
    """For how long only the preferred doctor will do. From 0 to 10080."""

    level: NotRequired[Union[Uid, None]]
    """The priority level, which says the two that follow."""

    urgent: NotRequired[Union[bool, None]]
    """Whether the patient is seen before others; not if null."""

    head_start_seconds: NotRequired[Union[int, None]]
    """In the order of service the patient counts as having come so much earlier; 0 if null. From 0 to 604800.
    """


class QueueCommandAllocate(TypedDict):
    """A free doctor takes in whoever is next, or the one that is named."""

    command: Literal["allocate"]

    doctor_uid: Uid
    """The doctor."""

    uid: NotRequired[Union[Uid, None]]
    """A particular entry; the next in turn if null."""


class QueueCommandStartAppointment(TypedDict):
    """A free doctor turns to an appointment."""

    command: Literal["start_appointment"]

    doctor_uid: Uid
    """The doctor."""

    appointment_uid: Uid
    """The appointment."""


class QueueCommandComplete(TypedDict):
    """Say that the consultation of an entry is over."""

    command: Literal["complete"]

    uid: Uid
    """The entry."""

    ended_at: NotRequired[Union[Instant, datetime, None]]
    """When it was over, if that is said later: not before it began, and not after now; now if null."""


class QueueCommandFinishAppointment(TypedDict):
    """Say that the consultation of an appointment is over."""

    command: Literal["finish_appointment"]

    doctor_uid: Uid
    """The doctor."""

    appointment_uid: Uid
    """The appointment."""

    ended_at: NotRequired[Union[Instant, datetime, None]]
    """As with `complete`."""


class QueueCommandNoShow(TypedDict):
    """Say that the patient of an appointment, to which the doctor has turned, did not come."""

    command: Literal["no_show"]

    doctor_uid: Uid
    """The doctor."""

    appointment_uid: Uid
    """The appointment."""


class QueueCommandLeaveAppointment(TypedDict):
    """Turn away from an appointment that was called off or moved, or begun by mistake."""

    command: Literal["leave_appointment"]

    doctor_uid: Uid
    """The doctor."""

    appointment_uid: Uid
    """The appointment."""


class QueueCommandCancel(TypedDict):
    """Call off a visit."""

    command: Literal["cancel"]

    uid: Uid
    """The entry."""

    by: NotRequired[Union[Actor, None]]
    """Who asks; the patient if null."""


class QueueCommandRequeue(TypedDict):
    """Send an allocated patient back to the queue, to the old place."""

    command: Literal["requeue"]

    uid: Uid
    """The entry."""


class QueueCommandTransfer(TypedDict):
    """Let a patient wait, at the old place, for one doctor and no other."""

    command: Literal["transfer"]

    uid: Uid
    """The entry."""

    doctor_uid: Uid
    """The doctor from now on."""


class QueueCommandSendElsewhere(TypedDict):
    """Send a patient elsewhere in the middle of a visit, to be seen again: to the X-ray, the laboratory, a
    nurse. The doctor is free meanwhile.
    """

    command: Literal["send_elsewhere"]

    uid: Uid
    """The entry."""

    doctor_uid: NotRequired[Union[Uid, None]]
    """Who sees the patient afterwards; the same doctor if null."""


class QueueCommandComeBack(TypedDict):
    """Say that a patient who was sent elsewhere is back, and is to be seen again."""

    command: Literal["come_back"]

    uid: Uid
    """The entry."""


class QueueCommandSetPresence(TypedDict):
    """Say whether a patient who waits is there to be seen. Who is not keeps the place, and is passed over."""

    command: Literal["set_presence"]

    uid: Uid
    """The entry."""

    presence: QueuePresence
    """Which."""

    minutes: NotRequired[Union[int, None]]
    """Of `on_the_way`: in how many minutes the patient will be there. From 0 to 1440."""


class QueueCommandMarkSeen(TypedDict):
    """Say that somebody who waits was seen, where nobody says by whom, or until when."""

    command: Literal["mark_seen"]

    uid: Uid
    """The entry."""


class QueueCommandAnnounce(TypedDict):
    """Say what a patient who waits is told: what an estimate says that is to be shown."""

    command: Literal["announce"]

    uid: Uid
    """The entry."""

    shown: _ShownWait
    """What is shown. Its time is that of the event."""


class QueueCommandSetAway(TypedDict):
    """Say whether a doctor is away. Who is fetches nobody, on duty or not."""

    command: Literal["set_away"]

    doctor_uid: Uid
    """The doctor."""

    away: bool
    """Whether the doctor is away."""

    minutes: NotRequired[Union[int, None]]
    """In about how many minutes the doctor will be back; until somebody says so if null. From 0 to 1440."""


class QueueCommandSetLevel(TypedDict):
    """Triage again: put a patient on a priority level."""

    command: Literal["set_level"]

    uid: Uid
    """The entry."""

    level: NotRequired[Union[Uid, None]]
    """The level; if null none, so not urgent and without a head start."""


class QueueCommandSetUrgent(TypedDict):
    """Say whether a patient is urgent."""

    command: Literal["set_urgent"]

    uid: Uid
    """The entry."""

    urgent: bool
    """Whether it is urgent."""


QueueCommand: TypeAlias = Union[
    QueueCommandRegister,
    QueueCommandAllocate,
    QueueCommandStartAppointment,
    QueueCommandComplete,
    QueueCommandFinishAppointment,
    QueueCommandNoShow,
    QueueCommandLeaveAppointment,
    QueueCommandCancel,
    QueueCommandRequeue,
    QueueCommandTransfer,
    QueueCommandSendElsewhere,
    QueueCommandComeBack,
    QueueCommandSetPresence,
    QueueCommandMarkSeen,
    QueueCommandAnnounce,
    QueueCommandSetAway,
    QueueCommandSetLevel,
    QueueCommandSetUrgent,
]
"""Something that is to happen in a waiting room."""


class QueueEventRegistered(TypedDict):
    """Somebody joined."""

    event: Literal["registered"]

    entry: _QueueEntry
    """The new entry."""


class QueueEventAllocated(TypedDict):
    """A doctor took a patient in."""

    event: Literal["allocated"]

    uid: Uid
    """The entry."""

    at: Instant
    """When."""

    doctor_uid: Uid
    """The doctor."""

    video_room_id: Uid
    """Where they meet."""

    sequence: int
    """The event's number."""


class QueueEventAppointmentStarted(TypedDict):
    """A doctor turned to an appointment."""

    event: Literal["appointment_started"]

    doctor_uid: Uid
    """The doctor."""

    at: Union[Instant, datetime]
    """When."""

    appointment: _UpcomingAppointment
    """The appointment, as it stood among those to come."""

    sequence: int
    """The event's number."""


class QueueEventCompleted(TypedDict):
    """A consultation is over."""

    event: Literal["completed"]

    uid: Uid
    """The entry."""

    at: Instant
    """When."""

    sequence: int
    """The event's number."""


class QueueEventAppointmentFinished(TypedDict):
    """The consultation of an appointment is over."""

    event: Literal["appointment_finished"]

    doctor_uid: Uid
    """The doctor."""

    appointment_uid: Uid
    """The appointment."""

    started_at: Instant
    """When it began."""

    at: Instant
    """When."""

    sequence: int
    """The event's number."""


class QueueEventNoShow(TypedDict):
    """The patient of an appointment did not come."""

    event: Literal["no_show"]

    doctor_uid: Uid
    """The doctor."""

    appointment_uid: Uid
    """The appointment."""

    started_at: Instant
    """When the doctor turned to it."""

    at: Instant
    """When that was said."""

    sequence: int
    """The event's number."""


class QueueEventAppointmentLeft(TypedDict):
    """A doctor turned away from an appointment that did not take place, or not now."""

    event: Literal["appointment_left"]

    doctor_uid: Uid
    """The doctor."""

    appointment_uid: Uid
    """The appointment."""

    started_at: Instant
    """When the doctor turned to it."""

    at: Instant
    """When."""

    sequence: int
    """The event's number."""


class QueueEventCancelled(TypedDict):
    """Called off."""

    event: Literal["cancelled"]

    uid: Uid
    """The entry."""

    at: Instant
    """When."""

    by: Actor
    """By whom."""

    sequence: int
    """The event's number."""


class QueueEventRequeued(TypedDict):
    """Sent back to the queue."""

    event: Literal["requeued"]

    uid: Uid
    """The entry."""

    at: Instant
    """When."""

    sequence: int
    """The event's number."""


class QueueEventTransferred(TypedDict):
    """Waits for one doctor and no other."""

    event: Literal["transferred"]

    uid: Uid
    """The entry."""

    at: Instant
    """When."""

    doctor_uid: Uid
    """The doctor from now on."""

    sequence: int
    """The event's number."""


class QueueEventSentElsewhere(TypedDict):
    """Was sent elsewhere in the middle of a visit."""

    event: Literal["sent_elsewhere"]

    uid: Uid
    """The entry."""

    at: Instant
    """When."""

    doctor_uid: Uid
    """Who sees the patient afterwards."""

    sequence: int
    """The event's number."""


class QueueEventCameBack(TypedDict):
    """Is back from there, to be seen again."""

    event: Literal["came_back"]

    uid: Uid
    """The entry."""

    at: Instant
    """When."""

    sequence: int
    """The event's number."""


class QueueEventPresenceSet(TypedDict):
    """Is there to be seen, or not."""

    event: Literal["presence_set"]

    uid: Uid
    """The entry."""

    at: Union[Instant, datetime]
    """When that was said."""

    presence: QueuePresence
    """Which."""

    ready_at: NotRequired[Union[Instant, datetime, None]]
    """When a patient who is on the way will be there."""

    sequence: int
    """The event's number."""


class QueueEventSeen(TypedDict):
    """Was seen, nobody says by whom."""

    event: Literal["seen"]

    uid: Uid
    """The entry."""

    at: Instant
    """When."""

    sequence: int
    """The event's number."""


class QueueEventAnnounced(TypedDict):
    """Was told how long it will be."""

    event: Literal["announced"]

    uid: Uid
    """The entry."""

    at: Union[Instant, datetime]
    """When."""

    shown: _ShownWait
    """What was told, at that time."""

    sequence: int
    """The event's number."""


class QueueEventAwaySet(TypedDict):
    """A doctor is away from now on, or no longer."""

    event: Literal["away_set"]

    doctor_uid: Uid
    """The doctor."""

    at: Union[Instant, datetime]
    """When."""

    away: bool
    """Which."""

    back_at: NotRequired[Union[Instant, datetime, None]]
    """When a doctor who is away will be back, if that is known."""

    sequence: int
    """The event's number."""


class QueueEventLevelSet(TypedDict):
    """Is on a priority level from now on, or on none."""

    event: Literal["level_set"]

    uid: Uid
    """The entry."""

    at: Union[Instant, datetime]
    """When."""

    level: NotRequired[Union[Uid, None]]
    """The level."""

    urgent: bool
    """Whether its patients were urgent then."""

    head_start_seconds: int
    """How much earlier its patients counted as having come then."""

    sequence: int
    """The event's number."""


class QueueEventUrgencySet(TypedDict):
    """Is urgent from now on, or no longer."""

    event: Literal["urgency_set"]

    uid: Uid
    """The entry."""

    at: Instant
    """When."""

    urgent: bool
    """Which."""

    sequence: int
    """The event's number."""


class QueueEventRegisteredOutput(TypedDict):
    """Somebody joined."""

    event: Literal["registered"]

    entry: QueueEntryOutput
    """The new entry."""


if TYPE_CHECKING:
    _QueueEventRegistered: TypeAlias = Union[QueueEventRegistered, QueueEventRegisteredOutput]
else:
    _QueueEventRegistered = QueueEventRegistered


class QueueEventAppointmentStartedOutput(TypedDict):
    """A doctor turned to an appointment."""

    event: Literal["appointment_started"]

    doctor_uid: Uid
    """The doctor."""

    at: Instant
    """When."""

    appointment: UpcomingAppointmentOutput
    """The appointment, as it stood among those to come."""

    sequence: int
    """The event's number."""


if TYPE_CHECKING:
    _QueueEventAppointmentStarted: TypeAlias = Union[
        QueueEventAppointmentStarted,
        QueueEventAppointmentStartedOutput,
    ]
else:
    _QueueEventAppointmentStarted = QueueEventAppointmentStarted


class QueueEventPresenceSetOutput(TypedDict):
    """Is there to be seen, or not."""

    event: Literal["presence_set"]

    uid: Uid
    """The entry."""

    at: Instant
    """When that was said."""

    presence: QueuePresence
    """Which."""

    ready_at: Union[Instant, None]
    """When a patient who is on the way will be there."""

    sequence: int
    """The event's number."""


if TYPE_CHECKING:
    _QueueEventPresenceSet: TypeAlias = Union[QueueEventPresenceSet, QueueEventPresenceSetOutput]
else:
    _QueueEventPresenceSet = QueueEventPresenceSet


class QueueEventAnnouncedOutput(TypedDict):
    """Was told how long it will be."""

    event: Literal["announced"]

    uid: Uid
    """The entry."""

    at: Instant
    """When."""

    shown: ShownWaitOutput
    """What was told, at that time."""

    sequence: int
    """The event's number."""


if TYPE_CHECKING:
    _QueueEventAnnounced: TypeAlias = Union[QueueEventAnnounced, QueueEventAnnouncedOutput]
else:
    _QueueEventAnnounced = QueueEventAnnounced


class QueueEventAwaySetOutput(TypedDict):
    """A doctor is away from now on, or no longer."""

    event: Literal["away_set"]

    doctor_uid: Uid
    """The doctor."""

    at: Instant
    """When."""

    away: bool
    """Which."""

    back_at: Union[Instant, None]
    """When a doctor who is away will be back, if that is known."""

    sequence: int
    """The event's number."""


if TYPE_CHECKING:
    _QueueEventAwaySet: TypeAlias = Union[QueueEventAwaySet, QueueEventAwaySetOutput]
else:
    _QueueEventAwaySet = QueueEventAwaySet


class QueueEventLevelSetOutput(TypedDict):
    """Is on a priority level from now on, or on none."""

    event: Literal["level_set"]

    uid: Uid
    """The entry."""

    at: Instant
    """When."""

    level: Union[Uid, None]
    """The level."""

    urgent: bool
    """Whether its patients were urgent then."""

    head_start_seconds: int
    """How much earlier its patients counted as having come then."""

    sequence: int
    """The event's number."""


if TYPE_CHECKING:
    _QueueEventLevelSet: TypeAlias = Union[QueueEventLevelSet, QueueEventLevelSetOutput]
else:
    _QueueEventLevelSet = QueueEventLevelSet


QueueEvent: TypeAlias = Union[
    _QueueEventRegistered,
    QueueEventAllocated,
    _QueueEventAppointmentStarted,
    QueueEventCompleted,
    QueueEventAppointmentFinished,
    QueueEventNoShow,
    QueueEventAppointmentLeft,
    QueueEventCancelled,
    QueueEventRequeued,
    QueueEventTransferred,
    QueueEventSentElsewhere,
    QueueEventCameBack,
    _QueueEventPresenceSet,
    QueueEventSeen,
    _QueueEventAnnounced,
    _QueueEventAwaySet,
    _QueueEventLevelSet,
    QueueEventUrgencySet,
]
"""Something that happened in a waiting room. `at` is when, and `sequence` is its number: the room counts its
events, so that it knows those that it has recorded.
"""


EstimateMode: TypeAlias = Literal[
    "simulated",
    "position_times_average",
    "average_times_before_me",
]
"""By what a wait is estimated.

* `"simulated"`: By playing the room's futures: who is with a doctor and for how long already, who sees
  whom, breaks and appointments, what was learned.
* `"position_times_average"`: Position times the average visit, the own turn counted.
* `"average_times_before_me"`: The average visit times those who are seen before.
"""


class EstimateQuery(TypedDict):
    """How waits are to be estimated."""

    mode: NotRequired[EstimateMode]
    """By what. Default: `"simulated"`."""

    futures: NotRequired[Union[int, None]]
    """Of `simulated`: how many futures are played, a power of two from 16 to 4096. Twice as many take twice
    as long. If null 256, up to 2048 while little was learned and few wait, or in a room that is too large
    as many as can be.
    """

    seed: NotRequired[Union[int, None]]
    """Of `simulated`: what chance hangs on; 0 if null, ±(2⁵³ − 1) at most. The same seed and the same room
    give the same numbers.
    """

    percentiles: NotRequired[list[int]]
    """Of `simulated`: which percentiles of the wait to say beside P10, P50 and P90; 1 to 99, twenty at most.
    """

    seen_by: NotRequired[list[Instant]]
    """Of `simulated`: by when to say how likely it is to be seen; twenty instants at most."""

    shown: NotRequired[Union[list[ShownWait], None]]
    """Of `simulated`: also say what is to be shown to people, given what was shown of them before: here, or
    what the entry itself has kept of that.
    """


class LoggedVisit(TypedDict):
    """A visit as a practice has it in its books."""

    arrived: Union[Instant, datetime]
    """When the patient came."""

    started: NotRequired[Union[Instant, datetime, None]]
    """When the visit began; null if the patient was not seen."""

    ended: NotRequired[Union[Instant, datetime, None]]
    """When it was over, or when the patient left; null if that is not known."""

    sent: NotRequired[Union[Instant, datetime, None]]
    """When the doctor sent the patient elsewhere in the middle of the visit; null if that was not so."""

    back: NotRequired[Union[Instant, datetime, None]]
    """When the patient was back; null if that is not known."""

    resumed: NotRequired[Union[Instant, datetime, None]]
    """When the doctor went on with the visit; null if the patient was not sent elsewhere."""

    doctor: NotRequired[Union[Uid, None]]
    """Who saw the patient."""

    reason: NotRequired[Union[Uid, None]]
    """What it was about."""

    head_start_seconds: NotRequired[int]
    """How much earlier the patient counts as having come, in the order of service. From 0 to 604800. Default:
    `0`.
    """

    queue: NotRequired[Union[Uid, None]]
    """The line in which the patient waited; one for all if null."""


class EvaluationQuery(TypedDict):
    """What is to be evaluated."""

    visits: list[LoggedVisit]
    """The log, in any order. Days are those of its own clock."""

    scored_from: NotRequired[Union[Instant, datetime, None]]
    """From when on answers are scored; before, the engine only learns. From the middle of the days on if
    null.
    """

    visit_reasons: NotRequired[list[VisitReason]]
    """How long visits take as a rule, by reason."""

    concurrent_patients_max: NotRequired[Union[int, None]]
    """How many patients a doctor sees at a time, 1 to 20; one if null."""

    estimate: NotRequired[EstimateQuery]
    """How the waits are estimated. Default:
    `{"mode":"simulated","futures":null,"seed":null,"percentiles":[],"seen_by":[],"shown":null}`.
    """


class Joining(TypedDict):
    """Somebody who thinks of joining the queue."""

    visit_reason: NotRequired[Union[Uid, None]]
    """What the visit is about."""

    preferred_doctor_uid: NotRequired[Union[Uid, None]]
    """Whom they would like to see; anyone if null."""

    preference: NotRequired[DoctorPreference]
    """What that means. Default: `"soft"`."""

    preference_patience_minutes: NotRequired[Union[int, None]]
    """As in `QueueEntry`. From 0 to 10080."""

    level: NotRequired[Union[Uid, None]]
    """The priority level, which says the two that follow."""

    urgent: NotRequired[bool]
    """Whether they are urgent. Default: `false`."""

    head_start_seconds: NotRequired[int]
    """As in `QueueEntry`. From 0 to 604800. Default: `0`."""


class LearnerSeen(TypedDict):
    """Visits of one doctor for one reason: how many, and the sum of the logarithms of their minutes."""

    visits: float

    sum: float


class LearnerRate(TypedDict):
    """The lengths of a clinic's visits, in which older ones count less."""

    cells: list[list[LearnerSeen]]
    """By doctor and column. Rows are as long as they must be."""

    unknown: NotRequired[list[LearnerSeen]]
    """By column, those of nobody knows which doctor."""

    shape: list[float]
    """Ratios seen, by parts of their logarithm, older ones counting less."""

    missed: LearnerSeen
    """Of what the model missed: how often, and the sum of squares."""

    score: float
    """How likely the model took what came to be, as a logarithm."""


class LearnerHeadStart(TypedDict):
    """Patients with a head start."""

    seconds: int

    patients: float


class LearnerHabits(TypedDict):
    """Counts of what patients did. Nothing of it is forgotten: what is rare would be lost with it."""

    kept: float
    """Appointments kept, and those that nobody came to."""

    no_shows: float

    urgent: float
    """Patients who joined the queue: urgent ones, and those who go before nobody. And minutes in which they
    could have come.
    """

    in_turn: float

    open_minutes: float

    ahead: NotRequired[list[LearnerHeadStart]]
    """Patients with a head start, by its seconds."""

    last_registered_at: NotRequired[Union[int, None]]
    """When the visit learned last was registered, in Unix seconds."""

    left: list[float]
    """By minutes waited: how many left, and the minutes that all have waited."""

    waited_minutes: list[float]


class LearnerHabitsOutput(TypedDict):
    """Counts of what patients did. Nothing of it is forgotten: what is rare would be lost with it."""

    kept: float
    """Appointments kept, and those that nobody came to."""

    no_shows: float

    urgent: float
    """Patients who joined the queue: urgent ones, and those who go before nobody. And minutes in which they
    could have come.
    """

    in_turn: float

    open_minutes: float

    ahead: NotRequired[list[LearnerHeadStart]]
    """Patients with a head start, by its seconds."""

    last_registered_at: Union[int, None]
    """When the visit learned last was registered, in Unix seconds."""

    left: list[float]
    """By minutes waited: how many left, and the minutes that all have waited."""

    waited_minutes: list[float]


if TYPE_CHECKING:
    _LearnerHabits: TypeAlias = Union[LearnerHabits, LearnerHabitsOutput]
else:
    _LearnerHabits = LearnerHabits


class LearnerPauses(TypedDict):
    """Counts of pauses. Nothing of it is forgotten: those who go home are few."""

    prompt: float
    """Patients who were fetched in the very second in which the doctor was free."""

    ended: list[float]
    """By class: pauses that ended, and seconds in which somebody waited in vain."""

    asked_seconds: list[float]

    doctors: list[LearnerSeen]
    """By doctor: pauses that ended, and how many ends were to be expected of anybody."""


class LearnerState(TypedDict):
    """What is known of a clinic's visits.

    Everything about it is in its wire form: doctors and reasons by id, and sums by doctor and reason in
    which older visits count less. Save it, load it, `merge` those of several rooms, or of several times;
    what the sums mean may change from version to version of the engine.
    """

    doctors: list[Uid]

    reasons: list[Uid]

    walk_ins: list[float]
    """Visits of patients from the queue: those whose reason is not known, and then by reason. So are the
    columns of the rates.
    """

    own_first: list[float]
    """By doctor, patients who wanted to see them first."""

    rates: list[LearnerRate]

    habits: _LearnerHabits

    doubted: NotRequired[float]
    """Visits whose length was not believed, as the slowest rate forgets."""

    pauses: NotRequired[LearnerPauses]
    """Of doctors who are free while somebody waits."""

    pace: NotRequired[list[LearnerRate]]
    """From start to start, while somebody waits."""

    elsewhere: NotRequired[list[LearnerRate]]
    """How long patients were elsewhere in the middle of a visit."""


VisitOutcome: TypeAlias = Literal[
    "completed",
    "abandoned",
    "no_show",
    "unserved",
]
"""How a visit ended.

* `"completed"`: A consultation took place.
* `"abandoned"`: The patient left the queue unseen.
* `"no_show"`: The patient did not come to the appointment.
* `"unserved"`: The room closed before the patient was seen.
"""


class Pause(TypedDict):
    """A time in which a doctor on duty was free, up to the next fetch."""

    seconds: NotRequired[Union[int, None]]
    """How long it lasted; null if it is not known: duty ended before, or nobody waited when it ended."""

    asked_seconds: NotRequired[list[int]]
    """For how many seconds somebody waited whom the doctor could have fetched, by how long the doctor had
    been free: for less than one second, less than 2, 4, 8 and so on, eighteen numbers at most.
    """


class PauseOutput(TypedDict):
    """A time in which a doctor on duty was free, up to the next fetch."""

    seconds: Union[int, None]
    """How long it lasted; null if it is not known: duty ended before, or nobody waited when it ended."""

    asked_seconds: list[int]
    """For how many seconds somebody waited whom the doctor could have fetched, by how long the doctor had
    been free: for less than one second, less than 2, 4, 8 and so on, eighteen numbers at most.
    """


if TYPE_CHECKING:
    _Pause: TypeAlias = Union[Pause, PauseOutput]
else:
    _Pause = Pause


VisitDoubt: TypeAlias = Literal[
    "too_long",
    "too_short",
    "past_duty",
    "unlikely",
]
"""Why the length of a visit is not believed: nobody said when it was over, or somebody said so at another
time.

* `"too_long"`: Longer than the policy's `visit_minutes_max`.
* `"too_short"`: Shorter than the policy's `visit_seconds_min`.
* `"past_duty"`: Over two hours and more after the end of the duty in which it began.
* `"unlikely"`: Far longer than nearly all that were learned.
"""


class Visit(TypedDict):
    """A visit that is over, of somebody who waited or had an appointment."""

    kind: VisitKind
    """Whether the patient waited in the queue or had an appointment."""

    outcome: VisitOutcome
    """How it ended."""

    doctor_uid: NotRequired[Union[Uid, None]]
    """The doctor; null if no doctor saw the patient."""

    reason: NotRequired[Union[Uid, None]]
    """What it was about: a word of the clinic's list of visit reasons."""

    registered_at: Union[Instant, datetime]
    """When the patient joined the queue; the scheduled start of an appointment."""

    started_at: NotRequired[Union[Instant, datetime, None]]
    """When the consultation began; null if it never did."""

    ended_at: Union[Instant, datetime]
    """When the consultation ended, or the patient left."""

    urgent: NotRequired[bool]
    """Whether the patient was urgent. Default: `false`."""

    head_start_seconds: NotRequired[int]
    """The patient's head start in the order of service."""

    preferred_doctor_uid: NotRequired[Union[Uid, None]]
    """The doctor whom the patient had a soft preference for, without patience: such patients go before others
    who came earlier.
    """

    pauses: NotRequired[list[Pause]]
    """For how long the doctor was free before the visit while somebody waited: one for each stretch on duty
    since the doctor's visit before. Those before the last ended without a fetch.
    """

    gap_seconds: NotRequired[Union[int, None]]
    """How long after the start before, of whatever doctor, the visit began; or after the first of those who
    waited then had come, if that was later. Null if the patient did not wait, or it is not known.
    """

    only_doctor: NotRequired[bool]
    """Whether the room had this doctor only."""

    interrupted_seconds: NotRequired[int]
    """For how long of the time from the first start to the end the patient was not with the doctor, having
    been sent elsewhere.
    """

    elsewhere_seconds: NotRequired[list[int]]
    """How long each time elsewhere took, as far as that is known; 0 to 86400 each."""

    doubt: NotRequired[Union[VisitDoubt, None]]
    """Why nobody believes that it took so long."""


class ArrivalRate(TypedDict):
    """How many patients come during a stretch of the day."""

    from_minute: int
    """The minute of the day in which the stretch begins, 0 to 1439."""

    to_minute: int
    """The minute in which it ends, up to 1440."""

    arrivals_per_minute: float
    """Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From 0 to 1000000."""


class WalkInDay(TypedDict):
    """A day of patients who come without an appointment, and wait until one of the doctors is free.

    Patients come independently of each other (a Poisson process whose rate is that of the stretch), are
    seen in the order of arrival by whoever is free first, and take lengths of a lognormal distribution.
    Doctors are there from midnight until the day closes, and alike.
    """

    arrivals: list[ArrivalRate]
    """When how many come, in the order of the day; at most one stretch per minute. Nobody comes in between.
    """

    service_minutes: float
    """Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and
    `PLANNING_MINUTES_MAX`. From 0.01 to 100000.
    """

    service_cv: float
    """Standard deviation of these minutes over their mean, 0 to `SERVICE_CV_MAX`. Consultations have about
    0.5 to 1. From 0 to 1000.
    """

    closes_at_minute: NotRequired[Union[int, None]]
    """The minute of the day from which nobody is seen any more, 1 to 1440. If null, everybody is seen,
    however late.
    """


class ErlangA(TypedDict):
    """Poisson arrivals with exponential service times and exponential patience, in one line, first come first
    served.
    """

    arrivals_per_minute: float
    """Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From 0 to 1000000."""

    service_minutes: float
    """Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and
    `PLANNING_MINUTES_MAX`. From 0.01 to 100000.
    """

    doctors: int
    """Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100000."""

    patience_minutes: float
    """Mean minutes that a patient is willing to wait (`1/θ`), in the same range as `service_minutes`. From
    0.01 to 100000.
    """


class ErlangB(TypedDict):
    """Poisson arrivals that are served at once or turned away.

    The distribution of service times makes no difference, only its mean.
    """

    arrivals_per_minute: float
    """Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From 0 to 1000000."""

    service_minutes: float
    """Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and
    `PLANNING_MINUTES_MAX`. From 0.01 to 100000.
    """

    doctors: int
    """Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100000."""


class ErlangC(TypedDict):
    """Poisson arrivals with exponential service times that wait in one line, first come first served."""

    arrivals_per_minute: float
    """Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From 0 to 1000000."""

    service_minutes: float
    """Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and
    `PLANNING_MINUTES_MAX`. From 0.01 to 100000.
    """

    doctors: int
    """Doctors, the servers of the literature, more than the offered load and at most `DOCTORS_MAX`. From 1 to
    100000.
    """


class Mgc(TypedDict):
    """Poisson arrivals with service times of which mean and spread are known, that wait in one line, first
    come first served.
    """

    arrivals_per_minute: float
    """Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From 0 to 1000000."""

    service_minutes: float
    """Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and
    `PLANNING_MINUTES_MAX`. From 0.01 to 100000.
    """

    service_cv: float
    """Coefficient of variation of the service times, their standard deviation over their mean, 0 to
    `SERVICE_CV_MAX`: 0 always the same, 1 exponential. From 0 to 1000.
    """

    doctors: int
    """Doctors, the servers of the literature, more than the offered load and at most `DOCTORS_MAX`. From 1 to
    100000.
    """


class Mmck(TypedDict):
    """Poisson arrivals with exponential service times, turned away where every place is taken."""

    arrivals_per_minute: float
    """Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From 0 to 1000000."""

    service_minutes: float
    """Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and
    `PLANNING_MINUTES_MAX`. From 0.01 to 100000.
    """

    doctors: int
    """Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100000."""

    places: int
    """Patients who can be there at once, waiting or with a doctor (`K`), at least as many as doctors and at
    most `PLACES_MAX`.
    """


class ServiceLevel(TypedDict):
    """A service level: a share of patients who wait no longer than some minutes, in the model of `ErlangC`.
    """

    arrivals_per_minute: float
    """Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From 0 to 1000000."""

    service_minutes: float
    """Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and
    `PLANNING_MINUTES_MAX`. From 0.01 to 100000.
    """

    within_minutes: float
    """The longest wait of the promise, 0 to `PLANNING_MINUTES_MAX`. From 0 to 100000."""

    probability: float
    """The share of patients to whom it is kept, 0 to `QUANTILE_PROBABILITY_MAX`. From 0 to 0.999999."""


class LognormalService(TypedDict):
    """Service times with a lognormal distribution, as consultations have them more nearly than an exponential
    one.
    """

    service_minutes: float
    """Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and
    `PLANNING_MINUTES_MAX`. From 0.01 to 100000.
    """

    service_cv: float
    """Coefficient of variation of the service times, their standard deviation over their mean, 0 to
    `SERVICE_CV_MAX`. From 0 to 1000.
    """


class QueueAhead(TypedDict):
    """Somebody who waits behind others for doctors who are all busy, with exponential service times, where
    nobody gives up.

    The wait is the sum of `ahead + 1` times until some doctor is free: an Erlang distribution of that
    shape, with the rate at which all doctors together finish. W. Whitt, "Predicting Queueing Delays",
    Management Science 45 (1999).
    """

    ahead: int
    """Patients who wait and are served before, 0 to `AHEAD_MAX`. From 0 to 100000."""

    service_minutes: float
    """Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and
    `PLANNING_MINUTES_MAX`. From 0.01 to 100000.
    """

    doctors: int
    """Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100000."""


class ImpatientQueueAhead(TypedDict):
    """The same where those ahead give up after an exponential patience. The one who waits does not."""

    ahead: int
    """Patients who wait and are served before unless they give up, 0 to `AHEAD_MAX`. From 0 to 100000."""

    service_minutes: float
    """Mean minutes that a doctor needs for a patient, as in `QueueAhead`. From 0.01 to 100000."""

    doctors: int
    """Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100000."""

    patience_minutes: float
    """Mean minutes that a patient is willing to wait (`1/θ`), in the same range as `service_minutes`. From
    0.01 to 100000.
    """


class ClinicSnapshotOutput(TypedDict):
    """Everything the engine knows of a clinic."""

    timezone: Union[str, None]
    """IANA zone of doctors that name none. Default `UTC`."""

    timezones: NotRequired[list[TimezoneDataOutput]]
    """Zones whose transitions the caller supplies, instead of the built-in ones of the same name."""

    locations: NotRequired[list[LocationOutput]]
    """Where patients are seen. In the order of this list, a start at several of them is offered."""

    travel_minutes: NotRequired[list[Travel]]
    """How long a doctor needs from one location to another; no time where nothing is said."""

    appointment_types: list[AppointmentTypeOutput]
    """What can be booked."""

    doctors: list[DoctorOutput]
    """Who can be booked, and when."""

    closures: list[ClosureOutput]
    """Dates without windows."""

    reminders: NotRequired[list[ReminderOutput]]
    """Who is told how long before an appointment."""

    quiet_hours: NotRequired[QuietHours]
    """Hours in which nobody is reminded."""

    max_live_holds_per_patient: NotRequired[int]
    """Most live holds of one patient, 1 to 1000; no limit if null."""

    week_starts_on: NotRequired[int]
    """The weekday with which weeks start where limits count, 0 (Monday, the default) to 6."""

    patient_limits: NotRequired[list[PatientLimitOutput]]
    """Most appointments of each patient."""

    appointments: list[AppointmentOutput]
    """What is booked, held or over."""


class Slot(TypedDict):
    """A slot that can be booked."""

    start_date: Instant
    """The start."""

    end_date: Instant
    """The end."""

    doctor_uid: Uid
    """Who can be booked."""

    seats_left: int
    """Seats that are left; 1 but for group visits."""

    location_uid: NotRequired[Uid]
    """Where it is; nowhere in particular if null."""


class DayWithSlots(TypedDict):
    """A local day with at least one slot."""

    date: str
    """The day. As `YYYY-MM-DD`."""

    first_start_date: Instant
    """Its first start."""


class Explanation(TypedDict):
    """Why a start can't be booked with one doctor. Without reasons, it can."""

    doctor_uid: Uid
    """The doctor."""

    reasons: list[ReasonOutput]
    """Every reason."""


class DayReason(TypedDict):
    """What one kind of reason does to a day."""

    reason: ReasonOutput
    """The reason, as it stands against the first candidate that it forbids; of a day without candidates,
    against its first instant.
    """

    candidates: int
    """How many candidates it forbids."""

    share: float
    """The share of the candidates that it forbids, 0 to 1; 1 for a day without candidates."""


class ExplainedDay(TypedDict):
    """What stands against a doctor's slots on a local day."""

    date: str
    """The day, on the calendar of the query's zone. As `YYYY-MM-DD`."""

    doctor_uid: Uid
    """The doctor."""

    candidates: int
    """How many starts the hours and the grid have."""

    slots: int
    """How many of them can be booked."""

    booked_out: bool
    """No slot is left, and no time either: appointments and holds have taken it."""

    no_gap_long_enough: bool
    """No slot is left because of appointments and holds, and what they leave is too short for the type."""

    reasons: list[DayReason]
    """Each kind of reason, those first that stand against most."""

    next_date: Union[str, None]
    """The next day on which this doctor has a slot, in the range or on one of the 366 dates after it. As
    `YYYY-MM-DD`.
    """


HoursState: TypeAlias = Literal[
    "open",
    "closed",
    "blocked",
]
"""Whether somebody is there.

* `"open"`: The doctor is there, whatever is booked.
* `"closed"`: A closure, or an override without windows.
* `"blocked"`: Time off, or something else.
"""


class OpenHours(TypedDict):
    """A stretch of a doctor's time."""

    doctor_uid: Uid
    """The doctor."""

    start_date: Instant
    """Its start."""

    end_date: Instant
    """Its end."""

    state: HoursState
    """What it is."""

    by: Union[Uid, None]
    """What blocks: the exception, or the rule."""

    date: Union[str, None]
    """What is closed: a local date, or hours of it. As `YYYY-MM-DD`."""

    name: Union[str, None]
    """What the closure is called."""


class Outcomes(TypedDict):
    """How many of a doctor's appointments of a type were kept, and how many not."""

    doctor_uid: Uid
    """The doctor."""

    appointment_type_uid: Union[Uid, None]
    """The type, or none."""

    kept: int
    """The patient came."""

    missed: int
    """The patient did not."""

    cancelled: int
    """Called off in time."""

    cancelled_late: int
    """Called off within the notice of the type, or on the day if it has none."""

    unresolved: int
    """Confirmed and over, and nobody has said whether the patient came."""


class Utilisation(TypedDict):
    """One local day of one doctor, in minutes."""

    doctor_uid: Uid
    """The doctor."""

    date: str
    """The day, on the doctor's own calendar. As `YYYY-MM-DD`."""

    open_minutes: float
    """Open time, of whatever buffer, before any booking is looked at."""

    booked_minutes: float
    """Time with an appointment, in or outside of open time."""

    held_minutes: float
    """Time with a live hold and no appointment."""

    free_minutes: float
    """Open time with neither."""


EventOutput: TypeAlias = Union[
    EventHeldOutput,
    EventExtended,
    EventApprovalRequested,
    EventConfirmed,
    EventReleased,
    EventExpired,
    EventCancelledOutput,
    EventRebookedOutput,
    EventCompletedOutput,
    EventNoShowOutput,
    EventReopened,
]
"""Something that happened to an appointment."""


class DueReminder(TypedDict):
    """A reminder that is due, for one appointment."""

    due_at: Instant
    """When it is due."""

    appointment_uid: Uid
    """The appointment."""

    start_date: Instant
    """Its start, which tells this reminder from that of another start."""

    reminder_uid: Uid
    """The reminder."""

    recipient_role: RecipientRole
    """Who is reminded."""

    send_email: bool
    """By email."""

    send_sms: bool
    """By text message."""


class OutsideHours(TypedDict):
    """An appointment that its doctor's hours do not cover."""

    appointment_uid: Uid
    """The appointment."""

    doctor_uid: Uid
    """Its doctor."""

    start_date: Instant
    """Its start."""

    reasons: list[ReasonOutput]
    """`closed`, `blocked`, `other_location` and `outside_hours`, as `explain` gives them."""


class LocalTimeChange(TypedDict):
    """An appointment that the clock of its doctor shows at another time under other rules."""

    appointment_uid: Uid
    """The appointment."""

    doctor_uid: Uid
    """Its doctor."""

    timezone: str
    """The doctor's zone."""

    start_date: Instant
    """Its start, which does not change."""

    local_start: str
    """Its local start by the clinic's rules. As `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`."""

    other_local_start: str
    """Its local start by the other rules. As `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`."""


NotReadCode: TypeAlias = Literal[
    "invalid_icalendar",
    "missing_field",
    "wrong_type",
    "duplicate",
    "conflict",
    "empty_interval",
    "unknown_timezone",
    "timezone_data_ends",
    "too_many",
]
"""What can be wrong with a part of a calendar.

* `"invalid_icalendar"`: A line that is none, or a component that is not ended (RFC 5545 §3.1, §3.4).
* `"missing_field"`: A property that must be there is not.
* `"wrong_type"`: A value that is none of its kind.
* `"duplicate"`: A property that may be there once says different things.
* `"conflict"`: Two properties of which only one may be there, and that differ.
* `"empty_interval"`: An end before the start.
* `"unknown_timezone"`: A zone that nothing explains.
* `"timezone_data_ends"`: An instant after the end of the zone data that the caller supplied.
* `"too_many"`: A rule with more instances or steps, or a text with more rules or zones, than are looked
  at.
"""


class NotRead(TypedDict):
    """Something in a calendar that could not be read, or not with certainty."""

    uid: Union[str, None]
    """The `UID`, of which at most 255 bytes; null if there is none."""

    line: int
    """The line in which what is wrong stands, or the entry begins that lacks something. The first line is 1.
    """

    code: NotReadCode
    """What is wrong."""

    path: str
    """Where, as in `VEVENT[2].DTSTART`. Empty where the text as a whole is meant."""

    message: str
    """The same in a sentence, with what was found."""


class BusyTime(TypedDict):
    """What a calendar of somebody else says."""

    blocked: list[AvailabilityExceptionOutput]
    """When its owner is busy: blocked intervals for a doctor, by start and uid."""

    not_read: list[NotRead]
    """What could not be read, or not with certainty, by line: for a person to look at. What could be made out
    of it all the same is among `blocked`.
    """


ErrorKind: TypeAlias = Literal[
    "invalid",
    "not_found",
    "refused",
    "too_large",
]
"""What a caller can do about an `Error`.

* `"invalid"`: Fix the input.
* `"not_found"`: Check the id.
* `"refused"`: Choose differently.
* `"too_large"`: Ask for less.
"""


class ErrorDataInvalidJson(TypedDict):
    """The text is not JSON."""

    code: Literal["invalid_json"]

    detail: str
    """What the JSON reader says, with line and column."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataInvalidIcalendar(TypedDict):
    """The text is not iCalendar (RFC 5545 §3.1, §3.4)."""

    code: Literal["invalid_icalendar"]

    detail: str
    """What is wrong, with the line."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataUnknownField(TypedDict):
    """A field that the engine does not know. The path names it."""

    code: Literal["unknown_field"]

    expected: str
    """The fields that are known here."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataMissingField(TypedDict):
    """A field that must be there is not. The path names it."""

    code: Literal["missing_field"]

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataWrongType(TypedDict):
    """A value of the wrong JSON type, such as `"30"` for an integer."""

    code: Literal["wrong_type"]

    detail: str
    """What was found and what is expected."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataUnknownValue(TypedDict):
    """A word that is not in the list of this field."""

    code: Literal["unknown_value"]

    value: str
    """The word."""

    expected: str
    """The words that are allowed."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataOutOfRange(TypedDict):
    """A number, or a length of text, outside its range."""

    code: Literal["out_of_range"]

    value: Union[float, None]
    """What was given; null where JSON has no word for the number."""

    min: float
    """The smallest that is allowed."""

    max: float
    """The largest that is allowed."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataUnstable(TypedDict):
    """More work comes in than the doctors can do, so that the queue grows without end and no steady state
    exists.
    """

    code: Literal["unstable"]

    offered_load: float
    """The work that comes in, in doctors kept busy: arrivals per minute times minutes per patient."""

    doctors: int
    """The doctors there are. Steady state needs more than the offered load."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataEmptyInterval(TypedDict):
    """An interval that ends at or before its start."""

    code: Literal["empty_interval"]

    start: int
    """The start that was given."""

    end: int
    """The end that was given."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataUnknownTimezone(TypedDict):
    """A zone that is neither in the tz database nor supplied by the caller."""

    code: Literal["unknown_timezone"]

    value: str
    """The name that was given."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataInvalidTimezoneData(TypedDict):
    """Supplied zone data that contradicts itself."""

    code: Literal["invalid_timezone_data"]

    detail: str
    """What is wrong."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataTimezoneDataEnds(TypedDict):
    """An instant after the end of the zone data that the caller supplied."""

    code: Literal["timezone_data_ends"]

    timezone: str
    """The zone."""

    covers_until: int
    """First instant that is no longer covered."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataDuplicate(TypedDict):
    """The same uid, date or name twice where it must be unique."""

    code: Literal["duplicate"]

    value: str
    """What is there twice."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataConflict(TypedDict):
    """Two fields that contradict each other."""

    code: Literal["conflict"]

    detail: str
    """Which, and why."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataNotFound(TypedDict):
    """No such doctor, appointment type, appointment, reminder or closure."""

    code: Literal["not_found"]

    what: str
    """What was looked for, such as `doctor`."""

    uid: str
    """The uid that was given; of a closure, the date."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataInUse(TypedDict):
    """A doctor that still has appointments cannot be removed; an inactive doctor offers nothing."""

    code: Literal["in_use"]

    appointments: int
    """How many appointments name the doctor."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataTooMany(TypedDict):
    """More entries, bytes or days than the engine takes at once."""

    code: Literal["too_many"]

    count: int
    """How many there are."""

    limit: int
    """How many may be."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


class ErrorDataTooManySlots(TypedDict):
    """The answer would have more slots than the engine gives at once."""

    code: Literal["too_many_slots"]

    limit: int
    """How many may be."""

    kind: ErrorKind

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""

    errors: NotRequired["list[ErrorData]"]
    """All that is wrong, this first, where it is more than one thing."""

    more_errors: NotRequired[bool]
    """True if even more is wrong than `errors` says."""


ErrorData: TypeAlias = Union[
    ErrorDataInvalidJson,
    ErrorDataInvalidIcalendar,
    ErrorDataUnknownField,
    ErrorDataMissingField,
    ErrorDataWrongType,
    ErrorDataUnknownValue,
    ErrorDataOutOfRange,
    ErrorDataUnstable,
    ErrorDataEmptyInterval,
    ErrorDataUnknownTimezone,
    ErrorDataInvalidTimezoneData,
    ErrorDataTimezoneDataEnds,
    ErrorDataDuplicate,
    ErrorDataConflict,
    ErrorDataNotFound,
    ErrorDataInUse,
    ErrorDataTooMany,
    ErrorDataTooManySlots,
]
"""What was wrong, and where."""


class RefusalNotBookable(TypedDict):
    """The slot can't be booked."""

    code: Literal["not_bookable"]

    explanations: list[Explanation]
    """Every reason, for each doctor that was asked for."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class RefusalAlreadyExists(TypedDict):
    """Another appointment has this uid."""

    code: Literal["already_exists"]

    status: AppointmentStatus
    """Where that one stands."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class RefusalHoldExpired(TypedDict):
    """The hold ran out before."""

    code: Literal["hold_expired"]

    expired_at: Instant
    """When."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class RefusalWrongStatus(TypedDict):
    """That does not happen to an appointment that stands there."""

    code: Literal["wrong_status"]

    status: AppointmentStatus
    """Where it stands."""

    expected: list[AppointmentStatus]
    """Where it would have to stand."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class RefusalTooLateToCancel(TypedDict):
    """It is too late for the patient to cancel."""

    code: Literal["too_late_to_cancel"]

    latest: Instant
    """Last instant at which it was not."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class RefusalTooLateToRebook(TypedDict):
    """It is too late for the patient to rebook."""

    code: Literal["too_late_to_rebook"]

    latest: Instant
    """Last instant at which it was not."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class RefusalRebookingNotAllowed(TypedDict):
    """Patients do not rebook this type on their own."""

    code: Literal["rebooking_not_allowed"]

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class RefusalOtherDoctorNotAllowed(TypedDict):
    """Rebooking keeps the doctor."""

    code: Literal["other_doctor_not_allowed"]

    doctor_uid: Uid
    """Who that is."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class RefusalNotExtendable(TypedDict):
    """The hold can't live longer."""

    code: Literal["not_extendable"]

    hold_expires_at: Instant
    """When it ends."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class RefusalApprovalRequested(TypedDict):
    """It waits for the practice to approve it."""

    code: Literal["approval_requested"]

    hold_expires_at: Instant
    """Until when it waits."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class RefusalApprovalNotRequested(TypedDict):
    """Nobody asked the practice to approve it."""

    code: Literal["approval_not_requested"]

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class RefusalNeverConfirmed(TypedDict):
    """What was called off was a hold, and no appointment."""

    code: Literal["never_confirmed"]

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class RefusalNotBegun(TypedDict):
    """An appointment that has not begun is neither over nor missed."""

    code: Literal["not_begun"]

    start_date: Instant
    """When it begins."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


Refusal: TypeAlias = Union[
    ErrorData,
    RefusalNotBookable,
    RefusalAlreadyExists,
    RefusalHoldExpired,
    RefusalWrongStatus,
    RefusalTooLateToCancel,
    RefusalTooLateToRebook,
    RefusalRebookingNotAllowed,
    RefusalOtherDoctorNotAllowed,
    RefusalNotExtendable,
    RefusalApprovalRequested,
    RefusalApprovalNotRequested,
    RefusalNeverConfirmed,
    RefusalNotBegun,
]
"""Why a command changes nothing: it is wrong, or a rule is against it."""


class WaitingRoomSnapshotOutput(TypedDict):
    """Everything the engine knows of a waiting room."""

    policy: QueuePolicyOutput
    """The rules."""

    doctors: list[QueueDoctorOutput]
    """Who sees patients. Of doctors who are free at once, the first takes in somebody first."""

    entries: list[QueueEntryOutput]
    """Who waits, is being seen, or was here."""

    next_sequence: int
    """The number of the next event; more than the `sequence` of every entry, and raised to that if it is
    less. From 0 to 9007199254740991.
    """


QueueEventOutput: TypeAlias = Union[
    QueueEventRegisteredOutput,
    QueueEventAllocated,
    QueueEventAppointmentStartedOutput,
    QueueEventCompleted,
    QueueEventAppointmentFinished,
    QueueEventNoShow,
    QueueEventAppointmentLeft,
    QueueEventCancelled,
    QueueEventRequeued,
    QueueEventTransferred,
    QueueEventSentElsewhere,
    QueueEventCameBack,
    QueueEventPresenceSetOutput,
    QueueEventSeen,
    QueueEventAnnouncedOutput,
    QueueEventAwaySetOutput,
    QueueEventLevelSetOutput,
    QueueEventUrgencySet,
]
"""Something that happened in a waiting room. `at` is when, and `sequence` is its number: the room counts its
events, so that it knows those that it has recorded.
"""


class QueueRefusalAlreadyExists(TypedDict):
    """Another entry has this uid."""

    code: Literal["already_exists"]

    status: QueueStatus
    """Where that one stands."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalAlreadyRegistered(TypedDict):
    """The patient has a live entry."""

    code: Literal["already_registered"]

    uid: Uid
    """Which."""

    status: QueueStatus
    """Where it stands."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalClosed(TypedDict):
    """Nobody joins now."""

    code: Literal["closed"]

    close_msg: Union[str, None]
    """What to say."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalPastClosing(TypedDict):
    """The day is over."""

    code: Literal["past_closing"]

    closes_at: Instant
    """Since when."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalQueueFull(TypedDict):
    """As many wait as may."""

    code: Literal["queue_full"]

    capacity: int
    """How many that is."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalWrongStatus(TypedDict):
    """That does not happen to an entry that stands there."""

    code: Literal["wrong_status"]

    status: QueueStatus
    """Where it stands."""

    expected: list[QueueStatus]
    """Where it would have to stand."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalDoctorBusy(TypedDict):
    """The doctor sees as many as one can who has so many places, most of them one."""

    code: Literal["doctor_busy"]

    uid: Uid
    """The queue entry or appointment, of several the first that began."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalOffDuty(TypedDict):
    """The doctor fetches nobody now."""

    code: Literal["off_duty"]

    next_duty: Union[Instant, None]
    """When the next stretch on duty begins, if there is one."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalDoctorAway(TypedDict):
    """The doctor is away."""

    code: Literal["doctor_away"]

    back_at: Union[Instant, None]
    """When the doctor will be back; not known if null."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalAppointmentDue(TypedDict):
    """An appointment of the doctor goes first."""

    code: Literal["appointment_due"]

    appointment_uid: Uid
    """Which."""

    start_date: Instant
    """Since when it has been due."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalAppointmentSoon(TypedDict):
    """An appointment of the doctor is too near to fetch anybody."""

    code: Literal["appointment_soon"]

    appointment_uid: Uid
    """Which."""

    start_date: Instant
    """When it is to begin."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalNobodyWaiting(TypedDict):
    """Nobody waits whom the doctor may see."""

    code: Literal["nobody_waiting"]

    for_others: int
    """How many wait for others, or are not there to be seen."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalOtherDoctorOnly(TypedDict):
    """Another doctor is the only one who may see the patient."""

    code: Literal["other_doctor_only"]

    doctor_uid: Uid
    """Who that is."""

    until: Union[Instant, None]
    """When others may; never if null."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalReasonNotServed(TypedDict):
    """The doctor does not serve what the patient comes for."""

    code: Literal["reason_not_served"]

    reason: Uid
    """What that is."""

    doctor_uids: list[Uid]
    """Who serves it."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalNotElsewhere(TypedDict):
    """The patient is not elsewhere in the middle of a visit."""

    code: Literal["not_elsewhere"]

    back_at: Union[Instant, None]
    """When the patient was back; null if no doctor has sent them elsewhere."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalTooSoon(TypedDict):
    """The doctor has to wait for the patient a little longer."""

    code: Literal["too_soon"]

    earliest: Instant
    """First instant at which the patient counts as missing."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


class QueueRefusalDoctorNeeded(TypedDict):
    """Patients with live entries are to be seen by this doctor only, or reasons are served by this one."""

    code: Literal["doctor_needed"]

    entries: int
    """How many."""

    reasons: NotRequired[int]
    """How many reasons of the policy name the doctor, if any do."""

    kind: Literal["refused"]

    path: str
    """The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant."""

    message: str
    """The same in English. It may change; the code does not."""


QueueRefusal: TypeAlias = Union[
    ErrorData,
    QueueRefusalAlreadyExists,
    QueueRefusalAlreadyRegistered,
    QueueRefusalClosed,
    QueueRefusalPastClosing,
    QueueRefusalQueueFull,
    QueueRefusalWrongStatus,
    QueueRefusalDoctorBusy,
    QueueRefusalOffDuty,
    QueueRefusalDoctorAway,
    QueueRefusalAppointmentDue,
    QueueRefusalAppointmentSoon,
    QueueRefusalNobodyWaiting,
    QueueRefusalOtherDoctorOnly,
    QueueRefusalReasonNotServed,
    QueueRefusalNotElsewhere,
    QueueRefusalTooSoon,
    QueueRefusalDoctorNeeded,
]
"""Why a command changes nothing: it is wrong, or a rule is against it."""


class ForgottenConsultation(TypedDict):
    """A consultation that has been open for so long that nobody believes it."""

    doctor_uid: Uid
    """The doctor."""

    uid: Uid
    """The queue entry, or the appointment."""

    started_at: Instant
    """When it began."""

    doubt: VisitDoubt
    """Why it is not believed."""


class Promises(TypedDict):
    """How many promises were kept. A promise is what a patient was told first: "about so many minutes, at
    most so many".
    """

    announced: int
    """All promises."""

    kept: int
    """Patients who were seen within the minutes that were said to be the most."""

    kept_early: int
    """Of these, who were seen within the minutes that were said to be about right."""

    broken: int
    """Patients who were seen later than that."""

    left: int
    """Patients who left, or were sent away."""

    waiting: int
    """Patients who still wait."""


WaitUnknown: TypeAlias = Literal[
    "nobody_on_duty",
    "doctor_away",
    "closed",
    "too_many",
    "unknown",
]
"""Why nobody is told how long it will be.

* `"nobody_on_duty"`: No doctor who may see them is on duty, or will be.
* `"doctor_away"`: The doctors who may see them are away, and it is not known that one will be back in
  time.
* `"closed"`: The room has closed.
* `"too_many"`: Too many are before them: it is more likely that the last doctor goes before, or that the
  room closes.
* `"unknown"`: It is not known when they will be there to be seen.
"""


class WaitDistribution(TypedDict):
    """How long somebody may wait, in minutes, if they are seen before the room closes."""

    p_served: float
    """The share of futures in which they are seen before the room closes."""

    mean: float
    """The mean."""

    p10: float
    """One of ten waits is shorter."""

    p50: float
    """Every second wait is shorter: "about so long"."""

    p90: float
    """Nine of ten waits are shorter: "rarely more than"."""


class WaitAcrossBreak(TypedDict):
    """A wait that may end before a break or after it: "by 12:00 with 35 %, else about 14:00"."""

    by_minutes: float
    """The minutes until the break."""

    p_by: float
    """The share of futures in which they are seen before it."""

    else_minutes: float
    """P50 of the minutes in those in which they are seen after it."""


class WaitEstimate(TypedDict):
    """How long somebody will wait.

    The minutes are from now to the start of the consultation, and hold for those who stay and are seen
    before the room closes.
    """

    uid: Union[Uid, None]
    """The queue entry; null for somebody who has not joined."""

    position: int
    """The 1-based place in the order of service."""

    estimated_wait_minutes: Union[int, None]
    """"About so many minutes": P50 in whole minutes, or what the mode's formula says. Null if it is more
    likely that the room closes before.
    """

    unknown: NotRequired[WaitUnknown]
    """Why the minutes are null, of `simulated`."""

    distribution: NotRequired[WaitDistribution]
    """What only `simulated` says."""

    percentiles: NotRequired[list[float]]
    """The minutes of the percentiles that were asked for, in their order, if there is a distribution."""

    overdue_minutes: NotRequired[int]
    """For how many minutes they have waited beyond the most that they were told first."""

    p_seen_by: NotRequired[list[float]]
    """The share of futures in which they are seen by the instants that were asked for, in their order."""

    across_break: NotRequired[WaitAcrossBreak]
    """If it is open whether they are seen before a break or after it: both answers."""

    shown: NotRequired[ShownWaitOutput]
    """What to show to people, if that was asked for and there are minutes."""


WaitMethod: TypeAlias = Literal[
    "simulated",
    "last_to_be_seen",
    "head_of_line",
    "average_by_doctors",
]
"""By what a wait was foretold.

* `"simulated"`: The engine: P50, and P10 and P90.
* `"last_to_be_seen"`: As long as the last one who was seen waited.
* `"head_of_line"`: As long as the first in the line has waited by now.
* `"average_by_doctors"`: The average visit times those who wait, the asker among them, divided by the
  doctors seen today.
"""


class WaitScore(TypedDict):
    """How near one method was."""

    method: WaitMethod
    """The method."""

    answers: int
    """Answers that were scored."""

    unanswered: int
    """Questions it had no answer to."""

    mae: float
    """The mean absolute error, in minutes."""

    bias: float
    """The mean of what was said less the wait."""

    within_p90: float
    """The share of waits within P90. Of methods that say one number only, within that number."""

    within_p10_p90: Union[float, None]
    """The share of waits from P10 to P90; null of a method that says one number only."""

    pinball: float
    """The mean loss of P90: nine tenths of what is above it, a tenth of what is below."""


class WaitBand(TypedDict):
    """A tenth of the answers, in minutes."""

    answers: int
    """Answers."""

    p50: float
    """The mean of what was said: P50, and P90."""

    p90: float
    """See above."""

    waited_p50: float
    """The wait that half of them did not exceed, and the one that nine of ten did not."""

    waited_p90: float
    """See above."""


class LogDoubts(TypedDict):
    """Visits of a log that were not taken as they stand."""

    nothing_known: int
    """Neither begun nor over: left out."""

    ends_before_start: int
    """Over before they began: they end when their doctor begins the next."""

    overlapping: int
    """Over after their doctor had begun the next: they end then."""

    overnight: int
    """Not over on the day on which they began: they teach nothing."""

    unlikely: int
    """So long that nobody believes it: they don't teach how long visits take."""


class WaitEvaluation(TypedDict):
    """What an evaluation says."""

    questions: int
    """Questions."""

    mean_wait: float
    """The mean of their waits, in minutes."""

    scores: list[WaitScore]
    """One row for each method."""

    bands: list[WaitBand]
    """What the engine said beside what came, in ten equal parts from short to long."""

    doubts: LogDoubts
    """What in the log was not taken as it stands."""


class LearnerStateOutput(TypedDict):
    """What is known of a clinic's visits.

    Everything about it is in its wire form: doctors and reasons by id, and sums by doctor and reason in
    which older visits count less. Save it, load it, `merge` those of several rooms, or of several times;
    what the sums mean may change from version to version of the engine.
    """

    doctors: list[Uid]

    reasons: list[Uid]

    walk_ins: list[float]
    """Visits of patients from the queue: those whose reason is not known, and then by reason. So are the
    columns of the rates.
    """

    own_first: list[float]
    """By doctor, patients who wanted to see them first."""

    rates: list[LearnerRate]

    habits: LearnerHabitsOutput

    doubted: NotRequired[float]
    """Visits whose length was not believed, as the slowest rate forgets."""

    pauses: NotRequired[LearnerPauses]
    """Of doctors who are free while somebody waits."""

    pace: NotRequired[list[LearnerRate]]
    """From start to start, while somebody waits."""

    elsewhere: NotRequired[list[LearnerRate]]
    """How long patients were elsewhere in the middle of a visit."""


class VisitOutput(TypedDict):
    """A visit that is over, of somebody who waited or had an appointment."""

    kind: VisitKind
    """Whether the patient waited in the queue or had an appointment."""

    outcome: VisitOutcome
    """How it ended."""

    doctor_uid: Union[Uid, None]
    """The doctor; null if no doctor saw the patient."""

    reason: Union[Uid, None]
    """What it was about: a word of the clinic's list of visit reasons."""

    registered_at: Instant
    """When the patient joined the queue; the scheduled start of an appointment."""

    started_at: Union[Instant, None]
    """When the consultation began; null if it never did."""

    ended_at: Instant
    """When the consultation ended, or the patient left."""

    urgent: bool
    """Whether the patient was urgent."""

    head_start_seconds: NotRequired[int]
    """The patient's head start in the order of service."""

    preferred_doctor_uid: NotRequired[Uid]
    """The doctor whom the patient had a soft preference for, without patience: such patients go before others
    who came earlier.
    """

    pauses: NotRequired[list[PauseOutput]]
    """For how long the doctor was free before the visit while somebody waited: one for each stretch on duty
    since the doctor's visit before. Those before the last ended without a fetch.
    """

    gap_seconds: NotRequired[int]
    """How long after the start before, of whatever doctor, the visit began; or after the first of those who
    waited then had come, if that was later. Null if the patient did not wait, or it is not known.
    """

    only_doctor: NotRequired[bool]
    """Whether the room had this doctor only."""

    interrupted_seconds: NotRequired[int]
    """For how long of the time from the first start to the end the patient was not with the doctor, having
    been sent elsewhere.
    """

    elsewhere_seconds: NotRequired[list[int]]
    """How long each time elsewhere took, as far as that is known; 0 to 86400 each."""

    doubt: NotRequired[VisitDoubt]
    """Why nobody believes that it took so long."""


class DayWaits(TypedDict):
    """What waits come to over many such days. The minutes are those of patients who are seen."""

    doctors: int
    """With so many doctors."""

    patients: float
    """Patients of a day on average."""

    p_served: float
    """The share of them who are seen."""

    mean: float
    """The mean wait."""

    p50: float
    """Half of the patients wait no longer."""

    p90: float
    """Nine of ten wait no longer."""


class SteadyState(TypedDict):
    """The long-run averages of a queue, the same fields for every model.

    Minutes are those of the input; probabilities are shares of patients, or of time, between 0 and 1. A
    number below the smallest that `f64` holds is 0.
    """

    offered_load: float
    """Doctors that the arrivals would keep busy if none were lost, in erlangs: arrivals per minute times
    minutes per patient (`a`).
    """

    utilisation: float
    """The share of their time that doctors spend with patients (`ρ` where no patient is lost)."""

    wait_probability: float
    """The share of those let in who have to wait."""

    blocking_probability: float
    """The share of arrivals turned away."""

    abandonment_probability: float
    """The share of those let in who give up waiting."""

    empty_probability: float
    """The share of time in which nobody is there (`P₀`)."""

    wait_minutes: float
    """The mean wait of those let in, who does not wait and who gives up among them (`Wq`)."""

    offered_wait_minutes: float
    """The mean wait of somebody who would never give up."""

    stay_minutes: float
    """The mean time from arrival to departure of those let in (`W`)."""

    waiting: float
    """The mean number of patients waiting (`Lq`)."""

    present: float
    """The mean number of patients waiting or with a doctor (`L`)."""

    busy_doctors: float
    """The mean number of doctors with a patient."""


class WaitBehind(TypedDict):
    """The middle and the spread of a wait."""

    mean_minutes: float
    """The mean, in minutes."""

    sd_minutes: float
    """The standard deviation, in minutes."""

    relative_rmse: float
    """The root of the mean squared error of predicting the mean, over the mean."""
