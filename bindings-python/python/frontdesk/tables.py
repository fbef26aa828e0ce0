"""Clinics out of tables: files, frames, Arrow, rows of a database.

Each table has a row for each thing, and columns that are called as the fields of the wire model. Cells may be
what people have: ``Mon``, ``08:00``, dates, local times, numbers as ids, nothing. A cell that can't be read,
or that the engine refuses, is said with its table and row: ``rules[17].start_time``; rows count from 0.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from . import _convert, _given
from ._errors import InvalidInput, SchedulingError
from .build import local_times, name_of_rule

if TYPE_CHECKING:
    from . import types as t
    from ._native import Clinic, SlotBatches

__all__ = ["clinic", "rows", "slots", "snapshot"]

#: A thing's own list in its doctor, by the table that has it.
_OF_DOCTOR = {
    "rules": "availability_rules",
    "exceptions": "availability_exceptions",
    "settings": "appointment_type_settings",
}


def rows(table: Any) -> list[dict[str, Any]]:
    """The rows of a table as dicts.

    A table is a path of a CSV file, a frame of pandas or Polars, a relation of DuckDB, whatever Arrow can
    read, a dict of columns, or a list of mappings, dataclasses, named tuples or models of pydantic.
    """
    if isinstance(table, (str, os.PathLike)):
        return _csv(table)
    if isinstance(table, Mapping):
        return _columns(table)
    for name, arguments in (("to_dicts", {}), ("to_pylist", {}), ("to_dict", {"orient": "records"})):
        answer = getattr(table, name, None)
        if answer is not None:
            return [dict(row) for row in answer(**arguments)]
    if hasattr(table, "__arrow_c_stream__"):
        import pyarrow  # type: ignore[import-untyped]

        return [dict(row) for row in pyarrow.table(table).to_pylist()]
    if hasattr(table, "fetchall") and hasattr(table, "columns"):
        return [dict(zip(table.columns, row)) for row in table.fetchall()]
    if not hasattr(table, "__iter__"):
        raise InvalidInput(_convert.wrong("", table, "a table: a path, a frame, columns or rows"))
    return [_row(row, index) for index, row in enumerate(table)]


def _columns(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    columns = {name: list(column) for name, column in table.items()}
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise InvalidInput(_convert.wrong("", lengths, "columns of one length"))
    return [dict(zip(columns, row)) for row in zip(*columns.values())]


def _row(row: Any, index: int) -> dict[str, Any]:
    fields = _given.mapping(row)
    if fields is None:
        raise InvalidInput(
            _convert.wrong(f"[{index}]", row, "a mapping, a dataclass, a named tuple or a model")
        )
    return fields


def _csv(path: str | os.PathLike[str]) -> list[dict[str, Any]]:
    import csv

    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            first = file.readline(4096)
            file.seek(0)
            separator = max(",;\t", key=first.count)
            read = list(csv.DictReader(file, delimiter=separator))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput(_convert.wrong("", os.fspath(path), f"a CSV file in UTF-8: {error}")) from None
    for index, row in enumerate(read):
        if None in row:
            raise InvalidInput(
                _convert.wrong(f"[{index}]", row[None], f"as many cells as {os.fspath(path)} has columns")
            )
    return [{str(name).strip(): cell for name, cell in row.items()} for row in read]


def snapshot(
    *,
    timezone: str = "UTC",
    appointment_types: Any = (),
    doctors: Any = (),
    rules: Any = (),
    exceptions: Any = (),
    settings: Any = (),
    closures: Any = (),
    appointments: Any = (),
    **more: Any,
) -> t.ClinicSnapshot:
    """A clinic out of tables, as a dict: see :func:`clinic`."""
    tables = {"rules": rules, "exceptions": exceptions, "settings": settings}
    lists = {"appointment_types": appointment_types, "doctors": doctors, "closures": closures}
    return _Tables(timezone, tables, lists, appointments, more).snapshot


def clinic(**tables: Any) -> Clinic:
    """A clinic out of tables: ``Clinic.from_tables``.

    * ``timezone``: IANA zone of doctors that name none
    * ``appointment_types``: ``uid``, ``duration_minutes``, …
    * ``doctors``: ``uid``, …; those that rules name are there without it
    * ``rules``, ``exceptions``, ``settings``: ``doctor_uid``, and the fields of a rule, …
    * ``appointments``: ``uid``, ``doctor_uid``, ``start_date``, and ``end_date`` or ``duration_minutes`` or a
      type, which says how long; ``confirmed`` unless there is a ``status``
    * ``closures``: ``date``, …

    >>> clinic(
    ...     timezone="Europe/Berlin",
    ...     appointment_types=[{"uid": "visit", "duration_minutes": "30"}],
    ...     rules={"doctor_uid": ["ada", "ada"], "weekday": ["Mon", "Tue"],
    ...            "start_time": ["08:00"] * 2, "end_time": ["12:00"] * 2},
    ...     appointments=[{"uid": 1, "doctor_uid": "ada", "start_date": "2026-03-23T09:00",
    ...                    "appointment_type_uid": "visit"}],
    ... ).appointment("1")["status"]
    'confirmed'
    """
    from ._native import Clinic as Engine

    tables = {name: _kept(table) for name, table in tables.items()}
    arrow, others = _in_arrow(tables)
    # Where Arrow's types are not the engine's, such as text for a weekday, or something is wrong, rows are
    # read one by one: that takes longer, and finds every fault.
    if arrow and _have_uids(arrow):
        with contextlib.suppress(SchedulingError, *_NOT_ARROW):
            return Engine._of_arrow(_split(**others).snapshot, arrow)
    read = _split(**tables)
    try:
        return Engine(read.snapshot)
    except SchedulingError as error:
        raise type(error)(read.in_rows(error.wire)) from None


def slots(
    query: t.SlotQuery | str | bytes,
    now: Any,
    *,
    threads: int = 1,
    doctors_per_batch: int = 500,
    **tables: Any,
) -> SlotBatches:
    """The slots of the doctors of some tables, doctor by doctor, as Arrow: for many who are asked once.

    The tables are those of :func:`clinic`. Where doctors, rules and appointments are Arrow, they are read by
    the engine, some hundred doctors at a time (``doctors_per_batch``, 1 to 100,000), in so many ``threads``
    (1 to 256). Appointments need no ``uid`` then.

    Refused is what doctors can't be asked one by one: ``limit``, ``patient_uid``, ``doctor_uids``,
    ``exclude_appointment_uid``, and types with limits over all doctors.

    >>> found = slots(
    ...     {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"},
    ...     "2026-03-23T00:00Z",
    ...     appointment_types=[{"uid": "visit", "duration_minutes": 30}],
    ...     rules={"doctor_uid": ["ada"], "weekday": ["Mon"], "start_time": ["08:00"], "end_time": ["12:00"]},
    ... )
    >>> len(found)
    8
    """
    from ._native import Clinic as Engine
    from ._native import SlotBatches as Batches

    clock = Engine({"timezone": tables.get("timezone", "UTC")})
    tables = {name: _kept(table) for name, table in tables.items()}
    arrow, others = _in_arrow(tables)
    options: Any = (query, now, threads, doctors_per_batch)
    try:
        return Batches._of_arrow(clock, _split(**others).snapshot, arrow, *options)
    except SchedulingError as error:
        is_in_table = str(error.wire["path"]).partition("[")[0] in arrow
        if not is_in_table or error.code != "wrong_type":
            raise
    except _NOT_ARROW:
        if not arrow:
            raise
    # Cells that have to be read as people write them.
    read = _split(**tables)
    try:
        return Batches._of_arrow(clock, read.snapshot, {}, *options)
    except SchedulingError as error:
        raise type(error)(read.in_rows(error.wire)) from None


#: What is raised where a frame can't become Arrow: a column of several types, or no pyarrow for pandas.
_NOT_ARROW = (TypeError, ValueError, ImportError)


def _kept(table: Any) -> Any:
    """A table that can be read twice, and has no column but its own."""
    if hasattr(table, "read_next_batch"):
        return table.read_all()
    return table.reset_index(drop=True) if hasattr(table, "reset_index") else table


def _in_arrow(tables: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The tables that the engine reads as Arrow, and the others. Those of doctors name each other, so they
    are all read in one way.
    """
    arrow = {
        name: table
        for name, table in tables.items()
        if name in ("doctors", "appointments", *_OF_DOCTOR) and hasattr(table, "__arrow_c_stream__")
    }
    of_doctors = ("doctors", *_OF_DOCTOR)
    if any(name in tables and name not in arrow for name in of_doctors):
        arrow = {name: table for name, table in arrow.items() if name not in of_doctors}
    return arrow, {name: table for name, table in tables.items() if name not in arrow}


def _have_uids(arrow: Mapping[str, Any]) -> bool:
    """Whether the appointments have ids, without which there is no clinic of them."""
    booked = arrow.get("appointments")
    return booked is None or "uid" in list(getattr(booked, "column_names", getattr(booked, "columns", ())))


def _split(**tables: Any) -> _Tables:
    """The tables, read row by row."""
    timezone, more = tables.pop("timezone", "UTC"), tables
    of_doctor = {name: more.pop(name, ()) for name in _OF_DOCTOR}
    lists = {name: more.pop(name, ()) for name in ("appointment_types", "doctors", "closures")}
    return _Tables(timezone, of_doctor, lists, more.pop("appointments", ()), more)


class _Tables:
    """What was read, and in which row of which table each thing stood."""

    def __init__(
        self,
        timezone: str,
        of_doctor: Mapping[str, Any],
        lists: Mapping[str, Any],
        appointments: Any,
        more: Mapping[str, Any],
    ) -> None:
        read = {name: _read(name, table) for name, table in lists.items()}
        #: The place of a thing in the clinic, to its table and row.
        self._rows: dict[str, str] = {}
        doctors: list[dict[str, Any]] = read["doctors"]
        places = {doctor.get("uid", ""): index for index, doctor in enumerate(doctors)}
        for name, table in of_doctor.items():
            for index, row in enumerate(_read(name, table)):
                uid = row.pop("doctor_uid", None)
                if uid is None:
                    raise InvalidInput(_missing(f"{name}[{index}]", "doctor_uid"))
                if uid not in places:
                    places[uid] = len(doctors)
                    doctors.append({"uid": uid})
                things = doctors[places[uid]].setdefault(_OF_DOCTOR[name], [])
                self._rows[f"doctors[{places[uid]}].{_OF_DOCTOR[name]}[{len(things)}]"] = f"{name}[{index}]"
                things.append(row)
        for doctor in doctors:
            _name_rules(doctor.get("availability_rules", []))
        lengths = {kind.get("uid"): kind.get("duration_minutes") for kind in read["appointment_types"]}
        booked = [
            _appointment(row, lengths, f"appointments[{index}]")
            for index, row in enumerate(_read("appointments", appointments))
        ]
        self.snapshot: t.ClinicSnapshot = {"timezone": timezone, **read, "appointments": booked, **more}  # type: ignore[typeddict-item]

    def in_rows(self, wire: dict[str, Any]) -> dict[str, Any]:
        """An error of the engine, with the paths of the tables."""
        told = dict(wire)
        thing = ".".join(str(wire["path"]).split(".")[:2])
        if thing in self._rows:
            told["path"] = str(wire["path"]).replace(thing, self._rows[thing], 1)
            told["message"] = str(wire["message"]).replace(thing, self._rows[thing])
        if "errors" in wire:
            told["errors"] = [self.in_rows(error) for error in wire["errors"]]
        return told


def _read(name: str, table: Any) -> list[dict[str, Any]]:
    return [_convert.fields(row, f"{name}[{index}]") for index, row in enumerate(rows(table))]


def _name_rules(rules: Iterable[dict[str, Any]]) -> None:
    """Rules without an id are called after their weekday and start, and numbered where two would be called
    alike.
    """
    taken = {rule["uid"] for rule in rules if "uid" in rule}
    for rule in rules:
        if "uid" not in rule:
            name = name_of_rule(rule)
            number = 2
            while name in taken:
                name, number = f"{name_of_rule(rule)}-{number}", number + 1
            rule["uid"] = name
            taken.add(name)


def _appointment(row: dict[str, Any], lengths: Mapping[Any, Any], path: str) -> dict[str, Any]:
    """An appointment whose end is that of its length, where no end is given."""
    import datetime as dt

    row.setdefault("status", "confirmed")
    start, ends = row.get("start_date", row.get("local_start")), {"end_date", "local_end"} & row.keys()
    if start is not None and not ends:
        minutes = row.pop("duration_minutes", lengths.get(row.get("appointment_type_uid")))
        if minutes is None:
            raise InvalidInput(_missing(path, "end_date"))
        row["end_date"] = start + (minutes * 60 if isinstance(start, int) else dt.timedelta(minutes=minutes))
    return local_times(row)


def _missing(path: str, name: str) -> dict[str, Any]:
    at = f"{path}.{name}"
    return {"code": "missing_field", "kind": "invalid", "path": at, "message": f"`{at}` is missing"}
