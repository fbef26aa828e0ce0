"""Slots of tables: the same rows as the slot table of one clinic, whatever holds the tables."""

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import frontdesk
from frontdesk import Clinic, tables

DOCS = Path(__file__).parents[1] / "docs"
sys.path.insert(0, str(DOCS))
import scale  # noqa: E402
import spark  # noqa: E402
from scale import MONDAY, PRACTICE, QUERY, made_up  # noqa: E402


def rows(found: Any) -> list[tuple[Any, ...]]:
    table = pa.table(found)
    names = ("doctor_uid", "start_date", "end_date", "seats_left")
    return sorted(zip(*(table[name].to_pylist() for name in names)))


def in_every_shape(table: pa.Table) -> dict[str, Any]:
    return {
        "Arrow": table,
        "a batch": table.to_batches()[0],
        "a stream": table.to_reader(),
        "Polars": pl.DataFrame(table),
        "pandas": table.to_pandas(),
        "DuckDB": duckdb.from_arrow(table),
        "dicts": table.to_pylist(),
        "words": table.set_column(0, "doctor_uid", table["doctor_uid"].dictionary_encode()),
    }


@pytest.fixture(scope="module")
def expected() -> list[tuple[Any, ...]]:
    return rows(scale.by_slot_table(0, 40))


def test_tables_of_every_shape_have_the_same_slots(expected: Any) -> None:
    rules, appointments = made_up(0, 40)
    assert len(expected) > 4_000
    of_rules, of_appointments = in_every_shape(rules), in_every_shape(appointments)
    for shape in of_rules:
        booked = of_appointments[shape]
        if shape == "dicts":
            booked = [{**row, "uid": number} for number, row in enumerate(booked)]
        for doctors_per_batch in (1, 7, 500):
            found = tables.slots(
                QUERY,
                MONDAY,
                threads=3,
                doctors_per_batch=doctors_per_batch,
                rules=of_rules[shape] if shape != "a stream" else rules.to_reader(),
                appointments=booked if shape != "a stream" else appointments.to_reader(),
                **PRACTICE,
            )
            assert rows(found) == expected, (shape, doctors_per_batch)
            assert len(found) == len(expected)


def test_a_clinic_of_arrow_is_that_of_rows(expected: Any) -> None:
    rules, appointments = made_up(0, 40)
    numbered = appointments.append_column("uid", pa.array(range(len(appointments))))
    extras: dict[str, Any] = {
        "doctors": pa.table({"uid": ["doc-000003", "new"], "timezone": [None, "Asia/Kolkata"]}),
        "exceptions": pa.table(
            {
                "uid": ["off"],
                "doctor_uid": ["doc-000007"],
                "kind": ["blocked"],
                "start_date": pa.array([MONDAY], pa.timestamp("ms", "UTC")),
                "end_date": [MONDAY + 86_400],
            }
        ),
        "settings": pa.table(
            {"doctor_uid": ["new"], "appointment_type_uid": ["visit"], "booking_min_notice_minutes": [5]}
        ),
    }
    both = [
        Clinic.from_tables(
            rules=of(rules),
            appointments=of(numbered),
            **{name: of(table) for name, table in extras.items()},
            **PRACTICE,
        )
        for of in (lambda table: table, lambda table: table.to_pylist())
    ]
    by_arrow, by_rows = (
        {
            **clinic.snapshot(),
            "doctors": sorted(clinic.snapshot()["doctors"], key=lambda doctor: doctor["uid"]),
        }
        for clinic in both
    )
    assert by_arrow == by_rows
    assert by_arrow["doctors"][0]["availability_rules"][0]["uid"] == "mon-0800"
    plain = Clinic.from_tables(rules=rules, appointments=numbered, **PRACTICE)
    assert rows(plain.slot_table(QUERY, MONDAY)) == expected


def test_arrow_is_read_without_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise it would take a hundred times as long, and nothing else would show it."""

    def fail(*_: Any) -> Any:
        raise AssertionError("a table is read row by row")

    rules, appointments = made_up(0, 3)
    numbered = appointments.append_column("uid", pa.array(range(len(appointments))))
    monkeypatch.setattr(tables, "_appointment", fail)
    tables.slots(QUERY, MONDAY, rules=rules, appointments=appointments, **PRACTICE)
    Clinic.from_tables(rules=rules, appointments=numbered, **PRACTICE)
    with pytest.raises(AssertionError):
        Clinic.from_tables(rules=rules, appointments=numbered.to_pylist(), **PRACTICE)


def test_what_people_write_is_read_row_by_row() -> None:
    rules = pa.table(
        {"doctor_uid": ["ada"], "weekday": ["Mon"], "start_time": ["08:00"], "end_time": [dt.time(12)]}
    )
    nine = dt.datetime(2026, 3, 23, 9)
    booked = pa.table({"uid": [1], "doctor_uid": ["ada"], "start_date": [nine], "duration_minutes": [30]})
    asked: Any = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
    found = tables.slots(asked, "2026-03-22T00:00Z", rules=rules, appointments=booked, **PRACTICE)
    local = [f"{start.astimezone(dt.timezone(dt.timedelta(hours=1))):%H:%M}" for _, start, *_ in rows(found)]
    assert local == ["08:00", "08:30", "09:30", "10:00", "10:30", "11:00", "11:30"]


def test_ends_come_from_lengths_and_types() -> None:
    rules, appointments = made_up(0, 5)
    starts = appointments.drop_columns("end_date")
    lengths = pa.array([30] * len(starts), pa.int16())
    kinds = pa.array(["visit"] * len(starts)).dictionary_encode()
    expected = rows(tables.slots(QUERY, MONDAY, rules=rules, appointments=appointments, **PRACTICE))
    for name, column in (("duration_minutes", lengths), ("appointment_type_uid", kinds)):
        booked = starts.append_column(name, column)
        assert rows(tables.slots(QUERY, MONDAY, rules=rules, appointments=booked, **PRACTICE)) == expected


@pytest.mark.parametrize(
    ("name", "cells", "code", "path"),
    [
        ("doctor_uid", ["ada", "ben"], "not_found", "appointments[1].doctor_uid"),
        ("doctor_uid", ["ada", None], "missing_field", "appointments[1].doctor_uid"),
        ("start_date", [MONDAY, None], "missing_field", "appointments[1].start_date"),
        ("start_date", [MONDAY, -1], "out_of_range", "appointments[1].start_date"),
        ("start_date", [MONDAY, MONDAY + 86_400], "empty_interval", "appointments[1].end_date"),
        ("end_date", [MONDAY + 60, None], "missing_field", "appointments[1].end_date"),
        ("status", ["held", "confirmed"], "missing_field", "appointments[0].hold_expires_at"),
        ("status", ["confirmed", "lost"], "unknown_value", "appointments[1].status"),
        ("colour", [None, "red"], "unknown_field", "appointments[1].colour"),
        ("location_uid", [[1], [2]], "wrong_type", "appointments[0].location_uid"),
        ("seats", [1, 0.5], "wrong_type", "appointments[1].seats"),
        ("uid", ["a", "a"], "duplicate", "appointments[1].uid"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_with_its_row(name: str, cells: list[Any], code: str, path: str) -> None:
    rules = pa.table({"doctor_uid": ["ada"], "weekday": [0], "start_time": [480], "end_time": [720]})
    good = {"doctor_uid": ["ada"] * 2, "start_date": [MONDAY] * 2, "end_date": [MONDAY + 60] * 2}
    for booked in ({**good, name: cells}, {"uid": ["x", "y"], **good, name: cells}):
        with pytest.raises(frontdesk.SchedulingError) as refused:
            tables.slots(QUERY, MONDAY, rules=rules, appointments=pa.table(booked), **PRACTICE)
        assert (refused.value.code, refused.value.path) == (code, path)


def test_rules_and_doctors_are_said_with_their_rows_too() -> None:
    good = {"doctor_uid": ["ada", "ben", "ben"], "weekday": [0, 0, 1], "start_time": [480] * 3}
    rules = pa.table({**good, "end_time": [720, 720, 60]})
    fine = pa.table({**good, "end_time": [720] * 3})
    cases: list[tuple[dict[str, Any], str]] = [
        ({"rules": rules}, "rules[2].end_time"),
        ({"rules": fine, "doctors": pa.table({"uid": ["x", "ada", "x"]})}, "doctors[2].uid"),
        (
            {"rules": fine, "doctors": pa.table({"uid": ["x", "ben"], "timezone": ["UTC", "Mars"]})},
            "doctors[1].timezone",
        ),
        ({"rules": fine.drop_columns("doctor_uid")}, "rules[0].doctor_uid"),
        (
            {"rules": fine, "settings": pa.table({"doctor_uid": ["ada"], "appointment_type_uid": ["x"]})},
            "settings[0].appointment_type_uid",
        ),
    ]
    for given, path in cases:
        for doctors_per_batch in (1, 500):
            with pytest.raises(frontdesk.SchedulingError) as refused:
                tables.slots(QUERY, MONDAY, doctors_per_batch=doctors_per_batch, **given, **PRACTICE)
            assert refused.value.path == path
        with pytest.raises(frontdesk.SchedulingError, match=path.replace("[", r"\[")):
            Clinic.from_tables(**given, **PRACTICE)


@pytest.mark.parametrize(
    "more",
    [{"limit": 1}, {"patient_uid": "p"}, {"doctor_uids": ["a"]}, {"exclude_appointment_uid": "a"}],
    ids=str,
)
def test_what_is_not_about_one_doctor_is_refused(more: Any) -> None:
    rules, appointments = made_up(0, 2)
    with pytest.raises(frontdesk.InvalidInput) as refused:
        tables.slots({**QUERY, **more}, MONDAY, rules=rules, appointments=appointments, **PRACTICE)
    assert (refused.value.code, refused.value.path) == ("conflict", next(iter(more)))
    limits = [{"per": "day", "appointments": 1, "scope": "clinic"}]
    scarce = {**PRACTICE, "appointment_types": [{**PRACTICE["appointment_types"][0], "limits": limits}]}
    with pytest.raises(frontdesk.InvalidInput, match="appointment_type_uid"):
        tables.slots(QUERY, MONDAY, rules=rules, appointments=appointments, **scarce)


def test_nothing_in_nothing_out() -> None:
    empty = pa.table({"doctor_uid": pa.array([], pa.string())})
    assert len(tables.slots(QUERY, MONDAY, rules=empty, appointments=empty, **PRACTICE)) == 0
    assert pa.table(tables.slots(QUERY, MONDAY, **PRACTICE)).num_rows == 0
    hours = {"weekday": [0.0], "start_time": [480.0], "end_time": [720.0]}
    frame = pd.DataFrame({"doctor_uid": ["ada"], **hours})
    assert len(tables.slots(QUERY, MONDAY, rules=frame.assign(buffer_minutes=np.nan), **PRACTICE)) == 32


@pytest.mark.parametrize(("option", "most"), [("threads", 256), ("doctors_per_batch", 100_000)])
def test_options_have_bounds(option: str, most: int) -> None:
    rules, appointments = made_up(0, 3)
    given: Any = {"rules": rules, "appointments": appointments, **PRACTICE}
    for value in (1, most):
        assert len(tables.slots(QUERY, MONDAY, **{option: value}, **given)) > 0
    for value in (-1, 0, most + 1):
        with pytest.raises(frontdesk.InvalidInput) as refused:
            tables.slots(QUERY, MONDAY, **{option: value}, **given)
        assert (refused.value.code, refused.value.wire["path"]) == ("out_of_range", option)


def test_times_of_day_that_are_none_are_refused() -> None:
    late = pa.array([2**63 - 1], pa.int64()).view(pa.time64("us"))
    rules = pa.table({"doctor_uid": ["ada"], "weekday": [0], "start_time": [480], "end_time": late})
    with pytest.raises(frontdesk.InvalidInput) as refused:
        tables.slots(QUERY, MONDAY, rules=rules, **PRACTICE)
    assert refused.value.code in ("out_of_range", "number_out_of_range")


def test_spark_is_handed_what_the_slot_table_has(expected: Any) -> None:
    rules, appointments = made_up(0, 40)

    def lists(table: pa.Table) -> pa.Array:
        things = table.drop_columns("doctor_uid").combine_chunks().to_batches()[0].to_struct_array()
        count = len(table) // 40
        return pa.ListArray.from_arrays(pa.array(range(0, len(table) + 1, count), pa.int32()), things)

    uids = pa.array([f"doc-{number:06}" for number in range(40)])
    practice = pa.table({"doctor_uid": uids, "rules": lists(rules), "appointments": lists(appointments)})
    found = list(spark.slots_of(practice.to_batches(max_chunksize=7)))
    assert all(batch.schema == spark.SCHEMA for batch in found)
    assert rows(pa.Table.from_batches(found)) == expected
