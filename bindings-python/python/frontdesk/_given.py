"""What people give, as the engine takes it: read only where the engine could not read it as it stood.

Weekdays by name, times of day, dates and ISO text, lengths as ``timedelta``, missing values of pandas,
dataclasses, named tuples, models, mappings, enums, arrays, columns and generators. What has no one meaning
stays as it is, and the engine says what is wrong with it: a naive ``datetime`` is another instant in every
zone, and numbers in quotes, which files have, are for :mod:`frontdesk.tables`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import keyword
from collections.abc import Iterator, Mapping, Sequence, ValuesView
from collections.abc import KeysView as Keys
from itertools import islice
from typing import Any
from uuid import UUID

from ._convert import Unreadable, clock, end_clock, is_missing, plain, weekday

#: Elements that are taken of what is no list, at most: what never ends is not waited for. The engine takes no
#: more.
ELEMENTS_MAX = 10_000_000

_WEEKDAYS = {"weekday", "week_starts_on"}
_CLOCKS = {"start_time", "local_time"}
#: Where midnight is the end of a day.
_ENDS = {"end_time", "to", "to_minute", "closes_at_minute"}
_DATES = {"date", "last_date", "from_date"}
#: Where a date is an instant: the midnight with which it begins on the clinic's clock.
_RANGES = {"from", "to", "valid_from", "valid_until"}
#: Fields with instants whose names do not say so.
_INSTANTS = _RANGES | {
    "at", "start_date", "end_date", "covers_until", "away_since", "before", "scored_from", "seen_by",
    "arrived",
    "started", "ended", "sent", "back", "resumed", "previous_start_date",
}  # fmt: skip


def value(given: Any, clinic: Any = None) -> Any:
    """What was given as the engine takes it; the same object if there is nothing to change.

    ``clinic`` is the handle on whose clock dates are. A snapshot names its own zone.
    """
    found = _Reader(clinic).read(given, "", "")
    return given if found is _SAME else found


def text(given: Any, _: Any = None) -> Any:
    """JSON that names the schema by which an editor completes it, without that; else the same object."""
    if not (b'"$schema"' in given if isinstance(given, bytes) else '"$schema"' in given):
        return given

    def fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        read = dict(pairs)
        if len(read) < len(pairs):
            raise ValueError("a field is there twice")
        return read

    def constant(name: str) -> Any:
        raise ValueError(f"{name} is not JSON")

    read = json.loads(given, object_pairs_hook=fields, parse_constant=constant)
    # As text again: what is in a file is judged as it is in every language.
    return json.dumps(read) if isinstance(read, dict) and read.pop("$schema", None) is not None else given


def moment(given: Any, _: Any = None) -> Any:
    """An instant as the engine takes it; the same object if there is nothing to change."""
    found = _instant(plain(given))
    return given if found is _SAME else found


def mapping(given: Any) -> dict[str, Any] | None:
    """The fields of an object by their names on the wire, or ``None`` if it has none.

    What an object leaves at ``None`` is left out: its class has to have all fields, and says so by that.
    """
    if isinstance(given, Mapping):
        read = {_name(name): item for name, item in given.items()}
        # `from` and `from_` at once: which one is meant, nobody knows.
        return read if len(read) == len(given) else None
    if isinstance(given, type):
        return None
    if dataclasses.is_dataclass(given):
        pairs = [(field.name, getattr(given, field.name)) for field in dataclasses.fields(given)]
    elif hasattr(given, "model_dump"):
        return dict(given.model_dump(by_alias=True, exclude_none=True))
    elif hasattr(given, "_asdict"):
        pairs = list(given._asdict().items())
    elif hasattr(given, "__attrs_attrs__"):
        pairs = [(field.name, getattr(given, field.name)) for field in given.__attrs_attrs__]
    elif hasattr(given, "__struct_fields__"):
        names = zip(given.__struct_fields__, given.__struct_encode_fields__)
        pairs = [(wire, getattr(given, name)) for name, wire in names]
    elif hasattr(given, "_mapping"):
        pairs = list(given._mapping.items())
    else:
        return None
    return {
        _name(name): item for name, item in pairs if item is not None and type(item).__name__ != "UnsetType"
    }


def _name(name: Any) -> Any:
    """A field that is a word of Python goes by ``from_``."""
    return (
        name[:-1] if isinstance(name, str) and name.endswith("_") and keyword.iskeyword(name[:-1]) else name
    )


class _Same:
    """Nothing was changed."""


_SAME: Any = _Same()


class _Reader:
    """Reads one value, with what is in it."""

    def __init__(self, clinic: Any) -> None:
        self.clinic = clinic
        #: The zone and the doctor on whose clock dates are, if it is not the clinic's.
        self.clock: dict[str, str] = {}
        #: What was read before, by its identity, name and clock, with the object so that it stays; or is
        #: being read.
        self.known: dict[tuple[Any, ...], tuple[Any, Any]] = {}
        #: The elements of what can be gone through once only.
        self.taken: dict[int, tuple[Any, Any]] = {}

    def read(self, given: Any, name: str, within: str) -> Any:
        """A value below a name, in an object that stands below another; ``_SAME`` if nothing changes."""
        if given is None or type(given) in (int, bool):
            return _SAME
        if not isinstance(given, (str, bytes)):
            key = (id(given), name, within, *sorted(self.clock.items()))
            if key in self.known:
                return self.known[key][1]
            is_object = isinstance(given, Mapping)
            fields = mapping(given)
            if fields is not None:
                # One that holds itself is read once.
                self.known[key] = (given, _SAME)
                found = self.fields(given if is_object else None, fields, name)
                self.known[key] = (given, found)
                return found
            if id(given) not in self.taken:
                self.taken[id(given)] = (given, _elements(given))
            elements = self.taken[id(given)][1]
            if elements is not None:
                self.known[key] = (given, _SAME)
                found = self.elements(given, elements, name, within)
                self.known[key] = (given, found)
                return found
        return self.scalar(given, name, within)

    def fields(self, given: Mapping[str, Any] | None, fields: dict[str, Any], name: str) -> Any:
        before, self.clock = self.clock, self.clock_of(fields, name)
        if self.clinic is None and not name:
            self.clinic = _Zones(fields)
        read, is_same = {}, type(given) is dict and all(map(fields.__contains__, given))
        for field, item in fields.items():
            if _is_nothing(item) or (field == "$schema" and not name):
                is_same = False
                continue
            found = self.read(item, field if isinstance(field, str) else "", name)
            is_same = is_same and found is _SAME
            read[field] = item if found is _SAME else found
        self.clock = before
        return _SAME if is_same else read

    def clock_of(self, fields: dict[str, Any], name: str) -> dict[str, str]:
        zone, doctor = fields.get("timezone"), fields.get("doctor_uid")
        if name in ("doctors", "doctor", "") and isinstance(zone, str) and "doctors" not in fields:
            return {"timezone": zone}
        if not name and "from" in fields and isinstance(doctor, str):
            return {"doctor_uid": doctor}
        return self.clock

    def elements(self, given: Any, elements: Sequence[Any], name: str, within: str) -> Any:
        is_same = type(given) in (list, tuple)
        read = []
        for item in elements:
            found = self.read(item, name, within)
            is_same = is_same and found is _SAME
            read.append(item if found is _SAME else found)
        return _SAME if is_same else read

    def scalar(self, given: Any, name: str, within: str) -> Any:
        item = plain(given)
        try:
            found = self.named(item, name, within)
        except (Unreadable, ValueError, OverflowError):
            found = _SAME
        if found is _SAME:
            found = item
        return _SAME if found is given else found

    def named(self, item: Any, name: str, within: str) -> Any:
        text = item if isinstance(item, str) else None
        date = item if isinstance(item, dt.datetime) else None
        if isinstance(item, UUID):
            return str(item)
        if isinstance(item, dt.timedelta) and not name.endswith("_time"):
            words = name.split("_")
            unit = 60 if "minutes" in words else 1 if "seconds" in words else 0
            return -(-item // dt.timedelta(seconds=unit)) if unit else _SAME
        if name in _WEEKDAYS:
            return weekday(text) if text is not None and not text.strip()[:1].isdigit() else _SAME
        if (
            name in _CLOCKS
            or name.endswith(("_time", "_minute"))
            or name.endswith("_notice_until")
            or within == "times"
        ):
            is_clock = isinstance(item, (dt.time, dt.timedelta)) or (text is not None and ":" in text)
            is_end = name in _ENDS or name.endswith("_notice_until")
            return (end_clock(item) if is_end else clock(item)) if is_clock else _SAME
        if name in _DATES:
            is_midnight = date is not None and date.time() == dt.time() and date.tzinfo is None
            return date.date() if date is not None and is_midnight else _SAME
        if name in _INSTANTS or name.endswith("_at"):
            return self.instant(item, name)
        return _SAME

    def instant(self, item: Any, name: str) -> Any:
        day = item
        if name in _RANGES and isinstance(item, str) and len(item.strip()) == 10:
            day = dt.date.fromisoformat(item.strip())
        if name in _RANGES and isinstance(day, dt.date) and not isinstance(day, dt.datetime):
            return self.midnight(day)
        return _instant(item)

    def midnight(self, day: dt.date) -> Any:
        """The first instant of a day."""
        from ._errors import SchedulingError

        try:
            return self.clinic.instant(f"{day.isoformat()}T00:00", **self.clock)
        except (SchedulingError, AttributeError):
            return _SAME


class _Zones:
    """The clocks of a snapshot that is no clinic yet."""

    def __init__(self, snapshot: dict[str, Any]) -> None:
        if "uid" in snapshot or not snapshot.keys() & {"timezone", "doctors", "appointment_types"}:
            return
        named = {name: snapshot[name] for name in ("timezone", "timezones") if snapshot.get(name) is not None}
        self.snapshot: Any = named
        self.made: Any = None
        self.instant = self._instant

    def _instant(self, local: str, **clock: str) -> int:
        from ._native import Clinic

        self.made = self.made or Clinic(self.snapshot)
        return int(self.made.instant(local, **clock))


def _is_nothing(item: Any) -> bool:
    """What stands for none, but for ``None`` itself, which the engine judges, and a text that is empty."""
    return item is not None and not isinstance(item, str) and is_missing(item)


def _elements(given: Any) -> Sequence[Any] | None:
    """The elements of what has an order, or ``None``."""
    if isinstance(given, (list, tuple)):
        return given
    for name in ("tolist", "to_list"):
        if hasattr(given, name) and getattr(given, "ndim", 1) != 0:
            listed = getattr(given, name)()
            return listed if isinstance(listed, list) else None
    is_sequence = isinstance(given, Sequence) and not isinstance(
        given, (str, bytes, bytearray, memoryview, range)
    )
    if is_sequence or isinstance(given, (Iterator, Keys, ValuesView)):
        taken = list(islice(given, ELEMENTS_MAX + 1))
        return taken if len(taken) <= ELEMENTS_MAX else None
    return None


def _instant(item: Any) -> Any:
    if isinstance(item, str):
        read = item.strip()
        if len(read) < 11 or read[10] not in "Tt ":
            return _SAME
        try:
            return dt.datetime.fromisoformat(f"{read[:-1]}+00:00" if read[-1] in "Zz" else read)
        except ValueError:
            return _SAME
    # The instants of whenever.
    for name in ("to_stdlib", "py_datetime"):
        if hasattr(item, name) and not isinstance(item, dt.datetime):
            return getattr(item, name)()
    return item if isinstance(item, dt.datetime) else _SAME
