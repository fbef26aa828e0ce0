"""Clinics written by hand, with weekdays, times of day and dates as people write them.

>>> from frontdesk import Clinic, build
>>> clinic = Clinic(build.clinic(
...     "Europe/Berlin",
...     types=[build.appointment_type("visit", 30)],
...     doctors=[build.doctor("ada", build.hours("Mon-Fri", "08:00", "12:00"))],
... ))
>>> [doctor["uid"] for doctor in clinic.snapshot()["doctors"]]
['ada']

Each function answers a dict of the wire model, to which fields can be added by name. Times may be
``"08:00"``, a ``time`` or minutes from midnight; dates ``"2026-12-24"`` or a ``date``; lengths minutes or a
``timedelta``; ids text, numbers or UUIDs. What can't be read is refused as :class:`frontdesk.InvalidInput`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Union, cast

from . import _convert
from ._errors import InvalidInput

if TYPE_CHECKING:
    from . import types as t

    _Weekdays = Union[str, int, Iterable[Union[str, int]]]

__all__ = [
    "appointment",
    "appointment_type",
    "clinic",
    "closure",
    "doctor",
    "example",
    "example_room",
    "hours",
    "rule",
]


def appointment_type(uid: Any, minutes: Any, **more: Any) -> t.AppointmentType:
    """A type that is booked for so many ``minutes``, a number or a ``timedelta``.

    >>> appointment_type("visit", 30, booking_min_notice_minutes=60)
    {'uid': 'visit', 'duration_minutes': 30, 'booking_min_notice_minutes': 60}
    """
    return cast("t.AppointmentType", _convert.fields({"uid": uid, "duration_minutes": minutes, **more}, ""))


def rule(weekday: Any, start: Any, end: Any, *, uid: Any = None, **more: Any) -> t.AvailabilityRule:
    """A window that recurs every week. Without a ``uid`` it is called after its weekday and start.

    >>> rule("Mon", "08:00", "12:00")
    {'uid': 'mon-0800', 'weekday': 0, 'start_time': 480, 'end_time': 720}
    """
    given = {"uid": uid, "weekday": weekday, "start_time": start, "end_time": end, **more}
    read = _convert.fields(given, "")
    if "uid" not in read:
        read = {"uid": name_of_rule(read), **read}
    return cast("t.AvailabilityRule", read)


def name_of_rule(read: dict[str, Any]) -> str:
    """What a rule without an id is called: ``mon-0800``."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    day, start = read.get("weekday", 0), read.get("start_time", 0)
    return f"{days[day] if 0 <= day < 7 else day}-{start // 60:02}{start % 60:02}"


def hours(weekdays: _Weekdays, start: Any, end: Any, **more: Any) -> list[t.AvailabilityRule]:
    """The same hours on several weekdays: ``"Mon-Fri"``, ``"Mon, Wed"``, or a list of weekdays.

    >>> [window["uid"] for window in hours("Sat-Mon", "09:00", "13:00")]
    ['sat-0900', 'sun-0900', 'mon-0900']
    """
    return [rule(day, start, end, **more) for day in _weekdays(weekdays)]


def _weekdays(weekdays: _Weekdays) -> list[int]:
    if isinstance(weekdays, int):
        weekdays = [weekdays]
    if not isinstance(weekdays, str):
        return [_weekday(day) for day in weekdays]
    days: list[int] = []
    for part in weekdays.replace("–", "-").split(","):
        first, *rest = [_weekday(name) for name in part.split("-")]
        if len(rest) > 1:
            raise InvalidInput(
                _convert.wrong("weekdays", weekdays, "weekdays, such as 'Mon-Fri' or 'Mon, Wed'")
            )
        last = rest[0] if rest else first
        days += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return days


def _weekday(name: str | int) -> int:
    try:
        day = _convert.weekday(name)
    except _convert.Unreadable as expected:
        raise InvalidInput(_convert.wrong("weekdays", name, str(expected))) from None
    if not 0 <= day <= 6:
        raise InvalidInput(_convert.wrong("weekdays", name, "0 for Monday to 6 for Sunday"))
    return day


def doctor(uid: Any, rules: Iterable[t.AvailabilityRule] = (), **more: Any) -> t.Doctor:
    """A doctor, with the weekly windows of :func:`hours` and :func:`rule`.

    >>> doctor("ada", hours("Mon", "08:00", "12:00"), display_name="Ada")["display_name"]
    'Ada'
    """
    read = _convert.fields({"uid": uid, **more}, "")
    return cast("t.Doctor", {**read, "availability_rules": list(rules)})


def appointment(uid: Any, doctor_uid: Any, start: Any, end: Any, **more: Any) -> t.Appointment:
    """What is booked, ``confirmed`` unless ``status`` says otherwise.

    Instants are Unix seconds, aware datetimes or ISO text with an offset. A naive ``datetime``, or text
    without an offset, is a time of the doctor's clock.

    >>> appointment("a1", "ada", "2026-03-23T09:00", "2026-03-23T09:30")["local_start"]
    '2026-03-23T09:00:00'
    """
    given = {
        "uid": uid,
        "status": "confirmed",
        "doctor_uid": doctor_uid,
        "start_date": start,
        "end_date": end,
    }
    return cast("t.Appointment", local_times(_convert.fields({**given, **more}, "")))


def local_times(read: dict[str, Any]) -> dict[str, Any]:
    """An appointment whose naive times are those of the doctor's clock."""
    for instant, local in (("start_date", "local_start"), ("end_date", "local_end")):
        value = read.get(instant)
        if getattr(value, "tzinfo", value) is None and value is not None:
            read[local] = read.pop(instant)
        if hasattr(read.get(local), "isoformat"):
            read[local] = read[local].isoformat()
    return read


def closure(date: Any, last_date: Any = None, **more: Any) -> t.Closure:
    """A date, or dates, on which the weekly rules have no windows.

    >>> closure("2026-12-24", "2026-12-31", name="Between the years")["last_date"]
    '2026-12-31'
    """
    return cast("t.Closure", _convert.fields({"date": date, "last_date": last_date, **more}, ""))


def clinic(
    timezone: str,
    *,
    types: Iterable[t.AppointmentType] = (),
    doctors: Iterable[t.Doctor] = (),
    appointments: Iterable[t.Appointment] = (),
    closures: Iterable[t.Closure] = (),
    **more: Any,
) -> t.ClinicSnapshot:
    """A clinic as a dict, for :class:`frontdesk.Clinic`."""
    lists = {
        "appointment_types": list(types),
        "doctors": list(doctors),
        "appointments": list(appointments),
        "closures": list(closures),
    }
    return cast("t.ClinicSnapshot", {"timezone": timezone, **lists, **more})


def example() -> t.ClinicSnapshot:
    """A small practice to try things with: Ada in Berlin, Monday to Friday from 8 to 12, visits of half an
    hour.

    On Monday, 2026-03-23, nine o'clock is booked.

    >>> [doctor["uid"] for doctor in example()["doctors"]]
    ['ada']
    """
    return clinic(
        "Europe/Berlin",
        types=[appointment_type("visit", 30)],
        doctors=[doctor("ada", hours("Mon-Fri", "08:00", "12:00"))],
        appointments=[
            appointment(
                "a1",
                "ada",
                "2026-03-23T09:00",
                "2026-03-23T09:30",
                appointment_type_uid="visit",
                patient_uid="pat-1",
            )
        ],
    )


def example_room() -> t.WaitingRoomSnapshot:
    """A small waiting room to try things with: Ada is on duty on Monday, 2026-03-23, from 8 to 12, and two
    wait.

    >>> [entry["uid"] for entry in example_room()["entries"]]
    ['q-1', 'q-2']
    """
    eight = 1_774_249_200
    waits = [
        {
            "uid": f"q-{number}",
            "status": "waiting",
            "patient_uid": f"pat-{number}",
            "registered_at": eight + 60 * number,
            "sequence": number,
        }
        for number in (1, 2)
    ]
    duty = [{"start_date": eight, "end_date": eight + 4 * 3600}]
    room = {"doctors": [{"uid": "ada", "duty": duty}], "entries": waits, "next_sequence": 3}
    return cast("t.WaitingRoomSnapshot", room)
