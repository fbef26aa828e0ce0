"""The wire model as models of pydantic, for :class:`frontdesk.Clinic`, FastAPI and settings.

Printed by docs/models.py. They have the names and fields of :mod:`frontdesk.types`; a field that is a word of
Python ends in an underscore: ``SlotQuery(from_=…)``. What is given may be written as people do:
``weekday="Mon"``, ``start_time="08:00"``, an aware ``datetime``, ISO text with an offset. What comes back
from the engine goes into those that end in ``Output``, or have one name for both.

>>> from frontdesk import Clinic, models
>>> rule = models.AvailabilityRule(uid="mon", weekday="Mon", start_time="08:00", end_time="12:00")
>>> clinic = Clinic(models.ClinicSnapshot(
...     timezone="Europe/Berlin",
...     appointment_types=[models.AppointmentType(uid="visit", duration_minutes=30)],
...     doctors=[models.Doctor(uid="ada", availability_rules=[rule])],
... ))
>>> query = models.SlotQuery(
...     appointment_type_uid="visit", from_="2026-03-23T00:00+01:00", to="2026-03-24T00:00+01:00"
... )
>>> slots = [models.Slot.model_validate(slot) for slot in clinic.find_slots(query, query.from_)]
>>> len(slots), slots[0].doctor_uid
(8, 'ada')

Needs ``pip install "frontdesk[pydantic]"``.
"""

from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from typing_extensions import TypeAlias

from ._model import (
    Boolean,
    Clock,
    Day,
    DayClock,
    EndClock,
    Given,
    Instant,
    LocalTime,
    Model,
    Number,
    StrictInt,
    Text,
    TextDay,
    TextLocal,
    Uid,
    Weekday,
    Whole,
    present,
    whole,
)
from pydantic import Field

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
    "EventApprovalRequestedOutput",
    "EventCancelled",
    "EventCancelledOutput",
    "EventCompleted",
    "EventCompletedOutput",
    "EventConfirmed",
    "EventConfirmedOutput",
    "EventDetails",
    "EventExpired",
    "EventExpiredOutput",
    "EventExtended",
    "EventExtendedOutput",
    "EventHeld",
    "EventHeldOutput",
    "EventNoShow",
    "EventNoShowOutput",
    "EventOutput",
    "EventRebooked",
    "EventRebookedOutput",
    "EventReleased",
    "EventReleasedOutput",
    "EventReopened",
    "EventReopenedOutput",
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
    "QueueEventAllocatedOutput",
    "QueueEventAnnounced",
    "QueueEventAnnouncedOutput",
    "QueueEventAppointmentFinished",
    "QueueEventAppointmentFinishedOutput",
    "QueueEventAppointmentLeft",
    "QueueEventAppointmentLeftOutput",
    "QueueEventAppointmentStarted",
    "QueueEventAppointmentStartedOutput",
    "QueueEventAwaySet",
    "QueueEventAwaySetOutput",
    "QueueEventCameBack",
    "QueueEventCameBackOutput",
    "QueueEventCancelled",
    "QueueEventCancelledOutput",
    "QueueEventCompleted",
    "QueueEventCompletedOutput",
    "QueueEventLevelSet",
    "QueueEventLevelSetOutput",
    "QueueEventNoShow",
    "QueueEventNoShowOutput",
    "QueueEventOutput",
    "QueueEventPresenceSet",
    "QueueEventPresenceSetOutput",
    "QueueEventRegistered",
    "QueueEventRegisteredOutput",
    "QueueEventRequeued",
    "QueueEventRequeuedOutput",
    "QueueEventSeen",
    "QueueEventSeenOutput",
    "QueueEventSentElsewhere",
    "QueueEventSentElsewhereOutput",
    "QueueEventTransferred",
    "QueueEventTransferredOutput",
    "QueueEventUrgencySet",
    "QueueEventUrgencySetOutput",
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
    "ReasonBeyondHorizonOutput",
    "ReasonBlocked",
    "ReasonBlockedOutput",
    "ReasonClosed",
    "ReasonClosedOutput",
    "ReasonCode",
    "ReasonDoctorNotOffering",
    "ReasonGroupFull",
    "ReasonGroupFullOutput",
    "ReasonHeld",
    "ReasonHeldOutput",
    "ReasonLeavesGap",
    "ReasonLimitReached",
    "ReasonLimitReachedOutput",
    "ReasonNonexistentLocalTime",
    "ReasonNonexistentLocalTimeOutput",
    "ReasonNotAdjacent",
    "ReasonNotAdjacentOutput",
    "ReasonNotReleased",
    "ReasonNotReleasedOutput",
    "ReasonOffGrid",
    "ReasonOffGridOutput",
    "ReasonOtherLocation",
    "ReasonOtherLocationOutput",
    "ReasonOutput",
    "ReasonOutsideHours",
    "ReasonOutsideHoursOutput",
    "ReasonPatientBusy",
    "ReasonPatientBusyOutput",
    "ReasonPlacesFull",
    "ReasonPlacesFullOutput",
    "ReasonReserved",
    "ReasonReservedOutput",
    "ReasonSlotTaken",
    "ReasonSlotTakenOutput",
    "ReasonTooManyHolds",
    "ReasonTooSoon",
    "ReasonTooSoonOutput",
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
    "Travel",
    "TypeLimit",
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


class ClinicSnapshot(Model):
    """Everything the engine knows of a clinic."""

    timezone: Optional[Text] = Field(
        default=None,
        description="IANA zone of doctors that name none. Default `UTC`.",
    )
    timezones: list[TimezoneData] = Field(
        default_factory=list,
        description="Zones whose transitions the caller supplies, instead of the built-in ones of the same "
        "name.",
    )
    locations: list[Location] = Field(
        default_factory=list,
        description="Where patients are seen. In the order of this list, a start at several of them is "
        "offered.",
    )
    travel_minutes: list[Travel] = Field(
        default_factory=list,
        description="How long a doctor needs from one location to another; no time where nothing is said.",
    )
    appointment_types: list[AppointmentType] = Field(default_factory=list, description="What can be booked.")
    doctors: list[Doctor] = Field(default_factory=list, description="Who can be booked, and when.")
    closures: list[Closure] = Field(default_factory=list, description="Dates without windows.")
    reminders: list[Reminder] = Field(
        default_factory=list,
        description="Who is told how long before an appointment.",
    )
    quiet_hours: Optional[QuietHours] = Field(default=None, description="Hours in which nobody is reminded.")
    max_live_holds_per_patient: Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]] = Field(
        default=None,
        description="Most live holds of one patient, 1 to 1000; no limit if null.",
    )
    week_starts_on: Optional[Weekday] = Field(
        default=None,
        description="The weekday with which weeks start where limits count, 0 (Monday, the default) to 6.",
    )
    patient_limits: list[PatientLimit] = Field(
        default_factory=list,
        description="Most appointments of each patient.",
    )
    appointments: list[Appointment] = Field(default_factory=list, description="What is booked, held or over.")


class TimezoneData(Model):
    """The clock of a zone as the caller knows it, used instead of the built-in rules of the same name."""

    name: Text = Field(description="The name by which doctors and the clinic refer to it.")
    initial_offset_seconds: Annotated[StrictInt, Field(ge=-93599, le=93599), whole] = Field(
        description="Local time less UTC before the first transition, in seconds.",
    )
    transitions: list[Transition] = Field(default_factory=list, description="The changes, in order.")
    rule: Optional[Text] = Field(
        default=None,
        description="What recurs every year after the last transition, as a POSIX TZ string: "
        "`CET-1CEST,M3.5.0,M10.5.0/3`. Either this or `covers_until`.",
    )
    covers_until: Optional[Given] = Field(
        default=None,
        description="First instant for which nothing is known. Questions about it are refused instead of "
        "answered by the last offset.",
    )


class Transition(Model):
    """A change of a zone's clock."""

    at: Instant = Field(description="First instant of the new offset.")
    offset_seconds: Annotated[StrictInt, Field(ge=-93599, le=93599), whole] = Field(
        description="Local time less UTC from then on, in seconds.",
    )


class Location(Model):
    """A place at which a clinic sees patients: a site, a branch, a ward."""

    uid: Uid = Field(description="The id; unique in its clinic.")
    name: Optional[Text] = Field(
        default=None,
        description="What calendars show as the place (`LOCATION` in iCalendar). It has no other say.",
    )


class Travel(Model):
    """How long a doctor needs from one location to another."""

    from_location_uid: Uid = Field(description="Where it begins.")
    to_location_uid: Uid = Field(
        description="Where it ends. The way back takes as long, unless the clinic says that too.",
    )
    minutes: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(description="How long, 0 to 1440.")


class AppointmentType(Model):
    """A bookable kind of appointment: the object of the documented API, and what the engine adds to it."""

    uid: Uid = Field(description="The id, such as `apt-001`.")
    organisation_uid: Optional[Text] = Field(
        default=None,
        description="The organisation that owns the type; kept, not used.",
    )
    name: Optional[Text] = Field(default=None, description="Display name, 1 to 255 characters.")
    meeting_type: MeetingType = Field(default='CONSULTATION', description="Kind of meeting.")
    duration_minutes: Annotated[StrictInt, Field(ge=1, le=1440), whole] = Field(
        description="Length of the appointment, 1 to 1440.",
    )
    hold_ttl_seconds: Annotated[StrictInt, Field(ge=1, le=86400), whole] = Field(
        default=900,
        description="How long a hold lives, 1 to 86400. Default 900, fifteen minutes.",
    )
    booking_min_notice_minutes: Annotated[StrictInt, Field(ge=0, le=5256000), whole] = Field(
        default=0,
        description="Least time from now to the start of a slot, from 0. A doctor's active setting for the "
        "type can override it.",
    )
    cancellation_min_notice_minutes: Annotated[StrictInt, Field(ge=0, le=5256000), whole] = Field(
        default=0,
        description="Least time from now to the start for a patient to cancel, from 0.",
    )
    rebooking_min_notice_minutes: Annotated[StrictInt, Field(ge=0, le=5256000), whole] = Field(
        default=0,
        description="Least time from now to the old start for a patient to rebook, from 0.",
    )
    room_strategy: RoomStrategy = Field(
        default='per_appointment',
        description="How video rooms are given out.",
    )
    rebooking_mode: RebookingMode = Field(
        default='same_doctor_only',
        description="Whether rebooking may change the doctor.",
    )
    doctor_assignment_mode: DoctorAssignmentMode = Field(
        default='all_available_doctors',
        description="Which doctors can offer the type.",
    )
    doctor_choice: Annotated[Optional[DoctorChoiceStrategy], present] = Field(
        default=None,
        description="Which doctor is booked when nobody is asked for.",
    )
    allow_patient_rebooking: Boolean = Field(
        default=False,
        description="Whether patients may rebook their own appointments of this type.",
    )
    active: Boolean = Field(default=True, description="Whether the type is bookable.")
    created_at: Optional[Annotated[StrictInt, Field(ge=0, le=7258118399), whole]] = Field(
        default=None,
        description="Creation time; kept, not used.",
    )
    updated_at: Optional[Annotated[StrictInt, Field(ge=0, le=7258118399), whole]] = Field(
        default=None,
        description="Time of the last change; kept, not used.",
    )
    durations_minutes: list[Annotated[StrictInt, Field(ge=1, le=1440), whole]] = Field(
        default_factory=list,
        description="The lengths for which it can be booked, each 1 to 1440, beside `duration_minutes`, "
        "which is its length where none is asked for.",
    )
    buffer_before_minutes: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=1440), whole]], present
    ] = Field(
        default=None,
        description="Least gap before an appointment of the type, 0 to 1440: it counts where it is greater "
        "than that of the window, and than that after the appointment before.",
    )
    buffer_after_minutes: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=1440), whole]], present
    ] = Field(
        default=None,
        description="Least gap after an appointment of the type, 0 to 1440.",
    )
    hold_max_seconds: Optional[Annotated[StrictInt, Field(ge=1, le=604800), whole]] = Field(
        default=None,
        description="How long a hold can live if it is extended, from `hold_ttl_seconds` to 604800, a week. "
        "If null, it can't be.",
    )
    approval_ttl_seconds: Optional[Annotated[StrictInt, Field(ge=1, le=2592000), whole]] = Field(
        default=None,
        description="How long an appointment that a patient has confirmed waits for the practice to approve "
        "it, from `hold_ttl_seconds` to 2592000, thirty days. If null, it needs no approval.",
    )
    capacity: Annotated[Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]], present] = Field(
        default=None,
        description="Seats of one appointment, 1 to 1000: more than one makes it a group visit.",
    )
    horizon_minutes: Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]] = Field(
        default=None,
        description="Longest time from now to the start of a slot, in minutes.",
    )
    horizon_days: Optional[Annotated[StrictInt, Field(ge=0, le=3660), whole]] = Field(
        default=None,
        description="How many local dates after today can be booked, each as a whole, 0 to 3660.",
    )
    booking_min_notice_days: Optional[Annotated[StrictInt, Field(ge=0, le=366), whole]] = Field(
        default=None,
        description="How many local dates before that of the start it can last be booked, 0 to 366: 1 is "
        "the day before, 0 the same day. It holds beside the notice in minutes.",
    )
    booking_notice_until: Optional[EndClock] = Field(
        default=None,
        description="Until when it can be booked on the last of these dates, in minutes from local "
        "midnight, 0 to 1440. Default 1440.",
    )
    booking_notice_working_days: Boolean = Field(
        default=False,
        description="Whether only dates are counted on which the doctor has hours.",
    )
    cancellation_min_notice_days: Optional[Annotated[StrictInt, Field(ge=0, le=366), whole]] = Field(
        default=None,
        description="How many local dates before that of the start it can last be cancelled by the patient, "
        "0 to 366: 1 is the day before, 0 the same day. It holds beside the notice in minutes.",
    )
    cancellation_notice_until: Optional[EndClock] = Field(
        default=None,
        description="Until when it can be cancelled on the last of these dates, in minutes from local "
        "midnight, 0 to 1440. Default 1440.",
    )
    cancellation_notice_working_days: Boolean = Field(
        default=False,
        description="Whether only dates are counted on which the doctor has hours.",
    )
    rebooking_min_notice_days: Optional[Annotated[StrictInt, Field(ge=0, le=366), whole]] = Field(
        default=None,
        description="How many local dates before that of the start it can last be rebooked by the patient, "
        "0 to 366: 1 is the day before, 0 the same day. It holds beside the notice in minutes.",
    )
    rebooking_notice_until: Optional[EndClock] = Field(
        default=None,
        description="Until when it can be rebooked on the last of these dates, in minutes from local "
        "midnight, 0 to 1440. Default 1440.",
    )
    rebooking_notice_working_days: Boolean = Field(
        default=False,
        description="Whether only dates are counted on which the doctor has hours.",
    )
    grid: Optional[Grid] = Field(default=None, description="The grid of starts; a query can ask for another.")
    limits: list[BookingLimit] = Field(
        default_factory=list,
        description="Most appointments of this type in a period.",
    )


class Grid(Model):
    """Where the starts of slots lie in a window."""

    mode: GridMode = Field(default='window', description="What anchors the grid.")
    step_minutes: Optional[Annotated[StrictInt, Field(ge=1, le=10080), whole]] = Field(
        default=None,
        description="From one start to the next, 1 to 10080. Default: the duration and the window's buffer.",
    )
    align_minutes: Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]] = Field(
        default=None,
        description="For the mode `clock` only: a divisor of 1440. Default 15.",
    )
    least_gap_minutes: Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]] = Field(
        default=None,
        description="A slot leaves no hole shorter than this, 1 to 1440, before or after it: neither to "
        "another appointment nor to the edge of open time.",
    )


class BookingLimit(Model):
    """Most appointments, or most minutes of them, on one local day or in one local week. One of the two, or
    both.
    """

    per: Period = Field(
        description="The period in which is counted, by the doctor's local clock, or the clinic's if it is "
        "over all doctors.",
    )
    scope: Annotated[Optional[CountedOver], present] = Field(
        default=None,
        description="Over whom is counted. Only limits of types are over all doctors.",
    )
    appointments: Optional[Annotated[StrictInt, Field(ge=0, le=100000), whole]] = Field(
        default=None,
        description="Most appointments; 0 allows none. A group visit counts once.",
    )
    minutes: Optional[Annotated[StrictInt, Field(ge=0, le=100000), whole]] = Field(
        default=None,
        description="Most minutes of appointments.",
    )


class Doctor(Model):
    """A doctor, and when they are there."""

    uid: Uid = Field(description="The id, such as `doc-456`.")
    display_name: Optional[Text] = Field(default=None, description="Kept, not used.")
    timezone: Optional[Text] = Field(
        default=None,
        description="IANA zone of the doctor's clock; default that of the clinic.",
    )
    video_room_id: Optional[Uid] = Field(
        default=None,
        description="The doctor's video room, for types whose rooms are `persistent_per_provider`; the "
        "doctor's uid if null.",
    )
    active: Boolean = Field(default=True, description="Whether the doctor can be booked at all.")
    availability_rules: list[AvailabilityRule] = Field(default_factory=list, description="Weekly windows.")
    availability_exceptions: list[AvailabilityException] = Field(
        default_factory=list,
        description="Extra hours and time off.",
    )
    date_overrides: list[DateOverride] = Field(default_factory=list, description="Windows of single dates.")
    appointment_type_settings: list[AppointmentTypeSetting] = Field(
        default_factory=list,
        description="What is special to this doctor about a type.",
    )
    limits: list[BookingLimit] = Field(
        default_factory=list,
        description="Most appointments of all types in a period.",
    )
    concurrent_appointments_max: Annotated[
        Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]], present
    ] = Field(
        default=None,
        description="How many patients the doctor sees at a time, each with an appointment of their own, 1 "
        "to 1000: chairs, say. With more than one there are no group visits.",
    )


class AvailabilityRule(Model):
    """A window that recurs every week: the object of the documented API."""

    uid: Uid = Field(description="The id, such as `rule-001`; unique for its doctor.")
    doctor_uid: Optional[Uid] = Field(
        default=None,
        description="The doctor; if given, the one that the rule is listed under.",
    )
    weekday: Weekday = Field(description="0 is Monday, 6 is Sunday.")
    start_time: Clock = Field(description="Start in minutes from local midnight, 0 to 1440.")
    end_time: EndClock = Field(
        description="End in minutes from local midnight, after the start, up to 1440 (the next midnight). "
        "Overnight hours are two rules.",
    )
    buffer_minutes: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(
        default=0,
        description="Least gap between two appointments, 0 to 1440.",
    )
    valid_from: Optional[Given] = Field(default=None, description="No slot of this rule starts before.")
    valid_until: Optional[Given] = Field(default=None, description="No slot of this rule ends after.")
    active: Boolean = Field(default=True, description="Whether the rule is in force.")
    every_weeks: Optional[Annotated[StrictInt, Field(ge=1, le=52), whole]] = Field(
        default=None,
        description="Every how many weeks it holds, 1 to 52, counted from `from_date`, which it needs then. "
        "Every week if null.",
    )
    from_date: Optional[Day] = Field(default=None, description="The first local date on which it may hold.")
    nth_of_month: list[Annotated[StrictInt, Field(ge=-5, le=5), whole]] = Field(
        default_factory=list,
        description="Which of its weekdays in a month it holds on: 1 to 5, or -1 to -5 from the last one "
        "backwards. All if empty.",
    )
    blocked: Boolean = Field(
        default=False,
        description="Whether it is time off that recurs, and no window: it beats open time as blocked "
        "intervals do.",
    )
    appointment_type_uids: Optional[list[Uid]] = Field(
        default=None,
        description="The types that it is for; all if null.",
    )
    reserved_until_minutes_before: Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]] = Field(
        default=None,
        description="From so many minutes before a start on, other types can book it too, 0 to 5256000.",
    )
    released_minutes_before: Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]] = Field(
        default=None,
        description="Earlier than so many minutes before a start, nobody can book it, 0 to 5256000.",
    )
    location_uid: Optional[Uid] = Field(
        default=None,
        description="Where it is; nowhere in particular if null.",
    )
    type_limits: list[TypeLimit] = Field(
        default_factory=list,
        description="Most appointments of some types in each of its windows, each with those that start in "
        "it.",
    )


class TypeLimit(Model):
    """Most appointments of some types in each window of a rule, of an override or of extra hours: of the
    appointments of these types that start in it, together.
    """

    appointment_type_uids: list[Uid] = Field(
        description="The types that are counted, and for which it is a limit.",
    )
    appointments: Annotated[StrictInt, Field(ge=1, le=100000), whole] = Field(
        description="Most appointments, 1 to 100000. A group visit counts once.",
    )


class AvailabilityException(Model):
    """An interval that adds open time, or takes it away."""

    uid: Uid = Field(description="The id; unique for its doctor.")
    kind: ExceptionKind = Field(description="Whether it adds or takes away.")
    start_date: Given = Field(description="First instant of the interval.")
    end_date: Given = Field(description="First instant after the interval.")
    buffer_minutes: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(
        default=0,
        description="Least gap between two appointments in an extra interval, 0 to 1440. A blocked interval "
        "has none.",
    )
    keeps_gap: Boolean = Field(
        default=False,
        description="Whether the gap of a window holds to this blocked interval as well: it is busy time, "
        "not time off. An extra interval does not say so.",
    )
    appointment_type_uids: Optional[list[Uid]] = Field(
        default=None,
        description="The types that it is for; all if null.",
    )
    reserved_until_minutes_before: Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]] = Field(
        default=None,
        description="From so many minutes before a start on, other types can book it too, 0 to 5256000.",
    )
    released_minutes_before: Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]] = Field(
        default=None,
        description="Earlier than so many minutes before a start, nobody can book it, 0 to 5256000.",
    )
    location_uid: Optional[Uid] = Field(
        default=None,
        description="Where it is; nowhere in particular if null.",
    )
    type_limits: list[TypeLimit] = Field(
        default_factory=list,
        description="Most appointments of some types in each of its windows, each with those that start in "
        "it.",
    )


class DateOverride(Model):
    """The windows of one local date instead of those of the weekly rules; none of them closes the day."""

    date: Day = Field(description="The doctor's local date.")
    windows: list[OverrideWindow] = Field(default_factory=list, description="The windows, possibly none.")


class OverrideWindow(Model):
    """A window of a `DateOverride`."""

    start_time: Clock = Field(description="Start in minutes from local midnight, 0 to 1440.")
    end_time: EndClock = Field(description="End in minutes from local midnight, after the start.")
    buffer_minutes: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(
        default=0,
        description="Least gap between two appointments, 0 to 1440.",
    )
    appointment_type_uids: Optional[list[Uid]] = Field(
        default=None,
        description="The types that it is for; all if null.",
    )
    reserved_until_minutes_before: Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]] = Field(
        default=None,
        description="From so many minutes before a start on, other types can book it too, 0 to 5256000.",
    )
    released_minutes_before: Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]] = Field(
        default=None,
        description="Earlier than so many minutes before a start, nobody can book it, 0 to 5256000.",
    )
    location_uid: Optional[Uid] = Field(
        default=None,
        description="Where it is; nowhere in particular if null.",
    )
    type_limits: list[TypeLimit] = Field(
        default_factory=list,
        description="Most appointments of some types in each of its windows, each with those that start in "
        "it.",
    )


class AppointmentTypeSetting(Model):
    """What is special to a doctor about an appointment type."""

    appointment_type_uid: Uid = Field(description="The type.")
    active: Boolean = Field(default=True, description="An inactive setting counts as absent.")
    booking_min_notice_minutes: Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]] = Field(
        default=None,
        description="Booking notice of this doctor for the type; 0 counts, null leaves that of the type.",
    )
    priority: Optional[Annotated[StrictInt, Field(ge=0, le=1000), whole]] = Field(
        default=None,
        description="For types whose `doctor_choice` is `priority`: 0 to 1000, the least is booked first.",
    )
    weight: Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]] = Field(
        default=None,
        description="For types whose `doctor_choice` is `round_robin` or `fewest_appointments`: how much of "
        "the work this doctor takes beside others, 1 to 1000; 100 if null. 50 is for somebody who works "
        "half the time.",
    )
    duration_minutes: Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]] = Field(
        default=None,
        description="How long an appointment of the type takes with this doctor where no length is asked "
        "for, 1 to 1440; null leaves that of the type. It need not be among the type's lengths.",
    )
    buffer_before_minutes: Optional[Annotated[StrictInt, Field(ge=0, le=1440), whole]] = Field(
        default=None,
        description="The gap before an appointment of the type with this doctor; 0 counts, null leaves that "
        "of the type.",
    )
    buffer_after_minutes: Optional[Annotated[StrictInt, Field(ge=0, le=1440), whole]] = Field(
        default=None,
        description="The gap after an appointment of the type with this doctor.",
    )


class Closure(Model):
    """Dates on which the weekly rules have no windows, or hours of them that the rules leave out, for one
    doctor or for all: a holiday, say. There is one for each first date and doctor.
    """

    date: Day = Field(
        description="The local date, by each doctor's own clock; the first one if there is a `last_date`.",
    )
    last_date: Optional[Day] = Field(
        default=None,
        description="The last local date, the same or at most a year later. Only `date` if null.",
    )
    start_time: Optional[Clock] = Field(
        default=None,
        description="From when on each of the dates is closed, in minutes from local midnight, 0 to 1440. "
        "Default 0.",
    )
    end_time: Optional[EndClock] = Field(
        default=None,
        description="Until when each of the dates is closed, in minutes from local midnight, after the "
        "start. Default 1440.",
    )
    doctor_uid: Optional[Uid] = Field(default=None, description="The doctor, or all.")
    name: Optional[Text] = Field(default=None, description="What is kept that day; kept, not used.")


class Reminder(Model):
    """A reminder of an appointment type: the object of the documented API."""

    uid: Uid = Field(description="The id, such as `rem-001`.")
    appointment_type_uid: Uid = Field(description="The type of the appointments it reminds of.")
    recipient_role: RecipientRole = Field(description="Who is reminded.")
    minutes_before: Optional[Annotated[StrictInt, Field(ge=1, le=86400), whole]] = Field(
        default=None,
        description="How long before the start it is due, 1 to 86400: at most 60 days. Either this, or "
        "`days_before` and `local_time`.",
    )
    days_before: Optional[Annotated[StrictInt, Field(ge=0, le=60), whole]] = Field(
        default=None,
        description="How many dates before that of the start it is due, 0 to 60, on the doctor's clock: 1 "
        "is the day before.",
    )
    local_time: Optional[DayClock] = Field(
        default=None,
        description="At which time on that date, in minutes from local midnight, 0 to 1439: 1080 is six in "
        "the evening.",
    )
    send_email: Boolean = Field(default=False, description="By email.")
    send_sms: Boolean = Field(default=False, description="By text message.")
    active: Boolean = Field(default=True, description="An inactive reminder is never due.")


class QuietHours(Model):
    """Hours in which nobody is reminded, on each doctor's clock. What would be due in them is due when they
    begin.
    """

    start_time: Annotated[StrictInt, Field(ge=0, le=1439), whole] = Field(
        description="When they begin, in minutes from local midnight, 0 to 1439.",
    )
    end_time: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(
        description="When they end, in minutes from local midnight, 0 to 1440: on the next date, unless "
        "after the start.",
    )


class PatientLimit(Model):
    """Most appointments of one patient, with whatever doctor: in a period, or to come."""

    per: Optional[Period] = Field(
        default=None,
        description="The period in which is counted, by the clinic's clock. Either this or `upcoming`.",
    )
    upcoming: Boolean = Field(default=False, description="Whether those are counted that start now or later.")
    appointments: Annotated[StrictInt, Field(ge=0, le=100000), whole] = Field(
        description="Most appointments; 0 allows none.",
    )
    appointment_type_uids: Optional[list[Uid]] = Field(
        default=None,
        description="Only these types are counted, and only they are limited; all if null.",
    )


class Appointment(Model):
    """An appointment: the object of the documented API, and the end of its hold.  Its times may be given on
    its doctor's clock instead: then `start_date` and `end_date` are `Instant::UNKNOWN` until a clinic takes
    it in.
    """

    uid: Uid = Field(description="The id, such as `mtg-abc123`.")
    status: AppointmentStatus = Field(description="Where it stands.")
    doctor_uid: Uid = Field(description="The doctor.")
    doctor_display_name: Optional[Text] = Field(default=None, description="Kept, not used.")
    patient_uid: Optional[Uid] = Field(default=None, description="The patient.")
    patient_display_name: Optional[Text] = Field(default=None, description="Kept, not used.")
    appointment_type_uid: Optional[Uid] = Field(
        default=None,
        description="The type, or none: a walk-in consultation has none. The type of an appointment may be "
        "gone from the clinic.",
    )
    appointment_type_name: Optional[Text] = Field(default=None, description="Kept, not used.")
    meeting_type: Optional[MeetingType] = Field(default=None, description="Kept, not used.")
    meeting_format: Optional[MeetingFormat] = Field(default=None, description="Kept, not used.")
    start_date: Annotated[Optional[Given], present] = Field(
        default=None,
        description="The start. It may be left out where `local_start` is given.",
    )
    end_date: Annotated[Optional[Given], present] = Field(
        default=None,
        description="The end. It may be left out where `local_end` is given.",
    )
    local_start: Optional[LocalTime] = Field(
        default=None,
        description="Only given, never answered: the start on the doctor's clock, such as "
        "`2026-12-01T09:00`, instead of `start_date`. Where the clock shows it twice, the first is meant.",
    )
    local_end: Optional[LocalTime] = Field(
        default=None,
        description="Only given, never answered: the end on the doctor's clock, instead of `end_date`.",
    )
    duration_minutes: Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]] = Field(
        default=None,
        description="The length that was asked for, if any was, 1 to 1440. It is kept where the appointment "
        "is moved and no other is asked for.",
    )
    seats: Annotated[Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]], present] = Field(
        default=None,
        description="How many seats of its group visit it takes, 1 to 1000.",
    )
    created_at: Optional[Given] = Field(
        default=None,
        description="When it was held first. The hold of a `held` one ends `hold_ttl_seconds` of its type "
        "later, unless `hold_expires_at` says when.",
    )
    hold_expires_at: Optional[Given] = Field(
        default=None,
        description="First instant at which a hold no longer counts.",
    )
    cancelled_at: Optional[Given] = Field(default=None, description="When it was cancelled.")
    cancellation_reason: Optional[Text] = Field(default=None, description="Why it was cancelled.")
    confirmed_at: Optional[Given] = Field(
        default=None,
        description="When it was confirmed. Reminders that were due by then are not sent.",
    )
    rebooked_at: Optional[Given] = Field(
        default=None,
        description="When its start was moved last. Reminders of the new start that were due by then are "
        "not sent.",
    )
    video_room_id: Optional[Uid] = Field(
        default=None,
        description="The video room, from the confirmation on.",
    )
    doctor_choice: Optional[DoctorChoice] = Field(
        default=None,
        description="How the doctor was chosen, if nobody was asked for.",
    )
    approval: Optional[Approval] = Field(
        default=None,
        description="Whether it waits for the practice to approve it. It is `held` then.",
    )
    location_uid: Optional[Uid] = Field(
        default=None,
        description="Where it is; nowhere in particular if null. The location may be gone from the clinic.",
    )
    replaces: Optional[Uid] = Field(default=None, description="The hold that it took the place of.")
    reopenings: Annotated[Optional[Annotated[StrictInt, Field(ge=0), whole]], present] = Field(
        default=None,
        description="How often it was confirmed again after it had ended.",
    )
    overrode: list[Reason] = Field(
        default_factory=list,
        description="What stood against its slot when the administrator held or moved it there all the same.",
    )
    sequence: Annotated[Optional[Annotated[StrictInt, Field(ge=0), whole]], present] = Field(
        default=None,
        description="How often it was confirmed, moved or called off, or expired: the `SEQUENCE` of its "
        "calendar entries (RFC 5546 §2.1.4).",
    )

    _either = (('start_date', 'local_start'), ('end_date', 'local_end'))


class DoctorChoice(Model):
    """How a doctor was chosen for a hold that named none."""

    strategy: DoctorChoiceStrategy = Field(description="By what.")
    candidates: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="How many doctors came into question: all who could be booked or, for a group, those of "
        "them who had a session with a seat left, if anybody had.",
    )
    appointments_that_day: Optional[Annotated[StrictInt, Field(ge=0), whole]] = Field(
        default=None,
        description="For `fewest_appointments`: the sessions of the one chosen on that local day, without "
        "this one.",
    )
    priority: Optional[Annotated[StrictInt, Field(ge=0), whole]] = Field(
        default=None,
        description="For `priority`: that of the one chosen, if there is one.",
    )
    last_booked_at: Optional[Given] = Field(
        default=None,
        description="For `round_robin`: when the one chosen was last booked for the type, if ever, as far "
        "as that is known.",
    )
    weight: Optional[Annotated[StrictInt, Field(ge=0), whole]] = Field(
        default=None,
        description="What the one chosen weighs, if the setting for the type says so and the strategy looks "
        "at it.",
    )


class ReasonTypeInactive(Model):
    """The type is inactive."""

    code: Literal["type_inactive"] = Field(default='type_inactive')


class ReasonDoctorNotOffering(Model):
    """The doctor does not offer the type."""

    code: Literal["doctor_not_offering"] = Field(default='doctor_not_offering')
    cause: NotOffering = Field(description="Why not.")


class ReasonTooSoon(Model):
    """Inside the booking notice."""

    code: Literal["too_soon"] = Field(default='too_soon')
    earliest: Given = Field(description="First instant outside it.")


class ReasonBeyondHorizon(Model):
    """Past the booking horizon."""

    code: Literal["beyond_horizon"] = Field(default='beyond_horizon')
    latest: Given = Field(description="Last instant inside it.")


class ReasonNonexistentLocalTime(Model):
    """The local time asked for is skipped by the zone's clock."""

    code: Literal["nonexistent_local_time"] = Field(default='nonexistent_local_time')
    next: Given = Field(description="The moment of the change.")


class ReasonClosed(Model):
    """A closure, or an override without windows, and no window holds the start."""

    code: Literal["closed"] = Field(default='closed')
    date: Day = Field(description="The doctor's local date.")


class ReasonBlocked(Model):
    """Overlaps a blocked interval, or is closer than the buffer to one that keeps the gap."""

    code: Literal["blocked"] = Field(default='blocked')
    by: Uid = Field(description="The exception.")
    until: Given = Field(description="Its end, with the gap if it keeps one.")


class ReasonReserved(Model):
    """Only windows for other types hold the start."""

    code: Literal["reserved"] = Field(default='reserved')
    for_: list[Uid] = Field(
        description="The types that the window is for.",
        validation_alias="for", serialization_alias="for",
    )
    until: Optional[Given] = Field(
        default=None,
        description="From when on it is for others too; null if never.",
    )


class ReasonNotReleased(Model):
    """The window that holds the start is for nobody yet."""

    code: Literal["not_released"] = Field(default='not_released')
    at: Given = Field(description="From when on it is.")


class ReasonOtherLocation(Model):
    """The window that holds the start is at another location."""

    code: Literal["other_location"] = Field(default='other_location')
    location_uid: Optional[Uid] = Field(
        default=None,
        description="Which; null if it is nowhere in particular.",
    )


class ReasonWindowFull(Model):
    """The window that holds the start has as many appointments of some types as it may."""

    code: Literal["window_full"] = Field(default='window_full')
    limit: Annotated[StrictInt, Field(ge=0), whole] = Field(description="Most that are allowed.")
    used: Whole = Field(description="How many there are.")


class ReasonOutsideHours(Model):
    """No window holds the start, or none is open for the whole length."""

    code: Literal["outside_hours"] = Field(default='outside_hours')
    next_opening: Optional[Given] = Field(
        default=None,
        description="The next start of open time after the start asked for, within 366 days.",
    )


class ReasonOffGrid(Model):
    """A window holds the start, but not on its grid."""

    code: Literal["off_grid"] = Field(default='off_grid')
    nearest: Optional[Given] = Field(
        default=None,
        description="The closest candidate of such a window; the earlier of two. Null if it has none.",
    )


class ReasonNotAdjacent(Model):
    """Neither beside another appointment nor at the edge of open time, where the grid asks for that."""

    code: Literal["not_adjacent"] = Field(default='not_adjacent')
    nearest: Optional[Given] = Field(
        default=None,
        description="The closest candidate of such a window; the earlier of two. Null if it has none.",
    )


class ReasonLeavesGap(Model):
    """It would leave a hole that is too short for others."""

    code: Literal["leaves_gap"] = Field(default='leaves_gap')
    minutes: Whole = Field(description="The shortest one that it would leave; rounded up.")
    least: Whole = Field(description="How short a hole may be.")


class ReasonSlotTaken(Model):
    """Closer than the buffer to a blocking appointment."""

    code: Literal["slot_taken"] = Field(default='slot_taken')
    by: Uid = Field(description="The appointment.")
    until: Given = Field(description="When its gap ends.")


class ReasonHeld(Model):
    """Closer than the buffer to a hold."""

    code: Literal["held"] = Field(default='held')
    by: Uid = Field(description="The appointment.")
    until: Given = Field(description="When the hold expires.")


class ReasonPlacesFull(Model):
    """At some moment of it all places of the doctor are taken."""

    code: Literal["places_full"] = Field(default='places_full')
    places: Annotated[StrictInt, Field(ge=0), whole] = Field(description="How many there are.")
    until: Given = Field(description="When one is free again after the first such moment, with the gap.")


class ReasonGroupFull(Model):
    """The group visit has fewer seats left than are asked for."""

    code: Literal["group_full"] = Field(default='group_full')
    capacity: Annotated[StrictInt, Field(ge=0), whole] = Field(description="How many there are.")
    seats_left: Optional[Annotated[StrictInt, Field(ge=0), whole]] = Field(
        default=None,
        description="How many are left.",
    )


class ReasonLimitReached(Model):
    """One more would exceed a limit."""

    code: Literal["limit_reached"] = Field(default='limit_reached')
    scope: LimitScope = Field(description="Whose limit it is.")
    per: Optional[Period] = Field(
        default=None,
        description="The period; null if all that are to come are counted.",
    )
    unit: LimitUnit = Field(description="What is counted.")
    limit: Annotated[StrictInt, Field(ge=0), whole] = Field(description="Most that is allowed.")
    used: Whole = Field(description="What is used, without this one; minutes are rounded up.")


class ReasonPatientBusy(Model):
    """The patient has another appointment at that time."""

    code: Literal["patient_busy"] = Field(default='patient_busy')
    by: Uid = Field(description="The appointment.")
    until: Given = Field(description="Its end.")


class ReasonTooManyHolds(Model):
    """The patient has as many live holds as may be."""

    code: Literal["too_many_holds"] = Field(default='too_many_holds')
    limit: Annotated[StrictInt, Field(ge=0), whole] = Field(description="How many may be.")


class ChangePutDoctor(Model):
    """Adds a doctor, or replaces what is known of one. Appointments stay."""

    change: Literal["put_doctor"] = Field(default='put_doctor')
    doctor: Doctor = Field(description="The doctor.")


class ChangeReplaceExceptions(Model):
    """Puts exceptions in the place of all of a doctor whose uid begins with a prefix: what another calendar
    says, once more.
    """

    change: Literal["replace_exceptions"] = Field(default='replace_exceptions')
    doctor_uid: Uid = Field(description="The doctor.")
    uid_prefix: Text = Field(
        description="What the uids begin with of those that go, and of those that come. Empty means all.",
    )
    exceptions: list[AvailabilityException] = Field(description="Those that come.")


class ChangeRemoveDoctor(Model):
    """Removes a doctor that has no appointments."""

    change: Literal["remove_doctor"] = Field(default='remove_doctor')
    uid: Uid = Field(description="The doctor.")


class ChangePutAppointmentType(Model):
    """Adds or replaces a type. Appointments keep their times."""

    change: Literal["put_appointment_type"] = Field(default='put_appointment_type')
    appointment_type: AppointmentType = Field(description="The type.")


class ChangeRemoveAppointmentType(Model):
    """Removes a type, and the doctors' settings for it. Appointments of the type stay."""

    change: Literal["remove_appointment_type"] = Field(default='remove_appointment_type')
    uid: Uid = Field(description="The type.")


class ChangePutReminder(Model):
    """Adds or replaces a reminder."""

    change: Literal["put_reminder"] = Field(default='put_reminder')
    reminder: Reminder = Field(description="The reminder.")


class ChangeRemoveReminder(Model):
    """Removes a reminder."""

    change: Literal["remove_reminder"] = Field(default='remove_reminder')
    uid: Uid = Field(description="The reminder.")


class ChangePutQuietHours(Model):
    """Says in which hours nobody is reminded, or that there are none."""

    change: Literal["put_quiet_hours"] = Field(default='put_quiet_hours')
    quiet_hours: Optional[QuietHours] = Field(default=None, description="The hours; none if null.")


class ChangeLimitLiveHolds(Model):
    """Limits the live holds of each patient, or no longer does."""

    change: Literal["limit_live_holds"] = Field(default='limit_live_holds')
    max_per_patient: Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]] = Field(
        default=None,
        description="Most live holds of one patient; no limit if null.",
    )


class ChangeSetLocations(Model):
    """Says where patients are seen, and how long the ways between these places take; instead of what was said
    before.
    """

    change: Literal["set_locations"] = Field(default='set_locations')
    locations: list[Location] = Field(description="The locations, with all that windows name.")
    travel_minutes: Optional[list[Travel]] = Field(default=None, description="The ways between them.")


class ChangeSetLimits(Model):
    """Says how weeks are counted, and how much one patient may book; instead of what was said before."""

    change: Literal["set_limits"] = Field(default='set_limits')
    week_starts_on: Optional[Weekday] = Field(
        default=None,
        description="The weekday with which weeks start, 0 (Monday) to 6; Monday if null.",
    )
    patient_limits: Optional[list[PatientLimit]] = Field(
        default=None,
        description="Most appointments of each patient.",
    )


class ChangePutAppointment(Model):
    """Adds or replaces an appointment."""

    change: Literal["put_appointment"] = Field(default='put_appointment')
    appointment: Appointment = Field(description="The appointment.")


class ChangeRemoveAppointment(Model):
    """Removes an appointment."""

    change: Literal["remove_appointment"] = Field(default='remove_appointment')
    uid: Uid = Field(description="The appointment.")


class ChangePutClosure(Model):
    """Adds or replaces the closure of a date for all, or for one doctor."""

    change: Literal["put_closure"] = Field(default='put_closure')
    closure: Closure = Field(description="The closure.")


class ChangeRemoveClosure(Model):
    """Removes the closure of a date for all, or for one doctor."""

    change: Literal["remove_closure"] = Field(default='remove_closure')
    closure: Closure = Field(description="The closure; only its date and its doctor matter.")


class SlotQuery(Model):
    """Which slots of an appointment type can be booked?"""

    appointment_type_uid: Uid = Field(description="The type to book.")
    from_: Given = Field(description="Earliest start.", validation_alias="from", serialization_alias="from")
    to: Given = Field(description="First start that is too late; at most ten years after `from`.")
    doctor_uids: Optional[list[Uid]] = Field(default=None, description="Only these doctors; all if null.")
    limit: Optional[Annotated[StrictInt, Field(ge=1, le=5000000), whole]] = Field(
        default=None,
        description="Only the first so many slots, by start and doctor.",
    )
    times: list[WishedTime] = Field(
        default_factory=list,
        description="Only starts at one of these times; at any if there are none.",
    )
    timezone: Optional[Text] = Field(
        default=None,
        description="On whose clock `times` are; on each doctor's if null.",
    )
    exclude_appointment_uid: Optional[Uid] = Field(
        default=None,
        description="An appointment that is to be moved: it is not in its own way.",
    )
    grid: Optional[Grid] = Field(default=None, description="The grid of starts; that of the type if null.")
    duration_minutes: Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]] = Field(
        default=None,
        description="How long, one of the type's lengths; if null, as long as it takes with the doctor.",
    )
    seats: Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]] = Field(
        default=None,
        description="How many seats of one group visit one appointment is to take; 1 if null, or as many as "
        "the appointment has that is to be moved.",
    )
    patient_uid: Optional[Uid] = Field(
        default=None,
        description="For whom: what overlaps the patient's other appointments is not listed, and nothing is "
        "if the patient has as many live holds as may be.",
    )
    by: Actor = Field(
        default='patient',
        description="Who asks: administrators are bound neither by the booking notice nor by the horizon.",
    )
    location_uids: Optional[list[Uid]] = Field(
        default=None,
        description="Only windows at these locations; all if null.",
    )


class WishedTime(Model):
    """Hours of a day in which somebody would come."""

    weekday: Optional[Weekday] = Field(default=None, description="0 is Monday; any day if null.")
    from_: Clock = Field(
        description="Earliest start, in minutes from local midnight, 0 to 1440.",
        validation_alias="from", serialization_alias="from",
    )
    to: EndClock = Field(
        description="First start that is too late, in minutes from local midnight, after `from`.",
    )


class DaysQuery(Model):
    """On which local days can a slot be booked?"""

    appointment_type_uid: Uid = Field(description="The type to book.")
    from_: Given = Field(description="Earliest start.", validation_alias="from", serialization_alias="from")
    to: Given = Field(description="First start that is too late; at most ten years after `from`.")
    timezone: Optional[Text] = Field(
        default=None,
        description="Whose calendar the days are of; the clinic's if null. On its clock are `times`; on "
        "each doctor's if null.",
    )
    doctor_uids: Optional[list[Uid]] = Field(default=None, description="Only these doctors; all if null.")
    times: list[WishedTime] = Field(
        default_factory=list,
        description="Only starts at one of these times; at any if there are none.",
    )
    exclude_appointment_uid: Optional[Uid] = Field(
        default=None,
        description="An appointment that is to be moved: it is not in its own way.",
    )
    grid: Optional[Grid] = Field(default=None, description="The grid of starts; that of the type if null.")
    duration_minutes: Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]] = Field(
        default=None,
        description="How long, one of the type's lengths; if null, as long as it takes with the doctor.",
    )
    seats: Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]] = Field(
        default=None,
        description="How many seats of one group visit one appointment is to take; 1 if null, or as many as "
        "the appointment has that is to be moved.",
    )
    patient_uid: Optional[Uid] = Field(
        default=None,
        description="For whom: what overlaps the patient's other appointments is not listed, and nothing is "
        "if the patient has as many live holds as may be.",
    )
    by: Actor = Field(
        default='patient',
        description="Who asks: administrators are bound neither by the booking notice nor by the horizon.",
    )
    location_uids: Optional[list[Uid]] = Field(
        default=None,
        description="Only windows at these locations; all if null.",
    )


class ExplainQuery(Model):
    """Why can this not be booked?"""

    appointment_type_uid: Uid = Field(description="The type to book.")
    start_date: Optional[Given] = Field(
        default=None,
        description="The start, as an instant. Either this or `local_start`.",
    )
    local_start: Optional[LocalTime] = Field(
        default=None,
        description="The start on each doctor's own clock, `2026-03-23T14:00:00`. Where the clock shows it "
        "twice, the first is meant.",
    )
    doctor_uids: Optional[list[Uid]] = Field(default=None, description="Only these doctors; all if null.")
    exclude_appointment_uid: Optional[Uid] = Field(
        default=None,
        description="An appointment that is to be moved: it is not in its own way.",
    )
    grid: Optional[Grid] = Field(default=None, description="The grid of starts; that of the type if null.")
    duration_minutes: Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]] = Field(
        default=None,
        description="How long, one of the type's lengths; if null, as long as it takes with the doctor.",
    )
    seats: Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]] = Field(
        default=None,
        description="How many seats of one group visit one appointment is to take; 1 if null, or as many as "
        "the appointment has that is to be moved.",
    )
    patient_uid: Optional[Uid] = Field(
        default=None,
        description="For whom: the patient's other appointments count, and so do the patient's live holds.",
    )
    by: Actor = Field(
        default='patient',
        description="Who asks: administrators are bound neither by the booking notice nor by the horizon.",
    )
    location_uids: Optional[list[Uid]] = Field(
        default=None,
        description="Only windows at these locations; all if null.",
    )


class InstantQuery(Model):
    """Which instant does a clock show as this?"""

    local: LocalTime = Field(description="What the clock shows, such as `2026-12-01T09:00`.")
    doctor_uid: Optional[Uid] = Field(default=None, description="Whose clock; the clinic's if null.")
    timezone: Optional[Text] = Field(default=None, description="Or the clock of this zone.")


class AppointmentsQuery(Model):
    """Which appointments?"""

    from_: Given = Field(description="First instant.", validation_alias="from", serialization_alias="from")
    to: Given = Field(description="First instant after it, at most ten years later.")
    doctor_uids: Optional[list[Uid]] = Field(
        default=None,
        description="Only with these doctors; with all if null.",
    )
    patient_uid: Optional[Uid] = Field(default=None, description="Only of this patient; of all if null.")
    appointment_type_uids: Optional[list[Uid]] = Field(
        default=None,
        description="Only of these types, which may be gone; of all and of none if null.",
    )
    statuses: Optional[list[AppointmentStatus]] = Field(
        default=None,
        description="Only those that stand there; wherever they stand if null. A hold that has run out is "
        "`expired`.",
    )


class UtilisationQuery(Model):
    """Whose days, and which."""

    from_: Given = Field(
        description="First instant. Of a day that it cuts, what is left counts.",
        validation_alias="from", serialization_alias="from",
    )
    to: Given = Field(description="First instant after it, at most ten years later.")
    doctor_uids: Optional[list[Uid]] = Field(default=None, description="Only these doctors; all if null.")


class CommandHold(Model):
    """Reserve a slot until the hold of its type runs out."""

    command: Literal["hold"] = Field(default='hold')
    uid: Uid = Field(
        description="The new appointment's id. The same command again is answered with the same event.",
    )
    appointment_type_uid: Uid = Field(description="What is booked.")
    start_date: Optional[Given] = Field(
        default=None,
        description="The start, as an instant. Either this or `local_start`.",
    )
    local_start: Optional[LocalTime] = Field(
        default=None,
        description="The start on the doctor's clock, such as `2026-12-01T09:00`; on the clinic's if no "
        "doctor is named. Where the clock shows it twice, the first is meant.",
    )
    doctor_uid: Optional[Uid] = Field(
        default=None,
        description="Who is booked. If null, the type's `doctor_choice` names one of those who can be.",
    )
    patient_uid: Optional[Uid] = Field(
        default=None,
        description="For whom. A patient has no two appointments at a time.",
    )
    by: Optional[Actor] = Field(default=None, description="Who asks; the patient if null.")
    override: Optional[list[ReasonCode]] = Field(
        default=None,
        description="By the administrator only: kinds of reasons that do not count against the slot.",
    )
    replaces: Optional[Uid] = Field(
        default=None,
        description="A live hold of the same patient that this one takes the place of: both happen, or "
        "neither.",
    )
    duration_minutes: Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]] = Field(
        default=None,
        description="How long, one of the type's lengths; if null, as long as it takes with the doctor.",
    )
    seats: Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]] = Field(
        default=None,
        description="How many seats of a group visit; 1 if null.",
    )
    location_uid: Optional[Uid] = Field(
        default=None,
        description="Where; if null, the first of the locations at which the slot is offered.",
    )


class CommandExtend(Model):
    """Put off the end of a hold, as far as its type lets it live."""

    command: Literal["extend"] = Field(default='extend')
    uid: Uid = Field(description="The appointment.")


class CommandConfirm(Model):
    """Book what is held, or ask the practice to approve it if the type needs that."""

    command: Literal["confirm"] = Field(default='confirm')
    uid: Uid = Field(description="The appointment.")
    video_room_id: Optional[Uid] = Field(
        default=None,
        description="The video room, for types that have one `per_appointment`; the appointment's uid if "
        "null.",
    )
    by: Optional[Actor] = Field(
        default=None,
        description="Who asks; the patient if null. The administrator needs no approval.",
    )


class CommandApprove(Model):
    """Book what waits for approval."""

    command: Literal["approve"] = Field(default='approve')
    uid: Uid = Field(description="The appointment.")
    by: Optional[Actor] = Field(default=None, description="Who asks: the administrator, also if null.")


class CommandDecline(Model):
    """Call off what waits for approval."""

    command: Literal["decline"] = Field(default='decline')
    uid: Uid = Field(description="The appointment.")
    reason: Text = Field(description="Why; not blank, 2000 characters at most.")
    by: Optional[Actor] = Field(default=None, description="Who asks: the administrator, also if null.")


class CommandRelease(Model):
    """Give back what is held."""

    command: Literal["release"] = Field(default='release')
    uid: Uid = Field(description="The appointment.")


class CommandCancel(Model):
    """Call off what is held or confirmed."""

    command: Literal["cancel"] = Field(default='cancel')
    uid: Uid = Field(description="The appointment.")
    reason: Text = Field(description="Why; not blank, 2000 characters at most.")
    by: Optional[Actor] = Field(default=None, description="Who asks; the patient if null.")


class CommandRebook(Model):
    """Move what is confirmed to another slot, of its type or of another."""

    command: Literal["rebook"] = Field(default='rebook')
    uid: Uid = Field(description="The appointment.")
    start_date: Optional[Given] = Field(
        default=None,
        description="The new start, as an instant. Either this or `local_start`.",
    )
    local_start: Optional[LocalTime] = Field(
        default=None,
        description="The new start on the clock of the doctor from then on, such as `2026-12-01T09:00`. "
        "Where the clock shows it twice, the first is meant.",
    )
    doctor_uid: Optional[Uid] = Field(default=None, description="The new doctor; the same if null.")
    by: Optional[Actor] = Field(default=None, description="Who asks; the patient if null.")
    override: Optional[list[ReasonCode]] = Field(
        default=None,
        description="By the administrator only: kinds of reasons that do not count against the new slot.",
    )
    duration_minutes: Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]] = Field(
        default=None,
        description="How long, one of the type's lengths; if null, as long as was asked for until now.",
    )
    seats: Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]] = Field(
        default=None,
        description="How many seats of a group visit; as many as until now if null.",
    )
    appointment_type_uid: Optional[Uid] = Field(
        default=None,
        description="What it is from then on; if null, the type stays.",
    )
    location_uid: Optional[Uid] = Field(
        default=None,
        description="Where; if null, at the same location if the slot is offered there, else at the first "
        "one of those at which it is.",
    )


class CommandComplete(Model):
    """Say that a confirmed appointment took place."""

    command: Literal["complete"] = Field(default='complete')
    uid: Uid = Field(description="The appointment.")
    by: Optional[Actor] = Field(
        default=None,
        description="Who asks; the patient if null. The administrator may say so before the start as well.",
    )


class CommandNoShow(Model):
    """Say that the patient of a confirmed appointment did not come."""

    command: Literal["no_show"] = Field(default='no_show')
    uid: Uid = Field(description="The appointment.")


class CommandReopen(Model):
    """Take back that an appointment took place, was missed or was called off."""

    command: Literal["reopen"] = Field(default='reopen')
    uid: Uid = Field(description="The appointment.")
    by: Optional[Actor] = Field(default=None, description="Who asks: the administrator, also if null.")


class EventHeld(Model):
    """A slot is reserved."""

    event: Literal["held"] = Field(default='held')
    appointment: Appointment = Field(description="The new appointment.")
    overrode: Optional[list[Reason]] = Field(
        default=None,
        description="What stood against its slot, and was overridden.",
    )


class EventExtended(Model):
    """The end of a hold is put off."""

    event: Literal["extended"] = Field(default='extended')
    uid: Uid = Field(description="The appointment.")
    at: Given = Field(description="When that was said.")
    hold_expires_at: Given = Field(description="First instant at which the hold no longer counts.")


class EventApprovalRequested(Model):
    """What was held waits for the practice."""

    event: Literal["approval_requested"] = Field(default='approval_requested')
    uid: Uid = Field(description="The appointment.")
    at: Given = Field(description="When.")
    hold_expires_at: Given = Field(description="First instant at which it is too late to approve it.")
    video_room_id: Uid = Field(description="Its video room, if it is approved.")


class EventConfirmed(Model):
    """What was held is booked."""

    event: Literal["confirmed"] = Field(default='confirmed')
    uid: Uid = Field(description="The appointment.")
    at: Given = Field(description="When.")
    video_room_id: Uid = Field(description="Its video room.")


class EventReleased(Model):
    """What was held is given back."""

    event: Literal["released"] = Field(default='released')
    uid: Uid = Field(description="The appointment.")
    at: Given = Field(description="When.")


class EventExpired(Model):
    """The hold ran out."""

    event: Literal["expired"] = Field(default='expired')
    uid: Uid = Field(description="The appointment.")
    at: Given = Field(description="When it ran out.")


class EventCancelled(Model):
    """Called off."""

    event: Literal["cancelled"] = Field(default='cancelled')
    uid: Uid = Field(description="The appointment.")
    at: Given = Field(description="When.")
    by: Actor = Field(description="By whom.")
    reason: Text = Field(description="Why.")
    reopenings: Optional[Annotated[StrictInt, Field(ge=0), whole]] = Field(
        default=None,
        description="How often it had been reopened.",
    )


class EventRebooked(Model):
    """Moved."""

    event: Literal["rebooked"] = Field(default='rebooked')
    uid: Uid = Field(description="The appointment.")
    at: Given = Field(description="When.")
    by: Actor = Field(description="By whom.")
    doctor_uid: Uid = Field(description="The doctor from now on.")
    start_date: Given = Field(description="The new start.")
    end_date: Given = Field(description="The new end.")
    duration_minutes: Optional[Whole] = Field(
        default=None,
        description="The length that was asked for, now or before, if any was.",
    )
    seats: Optional[Whole] = Field(
        default=None,
        description="How many seats of a group visit it takes from now on; 1 if null.",
    )
    appointment_type_uid: Optional[Uid] = Field(
        default=None,
        description="What it is from now on, if that changes.",
    )
    video_room_id: Optional[Uid] = Field(default=None, description="The video room from now on.")
    previous_doctor_uid: Uid = Field(description="The doctor until now.")
    previous_start_date: Given = Field(description="The old start.")
    sequence: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="The appointment's `sequence` from now on. It tells this move from the same one made "
        "again, after others.",
    )
    overrode: Optional[list[Reason]] = Field(
        default=None,
        description="What stood against the new slot, and was overridden.",
    )
    location_uid: Optional[Uid] = Field(default=None, description="Where it is from now on.")


class EventCompleted(Model):
    """It took place."""

    event: Literal["completed"] = Field(default='completed')
    uid: Uid = Field(description="The appointment.")
    at: Given = Field(description="When that was said.")
    reopenings: Optional[Annotated[StrictInt, Field(ge=0), whole]] = Field(
        default=None,
        description="How often it had been reopened.",
    )


class EventNoShow(Model):
    """The patient did not come."""

    event: Literal["no_show"] = Field(default='no_show')
    uid: Uid = Field(description="The appointment.")
    at: Given = Field(description="When that was said.")
    reopenings: Optional[Annotated[StrictInt, Field(ge=0), whole]] = Field(
        default=None,
        description="How often it had been reopened.",
    )


class EventReopened(Model):
    """It is confirmed again."""

    event: Literal["reopened"] = Field(default='reopened')
    uid: Uid = Field(description="The appointment.")
    at: Given = Field(description="When.")
    reopenings: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="How often it has been reopened, with this time.",
    )


class CalendarQuery(Model):
    """Which part of whose calendar is written."""

    doctor_uid: Uid = Field(description="The doctor.")
    from_: Given = Field(description="First instant.", validation_alias="from", serialization_alias="from")
    to: Given = Field(description="First instant after it, at most ten years later.")
    organizer: Optional[CalendarUser] = Field(
        default=None,
        description="In whose name it is published. Without one, it is a snapshot without a `METHOD`.",
    )
    name: Optional[Text] = Field(
        default=None,
        description="What a program that subscribes to it calls it, at most 255 characters.",
    )
    refresh_minutes: Optional[Annotated[StrictInt, Field(ge=1, le=525600), whole]] = Field(
        default=None,
        description="After how many minutes such a program should ask again: 1 to 525,600.",
    )


class CalendarUser(Model):
    """Somebody with a calendar (RFC 5545 §3.3.3)."""

    address: Text = Field(
        description="An e-mail address, or a URI such as `mailto:desk@practice.example` or `urn:uuid:…`. "
        "Visible ASCII without quotes, at most 1,000 bytes.",
    )
    name: Optional[Text] = Field(default=None, description="The name shown, at most 255 characters.")


class EventDetails(Model):
    """What a calendar entry says besides what the clinic knows. All of it is optional; text may be of any
    characters, line ends included.
    """

    summary: Optional[Text] = Field(
        default=None,
        description="The title; if null the name of the appointment's type. Where that leaves nothing to "
        "show, `Appointment`. At most 10,000 characters, as the other texts.",
    )
    description: Optional[Text] = Field(
        default=None,
        description="More about it. A text that shows nothing is left out.",
    )
    location: Optional[Text] = Field(
        default=None,
        description="Where it takes place; if null the name of the appointment's location, if the clinic "
        "has one. A text that shows nothing is left out, and so says nothing of where.",
    )
    organizer: Optional[CalendarUser] = Field(
        default=None,
        description="In whose name it is sent. It must be there if there are attendees.",
    )
    attendees: list[CalendarUser] = Field(default_factory=list, description="Who is invited, at most 1,000.")


class BusyTimeQuery(Model):
    """For whom busy time is read, and which part of it."""

    doctor_uid: Uid = Field(description="The doctor, whose clock dates and times without a zone are read on.")
    from_: Given = Field(
        description="First instant that matters.",
        validation_alias="from", serialization_alias="from",
    )
    to: Given = Field(description="First instant that no longer does, at most ten years later.")
    uid_prefix: Text = Field(
        default='',
        description="What each uid begins with, so that those of several calendars and the clinic's own "
        "stay apart. At most 128 bytes.",
    )
    addresses: list[Text] = Field(
        default_factory=list,
        description="The addresses of the calendar's owner, at most 100: what they have declined is not "
        "busy.",
    )


class WaitingRoomSnapshot(Model):
    """Everything the engine knows of a waiting room."""

    policy: QueuePolicy = Field(default_factory=lambda: QueuePolicy(), description="The rules.")
    doctors: list[QueueDoctor] = Field(
        default_factory=list,
        description="Who sees patients. Of doctors who are free at once, the first takes in somebody first.",
    )
    entries: list[QueueEntry] = Field(
        default_factory=list,
        description="Who waits, is being seen, or was here.",
    )
    next_sequence: Annotated[StrictInt, Field(ge=0, le=9007199254740991), whole] = Field(
        default=0,
        description="The number of the next event; more than the `sequence` of every entry, and raised to "
        "that if it is less.",
    )


class QueuePolicy(Model):
    """The rules of a waiting room."""

    guard_minutes: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(
        default=0,
        description="Nobody is fetched from the queue so long before an appointment; 0 to 1440.",
    )
    no_show_grace_minutes: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(
        default=0,
        description="For how long a doctor waits for the patient of an appointment; 0 to 1440.",
    )
    capacity: Optional[Annotated[StrictInt, Field(ge=0, le=10000), whole]] = Field(
        default=None,
        description="Nobody joins while so many wait; no limit if null.",
    )
    is_closed: Boolean = Field(default=False, description="Nobody joins. Who waits is still seen.")
    close_msg: Optional[Text] = Field(
        default=None,
        description="What to say to those who can't join while `is_closed`.",
    )
    closes_at: Optional[Given] = Field(
        default=None,
        description="The end of the day: from then on nobody joins, and who still waits is not seen.",
    )
    visit_reasons: list[VisitReason] = Field(
        default_factory=list,
        description="How long visits take, by what they are about.",
    )
    levels: list[QueueLevel] = Field(
        default_factory=list,
        description="How patients are triaged: each level goes before others by so much.",
    )
    average_visit_minutes: Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]] = Field(
        default=None,
        description="How long a visit takes on average, for the two simple estimates; 5 if null.",
    )
    divide_by_doctors: Boolean = Field(
        default=False,
        description="Whether the estimate by position is divided by the number of doctors on duty.",
    )
    visit_minutes_max: Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]] = Field(
        default=None,
        description="A visit that is longer was left open by mistake, and teaches nothing about lengths; 1 "
        "to 1440.",
    )
    visit_seconds_min: Optional[Annotated[StrictInt, Field(ge=1, le=86400), whole]] = Field(
        default=None,
        description="A visit that is shorter was closed late or opened by mistake, and teaches nothing "
        "about lengths; 1 to 86400.",
    )


class VisitReason(Model):
    """How long visits about one thing take."""

    reason: Uid = Field(description="The word by which entries and appointments name it.")
    duration_minutes: Annotated[StrictInt, Field(ge=1, le=1440), whole] = Field(
        description="How long such a visit takes as a rule; 1 to 1440.",
    )
    doctor_uids: Optional[list[Uid]] = Field(
        default=None,
        description="The doctors who serve it; all if null.",
    )


class QueueLevel(Model):
    """A priority level."""

    uid: Uid = Field(description="The id, such as `orange`.")
    name: Optional[Text] = Field(default=None, description="What it is called.")
    head_start_minutes: Annotated[StrictInt, Field(ge=0, le=10080), whole] = Field(
        default=0,
        description="In the order of service its patients count as having come so much earlier; 0 to 10080.",
    )
    urgent: Boolean = Field(
        default=False,
        description="Whether its patients go before all who are not urgent.",
    )


class QueueDoctor(Model):
    """A doctor who sees patients from the queue."""

    uid: Uid = Field(description="The id, such as `doc-456`.")
    display_name: Optional[Text] = Field(default=None, description="Kept, not used.")
    video_room_id: Optional[Uid] = Field(
        default=None,
        description="The doctor's own video room. Without one, each visit has a room of its own.",
    )
    duty: list[Duty] = Field(
        default_factory=list,
        description="When the doctor fetches patients from the queue: in order, none overlapping another.",
    )
    appointments: list[UpcomingAppointment] = Field(
        default_factory=list,
        description="Appointments that have not begun.",
    )
    current: Optional[Consultation] = Field(default=None, description="Whom the doctor sees now.")
    concurrent_patients_max: Optional[Annotated[StrictInt, Field(ge=1, le=20), whole]] = Field(
        default=None,
        description="How many patients the doctor sees at a time, 1 to 20; one if null.",
    )
    beside: list[Consultation] = Field(
        default_factory=list,
        description="Whom the doctor sees beside `current`, in the order in which these began. There may be "
        "more than places: who has begun stays to the end.",
    )
    last_ended_at: Optional[Given] = Field(
        default=None,
        description="When the doctor's last consultation was over.",
    )
    away_since: Optional[Given] = Field(
        default=None,
        description="Since when the doctor has been away, or was the last time.",
    )
    back_at: Optional[Given] = Field(
        default=None,
        description="When the doctor will be back, or has been since; null of one who is away until "
        "somebody says so.",
    )


class Duty(Model):
    """A stretch of time on duty, `[start_date, end_date)`."""

    start_date: Instant = Field(description="The start.")
    end_date: Instant = Field(description="The end.")


class UpcomingAppointment(Model):
    """An appointment that has not begun."""

    uid: Uid = Field(description="The appointment's id.")
    start_date: Given = Field(description="When it is to begin.")
    reason: Optional[Uid] = Field(default=None, description="What it is about.")


class Consultation(Model):
    """A consultation that is taking place."""

    kind: VisitKind = Field(description="Whether the patient comes from the queue or has an appointment.")
    uid: Uid = Field(description="The queue entry, or the appointment.")
    reason: Optional[Uid] = Field(default=None, description="What it is about.")
    registered_at: Given = Field(
        description="When the patient joined the queue; the scheduled start of an appointment.",
    )
    started_at: Given = Field(description="When it began.")


class QueueEntry(Model):
    """Somebody who joined the queue."""

    uid: Uid = Field(description="The id, such as `q-abc123`.")
    status: QueueStatus = Field(description="Where it stands.")
    patient_uid: Uid = Field(description="The patient.")
    visit_reason: Optional[Uid] = Field(
        default=None,
        description="What the visit is about: a word of the policy's `visit_reasons`, or any other.",
    )
    preferred_doctor_uid: Optional[Uid] = Field(
        default=None,
        description="Whom the patient would like to see.",
    )
    preference: DoctorPreference = Field(default='soft', description="What that means.")
    preference_patience_minutes: Optional[Annotated[StrictInt, Field(ge=0, le=10080), whole]] = Field(
        default=None,
        description="With it, only the preferred doctor sees the patient until so long after "
        "`registered_at`; then anybody does. 0 to 10080.",
    )
    level: Optional[Uid] = Field(
        default=None,
        description="The priority level by which the patient was triaged last: a word of the policy's "
        "`levels` then.",
    )
    urgent: Boolean = Field(default=False, description="Urgent patients are seen before others.")
    head_start_seconds: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=604800), whole]], present
    ] = Field(
        default=None,
        description="In the order of service the patient counts as having come so much earlier, 0 to "
        "604800: the credit of a priority level. Who is urgent goes first all the same.",
    )
    presence: Annotated[Optional[QueuePresence], present] = Field(
        default=None,
        description="Whether the patient is there to be seen. Doctors pass over who is not.",
    )
    ready_at: Optional[Given] = Field(
        default=None,
        description="When a patient who is `on_the_way` will be there.",
    )
    parts: list[VisitPart] = Field(
        default_factory=list,
        description="The parts of the visit that are over, where a doctor sent the patient elsewhere in the "
        "middle of it.",
    )
    announced: Optional[ShownWait] = Field(
        default=None,
        description="What the patient was told first of how long it will be: the promise.",
    )
    shown: Optional[ShownWait] = Field(default=None, description="What the patient was told last.")
    registered_at: Given = Field(description="When the patient joined.")
    sequence: Annotated[StrictInt, Field(ge=0, le=9007199254740990), whole] = Field(
        description="The number of the event by which the patient joined. It orders those of the same "
        "instant.",
    )
    doctor_uid: Optional[Uid] = Field(default=None, description="The doctor who sees or saw the patient.")
    video_room_id: Optional[Uid] = Field(default=None, description="Where they meet.")
    allocated_at: Optional[Given] = Field(default=None, description="When the doctor took the patient in.")
    completed_at: Optional[Given] = Field(default=None, description="When the consultation was over.")
    cancelled_at: Optional[Given] = Field(default=None, description="When it was called off.")
    cancelled_by: Optional[Actor] = Field(default=None, description="Who called it off.")


class VisitPart(Model):
    """A part of a visit that ended with the patient being sent elsewhere: to the X-ray, the laboratory, a
    nurse.
    """

    doctor_uid: Uid = Field(description="The doctor who saw the patient.")
    started_at: Given = Field(description="When the doctor took the patient in.")
    sent_at: Given = Field(description="When the doctor sent the patient elsewhere.")
    back_at: Optional[Given] = Field(
        default=None,
        description="When the patient was back; null as long as nobody has said so.",
    )


class ShownWait(Model):
    """A wait as it was shown to somebody: "about 20 minutes, at most 35".  Shown again, it falls as it may,
    and rises only if something explains that: more are before the patient than were, or fewer doctors are
    there; or if it is more than the bound that was shown beside it allows.
    """

    uid: Optional[Uid] = Field(
        default=None,
        description="The queue entry; null for somebody who has not joined.",
    )
    at: Given = Field(description="When it was shown.")
    minutes: Annotated[StrictInt, Field(ge=0, le=120968640), whole] = Field(
        description="\"About so many minutes\": P50, rounded to the minute below ten, to five minutes below "
        "an hour, to a quarter of an hour above.",
    )
    at_most_minutes: Annotated[StrictInt, Field(ge=0, le=120968640), whole] = Field(
        description="\"Rarely more than\": P90, rounded up in the same way.",
    )
    position: Annotated[StrictInt, Field(ge=1, le=10001), whole] = Field(
        description="The place in the order of service at that time.",
    )
    doctors: Annotated[StrictInt, Field(ge=0, le=1000), whole] = Field(
        description="How many doctors were on duty or saw somebody.",
    )


class QueueChangePutPolicy(Model):
    """Replaces the rules."""

    change: Literal["put_policy"] = Field(default='put_policy')
    policy: QueuePolicy = Field(description="The rules.")


class QueueChangePutDoctor(Model):
    """Adds a doctor, behind the others, or replaces what is known of one. A consultation goes on."""

    change: Literal["put_doctor"] = Field(default='put_doctor')
    doctor: QueueDoctor = Field(
        description="The doctor; `current` is null, or what it is already, and so is `beside`.",
    )


class QueueChangeRemoveDoctor(Model):
    """Removes a doctor who sees nobody, and whom no live entry needs."""

    change: Literal["remove_doctor"] = Field(default='remove_doctor')
    uid: Uid = Field(description="The doctor.")


class QueueChangeOrderDoctors(Model):
    """Puts the doctors into another order."""

    change: Literal["order_doctors"] = Field(default='order_doctors')
    uids: list[Uid] = Field(description="All of them.")


class QueueChangePutDuty(Model):
    """Replaces the times at which a doctor is on duty."""

    change: Literal["put_duty"] = Field(default='put_duty')
    doctor_uid: Uid = Field(description="The doctor.")
    duty: list[Duty] = Field(description="In order, none overlapping another.")


class QueueChangePutAppointments(Model):
    """Replaces the appointments of a doctor that have not begun."""

    change: Literal["put_appointments"] = Field(default='put_appointments')
    doctor_uid: Uid = Field(description="The doctor.")
    appointments: list[UpcomingAppointment] = Field(description="In any order.")


class QueueChangeForget(Model):
    """Drops entries that were completed or cancelled before an instant."""

    change: Literal["forget"] = Field(default='forget')
    before: Given = Field(description="That instant.")


class QueueCommandRegister(Model):
    """Join the queue."""

    command: Literal["register"] = Field(default='register')
    uid: Uid = Field(
        description="The new entry's id. The same command again is answered with the same event.",
    )
    patient_uid: Uid = Field(description="Who joins.")
    visit_reason: Optional[Uid] = Field(default=None, description="What the visit is about.")
    preferred_doctor_uid: Optional[Uid] = Field(
        default=None,
        description="Whom the patient would like to see.",
    )
    preference: Optional[DoctorPreference] = Field(
        default=None,
        description="What that means; `soft` if null.",
    )
    preference_patience_minutes: Optional[Annotated[StrictInt, Field(ge=0, le=10080), whole]] = Field(
        default=None,
        description="For how long only the preferred doctor will do.",
    )
    level: Optional[Uid] = Field(
        default=None,
        description="The priority level, which says the two that follow.",
    )
    urgent: Optional[Boolean] = Field(
        default=None,
        description="Whether the patient is seen before others; not if null.",
    )
    head_start_seconds: Optional[Annotated[StrictInt, Field(ge=0, le=604800), whole]] = Field(
        default=None,
        description="In the order of service the patient counts as having come so much earlier; 0 if null.",
    )


class QueueCommandAllocate(Model):
    """A free doctor takes in whoever is next, or the one that is named."""

    command: Literal["allocate"] = Field(default='allocate')
    doctor_uid: Uid = Field(description="The doctor.")
    uid: Optional[Uid] = Field(default=None, description="A particular entry; the next in turn if null.")


class QueueCommandStartAppointment(Model):
    """A free doctor turns to an appointment."""

    command: Literal["start_appointment"] = Field(default='start_appointment')
    doctor_uid: Uid = Field(description="The doctor.")
    appointment_uid: Uid = Field(description="The appointment.")


class QueueCommandComplete(Model):
    """Say that the consultation of an entry is over."""

    command: Literal["complete"] = Field(default='complete')
    uid: Uid = Field(description="The entry.")
    ended_at: Optional[Given] = Field(
        default=None,
        description="When it was over, if that is said later: not before it began, and not after now; now "
        "if null.",
    )


class QueueCommandFinishAppointment(Model):
    """Say that the consultation of an appointment is over."""

    command: Literal["finish_appointment"] = Field(default='finish_appointment')
    doctor_uid: Uid = Field(description="The doctor.")
    appointment_uid: Uid = Field(description="The appointment.")
    ended_at: Optional[Given] = Field(default=None, description="As with `complete`.")


class QueueCommandNoShow(Model):
    """Say that the patient of an appointment, to which the doctor has turned, did not come."""

    command: Literal["no_show"] = Field(default='no_show')
    doctor_uid: Uid = Field(description="The doctor.")
    appointment_uid: Uid = Field(description="The appointment.")


class QueueCommandLeaveAppointment(Model):
    """Turn away from an appointment that was called off or moved, or begun by mistake."""

    command: Literal["leave_appointment"] = Field(default='leave_appointment')
    doctor_uid: Uid = Field(description="The doctor.")
    appointment_uid: Uid = Field(description="The appointment.")


class QueueCommandCancel(Model):
    """Call off a visit."""

    command: Literal["cancel"] = Field(default='cancel')
    uid: Uid = Field(description="The entry.")
    by: Optional[Actor] = Field(default=None, description="Who asks; the patient if null.")


class QueueCommandRequeue(Model):
    """Send an allocated patient back to the queue, to the old place."""

    command: Literal["requeue"] = Field(default='requeue')
    uid: Uid = Field(description="The entry.")


class QueueCommandTransfer(Model):
    """Let a patient wait, at the old place, for one doctor and no other."""

    command: Literal["transfer"] = Field(default='transfer')
    uid: Uid = Field(description="The entry.")
    doctor_uid: Uid = Field(description="The doctor from now on.")


class QueueCommandSendElsewhere(Model):
    """Send a patient elsewhere in the middle of a visit, to be seen again: to the X-ray, the laboratory, a
    nurse. The doctor is free meanwhile.
    """

    command: Literal["send_elsewhere"] = Field(default='send_elsewhere')
    uid: Uid = Field(description="The entry.")
    doctor_uid: Optional[Uid] = Field(
        default=None,
        description="Who sees the patient afterwards; the same doctor if null.",
    )


class QueueCommandComeBack(Model):
    """Say that a patient who was sent elsewhere is back, and is to be seen again."""

    command: Literal["come_back"] = Field(default='come_back')
    uid: Uid = Field(description="The entry.")


class QueueCommandSetPresence(Model):
    """Say whether a patient who waits is there to be seen. Who is not keeps the place, and is passed over."""

    command: Literal["set_presence"] = Field(default='set_presence')
    uid: Uid = Field(description="The entry.")
    presence: QueuePresence = Field(description="Which.")
    minutes: Optional[Annotated[StrictInt, Field(ge=0, le=1440), whole]] = Field(
        default=None,
        description="Of `on_the_way`: in how many minutes the patient will be there.",
    )


class QueueCommandMarkSeen(Model):
    """Say that somebody who waits was seen, where nobody says by whom, or until when."""

    command: Literal["mark_seen"] = Field(default='mark_seen')
    uid: Uid = Field(description="The entry.")


class QueueCommandAnnounce(Model):
    """Say what a patient who waits is told: what an estimate says that is to be shown."""

    command: Literal["announce"] = Field(default='announce')
    uid: Uid = Field(description="The entry.")
    shown: ShownWait = Field(description="What is shown. Its time is that of the event.")


class QueueCommandSetAway(Model):
    """Say whether a doctor is away. Who is fetches nobody, on duty or not."""

    command: Literal["set_away"] = Field(default='set_away')
    doctor_uid: Uid = Field(description="The doctor.")
    away: Boolean = Field(description="Whether the doctor is away.")
    minutes: Optional[Annotated[StrictInt, Field(ge=0, le=1440), whole]] = Field(
        default=None,
        description="In about how many minutes the doctor will be back; until somebody says so if null.",
    )


class QueueCommandSetLevel(Model):
    """Triage again: put a patient on a priority level."""

    command: Literal["set_level"] = Field(default='set_level')
    uid: Uid = Field(description="The entry.")
    level: Optional[Uid] = Field(
        default=None,
        description="The level; if null none, so not urgent and without a head start.",
    )


class QueueCommandSetUrgent(Model):
    """Say whether a patient is urgent."""

    command: Literal["set_urgent"] = Field(default='set_urgent')
    uid: Uid = Field(description="The entry.")
    urgent: Boolean = Field(description="Whether it is urgent.")


class QueueEventRegistered(Model):
    """Somebody joined."""

    event: Literal["registered"] = Field(default='registered')
    entry: QueueEntry = Field(description="The new entry.")


class QueueEventAllocated(Model):
    """A doctor took a patient in."""

    event: Literal["allocated"] = Field(default='allocated')
    uid: Uid = Field(description="The entry.")
    at: Given = Field(description="When.")
    doctor_uid: Uid = Field(description="The doctor.")
    video_room_id: Uid = Field(description="Where they meet.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventAppointmentStarted(Model):
    """A doctor turned to an appointment."""

    event: Literal["appointment_started"] = Field(default='appointment_started')
    doctor_uid: Uid = Field(description="The doctor.")
    at: Given = Field(description="When.")
    appointment: UpcomingAppointment = Field(description="The appointment, as it stood among those to come.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventCompleted(Model):
    """A consultation is over."""

    event: Literal["completed"] = Field(default='completed')
    uid: Uid = Field(description="The entry.")
    at: Given = Field(description="When.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventAppointmentFinished(Model):
    """The consultation of an appointment is over."""

    event: Literal["appointment_finished"] = Field(default='appointment_finished')
    doctor_uid: Uid = Field(description="The doctor.")
    appointment_uid: Uid = Field(description="The appointment.")
    started_at: Given = Field(description="When it began.")
    at: Given = Field(description="When.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventNoShow(Model):
    """The patient of an appointment did not come."""

    event: Literal["no_show"] = Field(default='no_show')
    doctor_uid: Uid = Field(description="The doctor.")
    appointment_uid: Uid = Field(description="The appointment.")
    started_at: Given = Field(description="When the doctor turned to it.")
    at: Given = Field(description="When that was said.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventAppointmentLeft(Model):
    """A doctor turned away from an appointment that did not take place, or not now."""

    event: Literal["appointment_left"] = Field(default='appointment_left')
    doctor_uid: Uid = Field(description="The doctor.")
    appointment_uid: Uid = Field(description="The appointment.")
    started_at: Given = Field(description="When the doctor turned to it.")
    at: Given = Field(description="When.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventCancelled(Model):
    """Called off."""

    event: Literal["cancelled"] = Field(default='cancelled')
    uid: Uid = Field(description="The entry.")
    at: Given = Field(description="When.")
    by: Actor = Field(description="By whom.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventRequeued(Model):
    """Sent back to the queue."""

    event: Literal["requeued"] = Field(default='requeued')
    uid: Uid = Field(description="The entry.")
    at: Given = Field(description="When.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventTransferred(Model):
    """Waits for one doctor and no other."""

    event: Literal["transferred"] = Field(default='transferred')
    uid: Uid = Field(description="The entry.")
    at: Given = Field(description="When.")
    doctor_uid: Uid = Field(description="The doctor from now on.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventSentElsewhere(Model):
    """Was sent elsewhere in the middle of a visit."""

    event: Literal["sent_elsewhere"] = Field(default='sent_elsewhere')
    uid: Uid = Field(description="The entry.")
    at: Given = Field(description="When.")
    doctor_uid: Uid = Field(description="Who sees the patient afterwards.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventCameBack(Model):
    """Is back from there, to be seen again."""

    event: Literal["came_back"] = Field(default='came_back')
    uid: Uid = Field(description="The entry.")
    at: Given = Field(description="When.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventPresenceSet(Model):
    """Is there to be seen, or not."""

    event: Literal["presence_set"] = Field(default='presence_set')
    uid: Uid = Field(description="The entry.")
    at: Given = Field(description="When that was said.")
    presence: QueuePresence = Field(description="Which.")
    ready_at: Optional[Given] = Field(
        default=None,
        description="When a patient who is on the way will be there.",
    )
    sequence: Whole = Field(description="The event's number.")


class QueueEventSeen(Model):
    """Was seen, nobody says by whom."""

    event: Literal["seen"] = Field(default='seen')
    uid: Uid = Field(description="The entry.")
    at: Given = Field(description="When.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventAnnounced(Model):
    """Was told how long it will be."""

    event: Literal["announced"] = Field(default='announced')
    uid: Uid = Field(description="The entry.")
    at: Given = Field(description="When.")
    shown: ShownWait = Field(description="What was told, at that time.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventAwaySet(Model):
    """A doctor is away from now on, or no longer."""

    event: Literal["away_set"] = Field(default='away_set')
    doctor_uid: Uid = Field(description="The doctor.")
    at: Given = Field(description="When.")
    away: Boolean = Field(description="Which.")
    back_at: Optional[Given] = Field(
        default=None,
        description="When a doctor who is away will be back, if that is known.",
    )
    sequence: Whole = Field(description="The event's number.")


class QueueEventLevelSet(Model):
    """Is on a priority level from now on, or on none."""

    event: Literal["level_set"] = Field(default='level_set')
    uid: Uid = Field(description="The entry.")
    at: Given = Field(description="When.")
    level: Optional[Uid] = Field(default=None, description="The level.")
    urgent: Boolean = Field(description="Whether its patients were urgent then.")
    head_start_seconds: Whole = Field(
        description="How much earlier its patients counted as having come then.",
    )
    sequence: Whole = Field(description="The event's number.")


class QueueEventUrgencySet(Model):
    """Is urgent from now on, or no longer."""

    event: Literal["urgency_set"] = Field(default='urgency_set')
    uid: Uid = Field(description="The entry.")
    at: Given = Field(description="When.")
    urgent: Boolean = Field(description="Which.")
    sequence: Whole = Field(description="The event's number.")


class EstimateQuery(Model):
    """How waits are to be estimated."""

    mode: EstimateMode = Field(default='simulated', description="By what.")
    futures: Optional[Annotated[StrictInt, Field(ge=16, le=4096), whole]] = Field(
        default=None,
        description="Of `simulated`: how many futures are played, a power of two from 16 to 4096. Twice as "
        "many take twice as long. If null 256, up to 2048 while little was learned and few wait, or in a "
        "room that is too large as many as can be.",
    )
    seed: Optional[Whole] = Field(
        default=None,
        description="Of `simulated`: what chance hangs on; 0 if null, ±(2⁵³ − 1) at most. The same seed and "
        "the same room give the same numbers.",
    )
    percentiles: list[Whole] = Field(
        default_factory=list,
        description="Of `simulated`: which percentiles of the wait to say beside P10, P50 and P90; 1 to 99, "
        "twenty at most.",
    )
    seen_by: list[Given] = Field(
        default_factory=list,
        description="Of `simulated`: by when to say how likely it is to be seen; twenty instants at most.",
    )
    shown: Optional[list[ShownWait]] = Field(
        default=None,
        description="Of `simulated`: also say what is to be shown to people, given what was shown of them "
        "before: here, or what the entry itself has kept of that.",
    )


class EvaluationQuery(Model):
    """What is to be evaluated."""

    visits: list[LoggedVisit] = Field(description="The log, in any order. Days are those of its own clock.")
    scored_from: Optional[Given] = Field(
        default=None,
        description="From when on answers are scored; before, the engine only learns. From the middle of "
        "the days on if null.",
    )
    visit_reasons: list[VisitReason] = Field(
        default_factory=list,
        description="How long visits take as a rule, by reason.",
    )
    concurrent_patients_max: Optional[Annotated[StrictInt, Field(ge=1, le=20), whole]] = Field(
        default=None,
        description="How many patients a doctor sees at a time, 1 to 20; one if null.",
    )
    estimate: EstimateQuery = Field(
        default_factory=lambda: EstimateQuery(),
        description="How the waits are estimated.",
    )


class LoggedVisit(Model):
    """A visit as a practice has it in its books."""

    arrived: Given = Field(description="When the patient came.")
    started: Optional[Given] = Field(
        default=None,
        description="When the visit began; null if the patient was not seen.",
    )
    ended: Optional[Given] = Field(
        default=None,
        description="When it was over, or when the patient left; null if that is not known.",
    )
    sent: Optional[Given] = Field(
        default=None,
        description="When the doctor sent the patient elsewhere in the middle of the visit; null if that "
        "was not so.",
    )
    back: Optional[Given] = Field(
        default=None,
        description="When the patient was back; null if that is not known.",
    )
    resumed: Optional[Given] = Field(
        default=None,
        description="When the doctor went on with the visit; null if the patient was not sent elsewhere.",
    )
    doctor: Optional[Uid] = Field(default=None, description="Who saw the patient.")
    reason: Optional[Uid] = Field(default=None, description="What it was about.")
    head_start_seconds: Annotated[StrictInt, Field(ge=0, le=604800), whole] = Field(
        default=0,
        description="How much earlier the patient counts as having come, in the order of service.",
    )
    queue: Optional[Uid] = Field(
        default=None,
        description="The line in which the patient waited; one for all if null.",
    )


class Joining(Model):
    """Somebody who thinks of joining the queue."""

    visit_reason: Optional[Uid] = Field(default=None, description="What the visit is about.")
    preferred_doctor_uid: Optional[Uid] = Field(
        default=None,
        description="Whom they would like to see; anyone if null.",
    )
    preference: DoctorPreference = Field(default='soft', description="What that means.")
    preference_patience_minutes: Optional[Annotated[StrictInt, Field(ge=0, le=10080), whole]] = Field(
        default=None,
        description="As in `QueueEntry`.",
    )
    level: Optional[Uid] = Field(
        default=None,
        description="The priority level, which says the two that follow.",
    )
    urgent: Boolean = Field(default=False, description="Whether they are urgent.")
    head_start_seconds: Annotated[StrictInt, Field(ge=0, le=604800), whole] = Field(
        default=0,
        description="As in `QueueEntry`.",
    )


class LearnerState(Model):
    """What is known of a clinic's visits.  Everything about it is in its wire form: doctors and reasons by
    id, and sums by doctor and reason in which older visits count less. Save it, load it, `merge` those of
    several rooms, or of several times; what the sums mean may change from version to version of the engine.
    """

    doctors: list[Uid]
    reasons: list[Uid]
    walk_ins: list[Number] = Field(
        description="Visits of patients from the queue: those whose reason is not known, and then by "
        "reason. So are the columns of the rates.",
    )
    own_first: list[Number] = Field(description="By doctor, patients who wanted to see them first.")
    rates: list[LearnerRate] = Field(min_length=3, max_length=3)
    habits: LearnerHabits
    doubted: Annotated[Optional[Number], present] = Field(
        default=None,
        description="Visits whose length was not believed, as the slowest rate forgets.",
    )
    pauses: Annotated[Optional[LearnerPauses], present] = Field(
        default=None,
        description="Of doctors who are free while somebody waits.",
    )
    pace: Annotated[Optional[list[LearnerRate]], present] = Field(
        default=None,
        description="From start to start, while somebody waits.",
        min_length=3,
        max_length=3,
    )
    elsewhere: Annotated[Optional[list[LearnerRate]], present] = Field(
        default=None,
        description="How long patients were elsewhere in the middle of a visit.",
        min_length=3,
        max_length=3,
    )


class LearnerRate(Model):
    """The lengths of a clinic's visits, in which older ones count less."""

    cells: list[list[LearnerSeen]] = Field(
        description="By doctor and column. Rows are as long as they must be.",
    )
    unknown: list[LearnerSeen] = Field(
        default_factory=list,
        description="By column, those of nobody knows which doctor.",
    )
    shape: list[Number] = Field(
        description="Ratios seen, by parts of their logarithm, older ones counting less.",
    )
    missed: LearnerSeen = Field(description="Of what the model missed: how often, and the sum of squares.")
    score: Number = Field(description="How likely the model took what came to be, as a logarithm.")


class LearnerSeen(Model):
    """Visits of one doctor for one reason: how many, and the sum of the logarithms of their minutes."""

    visits: Number
    sum: Number


class LearnerHabits(Model):
    """Counts of what patients did. Nothing of it is forgotten: what is rare would be lost with it."""

    kept: Number = Field(description="Appointments kept, and those that nobody came to.")
    no_shows: Number
    urgent: Number = Field(
        description="Patients who joined the queue: urgent ones, and those who go before nobody. And "
        "minutes in which they could have come.",
    )
    in_turn: Number
    open_minutes: Number
    ahead: list[LearnerHeadStart] = Field(
        default_factory=list,
        description="Patients with a head start, by its seconds.",
    )
    last_registered_at: Optional[Whole] = Field(
        default=None,
        description="When the visit learned last was registered, in Unix seconds.",
    )
    left: list[Number] = Field(
        description="By minutes waited: how many left, and the minutes that all have waited.",
        min_length=5,
        max_length=5,
    )
    waited_minutes: list[Number] = Field(min_length=5, max_length=5)


class LearnerHeadStart(Model):
    """Patients with a head start."""

    seconds: Whole
    patients: Number


class LearnerPauses(Model):
    """Counts of pauses. Nothing of it is forgotten: those who go home are few."""

    prompt: Number = Field(
        description="Patients who were fetched in the very second in which the doctor was free.",
    )
    ended: list[Number] = Field(
        description="By class: pauses that ended, and seconds in which somebody waited in vain.",
    )
    asked_seconds: list[Number]
    doctors: list[LearnerSeen] = Field(
        description="By doctor: pauses that ended, and how many ends were to be expected of anybody.",
    )


class Visit(Model):
    """A visit that is over, of somebody who waited or had an appointment."""

    kind: VisitKind = Field(description="Whether the patient waited in the queue or had an appointment.")
    outcome: VisitOutcome = Field(description="How it ended.")
    doctor_uid: Optional[Uid] = Field(
        default=None,
        description="The doctor; null if no doctor saw the patient.",
    )
    reason: Optional[Uid] = Field(
        default=None,
        description="What it was about: a word of the clinic's list of visit reasons.",
    )
    registered_at: Given = Field(
        description="When the patient joined the queue; the scheduled start of an appointment.",
    )
    started_at: Optional[Given] = Field(
        default=None,
        description="When the consultation began; null if it never did.",
    )
    ended_at: Given = Field(description="When the consultation ended, or the patient left.")
    urgent: Boolean = Field(default=False, description="Whether the patient was urgent.")
    head_start_seconds: Annotated[Optional[Whole], present] = Field(
        default=None,
        description="The patient's head start in the order of service.",
    )
    preferred_doctor_uid: Optional[Uid] = Field(
        default=None,
        description="The doctor whom the patient had a soft preference for, without patience: such patients "
        "go before others who came earlier.",
    )
    pauses: list[Pause] = Field(
        default_factory=list,
        description="For how long the doctor was free before the visit while somebody waited: one for each "
        "stretch on duty since the doctor's visit before. Those before the last ended without a fetch.",
    )
    gap_seconds: Optional[Whole] = Field(
        default=None,
        description="How long after the start before, of whatever doctor, the visit began; or after the "
        "first of those who waited then had come, if that was later. Null if the patient did not wait, or "
        "it is not known.",
    )
    only_doctor: Boolean = Field(default=False, description="Whether the room had this doctor only.")
    interrupted_seconds: Annotated[Optional[Whole], present] = Field(
        default=None,
        description="For how long of the time from the first start to the end the patient was not with the "
        "doctor, having been sent elsewhere.",
    )
    elsewhere_seconds: list[Whole] = Field(
        default_factory=list,
        description="How long each time elsewhere took, as far as that is known; 0 to 86400 each.",
    )
    doubt: Optional[VisitDoubt] = Field(default=None, description="Why nobody believes that it took so long.")


class Pause(Model):
    """A time in which a doctor on duty was free, up to the next fetch."""

    seconds: Optional[Whole] = Field(
        default=None,
        description="How long it lasted; null if it is not known: duty ended before, or nobody waited when "
        "it ended.",
    )
    asked_seconds: list[Whole] = Field(
        default_factory=list,
        description="For how many seconds somebody waited whom the doctor could have fetched, by how long "
        "the doctor had been free: for less than one second, less than 2, 4, 8 and so on, eighteen numbers "
        "at most.",
    )


class WalkInDay(Model):
    """A day of patients who come without an appointment, and wait until one of the doctors is free.  Patients
    come independently of each other (a Poisson process whose rate is that of the stretch), are seen in the
    order of arrival by whoever is free first, and take lengths of a lognormal distribution. Doctors are there
    from midnight until the day closes, and alike.
    """

    arrivals: list[ArrivalRate] = Field(
        description="When how many come, in the order of the day; at most one stretch per minute. Nobody "
        "comes in between.",
    )
    service_minutes: Number = Field(
        description="Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and "
        "`PLANNING_MINUTES_MAX`.",
        ge=0.01,
        le=100000.0,
    )
    service_cv: Number = Field(
        description="Standard deviation of these minutes over their mean, 0 to `SERVICE_CV_MAX`. "
        "Consultations have about 0.5 to 1.",
        ge=0.0,
        le=1000.0,
    )
    closes_at_minute: Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]] = Field(
        default=None,
        description="The minute of the day from which nobody is seen any more, 1 to 1440. If null, "
        "everybody is seen, however late.",
    )


class ArrivalRate(Model):
    """How many patients come during a stretch of the day."""

    from_minute: Annotated[StrictInt, Field(ge=0, le=1439), whole] = Field(
        description="The minute of the day in which the stretch begins, 0 to 1439.",
    )
    to_minute: Annotated[StrictInt, Field(ge=1, le=1440), whole] = Field(
        description="The minute in which it ends, up to 1440.",
    )
    arrivals_per_minute: Number = Field(
        description="Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`.",
        ge=0.0,
        le=1000000.0,
    )


class ErlangA(Model):
    """Poisson arrivals with exponential service times and exponential patience, in one line, first come first
    served.
    """

    arrivals_per_minute: Number = Field(
        description="Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`.",
        ge=0.0,
        le=1000000.0,
    )
    service_minutes: Number = Field(
        description="Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and "
        "`PLANNING_MINUTES_MAX`.",
        ge=0.01,
        le=100000.0,
    )
    doctors: Annotated[StrictInt, Field(ge=1, le=100000), whole] = Field(
        description="Doctors, the servers of the literature, 1 to `DOCTORS_MAX`.",
    )
    patience_minutes: Number = Field(
        description="Mean minutes that a patient is willing to wait (`1/θ`), in the same range as "
        "`service_minutes`.",
        ge=0.01,
        le=100000.0,
    )


class ErlangB(Model):
    """Poisson arrivals that are served at once or turned away.  The distribution of service times makes no
    difference, only its mean.
    """

    arrivals_per_minute: Number = Field(
        description="Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`.",
        ge=0.0,
        le=1000000.0,
    )
    service_minutes: Number = Field(
        description="Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and "
        "`PLANNING_MINUTES_MAX`.",
        ge=0.01,
        le=100000.0,
    )
    doctors: Annotated[StrictInt, Field(ge=1, le=100000), whole] = Field(
        description="Doctors, the servers of the literature, 1 to `DOCTORS_MAX`.",
    )


class ErlangC(Model):
    """Poisson arrivals with exponential service times that wait in one line, first come first served."""

    arrivals_per_minute: Number = Field(
        description="Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`.",
        ge=0.0,
        le=1000000.0,
    )
    service_minutes: Number = Field(
        description="Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and "
        "`PLANNING_MINUTES_MAX`.",
        ge=0.01,
        le=100000.0,
    )
    doctors: Annotated[StrictInt, Field(ge=1, le=100000), whole] = Field(
        description="Doctors, the servers of the literature, more than the offered load and at most "
        "`DOCTORS_MAX`.",
    )


class Mgc(Model):
    """Poisson arrivals with service times of which mean and spread are known, that wait in one line, first
    come first served.
    """

    arrivals_per_minute: Number = Field(
        description="Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`.",
        ge=0.0,
        le=1000000.0,
    )
    service_minutes: Number = Field(
        description="Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and "
        "`PLANNING_MINUTES_MAX`.",
        ge=0.01,
        le=100000.0,
    )
    service_cv: Number = Field(
        description="Coefficient of variation of the service times, their standard deviation over their "
        "mean, 0 to `SERVICE_CV_MAX`: 0 always the same, 1 exponential.",
        ge=0.0,
        le=1000.0,
    )
    doctors: Annotated[StrictInt, Field(ge=1, le=100000), whole] = Field(
        description="Doctors, the servers of the literature, more than the offered load and at most "
        "`DOCTORS_MAX`.",
    )


class Mmck(Model):
    """Poisson arrivals with exponential service times, turned away where every place is taken."""

    arrivals_per_minute: Number = Field(
        description="Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`.",
        ge=0.0,
        le=1000000.0,
    )
    service_minutes: Number = Field(
        description="Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and "
        "`PLANNING_MINUTES_MAX`.",
        ge=0.01,
        le=100000.0,
    )
    doctors: Annotated[StrictInt, Field(ge=1, le=100000), whole] = Field(
        description="Doctors, the servers of the literature, 1 to `DOCTORS_MAX`.",
    )
    places: Whole = Field(
        description="Patients who can be there at once, waiting or with a doctor (`K`), at least as many as "
        "doctors and at most `PLACES_MAX`.",
    )


class ServiceLevel(Model):
    """A service level: a share of patients who wait no longer than some minutes, in the model of `ErlangC`.
    """

    arrivals_per_minute: Number = Field(
        description="Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`.",
        ge=0.0,
        le=1000000.0,
    )
    service_minutes: Number = Field(
        description="Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and "
        "`PLANNING_MINUTES_MAX`.",
        ge=0.01,
        le=100000.0,
    )
    within_minutes: Number = Field(
        description="The longest wait of the promise, 0 to `PLANNING_MINUTES_MAX`.",
        ge=0.0,
        le=100000.0,
    )
    probability: Number = Field(
        description="The share of patients to whom it is kept, 0 to `QUANTILE_PROBABILITY_MAX`.",
        ge=0.0,
        le=0.999999,
    )


class LognormalService(Model):
    """Service times with a lognormal distribution, as consultations have them more nearly than an exponential
    one.
    """

    service_minutes: Number = Field(
        description="Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and "
        "`PLANNING_MINUTES_MAX`.",
        ge=0.01,
        le=100000.0,
    )
    service_cv: Number = Field(
        description="Coefficient of variation of the service times, their standard deviation over their "
        "mean, 0 to `SERVICE_CV_MAX`.",
        ge=0.0,
        le=1000.0,
    )


class QueueAhead(Model):
    """Somebody who waits behind others for doctors who are all busy, with exponential service times, where
    nobody gives up.  The wait is the sum of `ahead + 1` times until some doctor is free: an Erlang
    distribution of that shape, with the rate at which all doctors together finish. W. Whitt, "Predicting
    Queueing Delays", Management Science 45 (1999).
    """

    ahead: Annotated[StrictInt, Field(ge=0, le=100000), whole] = Field(
        description="Patients who wait and are served before, 0 to `AHEAD_MAX`.",
    )
    service_minutes: Number = Field(
        description="Mean minutes that a doctor needs for a patient, within `PLANNING_MINUTES_MIN` and "
        "`PLANNING_MINUTES_MAX`.",
        ge=0.01,
        le=100000.0,
    )
    doctors: Annotated[StrictInt, Field(ge=1, le=100000), whole] = Field(
        description="Doctors, the servers of the literature, 1 to `DOCTORS_MAX`.",
    )


class ImpatientQueueAhead(Model):
    """The same where those ahead give up after an exponential patience. The one who waits does not."""

    ahead: Annotated[StrictInt, Field(ge=0, le=100000), whole] = Field(
        description="Patients who wait and are served before unless they give up, 0 to `AHEAD_MAX`.",
    )
    service_minutes: Number = Field(
        description="Mean minutes that a doctor needs for a patient, as in `QueueAhead`.",
        ge=0.01,
        le=100000.0,
    )
    doctors: Annotated[StrictInt, Field(ge=1, le=100000), whole] = Field(
        description="Doctors, the servers of the literature, 1 to `DOCTORS_MAX`.",
    )
    patience_minutes: Number = Field(
        description="Mean minutes that a patient is willing to wait (`1/θ`), in the same range as "
        "`service_minutes`.",
        ge=0.01,
        le=100000.0,
    )


class ClinicSnapshotOutput(Model):
    """Everything the engine knows of a clinic."""

    timezone: Optional[Text] = Field(description="IANA zone of doctors that name none. Default `UTC`.")
    timezones: list[TimezoneDataOutput] = Field(
        default_factory=list,
        description="Zones whose transitions the caller supplies, instead of the built-in ones of the same "
        "name.",
    )
    locations: list[LocationOutput] = Field(
        default_factory=list,
        description="Where patients are seen. In the order of this list, a start at several of them is "
        "offered.",
    )
    travel_minutes: list[Travel] = Field(
        default_factory=list,
        description="How long a doctor needs from one location to another; no time where nothing is said.",
    )
    appointment_types: list[AppointmentTypeOutput] = Field(description="What can be booked.")
    doctors: list[DoctorOutput] = Field(description="Who can be booked, and when.")
    closures: list[ClosureOutput] = Field(description="Dates without windows.")
    reminders: list[ReminderOutput] = Field(
        default_factory=list,
        description="Who is told how long before an appointment.",
    )
    quiet_hours: Annotated[Optional[QuietHours], present] = Field(
        default=None,
        description="Hours in which nobody is reminded.",
    )
    max_live_holds_per_patient: Annotated[
        Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]], present
    ] = Field(
        default=None,
        description="Most live holds of one patient, 1 to 1000; no limit if null.",
    )
    week_starts_on: Annotated[Optional[Whole], present] = Field(
        default=None,
        description="The weekday with which weeks start where limits count, 0 (Monday, the default) to 6.",
    )
    patient_limits: list[PatientLimitOutput] = Field(
        default_factory=list,
        description="Most appointments of each patient.",
    )
    appointments: list[AppointmentOutput] = Field(description="What is booked, held or over.")


class TimezoneDataOutput(Model):
    """The clock of a zone as the caller knows it, used instead of the built-in rules of the same name."""

    name: Text = Field(description="The name by which doctors and the clinic refer to it.")
    initial_offset_seconds: Annotated[StrictInt, Field(ge=-93599, le=93599), whole] = Field(
        description="Local time less UTC before the first transition, in seconds.",
    )
    transitions: list[Transition] = Field(description="The changes, in order.")
    rule: Annotated[Optional[Text], present] = Field(
        default=None,
        description="What recurs every year after the last transition, as a POSIX TZ string: "
        "`CET-1CEST,M3.5.0,M10.5.0/3`. Either this or `covers_until`.",
    )
    covers_until: Annotated[Optional[Instant], present] = Field(
        default=None,
        description="First instant for which nothing is known. Questions about it are refused instead of "
        "answered by the last offset.",
    )


class LocationOutput(Model):
    """A place at which a clinic sees patients: a site, a branch, a ward."""

    uid: Uid = Field(description="The id; unique in its clinic.")
    name: Annotated[Optional[Text], present] = Field(
        default=None,
        description="What calendars show as the place (`LOCATION` in iCalendar). It has no other say.",
    )


class AppointmentTypeOutput(Model):
    """A bookable kind of appointment: the object of the documented API, and what the engine adds to it."""

    uid: Uid = Field(description="The id, such as `apt-001`.")
    organisation_uid: Annotated[Optional[Text], present] = Field(
        default=None,
        description="The organisation that owns the type; kept, not used.",
    )
    name: Annotated[Optional[Text], present] = Field(
        default=None,
        description="Display name, 1 to 255 characters.",
    )
    meeting_type: MeetingType = Field(description="Kind of meeting.")
    duration_minutes: Annotated[StrictInt, Field(ge=1, le=1440), whole] = Field(
        description="Length of the appointment, 1 to 1440.",
    )
    hold_ttl_seconds: Annotated[StrictInt, Field(ge=1, le=86400), whole] = Field(
        description="How long a hold lives, 1 to 86400. Default 900, fifteen minutes.",
    )
    booking_min_notice_minutes: Annotated[StrictInt, Field(ge=0, le=5256000), whole] = Field(
        description="Least time from now to the start of a slot, from 0. A doctor's active setting for the "
        "type can override it.",
    )
    cancellation_min_notice_minutes: Annotated[StrictInt, Field(ge=0, le=5256000), whole] = Field(
        description="Least time from now to the start for a patient to cancel, from 0.",
    )
    rebooking_min_notice_minutes: Annotated[StrictInt, Field(ge=0, le=5256000), whole] = Field(
        description="Least time from now to the old start for a patient to rebook, from 0.",
    )
    room_strategy: RoomStrategy = Field(description="How video rooms are given out.")
    rebooking_mode: RebookingMode = Field(description="Whether rebooking may change the doctor.")
    doctor_assignment_mode: DoctorAssignmentMode = Field(description="Which doctors can offer the type.")
    doctor_choice: Annotated[Optional[DoctorChoiceStrategy], present] = Field(
        default=None,
        description="Which doctor is booked when nobody is asked for.",
    )
    allow_patient_rebooking: Boolean = Field(
        description="Whether patients may rebook their own appointments of this type.",
    )
    active: Boolean = Field(description="Whether the type is bookable.")
    created_at: Annotated[Optional[Annotated[StrictInt, Field(ge=0, le=7258118399), whole]], present] = Field(
        default=None,
        description="Creation time; kept, not used.",
    )
    updated_at: Annotated[Optional[Annotated[StrictInt, Field(ge=0, le=7258118399), whole]], present] = Field(
        default=None,
        description="Time of the last change; kept, not used.",
    )
    durations_minutes: list[Annotated[StrictInt, Field(ge=1, le=1440), whole]] = Field(
        default_factory=list,
        description="The lengths for which it can be booked, each 1 to 1440, beside `duration_minutes`, "
        "which is its length where none is asked for.",
    )
    buffer_before_minutes: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=1440), whole]], present
    ] = Field(
        default=None,
        description="Least gap before an appointment of the type, 0 to 1440: it counts where it is greater "
        "than that of the window, and than that after the appointment before.",
    )
    buffer_after_minutes: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=1440), whole]], present
    ] = Field(
        default=None,
        description="Least gap after an appointment of the type, 0 to 1440.",
    )
    hold_max_seconds: Annotated[
        Optional[Annotated[StrictInt, Field(ge=1, le=604800), whole]], present
    ] = Field(
        default=None,
        description="How long a hold can live if it is extended, from `hold_ttl_seconds` to 604800, a week. "
        "If null, it can't be.",
    )
    approval_ttl_seconds: Annotated[
        Optional[Annotated[StrictInt, Field(ge=1, le=2592000), whole]], present
    ] = Field(
        default=None,
        description="How long an appointment that a patient has confirmed waits for the practice to approve "
        "it, from `hold_ttl_seconds` to 2592000, thirty days. If null, it needs no approval.",
    )
    capacity: Annotated[Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]], present] = Field(
        default=None,
        description="Seats of one appointment, 1 to 1000: more than one makes it a group visit.",
    )
    horizon_minutes: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]], present
    ] = Field(
        default=None,
        description="Longest time from now to the start of a slot, in minutes.",
    )
    horizon_days: Annotated[Optional[Annotated[StrictInt, Field(ge=0, le=3660), whole]], present] = Field(
        default=None,
        description="How many local dates after today can be booked, each as a whole, 0 to 3660.",
    )
    booking_min_notice_days: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=366), whole]], present
    ] = Field(
        default=None,
        description="How many local dates before that of the start it can last be booked, 0 to 366: 1 is "
        "the day before, 0 the same day. It holds beside the notice in minutes.",
    )
    booking_notice_until: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=1440), whole]], present
    ] = Field(
        default=None,
        description="Until when it can be booked on the last of these dates, in minutes from local "
        "midnight, 0 to 1440. Default 1440.",
    )
    booking_notice_working_days: Boolean = Field(
        default=False,
        description="Whether only dates are counted on which the doctor has hours.",
    )
    cancellation_min_notice_days: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=366), whole]], present
    ] = Field(
        default=None,
        description="How many local dates before that of the start it can last be cancelled by the patient, "
        "0 to 366: 1 is the day before, 0 the same day. It holds beside the notice in minutes.",
    )
    cancellation_notice_until: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=1440), whole]], present
    ] = Field(
        default=None,
        description="Until when it can be cancelled on the last of these dates, in minutes from local "
        "midnight, 0 to 1440. Default 1440.",
    )
    cancellation_notice_working_days: Boolean = Field(
        default=False,
        description="Whether only dates are counted on which the doctor has hours.",
    )
    rebooking_min_notice_days: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=366), whole]], present
    ] = Field(
        default=None,
        description="How many local dates before that of the start it can last be rebooked by the patient, "
        "0 to 366: 1 is the day before, 0 the same day. It holds beside the notice in minutes.",
    )
    rebooking_notice_until: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=1440), whole]], present
    ] = Field(
        default=None,
        description="Until when it can be rebooked on the last of these dates, in minutes from local "
        "midnight, 0 to 1440. Default 1440.",
    )
    rebooking_notice_working_days: Boolean = Field(
        default=False,
        description="Whether only dates are counted on which the doctor has hours.",
    )
    grid: Annotated[Optional[GridOutput], present] = Field(
        default=None,
        description="The grid of starts; a query can ask for another.",
    )
    limits: list[BookingLimitOutput] = Field(
        default_factory=list,
        description="Most appointments of this type in a period.",
    )


class GridOutput(Model):
    """Where the starts of slots lie in a window."""

    mode: GridMode = Field(description="What anchors the grid.")
    step_minutes: Annotated[Optional[Annotated[StrictInt, Field(ge=1, le=10080), whole]], present] = Field(
        default=None,
        description="From one start to the next, 1 to 10080. Default: the duration and the window's buffer.",
    )
    align_minutes: Annotated[Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]], present] = Field(
        default=None,
        description="For the mode `clock` only: a divisor of 1440. Default 15.",
    )
    least_gap_minutes: Annotated[
        Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]], present
    ] = Field(
        default=None,
        description="A slot leaves no hole shorter than this, 1 to 1440, before or after it: neither to "
        "another appointment nor to the edge of open time.",
    )


class BookingLimitOutput(Model):
    """Most appointments, or most minutes of them, on one local day or in one local week. One of the two, or
    both.
    """

    per: Period = Field(
        description="The period in which is counted, by the doctor's local clock, or the clinic's if it is "
        "over all doctors.",
    )
    scope: Annotated[Optional[CountedOver], present] = Field(
        default=None,
        description="Over whom is counted. Only limits of types are over all doctors.",
    )
    appointments: Annotated[Optional[Annotated[StrictInt, Field(ge=0, le=100000), whole]], present] = Field(
        default=None,
        description="Most appointments; 0 allows none. A group visit counts once.",
    )
    minutes: Annotated[Optional[Annotated[StrictInt, Field(ge=0, le=100000), whole]], present] = Field(
        default=None,
        description="Most minutes of appointments.",
    )


class DoctorOutput(Model):
    """A doctor, and when they are there."""

    uid: Uid = Field(description="The id, such as `doc-456`.")
    display_name: Annotated[Optional[Text], present] = Field(default=None, description="Kept, not used.")
    timezone: Optional[Text] = Field(
        description="IANA zone of the doctor's clock; default that of the clinic.",
    )
    video_room_id: Annotated[Optional[Uid], present] = Field(
        default=None,
        description="The doctor's video room, for types whose rooms are `persistent_per_provider`; the "
        "doctor's uid if null.",
    )
    active: Boolean = Field(description="Whether the doctor can be booked at all.")
    availability_rules: list[AvailabilityRuleOutput] = Field(description="Weekly windows.")
    availability_exceptions: list[AvailabilityExceptionOutput] = Field(
        description="Extra hours and time off.",
    )
    date_overrides: list[DateOverrideOutput] = Field(description="Windows of single dates.")
    appointment_type_settings: list[AppointmentTypeSettingOutput] = Field(
        description="What is special to this doctor about a type.",
    )
    limits: list[BookingLimitOutput] = Field(
        default_factory=list,
        description="Most appointments of all types in a period.",
    )
    concurrent_appointments_max: Annotated[
        Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]], present
    ] = Field(
        default=None,
        description="How many patients the doctor sees at a time, each with an appointment of their own, 1 "
        "to 1000: chairs, say. With more than one there are no group visits.",
    )


class AvailabilityRuleOutput(Model):
    """A window that recurs every week: the object of the documented API."""

    uid: Uid = Field(description="The id, such as `rule-001`; unique for its doctor.")
    doctor_uid: Annotated[Optional[Uid], present] = Field(
        default=None,
        description="The doctor; if given, the one that the rule is listed under.",
    )
    weekday: Annotated[StrictInt, Field(ge=0, le=6), whole] = Field(description="0 is Monday, 6 is Sunday.")
    start_time: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(
        description="Start in minutes from local midnight, 0 to 1440.",
    )
    end_time: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(
        description="End in minutes from local midnight, after the start, up to 1440 (the next midnight). "
        "Overnight hours are two rules.",
    )
    buffer_minutes: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(
        description="Least gap between two appointments, 0 to 1440.",
    )
    valid_from: Optional[Instant] = Field(description="No slot of this rule starts before.")
    valid_until: Optional[Instant] = Field(description="No slot of this rule ends after.")
    active: Boolean = Field(description="Whether the rule is in force.")
    every_weeks: Annotated[Optional[Annotated[StrictInt, Field(ge=1, le=52), whole]], present] = Field(
        default=None,
        description="Every how many weeks it holds, 1 to 52, counted from `from_date`, which it needs then. "
        "Every week if null.",
    )
    from_date: Annotated[Optional[TextDay], present] = Field(
        default=None,
        description="The first local date on which it may hold.",
    )
    nth_of_month: list[Annotated[StrictInt, Field(ge=-5, le=5), whole]] = Field(
        default_factory=list,
        description="Which of its weekdays in a month it holds on: 1 to 5, or -1 to -5 from the last one "
        "backwards. All if empty.",
    )
    blocked: Boolean = Field(
        default=False,
        description="Whether it is time off that recurs, and no window: it beats open time as blocked "
        "intervals do.",
    )
    appointment_type_uids: list[Uid] = Field(
        default_factory=list,
        description="The types that it is for; all if null.",
    )
    reserved_until_minutes_before: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]], present
    ] = Field(
        default=None,
        description="From so many minutes before a start on, other types can book it too, 0 to 5256000.",
    )
    released_minutes_before: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]], present
    ] = Field(
        default=None,
        description="Earlier than so many minutes before a start, nobody can book it, 0 to 5256000.",
    )
    location_uid: Annotated[Optional[Uid], present] = Field(
        default=None,
        description="Where it is; nowhere in particular if null.",
    )
    type_limits: list[TypeLimit] = Field(
        default_factory=list,
        description="Most appointments of some types in each of its windows, each with those that start in "
        "it.",
    )


class AvailabilityExceptionOutput(Model):
    """An interval that adds open time, or takes it away."""

    uid: Uid = Field(description="The id; unique for its doctor.")
    kind: ExceptionKind = Field(description="Whether it adds or takes away.")
    start_date: Instant = Field(description="First instant of the interval.")
    end_date: Instant = Field(description="First instant after the interval.")
    buffer_minutes: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(
        description="Least gap between two appointments in an extra interval, 0 to 1440. A blocked interval "
        "has none.",
    )
    keeps_gap: Boolean = Field(
        description="Whether the gap of a window holds to this blocked interval as well: it is busy time, "
        "not time off. An extra interval does not say so.",
    )
    appointment_type_uids: list[Uid] = Field(
        default_factory=list,
        description="The types that it is for; all if null.",
    )
    reserved_until_minutes_before: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]], present
    ] = Field(
        default=None,
        description="From so many minutes before a start on, other types can book it too, 0 to 5256000.",
    )
    released_minutes_before: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]], present
    ] = Field(
        default=None,
        description="Earlier than so many minutes before a start, nobody can book it, 0 to 5256000.",
    )
    location_uid: Annotated[Optional[Uid], present] = Field(
        default=None,
        description="Where it is; nowhere in particular if null.",
    )
    type_limits: list[TypeLimit] = Field(
        default_factory=list,
        description="Most appointments of some types in each of its windows, each with those that start in "
        "it.",
    )


class DateOverrideOutput(Model):
    """The windows of one local date instead of those of the weekly rules; none of them closes the day."""

    date: TextDay = Field(description="The doctor's local date.")
    windows: list[OverrideWindowOutput] = Field(description="The windows, possibly none.")


class OverrideWindowOutput(Model):
    """A window of a `DateOverride`."""

    start_time: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(
        description="Start in minutes from local midnight, 0 to 1440.",
    )
    end_time: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(
        description="End in minutes from local midnight, after the start.",
    )
    buffer_minutes: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(
        description="Least gap between two appointments, 0 to 1440.",
    )
    appointment_type_uids: list[Uid] = Field(
        default_factory=list,
        description="The types that it is for; all if null.",
    )
    reserved_until_minutes_before: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]], present
    ] = Field(
        default=None,
        description="From so many minutes before a start on, other types can book it too, 0 to 5256000.",
    )
    released_minutes_before: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]], present
    ] = Field(
        default=None,
        description="Earlier than so many minutes before a start, nobody can book it, 0 to 5256000.",
    )
    location_uid: Annotated[Optional[Uid], present] = Field(
        default=None,
        description="Where it is; nowhere in particular if null.",
    )
    type_limits: list[TypeLimit] = Field(
        default_factory=list,
        description="Most appointments of some types in each of its windows, each with those that start in "
        "it.",
    )


class AppointmentTypeSettingOutput(Model):
    """What is special to a doctor about an appointment type."""

    appointment_type_uid: Uid = Field(description="The type.")
    active: Boolean = Field(description="An inactive setting counts as absent.")
    booking_min_notice_minutes: Optional[Annotated[StrictInt, Field(ge=0, le=5256000), whole]] = Field(
        description="Booking notice of this doctor for the type; 0 counts, null leaves that of the type.",
    )
    priority: Annotated[Optional[Annotated[StrictInt, Field(ge=0, le=1000), whole]], present] = Field(
        default=None,
        description="For types whose `doctor_choice` is `priority`: 0 to 1000, the least is booked first.",
    )
    weight: Annotated[Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]], present] = Field(
        default=None,
        description="For types whose `doctor_choice` is `round_robin` or `fewest_appointments`: how much of "
        "the work this doctor takes beside others, 1 to 1000; 100 if null. 50 is for somebody who works "
        "half the time.",
    )
    duration_minutes: Annotated[Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]], present] = Field(
        default=None,
        description="How long an appointment of the type takes with this doctor where no length is asked "
        "for, 1 to 1440; null leaves that of the type. It need not be among the type's lengths.",
    )
    buffer_before_minutes: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=1440), whole]], present
    ] = Field(
        default=None,
        description="The gap before an appointment of the type with this doctor; 0 counts, null leaves that "
        "of the type.",
    )
    buffer_after_minutes: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=1440), whole]], present
    ] = Field(
        default=None,
        description="The gap after an appointment of the type with this doctor.",
    )


class ClosureOutput(Model):
    """Dates on which the weekly rules have no windows, or hours of them that the rules leave out, for one
    doctor or for all: a holiday, say. There is one for each first date and doctor.
    """

    date: TextDay = Field(
        description="The local date, by each doctor's own clock; the first one if there is a `last_date`.",
    )
    last_date: Annotated[Optional[TextDay], present] = Field(
        default=None,
        description="The last local date, the same or at most a year later. Only `date` if null.",
    )
    start_time: Annotated[Optional[Annotated[StrictInt, Field(ge=0, le=1440), whole]], present] = Field(
        default=None,
        description="From when on each of the dates is closed, in minutes from local midnight, 0 to 1440. "
        "Default 0.",
    )
    end_time: Annotated[Optional[Annotated[StrictInt, Field(ge=0, le=1440), whole]], present] = Field(
        default=None,
        description="Until when each of the dates is closed, in minutes from local midnight, after the "
        "start. Default 1440.",
    )
    doctor_uid: Annotated[Optional[Uid], present] = Field(default=None, description="The doctor, or all.")
    name: Annotated[Optional[Text], present] = Field(
        default=None,
        description="What is kept that day; kept, not used.",
    )


class ReminderOutput(Model):
    """A reminder of an appointment type: the object of the documented API."""

    uid: Uid = Field(description="The id, such as `rem-001`.")
    appointment_type_uid: Uid = Field(description="The type of the appointments it reminds of.")
    recipient_role: RecipientRole = Field(description="Who is reminded.")
    minutes_before: Annotated[Optional[Annotated[StrictInt, Field(ge=1, le=86400), whole]], present] = Field(
        default=None,
        description="How long before the start it is due, 1 to 86400: at most 60 days. Either this, or "
        "`days_before` and `local_time`.",
    )
    days_before: Annotated[Optional[Annotated[StrictInt, Field(ge=0, le=60), whole]], present] = Field(
        default=None,
        description="How many dates before that of the start it is due, 0 to 60, on the doctor's clock: 1 "
        "is the day before.",
    )
    local_time: Annotated[Optional[Annotated[StrictInt, Field(ge=0, le=1439), whole]], present] = Field(
        default=None,
        description="At which time on that date, in minutes from local midnight, 0 to 1439: 1080 is six in "
        "the evening.",
    )
    send_email: Boolean = Field(description="By email.")
    send_sms: Boolean = Field(description="By text message.")
    active: Boolean = Field(description="An inactive reminder is never due.")


class PatientLimitOutput(Model):
    """Most appointments of one patient, with whatever doctor: in a period, or to come."""

    per: Annotated[Optional[Period], present] = Field(
        default=None,
        description="The period in which is counted, by the clinic's clock. Either this or `upcoming`.",
    )
    upcoming: Boolean = Field(default=False, description="Whether those are counted that start now or later.")
    appointments: Annotated[StrictInt, Field(ge=0, le=100000), whole] = Field(
        description="Most appointments; 0 allows none.",
    )
    appointment_type_uids: list[Uid] = Field(
        default_factory=list,
        description="Only these types are counted, and only they are limited; all if null.",
    )


class AppointmentOutput(Model):
    """An appointment: the object of the documented API, and the end of its hold.  Its times may be given on
    its doctor's clock instead: then `start_date` and `end_date` are `Instant::UNKNOWN` until a clinic takes
    it in.
    """

    uid: Uid = Field(description="The id, such as `mtg-abc123`.")
    status: AppointmentStatus = Field(description="Where it stands.")
    doctor_uid: Uid = Field(description="The doctor.")
    doctor_display_name: Annotated[Optional[Text], present] = Field(
        default=None,
        description="Kept, not used.",
    )
    patient_uid: Annotated[Optional[Uid], present] = Field(default=None, description="The patient.")
    patient_display_name: Annotated[Optional[Text], present] = Field(
        default=None,
        description="Kept, not used.",
    )
    appointment_type_uid: Optional[Uid] = Field(
        description="The type, or none: a walk-in consultation has none. The type of an appointment may be "
        "gone from the clinic.",
    )
    appointment_type_name: Annotated[Optional[Text], present] = Field(
        default=None,
        description="Kept, not used.",
    )
    meeting_type: Annotated[Optional[MeetingType], present] = Field(
        default=None,
        description="Kept, not used.",
    )
    meeting_format: Annotated[Optional[MeetingFormat], present] = Field(
        default=None,
        description="Kept, not used.",
    )
    start_date: Instant = Field(description="The start. It may be left out where `local_start` is given.")
    end_date: Instant = Field(description="The end. It may be left out where `local_end` is given.")
    duration_minutes: Annotated[Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]], present] = Field(
        default=None,
        description="The length that was asked for, if any was, 1 to 1440. It is kept where the appointment "
        "is moved and no other is asked for.",
    )
    seats: Annotated[Optional[Annotated[StrictInt, Field(ge=1, le=1000), whole]], present] = Field(
        default=None,
        description="How many seats of its group visit it takes, 1 to 1000.",
    )
    created_at: Annotated[Optional[Instant], present] = Field(
        default=None,
        description="When it was held first. The hold of a `held` one ends `hold_ttl_seconds` of its type "
        "later, unless `hold_expires_at` says when.",
    )
    hold_expires_at: Annotated[Optional[Instant], present] = Field(
        default=None,
        description="First instant at which a hold no longer counts.",
    )
    cancelled_at: Annotated[Optional[Instant], present] = Field(
        default=None,
        description="When it was cancelled.",
    )
    cancellation_reason: Annotated[Optional[Text], present] = Field(
        default=None,
        description="Why it was cancelled.",
    )
    confirmed_at: Annotated[Optional[Instant], present] = Field(
        default=None,
        description="When it was confirmed. Reminders that were due by then are not sent.",
    )
    rebooked_at: Annotated[Optional[Instant], present] = Field(
        default=None,
        description="When its start was moved last. Reminders of the new start that were due by then are "
        "not sent.",
    )
    video_room_id: Annotated[Optional[Uid], present] = Field(
        default=None,
        description="The video room, from the confirmation on.",
    )
    doctor_choice: Annotated[Optional[DoctorChoiceOutput], present] = Field(
        default=None,
        description="How the doctor was chosen, if nobody was asked for.",
    )
    approval: Annotated[Optional[Approval], present] = Field(
        default=None,
        description="Whether it waits for the practice to approve it. It is `held` then.",
    )
    location_uid: Annotated[Optional[Uid], present] = Field(
        default=None,
        description="Where it is; nowhere in particular if null. The location may be gone from the clinic.",
    )
    replaces: Annotated[Optional[Uid], present] = Field(
        default=None,
        description="The hold that it took the place of.",
    )
    reopenings: Annotated[Optional[Annotated[StrictInt, Field(ge=0), whole]], present] = Field(
        default=None,
        description="How often it was confirmed again after it had ended.",
    )
    overrode: list[ReasonOutput] = Field(
        default_factory=list,
        description="What stood against its slot when the administrator held or moved it there all the same.",
    )
    sequence: Annotated[Optional[Annotated[StrictInt, Field(ge=0), whole]], present] = Field(
        default=None,
        description="How often it was confirmed, moved or called off, or expired: the `SEQUENCE` of its "
        "calendar entries (RFC 5546 §2.1.4).",
    )


class DoctorChoiceOutput(Model):
    """How a doctor was chosen for a hold that named none."""

    strategy: DoctorChoiceStrategy = Field(description="By what.")
    candidates: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="How many doctors came into question: all who could be booked or, for a group, those of "
        "them who had a session with a seat left, if anybody had.",
    )
    appointments_that_day: Annotated[Optional[Annotated[StrictInt, Field(ge=0), whole]], present] = Field(
        default=None,
        description="For `fewest_appointments`: the sessions of the one chosen on that local day, without "
        "this one.",
    )
    priority: Annotated[Optional[Annotated[StrictInt, Field(ge=0), whole]], present] = Field(
        default=None,
        description="For `priority`: that of the one chosen, if there is one.",
    )
    last_booked_at: Annotated[Optional[Instant], present] = Field(
        default=None,
        description="For `round_robin`: when the one chosen was last booked for the type, if ever, as far "
        "as that is known.",
    )
    weight: Annotated[Optional[Annotated[StrictInt, Field(ge=0), whole]], present] = Field(
        default=None,
        description="What the one chosen weighs, if the setting for the type says so and the strategy looks "
        "at it.",
    )


class ReasonTooSoonOutput(Model):
    """Inside the booking notice."""

    code: Literal["too_soon"] = Field(default='too_soon')
    earliest: Instant = Field(description="First instant outside it.")


class ReasonBeyondHorizonOutput(Model):
    """Past the booking horizon."""

    code: Literal["beyond_horizon"] = Field(default='beyond_horizon')
    latest: Instant = Field(description="Last instant inside it.")


class ReasonNonexistentLocalTimeOutput(Model):
    """The local time asked for is skipped by the zone's clock."""

    code: Literal["nonexistent_local_time"] = Field(default='nonexistent_local_time')
    next: Instant = Field(description="The moment of the change.")


class ReasonClosedOutput(Model):
    """A closure, or an override without windows, and no window holds the start."""

    code: Literal["closed"] = Field(default='closed')
    date: TextDay = Field(description="The doctor's local date.")


class ReasonBlockedOutput(Model):
    """Overlaps a blocked interval, or is closer than the buffer to one that keeps the gap."""

    code: Literal["blocked"] = Field(default='blocked')
    by: Uid = Field(description="The exception.")
    until: Instant = Field(description="Its end, with the gap if it keeps one.")


class ReasonReservedOutput(Model):
    """Only windows for other types hold the start."""

    code: Literal["reserved"] = Field(default='reserved')
    for_: list[Uid] = Field(
        description="The types that the window is for.",
        validation_alias="for", serialization_alias="for",
    )
    until: Optional[Instant] = Field(description="From when on it is for others too; null if never.")


class ReasonNotReleasedOutput(Model):
    """The window that holds the start is for nobody yet."""

    code: Literal["not_released"] = Field(default='not_released')
    at: Instant = Field(description="From when on it is.")


class ReasonOtherLocationOutput(Model):
    """The window that holds the start is at another location."""

    code: Literal["other_location"] = Field(default='other_location')
    location_uid: Optional[Uid] = Field(description="Which; null if it is nowhere in particular.")


class ReasonOutsideHoursOutput(Model):
    """No window holds the start, or none is open for the whole length."""

    code: Literal["outside_hours"] = Field(default='outside_hours')
    next_opening: Optional[Instant] = Field(
        description="The next start of open time after the start asked for, within 366 days.",
    )


class ReasonOffGridOutput(Model):
    """A window holds the start, but not on its grid."""

    code: Literal["off_grid"] = Field(default='off_grid')
    nearest: Optional[Instant] = Field(
        description="The closest candidate of such a window; the earlier of two. Null if it has none.",
    )


class ReasonNotAdjacentOutput(Model):
    """Neither beside another appointment nor at the edge of open time, where the grid asks for that."""

    code: Literal["not_adjacent"] = Field(default='not_adjacent')
    nearest: Optional[Instant] = Field(
        description="The closest candidate of such a window; the earlier of two. Null if it has none.",
    )


class ReasonSlotTakenOutput(Model):
    """Closer than the buffer to a blocking appointment."""

    code: Literal["slot_taken"] = Field(default='slot_taken')
    by: Uid = Field(description="The appointment.")
    until: Instant = Field(description="When its gap ends.")


class ReasonHeldOutput(Model):
    """Closer than the buffer to a hold."""

    code: Literal["held"] = Field(default='held')
    by: Uid = Field(description="The appointment.")
    until: Instant = Field(description="When the hold expires.")


class ReasonPlacesFullOutput(Model):
    """At some moment of it all places of the doctor are taken."""

    code: Literal["places_full"] = Field(default='places_full')
    places: Annotated[StrictInt, Field(ge=0), whole] = Field(description="How many there are.")
    until: Instant = Field(description="When one is free again after the first such moment, with the gap.")


class ReasonGroupFullOutput(Model):
    """The group visit has fewer seats left than are asked for."""

    code: Literal["group_full"] = Field(default='group_full')
    capacity: Annotated[StrictInt, Field(ge=0), whole] = Field(description="How many there are.")
    seats_left: Annotated[Optional[Annotated[StrictInt, Field(ge=0), whole]], present] = Field(
        default=None,
        description="How many are left.",
    )


class ReasonLimitReachedOutput(Model):
    """One more would exceed a limit."""

    code: Literal["limit_reached"] = Field(default='limit_reached')
    scope: LimitScope = Field(description="Whose limit it is.")
    per: Optional[Period] = Field(description="The period; null if all that are to come are counted.")
    unit: LimitUnit = Field(description="What is counted.")
    limit: Annotated[StrictInt, Field(ge=0), whole] = Field(description="Most that is allowed.")
    used: Whole = Field(description="What is used, without this one; minutes are rounded up.")


class ReasonPatientBusyOutput(Model):
    """The patient has another appointment at that time."""

    code: Literal["patient_busy"] = Field(default='patient_busy')
    by: Uid = Field(description="The appointment.")
    until: Instant = Field(description="Its end.")


class Slot(Model):
    """A slot that can be booked."""

    start_date: Instant = Field(description="The start.")
    end_date: Instant = Field(description="The end.")
    doctor_uid: Uid = Field(description="Who can be booked.")
    seats_left: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="Seats that are left; 1 but for group visits.",
    )
    location_uid: Annotated[Optional[Uid], present] = Field(
        default=None,
        description="Where it is; nowhere in particular if null.",
    )


class DayWithSlots(Model):
    """A local day with at least one slot."""

    date: TextDay = Field(description="The day.")
    first_start_date: Instant = Field(description="Its first start.")


class Explanation(Model):
    """Why a start can't be booked with one doctor. Without reasons, it can."""

    doctor_uid: Uid = Field(description="The doctor.")
    reasons: list[ReasonOutput] = Field(description="Every reason.")


class ExplainedDay(Model):
    """What stands against a doctor's slots on a local day."""

    date: TextDay = Field(description="The day, on the calendar of the query's zone.")
    doctor_uid: Uid = Field(description="The doctor.")
    candidates: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="How many starts the hours and the grid have.",
    )
    slots: Annotated[StrictInt, Field(ge=0), whole] = Field(description="How many of them can be booked.")
    booked_out: Boolean = Field(
        description="No slot is left, and no time either: appointments and holds have taken it.",
    )
    no_gap_long_enough: Boolean = Field(
        description="No slot is left because of appointments and holds, and what they leave is too short "
        "for the type.",
    )
    reasons: list[DayReason] = Field(description="Each kind of reason, those first that stand against most.")
    next_date: Optional[TextDay] = Field(
        description="The next day on which this doctor has a slot, in the range or on one of the 366 dates "
        "after it.",
    )


class DayReason(Model):
    """What one kind of reason does to a day."""

    reason: ReasonOutput = Field(
        description="The reason, as it stands against the first candidate that it forbids; of a day without "
        "candidates, against its first instant.",
    )
    candidates: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="How many candidates it forbids.",
    )
    share: Number = Field(
        description="The share of the candidates that it forbids, 0 to 1; 1 for a day without candidates.",
    )


class OpenHours(Model):
    """A stretch of a doctor's time."""

    doctor_uid: Uid = Field(description="The doctor.")
    start_date: Instant = Field(description="Its start.")
    end_date: Instant = Field(description="Its end.")
    state: HoursState = Field(description="What it is.")
    by: Optional[Uid] = Field(description="What blocks: the exception, or the rule.")
    date: Optional[TextDay] = Field(description="What is closed: a local date, or hours of it.")
    name: Optional[Text] = Field(description="What the closure is called.")


class Outcomes(Model):
    """How many of a doctor's appointments of a type were kept, and how many not."""

    doctor_uid: Uid = Field(description="The doctor.")
    appointment_type_uid: Optional[Uid] = Field(description="The type, or none.")
    kept: Annotated[StrictInt, Field(ge=0), whole] = Field(description="The patient came.")
    missed: Annotated[StrictInt, Field(ge=0), whole] = Field(description="The patient did not.")
    cancelled: Annotated[StrictInt, Field(ge=0), whole] = Field(description="Called off in time.")
    cancelled_late: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="Called off within the notice of the type, or on the day if it has none.",
    )
    unresolved: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="Confirmed and over, and nobody has said whether the patient came.",
    )


class Utilisation(Model):
    """One local day of one doctor, in minutes."""

    doctor_uid: Uid = Field(description="The doctor.")
    date: TextDay = Field(description="The day, on the doctor's own calendar.")
    open_minutes: Number = Field(
        description="Open time, of whatever buffer, before any booking is looked at.",
    )
    booked_minutes: Number = Field(description="Time with an appointment, in or outside of open time.")
    held_minutes: Number = Field(description="Time with a live hold and no appointment.")
    free_minutes: Number = Field(description="Open time with neither.")


class EventHeldOutput(Model):
    """A slot is reserved."""

    event: Literal["held"] = Field(default='held')
    appointment: AppointmentOutput = Field(description="The new appointment.")
    overrode: list[ReasonOutput] = Field(
        default_factory=list,
        description="What stood against its slot, and was overridden.",
    )


class EventExtendedOutput(Model):
    """The end of a hold is put off."""

    event: Literal["extended"] = Field(default='extended')
    uid: Uid = Field(description="The appointment.")
    at: Instant = Field(description="When that was said.")
    hold_expires_at: Instant = Field(description="First instant at which the hold no longer counts.")


class EventApprovalRequestedOutput(Model):
    """What was held waits for the practice."""

    event: Literal["approval_requested"] = Field(default='approval_requested')
    uid: Uid = Field(description="The appointment.")
    at: Instant = Field(description="When.")
    hold_expires_at: Instant = Field(description="First instant at which it is too late to approve it.")
    video_room_id: Uid = Field(description="Its video room, if it is approved.")


class EventConfirmedOutput(Model):
    """What was held is booked."""

    event: Literal["confirmed"] = Field(default='confirmed')
    uid: Uid = Field(description="The appointment.")
    at: Instant = Field(description="When.")
    video_room_id: Uid = Field(description="Its video room.")


class EventReleasedOutput(Model):
    """What was held is given back."""

    event: Literal["released"] = Field(default='released')
    uid: Uid = Field(description="The appointment.")
    at: Instant = Field(description="When.")


class EventExpiredOutput(Model):
    """The hold ran out."""

    event: Literal["expired"] = Field(default='expired')
    uid: Uid = Field(description="The appointment.")
    at: Instant = Field(description="When it ran out.")


class EventCancelledOutput(Model):
    """Called off."""

    event: Literal["cancelled"] = Field(default='cancelled')
    uid: Uid = Field(description="The appointment.")
    at: Instant = Field(description="When.")
    by: Actor = Field(description="By whom.")
    reason: Text = Field(description="Why.")
    reopenings: Annotated[Optional[Annotated[StrictInt, Field(ge=0), whole]], present] = Field(
        default=None,
        description="How often it had been reopened.",
    )


class EventRebookedOutput(Model):
    """Moved."""

    event: Literal["rebooked"] = Field(default='rebooked')
    uid: Uid = Field(description="The appointment.")
    at: Instant = Field(description="When.")
    by: Actor = Field(description="By whom.")
    doctor_uid: Uid = Field(description="The doctor from now on.")
    start_date: Instant = Field(description="The new start.")
    end_date: Instant = Field(description="The new end.")
    duration_minutes: Annotated[Optional[Whole], present] = Field(
        default=None,
        description="The length that was asked for, now or before, if any was.",
    )
    seats: Annotated[Optional[Whole], present] = Field(
        default=None,
        description="How many seats of a group visit it takes from now on; 1 if null.",
    )
    appointment_type_uid: Annotated[Optional[Uid], present] = Field(
        default=None,
        description="What it is from now on, if that changes.",
    )
    video_room_id: Optional[Uid] = Field(description="The video room from now on.")
    previous_doctor_uid: Uid = Field(description="The doctor until now.")
    previous_start_date: Instant = Field(description="The old start.")
    sequence: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="The appointment's `sequence` from now on. It tells this move from the same one made "
        "again, after others.",
    )
    overrode: list[ReasonOutput] = Field(
        default_factory=list,
        description="What stood against the new slot, and was overridden.",
    )
    location_uid: Annotated[Optional[Uid], present] = Field(
        default=None,
        description="Where it is from now on.",
    )


class EventCompletedOutput(Model):
    """It took place."""

    event: Literal["completed"] = Field(default='completed')
    uid: Uid = Field(description="The appointment.")
    at: Instant = Field(description="When that was said.")
    reopenings: Annotated[Optional[Annotated[StrictInt, Field(ge=0), whole]], present] = Field(
        default=None,
        description="How often it had been reopened.",
    )


class EventNoShowOutput(Model):
    """The patient did not come."""

    event: Literal["no_show"] = Field(default='no_show')
    uid: Uid = Field(description="The appointment.")
    at: Instant = Field(description="When that was said.")
    reopenings: Annotated[Optional[Annotated[StrictInt, Field(ge=0), whole]], present] = Field(
        default=None,
        description="How often it had been reopened.",
    )


class EventReopenedOutput(Model):
    """It is confirmed again."""

    event: Literal["reopened"] = Field(default='reopened')
    uid: Uid = Field(description="The appointment.")
    at: Instant = Field(description="When.")
    reopenings: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="How often it has been reopened, with this time.",
    )


class DueReminder(Model):
    """A reminder that is due, for one appointment."""

    due_at: Instant = Field(description="When it is due.")
    appointment_uid: Uid = Field(description="The appointment.")
    start_date: Instant = Field(
        description="Its start, which tells this reminder from that of another start.",
    )
    reminder_uid: Uid = Field(description="The reminder.")
    recipient_role: RecipientRole = Field(description="Who is reminded.")
    send_email: Boolean = Field(description="By email.")
    send_sms: Boolean = Field(description="By text message.")


class OutsideHours(Model):
    """An appointment that its doctor's hours do not cover."""

    appointment_uid: Uid = Field(description="The appointment.")
    doctor_uid: Uid = Field(description="Its doctor.")
    start_date: Instant = Field(description="Its start.")
    reasons: list[ReasonOutput] = Field(
        description="`closed`, `blocked`, `other_location` and `outside_hours`, as `explain` gives them.",
    )


class LocalTimeChange(Model):
    """An appointment that the clock of its doctor shows at another time under other rules."""

    appointment_uid: Uid = Field(description="The appointment.")
    doctor_uid: Uid = Field(description="Its doctor.")
    timezone: Text = Field(description="The doctor's zone.")
    start_date: Instant = Field(description="Its start, which does not change.")
    local_start: TextLocal = Field(description="Its local start by the clinic's rules.")
    other_local_start: TextLocal = Field(description="Its local start by the other rules.")


class BusyTime(Model):
    """What a calendar of somebody else says."""

    blocked: list[AvailabilityExceptionOutput] = Field(
        description="When its owner is busy: blocked intervals for a doctor, by start and uid.",
    )
    not_read: list[NotRead] = Field(
        description="What could not be read, or not with certainty, by line: for a person to look at. What "
        "could be made out of it all the same is among `blocked`.",
    )


class NotRead(Model):
    """Something in a calendar that could not be read, or not with certainty."""

    uid: Optional[Text] = Field(description="The `UID`, of which at most 255 bytes; null if there is none.")
    line: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="The line in which what is wrong stands, or the entry begins that lacks something. The "
        "first line is 1.",
    )
    code: NotReadCode = Field(description="What is wrong.")
    path: Text = Field(
        description="Where, as in `VEVENT[2].DTSTART`. Empty where the text as a whole is meant.",
    )
    message: Text = Field(description="The same in a sentence, with what was found.")


class ErrorDataInvalidJson(Model):
    """The text is not JSON."""

    code: Literal["invalid_json"] = Field(default='invalid_json')
    detail: Text = Field(description="What the JSON reader says, with line and column.")
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataInvalidIcalendar(Model):
    """The text is not iCalendar (RFC 5545 §3.1, §3.4)."""

    code: Literal["invalid_icalendar"] = Field(default='invalid_icalendar')
    detail: Text = Field(description="What is wrong, with the line.")
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataUnknownField(Model):
    """A field that the engine does not know. The path names it."""

    code: Literal["unknown_field"] = Field(default='unknown_field')
    expected: Text = Field(description="The fields that are known here.")
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataMissingField(Model):
    """A field that must be there is not. The path names it."""

    code: Literal["missing_field"] = Field(default='missing_field')
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataWrongType(Model):
    """A value of the wrong JSON type, such as `"30"` for an integer."""

    code: Literal["wrong_type"] = Field(default='wrong_type')
    detail: Text = Field(description="What was found and what is expected.")
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataUnknownValue(Model):
    """A word that is not in the list of this field."""

    code: Literal["unknown_value"] = Field(default='unknown_value')
    value: Text = Field(description="The word.")
    expected: Text = Field(description="The words that are allowed.")
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataOutOfRange(Model):
    """A number, or a length of text, outside its range."""

    code: Literal["out_of_range"] = Field(default='out_of_range')
    value: Optional[Number] = Field(description="What was given; null where JSON has no word for the number.")
    min: Number = Field(description="The smallest that is allowed.")
    max: Number = Field(description="The largest that is allowed.")
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataUnstable(Model):
    """More work comes in than the doctors can do, so that the queue grows without end and no steady state
    exists.
    """

    code: Literal["unstable"] = Field(default='unstable')
    offered_load: Number = Field(
        description="The work that comes in, in doctors kept busy: arrivals per minute times minutes per "
        "patient.",
    )
    doctors: Whole = Field(
        description="The doctors there are. Steady state needs more than the offered load.",
    )
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataEmptyInterval(Model):
    """An interval that ends at or before its start."""

    code: Literal["empty_interval"] = Field(default='empty_interval')
    start: Whole = Field(description="The start that was given.")
    end: Whole = Field(description="The end that was given.")
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataUnknownTimezone(Model):
    """A zone that is neither in the tz database nor supplied by the caller."""

    code: Literal["unknown_timezone"] = Field(default='unknown_timezone')
    value: Text = Field(description="The name that was given.")
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataInvalidTimezoneData(Model):
    """Supplied zone data that contradicts itself."""

    code: Literal["invalid_timezone_data"] = Field(default='invalid_timezone_data')
    detail: Text = Field(description="What is wrong.")
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataTimezoneDataEnds(Model):
    """An instant after the end of the zone data that the caller supplied."""

    code: Literal["timezone_data_ends"] = Field(default='timezone_data_ends')
    timezone: Text = Field(description="The zone.")
    covers_until: Whole = Field(description="First instant that is no longer covered.")
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataDuplicate(Model):
    """The same uid, date or name twice where it must be unique."""

    code: Literal["duplicate"] = Field(default='duplicate')
    value: Text = Field(description="What is there twice.")
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataConflict(Model):
    """Two fields that contradict each other."""

    code: Literal["conflict"] = Field(default='conflict')
    detail: Text = Field(description="Which, and why.")
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataNotFound(Model):
    """No such doctor, appointment type, appointment, reminder or closure."""

    code: Literal["not_found"] = Field(default='not_found')
    what: Text = Field(description="What was looked for, such as `doctor`.")
    uid: Text = Field(description="The uid that was given; of a closure, the date.")
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataInUse(Model):
    """A doctor that still has appointments cannot be removed; an inactive doctor offers nothing."""

    code: Literal["in_use"] = Field(default='in_use')
    appointments: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="How many appointments name the doctor.",
    )
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataTooMany(Model):
    """More entries, bytes or days than the engine takes at once."""

    code: Literal["too_many"] = Field(default='too_many')
    count: Annotated[StrictInt, Field(ge=0), whole] = Field(description="How many there are.")
    limit: Annotated[StrictInt, Field(ge=0), whole] = Field(description="How many may be.")
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class ErrorDataTooManySlots(Model):
    """The answer would have more slots than the engine gives at once."""

    code: Literal["too_many_slots"] = Field(default='too_many_slots')
    limit: Annotated[StrictInt, Field(ge=0), whole] = Field(description="How many may be.")
    kind: ErrorKind
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")
    errors: list[ErrorData] = Field(
        default_factory=list,
        description="All that is wrong, this first, where it is more than one thing.",
    )
    more_errors: Boolean = Field(default=False, description="True if even more is wrong than `errors` says.")


class RefusalNotBookable(Model):
    """The slot can't be booked."""

    code: Literal["not_bookable"] = Field(default='not_bookable')
    explanations: list[Explanation] = Field(description="Every reason, for each doctor that was asked for.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class RefusalAlreadyExists(Model):
    """Another appointment has this uid."""

    code: Literal["already_exists"] = Field(default='already_exists')
    status: AppointmentStatus = Field(description="Where that one stands.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class RefusalHoldExpired(Model):
    """The hold ran out before."""

    code: Literal["hold_expired"] = Field(default='hold_expired')
    expired_at: Instant = Field(description="When.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class RefusalWrongStatus(Model):
    """That does not happen to an appointment that stands there."""

    code: Literal["wrong_status"] = Field(default='wrong_status')
    status: AppointmentStatus = Field(description="Where it stands.")
    expected: list[AppointmentStatus] = Field(description="Where it would have to stand.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class RefusalTooLateToCancel(Model):
    """It is too late for the patient to cancel."""

    code: Literal["too_late_to_cancel"] = Field(default='too_late_to_cancel')
    latest: Instant = Field(description="Last instant at which it was not.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class RefusalTooLateToRebook(Model):
    """It is too late for the patient to rebook."""

    code: Literal["too_late_to_rebook"] = Field(default='too_late_to_rebook')
    latest: Instant = Field(description="Last instant at which it was not.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class RefusalRebookingNotAllowed(Model):
    """Patients do not rebook this type on their own."""

    code: Literal["rebooking_not_allowed"] = Field(default='rebooking_not_allowed')
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class RefusalOtherDoctorNotAllowed(Model):
    """Rebooking keeps the doctor."""

    code: Literal["other_doctor_not_allowed"] = Field(default='other_doctor_not_allowed')
    doctor_uid: Uid = Field(description="Who that is.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class RefusalNotExtendable(Model):
    """The hold can't live longer."""

    code: Literal["not_extendable"] = Field(default='not_extendable')
    hold_expires_at: Instant = Field(description="When it ends.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class RefusalApprovalRequested(Model):
    """It waits for the practice to approve it."""

    code: Literal["approval_requested"] = Field(default='approval_requested')
    hold_expires_at: Instant = Field(description="Until when it waits.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class RefusalApprovalNotRequested(Model):
    """Nobody asked the practice to approve it."""

    code: Literal["approval_not_requested"] = Field(default='approval_not_requested')
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class RefusalNeverConfirmed(Model):
    """What was called off was a hold, and no appointment."""

    code: Literal["never_confirmed"] = Field(default='never_confirmed')
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class RefusalNotBegun(Model):
    """An appointment that has not begun is neither over nor missed."""

    code: Literal["not_begun"] = Field(default='not_begun')
    start_date: Instant = Field(description="When it begins.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class WaitingRoomSnapshotOutput(Model):
    """Everything the engine knows of a waiting room."""

    policy: QueuePolicyOutput = Field(description="The rules.")
    doctors: list[QueueDoctorOutput] = Field(
        description="Who sees patients. Of doctors who are free at once, the first takes in somebody first.",
    )
    entries: list[QueueEntryOutput] = Field(description="Who waits, is being seen, or was here.")
    next_sequence: Annotated[StrictInt, Field(ge=0, le=9007199254740991), whole] = Field(
        description="The number of the next event; more than the `sequence` of every entry, and raised to "
        "that if it is less.",
    )


class QueuePolicyOutput(Model):
    """The rules of a waiting room."""

    guard_minutes: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(
        description="Nobody is fetched from the queue so long before an appointment; 0 to 1440.",
    )
    no_show_grace_minutes: Annotated[StrictInt, Field(ge=0, le=1440), whole] = Field(
        description="For how long a doctor waits for the patient of an appointment; 0 to 1440.",
    )
    capacity: Optional[Annotated[StrictInt, Field(ge=0, le=10000), whole]] = Field(
        description="Nobody joins while so many wait; no limit if null.",
    )
    is_closed: Boolean = Field(description="Nobody joins. Who waits is still seen.")
    close_msg: Optional[Text] = Field(description="What to say to those who can't join while `is_closed`.")
    closes_at: Optional[Instant] = Field(
        description="The end of the day: from then on nobody joins, and who still waits is not seen.",
    )
    visit_reasons: list[VisitReasonOutput] = Field(
        description="How long visits take, by what they are about.",
    )
    levels: list[QueueLevelOutput] = Field(
        default_factory=list,
        description="How patients are triaged: each level goes before others by so much.",
    )
    average_visit_minutes: Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]] = Field(
        description="How long a visit takes on average, for the two simple estimates; 5 if null.",
    )
    divide_by_doctors: Boolean = Field(
        description="Whether the estimate by position is divided by the number of doctors on duty.",
    )
    visit_minutes_max: Annotated[
        Optional[Annotated[StrictInt, Field(ge=1, le=1440), whole]], present
    ] = Field(
        default=None,
        description="A visit that is longer was left open by mistake, and teaches nothing about lengths; 1 "
        "to 1440.",
    )
    visit_seconds_min: Annotated[
        Optional[Annotated[StrictInt, Field(ge=1, le=86400), whole]], present
    ] = Field(
        default=None,
        description="A visit that is shorter was closed late or opened by mistake, and teaches nothing "
        "about lengths; 1 to 86400.",
    )


class VisitReasonOutput(Model):
    """How long visits about one thing take."""

    reason: Uid = Field(description="The word by which entries and appointments name it.")
    duration_minutes: Annotated[StrictInt, Field(ge=1, le=1440), whole] = Field(
        description="How long such a visit takes as a rule; 1 to 1440.",
    )
    doctor_uids: list[Uid] = Field(default_factory=list, description="The doctors who serve it; all if null.")


class QueueLevelOutput(Model):
    """A priority level."""

    uid: Uid = Field(description="The id, such as `orange`.")
    name: Optional[Text] = Field(description="What it is called.")
    head_start_minutes: Annotated[StrictInt, Field(ge=0, le=10080), whole] = Field(
        description="In the order of service its patients count as having come so much earlier; 0 to 10080.",
    )
    urgent: Boolean = Field(description="Whether its patients go before all who are not urgent.")


class QueueDoctorOutput(Model):
    """A doctor who sees patients from the queue."""

    uid: Uid = Field(description="The id, such as `doc-456`.")
    display_name: Annotated[Optional[Text], present] = Field(default=None, description="Kept, not used.")
    video_room_id: Annotated[Optional[Uid], present] = Field(
        default=None,
        description="The doctor's own video room. Without one, each visit has a room of its own.",
    )
    duty: list[Duty] = Field(
        description="When the doctor fetches patients from the queue: in order, none overlapping another.",
    )
    appointments: list[UpcomingAppointmentOutput] = Field(description="Appointments that have not begun.")
    current: Optional[ConsultationOutput] = Field(description="Whom the doctor sees now.")
    concurrent_patients_max: Annotated[
        Optional[Annotated[StrictInt, Field(ge=1, le=20), whole]], present
    ] = Field(
        default=None,
        description="How many patients the doctor sees at a time, 1 to 20; one if null.",
    )
    beside: list[ConsultationOutput] = Field(
        default_factory=list,
        description="Whom the doctor sees beside `current`, in the order in which these began. There may be "
        "more than places: who has begun stays to the end.",
    )
    last_ended_at: Annotated[Optional[Instant], present] = Field(
        default=None,
        description="When the doctor's last consultation was over.",
    )
    away_since: Annotated[Optional[Instant], present] = Field(
        default=None,
        description="Since when the doctor has been away, or was the last time.",
    )
    back_at: Annotated[Optional[Instant], present] = Field(
        default=None,
        description="When the doctor will be back, or has been since; null of one who is away until "
        "somebody says so.",
    )


class UpcomingAppointmentOutput(Model):
    """An appointment that has not begun."""

    uid: Uid = Field(description="The appointment's id.")
    start_date: Instant = Field(description="When it is to begin.")
    reason: Optional[Uid] = Field(description="What it is about.")


class ConsultationOutput(Model):
    """A consultation that is taking place."""

    kind: VisitKind = Field(description="Whether the patient comes from the queue or has an appointment.")
    uid: Uid = Field(description="The queue entry, or the appointment.")
    reason: Optional[Uid] = Field(description="What it is about.")
    registered_at: Instant = Field(
        description="When the patient joined the queue; the scheduled start of an appointment.",
    )
    started_at: Instant = Field(description="When it began.")


class QueueEntryOutput(Model):
    """Somebody who joined the queue."""

    uid: Uid = Field(description="The id, such as `q-abc123`.")
    status: QueueStatus = Field(description="Where it stands.")
    patient_uid: Uid = Field(description="The patient.")
    visit_reason: Optional[Uid] = Field(
        description="What the visit is about: a word of the policy's `visit_reasons`, or any other.",
    )
    preferred_doctor_uid: Optional[Uid] = Field(description="Whom the patient would like to see.")
    preference: DoctorPreference = Field(description="What that means.")
    preference_patience_minutes: Optional[Annotated[StrictInt, Field(ge=0, le=10080), whole]] = Field(
        description="With it, only the preferred doctor sees the patient until so long after "
        "`registered_at`; then anybody does. 0 to 10080.",
    )
    level: Annotated[Optional[Uid], present] = Field(
        default=None,
        description="The priority level by which the patient was triaged last: a word of the policy's "
        "`levels` then.",
    )
    urgent: Boolean = Field(description="Urgent patients are seen before others.")
    head_start_seconds: Annotated[
        Optional[Annotated[StrictInt, Field(ge=0, le=604800), whole]], present
    ] = Field(
        default=None,
        description="In the order of service the patient counts as having come so much earlier, 0 to "
        "604800: the credit of a priority level. Who is urgent goes first all the same.",
    )
    presence: Annotated[Optional[QueuePresence], present] = Field(
        default=None,
        description="Whether the patient is there to be seen. Doctors pass over who is not.",
    )
    ready_at: Annotated[Optional[Instant], present] = Field(
        default=None,
        description="When a patient who is `on_the_way` will be there.",
    )
    parts: list[VisitPartOutput] = Field(
        default_factory=list,
        description="The parts of the visit that are over, where a doctor sent the patient elsewhere in the "
        "middle of it.",
    )
    announced: Annotated[Optional[ShownWaitOutput], present] = Field(
        default=None,
        description="What the patient was told first of how long it will be: the promise.",
    )
    shown: Annotated[Optional[ShownWaitOutput], present] = Field(
        default=None,
        description="What the patient was told last.",
    )
    registered_at: Instant = Field(description="When the patient joined.")
    sequence: Annotated[StrictInt, Field(ge=0, le=9007199254740990), whole] = Field(
        description="The number of the event by which the patient joined. It orders those of the same "
        "instant.",
    )
    doctor_uid: Optional[Uid] = Field(description="The doctor who sees or saw the patient.")
    video_room_id: Optional[Uid] = Field(description="Where they meet.")
    allocated_at: Optional[Instant] = Field(description="When the doctor took the patient in.")
    completed_at: Optional[Instant] = Field(description="When the consultation was over.")
    cancelled_at: Optional[Instant] = Field(description="When it was called off.")
    cancelled_by: Optional[Actor] = Field(description="Who called it off.")


class VisitPartOutput(Model):
    """A part of a visit that ended with the patient being sent elsewhere: to the X-ray, the laboratory, a
    nurse.
    """

    doctor_uid: Uid = Field(description="The doctor who saw the patient.")
    started_at: Instant = Field(description="When the doctor took the patient in.")
    sent_at: Instant = Field(description="When the doctor sent the patient elsewhere.")
    back_at: Optional[Instant] = Field(
        description="When the patient was back; null as long as nobody has said so.",
    )


class ShownWaitOutput(Model):
    """A wait as it was shown to somebody: "about 20 minutes, at most 35".  Shown again, it falls as it may,
    and rises only if something explains that: more are before the patient than were, or fewer doctors are
    there; or if it is more than the bound that was shown beside it allows.
    """

    uid: Annotated[Optional[Uid], present] = Field(
        default=None,
        description="The queue entry; null for somebody who has not joined.",
    )
    at: Instant = Field(description="When it was shown.")
    minutes: Annotated[StrictInt, Field(ge=0, le=120968640), whole] = Field(
        description="\"About so many minutes\": P50, rounded to the minute below ten, to five minutes below "
        "an hour, to a quarter of an hour above.",
    )
    at_most_minutes: Annotated[StrictInt, Field(ge=0, le=120968640), whole] = Field(
        description="\"Rarely more than\": P90, rounded up in the same way.",
    )
    position: Annotated[StrictInt, Field(ge=1, le=10001), whole] = Field(
        description="The place in the order of service at that time.",
    )
    doctors: Annotated[StrictInt, Field(ge=0, le=1000), whole] = Field(
        description="How many doctors were on duty or saw somebody.",
    )


class QueueEventRegisteredOutput(Model):
    """Somebody joined."""

    event: Literal["registered"] = Field(default='registered')
    entry: QueueEntryOutput = Field(description="The new entry.")


class QueueEventAllocatedOutput(Model):
    """A doctor took a patient in."""

    event: Literal["allocated"] = Field(default='allocated')
    uid: Uid = Field(description="The entry.")
    at: Instant = Field(description="When.")
    doctor_uid: Uid = Field(description="The doctor.")
    video_room_id: Uid = Field(description="Where they meet.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventAppointmentStartedOutput(Model):
    """A doctor turned to an appointment."""

    event: Literal["appointment_started"] = Field(default='appointment_started')
    doctor_uid: Uid = Field(description="The doctor.")
    at: Instant = Field(description="When.")
    appointment: UpcomingAppointmentOutput = Field(
        description="The appointment, as it stood among those to come.",
    )
    sequence: Whole = Field(description="The event's number.")


class QueueEventCompletedOutput(Model):
    """A consultation is over."""

    event: Literal["completed"] = Field(default='completed')
    uid: Uid = Field(description="The entry.")
    at: Instant = Field(description="When.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventAppointmentFinishedOutput(Model):
    """The consultation of an appointment is over."""

    event: Literal["appointment_finished"] = Field(default='appointment_finished')
    doctor_uid: Uid = Field(description="The doctor.")
    appointment_uid: Uid = Field(description="The appointment.")
    started_at: Instant = Field(description="When it began.")
    at: Instant = Field(description="When.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventNoShowOutput(Model):
    """The patient of an appointment did not come."""

    event: Literal["no_show"] = Field(default='no_show')
    doctor_uid: Uid = Field(description="The doctor.")
    appointment_uid: Uid = Field(description="The appointment.")
    started_at: Instant = Field(description="When the doctor turned to it.")
    at: Instant = Field(description="When that was said.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventAppointmentLeftOutput(Model):
    """A doctor turned away from an appointment that did not take place, or not now."""

    event: Literal["appointment_left"] = Field(default='appointment_left')
    doctor_uid: Uid = Field(description="The doctor.")
    appointment_uid: Uid = Field(description="The appointment.")
    started_at: Instant = Field(description="When the doctor turned to it.")
    at: Instant = Field(description="When.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventCancelledOutput(Model):
    """Called off."""

    event: Literal["cancelled"] = Field(default='cancelled')
    uid: Uid = Field(description="The entry.")
    at: Instant = Field(description="When.")
    by: Actor = Field(description="By whom.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventRequeuedOutput(Model):
    """Sent back to the queue."""

    event: Literal["requeued"] = Field(default='requeued')
    uid: Uid = Field(description="The entry.")
    at: Instant = Field(description="When.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventTransferredOutput(Model):
    """Waits for one doctor and no other."""

    event: Literal["transferred"] = Field(default='transferred')
    uid: Uid = Field(description="The entry.")
    at: Instant = Field(description="When.")
    doctor_uid: Uid = Field(description="The doctor from now on.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventSentElsewhereOutput(Model):
    """Was sent elsewhere in the middle of a visit."""

    event: Literal["sent_elsewhere"] = Field(default='sent_elsewhere')
    uid: Uid = Field(description="The entry.")
    at: Instant = Field(description="When.")
    doctor_uid: Uid = Field(description="Who sees the patient afterwards.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventCameBackOutput(Model):
    """Is back from there, to be seen again."""

    event: Literal["came_back"] = Field(default='came_back')
    uid: Uid = Field(description="The entry.")
    at: Instant = Field(description="When.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventPresenceSetOutput(Model):
    """Is there to be seen, or not."""

    event: Literal["presence_set"] = Field(default='presence_set')
    uid: Uid = Field(description="The entry.")
    at: Instant = Field(description="When that was said.")
    presence: QueuePresence = Field(description="Which.")
    ready_at: Optional[Instant] = Field(description="When a patient who is on the way will be there.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventSeenOutput(Model):
    """Was seen, nobody says by whom."""

    event: Literal["seen"] = Field(default='seen')
    uid: Uid = Field(description="The entry.")
    at: Instant = Field(description="When.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventAnnouncedOutput(Model):
    """Was told how long it will be."""

    event: Literal["announced"] = Field(default='announced')
    uid: Uid = Field(description="The entry.")
    at: Instant = Field(description="When.")
    shown: ShownWaitOutput = Field(description="What was told, at that time.")
    sequence: Whole = Field(description="The event's number.")


class QueueEventAwaySetOutput(Model):
    """A doctor is away from now on, or no longer."""

    event: Literal["away_set"] = Field(default='away_set')
    doctor_uid: Uid = Field(description="The doctor.")
    at: Instant = Field(description="When.")
    away: Boolean = Field(description="Which.")
    back_at: Optional[Instant] = Field(
        description="When a doctor who is away will be back, if that is known.",
    )
    sequence: Whole = Field(description="The event's number.")


class QueueEventLevelSetOutput(Model):
    """Is on a priority level from now on, or on none."""

    event: Literal["level_set"] = Field(default='level_set')
    uid: Uid = Field(description="The entry.")
    at: Instant = Field(description="When.")
    level: Optional[Uid] = Field(description="The level.")
    urgent: Boolean = Field(description="Whether its patients were urgent then.")
    head_start_seconds: Whole = Field(
        description="How much earlier its patients counted as having come then.",
    )
    sequence: Whole = Field(description="The event's number.")


class QueueEventUrgencySetOutput(Model):
    """Is urgent from now on, or no longer."""

    event: Literal["urgency_set"] = Field(default='urgency_set')
    uid: Uid = Field(description="The entry.")
    at: Instant = Field(description="When.")
    urgent: Boolean = Field(description="Which.")
    sequence: Whole = Field(description="The event's number.")


class QueueRefusalAlreadyExists(Model):
    """Another entry has this uid."""

    code: Literal["already_exists"] = Field(default='already_exists')
    status: QueueStatus = Field(description="Where that one stands.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalAlreadyRegistered(Model):
    """The patient has a live entry."""

    code: Literal["already_registered"] = Field(default='already_registered')
    uid: Uid = Field(description="Which.")
    status: QueueStatus = Field(description="Where it stands.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalClosed(Model):
    """Nobody joins now."""

    code: Literal["closed"] = Field(default='closed')
    close_msg: Optional[Text] = Field(description="What to say.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalPastClosing(Model):
    """The day is over."""

    code: Literal["past_closing"] = Field(default='past_closing')
    closes_at: Instant = Field(description="Since when.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalQueueFull(Model):
    """As many wait as may."""

    code: Literal["queue_full"] = Field(default='queue_full')
    capacity: Whole = Field(description="How many that is.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalWrongStatus(Model):
    """That does not happen to an entry that stands there."""

    code: Literal["wrong_status"] = Field(default='wrong_status')
    status: QueueStatus = Field(description="Where it stands.")
    expected: list[QueueStatus] = Field(description="Where it would have to stand.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalDoctorBusy(Model):
    """The doctor sees as many as one can who has so many places, most of them one."""

    code: Literal["doctor_busy"] = Field(default='doctor_busy')
    uid: Uid = Field(description="The queue entry or appointment, of several the first that began.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalOffDuty(Model):
    """The doctor fetches nobody now."""

    code: Literal["off_duty"] = Field(default='off_duty')
    next_duty: Optional[Instant] = Field(description="When the next stretch on duty begins, if there is one.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalDoctorAway(Model):
    """The doctor is away."""

    code: Literal["doctor_away"] = Field(default='doctor_away')
    back_at: Optional[Instant] = Field(description="When the doctor will be back; not known if null.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalAppointmentDue(Model):
    """An appointment of the doctor goes first."""

    code: Literal["appointment_due"] = Field(default='appointment_due')
    appointment_uid: Uid = Field(description="Which.")
    start_date: Instant = Field(description="Since when it has been due.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalAppointmentSoon(Model):
    """An appointment of the doctor is too near to fetch anybody."""

    code: Literal["appointment_soon"] = Field(default='appointment_soon')
    appointment_uid: Uid = Field(description="Which.")
    start_date: Instant = Field(description="When it is to begin.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalNobodyWaiting(Model):
    """Nobody waits whom the doctor may see."""

    code: Literal["nobody_waiting"] = Field(default='nobody_waiting')
    for_others: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="How many wait for others, or are not there to be seen.",
    )
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalOtherDoctorOnly(Model):
    """Another doctor is the only one who may see the patient."""

    code: Literal["other_doctor_only"] = Field(default='other_doctor_only')
    doctor_uid: Uid = Field(description="Who that is.")
    until: Optional[Instant] = Field(description="When others may; never if null.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalReasonNotServed(Model):
    """The doctor does not serve what the patient comes for."""

    code: Literal["reason_not_served"] = Field(default='reason_not_served')
    reason: Uid = Field(description="What that is.")
    doctor_uids: list[Uid] = Field(description="Who serves it.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalNotElsewhere(Model):
    """The patient is not elsewhere in the middle of a visit."""

    code: Literal["not_elsewhere"] = Field(default='not_elsewhere')
    back_at: Optional[Instant] = Field(
        description="When the patient was back; null if no doctor has sent them elsewhere.",
    )
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalTooSoon(Model):
    """The doctor has to wait for the patient a little longer."""

    code: Literal["too_soon"] = Field(default='too_soon')
    earliest: Instant = Field(description="First instant at which the patient counts as missing.")
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class QueueRefusalDoctorNeeded(Model):
    """Patients with live entries are to be seen by this doctor only, or reasons are served by this one."""

    code: Literal["doctor_needed"] = Field(default='doctor_needed')
    entries: Annotated[StrictInt, Field(ge=0), whole] = Field(description="How many.")
    reasons: Annotated[Optional[Annotated[StrictInt, Field(ge=0), whole]], present] = Field(
        default=None,
        description="How many reasons of the policy name the doctor, if any do.",
    )
    kind: Literal["refused"] = Field(default='refused')
    path: Text = Field(
        description="The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole "
        "input is meant.",
    )
    message: Text = Field(description="The same in English. It may change; the code does not.")


class ForgottenConsultation(Model):
    """A consultation that has been open for so long that nobody believes it."""

    doctor_uid: Uid = Field(description="The doctor.")
    uid: Uid = Field(description="The queue entry, or the appointment.")
    started_at: Instant = Field(description="When it began.")
    doubt: VisitDoubt = Field(description="Why it is not believed.")


class Promises(Model):
    """How many promises were kept. A promise is what a patient was told first: "about so many minutes, at
    most so many".
    """

    announced: Annotated[StrictInt, Field(ge=0), whole] = Field(description="All promises.")
    kept: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="Patients who were seen within the minutes that were said to be the most.",
    )
    kept_early: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="Of these, who were seen within the minutes that were said to be about right.",
    )
    broken: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="Patients who were seen later than that.",
    )
    left: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="Patients who left, or were sent away.",
    )
    waiting: Annotated[StrictInt, Field(ge=0), whole] = Field(description="Patients who still wait.")


class WaitEstimate(Model):
    """How long somebody will wait.  The minutes are from now to the start of the consultation, and hold for
    those who stay and are seen before the room closes.
    """

    uid: Optional[Uid] = Field(description="The queue entry; null for somebody who has not joined.")
    position: Annotated[StrictInt, Field(ge=0), whole] = Field(
        description="The 1-based place in the order of service.",
    )
    estimated_wait_minutes: Optional[Whole] = Field(
        description="\"About so many minutes\": P50 in whole minutes, or what the mode's formula says. Null "
        "if it is more likely that the room closes before.",
    )
    unknown: Annotated[Optional[WaitUnknown], present] = Field(
        default=None,
        description="Why the minutes are null, of `simulated`.",
    )
    distribution: Annotated[Optional[WaitDistribution], present] = Field(
        default=None,
        description="What only `simulated` says.",
    )
    percentiles: list[Number] = Field(
        default_factory=list,
        description="The minutes of the percentiles that were asked for, in their order, if there is a "
        "distribution.",
    )
    overdue_minutes: Annotated[Optional[Whole], present] = Field(
        default=None,
        description="For how many minutes they have waited beyond the most that they were told first.",
    )
    p_seen_by: list[Number] = Field(
        default_factory=list,
        description="The share of futures in which they are seen by the instants that were asked for, in "
        "their order.",
    )
    across_break: Annotated[Optional[WaitAcrossBreak], present] = Field(
        default=None,
        description="If it is open whether they are seen before a break or after it: both answers.",
    )
    shown: Annotated[Optional[ShownWaitOutput], present] = Field(
        default=None,
        description="What to show to people, if that was asked for and there are minutes.",
    )


class WaitDistribution(Model):
    """How long somebody may wait, in minutes, if they are seen before the room closes."""

    p_served: Number = Field(
        description="The share of futures in which they are seen before the room closes.",
    )
    mean: Number = Field(description="The mean.")
    p10: Number = Field(description="One of ten waits is shorter.")
    p50: Number = Field(description="Every second wait is shorter: \"about so long\".")
    p90: Number = Field(description="Nine of ten waits are shorter: \"rarely more than\".")


class WaitAcrossBreak(Model):
    """A wait that may end before a break or after it: "by 12:00 with 35 %, else about 14:00"."""

    by_minutes: Number = Field(description="The minutes until the break.")
    p_by: Number = Field(description="The share of futures in which they are seen before it.")
    else_minutes: Number = Field(description="P50 of the minutes in those in which they are seen after it.")


class WaitEvaluation(Model):
    """What an evaluation says."""

    questions: Whole = Field(description="Questions.")
    mean_wait: Number = Field(description="The mean of their waits, in minutes.")
    scores: list[WaitScore] = Field(description="One row for each method.")
    bands: list[WaitBand] = Field(
        description="What the engine said beside what came, in ten equal parts from short to long.",
    )
    doubts: LogDoubts = Field(description="What in the log was not taken as it stands.")


class WaitScore(Model):
    """How near one method was."""

    method: WaitMethod = Field(description="The method.")
    answers: Whole = Field(description="Answers that were scored.")
    unanswered: Whole = Field(description="Questions it had no answer to.")
    mae: Number = Field(description="The mean absolute error, in minutes.")
    bias: Number = Field(description="The mean of what was said less the wait.")
    within_p90: Number = Field(
        description="The share of waits within P90. Of methods that say one number only, within that number.",
    )
    within_p10_p90: Optional[Number] = Field(
        description="The share of waits from P10 to P90; null of a method that says one number only.",
    )
    pinball: Number = Field(
        description="The mean loss of P90: nine tenths of what is above it, a tenth of what is below.",
    )


class WaitBand(Model):
    """A tenth of the answers, in minutes."""

    answers: Whole = Field(description="Answers.")
    p50: Number = Field(description="The mean of what was said: P50, and P90.")
    p90: Number = Field(description="See above.")
    waited_p50: Number = Field(
        description="The wait that half of them did not exceed, and the one that nine of ten did not.",
    )
    waited_p90: Number = Field(description="See above.")


class LogDoubts(Model):
    """Visits of a log that were not taken as they stand."""

    nothing_known: Whole = Field(description="Neither begun nor over: left out.")
    ends_before_start: Whole = Field(
        description="Over before they began: they end when their doctor begins the next.",
    )
    overlapping: Whole = Field(description="Over after their doctor had begun the next: they end then.")
    overnight: Whole = Field(description="Not over on the day on which they began: they teach nothing.")
    unlikely: Whole = Field(
        description="So long that nobody believes it: they don't teach how long visits take.",
    )


class LearnerStateOutput(Model):
    """What is known of a clinic's visits.  Everything about it is in its wire form: doctors and reasons by
    id, and sums by doctor and reason in which older visits count less. Save it, load it, `merge` those of
    several rooms, or of several times; what the sums mean may change from version to version of the engine.
    """

    doctors: list[Uid]
    reasons: list[Uid]
    walk_ins: list[Number] = Field(
        description="Visits of patients from the queue: those whose reason is not known, and then by "
        "reason. So are the columns of the rates.",
    )
    own_first: list[Number] = Field(description="By doctor, patients who wanted to see them first.")
    rates: list[LearnerRate] = Field(min_length=3, max_length=3)
    habits: LearnerHabitsOutput
    doubted: Annotated[Optional[Number], present] = Field(
        default=None,
        description="Visits whose length was not believed, as the slowest rate forgets.",
    )
    pauses: Annotated[Optional[LearnerPauses], present] = Field(
        default=None,
        description="Of doctors who are free while somebody waits.",
    )
    pace: Annotated[Optional[list[LearnerRate]], present] = Field(
        default=None,
        description="From start to start, while somebody waits.",
        min_length=3,
        max_length=3,
    )
    elsewhere: Annotated[Optional[list[LearnerRate]], present] = Field(
        default=None,
        description="How long patients were elsewhere in the middle of a visit.",
        min_length=3,
        max_length=3,
    )


class LearnerHabitsOutput(Model):
    """Counts of what patients did. Nothing of it is forgotten: what is rare would be lost with it."""

    kept: Number = Field(description="Appointments kept, and those that nobody came to.")
    no_shows: Number
    urgent: Number = Field(
        description="Patients who joined the queue: urgent ones, and those who go before nobody. And "
        "minutes in which they could have come.",
    )
    in_turn: Number
    open_minutes: Number
    ahead: list[LearnerHeadStart] = Field(
        default_factory=list,
        description="Patients with a head start, by its seconds.",
    )
    last_registered_at: Optional[Whole] = Field(
        description="When the visit learned last was registered, in Unix seconds.",
    )
    left: list[Number] = Field(
        description="By minutes waited: how many left, and the minutes that all have waited.",
        min_length=5,
        max_length=5,
    )
    waited_minutes: list[Number] = Field(min_length=5, max_length=5)


class VisitOutput(Model):
    """A visit that is over, of somebody who waited or had an appointment."""

    kind: VisitKind = Field(description="Whether the patient waited in the queue or had an appointment.")
    outcome: VisitOutcome = Field(description="How it ended.")
    doctor_uid: Optional[Uid] = Field(description="The doctor; null if no doctor saw the patient.")
    reason: Optional[Uid] = Field(
        description="What it was about: a word of the clinic's list of visit reasons.",
    )
    registered_at: Instant = Field(
        description="When the patient joined the queue; the scheduled start of an appointment.",
    )
    started_at: Optional[Instant] = Field(description="When the consultation began; null if it never did.")
    ended_at: Instant = Field(description="When the consultation ended, or the patient left.")
    urgent: Boolean = Field(description="Whether the patient was urgent.")
    head_start_seconds: Annotated[Optional[Whole], present] = Field(
        default=None,
        description="The patient's head start in the order of service.",
    )
    preferred_doctor_uid: Annotated[Optional[Uid], present] = Field(
        default=None,
        description="The doctor whom the patient had a soft preference for, without patience: such patients "
        "go before others who came earlier.",
    )
    pauses: list[PauseOutput] = Field(
        default_factory=list,
        description="For how long the doctor was free before the visit while somebody waited: one for each "
        "stretch on duty since the doctor's visit before. Those before the last ended without a fetch.",
    )
    gap_seconds: Annotated[Optional[Whole], present] = Field(
        default=None,
        description="How long after the start before, of whatever doctor, the visit began; or after the "
        "first of those who waited then had come, if that was later. Null if the patient did not wait, or "
        "it is not known.",
    )
    only_doctor: Boolean = Field(default=False, description="Whether the room had this doctor only.")
    interrupted_seconds: Annotated[Optional[Whole], present] = Field(
        default=None,
        description="For how long of the time from the first start to the end the patient was not with the "
        "doctor, having been sent elsewhere.",
    )
    elsewhere_seconds: list[Whole] = Field(
        default_factory=list,
        description="How long each time elsewhere took, as far as that is known; 0 to 86400 each.",
    )
    doubt: Annotated[Optional[VisitDoubt], present] = Field(
        default=None,
        description="Why nobody believes that it took so long.",
    )


class PauseOutput(Model):
    """A time in which a doctor on duty was free, up to the next fetch."""

    seconds: Optional[Whole] = Field(
        description="How long it lasted; null if it is not known: duty ended before, or nobody waited when "
        "it ended.",
    )
    asked_seconds: list[Whole] = Field(
        description="For how many seconds somebody waited whom the doctor could have fetched, by how long "
        "the doctor had been free: for less than one second, less than 2, 4, 8 and so on, eighteen numbers "
        "at most.",
    )


class DayWaits(Model):
    """What waits come to over many such days. The minutes are those of patients who are seen."""

    doctors: Whole = Field(description="With so many doctors.")
    patients: Number = Field(description="Patients of a day on average.")
    p_served: Number = Field(description="The share of them who are seen.")
    mean: Number = Field(description="The mean wait.")
    p50: Number = Field(description="Half of the patients wait no longer.")
    p90: Number = Field(description="Nine of ten wait no longer.")


class SteadyState(Model):
    """The long-run averages of a queue, the same fields for every model.  Minutes are those of the input;
    probabilities are shares of patients, or of time, between 0 and 1. A number below the smallest that `f64`
    holds is 0.
    """

    offered_load: Number = Field(
        description="Doctors that the arrivals would keep busy if none were lost, in erlangs: arrivals per "
        "minute times minutes per patient (`a`).",
    )
    utilisation: Number = Field(
        description="The share of their time that doctors spend with patients (`ρ` where no patient is "
        "lost).",
    )
    wait_probability: Number = Field(description="The share of those let in who have to wait.")
    blocking_probability: Number = Field(description="The share of arrivals turned away.")
    abandonment_probability: Number = Field(description="The share of those let in who give up waiting.")
    empty_probability: Number = Field(description="The share of time in which nobody is there (`P₀`).")
    wait_minutes: Number = Field(
        description="The mean wait of those let in, who does not wait and who gives up among them (`Wq`).",
    )
    offered_wait_minutes: Number = Field(description="The mean wait of somebody who would never give up.")
    stay_minutes: Number = Field(description="The mean time from arrival to departure of those let in (`W`).")
    waiting: Number = Field(description="The mean number of patients waiting (`Lq`).")
    present: Number = Field(description="The mean number of patients waiting or with a doctor (`L`).")
    busy_doctors: Number = Field(description="The mean number of doctors with a patient.")


class WaitBehind(Model):
    """The middle and the spread of a wait."""

    mean_minutes: Number = Field(description="The mean, in minutes.")
    sd_minutes: Number = Field(description="The standard deviation, in minutes.")
    relative_rmse: Number = Field(
        description="The root of the mean squared error of predicting the mean, over the mean.",
    )



MeetingType: TypeAlias = Literal["CONSULTATION", "FOLLOW_UP", "INITIAL", "REVIEW", "ON_DEMAND"]
"""Kind of meeting, as in the documented API."""


RoomStrategy: TypeAlias = Literal["persistent_per_provider", "per_appointment"]
"""How video rooms are given out."""


RebookingMode: TypeAlias = Literal["same_doctor_only", "any_doctor_same_organisation"]
"""Whether rebooking may change the doctor."""


DoctorAssignmentMode: TypeAlias = Literal["all_available_doctors", "selected_doctors_only"]
"""Which doctors can offer a type."""


DoctorChoiceStrategy: TypeAlias = Literal["fewest_appointments", "priority", "round_robin"]
"""Which of the doctors that can be booked is booked when nobody is asked for. Among equals it is the first by
uid.
"""


GridMode: TypeAlias = Literal["window", "packed", "clock", "adjacent"]
"""What anchors the grid of starts."""


Period: TypeAlias = Literal["day", "week", "month", "year"]
"""A stretch of local dates."""


CountedOver: TypeAlias = Literal["doctor", "clinic"]
"""Over whom a limit counts."""


ExceptionKind: TypeAlias = Literal["blocked", "extra"]
"""Whether an `AvailabilityException` adds open time or takes it away."""


RecipientRole: TypeAlias = Literal["patient", "doctor", "admin"]
"""Who is reminded, as in the documented API."""


AppointmentStatus: TypeAlias = Literal["held", "confirmed", "cancelled", "expired", "completed", "no_show"]
"""Where an appointment stands, as in the documented API."""


MeetingFormat: TypeAlias = Literal["DIGITAL", "IN_PERSON"]
"""Where the meeting is held, as in the documented API."""


Approval: TypeAlias = Literal["requested"]
"""How far the practice has come with what a patient asked for."""


Reason: TypeAlias = Annotated[
    Union[
        ReasonTypeInactive,
        ReasonDoctorNotOffering,
        ReasonTooSoon,
        ReasonBeyondHorizon,
        ReasonNonexistentLocalTime,
        ReasonClosed,
        ReasonBlocked,
        ReasonReserved,
        ReasonNotReleased,
        ReasonOtherLocation,
        ReasonWindowFull,
        ReasonOutsideHours,
        ReasonOffGrid,
        ReasonNotAdjacent,
        ReasonLeavesGap,
        ReasonSlotTaken,
        ReasonHeld,
        ReasonPlacesFull,
        ReasonGroupFull,
        ReasonLimitReached,
        ReasonPatientBusy,
        ReasonTooManyHolds,
    ],
    Field(discriminator="code"),
]
"""A reason why a start can't be booked, with the data that helps to find a better one."""


NotOffering: TypeAlias = Literal["doctor_inactive", "no_active_setting", "several_places"]
"""Why a doctor does not offer a type."""


LimitScope: TypeAlias = Literal["appointment_type", "doctor", "clinic", "patient"]
"""Whose limit it is."""


LimitUnit: TypeAlias = Literal["appointments", "minutes"]
"""What a limit counts."""


Change: TypeAlias = Annotated[
    Union[
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
    ],
    Field(discriminator="change"),
]
"""A change to what the clinic knows. It records what is so; whether a patient may book or move an appointment
is not asked here.
"""


Actor: TypeAlias = Literal["patient", "partner", "administrator"]
"""Who asks for something."""


Command: TypeAlias = Annotated[
    Union[
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
    ],
    Field(discriminator="command"),
]
"""Something that is to happen to an appointment."""


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
"""What kind of reason it is, for whoever books in spite of it."""


Event: TypeAlias = Annotated[
    Union[
        EventHeld,
        EventExtended,
        EventApprovalRequested,
        EventConfirmed,
        EventReleased,
        EventExpired,
        EventCancelled,
        EventRebooked,
        EventCompleted,
        EventNoShow,
        EventReopened,
    ],
    Field(discriminator="event"),
]
"""Something that happened to an appointment."""


VisitKind: TypeAlias = Literal["walk_in", "appointment"]
"""Where a patient came from."""


QueueStatus: TypeAlias = Literal["waiting", "allocated", "completed", "cancelled"]
"""Where an entry stands, as in the documented API."""


DoctorPreference: TypeAlias = Literal["soft", "strict"]
"""What it means to prefer a doctor."""


QueuePresence: TypeAlias = Literal["ready", "elsewhere", "on_the_way"]
"""Whether a patient who waits is there to be seen."""


QueueChange: TypeAlias = Annotated[
    Union[
        QueueChangePutPolicy,
        QueueChangePutDoctor,
        QueueChangeRemoveDoctor,
        QueueChangeOrderDoctors,
        QueueChangePutDuty,
        QueueChangePutAppointments,
        QueueChangeForget,
    ],
    Field(discriminator="change"),
]
"""A change to what the room knows. It records what is so; what happens to patients is for commands."""


QueueCommand: TypeAlias = Annotated[
    Union[
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
    ],
    Field(discriminator="command"),
]
"""Something that is to happen in a waiting room."""


QueueEvent: TypeAlias = Annotated[
    Union[
        QueueEventRegistered,
        QueueEventAllocated,
        QueueEventAppointmentStarted,
        QueueEventCompleted,
        QueueEventAppointmentFinished,
        QueueEventNoShow,
        QueueEventAppointmentLeft,
        QueueEventCancelled,
        QueueEventRequeued,
        QueueEventTransferred,
        QueueEventSentElsewhere,
        QueueEventCameBack,
        QueueEventPresenceSet,
        QueueEventSeen,
        QueueEventAnnounced,
        QueueEventAwaySet,
        QueueEventLevelSet,
        QueueEventUrgencySet,
    ],
    Field(discriminator="event"),
]
"""Something that happened in a waiting room. `at` is when, and `sequence` is its number: the room counts its
events, so that it knows those that it has recorded.
"""


EstimateMode: TypeAlias = Literal["simulated", "position_times_average", "average_times_before_me"]
"""By what a wait is estimated."""


VisitOutcome: TypeAlias = Literal["completed", "abandoned", "no_show", "unserved"]
"""How a visit ended."""


VisitDoubt: TypeAlias = Literal["too_long", "too_short", "past_duty", "unlikely"]
"""Why the length of a visit is not believed: nobody said when it was over, or somebody said so at another
time.
"""


ReasonOutput: TypeAlias = Annotated[
    Union[
        ReasonTypeInactive,
        ReasonDoctorNotOffering,
        ReasonTooSoonOutput,
        ReasonBeyondHorizonOutput,
        ReasonNonexistentLocalTimeOutput,
        ReasonClosedOutput,
        ReasonBlockedOutput,
        ReasonReservedOutput,
        ReasonNotReleasedOutput,
        ReasonOtherLocationOutput,
        ReasonWindowFull,
        ReasonOutsideHoursOutput,
        ReasonOffGridOutput,
        ReasonNotAdjacentOutput,
        ReasonLeavesGap,
        ReasonSlotTakenOutput,
        ReasonHeldOutput,
        ReasonPlacesFullOutput,
        ReasonGroupFullOutput,
        ReasonLimitReachedOutput,
        ReasonPatientBusyOutput,
        ReasonTooManyHolds,
    ],
    Field(discriminator="code"),
]
"""A reason why a start can't be booked, with the data that helps to find a better one."""


HoursState: TypeAlias = Literal["open", "closed", "blocked"]
"""Whether somebody is there."""


EventOutput: TypeAlias = Annotated[
    Union[
        EventHeldOutput,
        EventExtendedOutput,
        EventApprovalRequestedOutput,
        EventConfirmedOutput,
        EventReleasedOutput,
        EventExpiredOutput,
        EventCancelledOutput,
        EventRebookedOutput,
        EventCompletedOutput,
        EventNoShowOutput,
        EventReopenedOutput,
    ],
    Field(discriminator="event"),
]
"""Something that happened to an appointment."""


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
"""What can be wrong with a part of a calendar."""


ErrorData: TypeAlias = Annotated[
    Union[
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
    ],
    Field(discriminator="code"),
]
"""What was wrong, and where."""


ErrorKind: TypeAlias = Literal["invalid", "not_found", "refused", "too_large"]
"""What a caller can do about an `Error`."""


Refusal: TypeAlias = Annotated[
    Union[
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
    ],
    Field(discriminator="code"),
]
"""Why a command changes nothing: it is wrong, or a rule is against it."""


QueueEventOutput: TypeAlias = Annotated[
    Union[
        QueueEventRegisteredOutput,
        QueueEventAllocatedOutput,
        QueueEventAppointmentStartedOutput,
        QueueEventCompletedOutput,
        QueueEventAppointmentFinishedOutput,
        QueueEventNoShowOutput,
        QueueEventAppointmentLeftOutput,
        QueueEventCancelledOutput,
        QueueEventRequeuedOutput,
        QueueEventTransferredOutput,
        QueueEventSentElsewhereOutput,
        QueueEventCameBackOutput,
        QueueEventPresenceSetOutput,
        QueueEventSeenOutput,
        QueueEventAnnouncedOutput,
        QueueEventAwaySetOutput,
        QueueEventLevelSetOutput,
        QueueEventUrgencySetOutput,
    ],
    Field(discriminator="event"),
]
"""Something that happened in a waiting room. `at` is when, and `sequence` is its number: the room counts its
events, so that it knows those that it has recorded.
"""


QueueRefusal: TypeAlias = Annotated[
    Union[
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
    ],
    Field(discriminator="code"),
]
"""Why a command changes nothing: it is wrong, or a rule is against it."""


WaitUnknown: TypeAlias = Literal["nobody_on_duty", "doctor_away", "closed", "too_many", "unknown"]
"""Why nobody is told how long it will be."""


WaitMethod: TypeAlias = Literal["simulated", "last_to_be_seen", "head_of_line", "average_by_doctors"]
"""By what a wait was foretold."""

