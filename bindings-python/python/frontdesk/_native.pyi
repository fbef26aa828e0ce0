import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, Union, final, overload

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self, TypeAlias, TypedDict

from . import _types as t

__version__: str

_Time: TypeAlias = Union[int, datetime]
_Json: TypeAlias = Union[str, bytes]
_Path: TypeAlias = Union[str, "os.PathLike[str]"]

class _LocalSlot(TypedDict):
    """A slot with its times on the doctor's clock."""

    start_date: datetime
    end_date: datetime
    doctor_uid: str
    seats_left: int

def evaluate_waits(query: t.EvaluationQuery) -> t.WaitEvaluation:
    """Plays a log of visits to a waiting room as it happened, and says how near its answers were to the waits
    that came.

    * ``query``: ``frontdesk.types.EvaluationQuery`` with ``visits``; may have ``scored_from``, ``visit_reasons``, ``estimate``
    * answers ``frontdesk.types.WaitEvaluation`` with ``questions``, ``mean_wait``, ``scores``, ``bands``, ``doubts``
    """
def tzdata_version() -> str:
    """The tz database that is built in, such as `2026f`."""
def timezone_names() -> list[str]:
    """The names of all built-in time zones, in order."""
def seconds(at: _Time) -> int:
    """Unix seconds of an instant that is given as such or as an aware `datetime`.

    * ``at``: Unix seconds, or an aware ``datetime``
    """
def local_datetime(at: _Time, timezone: str) -> datetime:
    """An instant as an aware `datetime` on the clock of a built-in zone.

    * ``at``: Unix seconds, or an aware ``datetime``
    """
@final
class Clinic:
    """A clinic, ready to be asked. Made once from a snapshot, kept up to date by `change` and `apply`, asked as
    often as you like.

    It holds no clock: every question comes with its `now`, Unix seconds or an aware `datetime`. Threads may
    share it.
    """
    def __new__(cls, snapshot: t.ClinicSnapshot | t.ClinicSnapshotOutput | _Json) -> Self: ...
    @staticmethod
    def from_file(path: _Path) -> Clinic:
        """A clinic from a file of JSON."""
    @staticmethod
    def from_tables(**tables: Any) -> Clinic:
        """A clinic out of tables: files, frames, Arrow, rows of a database.

        `frontdesk.tables.clinic` says what goes in.
        """
    @overload
    def find_slots(self, query: t.SlotQuery, now: _Time, *, datetimes: Literal[False] = False) -> list[t.Slot]:
        """The slots that can be booked, by start and doctor.

        With `datetimes=True`, `start_date` and `end_date` are times on the doctor's clock.

        * ``query``: ``frontdesk.types.SlotQuery`` with ``from``, ``appointment_type_uid``, ``to``; may have ``doctor_uids``, ``limit``, ``times``, ``timezone``, ``exclude_appointment_uid``, ``grid``, ``duration_minutes``, ``seats``, ``patient_uid``, ``by``, ``location_uids``
        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.Slot`` with ``start_date``, ``end_date``, ``doctor_uid``, ``seats_left``; may have ``location_uid``
        """
    @overload
    def find_slots(self, query: t.SlotQuery, now: _Time, *, datetimes: Literal[True]) -> list[_LocalSlot]:
        """The slots that can be booked, by start and doctor.

        With `datetimes=True`, `start_date` and `end_date` are times on the doctor's clock.

        * ``query``: ``frontdesk.types.SlotQuery`` with ``from``, ``appointment_type_uid``, ``to``; may have ``doctor_uids``, ``limit``, ``times``, ``timezone``, ``exclude_appointment_uid``, ``grid``, ``duration_minutes``, ``seats``, ``patient_uid``, ``by``, ``location_uids``
        * ``now``: Unix seconds, or an aware ``datetime``
        """
    @overload
    def first_slots(self, query: t.SlotQuery, now: _Time, *, datetimes: Literal[False] = False) -> list[t.Slot]:
        """The earliest slots of any of the doctors: `limit` of them, one if the query has none. Later ones are
        not computed.

        * ``query``: ``frontdesk.types.SlotQuery`` with ``from``, ``appointment_type_uid``, ``to``; may have ``doctor_uids``, ``limit``, ``times``, ``timezone``, ``exclude_appointment_uid``, ``grid``, ``duration_minutes``, ``seats``, ``patient_uid``, ``by``, ``location_uids``
        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.Slot`` with ``start_date``, ``end_date``, ``doctor_uid``, ``seats_left``; may have ``location_uid``
        """
    @overload
    def first_slots(self, query: t.SlotQuery, now: _Time, *, datetimes: Literal[True]) -> list[_LocalSlot]:
        """The earliest slots of any of the doctors: `limit` of them, one if the query has none. Later ones are
        not computed.

        * ``query``: ``frontdesk.types.SlotQuery`` with ``from``, ``appointment_type_uid``, ``to``; may have ``doctor_uids``, ``limit``, ``times``, ``timezone``, ``exclude_appointment_uid``, ``grid``, ``duration_minutes``, ``seats``, ``patient_uid``, ``by``, ``location_uids``
        * ``now``: Unix seconds, or an aware ``datetime``
        """
    def slot_table(self, query: t.SlotQuery, now: _Time, *, by_doctor: bool = False) -> SlotTable:
        """The slots as a table: numpy columns and Arrow. `by_doctor=True` gives them doctor by doctor, which is
        quicker for many.

        * ``query``: ``frontdesk.types.SlotQuery`` with ``from``, ``appointment_type_uid``, ``to``; may have ``doctor_uids``, ``limit``, ``times``, ``timezone``, ``exclude_appointment_uid``, ``grid``, ``duration_minutes``, ``seats``, ``patient_uid``, ``by``, ``location_uids``
        * ``now``: Unix seconds, or an aware ``datetime``
        """
    def days_with_slots(self, query: t.DaysQuery, now: _Time) -> list[t.DayWithSlots]:
        """The local days on which something can be booked, each with its first start.

        * ``query``: ``frontdesk.types.DaysQuery`` with ``from``, ``appointment_type_uid``, ``to``; may have ``timezone``, ``doctor_uids``, ``times``, ``exclude_appointment_uid``, ``grid``, ``duration_minutes``, ``seats``, ``patient_uid``, ``by``, ``location_uids``
        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.DayWithSlots`` with ``date``, ``first_start_date``
        """
    def is_bookable(
        self,
        appointment_type_uid: str,
        doctor_uid: str,
        start: _Time,
        now: _Time,
        *,
        patient_uid: str | None = None,
        by: t.Actor = "patient",
        duration_minutes: int | None = None,
        seats: int | None = None,
        location_uids: list[str] | None = None,
    ) -> bool:
        """Whether this start can be booked with this doctor: whether `find_slots`, asked for the same patient by
        the same, would list it.

        * ``start``: Unix seconds, or an aware ``datetime``
        * ``now``: Unix seconds, or an aware ``datetime``
        * ``by``: ``frontdesk.types.Actor``
        """
    def explain(self, query: t.ExplainQuery, now: _Time) -> list[t.Explanation]:
        """Every reason why a start can't be booked, for each doctor asked for. Without reasons, it can.

        * ``query``: ``frontdesk.types.ExplainQuery`` with ``appointment_type_uid``; may have ``start_date``, ``local_start``, ``doctor_uids``, ``exclude_appointment_uid``, ``grid``, ``duration_minutes``, ``seats``, ``patient_uid``, ``by``, ``location_uids``
        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.Explanation`` with ``doctor_uid``, ``reasons``
        """
    def explain_days(self, query: t.DaysQuery, now: _Time) -> list[t.ExplainedDay]:
        """Why days have no slots, or few: what stands against each local day and doctor, with the share of
        candidates that each kind of reason forbids.

        * ``query``: ``frontdesk.types.DaysQuery`` with ``from``, ``appointment_type_uid``, ``to``; may have ``timezone``, ``doctor_uids``, ``times``, ``exclude_appointment_uid``, ``grid``, ``duration_minutes``, ``seats``, ``patient_uid``, ``by``, ``location_uids``
        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.ExplainedDay`` with ``date``, ``doctor_uid``, ``candidates``, ``slots``, ``booked_out``, ``no_gap_long_enough``, ``reasons``, ``next_date``
        """
    def appointments(self, query: t.AppointmentsQuery, now: _Time) -> list[t.AppointmentOutput]:
        """The appointments that run in a range, by start, each with the status that it has at `now`.

        * ``query``: ``frontdesk.types.AppointmentsQuery`` with ``from``, ``to``; may have ``doctor_uids``, ``patient_uid``, ``appointment_type_uids``, ``statuses``
        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.AppointmentOutput`` with ``uid``, ``status``, ``doctor_uid``, ``appointment_type_uid``, ``start_date``, ``end_date``; may have ``doctor_display_name``, ``patient_uid``, ``patient_display_name``, ``appointment_type_name``, ``meeting_type``, ``meeting_format``, ``duration_minutes``, ``seats``, ``created_at``, ``hold_expires_at``, ``cancelled_at``, ``cancellation_reason``, ``confirmed_at``, ``rebooked_at``, ``video_room_id``, ``doctor_choice``, ``approval``, ``location_uid``, ``replaces``, ``reopenings``, ``overrode``, ``sequence``
        """
    def outcomes(self, query: t.AppointmentsQuery, now: _Time) -> list[t.Outcomes]:
        """What became of the appointments that start in a range, by doctor and type: kept, missed, called off,
        unresolved.

        * ``query``: ``frontdesk.types.AppointmentsQuery`` with ``from``, ``to``; may have ``doctor_uids``, ``patient_uid``, ``appointment_type_uids``, ``statuses``
        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.Outcomes`` with ``doctor_uid``, ``appointment_type_uid``, ``kept``, ``missed``, ``cancelled``, ``cancelled_late``, ``unresolved``
        """
    def appointments_table(self, query: t.AppointmentsQuery, now: _Time) -> Table:
        """`appointments` as a table.

        * ``query``: ``frontdesk.types.AppointmentsQuery`` with ``from``, ``to``; may have ``doctor_uids``, ``patient_uid``, ``appointment_type_uids``, ``statuses``
        * ``now``: Unix seconds, or an aware ``datetime``
        """
    def outcomes_table(self, query: t.AppointmentsQuery, now: _Time) -> Table:
        """`outcomes` as a table.

        * ``query``: ``frontdesk.types.AppointmentsQuery`` with ``from``, ``to``; may have ``doctor_uids``, ``patient_uid``, ``appointment_type_uids``, ``statuses``
        * ``now``: Unix seconds, or an aware ``datetime``
        """
    def open_hours_table(self, query: t.UtilisationQuery) -> Table:
        """`open_hours` as a table.

        * ``query``: ``frontdesk.types.UtilisationQuery`` with ``from``, ``to``; may have ``doctor_uids``
        """
    def open_hours(self, query: t.UtilisationQuery) -> list[t.OpenHours]:
        """What is open, closed and blocked, and why, as intervals by doctor.

        * ``query``: ``frontdesk.types.UtilisationQuery`` with ``from``, ``to``; may have ``doctor_uids``
        * answers ``frontdesk.types.OpenHours`` with ``doctor_uid``, ``start_date``, ``end_date``, ``state``, ``by``, ``date``, ``name``
        """
    def reason_sentence(
        self, reason: t.Reason, language: str = "en", timezone: str | None = None
    ) -> str:
        """A reason in words: in English (`en`) or German (`de`), with times on the clock of a zone, the clinic's
        if none is named.

        * ``reason``: ``frontdesk.types.Reason``
        """
    def decide(self, command: t.Command, now: _Time) -> list[t.EventOutput]:
        """What happens if this is asked for now, as events. Nothing changes; `apply` them.

        * ``command``: ``frontdesk.types.Command``
        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.EventOutput``
        """
    def apply(self, event: t.Event | t.EventOutput) -> bool:
        """Records an event. False if it changed nothing: it is recorded already, or is of another clinic.

        * ``event``: ``frontdesk.types.Event``
        """
    def change(self, change: t.Change) -> None:
        """Changes who can be booked and when: doctors, types, closures, appointments from elsewhere.

        * ``change``: ``frontdesk.types.Change``
        """
    def due(self, now: _Time) -> list[t.EventOutput]:
        """The events that time alone has made true at `now`: holds that have run out.

        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.EventOutput``
        """
    def next_due(self, after: _Time) -> int | None:
        """The first instant after `after` at which a hold runs out or a reminder falls due, or `None`.

        * ``after``: Unix seconds, or an aware ``datetime``
        """
    def reminders_due(self, after: _Time, until: _Time) -> list[t.DueReminder]:
        """The reminders that fall due in `(after, until]`.

        * ``after``: Unix seconds, or an aware ``datetime``
        * ``until``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.DueReminder`` with ``due_at``, ``appointment_uid``, ``start_date``, ``reminder_uid``, ``recipient_role``, ``send_email``, ``send_sms``
        """
    def outside_hours(self, now: _Time) -> list[t.OutsideHours]:
        """Appointments to come that their doctor's hours do not cover.

        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.OutsideHours`` with ``appointment_uid``, ``doctor_uid``, ``start_date``, ``reasons``
        """
    def would_leave_outside_hours(self, change: t.Change, now: _Time) -> list[t.OutsideHours]:
        """What a change, which is not made, would leave outside hours.

        * ``change``: ``frontdesk.types.Change``
        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.OutsideHours`` with ``appointment_uid``, ``doctor_uid``, ``start_date``, ``reasons``
        """
    def left_outside_hours(self, after: Clinic, now: _Time) -> list[t.OutsideHours]:
        """What is outside hours in another state of this clinic and not in this one.

        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.OutsideHours`` with ``appointment_uid``, ``doctor_uid``, ``start_date``, ``reasons``
        """
    def local_time_changes(self, other: Sequence[t.TimezoneData]) -> list[t.LocalTimeChange]:
        """The appointments whose local start differs between the clinic's zone rules and `other`.

        * ``other``: ``frontdesk.types.TimezoneData`` with ``name``, ``initial_offset_seconds``; may have ``transitions``, ``rule``, ``covers_until``
        * answers ``frontdesk.types.LocalTimeChange`` with ``appointment_uid``, ``doctor_uid``, ``timezone``, ``start_date``, ``local_start``, ``other_local_start``
        """
    def utilisation(self, query: t.UtilisationQuery, now: _Time) -> list[t.Utilisation]:
        """How much of each doctor's local days is open, booked, held and free, in minutes.

        * ``query``: ``frontdesk.types.UtilisationQuery`` with ``from``, ``to``; may have ``doctor_uids``
        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.Utilisation`` with ``doctor_uid``, ``date``, ``open_minutes``, ``booked_minutes``, ``held_minutes``, ``free_minutes``
        """
    def utilisation_table(self, query: t.UtilisationQuery, now: _Time) -> UtilisationTable:
        """The same as a table: numpy columns and Arrow.

        * ``query``: ``frontdesk.types.UtilisationQuery`` with ``from``, ``to``; may have ``doctor_uids``
        * ``now``: Unix seconds, or an aware ``datetime``
        """
    def snapshot(self) -> t.ClinicSnapshotOutput:
        """The clinic as plain data, in an order that does not depend on its history.

        * answers ``frontdesk.types.ClinicSnapshotOutput`` with ``timezone``, ``appointment_types``, ``doctors``, ``closures``, ``appointments``; may have ``timezones``, ``locations``, ``travel_minutes``, ``reminders``, ``quiet_hours``, ``max_live_holds_per_patient``, ``week_starts_on``, ``patient_limits``
        """
    def to_json(self) -> str:
        """The same as JSON text, byte for byte what every language writes."""
    def appointment(self, uid: str) -> t.AppointmentOutput | None:
        """The appointment with this uid, or `None`.

        * answers ``frontdesk.types.AppointmentOutput`` with ``uid``, ``status``, ``doctor_uid``, ``appointment_type_uid``, ``start_date``, ``end_date``; may have ``doctor_display_name``, ``patient_uid``, ``patient_display_name``, ``appointment_type_name``, ``meeting_type``, ``meeting_format``, ``duration_minutes``, ``seats``, ``created_at``, ``hold_expires_at``, ``cancelled_at``, ``cancellation_reason``, ``confirmed_at``, ``rebooked_at``, ``video_room_id``, ``doctor_choice``, ``approval``, ``location_uid``, ``replaces``, ``reopenings``, ``overrode``, ``sequence``
        """
    @property
    def timezone(self) -> str:
        """The zone of doctors that name none."""
    def timezone_of(self, doctor_uid: str) -> str | None:
        """The zone of a doctor, or `None` if the clinic has no such doctor."""
    @property
    def doctor_uids(self) -> list[str]:
        """The uids of the doctors in order."""
    def local_datetime(self, at: _Time, doctor_uid: str | None = None) -> datetime:
        """An instant as an aware `datetime` on the clock of a doctor, or of the clinic if none is named.

        * ``at``: Unix seconds, or an aware ``datetime``
        """
    def open_time(self, doctor_uid: str, start: _Time, until: _Time) -> list[tuple[int, int]]:
        """When a doctor has hours in `[start, until)`, whatever is booked: pairs of Unix seconds, in order.

        * ``start``: Unix seconds, or an aware ``datetime``
        * ``until``: Unix seconds, or an aware ``datetime``
        """
    def instant(self, local: datetime | str, doctor_uid: str | None = None, *, timezone: str | None = None) -> int:
        """The instant at which a clock shows a local time: the clock of a doctor, of a zone, or of the clinic if
        neither is named. In Unix seconds.

        `local` is a naive `datetime`, or text such as `2026-12-01T09:00`. Where the clock shows it twice, the
        first is meant; where it skips it, the moment of the change.
        """
    def appointment_as_icalendar(self, appointment_uid: str, details: t.EventDetails, now: _Time) -> str:
        """An appointment as an iCalendar `VEVENT`.

        * ``details``: ``frontdesk.types.EventDetails``; may have ``summary``, ``description``, ``location``, ``organizer``, ``attendees``
        * ``now``: Unix seconds, or an aware ``datetime``
        """
    def appointments_as_icalendar(self, query: t.CalendarQuery, now: _Time) -> str:
        """A doctor's appointments as iCalendar.

        * ``query``: ``frontdesk.types.CalendarQuery`` with ``from``, ``doctor_uid``, ``to``; may have ``organizer``, ``name``, ``refresh_minutes``
        * ``now``: Unix seconds, or an aware ``datetime``
        """
    def availability_as_icalendar(self, query: t.CalendarQuery, now: _Time) -> str:
        """A doctor's hours as an iCalendar `VAVAILABILITY`.

        * ``query``: ``frontdesk.types.CalendarQuery`` with ``from``, ``doctor_uid``, ``to``; may have ``organizer``, ``name``, ``refresh_minutes``
        * ``now``: Unix seconds, or an aware ``datetime``
        """
    def busy_time_as_icalendar(self, query: t.CalendarQuery, now: _Time) -> str:
        """A doctor's busy time as an iCalendar `VFREEBUSY`.

        * ``query``: ``frontdesk.types.CalendarQuery`` with ``from``, ``doctor_uid``, ``to``; may have ``organizer``, ``name``, ``refresh_minutes``
        * ``now``: Unix seconds, or an aware ``datetime``
        """
    def busy_time_from_icalendar(self, text: str | bytes, query: t.BusyTimeQuery) -> t.BusyTime:
        """Busy time out of somebody else's calendar: blocked intervals, and what was not read.

        * ``query``: ``frontdesk.types.BusyTimeQuery`` with ``from``, ``doctor_uid``, ``to``; may have ``uid_prefix``, ``addresses``
        * answers ``frontdesk.types.BusyTime`` with ``blocked``, ``not_read``
        """
    def __copy__(self) -> Clinic: ...
    def __deepcopy__(self, _memo: dict[int, Any]) -> Clinic: ...
    def __reduce__(self) -> tuple[type[Clinic], tuple[bytes]]: ...

@final
class Calendar:
    """One doctor's clock, hours and bookings, for callers that have them at hand and want no clinic.

    `bookings` are pairs of start and end in any order: a list of tuples, or a numpy array of two columns of
    `int64` or `datetime64[s]`. The doctor's own `timezone` is not looked at: `timezone` is the clock. A
    doctor's settings and a type's limits are a clinic's business.
    """
    def __new__(
        cls,
        doctor: t.Doctor | t.DoctorOutput | _Json,
        timezone: str,
        bookings: Sequence[tuple[_Time, _Time]] | NDArray[np.int64] | NDArray[np.datetime64] | None = None,
    ) -> Self: ...
    def slot_table(self, appointment_type: t.AppointmentType | t.AppointmentTypeOutput, start: _Time, until: _Time, now: _Time) -> SlotTable:
        """The slots of an appointment type with `start` and `until` as the range, as a table.

        * ``appointment_type``: ``frontdesk.types.AppointmentType`` with ``uid``, ``duration_minutes``; may have ``organisation_uid``, ``name``, ``meeting_type``, ``hold_ttl_seconds``, ``booking_min_notice_minutes``, ``cancellation_min_notice_minutes``, ``rebooking_min_notice_minutes``, ``room_strategy``, ``rebooking_mode``, ``doctor_assignment_mode``, ``doctor_choice``, ``allow_patient_rebooking``, ``active``, ``created_at``, ``updated_at``, ``durations_minutes``, ``buffer_before_minutes``, ``buffer_after_minutes``, ``hold_max_seconds``, ``approval_ttl_seconds``, ``capacity``, ``horizon_minutes``, ``horizon_days``, ``booking_min_notice_days``, ``booking_notice_until``, ``booking_notice_working_days``, ``cancellation_min_notice_days``, ``cancellation_notice_until``, ``cancellation_notice_working_days``, ``rebooking_min_notice_days``, ``rebooking_notice_until``, ``rebooking_notice_working_days``, ``grid``, ``limits``
        * ``start``: Unix seconds, or an aware ``datetime``
        * ``until``: Unix seconds, or an aware ``datetime``
        * ``now``: Unix seconds, or an aware ``datetime``
        """

@final
class Column:
    """One field of the rows of a table, as numpy's array interface describes it: where in memory, how many, how
    far apart, of which type.
    """
    @property
    def __array_interface__(self) -> dict[str, Any]: ...
    def __len__(self) -> int: ...

@final
class SlotTable:
    """Slots as a table. Columns are numpy arrays over the engine's own memory, without a copy; Arrow takes the
    table as it is: `pandas.DataFrame.from_arrow(table)`, `polars.DataFrame(table)`, `pyarrow.table(table)`,
    and in DuckDB `FROM table`.
    """
    @property
    def start_date(self) -> NDArray[np.datetime64]:
        """The starts, as `datetime64[s]` in UTC.

        * answers ``frontdesk.types.datetime64``
        """
    @property
    def end_date(self) -> NDArray[np.datetime64]:
        """The ends, as `datetime64[s]` in UTC. They are reckoned now.

        * answers ``frontdesk.types.datetime64``
        """
    @property
    def doctor(self) -> NDArray[np.uint32]:
        """Which of `doctor_uids`, counted from 0.

        * answers ``frontdesk.types.uint32``
        """
    @property
    def seats_left(self) -> NDArray[np.uint16]:
        """Seats that are left; 1 but for group visits.

        * answers ``frontdesk.types.uint16``
        """
    @property
    def location(self) -> NDArray[np.uint16]:
        """Which of `location_uids`, counted from 1; 0 for none.

        * answers ``frontdesk.types.uint16``
        """
    @property
    def doctor_uids(self) -> list[str]:
        """The uids of all doctors of the clinic, in order."""
    @property
    def location_uids(self) -> list[str]:
        """The uids of the locations of the clinic, in its order."""
    @property
    def duration_seconds(self) -> int:
        """How long each slot is, but for those of doctors whose settings say otherwise."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __len__(self) -> int: ...

@final
class Table:
    """Rows as columns: Arrow takes the table as it is, and `column` gives one as a list."""
    @property
    def column_names(self) -> list[str]:
        """The names of the columns, in order."""
    def column(self, name: str) -> list[str | int | None]:
        """A column as a list: texts, Unix seconds, counts or dates as texts, and `None` where nothing is said."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __len__(self) -> int: ...

@final
class UtilisationTable:
    """How doctors' days are used, as a table: a row for each doctor and local day. Columns are numpy arrays over
    the engine's own memory, without a copy; Arrow takes the table as it is.
    """
    @property
    def date(self) -> NDArray[np.datetime64]:
        """The days, as `datetime64[D]`, each on its doctor's own calendar.

        * answers ``frontdesk.types.datetime64``
        """
    @property
    def doctor(self) -> NDArray[np.uint32]:
        """Which of `doctor_uids`, counted from 0.

        * answers ``frontdesk.types.uint32``
        """
    @property
    def open_minutes(self) -> NDArray[np.float64]:
        """Open time, before any booking is looked at.

        * answers ``frontdesk.types.float64``
        """
    @property
    def booked_minutes(self) -> NDArray[np.float64]:
        """Time with an appointment, in or outside of open time.

        * answers ``frontdesk.types.float64``
        """
    @property
    def held_minutes(self) -> NDArray[np.float64]:
        """Time with a live hold and no appointment.

        * answers ``frontdesk.types.float64``
        """
    @property
    def free_minutes(self) -> NDArray[np.float64]:
        """Open time with neither.

        * answers ``frontdesk.types.float64``
        """
    @property
    def doctor_uids(self) -> list[str]:
        """The uids of all doctors of the clinic, in order."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __len__(self) -> int: ...

@final
class Learner:
    """What is known of a clinic's visits. Everything about it is in its state: save it, load it, merge those of
    several servers.
    """
    def __new__(cls, state: t.LearnerState | t.LearnerStateOutput | _Json | None = None) -> Self: ...
    @staticmethod
    def from_file(path: _Path) -> Learner:
        """A learner from a file of JSON."""
    def learn(self, visit: t.Visit | t.VisitOutput, visit_reasons: Sequence[t.VisitReason] | None = None) -> t.VisitDoubt | None:
        """Learns from a visit that is over, in the order in which visits end. `visit_reasons` are those of the
        room's policy. Answers why its length is not believed, and so not learned; or `None`.

        * ``visit``: ``frontdesk.types.Visit`` with ``kind``, ``outcome``, ``registered_at``, ``ended_at``; may have ``doctor_uid``, ``reason``, ``started_at``, ``urgent``, ``head_start_seconds``, ``preferred_doctor_uid``, ``pauses``, ``gap_seconds``, ``only_doctor``, ``doubt``
        * ``visit_reasons``: ``frontdesk.types.VisitReason`` with ``reason``, ``duration_minutes``
        * answers ``frontdesk.types.VisitDoubt``
        """
    def merge(self, other: Learner) -> None:
        """Adds what another learner knows, such as that of another server of the same clinic."""
    def state(self) -> t.LearnerStateOutput:
        """The state, to be saved and given to `Learner(state)`.

        * answers ``frontdesk.types.LearnerStateOutput`` with ``doctors``, ``reasons``, ``walk_ins``, ``own_first``, ``rates``, ``habits``; may have ``doubted``, ``pauses``, ``pace``
        """
    def to_json(self) -> str:
        """The same as JSON text, byte for byte what every language writes."""
    def __copy__(self) -> Learner: ...
    def __deepcopy__(self, _memo: dict[int, Any]) -> Learner: ...
    def __reduce__(self) -> tuple[type[Learner], tuple[bytes]]: ...

@final
class WaitingRoom:
    """Who waits, whom each doctor sees and expects. Made once from a snapshot, kept up to date by `change` and
    `apply`. Threads may share it.
    """
    def __new__(cls, snapshot: t.WaitingRoomSnapshot | t.WaitingRoomSnapshotOutput | _Json) -> Self: ...
    @staticmethod
    def from_file(path: _Path) -> WaitingRoom:
        """A room from a file of JSON."""
    def decide(self, command: t.QueueCommand, now: _Time) -> list[t.QueueEventOutput]:
        """What happens if this is asked for now, as events. Nothing changes; `apply` them.

        * ``command``: ``frontdesk.types.QueueCommand``
        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.QueueEventOutput``
        """
    def apply(self, event: t.QueueEvent | t.QueueEventOutput) -> bool:
        """Records an event. False if it changed nothing: it is not the next one.

        * ``event``: ``frontdesk.types.QueueEvent``
        """
    def change(self, change: t.QueueChange) -> None:
        """Changes the policy, the doctors, their duty or their appointments.

        * ``change``: ``frontdesk.types.QueueChange``
        """
    def visit_of(self, event: t.QueueEvent | t.QueueEventOutput) -> t.VisitOutput | None:
        """What a learner can learn from an event, asked before it is applied; or `None`.

        * ``event``: ``frontdesk.types.QueueEvent``
        * answers ``frontdesk.types.VisitOutput`` with ``kind``, ``outcome``, ``doctor_uid``, ``reason``, ``registered_at``, ``started_at``, ``ended_at``, ``urgent``; may have ``head_start_seconds``, ``preferred_doctor_uid``, ``pauses``, ``gap_seconds``, ``only_doctor``, ``doubt``
        """
    def estimate(self, learner: Learner, query: t.EstimateQuery | None, now: _Time) -> list[t.WaitEstimate]:
        """How long everybody in the queue will wait, in the order of service.

        * ``query``: ``frontdesk.types.EstimateQuery``; may have ``mode``, ``futures``, ``seed``, ``percentiles``, ``seen_by``, ``shown``
        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.WaitEstimate`` with ``uid``, ``position``, ``estimated_wait_minutes``; may have ``unknown``, ``distribution``, ``percentiles``, ``overdue_minutes``, ``p_seen_by``, ``across_break``, ``shown``
        """
    def estimate_if_joined(self, learner: Learner, joining: t.Joining, query: t.EstimateQuery | None, now: _Time) -> t.WaitEstimate:
        """How long somebody would wait who joined now.

        * ``joining``: ``frontdesk.types.Joining``; may have ``visit_reason``, ``preferred_doctor_uid``, ``preference``, ``preference_patience_minutes``, ``urgent``, ``head_start_seconds``
        * ``query``: ``frontdesk.types.EstimateQuery``; may have ``mode``, ``futures``, ``seed``, ``percentiles``, ``seen_by``, ``shown``
        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.WaitEstimate`` with ``uid``, ``position``, ``estimated_wait_minutes``; may have ``unknown``, ``distribution``, ``percentiles``, ``overdue_minutes``, ``p_seen_by``, ``across_break``, ``shown``
        """
    def forecast(self, learner: Learner, now: _Time) -> Forecast:
        """What lies ahead of the room at `now`, for as many questions as there are.

        * ``now``: Unix seconds, or an aware ``datetime``
        """
    def position(self, uid: str) -> int | None:
        """The 1-based place in the order of service of an entry that waits, or `None`."""
    def before_me(self, uid: str) -> int:
        """How many are seen before an entry; for who does not wait, the length of the queue."""
    def position_times_average(self, uid: str, now: _Time) -> int | None:
        """Minutes by position times the average visit, or `None` for who does not wait.

        * ``now``: Unix seconds, or an aware ``datetime``
        """
    def average_times_before_me(self, uid: str) -> int:
        """Seconds by the average visit times those who are seen before."""
    def forgotten(self, learner: Learner, now: _Time) -> list[t.ForgottenConsultation]:
        """The consultations that are under way and were probably over long ago, and why that is so.

        * ``now``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.ForgottenConsultation`` with ``doctor_uid``, ``uid``, ``started_at``, ``doubt``
        """
    def promises(self, from_: _Time, to: _Time) -> t.Promises:
        """What became of the promises that were made in `[from_, to)`: of what patients were told first.

        * ``from_``: Unix seconds, or an aware ``datetime``
        * ``to``: Unix seconds, or an aware ``datetime``
        * answers ``frontdesk.types.Promises`` with ``announced``, ``kept``, ``kept_early``, ``broken``, ``left``, ``waiting``
        """
    def waiting(self) -> list[t.QueueEntryOutput]:
        """The entries that wait, in the order of service.

        * answers ``frontdesk.types.QueueEntryOutput`` with ``uid``, ``status``, ``patient_uid``, ``visit_reason``, ``preferred_doctor_uid``, ``preference``, ``preference_patience_minutes``, ``urgent``, ``registered_at``, ``sequence``, ``doctor_uid``, ``video_room_id``, ``allocated_at``, ``completed_at``, ``cancelled_at``, ``cancelled_by``; may have ``head_start_seconds``, ``presence``, ``ready_at``, ``announced``, ``shown``
        """
    def entry(self, uid: str) -> t.QueueEntryOutput | None:
        """The entry with this uid, or `None`.

        * answers ``frontdesk.types.QueueEntryOutput`` with ``uid``, ``status``, ``patient_uid``, ``visit_reason``, ``preferred_doctor_uid``, ``preference``, ``preference_patience_minutes``, ``urgent``, ``registered_at``, ``sequence``, ``doctor_uid``, ``video_room_id``, ``allocated_at``, ``completed_at``, ``cancelled_at``, ``cancelled_by``; may have ``head_start_seconds``, ``presence``, ``ready_at``, ``announced``, ``shown``
        """
    @property
    def policy(self) -> t.QueuePolicyOutput:
        """The policy.

        * answers ``frontdesk.types.QueuePolicyOutput`` with ``guard_minutes``, ``no_show_grace_minutes``, ``capacity``, ``is_closed``, ``close_msg``, ``closes_at``, ``visit_reasons``, ``average_visit_minutes``, ``divide_by_doctors``; may have ``visit_minutes_max``, ``visit_seconds_min``
        """
    @property
    def doctors(self) -> list[t.QueueDoctorOutput]:
        """The doctors, with whom they see and expect.

        * answers ``frontdesk.types.QueueDoctorOutput`` with ``uid``, ``duty``, ``appointments``, ``current``; may have ``display_name``, ``video_room_id``, ``last_ended_at``, ``away_since``, ``back_at``
        """
    def snapshot(self) -> t.WaitingRoomSnapshotOutput:
        """The room as plain data, in an order that does not depend on its history.

        * answers ``frontdesk.types.WaitingRoomSnapshotOutput`` with ``policy``, ``doctors``, ``entries``, ``next_sequence``
        """
    def to_json(self) -> str:
        """The same as JSON text, byte for byte what every language writes."""
    def __len__(self) -> int: ...
    def __bool__(self) -> bool: ...
    def __copy__(self) -> WaitingRoom: ...
    def __deepcopy__(self, _memo: dict[int, Any]) -> WaitingRoom: ...
    def __reduce__(self) -> tuple[type[WaitingRoom], tuple[bytes]]: ...

@final
class Forecast:
    """The forecast of a waiting room at one instant. It keeps what the room was when it was made."""
    def waits(self, query: t.EstimateQuery | None = None) -> list[t.WaitEstimate]:
        """How long everybody in the queue will wait, in the order of service.

        * ``query``: ``frontdesk.types.EstimateQuery``; may have ``mode``, ``futures``, ``seed``, ``percentiles``, ``seen_by``, ``shown``
        * answers ``frontdesk.types.WaitEstimate`` with ``uid``, ``position``, ``estimated_wait_minutes``; may have ``unknown``, ``distribution``, ``percentiles``, ``overdue_minutes``, ``p_seen_by``, ``across_break``, ``shown``
        """
    def expected_waits(self) -> list[float | None]:
        """How many minutes everybody would wait if everything took as long as it does on average; `None` for who
        would not be seen. A preview: it says too much as a rule.
        """

def erlang_a(model: t.ErlangA) -> t.SteadyState:
    """Patience ends (M/M/c+M). The steady state.

    * ``model``: ``frontdesk.types.ErlangA`` with ``arrivals_per_minute``, ``service_minutes``, ``doctors``, ``patience_minutes``
    * answers ``frontdesk.types.SteadyState`` with ``offered_load``, ``utilisation``, ``wait_probability``, ``blocking_probability``, ``abandonment_probability``, ``empty_probability``, ``wait_minutes``, ``offered_wait_minutes``, ``stay_minutes``, ``waiting``, ``present``, ``busy_doctors``
    """
def erlang_b(model: t.ErlangB) -> t.SteadyState:
    """Nobody waits: who finds every line busy is turned away (M/M/c/c). The steady state.

    * ``model``: ``frontdesk.types.ErlangB`` with ``arrivals_per_minute``, ``service_minutes``, ``doctors``
    * answers ``frontdesk.types.SteadyState`` with ``offered_load``, ``utilisation``, ``wait_probability``, ``blocking_probability``, ``abandonment_probability``, ``empty_probability``, ``wait_minutes``, ``offered_wait_minutes``, ``stay_minutes``, ``waiting``, ``present``, ``busy_doctors``
    """
def erlang_c(model: t.ErlangC) -> t.SteadyState:
    """Everybody waits and stays (M/M/c). The steady state.

    * ``model``: ``frontdesk.types.ErlangC`` with ``arrivals_per_minute``, ``service_minutes``, ``doctors``
    * answers ``frontdesk.types.SteadyState`` with ``offered_load``, ``utilisation``, ``wait_probability``, ``blocking_probability``, ``abandonment_probability``, ``empty_probability``, ``wait_minutes``, ``offered_wait_minutes``, ``stay_minutes``, ``waiting``, ``present``, ``busy_doctors``
    """
def erlang_c_wait_exceeds(model: t.ErlangC, minutes: float) -> float:
    """The probability that a wait is longer than `minutes`.

    * ``model``: ``frontdesk.types.ErlangC`` with ``arrivals_per_minute``, ``service_minutes``, ``doctors``
    """
def erlang_c_wait_quantile(model: t.ErlangC, probability: float) -> float:
    """The wait in minutes that is not exceeded with `probability`.

    * ``model``: ``frontdesk.types.ErlangC`` with ``arrivals_per_minute``, ``service_minutes``, ``doctors``
    """
def impatient_queue_ahead(model: t.ImpatientQueueAhead) -> t.WaitBehind:
    """How long one waits behind so many others, some of whom leave.

    * ``model``: ``frontdesk.types.ImpatientQueueAhead`` with ``ahead``, ``service_minutes``, ``doctors``, ``patience_minutes``
    * answers ``frontdesk.types.WaitBehind`` with ``mean_minutes``, ``sd_minutes``, ``relative_rmse``
    """
def lognormal_remaining_minutes(model: t.LognormalService, elapsed_minutes: float) -> float:
    """How much longer a consultation takes that has taken so long.

    * ``model``: ``frontdesk.types.LognormalService`` with ``service_minutes``, ``service_cv``
    """
def mgc(model: t.Mgc) -> t.SteadyState:
    """Consultations that vary less, or more (M/G/c). The steady state.

    * ``model``: ``frontdesk.types.Mgc`` with ``arrivals_per_minute``, ``service_minutes``, ``service_cv``, ``doctors``
    * answers ``frontdesk.types.SteadyState`` with ``offered_load``, ``utilisation``, ``wait_probability``, ``blocking_probability``, ``abandonment_probability``, ``empty_probability``, ``wait_minutes``, ``offered_wait_minutes``, ``stay_minutes``, ``waiting``, ``present``, ``busy_doctors``
    """
def mgc_residual_minutes(model: t.Mgc) -> float:
    """How long, on average, what a patient finds under way still takes.

    * ``model``: ``frontdesk.types.Mgc`` with ``arrivals_per_minute``, ``service_minutes``, ``service_cv``, ``doctors``
    """
def mmck(model: t.Mmck) -> t.SteadyState:
    """A room with so many places (M/M/c/K). The steady state.

    * ``model``: ``frontdesk.types.Mmck`` with ``arrivals_per_minute``, ``service_minutes``, ``doctors``, ``places``
    * answers ``frontdesk.types.SteadyState`` with ``offered_load``, ``utilisation``, ``wait_probability``, ``blocking_probability``, ``abandonment_probability``, ``empty_probability``, ``wait_minutes``, ``offered_wait_minutes``, ``stay_minutes``, ``waiting``, ``present``, ``busy_doctors``
    """
def queue_ahead(model: t.QueueAhead) -> t.WaitBehind:
    """How long one waits behind so many others.

    * ``model``: ``frontdesk.types.QueueAhead`` with ``ahead``, ``service_minutes``, ``doctors``
    * answers ``frontdesk.types.WaitBehind`` with ``mean_minutes``, ``sd_minutes``, ``relative_rmse``
    """
def queue_ahead_wait_exceeds(model: t.QueueAhead, minutes: float) -> float:
    """The probability that this wait is longer than `minutes`.

    * ``model``: ``frontdesk.types.QueueAhead`` with ``ahead``, ``service_minutes``, ``doctors``
    """
def queue_ahead_wait_quantile(model: t.QueueAhead, probability: float) -> float:
    """The wait in minutes that is not exceeded with `probability`.

    * ``model``: ``frontdesk.types.QueueAhead`` with ``ahead``, ``service_minutes``, ``doctors``
    """
def service_level_doctors(model: t.ServiceLevel) -> int:
    """The fewest doctors who keep a promise about waits in the long run.

    * ``model``: ``frontdesk.types.ServiceLevel`` with ``arrivals_per_minute``, ``service_minutes``, ``within_minutes``, ``probability``
    """
def walk_in_day_doctors(model: t.WalkInDay, within_minutes: float, probability: float) -> t.DayWaits:
    """The fewest doctors with whom the share `probability` of all patients of the day is seen within so many minutes, and what waits come to then.

    * ``model``: ``frontdesk.types.WalkInDay`` with ``arrivals``, ``service_minutes``, ``service_cv``; may have ``closes_at_minute``
    * answers ``frontdesk.types.DayWaits`` with ``doctors``, ``patients``, ``p_served``, ``mean``, ``p50``, ``p90``
    """
def walk_in_day_waits(model: t.WalkInDay, doctors: int) -> t.DayWaits:
    """What waits come to on a day whose arrivals rise and fall, with so many doctors.

    * ``model``: ``frontdesk.types.WalkInDay`` with ``arrivals``, ``service_minutes``, ``service_cv``; may have ``closes_at_minute``
    * answers ``frontdesk.types.DayWaits`` with ``doctors``, ``patients``, ``p_served``, ``mean``, ``p50``, ``p90``
    """
