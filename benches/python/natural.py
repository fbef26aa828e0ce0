"""What one writes in Python without the engine: zoneinfo for the clock, bisect for the bookings, and integers for the rest.

It knows weekly rules, bookings, one buffer and a notice, and gives the same slots for them. Whatever asks the zone once per window and not once per slot, and keeps bookings
sorted, is already done here.
"""

from bisect import bisect_left
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class Diary:
    """One doctor: rules by weekday, bookings sorted."""

    def __init__(self, zone: ZoneInfo, rules: list[dict], bookings: list[tuple[int, int]]) -> None:
        self.zone = zone
        self.rules: list[list[tuple[time, time, int]]] = [[] for _ in range(7)]
        for rule in sorted(rules, key=lambda rule: rule["start_time"]):
            start, end = rule["start_time"], rule["end_time"]
            clock = time(start // 60, start % 60), time(end // 60, end % 60), rule["buffer_minutes"] * 60
            self.rules[rule["weekday"]].append(clock)
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
                step, reach = duration + buffer, duration + buffer
                while slot <= end:
                    if earliest <= slot < until:
                        # Bookings do not overlap, so the last that starts before this one's gap ends is the only one in question.
                        before = bisect_left(starts, slot + reach) - 1
                        if before < 0 or ends[before] + buffer <= slot:
                            found.append(slot)
                    slot += step
            day += DAY
        return found


def monday() -> date:
    """The first day of every comparison; four weeks later the clocks change in Berlin."""
    return date(2026, 3, 2)
