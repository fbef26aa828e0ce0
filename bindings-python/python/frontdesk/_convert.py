"""Values as people, files and tables have them, as the wire model has them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ._errors import InvalidInput

#: What a value is that is not there, beside ``None``: NaN, pandas' NA and NaT, an empty cell of a file.
_MISSING_NAMES = {"NAType", "NaTType"}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TRUE, _FALSE = {"true", "yes", "y", "1"}, {"false", "no", "n", "0"}


class Unreadable(Exception):
    """A value that can't be what its field must be: what was expected."""


def is_missing(value: object) -> bool:
    """Whether a value stands for none."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    if isinstance(value, float):
        return math.isnan(value)
    if type(value).__name__ == "datetime64":
        return value != value
    return type(value).__name__ in _MISSING_NAMES


def plain(value: Any) -> Any:
    """A member of an enum as its value, a number of numpy as one of Python."""
    value = getattr(value, "value", value) if hasattr(type(value), "__members__") else value
    if type(value).__module__ == "numpy" and type(value).__name__ == "datetime64":
        return value.astype("M8[s]").item()
    return value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value


def weekday(value: Any) -> int:
    """0 is Monday: a number, or a name such as ``Mon`` or ``monday``."""
    if isinstance(value, str):
        name = value.strip().lower()
        if name.isascii() and name.isdigit():
            return int(name)
        found = [day for day, full in enumerate(_WEEKDAYS) if len(name) >= 2 and full.startswith(name)]
        if len(found) != 1:
            raise Unreadable("a weekday, such as 'Mon', or 0 for Monday to 6 for Sunday")
        return found[0]
    return integer(value)


def clock(value: Any) -> int:
    """Minutes from midnight: a number of them, ``08:00``, a ``time`` or a ``timedelta``."""
    wanted = "a time of day, such as '08:00', or minutes from midnight"
    if isinstance(value, dt.datetime):
        value = value.time()
    if isinstance(value, dt.time):
        value = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, dt.timedelta):
        return -(-value // dt.timedelta(minutes=1))
    if isinstance(value, str) and ":" in value:
        parts = value.strip().split(":")
        if not (2 <= len(parts) <= 3 and all(part.isascii() and part.isdigit() for part in parts)):
            raise Unreadable(wanted)
        numbers = [int(part) for part in parts]
        if numbers[0] > 24 or any(number > 59 for number in numbers[1:]):
            raise Unreadable(wanted)
        return numbers[0] * 60 + numbers[1] + (len(numbers) > 2 and numbers[2] > 0)
    try:
        return integer(value)
    except Unreadable:
        raise Unreadable(wanted) from None


def end_clock(value: Any) -> int:
    """Minutes from midnight to an end: midnight is that at the end of the day."""
    at = clock(value)
    return 1440 if at == 0 and not isinstance(value, int) else at


def integer(value: Any) -> int:
    """A whole number, also as text or as a ``float``."""
    if isinstance(value, bool):
        raise Unreadable("a whole number")
    if isinstance(value, int):
        return value
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise Unreadable("a whole number") from None
    if not number.is_integer():
        raise Unreadable("a whole number")
    try:
        # A float has not all digits of a long number.
        return int(value)
    except ValueError:
        return int(number)


def minutes(value: Any) -> int:
    """A length in minutes: a number of them, or a ``timedelta``."""
    return -(-value // dt.timedelta(minutes=1)) if isinstance(value, dt.timedelta) else integer(value)


def seconds(value: Any) -> int:
    """A length in seconds: a number of them, or a ``timedelta``."""
    return -(-value // dt.timedelta(seconds=1)) if isinstance(value, dt.timedelta) else integer(value)


def boolean(value: Any) -> bool:
    """Whether it is so: ``True``, 1, ``yes``."""
    # Columns of numbers that lack some are of floats.
    value = int(value) if isinstance(value, float) and value in (0.0, 1.0) else value
    text = str(value).strip().lower()
    if text not in _TRUE | _FALSE:
        raise Unreadable("true or false")
    return text in _TRUE


def day(value: Any) -> str:
    """A date: a ``date``, ``2026-12-24``, or a ``datetime`` at midnight, which is what frames have."""
    if isinstance(value, dt.datetime):
        if value.time() != dt.time():
            raise Unreadable("a date, such as '2026-12-24'")
        value = value.date()
    text = value.isoformat() if isinstance(value, dt.date) else str(value).strip()
    try:
        return dt.date.fromisoformat(
            text[:10] if text[10:] in ("", "T00:00:00", " 00:00:00") else text
        ).isoformat()
    except ValueError:
        raise Unreadable("a date, such as '2026-12-24'") from None


def moment(value: Any) -> Any:
    """An instant, as Unix seconds or an aware ``datetime``, or a naive ``datetime`` of a clock. Text is ISO
    8601.
    """
    if isinstance(value, str):
        text = value.strip()
        try:
            if text.isascii() and text.removeprefix("-").isdigit():
                return int(text)
            return dt.datetime.fromisoformat(f"{text[:-1]}+00:00" if text[-1:] in ("Z", "z") else text)
        except ValueError:
            raise Unreadable("an instant, such as '2026-12-24T09:00:00+01:00', or a local time") from None
    if isinstance(value, dt.datetime):
        return value
    return integer(value)


def bound(value: Any) -> Any:
    """An instant, or a date, which begins on the clock of whom it is about."""
    is_day = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    if isinstance(value, str):
        text = value.strip()
        is_day = len(text) == 10 and text[4:5] == "-"
    return day(value) if is_day else moment(value)


def uid(value: Any) -> str:
    """An id. Numbers of a database, and UUIDs, are written out."""
    if isinstance(value, float):
        value = integer(value)
    if isinstance(value, bool) or isinstance(value, (list, dict, tuple, set)):
        raise Unreadable("an id")
    return str(value).strip()


def _listed(each: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    def read(value: Any) -> list[Any]:
        if isinstance(value, str):
            value = [part for part in value.replace(";", ",").split(",") if part.strip()]
        # A column of a frame has one number where a file has one.
        return [each(plain(item)) for item in (value if isinstance(value, Iterable) else [value])]

    return read


#: How a field is read, by its name.
_FIELDS: dict[str, Callable[[Any], Any]] = {
    "weekday": weekday,
    "start_time": clock,
    "end_time": end_clock,
    "local_time": clock,
    "date": day,
    "last_date": day,
    "from_date": day,
    "active": boolean,
    "blocked": boolean,
    "keeps_gap": boolean,
    "allow_patient_rebooking": boolean,
    "send_email": boolean,
    "send_sms": boolean,
    "urgent": boolean,
    "uid": uid,
    "capacity": integer,
    "seats": integer,
    "priority": integer,
    "weight": integer,
    "every_weeks": integer,
    "concurrent_appointments_max": integer,
    "days_before": integer,
    "appointment_type_uids": _listed(uid),
    "nth_of_month": _listed(integer),
    "durations_minutes": _listed(minutes),
    "start_date": moment,
    "end_date": moment,
    "valid_from": bound,
    "valid_until": bound,
    "local_start": moment,
    "local_end": moment,
}
_ENDINGS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("_uid", uid),
    ("_minutes", minutes),
    ("_minutes_before", minutes),
    ("_minutes_max", minutes),
    ("_seconds", seconds),
    ("_seconds_min", seconds),
    ("_working_days", boolean),
    ("_notice_until", end_clock),
    ("_days", integer),
    ("_at", moment),
)


def field(name: str, value: Any) -> Any:
    """The value of a field as the wire model has it.

    Raises ``Unreadable`` if it can't be read. Names that are not known here go on as they are: the engine
    knows.
    """
    value = plain(value)
    if isinstance(value, (Mapping, list, tuple)) and name not in _FIELDS:
        return value
    known = _FIELDS.get(name) or next((read for ending, read in _ENDINGS if name.endswith(ending)), None)
    return known(value) if known else value


def fields(values: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The fields of an object. What is missing is left out; what can't be read is refused with its path."""
    read: dict[str, Any] = {}
    for name, value in values.items():
        if is_missing(value):
            continue
        try:
            read[name] = field(name, value)
        except Unreadable as expected:
            at = f"{path}.{name}" if path else name
            raise InvalidInput(wrong(at, value, str(expected))) from None
    return read


def wrong(path: str, value: Any, expected: str) -> dict[str, Any]:
    """The error of a value that can't be read, in the form of the engine's own."""
    shown = repr(value)
    shown = shown if len(shown) <= 60 else f"{shown[:60]}…"
    message = f"`{path}` is {shown}, expected {expected}"
    return {"code": "wrong_type", "kind": "invalid", "path": path, "message": message, "expected": expected}
