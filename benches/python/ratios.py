"""Holds the package against the natural Python: `cargo xtask wheel --bench`, or
`python benches/python/ratios.py` where the package is installed.

Both sides run in rounds within one process, over hundreds of doctors in turn, and their answers are asserted
equal before. Ratios mean more than times.
"""

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import numpy as np
from natural import Diary, TunedDiary, utc
from practice import BERLIN, DURATION, NOTICE, TYPE, TYPE_UID, bookings, doctor, monday, seconds, snapshot

import frontdesk

DOCTORS, DAYS, ROUNDS = 256, 90, 9
FROM, TO = seconds(monday(), 0), seconds(monday() + timedelta(days=DAYS), 0)
NOW = FROM + 8 * 3600


def main() -> None:
    doctors = [doctor(index) for index in range(DOCTORS)]
    booked = [bookings(each, DAYS) for each in doctors]
    arrays = [np.array(pairs) for pairs in booked]
    rules = [each["availability_rules"] for each in doctors]
    clinic = frontdesk.Clinic(snapshot(doctors, booked))
    queries = [
        {"appointment_type_uid": TYPE_UID, "from": FROM, "to": TO, "doctor_uids": [each["uid"]]}
        for each in doctors
    ]
    prepared = [clinic.prepare(query) for query in queries]
    diaries = [Diary(BERLIN, *each) for each in zip(rules, booked)]
    tuned = [TunedDiary(BERLIN, *each) for each in zip(rules, booked)]
    natural = (timedelta(minutes=DURATION), timedelta(minutes=NOTICE), utc(FROM), utc(TO), utc(NOW))
    integers = (DURATION * 60, NOTICE * 60, FROM, TO, NOW)

    def calendar(index: int, pairs: object) -> frontdesk.SlotTable:
        return frontdesk.Calendar(doctors[index], "Europe/Berlin", pairs).slot_table(TYPE, FROM, TO, NOW)

    ways: dict[str, Callable[[int], object]] = {
        "natural": lambda index: diaries[index].slots(*natural),
        "natural, stateless": lambda index: Diary(BERLIN, rules[index], booked[index]).slots(*natural),
        "tuned": lambda index: tuned[index].slots(*integers),
        "tuned, stateless": lambda index: TunedDiary(BERLIN, rules[index], booked[index]).slots(*integers),
        "prepared, numpy": lambda index: clinic.slot_table(queries[index], NOW).start_date,
        "prepared, the query too, numpy": lambda index: prepared[index].slot_table(NOW).start_date,
        "prepared, list of dicts": lambda index: clinic.find_slots(queries[index], NOW),
        "stateless, bookings as tuples": lambda index: calendar(index, booked[index]).start_date,
        "stateless, bookings as an array": lambda index: calendar(index, arrays[index]).start_date,
    }
    count = 0
    for index in range(DOCTORS):
        expected = tuned[index].slots(*integers)
        count += len(expected)
        for name, way in ways.items():
            answer = way(index)
            if isinstance(answer, np.ndarray):
                got = answer.astype(int).tolist()
            elif isinstance(answer[0], dict):
                got = [slot["start_date"] for slot in answer]
            else:
                got = [int(slot.timestamp()) if hasattr(slot, "timestamp") else slot for slot in answer]
            assert got == expected, f"{name}, doctor {index}"

    times = measured(ways)
    print(
        f"one doctor, {DAYS} days, {count // DOCTORS} slots, {DOCTORS} doctors in turn, "
        f"Python {sys.version.split()[0]}\n"
    )
    print(f"{'':34} {'µs':>8} {'natural':>8} {'tuned':>8} {'goal':>8}")
    goals = {
        "prepared, numpy": 400,
        "prepared, list of dicts": 10,
        "stateless, bookings as tuples": 90,
        "stateless, bookings as an array": 90,
    }
    for name, micros in times.items():
        base = ", stateless" if "stateless" in name else ""
        ratios = f"{times['natural' + base] / micros:7.0f}× {times['tuned' + base] / micros:7.0f}×"
        goal = goals.get(name)
        met = (
            ""
            if goal is None
            else f"{goal:7}×" + ("" if times["natural" + base] / micros >= goal else "  MISSED")
        )
        print(f"{name:34} {micros:8.1f} {ratios} {met}")
    bulk(clinic)
    start_up()


def measured(ways: dict[str, Callable[[int], object]]) -> dict[str, float]:
    """Microseconds of each way, the least of all rounds. They take turns, so that what the machine does
    otherwise meets all of them.
    """
    best = dict.fromkeys(ways, float("inf"))
    gc.disable()
    for _ in range(ROUNDS):
        for name, way in ways.items():
            began = time.perf_counter()
            for index in range(DOCTORS):
                way(index)
            best[name] = min(best[name], (time.perf_counter() - began) / DOCTORS * 1e6)
    gc.enable()
    return best


def bulk(clinic: frontdesk.Clinic) -> None:
    """A table of ten thousand slots and more, as a numpy column."""
    table = clinic.slot_table(
        {"appointment_type_uid": TYPE_UID, "from": FROM, "to": TO, "limit": 10_000}, NOW
    )
    assert len(table) == 10_000 == len(table.start_date)
    times = measured({"column": lambda _: table.start_date})
    print(f"\n10,000 slots to a numpy column: {times['column']:.2f} µs (goal 5)")


def start_up() -> None:
    """What the import adds to the start of Python."""

    def run(program: str) -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True)
        return time.perf_counter() - began

    empty, imported = (min(run(program) for _ in range(15)) for program in ("pass", "import frontdesk"))
    print(f"import frontdesk: {(imported - empty) * 1000:.1f} ms (goal 30)")


if __name__ == "__main__":
    main()
