"""Slots of very many doctors: `python bindings-python/docs/scale.py 100000` makes up tables of so many, lists
their slots of four weeks with one thread and with two, and says how long that took. The rows are those of the
slot tables of clinics with the same doctors, which is asserted.
"""

import sys
import time
from typing import Any

import numpy as np
import pyarrow as pa

import frontdesk
from frontdesk import tables

MONDAY = 1_774_220_400  # 2026-03-23T00:00 in Berlin
PRACTICE: Any = {
    "timezone": "Europe/Berlin",
    "appointment_types": [{"uid": "visit", "duration_minutes": 30, "booking_min_notice_minutes": 240}],
}
QUERY: Any = {"appointment_type_uid": "visit", "from": MONDAY, "to": MONDAY + 28 * 86_400}


def made_up(first: int, count: int) -> tuple[pa.Table, pa.Table]:
    """Rules and appointments of some doctors: hours from Monday to Friday, and four bookings a day in four
    weeks, for each at other minutes.
    """
    doctors = np.arange(first, first + count)
    uids = pa.array([f"doc-{number:06}" for number in doctors])
    days = np.tile(np.arange(5), count)
    rules = pa.table(
        {
            "doctor_uid": uids.take(pa.array(np.repeat(np.arange(count), 5))),
            "weekday": days,
            "start_time": np.full(len(days), 480),
            "end_time": np.full(len(days), 1_020),
            "buffer_minutes": np.full(len(days), 10),
        }
    )
    visits = np.arange(80)
    of_visits = (visits // 20 * 7 + visits // 4 % 5) * 86_400 + (8 + visits % 4 * 2) * 3_600
    starts = (MONDAY + doctors[:, None] % 12 * 300 + of_visits).ravel()
    instant = pa.timestamp("s", "UTC")
    appointments = pa.table(
        {
            "doctor_uid": uids.take(pa.array(np.repeat(np.arange(count), len(visits)))),
            "start_date": pa.array(starts).cast(instant),
            "end_date": pa.array(starts + 1_800).cast(instant),
        }
    )
    return rules, appointments


def by_slot_table(first: int, count: int) -> pa.Table:
    """The slots of some doctors, from a clinic of dicts."""
    rules, appointments = made_up(first, count)
    booked = [{**row, "uid": number} for number, row in enumerate(appointments.to_pylist())]
    clinic = frontdesk.Clinic.from_tables(rules=rules.to_pylist(), appointments=booked, **PRACTICE)
    return pa.table(clinic.slot_table(QUERY, MONDAY, by_doctor=True))


def main(doctors: int, compared: int) -> None:
    rules, appointments = made_up(0, doctors)
    print(f"{doctors:,} doctors, {len(appointments):,} bookings, {appointments.nbytes >> 20} MB as Arrow")
    for threads in (1, 2, 1, 2):
        began, cpu = time.perf_counter(), time.process_time()
        found = tables.slots(
            QUERY, MONDAY, threads=threads, rules=rules, appointments=appointments, **PRACTICE
        )
        wall, cpu = time.perf_counter() - began, time.process_time() - cpu
        print(f"{threads} threads: {wall:.2f} s, {cpu:.2f} s of processor time, {len(found):,} slots")
    table = pa.table(found)
    # One clinic of dicts after the other: that takes a minute for twenty thousand doctors.
    at = 0
    for first in range(0, min(compared, doctors), 500):
        expected = by_slot_table(first, min(500, doctors - first))
        same = table.slice(at, len(expected))
        for name in ("start_date", "end_date", "doctor_uid", "seats_left"):
            plain = [column.cast(pa.string()) for column in (expected[name], same[name])]
            assert plain[0].to_pylist() == plain[1].to_pylist(), (first, name)
        at += len(expected)
    print(f"{at:,} rows are those of slot tables")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2_000)
