"""Clinics out of what people have: constructors with weekdays and times, files, frames and Arrow."""

import dataclasses
import datetime as dt
import doctest
import enum
import uuid
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import frontdesk
from frontdesk import build, tables

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = dt.datetime(2026, 3, 23, tzinfo=BERLIN)
TYPES = [{"uid": "visit", "duration_minutes": 30}]
RULES = {
    "doctor_uid": ["ada", "ada", "ben"],
    "weekday": ["Mon", "Tue", "monday"],
    "start_time": ["08:00", "08:00", "13:00"],
    "end_time": ["12:00", "12:00", "15:00"],
}


def starts(clinic: frontdesk.Clinic) -> list[str]:
    query: Any = {"appointment_type_uid": "visit", "from": MONDAY, "to": MONDAY + dt.timedelta(days=1)}
    slots = clinic.find_slots(query, MONDAY, datetimes=True)
    return [f"{slot['doctor_uid']} {slot['start_date']:%H:%M}" for slot in slots]


MORNING = [f"ada {hour:02}:{minute:02}" for hour in range(8, 12) for minute in (0, 30)]
EXPECTED = [*MORNING, *(f"ben {hour}:{minute:02}" for hour in (13, 14) for minute in (0, 30))]


@dataclasses.dataclass
class Row:
    doctor_uid: str
    weekday: str
    start_time: dt.time
    end_time: dt.timedelta


class Named(NamedTuple):
    doctor_uid: str
    weekday: int
    start_time: int
    end_time: float


class Day(enum.Enum):
    MON, TUE = 0, 1


def csv(folder: Path, separator: str) -> Path:
    path = folder / "rules.csv"
    lines = zip(*RULES.values())
    text = "\n".join(separator.join(line) for line in [tuple(RULES), *lines])
    path.write_text(f"\ufeff{text}\n", encoding="utf-8")
    return path


def in_every_shape(folder: Path) -> dict[str, Any]:
    records = [dict(zip(RULES, row)) for row in zip(*RULES.values())]
    frame = pd.DataFrame(RULES).assign(valid_until=pd.NaT, buffer_minutes=np.nan)
    return {
        "columns": RULES,
        "records": records,
        "pandas": frame,
        "Polars": pl.DataFrame(RULES),
        "Arrow": pa.table(RULES),
        "a stream of Arrow": pa.table(RULES).to_reader(),
        "DuckDB": duckdb.sql("SELECT * FROM frame").project("doctor_uid, weekday, start_time, end_time"),
        "CSV": csv(folder, ","),
        "CSV with semicolons": str(csv(folder, ";")),
        "dataclasses": [
            Row("ada", "Mo", dt.time(8), dt.timedelta(hours=12)),
            Row("ben", "0", dt.time(13), dt.timedelta(hours=15)),
        ],
        "named tuples": [Named("ada", 0, 480, 720.0), Named("ben", 0, 780, 900.0)],
        "enums": [
            {"doctor_uid": "ada", "weekday": Day.MON, "start_time": np.int64(480), "end_time": "12:00:00"},
            {"doctor_uid": "ben", "weekday": Day.MON, "start_time": "13:00", "end_time": np.float64(900)},
        ],
    }


def test_a_table_of_every_shape_is_the_same_clinic(tmp_path: Path) -> None:
    frame = in_every_shape(tmp_path)["pandas"]  # noqa: F841 - DuckDB finds it by its name
    for shape, rules in in_every_shape(tmp_path).items():
        clinic = frontdesk.Clinic.from_tables(timezone="Europe/Berlin", appointment_types=TYPES, rules=rules)
        assert starts(clinic) == EXPECTED, shape


#: A column, what stands in it, and what the engine gets; `InvalidInput` if it is refused.
CELLS: list[tuple[str, Any, Any]] = [
    ("weekday", "Sun", 6),
    ("weekday", "t", frontdesk.InvalidInput),
    ("weekday", "T", frontdesk.InvalidInput),
    ("weekday", "²", frontdesk.InvalidInput),
    ("weekday", "Someday", frontdesk.InvalidInput),
    ("weekday", 0.5, frontdesk.InvalidInput),
    ("weekday", True, frontdesk.InvalidInput),
    ("start_time", "8:05", 485),
    ("start_time", "08:00:01", 481),
    ("start_time", "00:00", 0),
    ("start_time", "8.30", frontdesk.InvalidInput),
    ("start_time", "08:60", frontdesk.InvalidInput),
    ("start_time", "25:00", frontdesk.InvalidInput),
    ("start_time", "٠٨:00", frontdesk.InvalidInput),
    ("end_time", "24:00", 1440),
    ("end_time", "00:00", 1440),
    ("end_time", dt.time(23, 59, 59), 1440),
    ("end_time", "x" * 1_000_000, frontdesk.InvalidInput),
    ("buffer_minutes", dt.timedelta(seconds=61), 2),
    ("buffer_minutes", "10", 10),
    ("buffer_minutes", "ten", frontdesk.InvalidInput),
    ("buffer_minutes", float("inf"), frontdesk.InvalidInput),
    ("active", "no", False),
    ("active", 1, True),
    ("active", 0.0, False),
    ("active", 0.5, frontdesk.InvalidInput),
    ("active", "perhaps", frontdesk.InvalidInput),
    ("from_date", dt.date(2026, 12, 24), "2026-12-24"),
    ("from_date", pd.Timestamp(2026, 12, 24), "2026-12-24"),
    ("from_date", "24.12.2026", frontdesk.InvalidInput),
    ("nth_of_month", "1; 3,-1", [1, 3, -1]),
    ("appointment_type_uids", ["visit", 7], ["visit", "7"]),
    ("location_uid", 12.0, "12"),
    ("location_uid", uuid.UUID(int=1), str(uuid.UUID(int=1))),
    ("location_uid", pd.NA, None),
    ("location_uid", " ", None),
    ("valid_from", "soon", frontdesk.InvalidInput),
    ("valid_from", "1774220400", 1774220400),
    ("valid_from", "-5", -5),
    ("valid_from", "--5", frontdesk.InvalidInput),
    ("valid_from", "²", frontdesk.InvalidInput),
    ("buffer_minutes", "9007199254740993", 9007199254740993),
]


@pytest.mark.parametrize(("name", "cell", "expected"), CELLS, ids=lambda value: str(value)[:20])
def test_cells_are_read_or_refused_with_their_row(name: str, cell: Any, expected: Any) -> None:
    good = {"doctor_uid": "ada", "weekday": 0, "start_time": 480, "end_time": 720}
    rules = [good, {**good, name: cell}]
    if expected is frontdesk.InvalidInput:
        with pytest.raises(frontdesk.InvalidInput) as refused:
            tables.snapshot(rules=rules)
        assert (refused.value.code, refused.value.path) == ("wrong_type", f"rules[1].{name}")
        assert len(str(refused.value)) < 250
    else:
        read: Any = tables.snapshot(rules=rules)["doctors"][0]["availability_rules"][1]
        assert read.get(name) == expected


def test_what_the_engine_refuses_is_said_with_its_row() -> None:
    good = {"doctor_uid": "ada", "weekday": "Mon", "start_time": "08:00", "end_time": "12:00"}
    rules = [{**good, "doctor_uid": "ben"}, good, {**good, "end_time": "07:00"}, {**good, "weekday": 9}]
    with pytest.raises(frontdesk.InvalidInput) as refused:
        frontdesk.Clinic.from_tables(rules=rules)
    paths = [error["path"] for error in refused.value.errors]
    assert sorted(path.split(".")[0] for path in paths) == ["rules[2]", "rules[3]"], paths
    assert refused.value.path in str(refused.value)
    for missing in ({"weekday": 0}, {"doctor_uid": None, "weekday": 0}):
        with pytest.raises(frontdesk.InvalidInput, match=r"rules\[0\]\.doctor_uid"):
            frontdesk.Clinic.from_tables(rules=[missing])


BOOKED = {"uid": 17, "doctor_uid": "ada", "appointment_type_uid": "visit"}
NINE = MONDAY.replace(hour=9)


@pytest.mark.parametrize(
    "times",
    [
        {"start_date": "2026-03-23T09:00"},
        {"start_date": "2026-03-23 09:00", "end_date": "2026-03-23 09:30"},
        {"start_date": dt.datetime(2026, 3, 23, 9), "duration_minutes": 30},
        {"start_date": np.datetime64("2026-03-23T09:00"), "end_date": pd.NaT},
        {"start_date": "2026-03-23T08:00:00Z"},
        {"start_date": NINE, "end_date": NINE + dt.timedelta(minutes=30)},
        {"start_date": int(NINE.timestamp())},
        {"local_start": "2026-03-23T09:00", "local_end": dt.datetime(2026, 3, 23, 9, 30)},
    ],
    ids=str,
)
def test_appointments_have_instants_or_local_times(times: dict[str, Any]) -> None:
    clinic = frontdesk.Clinic.from_tables(
        timezone="Europe/Berlin", appointment_types=TYPES, rules=RULES, appointments=[{**BOOKED, **times}]
    )
    booked = clinic.appointment("17")
    assert booked is not None
    assert (booked["start_date"], booked["end_date"]) == (
        int(NINE.timestamp()),
        int(NINE.timestamp()) + 1800,
    )
    assert starts(clinic) == [start for start in EXPECTED if start != "ada 09:00"]


def test_an_appointment_without_an_end_is_refused() -> None:
    with pytest.raises(frontdesk.InvalidInput, match=r"appointments\[0\]\.end_date"):
        frontdesk.Clinic.from_tables(
            rules=RULES, appointments=[{"uid": 1, "doctor_uid": "ada", "start_date": 0}]
        )


def test_tables_that_are_none_are_refused(tmp_path: Path) -> None:
    ragged = tmp_path / "ragged.csv"
    ragged.write_text("doctor_uid,weekday\nada,Mon,extra\n")
    latin = tmp_path / "latin.csv"
    latin.write_bytes("doctor_uid,weekday\nMüller,Mon\n".encode("latin-1"))
    for table in ({"weekday": [1], "start_time": []}, [3], 3, None, ragged, latin):
        with pytest.raises(frontdesk.InvalidInput):
            frontdesk.Clinic.from_tables(rules=table)
    assert frontdesk.Clinic.from_tables(rules=[]).snapshot()["doctors"] == []


def test_a_clinic_is_written_by_hand() -> None:
    clinic = frontdesk.Clinic(
        build.clinic(
            "Europe/Berlin",
            types=[build.appointment_type("visit", dt.timedelta(minutes=30))],
            doctors=[
                build.doctor("ada", build.hours("Mon-Fri", "08:00", "12:00")),
                build.doctor("ben", build.hours(["Mon", 2], dt.time(13), dt.time(15))),
            ],
            closures=[build.closure(dt.date(2026, 12, 24), "2026-12-31")],
            appointments=[build.appointment(1, "ada", "2026-03-24T09:00", "2026-03-24T09:30")],
        )
    )
    assert starts(clinic) == EXPECTED
    for weekdays in ("Mon-Wed-Fri", "9", "Mon-9", [7], "", ["Someday"]):
        with pytest.raises(frontdesk.InvalidInput, match="weekdays"):
            build.hours(weekdays, "08:00", "12:00")


def test_the_examples_of_the_modules_run() -> None:
    for module in (build, tables):
        assert doctest.testmod(module).failed == 0
