"""Holds the engine's busy time of real calendars against another reader's, minute by minute.

`python3 compare.py CORPUS BUSY_TIME`, with the folder that `fetch.py` made and the program of
`tests/src/bin/busy-time.rs`. The other reader is made of `icalendar` (lines), `dateutil` (recurrence, and the
zones that a file explains itself) and Python's zones; none of it is the engine's. It reads what it can of each
event, on the clock of Berlin where a time has no zone that it knows.
"""

import io
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from dateutil import rrule, tz
from icalendar.parser import Contentline
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

OWN = ZoneInfo("Europe/Berlin")
#: Windows of ten years, the longest that the engine takes.
WINDOWS = [(year, year + 10) for year in range(1970, 2040, 10)]
KINDS = re.compile(rb"BEGIN:(VEVENT|VFREEBUSY)", re.IGNORECASE)


def instant(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=timezone.utc).timestamp())


def lines_of(data: bytes):
    """Name, parameters and value of each line that is one."""
    text = re.sub(rb"(\r\n|\n|\r)[ \t]", b"", data.lstrip(b"\xef\xbb\xbf"))
    try:
        text = text.decode()
    except UnicodeDecodeError:
        text = text.decode("latin-1")
    for line in re.split(r"\r\n|\n|\r", text):
        try:
            name, parameters, value = Contentline(line).parts()
        except Exception:  # noqa: BLE001: whatever it says of a line, the line is none
            continue
        yield name.upper(), {key.upper(): parameters[key] for key in parameters}, value


class Event:
    def __init__(self, calendar: "Calendar") -> None:
        self.calendar, self.lines = calendar, defaultdict(list)

    def value(self, name: str) -> str:
        return self.lines[name][0][1].strip() if self.lines[name] else ""

    def is_busy(self) -> bool:
        outlook = self.value("X-MICROSOFT-CDO-BUSYSTATUS").upper()
        free = self.value("TRANSP").upper() == "TRANSPARENT" and outlook in ("", "FREE") or outlook == "FREE"
        return not free and self.value("STATUS").upper() != "CANCELLED" and not self.calendar.called_off


class Calendar:
    def __init__(self) -> None:
        self.called_off, self.zone, self.zones = False, None, {}

    def clock(self, name):
        """The zone of that name, else the file's, else the doctor's."""
        name = name or self.zone
        if not name:
            return OWN
        bare = name.strip().strip("/")
        for known in (name, bare, WINDOWS_TO_OLSON.get(bare, "")):
            try:
                return ZoneInfo(known)
            except (ValueError, OSError, KeyError):
                pass
        if name in self.zones:
            return self.zones[name]
        for start in [at + 1 for at, letter in enumerate(name) if letter == "/"]:
            try:
                return ZoneInfo(name[start:])
            except (ValueError, OSError, KeyError):
                pass
        return OWN


def read(data: bytes):
    """The events and free-busy periods of a text."""
    events, periods, calendar, stack = [], [], Calendar(), []
    zones: list[str] = []
    for name, parameters, value in lines_of(data):
        upper = value.strip().upper()
        if name == "BEGIN":
            if upper == "VCALENDAR":
                calendar, stack = Calendar(), []
            stack.append(upper)
            if upper == "VEVENT":
                events.append(Event(calendar))
            if upper == "VTIMEZONE":
                zones = []
        if "VTIMEZONE" in stack:
            zones.append(f"{name}:{value}")
        if name == "END":
            while stack and stack.pop() != upper:
                pass
            if upper == "VTIMEZONE":
                try:
                    found = tz.tzical(io.StringIO("\n".join(["BEGIN:VCALENDAR", *zones, "END:VCALENDAR"])))
                    calendar.zones.update({key: found.get(key) for key in found.keys()})
                except Exception:  # noqa: BLE001: a zone that dateutil does not read is not known
                    pass
        elif stack[-1:] == ["VEVENT"]:
            events[-1].lines[name].append((parameters, value))
        elif stack[-1:] == ["VFREEBUSY"] and name == "FREEBUSY":
            if str(parameters.get("FBTYPE", "BUSY")).upper() != "FREE":
                periods += [(calendar, parameters, text) for text in value.split(",")]
        elif stack[-1:] == ["VCALENDAR"]:
            if name == "METHOD":
                calendar.called_off = upper == "CANCEL"
            if name == "X-WR-TIMEZONE":
                calendar.zone = value.strip()
    return events, periods


def moment(event_calendar: Calendar, parameters, text: str, clock=None):
    """A naive time or date, and the clock that it is read on."""
    text = text.strip()
    if re.fullmatch(r"\d{8}", text):
        return datetime.strptime(text, "%Y%m%d").date(), OWN
    if re.fullmatch(r"\d{8}T\d{6}Z", text):
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ"), timezone.utc
    naive = datetime.strptime(text, "%Y%m%dT%H%M%S")
    named = parameters.get("TZID")
    return naive, event_calendar.clock(named) if named or clock is None else clock


def at(moment_, clock) -> int:
    if not isinstance(moment_, datetime):
        moment_ = datetime.combine(moment_, time())
    return int(moment_.replace(tzinfo=clock).timestamp())


def duration(text: str):
    found = re.fullmatch(r"([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", text.strip())
    if not found:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days), timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return tuple(-part for part in length) if found.group(1) == "-" else length


def length_of(event: Event, start, clock):
    """Days by the clock, and what elapses."""
    if event.lines["DTEND"]:
        parameters, text = event.lines["DTEND"][0]
        end, end_clock = moment(event.calendar, parameters, text)
        if not isinstance(start, datetime) and not isinstance(end, datetime):
            return max(end - start, timedelta(days=1)) if end >= start else end - start, timedelta()
        return timedelta(), timedelta(seconds=at(end, end_clock) - at(start, clock))
    if event.lines["DURATION"]:
        found = duration(event.value("DURATION"))
        if found is not None:
            return found
    return timedelta(days=0 if isinstance(start, datetime) else 1), timedelta()


def interval(start, clock, length):
    days, elapsed = length
    first, last = at(start, clock), at(start + days, clock) + int(elapsed.total_seconds())
    return min(first, last), max(first, last)


def instances(event: Event, until: datetime):
    """Each start with its clock and length."""
    parameters, text = event.lines["DTSTART"][0]
    start, clock = moment(event.calendar, parameters, text)
    length = length_of(event, start, clock)
    is_date = not isinstance(start, datetime)
    naive = datetime.combine(start, time()) if is_date else start
    found = {naive: (start, clock, length)}
    for _, rule in event.lines["RRULE"]:
        # On the clock without a zone: `UNTIL` too.
        rule = re.sub(r"\s", "", rule)
        ends = re.search(r"UNTIL=(\d{8})(T\d{6})?(Z)?(;|$)", rule)
        if "UNTIL" in rule and not ends:
            raise ValueError(rule)
        last = until
        if ends:
            end = datetime.strptime(ends.group(1) + (ends.group(2) or "T235959"), "%Y%m%dT%H%M%S")
            if ends.group(3) and not is_date:
                end = end.replace(tzinfo=timezone.utc).astimezone(clock).replace(tzinfo=None)
            last = min(last, end)
        rule = re.sub(r";?UNTIL=[^;]*", "", rule)
        for index, one in enumerate(rrule.rrulestr(rule, dtstart=naive, ignoretz=True)):
            if one > last or index > 60_000:
                break
            # RFC 5545 §3.3.10: a time that the clock skips is none.
            if is_date or one == naive or tz.datetime_exists(one.replace(tzinfo=clock)):
                found[one] = (one.date() if is_date else one, clock, length)
    for parameters, value in event.lines["RDATE"]:
        for text in value.split(","):
            first, _, rest = text.partition("/")
            one, one_clock = moment(event.calendar, parameters, first, clock)
            own = length
            if rest:
                own = duration(rest)
                if own is None:
                    end, end_clock = moment(event.calendar, parameters, rest, clock)
                    own = timedelta(), timedelta(seconds=at(end, end_clock) - at(one, one_clock))
            found[(one, at(one, one_clock))] = (one, one_clock, own)
    return list(found.values())


def latest(events):
    def number(event):
        return int(event.value("SEQUENCE")) if event.value("SEQUENCE").lstrip("-").isdigit() else 0

    highest = max(map(number, events))
    events = [event for event in events if number(event) == highest]
    stamps = [event.value("DTSTAMP") for event in events]
    if all(stamps):
        events = [event for event in events if event.value("DTSTAMP") == max(stamps)]
    return events


def busy(data: bytes, until: datetime):
    """All busy intervals, and how many events could not be read."""
    events, periods = read(data)
    series, parts, found, unread = defaultdict(list), defaultdict(lambda: defaultdict(list)), [], 0
    for event in events:
        uid = event.value("UID") or id(event)
        try:
            if event.lines["RECURRENCE-ID"]:
                parameters, text = event.lines["RECURRENCE-ID"][0]
                clock = moment(event.calendar, *event.lines["DTSTART"][0])[1] if event.lines["DTSTART"] else None
                one, clock = moment(event.calendar, parameters, text, clock)
                parts[uid][(isinstance(one, datetime), at(one, clock))].append(event)
            else:
                series[uid].append(event)
        except Exception:  # noqa: BLE001: what it can't read is counted
            unread += 1
    for uid in [*series, *(uid for uid in parts if uid not in series)]:
        gone, days_gone, future = set(), set(), []
        for (is_time, name), revisions in parts[uid].items():
            (gone if is_time else days_gone).add(name)
            for event in latest(revisions):
                try:
                    parameters, text = event.lines["DTSTART"][0]
                    start, clock = moment(event.calendar, parameters, text)
                    if event.is_busy():
                        found.append(interval(start, clock, length_of(event, start, clock)))
                    ranged = any(str(p.get("RANGE", "")).upper() == "THISANDFUTURE" for p, _ in event.lines["RECURRENCE-ID"])
                    if ranged:
                        future.append((name, event, start, clock))
                except Exception:  # noqa: BLE001
                    unread += 1
        for event in latest(series[uid]) if series[uid] else []:
            if not event.is_busy() and not future:
                continue
            try:
                all_ = instances(event, until)
            except Exception:  # noqa: BLE001
                unread += 1
                continue
            clock = all_[0][1]
            for parameters, value in event.lines["EXDATE"]:
                for text in value.split(","):
                    try:
                        one, one_clock = moment(event.calendar, parameters, text, clock)
                    except ValueError:
                        continue
                    (gone if isinstance(one, datetime) else days_gone).add(at(one, one_clock))
            for start, clock, length in all_:
                name = at(start, clock)
                day = at(start.date() if isinstance(start, datetime) else start, OWN)
                if name in gone or day in days_gone:
                    continue
                later = [change for change in future if change[0] <= name]
                if later:
                    key, changed, to, to_clock = max(later, key=lambda change: change[0])
                    if changed.is_busy():
                        moved = datetime.fromtimestamp(name + at(to, to_clock) - key, to_clock).replace(tzinfo=None)
                        found.append(interval(moved, to_clock, length_of(changed, to, to_clock)))
                elif event.is_busy():
                    found.append(interval(start, clock, length))
    for calendar, parameters, text in periods:
        try:
            first, _, rest = text.partition("/")
            start, clock = moment(calendar, parameters, first)
            length = duration(rest)
            if length is None:
                end, end_clock = moment(calendar, parameters, rest)
                length = timedelta(), timedelta(seconds=at(end, end_clock) - at(start, clock))
            found.append(interval(start, clock, length))
        except Exception:  # noqa: BLE001
            unread += 1
    return found, unread


def union(intervals, low: int, high: int):
    united = []
    for first, last in sorted((max(first, low), min(last, high)) for first, last in intervals):
        if first >= last:
            continue
        if united and first <= united[-1][1]:
            united[-1][1] = max(last, united[-1][1])
        else:
            united.append([first, last])
    return united


def minus(these, those):
    left = []
    for first, last in these:
        for start, end in those:
            if end <= first or start >= last:
                continue
            if start > first:
                left.append((first, start))
            first = max(first, end)
            if first >= last:
                break
        if first < last:
            left.append((first, last))
    return left


def main() -> None:
    corpus, program = Path(sys.argv[1]), sys.argv[2]
    files = [
        path
        for path in sorted(corpus.rglob("*"))
        if path.suffix.lower() in (".ics", ".ifb", ".ical", ".ical_", ".vcs") and path.is_file() and KINDS.search(path.read_bytes())
    ]
    # The same file is in several packages.
    files = list({path.read_bytes(): path for path in reversed(files)}.values())
    files.sort()
    given = "\n".join(map(str, files))
    theirs, slow = {}, []
    answered, lost, more, counts = set(), defaultdict(int), defaultdict(int), Counter()
    first_lost, codes = {}, Counter()
    for path in files:
        theirs[str(path)], unread = busy(path.read_bytes(), datetime(2040, 1, 1))
        counts["events that the other reader can't read"] += unread
    for since, until in WINDOWS:
        low, high = instant(since), instant(until)
        done = subprocess.run([program, "Europe/Berlin", str(low), str(high)], input=given, capture_output=True, text=True, check=True)
        for line in done.stdout.splitlines():
            said = json.loads(line)
            file = said["file"]
            if "error" in said:
                print(f"REFUSED {file}: {said['error']}")
                continue
            answered.add((file, since))
            codes.update(entry["code"] for entry in said["not_read"])
            ours, those = union(said["busy"], low, high), union(theirs[file], low, high)
            counts["busy minutes"] += sum(last - first for first, last in those) // 60
            for gap in minus(those, ours):
                lost[file] += (gap[1] - gap[0]) // 60
                first_lost.setdefault(file, (datetime.fromtimestamp(gap[0], OWN).isoformat(), len(said["not_read"])))
            more[file] += sum(last - first for first, last in minus(ours, those)) // 60
    whole = sum(all((str(path), since) in answered for since, _ in WINDOWS) for path in files)
    print(f"files {len(files)}, answered in every window {whole}, not read {dict(codes)}")
    print(f"{dict(counts)}")
    print(f"fewer busy minutes: {sum(1 for minutes in lost.values() if minutes)} files, {sum(lost.values())} minutes")
    for file, minutes in lost.items():
        print(f"  LOST {minutes} min, first {first_lost[file]}: {Path(file).relative_to(corpus)}")
    print(f"more busy minutes: {sum(1 for minutes in more.values() if minutes)} files")
    for file, minutes in more.items():
        if minutes:
            print(f"  MORE {minutes} min: {Path(file).relative_to(corpus)}")


if __name__ == "__main__":
    main()
