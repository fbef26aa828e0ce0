"""Prints what Python's zoneinfo makes of the tzdata package: each change of each zone's clock, 1970 to 2037.

A line is either `name offset at:offset …`, where the first offset is that of 1970-01-01, or `name = other`, a
name whose clock is that of an earlier line. All in seconds. The changes are found by asking for the offset
day by day and then halving, so nothing here depends on how zoneinfo or anyone else stores them.
"""

import importlib.resources
import zoneinfo
from datetime import datetime, timezone

import tzdata

DAY = 86_400
END = int(datetime(2038, 1, 1, tzinfo=timezone.utc).timestamp())

# The package, and nothing that the machine may have in /usr/share/zoneinfo.
zoneinfo.reset_tzpath(())


def offset(zone, at):
    return int(datetime.fromtimestamp(at, zone).utcoffset().total_seconds())


def first_with(zone, low, high, new):
    """The first instant after `low` with the offset `new`, which is that of `high`."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if offset(zone, middle) == new else (middle, high)
    return high


def clock(zone):
    before = offset(zone, 0)
    parts = [str(before)]
    for at in range(DAY, END + 1, DAY):
        now = offset(zone, at if at < END else END - 1)
        if now != before:
            parts.append(f"{first_with(zone, at - DAY, min(at, END - 1), now)}:{now}")
            before = now
    return " ".join(parts)


seen = {}
print("tzdata", tzdata.IANA_VERSION)
for name in sorted(importlib.resources.files("tzdata").joinpath("zones").read_text().split()):
    line = clock(zoneinfo.ZoneInfo(name))
    other = seen.setdefault(line, name)
    print(name, line if other == name else f"= {other}")
