"""Made-up practices, as in `benches/src/practice.rs`: doctors with six weekly windows, of which about a
quarter is booked.
"""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from natural import clock

BERLIN = ZoneInfo("Europe/Berlin")
TYPE_UID = "apt-001"
DURATION, BUFFER, NOTICE = 30, 10, 240
TYPE = {"uid": TYPE_UID, "duration_minutes": DURATION, "booking_min_notice_minutes": NOTICE}


def monday() -> date:
    """The first day of every practice; four weeks later the clocks change in Berlin."""
    return date(2026, 3, 2)


def doctor(index: int) -> dict:
    """A doctor with six windows of six and a half to eight hours."""
    dice = random.Random(index)
    rules = []
    for weekday in range(6):
        start = 420 + 15 * dice.randint(0, 8)
        end = start + 390 + 15 * dice.randint(0, 6)
        rules.append(
            {
                "uid": f"rule-{weekday:03}",
                "weekday": weekday,
                "start_time": start,
                "end_time": end,
                "buffer_minutes": BUFFER,
            }
        )
    return {"uid": f"doc-{index:05}", "availability_rules": rules}


def bookings(doctor: dict, days: int) -> list[tuple[int, int]]:
    """What is booked in so many days, in no order. No two overlap."""
    dice = random.Random(doctor["uid"])
    booked = []
    step = (DURATION + BUFFER) * 60
    for offset in range(days):
        day = monday() + timedelta(days=offset)
        for rule in doctor["availability_rules"]:
            if rule["weekday"] != day.weekday():
                continue
            at = seconds(day, rule["start_time"])
            end = seconds(day, rule["end_time"])
            load = 1.0 if dice.random() < 0.05 else 0.44 * dice.random()
            while at + DURATION * 60 <= end:
                if dice.random() < load:
                    booked.append((at, at + DURATION * 60))
                at += step
    dice.shuffle(booked)
    return booked


def seconds(day: date, minute: int) -> int:
    return int(datetime.combine(day, clock(minute), BERLIN).timestamp())


def snapshot(doctors: list[dict], booked: list[list[tuple[int, int]]]) -> dict:
    """All of it as a clinic."""
    appointments = [
        {
            "uid": f"mtg-{doctor['uid']}-{number}",
            "status": "confirmed",
            "doctor_uid": doctor["uid"],
            "patient_uid": f"pat-{number}",
            "appointment_type_uid": TYPE_UID,
            "start_date": start,
            "end_date": end,
        }
        for doctor, pairs in zip(doctors, booked)
        for number, (start, end) in enumerate(pairs)
    ]
    return {
        "timezone": "Europe/Berlin",
        "appointment_types": [TYPE],
        "doctors": doctors,
        "appointments": appointments,
    }
