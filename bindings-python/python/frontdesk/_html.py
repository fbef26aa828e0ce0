"""What notebooks show of handles and tables: bounded, escaped, and readable on light and on dark pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import types
    from ._native import Clinic, SlotTable, Table, UtilisationTable, WaitingRoom

#: Rows that are shown, and characters of a cell.
ROWS_MAX = 20
CELL_MAX = 60
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
#: The page's own colours, and shades that are seen on each of them: not every notebook says that it is dark.
_FRAME = "color:inherit;border-collapse:collapse;font-size:0.9em"
_HEAD = "text-align:left;padding:2px 10px 2px 0;border-bottom:1px solid rgba(128,128,128,.5)"
_CELL = (
    "text-align:left;vertical-align:top;padding:2px 10px 2px 0;border-bottom:1px solid rgba(128,128,128,.2)"
)
_HOURS = "display:inline-block;padding:0 4px;margin:1px 0;border-radius:3px;background:rgba(47,143,87,.25)"
_URGENT = "padding:0 4px;border-radius:3px;background:rgba(208,92,60,.35)"


def clinic(
    handle: Clinic, head: tuple[list[types.DoctorOutput], int, list[types.AppointmentTypeOutput], int]
) -> str:
    """The weekly hours of the first of a clinic's doctors."""
    doctors, doctor_count, kinds, kind_count = head
    rows = []
    for doctor in doctors:
        days: list[list[str]] = [[] for _ in _DAYS]
        for rule in doctor["availability_rules"]:
            if rule.get("active", True) and not rule.get("blocked"):
                days[rule["weekday"]].append(f"{_clock(rule['start_time'])}–{_clock(rule['end_time'])}")
        marked = [[(_HOURS, hours) for hours in sorted(day)] for day in days]
        rows.append([_plain(doctor.get("display_name") or doctor["uid"]), *marked])
    named = [f"{kind.get('name') or kind['uid']} ({kind['duration_minutes']} min)" for kind in kinds]
    about = f"{handle!r}. Types: {_listed(named, kind_count)}"
    return _table(about, ["", *_DAYS], rows, doctor_count, "doctors")


def room(handle: WaitingRoom) -> str:
    """Who waits in a room, in the order of service, and whom each doctor sees."""
    waiting = handle.waiting()
    rows = []
    for position, entry in enumerate(waiting[:ROWS_MAX], 1):
        urgent = [(_URGENT, "urgent")] if entry["urgent"] else []
        since = f"{_utc(entry['registered_at']):%H:%M}"
        rows.append(
            [
                _plain(str(position)),
                _plain(entry["uid"]),
                _plain(entry["visit_reason"] or ""),
                _plain(since),
                urgent,
            ]
        )
    doctors = handle.doctors
    seen = [
        f"{doctor.get('display_name') or doctor['uid']}: "
        f"{doctor['current']['uid'] if doctor['current'] else 'free'}"
        for doctor in doctors
    ]
    about = f"{handle!r}. With doctors: {_listed(seen, len(seen))}"
    return _table(about, ["", "entry", "reason", "since (UTC)", ""], rows, len(waiting), "entries")


def slots(table: SlotTable) -> str:
    """The first slots of a table."""
    try:
        starts, ends = table.start_date[:ROWS_MAX].tolist(), table.end_date[:ROWS_MAX].tolist()
    except ImportError:
        return f"<pre>{escape(repr(table))}</pre>"
    uids = table.doctor_uids
    doctors, seats = (column[:ROWS_MAX].tolist() for column in (table.doctor, table.seats_left))
    rows = [
        [
            _plain(f"{start:%a %Y-%m-%d}"),
            _plain(f"{start:%H:%M}–{end:%H:%M}"),
            _plain(uids[doctor]),
            _plain(str(left)),
        ]
        for start, end, doctor, left in zip(starts, ends, doctors, seats)
    ]
    return _table(repr(table), ["day (UTC)", "time", "doctor", "seats left"], rows, len(table), "slots")


def table(table: Table | UtilisationTable) -> str:
    """The first rows of a table."""
    try:
        columns = _columns(table)
    except ImportError:
        return f"<pre>{escape(repr(table))}</pre>"
    rows = [[_plain(_word(name, cell)) for name, cell in zip(columns, row)] for row in zip(*columns.values())]
    return _table(repr(table), list(columns), rows, len(table), "rows")


def _columns(table: Any) -> dict[str, Sequence[Any]]:
    if hasattr(table, "column_names"):
        return {name: table.column(name)[:ROWS_MAX] for name in table.column_names}
    uids = table.doctor_uids
    columns: dict[str, Sequence[Any]] = {
        "doctor_uid": [uids[doctor] for doctor in table.doctor[:ROWS_MAX].tolist()]
    }
    for name in ("date", "open_minutes", "booked_minutes", "held_minutes", "free_minutes"):
        columns[name] = getattr(table, name)[:ROWS_MAX].tolist()
    return columns


def _word(name: str, cell: Any) -> str:
    if cell is None:
        return "–"
    if (
        isinstance(cell, int)
        and not isinstance(cell, bool)
        and (name.endswith(("_date", "_at")) or name in ("from", "to"))
    ):
        return f"{_utc(cell):%Y-%m-%d %H:%M} UTC"
    if isinstance(cell, float):
        return f"{cell:.10g}"
    return str(cell)


def _utc(seconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.timezone.utc)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _cut(text: str, most: int = CELL_MAX) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _plain(text: str) -> list[tuple[str, str]]:
    return [("", text)]


def _listed(words: Sequence[str], count: int) -> str:
    """The first few of so many words, one after another."""
    shown = ", ".join(_cut(word, 40) for word in words[:6])
    return (shown or "none") + (f" and {count - 6} more" if count > 6 else "")


def _table(
    about: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Sequence[tuple[str, str]]]],
    count: int,
    what: str,
) -> str:
    """A table of cells, each of some texts, each with a style or none."""

    def part(style: str, text: str) -> str:
        shown = escape(_cut(text))
        return f'<span style="{style}">{shown}</span>' if style else shown

    head = "".join(f'<th style="{_HEAD}">{escape(name)}</th>' for name in heads)
    body = "".join(
        "<tr>"
        + "".join(f'<td style="{_CELL}">{"<br>".join(part(*each) for each in cell[:6])}</td>' for cell in row)
        + "</tr>"
        for row in rows
    )
    more = f"<div>and {count - ROWS_MAX} more {what}</div>" if count > ROWS_MAX else ""
    caption = f"<div>{escape(_cut(about, 400))}</div>"
    table = f'<table style="{_FRAME}"><tr>{head}</tr>{body}</table>'
    return f'<div style="overflow-x:auto">{caption}{table}{more}</div>'
