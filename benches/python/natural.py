"""What one writes in Python without the engine: `zoneinfo` for the clock and `bisect` for the bookings. Two
ways to write it, which give the engine's slots for weekly rules, bookings, one buffer and a notice.
"""

from bisect import bisect_left
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class Diary:
    """One doctor the natural way: `datetime` throughout. The zone is asked for the bounds of each window,
    bookings are sorted.
    """

    def __init__(self, zone: ZoneInfo, rules: list[dict], bookings: list[tuple[int, int]]) -> None:
        self.zone = zone
        self.rules: list[list[tuple[time, time, timedelta]]] = [[] for _ in range(7)]
        for rule in sorted(rules, key=lambda rule: rule["start_time"]):
            self.rules[rule["weekday"]].append(
                (
                    clock(rule["start_time"]),
                    clock(rule["end_time"]),
                    timedelta(minutes=rule["buffer_minutes"]),
                )
            )
        self.bookings = sorted((utc(start), utc(end)) for start, end in bookings)
        self.starts = [start for start, _ in self.bookings]

    def slots(
        self, duration: timedelta, notice: timedelta, first: datetime, until: datetime, now: datetime
    ) -> list[datetime]:
        """The starts that can be booked in `[first, until)`."""
        earliest = max(first, now + notice)
        found = []
        day = earliest.astimezone(self.zone).date()
        while day <= until.astimezone(self.zone).date():
            for opens, closes, buffer in self.rules[day.weekday()]:
                slot = datetime.combine(day, opens, self.zone).astimezone(timezone.utc)
                end = datetime.combine(day, closes, self.zone).astimezone(timezone.utc)
                while slot + duration <= end:
                    if earliest <= slot < until and self.is_free(slot, duration, buffer):
                        found.append(slot)
                    slot += duration + buffer
            day += DAY
        return found

    def is_free(self, slot: datetime, duration: timedelta, buffer: timedelta) -> bool:
        """Whether no booking is nearer than the gap. Bookings do not overlap, so only the last that starts
        before the gap ends is in question.
        """
        before = bisect_left(self.starts, slot + duration + buffer) - 1
        return before < 0 or self.bookings[before][1] + buffer <= slot


class TunedDiary:
    """The same by somebody who has measured: integers, everything that can be looked up once is, and no call
    per candidate but `bisect`.
    """

    def __init__(self, zone: ZoneInfo, rules: list[dict], bookings: list[tuple[int, int]]) -> None:
        self.zone = zone
        self.rules: list[list[tuple[time, time, int]]] = [[] for _ in range(7)]
        for rule in sorted(rules, key=lambda rule: rule["start_time"]):
            self.rules[rule["weekday"]].append(
                (clock(rule["start_time"]), clock(rule["end_time"]), rule["buffer_minutes"] * 60)
            )
        bookings = sorted(bookings)
        self.starts = [start for start, _ in bookings]
        self.ends = [end for _, end in bookings]

    def slots(self, duration: int, notice: int, first: int, until: int, now: int) -> list[int]:
        """The starts that can be booked in `[first, until)`, in Unix seconds."""
        zone, starts, ends = self.zone, self.starts, self.ends
        earliest = max(first, now + notice)
        day, last = datetime.fromtimestamp(earliest, zone).date(), datetime.fromtimestamp(until, zone).date()
        found = []
        while day <= last:
            for opens, closes, buffer in self.rules[day.weekday()]:
                slot = int(datetime.combine(day, opens, zone).timestamp())
                end = int(datetime.combine(day, closes, zone).timestamp()) - duration
                step = duration + buffer
                while slot <= end:
                    if earliest <= slot < until:
                        before = bisect_left(starts, slot + step) - 1
                        if before < 0 or ends[before] + buffer <= slot:
                            found.append(slot)
                    slot += step
            day += DAY
        return found


def clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


def utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.utc)
