"""The package beside what else answers the question in Python, in one process: `cargo xtask bench` hands in
the practice and reads the times. Every answer is compared before it is measured.
"""

import gc
import json
import platform
import sys
import time
from bisect import bisect_left
from datetime import datetime, timedelta, timezone
from datetime import time as clock
from zoneinfo import ZoneInfo

from dateutil.rrule import FR, MO, TH, TU, WE, WEEKLY, rrule

import frontdesk

practice = json.load(sys.stdin)
ZONE = ZoneInfo(practice["zone"])
DURATION, GAP = (timedelta(minutes=practice[name]) for name in ("duration", "gap"))
FROM, TO, NOW = (datetime.fromtimestamp(practice[name], timezone.utc) for name in ("from", "to", "now"))
FIRST = max(FROM, NOW)
OPENS, CLOSES = clock(9), clock(17)
booked = [
    sorted(
        (datetime.fromtimestamp(start, timezone.utc), datetime.fromtimestamp(end, timezone.utc))
        for start, end in pairs
    )
    for pairs in practice["bookings"]
]
begins = [[start for start, _ in pairs] for pairs in booked]
clinic = frontdesk.Clinic(practice["clinic"])


def instants(day: datetime) -> tuple[datetime, datetime]:
    """When a day opens and closes."""
    return (
        datetime.combine(day, OPENS, ZONE).astimezone(timezone.utc),
        datetime.combine(day, CLOSES, ZONE).astimezone(timezone.utc),
    )


def free(index: int, opens: datetime, closes: datetime, found: list[int]) -> None:
    """Adds the starts of a day that no appointment is against."""
    slot = opens
    while slot + DURATION <= closes:
        before = bisect_left(begins[index], slot + DURATION + GAP) - 1
        is_free = before < 0 or booked[index][before][1] + GAP <= slot
        if is_free and FIRST <= slot < TO:
            found.append(int(slot.timestamp()))
        slot += DURATION


def by_zoneinfo(index: int) -> list[int]:
    """What one writes with `zoneinfo` for the clock and `bisect` for the appointments."""
    found: list[int] = []
    day = FROM.astimezone(ZONE).date()
    while day <= TO.astimezone(ZONE).date():
        if day.weekday() < 5:
            free(index, *instants(day), found)
        day += timedelta(days=1)
    return found


def by_dateutil(index: int) -> list[int]:
    """The same with the days of a rule of dateutil."""
    found: list[int] = []
    first = FROM.astimezone(ZONE).replace(tzinfo=None)
    for day in rrule(WEEKLY, byweekday=(MO, TU, WE, TH, FR), dtstart=first, until=TO.replace(tzinfo=None)):
        free(index, *instants(day), found)
    return found


ways = {
    "frontdesk": lambda index: clinic.slot_table(practice["queries"][index], practice["now"]).start_date,
    "frontdesk, as dicts": lambda index: clinic.find_slots(practice["queries"][index], practice["now"]),
    "zoneinfo and bisect": by_zoneinfo,
    "dateutil": by_dateutil,
}
for index, expected in enumerate(practice["starts"]):
    for name, way in ways.items():
        found = way(index)
        if name == "frontdesk":
            found = found.astype(int).tolist()
        elif name == "frontdesk, as dicts":
            found = [slot["start_date"] for slot in found]
        assert found == expected, f"{name}, doctor {index}: {len(found)} of {len(expected)}"

micros: dict[str, list[float]] = {name: [] for name in ways}
gc.disable()
for _ in range(practice["rounds"]):
    for name, way in ways.items():
        passes = 20 if name == "frontdesk" else 1
        began = time.perf_counter()
        for index in [*range(len(booked))] * passes:
            way(index)
        micros[name].append((time.perf_counter() - began) / passes / len(booked) * 1e6)
print(json.dumps({"where": f"Python {platform.python_version()}", "micros": micros}))
