import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal, Protocol, Union, final, overload

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self, TypeAlias, TypedDict

from . import _types as t

__version__: str

_Time: TypeAlias = Union[int, datetime]
_Json: TypeAlias = Union[str, bytes]
_Path: TypeAlias = Union[str, "os.PathLike[str]"]

class _Model(Protocol):
    """A model of pydantic."""

    def model_dump(self, *, by_alias: bool | None = ..., exclude_none: bool = ...) -> dict[str, Any]: ...

class _Dataclass(Protocol):
    """A dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

#: What has fields, beside a dict.
_Object: TypeAlias = Union[_Model, _Dataclass]

class _LocalSlot(TypedDict):
    """A slot with its times on the doctor's clock."""

    start_date: datetime
    end_date: datetime
    doctor_uid: str
    seats_left: int

def evaluate_waits(query: t.EvaluationQuery | _Object) -> t.WaitEvaluation:
    """Plays a log of visits to a waiting room as it happened, and says how near its answers were to the waits
    that came.

    Arguments:

        query: `frontdesk.types.EvaluationQuery`, a dict or another object with
            visits: The log, in any order. Days are those of its own clock.
            scored_from (optional): From when on answers are scored; before, the engine only learns.
                From the middle of the days on if null. Unix seconds.
            visit_reasons (optional): How long visits take as a rule, by reason.
            concurrent_patients_max (optional): How many patients a doctor sees at a time, 1 to 20;
                one if null.
            estimate (optional): How the waits are estimated. Default: {"mode": "simulated",
                "futures": null, "seed": null, "percentiles": [], "seen_by": [], "shown": null}.

    Answers:

        `frontdesk.types.WaitEvaluation` with
            questions: Questions.
            mean_wait: The mean of their waits, in minutes.
            scores: One row for each method.
            bands: What the engine said beside what came, in ten equal parts from short to long.
            doubts: What in the log was not taken as it stands.

    Example:

        >>> import frontdesk
        >>> times = range(0, 1800, 600)
        >>> visits = [{"arrived": at, "started": at + 300, "ended": at + 900} for at in times]
        >>> evaluation = frontdesk.evaluate_waits({"visits": visits})
        >>> evaluation["questions"], evaluation["mean_wait"]
        (3, 5.0)
    """
def tzdata_version() -> str:
    """The tz database that is built in, such as `2026f`.

    Example:

        >>> import frontdesk
        >>> len(frontdesk.tzdata_version())
        5
    """
def timezone_names() -> list[str]:
    """The names of all built-in time zones, in order.

    Example:

        >>> import frontdesk
        >>> "Europe/Berlin" in frontdesk.timezone_names()
        True
    """
def seconds(at: _Time) -> int:
    """Unix seconds of an instant that is given as such or as an aware `datetime`.

    Arguments:

        at: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

    Example:

        >>> import frontdesk
        >>> frontdesk.seconds("2026-03-23T09:00:00+01:00")
        1774252800
    """
def local_datetime(at: _Time, timezone: str) -> datetime:
    """An instant as an aware `datetime` on the clock of a built-in zone.

    Arguments:

        at: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

    Example:

        >>> import frontdesk
        >>> frontdesk.local_datetime(1774252800, "Europe/Berlin").isoformat()
        '2026-03-23T09:00:00+01:00'
    """
@final
class Clinic:
    """A clinic, ready to be asked. Made once from a snapshot, kept up to date by `change` and `apply`, asked
    as often as you like.

    It holds no clock: every question comes with its `now`, Unix seconds or an aware `datetime`. Threads
    may share it.

    >>> from frontdesk import Clinic, build
    >>> Clinic(build.example())
    Clinic(1 doctor, 1 appointment, timezone='Europe/Berlin')
    """
    def __new__(cls, snapshot: t.ClinicSnapshot | t.ClinicSnapshotOutput | _Object | _Json) -> Self: ...
    @staticmethod
    def from_file(path: _Path) -> Clinic:
        """A clinic from a file of JSON.

        Example:

            >>> import json, tempfile
            >>> from pathlib import Path
            >>> from frontdesk import Clinic, build
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     path = Path(folder, "clinic.json")
            ...     _ = path.write_text(json.dumps(build.example()))
            ...     print(Clinic.from_file(path))
            Clinic(1 doctor, 1 appointment, timezone='Europe/Berlin')
        """
    @staticmethod
    def from_tables(**tables: Any) -> Clinic:
        """A clinic out of tables: files, frames, Arrow, rows of a database.

        `frontdesk.tables.clinic` says what goes in.

        Example:

            >>> from frontdesk import Clinic
            >>> rules = [{"doctor_uid": "ada", "weekday": "Mon", "start_time": "08:00", "end_time": "12:00"}]
            >>> visit = {"uid": "visit", "duration_minutes": 30}
            >>> Clinic.from_tables(timezone="Europe/Berlin", appointment_types=[visit], rules=rules)
            Clinic(1 doctor, 0 appointments, timezone='Europe/Berlin')
        """
    @staticmethod
    def _of_arrow(snapshot: t.ClinicSnapshot | _Object, tables: dict[str, Any]) -> Clinic: ...
    @overload
    def find_slots(
        self, query: t.SlotQuery | _Object, now: _Time, *, datetimes: Literal[False] = False
    ) -> list[t.Slot]:
        """The slots that can be booked, by start and doctor.

        With `datetimes=True`, `start_date` and `end_date` are times on the doctor's clock.

        Arguments:

            query: `frontdesk.types.SlotQuery`, a dict or another object with
                appointment_type_uid: The type to book.
                from: Earliest start. Unix seconds.
                to: First start that is too late; at most ten years after `from`. Unix seconds.
                doctor_uids (optional): Only these doctors; all if null.
                limit (optional): Only the first so many slots, by start and doctor.
                times (optional): Only starts at one of these times; at any if there are none.
                timezone (optional): On whose clock `times` are; on each doctor's if null.
                exclude_appointment_uid (optional): An appointment that is to be moved: it is not in its
                    own way.
                grid (optional): The grid of starts; that of the type if null.
                duration_minutes (optional): How long, one of the type's lengths; if null, as long as it
                    takes with the doctor.
                seats (optional): How many seats of one group visit one appointment is to take; 1 if
                    null, or as many as the appointment has that is to be moved.
                patient_uid (optional): For whom: what overlaps the patient's other appointments is not
                    listed, and nothing is if the patient has as many live holds as may be.
                by (optional): Who asks: administrators are bound neither by the booking notice nor by
                    the horizon. Default: "patient".
                location_uids (optional): Only windows at these locations; all if null.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.Slot` with
                start_date: The start. Unix seconds.
                end_date: The end. Unix seconds.
                doctor_uid: Who can be booked.
                seats_left: Seats that are left; 1 but for group visits.
                location_uid (optional): Where it is; nowhere in particular if null.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> slots = clinic.find_slots(monday, now)
            >>> len(slots), slots[0]
            (7, {'start_date': 1774249200, 'end_date': 1774251000, 'doctor_uid': 'ada', 'seats_left': 1})
            >>> f"{clinic.find_slots(monday, now, datetimes=True)[0]['start_date']:%a %H:%M}"
            'Mon 08:00'
        """
    @overload
    def find_slots(
        self, query: t.SlotQuery | _Object, now: _Time, *, datetimes: Literal[True]
    ) -> list[_LocalSlot]:
        """The slots that can be booked, by start and doctor.

        With `datetimes=True`, `start_date` and `end_date` are times on the doctor's clock.

        Arguments:

            query: `frontdesk.types.SlotQuery`, a dict or another object with
                appointment_type_uid: The type to book.
                from: Earliest start. Unix seconds.
                to: First start that is too late; at most ten years after `from`. Unix seconds.
                doctor_uids (optional): Only these doctors; all if null.
                limit (optional): Only the first so many slots, by start and doctor.
                times (optional): Only starts at one of these times; at any if there are none.
                timezone (optional): On whose clock `times` are; on each doctor's if null.
                exclude_appointment_uid (optional): An appointment that is to be moved: it is not in its
                    own way.
                grid (optional): The grid of starts; that of the type if null.
                duration_minutes (optional): How long, one of the type's lengths; if null, as long as it
                    takes with the doctor.
                seats (optional): How many seats of one group visit one appointment is to take; 1 if
                    null, or as many as the appointment has that is to be moved.
                patient_uid (optional): For whom: what overlaps the patient's other appointments is not
                    listed, and nothing is if the patient has as many live holds as may be.
                by (optional): Who asks: administrators are bound neither by the booking notice nor by
                    the horizon. Default: "patient".
                location_uids (optional): Only windows at these locations; all if null.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.Slot` with
                start_date: The start. Unix seconds.
                end_date: The end. Unix seconds.
                doctor_uid: Who can be booked.
                seats_left: Seats that are left; 1 but for group visits.
                location_uid (optional): Where it is; nowhere in particular if null.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> slots = clinic.find_slots(monday, now)
            >>> len(slots), slots[0]
            (7, {'start_date': 1774249200, 'end_date': 1774251000, 'doctor_uid': 'ada', 'seats_left': 1})
            >>> f"{clinic.find_slots(monday, now, datetimes=True)[0]['start_date']:%a %H:%M}"
            'Mon 08:00'
        """
    @overload
    def first_slots(
        self, query: t.SlotQuery | _Object, now: _Time, *, datetimes: Literal[False] = False
    ) -> list[t.Slot]:
        """The earliest slots of any of the doctors: `limit` of them, one if the query has none. Later ones
        are not computed.

        Arguments:

            query: `frontdesk.types.SlotQuery`, a dict or another object with
                appointment_type_uid: The type to book.
                from: Earliest start. Unix seconds.
                to: First start that is too late; at most ten years after `from`. Unix seconds.
                doctor_uids (optional): Only these doctors; all if null.
                limit (optional): Only the first so many slots, by start and doctor.
                times (optional): Only starts at one of these times; at any if there are none.
                timezone (optional): On whose clock `times` are; on each doctor's if null.
                exclude_appointment_uid (optional): An appointment that is to be moved: it is not in its
                    own way.
                grid (optional): The grid of starts; that of the type if null.
                duration_minutes (optional): How long, one of the type's lengths; if null, as long as it
                    takes with the doctor.
                seats (optional): How many seats of one group visit one appointment is to take; 1 if
                    null, or as many as the appointment has that is to be moved.
                patient_uid (optional): For whom: what overlaps the patient's other appointments is not
                    listed, and nothing is if the patient has as many live holds as may be.
                by (optional): Who asks: administrators are bound neither by the booking notice nor by
                    the horizon. Default: "patient".
                location_uids (optional): Only windows at these locations; all if null.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.Slot` with
                start_date: The start. Unix seconds.
                end_date: The end. Unix seconds.
                doctor_uid: Who can be booked.
                seats_left: Seats that are left; 1 but for group visits.
                location_uid (optional): Where it is; nowhere in particular if null.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> [slot] = clinic.first_slots(monday, now)
            >>> clinic.local_datetime(slot['start_date']).isoformat()
            '2026-03-23T08:00:00+01:00'
        """
    @overload
    def first_slots(
        self, query: t.SlotQuery | _Object, now: _Time, *, datetimes: Literal[True]
    ) -> list[_LocalSlot]:
        """The earliest slots of any of the doctors: `limit` of them, one if the query has none. Later ones
        are not computed.

        Arguments:

            query: `frontdesk.types.SlotQuery`, a dict or another object with
                appointment_type_uid: The type to book.
                from: Earliest start. Unix seconds.
                to: First start that is too late; at most ten years after `from`. Unix seconds.
                doctor_uids (optional): Only these doctors; all if null.
                limit (optional): Only the first so many slots, by start and doctor.
                times (optional): Only starts at one of these times; at any if there are none.
                timezone (optional): On whose clock `times` are; on each doctor's if null.
                exclude_appointment_uid (optional): An appointment that is to be moved: it is not in its
                    own way.
                grid (optional): The grid of starts; that of the type if null.
                duration_minutes (optional): How long, one of the type's lengths; if null, as long as it
                    takes with the doctor.
                seats (optional): How many seats of one group visit one appointment is to take; 1 if
                    null, or as many as the appointment has that is to be moved.
                patient_uid (optional): For whom: what overlaps the patient's other appointments is not
                    listed, and nothing is if the patient has as many live holds as may be.
                by (optional): Who asks: administrators are bound neither by the booking notice nor by
                    the horizon. Default: "patient".
                location_uids (optional): Only windows at these locations; all if null.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.Slot` with
                start_date: The start. Unix seconds.
                end_date: The end. Unix seconds.
                doctor_uid: Who can be booked.
                seats_left: Seats that are left; 1 but for group visits.
                location_uid (optional): Where it is; nowhere in particular if null.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> [slot] = clinic.first_slots(monday, now)
            >>> clinic.local_datetime(slot['start_date']).isoformat()
            '2026-03-23T08:00:00+01:00'
        """
    def slot_table(self, query: t.SlotQuery | _Object, now: _Time, *, by_doctor: bool = False) -> SlotTable:
        """The slots as a table: numpy columns and Arrow. `by_doctor=True` gives them doctor by doctor, which
        is quicker for many.

        Arguments:

            query: `frontdesk.types.SlotQuery`, a dict or another object with
                appointment_type_uid: The type to book.
                from: Earliest start. Unix seconds.
                to: First start that is too late; at most ten years after `from`. Unix seconds.
                doctor_uids (optional): Only these doctors; all if null.
                limit (optional): Only the first so many slots, by start and doctor.
                times (optional): Only starts at one of these times; at any if there are none.
                timezone (optional): On whose clock `times` are; on each doctor's if null.
                exclude_appointment_uid (optional): An appointment that is to be moved: it is not in its
                    own way.
                grid (optional): The grid of starts; that of the type if null.
                duration_minutes (optional): How long, one of the type's lengths; if null, as long as it
                    takes with the doctor.
                seats (optional): How many seats of one group visit one appointment is to take; 1 if
                    null, or as many as the appointment has that is to be moved.
                patient_uid (optional): For whom: what overlaps the patient's other appointments is not
                    listed, and nothing is if the patient has as many live holds as may be.
                by (optional): Who asks: administrators are bound neither by the booking notice nor by
                    the horizon. Default: "patient".
                location_uids (optional): Only windows at these locations; all if null.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> table = clinic.slot_table(monday, now)
            >>> len(table), table.doctor_uids
            (7, ['ada'])
        """
    def prepare(self, query: t.SlotQuery | _Object) -> PreparedQuery:
        """A query that is read and checked once, to be asked again and again.

        Arguments:

            query: `frontdesk.types.SlotQuery`, a dict or another object with
                appointment_type_uid: The type to book.
                from: Earliest start. Unix seconds.
                to: First start that is too late; at most ten years after `from`. Unix seconds.
                doctor_uids (optional): Only these doctors; all if null.
                limit (optional): Only the first so many slots, by start and doctor.
                times (optional): Only starts at one of these times; at any if there are none.
                timezone (optional): On whose clock `times` are; on each doctor's if null.
                exclude_appointment_uid (optional): An appointment that is to be moved: it is not in its
                    own way.
                grid (optional): The grid of starts; that of the type if null.
                duration_minutes (optional): How long, one of the type's lengths; if null, as long as it
                    takes with the doctor.
                seats (optional): How many seats of one group visit one appointment is to take; 1 if
                    null, or as many as the appointment has that is to be moved.
                patient_uid (optional): For whom: what overlaps the patient's other appointments is not
                    listed, and nothing is if the patient has as many live holds as may be.
                by (optional): Who asks: administrators are bound neither by the booking notice nor by
                    the horizon. Default: "patient".
                location_uids (optional): Only windows at these locations; all if null.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> prepared = clinic.prepare(monday)
            >>> prepared.find_slots(now) == clinic.find_slots(monday, now)
            True
        """
    def days_with_slots(self, query: t.DaysQuery | _Object, now: _Time) -> list[t.DayWithSlots]:
        """The local days on which something can be booked, each with its first start.

        Arguments:

            query: `frontdesk.types.DaysQuery`, a dict or another object with
                appointment_type_uid: The type to book.
                from: Earliest start. Unix seconds.
                to: First start that is too late; at most ten years after `from`. Unix seconds.
                timezone (optional): Whose calendar the days are of; the clinic's if null. On its clock
                    are `times`; on each doctor's if null.
                doctor_uids (optional): Only these doctors; all if null.
                times (optional): Only starts at one of these times; at any if there are none.
                exclude_appointment_uid (optional): An appointment that is to be moved: it is not in its
                    own way.
                grid (optional): The grid of starts; that of the type if null.
                duration_minutes (optional): How long, one of the type's lengths; if null, as long as it
                    takes with the doctor.
                seats (optional): How many seats of one group visit one appointment is to take; 1 if
                    null, or as many as the appointment has that is to be moved.
                patient_uid (optional): For whom: what overlaps the patient's other appointments is not
                    listed, and nothing is if the patient has as many live holds as may be.
                by (optional): Who asks: administrators are bound neither by the booking notice nor by
                    the horizon. Default: "patient".
                location_uids (optional): Only windows at these locations; all if null.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.DayWithSlots` with
                date: The day.
                first_start_date: Its first start. Unix seconds.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> clinic.days_with_slots(monday, now)
            [{'date': '2026-03-23', 'first_start_date': 1774249200}]
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
        """Whether this start can be booked with this doctor: whether `find_slots`, asked for the same patient
        by the same, would list it.

        Arguments:

            start: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset
            by: `frontdesk.types.Actor`, a dict or another object

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> clinic.is_bookable("visit", "ada", "2026-03-23T09:00+01:00", "2026-03-20T08:00+01:00")
            False
            >>> clinic.is_bookable("visit", "ada", "2026-03-23T09:30+01:00", "2026-03-20T08:00+01:00")
            True
        """
    def explain(self, query: t.ExplainQuery | _Object, now: _Time) -> list[t.Explanation]:
        """Every reason why a start can't be booked, for each doctor asked for. Without reasons, it can.

        Arguments:

            query: `frontdesk.types.ExplainQuery`, a dict or another object with
                appointment_type_uid: The type to book.
                start_date (optional): The start, as an instant. Either this or `local_start`. Unix
                    seconds.
                local_start (optional): The start on each doctor's own clock, `2026-03-23T14:00:00`.
                    Where the clock shows it twice, the first is meant.
                doctor_uids (optional): Only these doctors; all if null.
                exclude_appointment_uid (optional): An appointment that is to be moved: it is not in its
                    own way.
                grid (optional): The grid of starts; that of the type if null.
                duration_minutes (optional): How long, one of the type's lengths; if null, as long as it
                    takes with the doctor.
                seats (optional): How many seats of one group visit one appointment is to take; 1 if
                    null, or as many as the appointment has that is to be moved.
                patient_uid (optional): For whom: the patient's other appointments count, and so do the
                    patient's live holds.
                by (optional): Who asks: administrators are bound neither by the booking notice nor by
                    the horizon. Default: "patient".
                location_uids (optional): Only windows at these locations; all if null.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.Explanation` with
                doctor_uid: The doctor.
                reasons: Every reason.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> asked = {"appointment_type_uid": "visit", "local_start": "2026-03-23T09:00"}
            >>> [answer] = clinic.explain(asked, "2026-03-20T08:00+01:00")
            >>> answer["reasons"]
            [{'code': 'slot_taken', 'by': 'a1', 'until': 1774254600}]
        """
    def explain_days(self, query: t.DaysQuery | _Object, now: _Time) -> list[t.ExplainedDay]:
        """Why days have no slots, or few: what stands against each local day and doctor, with the share of
        candidates that each kind of reason forbids.

        Arguments:

            query: `frontdesk.types.DaysQuery`, a dict or another object with
                appointment_type_uid: The type to book.
                from: Earliest start. Unix seconds.
                to: First start that is too late; at most ten years after `from`. Unix seconds.
                timezone (optional): Whose calendar the days are of; the clinic's if null. On its clock
                    are `times`; on each doctor's if null.
                doctor_uids (optional): Only these doctors; all if null.
                times (optional): Only starts at one of these times; at any if there are none.
                exclude_appointment_uid (optional): An appointment that is to be moved: it is not in its
                    own way.
                grid (optional): The grid of starts; that of the type if null.
                duration_minutes (optional): How long, one of the type's lengths; if null, as long as it
                    takes with the doctor.
                seats (optional): How many seats of one group visit one appointment is to take; 1 if
                    null, or as many as the appointment has that is to be moved.
                patient_uid (optional): For whom: what overlaps the patient's other appointments is not
                    listed, and nothing is if the patient has as many live holds as may be.
                by (optional): Who asks: administrators are bound neither by the booking notice nor by
                    the horizon. Default: "patient".
                location_uids (optional): Only windows at these locations; all if null.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.ExplainedDay` with
                date: The day, on the calendar of the query's zone.
                doctor_uid: The doctor.
                candidates: How many starts the hours and the grid have.
                slots: How many of them can be booked.
                booked_out: No slot is left, and no time either: appointments and holds have taken it.
                no_gap_long_enough: No slot is left because of appointments and holds, and what they
                    leave is too short for the type.
                reasons: Each kind of reason, those first that stand against most.
                next_date: The next day on which this doctor has a slot, in the range or on one of the
                    366 dates after it.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> [day] = clinic.explain_days(monday, now)
            >>> day["slots"], [(each["reason"]["code"], each["share"]) for each in day["reasons"]]
            (7, [('slot_taken', 0.125)])
        """
    def appointments(self, query: t.AppointmentsQuery | _Object, now: _Time) -> list[t.AppointmentOutput]:
        """The appointments that run in a range, by start, each with the status that it has at `now`.

        Arguments:

            query: `frontdesk.types.AppointmentsQuery`, a dict or another object with
                from: First instant. Unix seconds.
                to: First instant after it, at most ten years later. Unix seconds.
                doctor_uids (optional): Only with these doctors; with all if null.
                patient_uid (optional): Only of this patient; of all if null.
                appointment_type_uids (optional): Only of these types, which may be gone; of all and of
                    none if null.
                statuses (optional): Only those that stand there; wherever they stand if null. A hold
                    that has run out is `expired`.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.AppointmentOutput`

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> [booked] = clinic.appointments(monday, now)
            >>> booked["uid"], booked["status"]
            ('a1', 'confirmed')
        """
    def outcomes(self, query: t.AppointmentsQuery | _Object, now: _Time) -> list[t.Outcomes]:
        """What became of the appointments that start in a range, by doctor and type: kept, missed, called
        off, unresolved.

        Arguments:

            query: `frontdesk.types.AppointmentsQuery`, a dict or another object with
                from: First instant. Unix seconds.
                to: First instant after it, at most ten years later. Unix seconds.
                doctor_uids (optional): Only with these doctors; with all if null.
                patient_uid (optional): Only of this patient; of all if null.
                appointment_type_uids (optional): Only of these types, which may be gone; of all and of
                    none if null.
                statuses (optional): Only those that stand there; wherever they stand if null. A hold
                    that has run out is `expired`.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.Outcomes` with
                doctor_uid: The doctor.
                appointment_type_uid: The type, or none.
                kept: The patient came.
                missed: The patient did not.
                cancelled: Called off in time.
                cancelled_late: Called off within the notice of the type, or on the day if it has none.
                unresolved: Confirmed and over, and nobody has said whether the patient came.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> [row] = clinic.outcomes(monday, "2026-03-24T08:00+01:00")
            >>> row["kept"], row["unresolved"]
            (0, 1)
        """
    def appointments_table(self, query: t.AppointmentsQuery | _Object, now: _Time) -> Table:
        """`appointments` as a table.

        Arguments:

            query: `frontdesk.types.AppointmentsQuery`, a dict or another object with
                from: First instant. Unix seconds.
                to: First instant after it, at most ten years later. Unix seconds.
                doctor_uids (optional): Only with these doctors; with all if null.
                patient_uid (optional): Only of this patient; of all if null.
                appointment_type_uids (optional): Only of these types, which may be gone; of all and of
                    none if null.
                statuses (optional): Only those that stand there; wherever they stand if null. A hold
                    that has run out is `expired`.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> clinic.appointments_table(monday, now).column('uid')
            ['a1']
        """
    def outcomes_table(self, query: t.AppointmentsQuery | _Object, now: _Time) -> Table:
        """`outcomes` as a table.

        Arguments:

            query: `frontdesk.types.AppointmentsQuery`, a dict or another object with
                from: First instant. Unix seconds.
                to: First instant after it, at most ten years later. Unix seconds.
                doctor_uids (optional): Only with these doctors; with all if null.
                patient_uid (optional): Only of this patient; of all if null.
                appointment_type_uids (optional): Only of these types, which may be gone; of all and of
                    none if null.
                statuses (optional): Only those that stand there; wherever they stand if null. A hold
                    that has run out is `expired`.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> clinic.outcomes_table(monday, '2026-03-24T08:00+01:00').column('unresolved')
            [1]
        """
    def days_table(self, query: t.DaysQuery | _Object, now: _Time) -> Table:
        """`days_with_slots` as a table.

        Arguments:

            query: `frontdesk.types.DaysQuery`, a dict or another object with
                appointment_type_uid: The type to book.
                from: Earliest start. Unix seconds.
                to: First start that is too late; at most ten years after `from`. Unix seconds.
                timezone (optional): Whose calendar the days are of; the clinic's if null. On its clock
                    are `times`; on each doctor's if null.
                doctor_uids (optional): Only these doctors; all if null.
                times (optional): Only starts at one of these times; at any if there are none.
                exclude_appointment_uid (optional): An appointment that is to be moved: it is not in its
                    own way.
                grid (optional): The grid of starts; that of the type if null.
                duration_minutes (optional): How long, one of the type's lengths; if null, as long as it
                    takes with the doctor.
                seats (optional): How many seats of one group visit one appointment is to take; 1 if
                    null, or as many as the appointment has that is to be moved.
                patient_uid (optional): For whom: what overlaps the patient's other appointments is not
                    listed, and nothing is if the patient has as many live holds as may be.
                by (optional): Who asks: administrators are bound neither by the booking notice nor by
                    the horizon. Default: "patient".
                location_uids (optional): Only windows at these locations; all if null.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> clinic.days_table(monday, now).to_dict()
            {'date': ['2026-03-23'], 'first_start_date': [1774249200]}
        """
    def explain_days_table(self, query: t.DaysQuery | _Object, now: _Time) -> Table:
        """`explain_days` as a table: a row for each day and doctor, with the reason that forbids most.

        Arguments:

            query: `frontdesk.types.DaysQuery`, a dict or another object with
                appointment_type_uid: The type to book.
                from: Earliest start. Unix seconds.
                to: First start that is too late; at most ten years after `from`. Unix seconds.
                timezone (optional): Whose calendar the days are of; the clinic's if null. On its clock
                    are `times`; on each doctor's if null.
                doctor_uids (optional): Only these doctors; all if null.
                times (optional): Only starts at one of these times; at any if there are none.
                exclude_appointment_uid (optional): An appointment that is to be moved: it is not in its
                    own way.
                grid (optional): The grid of starts; that of the type if null.
                duration_minutes (optional): How long, one of the type's lengths; if null, as long as it
                    takes with the doctor.
                seats (optional): How many seats of one group visit one appointment is to take; 1 if
                    null, or as many as the appointment has that is to be moved.
                patient_uid (optional): For whom: what overlaps the patient's other appointments is not
                    listed, and nothing is if the patient has as many live holds as may be.
                by (optional): Who asks: administrators are bound neither by the booking notice nor by
                    the horizon. Default: "patient".
                location_uids (optional): Only windows at these locations; all if null.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> table = clinic.explain_days_table(monday, now)
            >>> table.column('slots'), table.column('reason')
            ([7], ['slot_taken'])
        """
    def open_hours_table(self, query: t.UtilisationQuery | _Object) -> Table:
        """`open_hours` as a table.

        Arguments:

            query: `frontdesk.types.UtilisationQuery`, a dict or another object with
                from: First instant. Of a day that it cuts, what is left counts. Unix seconds.
                to: First instant after it, at most ten years later. Unix seconds.
                doctor_uids (optional): Only these doctors; all if null.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> clinic.open_hours_table(monday).column('state')
            ['open']
        """
    def open_hours(self, query: t.UtilisationQuery | _Object) -> list[t.OpenHours]:
        """What is open, closed and blocked, and why, as intervals by doctor.

        Arguments:

            query: `frontdesk.types.UtilisationQuery`, a dict or another object with
                from: First instant. Of a day that it cuts, what is left counts. Unix seconds.
                to: First instant after it, at most ten years later. Unix seconds.
                doctor_uids (optional): Only these doctors; all if null.

        Answers:

            a list of `frontdesk.types.OpenHours` with
                doctor_uid: The doctor.
                start_date: Its start. Unix seconds.
                end_date: Its end. Unix seconds.
                state: What it is.
                by: What blocks: the exception, or the rule.
                date: What is closed: a local date, or hours of it.
                name: What the closure is called.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> [hours['state'] for hours in clinic.open_hours(monday)]
            ['open']
        """
    def reason_sentence(
        self, reason: t.Reason | _Object, language: str = "en", timezone: str | None = None
    ) -> str:
        """A reason in words: in English (`en`) or German (`de`), with times on the clock of a zone, the
        clinic's if none is named.

        Arguments:

            reason: `frontdesk.types.Reason`, a dict or another object with
                code `type_inactive`: nothing else
                code `doctor_not_offering`: cause
                code `too_soon`: earliest
                code `beyond_horizon`: latest
                code `nonexistent_local_time`: next
                code `closed`: date
                code `blocked`: by, until
                code `reserved`: for, [until]
                code `not_released`: at
                code `other_location`: [location_uid]
                code `window_full`: limit, used
                code `outside_hours`: [next_opening]
                code `off_grid`: [nearest]
                code `not_adjacent`: [nearest]
                code `leaves_gap`: minutes, least
                code `slot_taken`: by, until
                code `held`: by, until
                code `places_full`: places, until
                code `group_full`: capacity, [seats_left]
                code `limit_reached`: scope, [per], unit, limit, used
                code `patient_busy`: by, until
                code `too_many_holds`: limit

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> clinic.reason_sentence({'code': 'outside_hours', 'next_opening': 1774335600})
            'outside hours; next opening Tue 2026-03-24 08:00'
        """
    def decide(self, command: t.Command | _Object, now: _Time) -> list[t.EventOutput]:
        """What happens if this is asked for now, as events. Nothing changes; `apply` them.

        Arguments:

            command: `frontdesk.types.Command`, a dict or another object with
                command `hold`: uid, appointment_type_uid, [start_date], [local_start], [doctor_uid],
                    [patient_uid], [by], [override], [replaces], [duration_minutes], [seats],
                    [location_uid]
                command `extend`: uid
                command `confirm`: uid, [video_room_id], [by]
                command `approve`: uid, [by]
                command `decline`: uid, reason, [by]
                command `release`: uid
                command `cancel`: uid, reason, [by]
                command `rebook`: uid, [start_date], [local_start], [doctor_uid], [by], [override],
                    [duration_minutes], [seats], [appointment_type_uid], [location_uid]
                command `complete`: uid, [by]
                command `no_show`: uid
                command `reopen`: uid, [by]
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.EventOutput` with
                event `held`: appointment, [overrode]
                event `extended`: uid, at, hold_expires_at
                event `approval_requested`: uid, at, hold_expires_at, video_room_id
                event `confirmed`: uid, at, video_room_id
                event `released`: uid, at
                event `expired`: uid, at
                event `cancelled`: uid, at, by, reason, [reopenings]
                event `rebooked`: uid, at, by, doctor_uid, start_date, end_date, [duration_minutes],
                    [seats], [appointment_type_uid], video_room_id, previous_doctor_uid,
                    previous_start_date, sequence, [overrode], [location_uid]
                event `completed`: uid, at, [reopenings]
                event `no_show`: uid, at, [reopenings]
                event `reopened`: uid, at, reopenings

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> asked = {"appointment_type_uid": "visit", "local_start": "2026-03-23T10:00"}
            >>> hold = {"command": "hold", "uid": "a2", **asked}
            >>> [event] = clinic.decide(hold, "2026-03-20T08:00+01:00")
            >>> event["event"], event["appointment"]["doctor_uid"]
            ('held', 'ada')
        """
    def apply(self, event: t.Event | t.EventOutput | _Object) -> bool:
        """Records an event. False if it changed nothing: it is recorded already, or is of another clinic.

        Arguments:

            event: `frontdesk.types.Event`, a dict or another object with
                event `held`: appointment, [overrode]
                event `extended`: uid, at, hold_expires_at
                event `approval_requested`: uid, at, hold_expires_at, video_room_id
                event `confirmed`: uid, at, video_room_id
                event `released`: uid, at
                event `expired`: uid, at
                event `cancelled`: uid, at, by, reason, [reopenings]
                event `rebooked`: uid, at, by, doctor_uid, start_date, end_date, [duration_minutes],
                    [seats], [appointment_type_uid], [video_room_id], previous_doctor_uid,
                    previous_start_date, sequence, [overrode], [location_uid]
                event `completed`: uid, at, [reopenings]
                event `no_show`: uid, at, [reopenings]
                event `reopened`: uid, at, reopenings

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> cancel = {"command": "cancel", "uid": "a1", "reason": "flu"}
            >>> [event] = clinic.decide(cancel, "2026-03-20T08:00+01:00")
            >>> clinic.apply(event), clinic.apply(event)
            (True, False)
            >>> clinic.appointment("a1")["status"]
            'cancelled'
        """
    def change(self, change: t.Change | _Object) -> None:
        """Changes who can be booked and when: doctors, types, closures, appointments from elsewhere.

        Arguments:

            change: `frontdesk.types.Change`, a dict or another object with
                change `put_doctor`: doctor
                change `replace_exceptions`: doctor_uid, uid_prefix, exceptions
                change `remove_doctor`: uid
                change `put_appointment_type`: appointment_type
                change `remove_appointment_type`: uid
                change `put_reminder`: reminder
                change `remove_reminder`: uid
                change `put_quiet_hours`: [quiet_hours]
                change `limit_live_holds`: [max_per_patient]
                change `set_locations`: locations, [travel_minutes]
                change `set_limits`: [week_starts_on], [patient_limits]
                change `put_appointment`: appointment
                change `remove_appointment`: uid
                change `put_closure`: closure
                change `remove_closure`: closure

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> clinic.change({"change": "put_closure", "closure": {"date": "2026-03-23"}})
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> clinic.find_slots(monday, "2026-03-20T08:00+01:00")
            []
        """
    def due(self, now: _Time) -> list[t.EventOutput]:
        """The events that time alone has made true at `now`: holds that have run out.

        Arguments:

            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.EventOutput` with
                event `held`: appointment, [overrode]
                event `extended`: uid, at, hold_expires_at
                event `approval_requested`: uid, at, hold_expires_at, video_room_id
                event `confirmed`: uid, at, video_room_id
                event `released`: uid, at
                event `expired`: uid, at
                event `cancelled`: uid, at, by, reason, [reopenings]
                event `rebooked`: uid, at, by, doctor_uid, start_date, end_date, [duration_minutes],
                    [seats], [appointment_type_uid], video_room_id, previous_doctor_uid,
                    previous_start_date, sequence, [overrode], [location_uid]
                event `completed`: uid, at, [reopenings]
                event `no_show`: uid, at, [reopenings]
                event `reopened`: uid, at, reopenings

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> asked = {"appointment_type_uid": "visit", "local_start": "2026-03-23T10:00"}
            >>> hold = {"command": "hold", "uid": "a2", **asked}
            >>> _ = [clinic.apply(event) for event in clinic.decide(hold, "2026-03-20T08:00+01:00")]
            >>> [event["event"] for event in clinic.due("2026-03-21T08:00+01:00")]
            ['expired']
        """
    def next_due(self, after: _Time) -> int | None:
        """The first instant after `after` at which a hold runs out or a reminder falls due, or `None`.

        Arguments:

            after: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> clinic.next_due("2026-03-20T08:00+01:00") is None
            True
        """
    def reminders_due(self, after: _Time, until: _Time) -> list[t.DueReminder]:
        """The reminders that fall due in `(after, until]`.

        Arguments:

            after: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset
            until: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.DueReminder` with
                due_at: When it is due. Unix seconds.
                appointment_uid: The appointment.
                start_date: Its start, which tells this reminder from that of another start. Unix
                    seconds.
                reminder_uid: The reminder.
                recipient_role: Who is reminded.
                send_email: By email.
                send_sms: By text message.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> reminder = {"uid": "day", "appointment_type_uid": "visit", "recipient_role": "patient"}
            >>> reminder |= {"minutes_before": 1440, "send_email": True, "send_sms": False}
            >>> clinic.change({"change": "put_reminder", "reminder": reminder})
            >>> [due] = clinic.reminders_due("2026-03-22T08:00+01:00", "2026-03-22T10:00+01:00")
            >>> due["appointment_uid"], due["reminder_uid"]
            ('a1', 'day')
        """
    def outside_hours(self, now: _Time) -> list[t.OutsideHours]:
        """Appointments to come that their doctor's hours do not cover.

        Arguments:

            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.OutsideHours` with
                appointment_uid: The appointment.
                doctor_uid: Its doctor.
                start_date: Its start. Unix seconds.
                reasons: `closed`, `blocked`, `other_location` and `outside_hours`, as `explain` gives
                    them.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> clinic.outside_hours("2026-03-20T08:00+01:00")
            []
        """
    def would_leave_outside_hours(self, change: t.Change | _Object, now: _Time) -> list[t.OutsideHours]:
        """What a change, which is not made, would leave outside hours.

        Arguments:

            change: `frontdesk.types.Change`, a dict or another object with
                change `put_doctor`: doctor
                change `replace_exceptions`: doctor_uid, uid_prefix, exceptions
                change `remove_doctor`: uid
                change `put_appointment_type`: appointment_type
                change `remove_appointment_type`: uid
                change `put_reminder`: reminder
                change `remove_reminder`: uid
                change `put_quiet_hours`: [quiet_hours]
                change `limit_live_holds`: [max_per_patient]
                change `set_locations`: locations, [travel_minutes]
                change `set_limits`: [week_starts_on], [patient_limits]
                change `put_appointment`: appointment
                change `remove_appointment`: uid
                change `put_closure`: closure
                change `remove_closure`: closure
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.OutsideHours` with
                appointment_uid: The appointment.
                doctor_uid: Its doctor.
                start_date: Its start. Unix seconds.
                reasons: `closed`, `blocked`, `other_location` and `outside_hours`, as `explain` gives
                    them.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> closed = {"change": "put_closure", "closure": {"date": "2026-03-23"}}
            >>> left = clinic.would_leave_outside_hours(closed, "2026-03-20T08:00+01:00")
            >>> [each["appointment_uid"] for each in left]
            ['a1']
        """
    def left_outside_hours(self, after: Clinic, now: _Time) -> list[t.OutsideHours]:
        """What is outside hours in another state of this clinic and not in this one.

        Arguments:

            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.OutsideHours` with
                appointment_uid: The appointment.
                doctor_uid: Its doctor.
                start_date: Its start. Unix seconds.
                reasons: `closed`, `blocked`, `other_location` and `outside_hours`, as `explain` gives
                    them.

        Example:

            >>> import copy
            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> other = copy.copy(clinic)
            >>> other.change({"change": "put_closure", "closure": {"date": "2026-03-23"}})
            >>> left = clinic.left_outside_hours(other, "2026-03-20T08:00+01:00")
            >>> [each["appointment_uid"] for each in left]
            ['a1']
        """
    def local_time_changes(self, other: Sequence[t.TimezoneData]) -> list[t.LocalTimeChange]:
        """The appointments whose local start differs between the clinic's zone rules and `other`.

        Arguments:

            other: `frontdesk.types.TimezoneData`, a dict or another object with
                name: The name by which doctors and the clinic refer to it.
                initial_offset_seconds: Local time less UTC before the first transition, in seconds.
                transitions (optional): The changes, in order.
                rule (optional): What recurs every year after the last transition, as a POSIX TZ string:
                    `CET-1CEST,M3.5.0,M10.5.0/3`. Either this or `covers_until`.
                covers_until (optional): First instant for which nothing is known. Questions about it
                    are refused instead of answered by the last offset. Unix seconds.

        Answers:

            a list of `frontdesk.types.LocalTimeChange` with
                appointment_uid: The appointment.
                doctor_uid: Its doctor.
                timezone: The doctor's zone.
                start_date: Its start, which does not change. Unix seconds.
                local_start: Its local start by the clinic's rules.
                other_local_start: Its local start by the other rules.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> utc = {"name": "Europe/Berlin", "initial_offset_seconds": 0, "covers_until": 7258118399}
            >>> changes = clinic.local_time_changes([utc])
            >>> [(each["local_start"], each["other_local_start"]) for each in changes]
            [('2026-03-23T09:00:00', '2026-03-23T08:00:00')]
        """
    def utilisation(self, query: t.UtilisationQuery | _Object, now: _Time) -> list[t.Utilisation]:
        """How much of each doctor's local days is open, booked, held and free, in minutes.

        Arguments:

            query: `frontdesk.types.UtilisationQuery`, a dict or another object with
                from: First instant. Of a day that it cuts, what is left counts. Unix seconds.
                to: First instant after it, at most ten years later. Unix seconds.
                doctor_uids (optional): Only these doctors; all if null.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.Utilisation` with
                doctor_uid: The doctor.
                date: The day, on the doctor's own calendar.
                open_minutes: Open time, of whatever buffer, before any booking is looked at.
                booked_minutes: Time with an appointment, in or outside of open time.
                held_minutes: Time with a live hold and no appointment.
                free_minutes: Open time with neither.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> [day] = clinic.utilisation(monday, now)
            >>> day["open_minutes"], day["booked_minutes"]
            (240.0, 30.0)
        """
    def utilisation_table(self, query: t.UtilisationQuery | _Object, now: _Time) -> UtilisationTable:
        """The same as a table: numpy columns and Arrow.

        Arguments:

            query: `frontdesk.types.UtilisationQuery`, a dict or another object with
                from: First instant. Of a day that it cuts, what is left counts. Unix seconds.
                to: First instant after it, at most ten years later. Unix seconds.
                doctor_uids (optional): Only these doctors; all if null.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> len(clinic.utilisation_table(monday, now))
            1
        """
    def snapshot(self) -> t.ClinicSnapshotOutput:
        """The clinic as plain data, in an order that does not depend on its history.

        Answers:

            `frontdesk.types.ClinicSnapshotOutput` with
                timezone: IANA zone of doctors that name none. Default `UTC`.
                appointment_types: What can be booked.
                doctors: Who can be booked, and when.
                closures: Dates without windows.
                appointments: What is booked, held or over.
                timezones (optional): Zones whose transitions the caller supplies, instead of the
                    built-in ones of the same name.
                locations (optional): Where patients are seen. In the order of this list, a start at
                    several of them is offered.
                travel_minutes (optional): How long a doctor needs from one location to another; no time
                    where nothing is said.
                reminders (optional): Who is told how long before an appointment.
                quiet_hours (optional): Hours in which nobody is reminded.
                max_live_holds_per_patient (optional): Most live holds of one patient, 1 to 1000; no
                    limit if null.
                week_starts_on (optional): The weekday with which weeks start where limits count, 0
                    (Monday, the default) to 6.
                patient_limits (optional): Most appointments of each patient.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> clinic.snapshot()['timezone']
            'Europe/Berlin'
        """
    def to_json(self) -> str:
        """The same as JSON text, byte for byte what every language writes.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> Clinic(clinic.to_json()).to_json() == clinic.to_json()
            True
        """
    def appointment(self, uid: str) -> t.AppointmentOutput | None:
        """The appointment with this uid, or `None`.

        Answers:

            `frontdesk.types.AppointmentOutput`, or None

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> clinic.appointment('a1')['patient_uid']
            'pat-1'
        """
    @property
    def timezone(self) -> str:
        """The zone of doctors that name none."""
    def timezone_of(self, doctor_uid: str) -> str | None:
        """The zone of a doctor, or `None` if the clinic has no such doctor.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> clinic.timezone_of('ada')
            'Europe/Berlin'
        """
    @property
    def doctor_uids(self) -> list[str]:
        """The uids of the doctors in order."""
    def local_datetime(self, at: _Time, doctor_uid: str | None = None) -> datetime:
        """An instant as an aware `datetime` on the clock of a doctor, or of the clinic if none is named.

        Arguments:

            at: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> clinic.local_datetime(1774252800, 'ada').isoformat()
            '2026-03-23T09:00:00+01:00'
        """
    def open_time(self, doctor_uid: str, start: _Time, until: _Time) -> list[tuple[int, int]]:
        """When a doctor has hours in `[start, until)`, whatever is booked: pairs of Unix seconds, in order.

        Arguments:

            start: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset
            until: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> clinic.open_time("ada", "2026-03-23T00:00+01:00", "2026-03-24T00:00+01:00")
            [(1774249200, 1774263600)]
        """
    def instant(
        self, local: datetime | str, doctor_uid: str | None = None, *, timezone: str | None = None
    ) -> int:
        """The instant at which a clock shows a local time: the clock of a doctor, of a zone, or of the clinic
        if neither is named. In Unix seconds.

        `local` is a naive `datetime`, or text such as `2026-12-01T09:00`. Where the clock shows it twice,
        the first is meant; where it skips it, the moment of the change.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> clinic.instant("2026-03-23T09:00", "ada")
            1774252800
        """
    def appointment_as_icalendar(
        self, appointment_uid: str, details: t.EventDetails | _Object, now: _Time
    ) -> str:
        """An appointment as an iCalendar `VEVENT`.

        Arguments:

            details: `frontdesk.types.EventDetails`, a dict or another object with
                summary (optional): The title; if null the name of the appointment's type. Where that
                    leaves nothing to show, `Appointment`. At most 10,000 characters, as the other
                    texts.
                description (optional): More about it. A text that shows nothing is left out.
                location (optional): Where it takes place; if null the name of the appointment's
                    location, if the clinic has one. A text that shows nothing is left out, and so says
                    nothing of where.
                organizer (optional): In whose name it is sent. It must be there if there are attendees.
                attendees (optional): Who is invited, at most 1,000.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> text = clinic.appointment_as_icalendar('a1', {'summary': 'Visit'}, "2026-03-20T08:00+01:00")
            >>> [line for line in text.splitlines() if line.startswith('SUMMARY')]
            ['SUMMARY:Visit']
        """
    def appointments_as_icalendar(self, query: t.CalendarQuery | _Object, now: _Time) -> str:
        """A doctor's appointments as iCalendar.

        Arguments:

            query: `frontdesk.types.CalendarQuery`, a dict or another object with
                doctor_uid: The doctor.
                from: First instant. Unix seconds.
                to: First instant after it, at most ten years later. Unix seconds.
                organizer (optional): In whose name it is published. Without one, it is a snapshot
                    without a `METHOD`.
                name (optional): What a program that subscribes to it calls it, at most 255 characters.
                refresh_minutes (optional): After how many minutes such a program should ask again: 1 to
                    525,600.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"doctor_uid": "ada", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> clinic.appointments_as_icalendar(monday, now).count('BEGIN:VEVENT')
            1
        """
    def availability_as_icalendar(self, query: t.CalendarQuery | _Object, now: _Time) -> str:
        """A doctor's hours as an iCalendar `VAVAILABILITY`.

        Arguments:

            query: `frontdesk.types.CalendarQuery`, a dict or another object with
                doctor_uid: The doctor.
                from: First instant. Unix seconds.
                to: First instant after it, at most ten years later. Unix seconds.
                organizer (optional): In whose name it is published. Without one, it is a snapshot
                    without a `METHOD`.
                name (optional): What a program that subscribes to it calls it, at most 255 characters.
                refresh_minutes (optional): After how many minutes such a program should ask again: 1 to
                    525,600.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"doctor_uid": "ada", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> 'BEGIN:VAVAILABILITY' in clinic.availability_as_icalendar(monday, now)
            True
        """
    def busy_time_as_icalendar(self, query: t.CalendarQuery | _Object, now: _Time) -> str:
        """A doctor's busy time as an iCalendar `VFREEBUSY`.

        Arguments:

            query: `frontdesk.types.CalendarQuery`, a dict or another object with
                doctor_uid: The doctor.
                from: First instant. Unix seconds.
                to: First instant after it, at most ten years later. Unix seconds.
                organizer (optional): In whose name it is published. Without one, it is a snapshot
                    without a `METHOD`.
                name (optional): What a program that subscribes to it calls it, at most 255 characters.
                refresh_minutes (optional): After how many minutes such a program should ask again: 1 to
                    525,600.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"doctor_uid": "ada", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> clinic.busy_time_as_icalendar(monday, now).count('FREEBUSY;')
            1
        """
    def busy_time_from_icalendar(self, text: str | bytes, query: t.BusyTimeQuery | _Object) -> t.BusyTime:
        """Busy time out of somebody else's calendar: blocked intervals, and what was not read.

        Arguments:

            query: `frontdesk.types.BusyTimeQuery`, a dict or another object with
                doctor_uid: The doctor, whose clock dates and times without a zone are read on.
                from: First instant that matters. Unix seconds.
                to: First instant that no longer does, at most ten years later. Unix seconds.
                uid_prefix (optional): What each uid begins with, so that those of several calendars and
                    the clinic's own stay apart. At most 128 bytes. Default: "".
                addresses (optional): The addresses of the calendar's owner, at most 100: what they have
                    declined is not busy.

        Answers:

            `frontdesk.types.BusyTime` with
                blocked: When its owner is busy: blocked intervals for a doctor, by start and uid.
                not_read: What could not be read, or not with certainty, by line: for a person to look
                    at. What could be made out of it all the same is among `blocked`.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"doctor_uid": "ada", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> event = "BEGIN:VEVENT UID:x DTSTART:20260323T080000Z DURATION:PT1H END:VEVENT".split()
            >>> lines = ["BEGIN:VCALENDAR", *event, "END:VCALENDAR"]
            >>> busy = clinic.busy_time_from_icalendar("\\n".join(lines), {**monday, "uid_prefix": "own/"})
            >>> len(busy["blocked"]), busy["not_read"]
            (1, [])
        """
    def _repr_html_(self) -> str: ...
    def __copy__(self) -> Clinic: ...
    def __deepcopy__(self, _memo: dict[int, Any]) -> Clinic: ...
    def __reduce__(self) -> tuple[type[Clinic], tuple[bytes]]: ...

@final
class Calendar:
    """One doctor's clock, hours and bookings, for callers that have them at hand and want no clinic.

    `bookings` are pairs of start and end in any order: a list of tuples, or a numpy array of two columns
    of `int64` or `datetime64[s]`. The doctor's own `timezone` is not looked at: `timezone` is the clock. A
    doctor's settings and a type's limits are a clinic's business.

    >>> from frontdesk import Calendar, build
    >>> Calendar(build.doctor("ada", build.hours("Mon-Fri", "08:00", "12:00")), "Europe/Berlin")
    Calendar('ada')
    """
    def __new__(
        cls,
        doctor: t.Doctor | t.DoctorOutput | _Object | _Json,
        timezone: str,
        bookings: Sequence[tuple[_Time, _Time]] | NDArray[np.int64] | NDArray[np.datetime64] | None = None,
    ) -> Self: ...
    def slot_table(
        self,
        appointment_type: t.AppointmentType | t.AppointmentTypeOutput | _Object,
        start: _Time,
        until: _Time,
        now: _Time,
    ) -> SlotTable:
        """The slots of an appointment type with `start` and `until` as the range, as a table.

        Arguments:

            appointment_type: `frontdesk.types.AppointmentType`, a dict or another object
            start: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset
            until: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Calendar, build
            >>> ada = build.doctor("ada", build.hours("Mon", "08:00", "12:00"))
            >>> calendar = Calendar(ada, "Europe/Berlin", [(1774252800, 1774254600)])
            >>> visit = build.appointment_type("visit", 30)
            >>> len(calendar.slot_table(visit, 1774220400, 1774306800, 1774000000))
            7
        """

@final
class Column:
    """One field of the rows of a table, as numpy's array interface describes it: where in memory, how many,
    how far apart, of which type.
    """
    @property
    def __array_interface__(self) -> dict[str, Any]: ...
    def __len__(self) -> int: ...

@final
class PreparedQuery:
    """A query that `Clinic.prepare` has read and checked. It is asked of its clinic as that is now, so
    changes and bookings count; what is gone from the clinic by then is refused as in any query.

    >>> from frontdesk import Clinic, build
    >>> clinic = Clinic(build.example())
    >>> days = {"from": "2026-03-23", "to": "2026-03-30"}
    >>> week = clinic.prepare({"appointment_type_uid": "visit", **days})
    >>> len(week.find_slots("2026-03-23T00:00Z")) == len(week.slot_table("2026-03-23T00:00Z"))
    True
    """
    @overload
    def find_slots(self, now: _Time, *, datetimes: Literal[False] = False) -> list[t.Slot]:
        """`Clinic.find_slots` of this query.

        Arguments:

            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.Slot` with
                start_date: The start. Unix seconds.
                end_date: The end. Unix seconds.
                doctor_uid: Who can be booked.
                seats_left: Seats that are left; 1 but for group visits.
                location_uid (optional): Where it is; nowhere in particular if null.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> len(clinic.prepare(monday).find_slots(now))
            7
        """
    @overload
    def find_slots(self, now: _Time, *, datetimes: Literal[True]) -> list[_LocalSlot]:
        """`Clinic.find_slots` of this query.

        Arguments:

            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.Slot` with
                start_date: The start. Unix seconds.
                end_date: The end. Unix seconds.
                doctor_uid: Who can be booked.
                seats_left: Seats that are left; 1 but for group visits.
                location_uid (optional): Where it is; nowhere in particular if null.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> len(clinic.prepare(monday).find_slots(now))
            7
        """
    @overload
    def first_slots(self, now: _Time, *, datetimes: Literal[False] = False) -> list[t.Slot]:
        """`Clinic.first_slots` of this query.

        Arguments:

            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.Slot` with
                start_date: The start. Unix seconds.
                end_date: The end. Unix seconds.
                doctor_uid: Who can be booked.
                seats_left: Seats that are left; 1 but for group visits.
                location_uid (optional): Where it is; nowhere in particular if null.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> clinic.prepare(monday).first_slots(now, datetimes=True)[0]["start_date"].isoformat()
            '2026-03-23T08:00:00+01:00'
        """
    @overload
    def first_slots(self, now: _Time, *, datetimes: Literal[True]) -> list[_LocalSlot]:
        """`Clinic.first_slots` of this query.

        Arguments:

            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.Slot` with
                start_date: The start. Unix seconds.
                end_date: The end. Unix seconds.
                doctor_uid: Who can be booked.
                seats_left: Seats that are left; 1 but for group visits.
                location_uid (optional): Where it is; nowhere in particular if null.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> clinic.prepare(monday).first_slots(now, datetimes=True)[0]["start_date"].isoformat()
            '2026-03-23T08:00:00+01:00'
        """
    def slot_table(self, now: _Time, *, by_doctor: bool = False) -> SlotTable:
        """`Clinic.slot_table` of this query.

        Arguments:

            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> clinic.prepare(monday).slot_table(now).start_date[0]
            np.datetime64('2026-03-23T07:00:00')
        """

@final
class SlotBatches:
    """Slots of many doctors, as batches of Arrow: `pyarrow.table(slots)`, `polars.DataFrame(slots)`, in
    DuckDB `FROM slots`.
    """
    @staticmethod
    def _of_arrow(
        clinic: Clinic,
        snapshot: t.ClinicSnapshot | _Object,
        tables: dict[str, Any],
        query: t.SlotQuery | _Object,
        now: _Time,
        threads: int,
        doctors_per_batch: int,
    ) -> SlotBatches: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __len__(self) -> int: ...

@final
class SlotTable:
    """Slots as a table. Columns are numpy arrays over the engine's own memory, without a copy; Arrow takes
    the table as it is: `pandas.DataFrame.from_arrow(table)`, `polars.DataFrame(table)`,
    `pyarrow.table(table)`, and in DuckDB `FROM table`.
    """
    @property
    def start_date(self) -> NDArray[np.datetime64]:
        """The starts, as `datetime64[s]` in UTC."""
    @property
    def end_date(self) -> NDArray[np.datetime64]:
        """The ends, as `datetime64[s]` in UTC. They are reckoned now."""
    @property
    def doctor(self) -> NDArray[np.uint32]:
        """Which of `doctor_uids`, counted from 0."""
    @property
    def seats_left(self) -> NDArray[np.uint16]:
        """Seats that are left; 1 but for group visits."""
    @property
    def location(self) -> NDArray[np.uint16]:
        """Which of `location_uids`, counted from 1; 0 for none."""
    @property
    def doctor_uids(self) -> list[str]:
        """The uids of all doctors of the clinic, in order."""
    @property
    def location_uids(self) -> list[str]:
        """The uids of the locations of the clinic, in its order."""
    @property
    def duration_seconds(self) -> int:
        """How long each slot is, but for those of doctors whose settings say otherwise."""
    def _repr_html_(self) -> str: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __len__(self) -> int: ...

@final
class Table:
    """Rows as columns: Arrow takes the table as it is, and `column` gives one as a list."""
    @property
    def column_names(self) -> list[str]:
        """The names of the columns, in order."""
    def to_dict(self) -> dict[str, list[str | int | float | None]]:
        """All columns as lists, by their names.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> clinic.days_table(monday, now).to_dict()
            {'date': ['2026-03-23'], 'first_start_date': [1774249200]}
        """
    def column(self, name: str) -> list[str | int | float | None]:
        """A column as a list: texts, Unix seconds, numbers, truths or dates as texts, and `None` where
        nothing is said.

        Example:

            >>> from frontdesk import Clinic, build
            >>> clinic = Clinic(build.example())
            >>> monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
            >>> now = "2026-03-20T08:00+01:00"
            >>> clinic.days_table(monday, now).column('date')
            ['2026-03-23']
        """
    def _repr_html_(self) -> str: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __len__(self) -> int: ...

@final
class UtilisationTable:
    """How doctors' days are used, as a table: a row for each doctor and local day. Columns are numpy arrays
    over the engine's own memory, without a copy; Arrow takes the table as it is.
    """
    @property
    def date(self) -> NDArray[np.datetime64]:
        """The days, as `datetime64[D]`, each on its doctor's own calendar."""
    @property
    def doctor(self) -> NDArray[np.uint32]:
        """Which of `doctor_uids`, counted from 0."""
    @property
    def open_minutes(self) -> NDArray[np.float64]:
        """Open time, before any booking is looked at."""
    @property
    def booked_minutes(self) -> NDArray[np.float64]:
        """Time with an appointment, in or outside of open time."""
    @property
    def held_minutes(self) -> NDArray[np.float64]:
        """Time with a live hold and no appointment."""
    @property
    def free_minutes(self) -> NDArray[np.float64]:
        """Open time with neither."""
    @property
    def doctor_uids(self) -> list[str]:
        """The uids of all doctors of the clinic, in order."""
    def _repr_html_(self) -> str: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __len__(self) -> int: ...

@final
class Learner:
    """What is known of a clinic's visits. Everything about it is in its state: save it, load it, merge those
    of several servers.
    """
    def __new__(
        cls, state: t.LearnerState | t.LearnerStateOutput | _Object | _Json | None = None
    ) -> Self: ...
    @staticmethod
    def from_file(path: _Path) -> Learner:
        """A learner from a file of JSON.

        Example:

            >>> import tempfile
            >>> from pathlib import Path
            >>> from frontdesk import Learner
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     path = Path(folder, "learner.json")
            ...     _ = path.write_text(Learner().to_json())
            ...     print(Learner.from_file(path).to_json() == Learner().to_json())
            True
        """
    def learn(
        self,
        visit: t.Visit | t.VisitOutput | _Object,
        visit_reasons: Sequence[t.VisitReason | t.VisitReasonOutput] | None = None,
    ) -> t.VisitDoubt | None:
        """Learns from a visit that is over, in the order in which visits end. `visit_reasons` are those of
        the room's policy. Answers why its length is not believed, and so not learned; or `None`.

        Arguments:

            visit: `frontdesk.types.Visit`, a dict or another object with
                kind: Whether the patient waited in the queue or had an appointment.
                outcome: How it ended.
                registered_at: When the patient joined the queue; the scheduled start of an appointment.
                    Unix seconds.
                ended_at: When the consultation ended, or the patient left. Unix seconds.
                doctor_uid (optional): The doctor; null if no doctor saw the patient.
                reason (optional): What it was about: a word of the clinic's list of visit reasons.
                started_at (optional): When the consultation began; null if it never did. Unix seconds.
                urgent (optional): Whether the patient was urgent. Default: false.
                head_start_seconds (optional): The patient's head start in the order of service.
                preferred_doctor_uid (optional): The doctor whom the patient had a soft preference for,
                    without patience: such patients go before others who came earlier.
                pauses (optional): For how long the doctor was free before the visit while somebody
                    waited: one for each stretch on duty since the doctor's visit before. Those before
                    the last ended without a fetch.
                gap_seconds (optional): How long after the start before, of whatever doctor, the visit
                    began; or after the first of those who waited then had come, if that was later. Null
                    if the patient did not wait, or it is not known.
                only_doctor (optional): Whether the room had this doctor only.
                interrupted_seconds (optional): For how long of the time from the first start to the end
                    the patient was not with the doctor, having been sent elsewhere.
                elsewhere_seconds (optional): How long each time elsewhere took, as far as that is
                    known; 0 to 86400 each.
                doubt (optional): Why nobody believes that it took so long.
            visit_reasons: `frontdesk.types.VisitReason`, a dict or another object with
                reason: The word by which entries and appointments name it.
                duration_minutes: How long such a visit takes as a rule; 1 to 1440.
                doctor_uids (optional): The doctors who serve it; all if null.

        Answers:

            `frontdesk.types.VisitDoubt`, or None

        Example:

            >>> from frontdesk import Learner
            >>> learner = Learner()
            >>> visit = {"kind": "walk_in", "outcome": "completed", "doctor_uid": "ada"}
            >>> visit |= {"registered_at": 0, "started_at": 300, "ended_at": 900}
            >>> learner.learn(visit) is None
            True
            >>> list(learner.state()["doctors"])
            ['ada']
        """
    def merge(self, other: Learner) -> None:
        """Adds what another learner knows, such as that of another server of the same clinic.

        Example:

            >>> from frontdesk import Learner
            >>> learner = Learner()
            >>> learner.merge(Learner())
            >>> learner.to_json() == Learner().to_json()
            False
        """
    def state(self) -> t.LearnerStateOutput:
        """The state, to be saved and given to `Learner(state)`.

        Answers:

            `frontdesk.types.LearnerStateOutput` with
                doctors: see the type.
                reasons: see the type.
                walk_ins: Visits of patients from the queue: those whose reason is not known, and then
                    by reason. So are the columns of the rates.
                own_first: By doctor, patients who wanted to see them first.
                rates: see the type.
                habits: see the type.
                doubted (optional): Visits whose length was not believed, as the slowest rate forgets.
                pauses (optional): Of doctors who are free while somebody waits.
                pace (optional): From start to start, while somebody waits.
                elsewhere (optional): How long patients were elsewhere in the middle of a visit.

        Example:

            >>> from frontdesk import Learner
            >>> Learner().state()['doctors']
            []
        """
    def to_json(self) -> str:
        """The same as JSON text, byte for byte what every language writes.

        Example:

            >>> from frontdesk import Learner
            >>> Learner(Learner().to_json()).state() == Learner().state()
            True
        """
    def __copy__(self) -> Learner: ...
    def __deepcopy__(self, _memo: dict[int, Any]) -> Learner: ...
    def __reduce__(self) -> tuple[type[Learner], tuple[bytes]]: ...

@final
class WaitingRoom:
    """Who waits, whom each doctor sees and expects. Made once from a snapshot, kept up to date by `change`
    and `apply`. Threads may share it.

    >>> from frontdesk import WaitingRoom, build
    >>> WaitingRoom(build.example_room())
    WaitingRoom(2 waiting, 1 doctor)
    """
    def __new__(
        cls, snapshot: t.WaitingRoomSnapshot | t.WaitingRoomSnapshotOutput | _Object | _Json
    ) -> Self: ...
    @staticmethod
    def from_file(path: _Path) -> WaitingRoom:
        """A room from a file of JSON.

        Example:

            >>> import json, tempfile
            >>> from pathlib import Path
            >>> from frontdesk import WaitingRoom, build
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     path = Path(folder, "room.json")
            ...     _ = path.write_text(json.dumps(build.example_room()))
            ...     print(WaitingRoom.from_file(path))
            WaitingRoom(2 waiting, 1 doctor)
        """
    def decide(self, command: t.QueueCommand | _Object, now: _Time) -> list[t.QueueEventOutput]:
        """What happens if this is asked for now, as events. Nothing changes; `apply` them.

        Arguments:

            command: `frontdesk.types.QueueCommand`, a dict or another object with
                command `register`: uid, patient_uid, [visit_reason], [preferred_doctor_uid],
                    [preference], [preference_patience_minutes], [level], [urgent], [head_start_seconds]
                command `allocate`: doctor_uid, [uid]
                command `start_appointment`: doctor_uid, appointment_uid
                command `complete`: uid, [ended_at]
                command `finish_appointment`: doctor_uid, appointment_uid, [ended_at]
                command `no_show`: doctor_uid, appointment_uid
                command `leave_appointment`: doctor_uid, appointment_uid
                command `cancel`: uid, [by]
                command `requeue`: uid
                command `transfer`: uid, doctor_uid
                command `send_elsewhere`: uid, [doctor_uid]
                command `come_back`: uid
                command `set_presence`: uid, presence, [minutes]
                command `mark_seen`: uid
                command `announce`: uid, shown
                command `set_away`: doctor_uid, away, [minutes]
                command `set_level`: uid, [level]
                command `set_urgent`: uid, urgent
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.QueueEventOutput` with
                event `registered`: entry
                event `allocated`: uid, at, doctor_uid, video_room_id, sequence
                event `appointment_started`: doctor_uid, at, appointment, sequence
                event `completed`: uid, at, sequence
                event `appointment_finished`: doctor_uid, appointment_uid, started_at, at, sequence
                event `no_show`: doctor_uid, appointment_uid, started_at, at, sequence
                event `appointment_left`: doctor_uid, appointment_uid, started_at, at, sequence
                event `cancelled`: uid, at, by, sequence
                event `requeued`: uid, at, sequence
                event `transferred`: uid, at, doctor_uid, sequence
                event `sent_elsewhere`: uid, at, doctor_uid, sequence
                event `came_back`: uid, at, sequence
                event `presence_set`: uid, at, presence, ready_at, sequence
                event `seen`: uid, at, sequence
                event `announced`: uid, at, shown, sequence
                event `away_set`: doctor_uid, at, away, back_at, sequence
                event `level_set`: uid, at, level, urgent, head_start_seconds, sequence
                event `urgency_set`: uid, at, urgent, sequence

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> [event] = room.decide({"command": "register", "uid": "q-3", "patient_uid": "pat-3"}, now)
            >>> event["event"]
            'registered'
        """
    def apply(self, event: t.QueueEvent | t.QueueEventOutput | _Object) -> bool:
        """Records an event. False if it changed nothing: it is not the next one.

        Arguments:

            event: `frontdesk.types.QueueEvent`, a dict or another object with
                event `registered`: entry
                event `allocated`: uid, at, doctor_uid, video_room_id, sequence
                event `appointment_started`: doctor_uid, at, appointment, sequence
                event `completed`: uid, at, sequence
                event `appointment_finished`: doctor_uid, appointment_uid, started_at, at, sequence
                event `no_show`: doctor_uid, appointment_uid, started_at, at, sequence
                event `appointment_left`: doctor_uid, appointment_uid, started_at, at, sequence
                event `cancelled`: uid, at, by, sequence
                event `requeued`: uid, at, sequence
                event `transferred`: uid, at, doctor_uid, sequence
                event `sent_elsewhere`: uid, at, doctor_uid, sequence
                event `came_back`: uid, at, sequence
                event `presence_set`: uid, at, presence, [ready_at], sequence
                event `seen`: uid, at, sequence
                event `announced`: uid, at, shown, sequence
                event `away_set`: doctor_uid, at, away, [back_at], sequence
                event `level_set`: uid, at, [level], urgent, head_start_seconds, sequence
                event `urgency_set`: uid, at, urgent, sequence

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> [event] = room.decide({"command": "allocate", "doctor_uid": "ada"}, now)
            >>> room.apply(event), len(room)
            (True, 1)
        """
    def change(self, change: t.QueueChange | _Object) -> None:
        """Changes the policy, the doctors, their duty or their appointments.

        Arguments:

            change: `frontdesk.types.QueueChange`, a dict or another object with
                change `put_policy`: policy
                change `put_doctor`: doctor
                change `remove_doctor`: uid
                change `order_doctors`: uids
                change `put_duty`: doctor_uid, duty
                change `put_appointments`: doctor_uid, appointments
                change `forget`: before

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> room.change({"change": "put_policy", "policy": {"capacity": 10}})
            >>> room.policy["capacity"]
            10
        """
    def visit_of(self, event: t.QueueEvent | t.QueueEventOutput | _Object) -> t.VisitOutput | None:
        """What a learner can learn from an event, asked before it is applied; or `None`.

        Arguments:

            event: `frontdesk.types.QueueEvent`, a dict or another object with
                event `registered`: entry
                event `allocated`: uid, at, doctor_uid, video_room_id, sequence
                event `appointment_started`: doctor_uid, at, appointment, sequence
                event `completed`: uid, at, sequence
                event `appointment_finished`: doctor_uid, appointment_uid, started_at, at, sequence
                event `no_show`: doctor_uid, appointment_uid, started_at, at, sequence
                event `appointment_left`: doctor_uid, appointment_uid, started_at, at, sequence
                event `cancelled`: uid, at, by, sequence
                event `requeued`: uid, at, sequence
                event `transferred`: uid, at, doctor_uid, sequence
                event `sent_elsewhere`: uid, at, doctor_uid, sequence
                event `came_back`: uid, at, sequence
                event `presence_set`: uid, at, presence, [ready_at], sequence
                event `seen`: uid, at, sequence
                event `announced`: uid, at, shown, sequence
                event `away_set`: doctor_uid, at, away, [back_at], sequence
                event `level_set`: uid, at, [level], urgent, head_start_seconds, sequence
                event `urgency_set`: uid, at, urgent, sequence

        Answers:

            `frontdesk.types.VisitOutput`, or None with
                kind: Whether the patient waited in the queue or had an appointment.
                outcome: How it ended.
                doctor_uid: The doctor; null if no doctor saw the patient.
                reason: What it was about: a word of the clinic's list of visit reasons.
                registered_at: When the patient joined the queue; the scheduled start of an appointment.
                    Unix seconds.
                started_at: When the consultation began; null if it never did. Unix seconds.
                ended_at: When the consultation ended, or the patient left. Unix seconds.
                urgent: Whether the patient was urgent.
                head_start_seconds (optional): The patient's head start in the order of service.
                preferred_doctor_uid (optional): The doctor whom the patient had a soft preference for,
                    without patience: such patients go before others who came earlier.
                pauses (optional): For how long the doctor was free before the visit while somebody
                    waited: one for each stretch on duty since the doctor's visit before. Those before
                    the last ended without a fetch.
                gap_seconds (optional): How long after the start before, of whatever doctor, the visit
                    began; or after the first of those who waited then had come, if that was later. Null
                    if the patient did not wait, or it is not known.
                only_doctor (optional): Whether the room had this doctor only.
                interrupted_seconds (optional): For how long of the time from the first start to the end
                    the patient was not with the doctor, having been sent elsewhere.
                elsewhere_seconds (optional): How long each time elsewhere took, as far as that is
                    known; 0 to 86400 each.
                doubt (optional): Why nobody believes that it took so long.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> [event] = room.decide({"command": "allocate", "doctor_uid": "ada"}, now)
            >>> room.visit_of(event) is None
            True
            >>> _ = room.apply(event)
            >>> [event] = room.decide({"command": "complete", "uid": "q-1"}, now + 600)
            >>> room.visit_of(event)["outcome"]
            'completed'
        """
    def estimate(
        self, learner: Learner, query: t.EstimateQuery | _Object | None, now: _Time
    ) -> list[t.WaitEstimate]:
        """How long everybody in the queue will wait, in the order of service.

        Arguments:

            query: `frontdesk.types.EstimateQuery`, a dict or another object with
                mode (optional): By what. Default: "simulated".
                futures (optional): Of `simulated`: how many futures are played, a power of two from 16
                    to 4096. Twice as many take twice as long. If null 256, up to 2048 while little was
                    learned and few wait, or in a room that is too large as many as can be.
                seed (optional): Of `simulated`: what chance hangs on; 0 if null, ±(2⁵³ − 1) at most.
                    The same seed and the same room give the same numbers.
                percentiles (optional): Of `simulated`: which percentiles of the wait to say beside P10,
                    P50 and P90; 1 to 99, twenty at most.
                seen_by (optional): Of `simulated`: by when to say how likely it is to be seen; twenty
                    instants at most. Unix seconds.
                shown (optional): Of `simulated`: also say what is to be shown to people, given what was
                    shown of them before: here, or what the entry itself has kept of that.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.WaitEstimate` with
                uid: The queue entry; null for somebody who has not joined.
                position: The 1-based place in the order of service.
                estimated_wait_minutes: "About so many minutes": P50 in whole minutes, or what the
                    mode's formula says. Null if it is more likely that the room closes before.
                unknown (optional): Why the minutes are null, of `simulated`.
                distribution (optional): What only `simulated` says.
                percentiles (optional): The minutes of the percentiles that were asked for, in their
                    order, if there is a distribution.
                overdue_minutes (optional): For how many minutes they have waited beyond the most that
                    they were told first.
                p_seen_by (optional): The share of futures in which they are seen by the instants that
                    were asked for, in their order.
                across_break (optional): If it is open whether they are seen before a break or after it:
                    both answers.
                shown (optional): What to show to people, if that was asked for and there are minutes.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> waits = room.estimate(Learner(), None, now)
            >>> [(wait['uid'], wait['position']) for wait in waits]
            [('q-1', 1), ('q-2', 2)]
        """
    def estimate_if_joined(
        self,
        learner: Learner,
        joining: t.Joining | _Object,
        query: t.EstimateQuery | _Object | None,
        now: _Time,
    ) -> t.WaitEstimate:
        """How long somebody would wait who joined now.

        Arguments:

            joining: `frontdesk.types.Joining`, a dict or another object with
                visit_reason (optional): What the visit is about.
                preferred_doctor_uid (optional): Whom they would like to see; anyone if null.
                preference (optional): What that means. Default: "soft".
                preference_patience_minutes (optional): As in `QueueEntry`.
                level (optional): The priority level, which says the two that follow.
                urgent (optional): Whether they are urgent. Default: false.
                head_start_seconds (optional): As in `QueueEntry`. Default: 0.
            query: `frontdesk.types.EstimateQuery`, a dict or another object with
                mode (optional): By what. Default: "simulated".
                futures (optional): Of `simulated`: how many futures are played, a power of two from 16
                    to 4096. Twice as many take twice as long. If null 256, up to 2048 while little was
                    learned and few wait, or in a room that is too large as many as can be.
                seed (optional): Of `simulated`: what chance hangs on; 0 if null, ±(2⁵³ − 1) at most.
                    The same seed and the same room give the same numbers.
                percentiles (optional): Of `simulated`: which percentiles of the wait to say beside P10,
                    P50 and P90; 1 to 99, twenty at most.
                seen_by (optional): Of `simulated`: by when to say how likely it is to be seen; twenty
                    instants at most. Unix seconds.
                shown (optional): Of `simulated`: also say what is to be shown to people, given what was
                    shown of them before: here, or what the entry itself has kept of that.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            `frontdesk.types.WaitEstimate` with
                uid: The queue entry; null for somebody who has not joined.
                position: The 1-based place in the order of service.
                estimated_wait_minutes: "About so many minutes": P50 in whole minutes, or what the
                    mode's formula says. Null if it is more likely that the room closes before.
                unknown (optional): Why the minutes are null, of `simulated`.
                distribution (optional): What only `simulated` says.
                percentiles (optional): The minutes of the percentiles that were asked for, in their
                    order, if there is a distribution.
                overdue_minutes (optional): For how many minutes they have waited beyond the most that
                    they were told first.
                p_seen_by (optional): The share of futures in which they are seen by the instants that
                    were asked for, in their order.
                across_break (optional): If it is open whether they are seen before a break or after it:
                    both answers.
                shown (optional): What to show to people, if that was asked for and there are minutes.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> room.estimate_if_joined(Learner(), {'urgent': False}, None, now)['position']
            3
        """
    def forecast(self, learner: Learner, now: _Time) -> Forecast:
        """What lies ahead of the room at `now`, for as many questions as there are.

        Arguments:

            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> forecast = room.forecast(Learner(), now)
            >>> len(forecast.waits())
            2
        """
    def waits_table(self, learner: Learner, query: t.EstimateQuery | _Object | None, now: _Time) -> Table:
        """`estimate` as a table.

        Arguments:

            query: `frontdesk.types.EstimateQuery`, a dict or another object with
                mode (optional): By what. Default: "simulated".
                futures (optional): Of `simulated`: how many futures are played, a power of two from 16
                    to 4096. Twice as many take twice as long. If null 256, up to 2048 while little was
                    learned and few wait, or in a room that is too large as many as can be.
                seed (optional): Of `simulated`: what chance hangs on; 0 if null, ±(2⁵³ − 1) at most.
                    The same seed and the same room give the same numbers.
                percentiles (optional): Of `simulated`: which percentiles of the wait to say beside P10,
                    P50 and P90; 1 to 99, twenty at most.
                seen_by (optional): Of `simulated`: by when to say how likely it is to be seen; twenty
                    instants at most. Unix seconds.
                shown (optional): Of `simulated`: also say what is to be shown to people, given what was
                    shown of them before: here, or what the entry itself has kept of that.
            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> room.waits_table(Learner(), None, now).column('uid')
            ['q-1', 'q-2']
        """
    def promises_table(self, from_: _Time, to: _Time) -> Table:
        """`promises` as a table of one row, with the range: those of several days go below one another.

        Arguments:

            from_: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset
            to: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> room.promises_table(now - 86400, now).column('announced')
            [0]
        """
    def waiting_table(self) -> Table:
        """`waiting` as a table: the order of service, with the position.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> room.waiting_table().column('uid')
            ['q-1', 'q-2']
        """
    def position(self, uid: str) -> int | None:
        """The 1-based place in the order of service of an entry that waits, or `None`.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> room.position('q-2')
            2
        """
    def before_me(self, uid: str) -> int:
        """How many are seen before an entry; for who does not wait, the length of the queue.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> room.before_me('q-2')
            1
        """
    def position_times_average(self, uid: str, now: _Time) -> int | None:
        """Minutes by position times the average visit, or `None` for who does not wait.

        Arguments:

            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> room.position_times_average('q-2', now)
            10
        """
    def average_times_before_me(self, uid: str) -> int:
        """Seconds by the average visit times those who are seen before.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> room.average_times_before_me('q-2')
            300
        """
    def forgotten(self, learner: Learner, now: _Time) -> list[t.ForgottenConsultation]:
        """The consultations that are under way and were probably over long ago, and why that is so.

        Arguments:

            now: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            a list of `frontdesk.types.ForgottenConsultation` with
                doctor_uid: The doctor.
                uid: The queue entry, or the appointment.
                started_at: When it began. Unix seconds.
                doubt: Why it is not believed.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> room.forgotten(Learner(), now)
            []
        """
    def promises(self, from_: _Time, to: _Time) -> t.Promises:
        """What became of the promises that were made in `[from_, to)`: of what patients were told first.

        Arguments:

            from_: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset
            to: an instant: Unix seconds, an aware `datetime`, or ISO text with an offset

        Answers:

            `frontdesk.types.Promises` with
                announced: All promises.
                kept: Patients who were seen within the minutes that were said to be the most.
                kept_early: Of these, who were seen within the minutes that were said to be about right.
                broken: Patients who were seen later than that.
                left: Patients who left, or were sent away.
                waiting: Patients who still wait.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> room.promises(now - 86400, now)['announced']
            0
        """
    def waiting(self) -> list[t.QueueEntryOutput]:
        """The entries that wait, in the order of service.

        Answers:

            a list of `frontdesk.types.QueueEntryOutput` with
                uid: The id, such as `q-abc123`.
                status: Where it stands.
                patient_uid: The patient.
                visit_reason: What the visit is about: a word of the policy's `visit_reasons`, or any
                    other.
                preferred_doctor_uid: Whom the patient would like to see.
                preference: What that means.
                preference_patience_minutes: With it, only the preferred doctor sees the patient until
                    so long after `registered_at`; then anybody does. 0 to 10080.
                urgent: Urgent patients are seen before others.
                registered_at: When the patient joined. Unix seconds.
                sequence: The number of the event by which the patient joined. It orders those of the
                    same instant.
                doctor_uid: The doctor who sees or saw the patient.
                video_room_id: Where they meet.
                allocated_at: When the doctor took the patient in. Unix seconds.
                completed_at: When the consultation was over. Unix seconds.
                cancelled_at: When it was called off. Unix seconds.
                cancelled_by: Who called it off.
                level (optional): The priority level by which the patient was triaged last: a word of
                    the policy's `levels` then.
                head_start_seconds (optional): In the order of service the patient counts as having come
                    so much earlier, 0 to 604800: the credit of a priority level. Who is urgent goes
                    first all the same.
                presence (optional): Whether the patient is there to be seen. Doctors pass over who is
                    not.
                ready_at (optional): When a patient who is `on_the_way` will be there. Unix seconds.
                parts (optional): The parts of the visit that are over, where a doctor sent the patient
                    elsewhere in the middle of it.
                announced (optional): What the patient was told first of how long it will be: the
                    promise.
                shown (optional): What the patient was told last.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> [entry['uid'] for entry in room.waiting()]
            ['q-1', 'q-2']
        """
    def entry(self, uid: str) -> t.QueueEntryOutput | None:
        """The entry with this uid, or `None`.

        Answers:

            `frontdesk.types.QueueEntryOutput`, or None with
                uid: The id, such as `q-abc123`.
                status: Where it stands.
                patient_uid: The patient.
                visit_reason: What the visit is about: a word of the policy's `visit_reasons`, or any
                    other.
                preferred_doctor_uid: Whom the patient would like to see.
                preference: What that means.
                preference_patience_minutes: With it, only the preferred doctor sees the patient until
                    so long after `registered_at`; then anybody does. 0 to 10080.
                urgent: Urgent patients are seen before others.
                registered_at: When the patient joined. Unix seconds.
                sequence: The number of the event by which the patient joined. It orders those of the
                    same instant.
                doctor_uid: The doctor who sees or saw the patient.
                video_room_id: Where they meet.
                allocated_at: When the doctor took the patient in. Unix seconds.
                completed_at: When the consultation was over. Unix seconds.
                cancelled_at: When it was called off. Unix seconds.
                cancelled_by: Who called it off.
                level (optional): The priority level by which the patient was triaged last: a word of
                    the policy's `levels` then.
                head_start_seconds (optional): In the order of service the patient counts as having come
                    so much earlier, 0 to 604800: the credit of a priority level. Who is urgent goes
                    first all the same.
                presence (optional): Whether the patient is there to be seen. Doctors pass over who is
                    not.
                ready_at (optional): When a patient who is `on_the_way` will be there. Unix seconds.
                parts (optional): The parts of the visit that are over, where a doctor sent the patient
                    elsewhere in the middle of it.
                announced (optional): What the patient was told first of how long it will be: the
                    promise.
                shown (optional): What the patient was told last.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> room.entry('q-1')['status']
            'waiting'
        """
    @property
    def policy(self) -> t.QueuePolicyOutput:
        """The policy."""
    @property
    def doctors(self) -> list[t.QueueDoctorOutput]:
        """The doctors, with whom they see and expect."""
    def snapshot(self) -> t.WaitingRoomSnapshotOutput:
        """The room as plain data, in an order that does not depend on its history.

        Answers:

            `frontdesk.types.WaitingRoomSnapshotOutput` with
                policy: The rules.
                doctors: Who sees patients. Of doctors who are free at once, the first takes in somebody
                    first.
                entries: Who waits, is being seen, or was here.
                next_sequence: The number of the next event; more than the `sequence` of every entry,
                    and raised to that if it is less.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> room.snapshot()['next_sequence']
            3
        """
    def to_json(self) -> str:
        """The same as JSON text, byte for byte what every language writes.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> WaitingRoom(room.to_json()).to_json() == room.to_json()
            True
        """
    def _repr_html_(self) -> str: ...
    def __len__(self) -> int: ...
    def __bool__(self) -> bool: ...
    def __copy__(self) -> WaitingRoom: ...
    def __deepcopy__(self, _memo: dict[int, Any]) -> WaitingRoom: ...
    def __reduce__(self) -> tuple[type[WaitingRoom], tuple[bytes]]: ...

@final
class Forecast:
    """The forecast of a waiting room at one instant. It keeps what the room was when it was made."""
    def waits(self, query: t.EstimateQuery | _Object | None = None) -> list[t.WaitEstimate]:
        """How long everybody in the queue will wait, in the order of service.

        Arguments:

            query: `frontdesk.types.EstimateQuery`, a dict or another object with
                mode (optional): By what. Default: "simulated".
                futures (optional): Of `simulated`: how many futures are played, a power of two from 16
                    to 4096. Twice as many take twice as long. If null 256, up to 2048 while little was
                    learned and few wait, or in a room that is too large as many as can be.
                seed (optional): Of `simulated`: what chance hangs on; 0 if null, ±(2⁵³ − 1) at most.
                    The same seed and the same room give the same numbers.
                percentiles (optional): Of `simulated`: which percentiles of the wait to say beside P10,
                    P50 and P90; 1 to 99, twenty at most.
                seen_by (optional): Of `simulated`: by when to say how likely it is to be seen; twenty
                    instants at most. Unix seconds.
                shown (optional): Of `simulated`: also say what is to be shown to people, given what was
                    shown of them before: here, or what the entry itself has kept of that.

        Answers:

            a list of `frontdesk.types.WaitEstimate` with
                uid: The queue entry; null for somebody who has not joined.
                position: The 1-based place in the order of service.
                estimated_wait_minutes: "About so many minutes": P50 in whole minutes, or what the
                    mode's formula says. Null if it is more likely that the room closes before.
                unknown (optional): Why the minutes are null, of `simulated`.
                distribution (optional): What only `simulated` says.
                percentiles (optional): The minutes of the percentiles that were asked for, in their
                    order, if there is a distribution.
                overdue_minutes (optional): For how many minutes they have waited beyond the most that
                    they were told first.
                p_seen_by (optional): The share of futures in which they are seen by the instants that
                    were asked for, in their order.
                across_break (optional): If it is open whether they are seen before a break or after it:
                    both answers.
                shown (optional): What to show to people, if that was asked for and there are minutes.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> waits = room.forecast(Learner(), now).waits({'percentiles': [50, 95]})
            >>> len(waits[1]['percentiles'])
            2
        """
    def waits_table(self, query: t.EstimateQuery | _Object | None = None) -> Table:
        """`waits` as a table.

        Arguments:

            query: `frontdesk.types.EstimateQuery`, a dict or another object with
                mode (optional): By what. Default: "simulated".
                futures (optional): Of `simulated`: how many futures are played, a power of two from 16
                    to 4096. Twice as many take twice as long. If null 256, up to 2048 while little was
                    learned and few wait, or in a room that is too large as many as can be.
                seed (optional): Of `simulated`: what chance hangs on; 0 if null, ±(2⁵³ − 1) at most.
                    The same seed and the same room give the same numbers.
                percentiles (optional): Of `simulated`: which percentiles of the wait to say beside P10,
                    P50 and P90; 1 to 99, twenty at most.
                seen_by (optional): Of `simulated`: by when to say how likely it is to be seen; twenty
                    instants at most. Unix seconds.
                shown (optional): Of `simulated`: also say what is to be shown to people, given what was
                    shown of them before: here, or what the entry itself has kept of that.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> room.forecast(Learner(), now).waits_table().column('position')
            [1, 2]
        """
    def expected_waits(self) -> list[float | None]:
        """How many minutes everybody would wait if everything took as long as it does on average; `None` for
        who would not be seen. A preview: it says too much as a rule.

        Example:

            >>> from frontdesk import Learner, WaitingRoom, build
            >>> room, now = WaitingRoom(build.example_room()), 1774249500
            >>> len(room.forecast(Learner(), now).expected_waits())
            2
        """

def erlang_a(model: t.ErlangA | _Object) -> t.SteadyState:
    """Patience ends (M/M/c+M). The steady state.

    Arguments:

        model: `frontdesk.types.ErlangA`, a dict or another object with
            arrivals_per_minute: Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From
                0.0 to 1,000,000.0.
            service_minutes: Mean minutes that a doctor needs for a patient, within
                `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`. From 0.01 to 100,000.0.
            doctors: Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100,000.
            patience_minutes: Mean minutes that a patient is willing to wait (`1/θ`), in the same
                range as `service_minutes`.

    Answers:

        `frontdesk.types.SteadyState` with
            offered_load: Doctors that the arrivals would keep busy if none were lost, in erlangs:
                arrivals per minute times minutes per patient (`a`).
            utilisation: The share of their time that doctors spend with patients (`ρ` where no
                patient is lost).
            wait_probability: The share of those let in who have to wait.
            blocking_probability: The share of arrivals turned away.
            abandonment_probability: The share of those let in who give up waiting.
            empty_probability: The share of time in which nobody is there (`P₀`).
            wait_minutes: The mean wait of those let in, who does not wait and who gives up among
                them (`Wq`).
            offered_wait_minutes: The mean wait of somebody who would never give up.
            stay_minutes: The mean time from arrival to departure of those let in (`W`).
            waiting: The mean number of patients waiting (`Lq`).
            present: The mean number of patients waiting or with a doctor (`L`).
            busy_doctors: The mean number of doctors with a patient.

    Example:

        >>> from frontdesk import planning
        >>> desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
        >>> state = planning.erlang_a({**desk, "patience_minutes": 30})
        >>> round(state["abandonment_probability"], 3)
        0.104
    """
def erlang_b(model: t.ErlangB | _Object) -> t.SteadyState:
    """Nobody waits: who finds every line busy is turned away (M/M/c/c). The steady state.

    Arguments:

        model: `frontdesk.types.ErlangB`, a dict or another object with
            arrivals_per_minute: Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From
                0.0 to 1,000,000.0.
            service_minutes: Mean minutes that a doctor needs for a patient, within
                `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`. From 0.01 to 100,000.0.
            doctors: Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100,000.

    Answers:

        `frontdesk.types.SteadyState` with
            offered_load: Doctors that the arrivals would keep busy if none were lost, in erlangs:
                arrivals per minute times minutes per patient (`a`).
            utilisation: The share of their time that doctors spend with patients (`ρ` where no
                patient is lost).
            wait_probability: The share of those let in who have to wait.
            blocking_probability: The share of arrivals turned away.
            abandonment_probability: The share of those let in who give up waiting.
            empty_probability: The share of time in which nobody is there (`P₀`).
            wait_minutes: The mean wait of those let in, who does not wait and who gives up among
                them (`Wq`).
            offered_wait_minutes: The mean wait of somebody who would never give up.
            stay_minutes: The mean time from arrival to departure of those let in (`W`).
            waiting: The mean number of patients waiting (`Lq`).
            present: The mean number of patients waiting or with a doctor (`L`).
            busy_doctors: The mean number of doctors with a patient.

    Example:

        >>> from frontdesk import planning
        >>> desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
        >>> round(planning.erlang_b(desk)["blocking_probability"], 3)
        0.247
    """
def erlang_c(model: t.ErlangC | _Object) -> t.SteadyState:
    """Everybody waits and stays (M/M/c). The steady state.

    Arguments:

        model: `frontdesk.types.ErlangC`, a dict or another object with
            arrivals_per_minute: Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From
                0.0 to 1,000,000.0.
            service_minutes: Mean minutes that a doctor needs for a patient, within
                `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`. From 0.01 to 100,000.0.
            doctors: Doctors, the servers of the literature, more than the offered load and at most
                `DOCTORS_MAX`. From 1 to 100,000.

    Answers:

        `frontdesk.types.SteadyState` with
            offered_load: Doctors that the arrivals would keep busy if none were lost, in erlangs:
                arrivals per minute times minutes per patient (`a`).
            utilisation: The share of their time that doctors spend with patients (`ρ` where no
                patient is lost).
            wait_probability: The share of those let in who have to wait.
            blocking_probability: The share of arrivals turned away.
            abandonment_probability: The share of those let in who give up waiting.
            empty_probability: The share of time in which nobody is there (`P₀`).
            wait_minutes: The mean wait of those let in, who does not wait and who gives up among
                them (`Wq`).
            offered_wait_minutes: The mean wait of somebody who would never give up.
            stay_minutes: The mean time from arrival to departure of those let in (`W`).
            waiting: The mean number of patients waiting (`Lq`).
            present: The mean number of patients waiting or with a doctor (`L`).
            busy_doctors: The mean number of doctors with a patient.

    Example:

        >>> from frontdesk import planning
        >>> desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
        >>> round(planning.erlang_c(desk)["wait_minutes"], 2)
        11.36
    """
def erlang_c_wait_exceeds(model: t.ErlangC | _Object, minutes: float) -> float:
    """The probability that a wait is longer than `minutes`.

    Arguments:

        model: `frontdesk.types.ErlangC`, a dict or another object with
            arrivals_per_minute: Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From
                0.0 to 1,000,000.0.
            service_minutes: Mean minutes that a doctor needs for a patient, within
                `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`. From 0.01 to 100,000.0.
            doctors: Doctors, the servers of the literature, more than the offered load and at most
                `DOCTORS_MAX`. From 1 to 100,000.

    Example:

        >>> from frontdesk import planning
        >>> desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
        >>> round(planning.erlang_c_wait_exceeds(desk, 20), 3)
        0.209
    """
def erlang_c_wait_quantile(model: t.ErlangC | _Object, probability: float) -> float:
    """The wait in minutes that is not exceeded with `probability`.

    Arguments:

        model: `frontdesk.types.ErlangC`, a dict or another object with
            arrivals_per_minute: Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From
                0.0 to 1,000,000.0.
            service_minutes: Mean minutes that a doctor needs for a patient, within
                `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`. From 0.01 to 100,000.0.
            doctors: Doctors, the servers of the literature, more than the offered load and at most
                `DOCTORS_MAX`. From 1 to 100,000.

    Example:

        >>> from frontdesk import planning
        >>> desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
        >>> round(planning.erlang_c_wait_quantile(desk, 0.9), 1)
        34.7
    """
def impatient_queue_ahead(model: t.ImpatientQueueAhead | _Object) -> t.WaitBehind:
    """How long one waits behind so many others, some of whom leave.

    Arguments:

        model: `frontdesk.types.ImpatientQueueAhead`, a dict or another object with
            ahead: Patients who wait and are served before unless they give up, 0 to `AHEAD_MAX`.
                From 0 to 100,000.
            service_minutes: Mean minutes that a doctor needs for a patient, as in `QueueAhead`.
            doctors: Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100,000.
            patience_minutes: Mean minutes that a patient is willing to wait (`1/θ`), in the same
                range as `service_minutes`.

    Answers:

        `frontdesk.types.WaitBehind` with
            mean_minutes: The mean, in minutes.
            sd_minutes: The standard deviation, in minutes.
            relative_rmse: The root of the mean squared error of predicting the mean, over the mean.

    Example:

        >>> from frontdesk import planning
        >>> model = {"ahead": 4, "service_minutes": 15, "doctors": 3, "patience_minutes": 60}
        >>> round(planning.impatient_queue_ahead(model)["mean_minutes"], 1)
        21.7
    """
def lognormal_remaining_minutes(model: t.LognormalService | _Object, elapsed_minutes: float) -> float:
    """How much longer a consultation takes that has taken so long.

    Arguments:

        model: `frontdesk.types.LognormalService`, a dict or another object with
            service_minutes: Mean minutes that a doctor needs for a patient, within
                `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`. From 0.01 to 100,000.0.
            service_cv: Coefficient of variation of the service times, their standard deviation over
                their mean, 0 to `SERVICE_CV_MAX`. From 0.0 to 1,000.0.

    Example:

        >>> from frontdesk import planning
        >>> round(planning.lognormal_remaining_minutes({"service_minutes": 15, "service_cv": 0.7}, 20), 1)
        10.3
    """
def mgc(model: t.Mgc | _Object) -> t.SteadyState:
    """Consultations that vary less, or more (M/G/c). The steady state.

    Arguments:

        model: `frontdesk.types.Mgc`, a dict or another object with
            arrivals_per_minute: Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From
                0.0 to 1,000,000.0.
            service_minutes: Mean minutes that a doctor needs for a patient, within
                `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`. From 0.01 to 100,000.0.
            service_cv: Coefficient of variation of the service times, their standard deviation over
                their mean, 0 to `SERVICE_CV_MAX`: 0 always the same, 1 exponential. From 0.0 to
                1,000.0.
            doctors: Doctors, the servers of the literature, more than the offered load and at most
                `DOCTORS_MAX`. From 1 to 100,000.

    Answers:

        `frontdesk.types.SteadyState` with
            offered_load: Doctors that the arrivals would keep busy if none were lost, in erlangs:
                arrivals per minute times minutes per patient (`a`).
            utilisation: The share of their time that doctors spend with patients (`ρ` where no
                patient is lost).
            wait_probability: The share of those let in who have to wait.
            blocking_probability: The share of arrivals turned away.
            abandonment_probability: The share of those let in who give up waiting.
            empty_probability: The share of time in which nobody is there (`P₀`).
            wait_minutes: The mean wait of those let in, who does not wait and who gives up among
                them (`Wq`).
            offered_wait_minutes: The mean wait of somebody who would never give up.
            stay_minutes: The mean time from arrival to departure of those let in (`W`).
            waiting: The mean number of patients waiting (`Lq`).
            present: The mean number of patients waiting or with a doctor (`L`).
            busy_doctors: The mean number of doctors with a patient.

    Example:

        >>> from frontdesk import planning
        >>> desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
        >>> round(planning.mgc({**desk, "service_cv": 0.7})["wait_minutes"], 2)
        8.46
    """
def mgc_residual_minutes(model: t.Mgc | _Object) -> float:
    """How long, on average, what a patient finds under way still takes.

    Arguments:

        model: `frontdesk.types.Mgc`, a dict or another object with
            arrivals_per_minute: Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From
                0.0 to 1,000,000.0.
            service_minutes: Mean minutes that a doctor needs for a patient, within
                `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`. From 0.01 to 100,000.0.
            service_cv: Coefficient of variation of the service times, their standard deviation over
                their mean, 0 to `SERVICE_CV_MAX`: 0 always the same, 1 exponential. From 0.0 to
                1,000.0.
            doctors: Doctors, the servers of the literature, more than the offered load and at most
                `DOCTORS_MAX`. From 1 to 100,000.

    Example:

        >>> from frontdesk import planning
        >>> desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
        >>> round(planning.mgc_residual_minutes({**desk, "service_cv": 0.7}), 2)
        11.18
    """
def mmck(model: t.Mmck | _Object) -> t.SteadyState:
    """A room with so many places (M/M/c/K). The steady state.

    Arguments:

        model: `frontdesk.types.Mmck`, a dict or another object with
            arrivals_per_minute: Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From
                0.0 to 1,000,000.0.
            service_minutes: Mean minutes that a doctor needs for a patient, within
                `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`. From 0.01 to 100,000.0.
            doctors: Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100,000.
            places: Patients who can be there at once, waiting or with a doctor (`K`), at least as
                many as doctors and at most `PLACES_MAX`.

    Answers:

        `frontdesk.types.SteadyState` with
            offered_load: Doctors that the arrivals would keep busy if none were lost, in erlangs:
                arrivals per minute times minutes per patient (`a`).
            utilisation: The share of their time that doctors spend with patients (`ρ` where no
                patient is lost).
            wait_probability: The share of those let in who have to wait.
            blocking_probability: The share of arrivals turned away.
            abandonment_probability: The share of those let in who give up waiting.
            empty_probability: The share of time in which nobody is there (`P₀`).
            wait_minutes: The mean wait of those let in, who does not wait and who gives up among
                them (`Wq`).
            offered_wait_minutes: The mean wait of somebody who would never give up.
            stay_minutes: The mean time from arrival to departure of those let in (`W`).
            waiting: The mean number of patients waiting (`Lq`).
            present: The mean number of patients waiting or with a doctor (`L`).
            busy_doctors: The mean number of doctors with a patient.

    Example:

        >>> from frontdesk import planning
        >>> desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
        >>> round(planning.mmck({**desk, "places": 8})["blocking_probability"], 3)
        0.037
    """
def queue_ahead(model: t.QueueAhead | _Object) -> t.WaitBehind:
    """How long one waits behind so many others.

    Arguments:

        model: `frontdesk.types.QueueAhead`, a dict or another object with
            ahead: Patients who wait and are served before, 0 to `AHEAD_MAX`. From 0 to 100,000.
            service_minutes: Mean minutes that a doctor needs for a patient, within
                `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`. From 0.01 to 100,000.0.
            doctors: Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100,000.

    Answers:

        `frontdesk.types.WaitBehind` with
            mean_minutes: The mean, in minutes.
            sd_minutes: The standard deviation, in minutes.
            relative_rmse: The root of the mean squared error of predicting the mean, over the mean.

    Example:

        >>> from frontdesk import planning
        >>> planning.queue_ahead({"ahead": 4, "service_minutes": 15, "doctors": 3})["mean_minutes"]
        25.0
    """
def queue_ahead_wait_exceeds(model: t.QueueAhead | _Object, minutes: float) -> float:
    """The probability that this wait is longer than `minutes`.

    Arguments:

        model: `frontdesk.types.QueueAhead`, a dict or another object with
            ahead: Patients who wait and are served before, 0 to `AHEAD_MAX`. From 0 to 100,000.
            service_minutes: Mean minutes that a doctor needs for a patient, within
                `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`. From 0.01 to 100,000.0.
            doctors: Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100,000.

    Example:

        >>> from frontdesk import planning
        >>> model = {"ahead": 4, "service_minutes": 15, "doctors": 3}
        >>> round(planning.queue_ahead_wait_exceeds(model, 30), 3)
        0.285
    """
def queue_ahead_wait_quantile(model: t.QueueAhead | _Object, probability: float) -> float:
    """The wait in minutes that is not exceeded with `probability`.

    Arguments:

        model: `frontdesk.types.QueueAhead`, a dict or another object with
            ahead: Patients who wait and are served before, 0 to `AHEAD_MAX`. From 0 to 100,000.
            service_minutes: Mean minutes that a doctor needs for a patient, within
                `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`. From 0.01 to 100,000.0.
            doctors: Doctors, the servers of the literature, 1 to `DOCTORS_MAX`. From 1 to 100,000.

    Example:

        >>> from frontdesk import planning
        >>> model = {"ahead": 4, "service_minutes": 15, "doctors": 3}
        >>> round(planning.queue_ahead_wait_quantile(model, 0.9), 1)
        40.0
    """
def service_level_doctors(model: t.ServiceLevel | _Object) -> int:
    """The fewest doctors who keep a promise about waits in the long run.

    Arguments:

        model: `frontdesk.types.ServiceLevel`, a dict or another object with
            arrivals_per_minute: Patients who come per minute, 0 to `ARRIVALS_PER_MINUTE_MAX`. From
                0.0 to 1,000,000.0.
            service_minutes: Mean minutes that a doctor needs for a patient, within
                `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`. From 0.01 to 100,000.0.
            within_minutes: The longest wait of the promise, 0 to `PLANNING_MINUTES_MAX`. From 0.0
                to 100,000.0.
            probability: The share of patients to whom it is kept, 0 to `QUANTILE_PROBABILITY_MAX`.
                From 0.0 to 0.999999.

    Example:

        >>> from frontdesk import planning
        >>> model = {"arrivals_per_minute": 0.2, "service_minutes": 12}
        >>> model |= {"within_minutes": 10, "probability": 0.8}
        >>> planning.service_level_doctors(model)
        4
    """
def walk_in_day_doctors(
    model: t.WalkInDay | _Object, within_minutes: float, probability: float
) -> t.DayWaits:
    """The fewest doctors with whom the share `probability` of all patients of the day is seen within so many
    minutes, and what waits come to then.

    Arguments:

        model: `frontdesk.types.WalkInDay`, a dict or another object with
            arrivals: When how many come, in the order of the day; at most one stretch per minute.
                Nobody comes in between.
            service_minutes: Mean minutes that a doctor needs for a patient, within
                `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`. From 0.01 to 100,000.0.
            service_cv: Standard deviation of these minutes over their mean, 0 to `SERVICE_CV_MAX`.
                Consultations have about 0.5 to 1. From 0.0 to 1,000.0.
            closes_at_minute (optional): The minute of the day from which nobody is seen any more, 1
                to 1440. If null, everybody is seen, however late.

    Answers:

        `frontdesk.types.DayWaits` with
            doctors: With so many doctors.
            patients: Patients of a day on average.
            p_served: The share of them who are seen.
            mean: The mean wait.
            p50: Half of the patients wait no longer.
            p90: Nine of ten wait no longer.

    Example:

        >>> from frontdesk import planning
        >>> day = {"service_minutes": 15, "service_cv": 0.7}
        >>> day["arrivals"] = [{"from_minute": 480, "to_minute": 720, "arrivals_per_minute": 0.13}]
        >>> planning.walk_in_day_doctors(day, 30, 0.8)["doctors"]
        3
    """
def walk_in_day_waits(model: t.WalkInDay | _Object, doctors: int) -> t.DayWaits:
    """What waits come to on a day whose arrivals rise and fall, with so many doctors.

    Arguments:

        model: `frontdesk.types.WalkInDay`, a dict or another object with
            arrivals: When how many come, in the order of the day; at most one stretch per minute.
                Nobody comes in between.
            service_minutes: Mean minutes that a doctor needs for a patient, within
                `PLANNING_MINUTES_MIN` and `PLANNING_MINUTES_MAX`. From 0.01 to 100,000.0.
            service_cv: Standard deviation of these minutes over their mean, 0 to `SERVICE_CV_MAX`.
                Consultations have about 0.5 to 1. From 0.0 to 1,000.0.
            closes_at_minute (optional): The minute of the day from which nobody is seen any more, 1
                to 1440. If null, everybody is seen, however late.

    Answers:

        `frontdesk.types.DayWaits` with
            doctors: With so many doctors.
            patients: Patients of a day on average.
            p_served: The share of them who are seen.
            mean: The mean wait.
            p50: Half of the patients wait no longer.
            p90: Nine of ten wait no longer.

    Example:

        >>> from frontdesk import planning
        >>> day = {"service_minutes": 15, "service_cv": 0.7}
        >>> day["arrivals"] = [{"from_minute": 480, "to_minute": 720, "arrivals_per_minute": 0.13}]
        >>> round(planning.walk_in_day_waits(day, 3)["p_served"], 1)
        1.0
    """
