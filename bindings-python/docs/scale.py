"""Slots of many doctors on Dask: `python bindings-python/docs/scale.py 100000` makes up so many, lists their
slots of four weeks, and says how long it took.
"""

import os
import sys
import time
from typing import Any

import dask
import dask.bag
import numpy as np

import frontdesk

BATCH = 500
MONDAY = 1_774_220_400  # 2026-03-23T00:00 in Berlin
TYPE = {"uid": "apt-001", "duration_minutes": 30, "booking_min_notice_minutes": 240}


def snapshot(first: int, count: int) -> dict[str, Any]:
    """A batch of doctors as a back office has them: hours from Monday to Friday, and four bookings a day in
    four weeks.
    """
    rules = [
        {"uid": f"rule-{day}", "weekday": day, "start_time": 480, "end_time": 1020, "buffer_minutes": 10}
        for day in range(5)
    ]
    doctors = [
        {"uid": f"doc-{number:06}", "availability_rules": rules} for number in range(first, first + count)
    ]
    appointments = [
        {
            "uid": f"mtg-{doctor['uid']}-{day}-{visit}",
            "status": "confirmed",
            "doctor_uid": doctor["uid"],
            "start_date": MONDAY + (7 * week + day) * 86_400 + (8 + 2 * visit) * 3_600,
            "end_date": MONDAY + (7 * week + day) * 86_400 + (8 + 2 * visit) * 3_600 + 1_800,
        }
        for doctor in doctors
        for week in range(4)
        for day in range(5)
        for visit in range(4)
    ]
    for number, appointment in enumerate(appointments):
        appointment["uid"] = f"mtg-{first}-{number}"
    return {
        "timezone": "Europe/Berlin",
        "appointment_types": [TYPE],
        "doctors": doctors,
        "appointments": appointments,
    }


def slots_of(batch: dict[str, Any]) -> tuple[int, int, float]:
    """What a worker does with a batch: makes a clinic of it, and asks. Gives doctors, slots and the seconds
    that the package took.
    """
    began = time.perf_counter()
    clinic = frontdesk.Clinic(batch)
    query: Any = {"appointment_type_uid": "apt-001", "from": MONDAY, "to": MONDAY + 28 * 86_400}
    table = clinic.slot_table(query, MONDAY, by_doctor=True)
    assert np.all(table.start_date >= np.datetime64(MONDAY, "s"))
    return len(batch["doctors"]), len(table), time.perf_counter() - began


def work(doctors: int, workers: int) -> tuple[int, int, float]:
    """Doctors, slots, and seconds of all workers together."""
    batches = [(first, min(BATCH, doctors - first)) for first in range(0, doctors, BATCH)]
    bag = dask.bag.from_sequence(batches, npartitions=len(batches)).map(
        lambda batch: slots_of(snapshot(*batch))
    )
    # The engine lets Python go, so threads would do; making up dicts does not.
    results = bag.compute(scheduler="processes", num_workers=workers)
    counts, slots, seconds = zip(*results)
    return sum(counts), sum(slots), sum(seconds)


if __name__ == "__main__":
    cores = os.cpu_count() or 1
    doctors, slots, seconds = work(int(sys.argv[1]), cores)
    print(
        f"{doctors:,} doctors, {slots:,} slots, {seconds:.1f} core seconds: "
        f"{doctors / seconds:,.0f} doctors per second and core"
    )
