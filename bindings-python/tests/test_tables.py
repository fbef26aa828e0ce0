"""Tables: numpy columns over the engine's memory, and Arrow for those who take it."""

import gc
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import FROM, NOW, TO, query

import frontdesk


@pytest.fixture
def table(clinic: frontdesk.Clinic) -> frontdesk.SlotTable:
    return clinic.slot_table(query(), NOW)


def rows(table: frontdesk.SlotTable) -> Any:
    """A table as the list of dicts that it stands for."""
    columns = (table.start_date.astype(int), table.end_date.astype(int), table.doctor, table.seats_left)
    keys = ("start_date", "end_date", "doctor_uid", "seats_left")
    uids = table.doctor_uids
    return [
        dict(zip(keys, (int(start), int(end), uids[doctor], int(seats))))
        for start, end, doctor, seats in zip(*columns)
    ]


def test_columns_say_what_the_list_says(clinic: frontdesk.Clinic, table: frontdesk.SlotTable) -> None:
    assert rows(table) == clinic.find_slots(query(), NOW)
    assert table.start_date.dtype == table.end_date.dtype == np.dtype("M8[s]")
    groups = query(appointment_type_uid="apt-003")
    assert rows(clinic.slot_table(groups, NOW)) == clinic.find_slots(groups, NOW)


def test_by_doctor_is_the_same_in_another_order(clinic: frontdesk.Clinic) -> None:
    by_doctor = rows(clinic.slot_table(query(), NOW, by_doctor=True))
    assert by_doctor == sorted(
        clinic.find_slots(query(), NOW), key=lambda slot: (slot["doctor_uid"], slot["start_date"])
    )


def test_columns_are_not_copied_and_outlive_the_table(clinic: frontdesk.Clinic) -> None:
    table = clinic.slot_table(query(), NOW)
    first, second = table.start_date, table.start_date
    assert np.shares_memory(first, second) and not first.flags.owndata
    assert first.ctypes.data == table.start_date.ctypes.data
    expected = first.tolist()
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 0
    del table, second
    gc.collect()
    clinic.slot_table(query(), NOW)
    assert first.tolist() == expected


def test_nothing_found_is_a_table_too(clinic: frontdesk.Clinic) -> None:
    table = clinic.slot_table(query(to=FROM + 1), NOW)
    assert (len(table), table.start_date.tolist(), table.doctor.tolist(), table.end_date.tolist()) == (
        0,
        [],
        [],
        [],
    )
    assert len(pl.DataFrame(table)) == 0


def check_frame(starts: Any, uids: Any, clinic: frontdesk.Clinic) -> None:
    slots = clinic.find_slots(query(), NOW)
    assert [int(start.timestamp()) for start in starts] == [slot["start_date"] for slot in slots]
    assert list(uids) == [slot["doctor_uid"] for slot in slots]


def test_pandas_polars_pyarrow_and_duckdb_take_it(
    clinic: frontdesk.Clinic, table: frontdesk.SlotTable
) -> None:
    frame = pd.DataFrame.from_arrow(table)
    check_frame(frame.start_date, frame.doctor_uid, clinic)
    check_frame(pl.DataFrame(table)["start_date"], pl.DataFrame(table)["doctor_uid"], clinic)
    arrow = pa.table(table)
    assert arrow.schema.field("start_date").type == pa.timestamp("s", "UTC")
    check_frame(arrow["start_date"].to_pylist(), arrow["doctor_uid"].to_pylist(), clinic)
    count = "SELECT count(*), count(DISTINCT doctor_uid), max(seats_left), min(epoch(start_date)) FROM table"
    (answer,) = duckdb.sql(count.replace("FROM table", "FROM arrow")).fetchall()
    (direct,) = (
        duckdb.sql(count.replace("FROM table", "FROM table_")).fetchall() if (table_ := table) else (None,)
    )
    assert answer == direct == (71, 3, 1, table.start_date.astype(int).min())


def test_a_stream_can_be_taken_twice(table: frontdesk.SlotTable) -> None:
    assert pa.table(table) == pa.table(table)
    capsule = table.__arrow_c_stream__()
    del capsule
    gc.collect()


def test_utilisation_is_a_table_of_the_same_days(clinic: frontdesk.Clinic) -> None:
    asked: Any = {"from": FROM, "to": TO}
    days, table = clinic.utilisation(asked, NOW), clinic.utilisation_table(asked, NOW)
    assert len(days) == len(table) == 3 * 14
    for field in ("open_minutes", "booked_minutes", "held_minutes", "free_minutes"):
        assert getattr(table, field).tolist() == [day[field] for day in days]  # type: ignore[literal-required]
    assert [str(date) for date in table.date] == [day["date"] for day in days]
    assert [table.doctor_uids[doctor] for doctor in table.doctor] == [day["doctor_uid"] for day in days]
    frame = pl.DataFrame(table)
    assert frame["date"].cast(pl.String).to_list() == [day["date"] for day in days]
    assert frame.columns == [
        "doctor_uid",
        "date",
        "open_minutes",
        "booked_minutes",
        "held_minutes",
        "free_minutes",
    ]
    assert (
        pd.DataFrame.from_arrow(table).booked_minutes.sum() == sum(day["booked_minutes"] for day in days) > 0
    )


def test_what_a_calendar_asks_comes_as_tables_too(clinic: frontdesk.Clinic) -> None:
    asked: Any = {"from": FROM, "to": TO}
    tables: list[tuple[Any, list[Any]]] = [
        (clinic.appointments_table(asked, NOW), clinic.appointments(asked, NOW)),
        (clinic.outcomes_table(asked, TO), clinic.outcomes(asked, TO)),
        (clinic.open_hours_table(asked), clinic.open_hours(asked)),
    ]
    for table, rows in tables:
        assert rows and len(table) == len(rows)
        for name in table.column_names:
            assert table.column(name) == [row.get(name) for row in rows], name
        assert pa.table(table).column_names == pl.DataFrame(table).columns == table.column_names
    with pytest.raises(KeyError):
        tables[0][0].column("colour")


def frames(table: Any) -> None:
    """Everybody who takes a table takes this one, and has the same rows."""
    columns = table.to_dict()
    assert list(columns) == table.column_names
    arrow = pa.table(table)
    assert arrow.num_rows == len(pl.DataFrame(table)) == len(pd.DataFrame.from_arrow(table)) == len(table)
    assert arrow.column_names == pl.DataFrame(table).columns == list(pd.DataFrame.from_arrow(table).columns)
    ((counted,),) = (
        duckdb.sql("SELECT count(*) FROM table_").fetchall() if (table_ := table) is not None else ()
    )
    assert counted == len(table)
    for name in table.column_names:
        assert len(np.array(columns[name])) == len(table)


def test_days_and_why_they_are_full_come_as_tables(clinic: frontdesk.Clinic) -> None:
    days, table = clinic.days_with_slots(query(), NOW), clinic.days_table(query(), NOW)
    assert table.to_dict() == {name: [day[name] for day in days] for name in ("date", "first_start_date")}  # type: ignore[literal-required]
    frames(table)
    explained, why = clinic.explain_days(query(), NOW), clinic.explain_days_table(query(), NOW)
    for name in (
        "date",
        "doctor_uid",
        "candidates",
        "slots",
        "booked_out",
        "no_gap_long_enough",
        "next_date",
    ):
        assert why.column(name) == [day[name] for day in explained]  # type: ignore[literal-required]
    first = [day["reasons"][0] if day["reasons"] else None for day in explained]
    assert why.column("reason") == [reason and reason["reason"]["code"] for reason in first]
    assert why.column("reason_share") == [reason and reason["share"] for reason in first]
    assert None in why.column("reason") or len(set(why.column("reason"))) > 1
    frames(why)


def test_waits_and_promises_come_as_tables() -> None:
    duty: Any = [{"start_date": FROM, "end_date": TO}]
    room = frontdesk.WaitingRoom({"doctors": [{"uid": "ada", "duty": duty}]})
    now = FROM + 9 * 3600
    for number in range(4):
        command: Any = {
            "command": "register",
            "uid": f"q-{number}",
            "patient_uid": f"pat-{number}",
            "visit_reason": None,
        }
        for event in room.decide(command, now):
            room.apply(event)
    learner = frontdesk.Learner()
    waits = room.estimate(learner, None, now)
    for table in (room.waits_table(learner, None, now), room.forecast(learner, now).waits_table()):
        assert table.column("uid") == [wait["uid"] for wait in waits]
        assert table.column("estimated_wait_minutes") == [wait["estimated_wait_minutes"] for wait in waits]
        assert table.column("p90") == [wait["distribution"]["p90"] for wait in waits]
        frames(table)
    waiting = room.waiting_table()
    assert waiting.column("uid") == [entry["uid"] for entry in room.waiting()]
    assert waiting.column("position") == [room.position(entry["uid"]) for entry in room.waiting()]
    assert waiting.column("urgent") == [False] * 4
    frames(waiting)
    promises = room.promises_table(FROM, TO)
    assert promises.to_dict() == {
        "from": [FROM],
        "to": [TO],
        **{name: [count] for name, count in room.promises(FROM, TO).items()},
    }
    frames(promises)
    empty = frontdesk.WaitingRoom({}).waiting_table()
    assert len(empty) == 0
    frames(empty)


def test_a_calendar_finds_what_a_clinic_finds() -> None:
    doctor: Any = {
        "uid": "doc-456",
        "availability_rules": [
            {"uid": "r", "weekday": 0, "start_time": 540, "end_time": 720, "buffer_minutes": 5}
        ],
    }
    kind: Any = {"uid": "apt-001", "duration_minutes": 30}
    booked = [(FROM + 9 * 3600, FROM + 10 * 3600), (FROM + 7 * 86_400, FROM + 8 * 86_400)]
    appointments: Any = [
        {
            "uid": f"mtg-{start}",
            "status": "confirmed",
            "doctor_uid": "doc-456",
            "start_date": start,
            "end_date": end,
        }
        for start, end in booked
    ]
    clinic = frontdesk.Clinic(
        {
            "timezone": "Europe/Berlin",
            "doctors": [doctor],
            "appointment_types": [kind],
            "appointments": appointments,
        }
    )
    expected = clinic.slot_table(query(), NOW).start_date.tolist()
    bookings: Any = (
        booked,
        [list(pair) for pair in booked],
        np.array(booked),
        np.array(booked, "M8[s]"),
        np.asfortranarray(np.array(booked)),
    )
    for given in bookings:
        calendar = frontdesk.Calendar(doctor, "Europe/Berlin", given)
        assert calendar.slot_table(kind, FROM, TO, NOW).start_date.tolist() == expected
    assert expected and frontdesk.Calendar(doctor, "Europe/Berlin").slot_table(
        kind, FROM, TO, NOW
    ).doctor_uids == ["doc-456"]
