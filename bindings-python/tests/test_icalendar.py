"""Calendars of others: text or bytes in, blocked intervals and what was not read out; and ours, as others
read them.
"""

import io
from datetime import datetime
from typing import Any

import icalendar
import pytest
from conftest import FROM, NOW, TO
from dateutil import rrule, tz

import frontdesk

THEIRS = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:völlig-privat
DTSTART;TZID=W. Europe Standard Time:20270322T090000
DURATION:PT1H
RRULE:FREQ=WEEKLY;COUNT=2
END:VEVENT
BEGIN:VEVENT
UID:odd
DTSTART:20270323T250000Z
END:VEVENT
END:VCALENDAR
"""
#: 2027-03-22, 09:00 in Berlin; the week after, summer time has begun.
FIRST, SECOND = FROM + 9 * 3_600, FROM + 9 * 3_600 + 7 * 86_400 - 3_600
QUERY: Any = {"doctor_uid": "doc-456", "from": FROM, "to": TO, "uid_prefix": "work/"}


@pytest.mark.parametrize(
    "text",
    [
        THEIRS,
        THEIRS.encode(),
        THEIRS.encode("latin-1"),
        THEIRS.replace("\n", "\r\n"),
        THEIRS.replace("lig-p", "lig\n -p"),
    ],
    ids=["text", "utf-8", "latin-1", "crlf", "folded"],
)
def test_a_calendar_blocks_and_says_what_it_could_not_read(clinic: frontdesk.Clinic, text: Any) -> None:
    read = clinic.busy_time_from_icalendar(text, QUERY)
    assert [tuple(busy[key] for key in ("uid", "start_date", "end_date")) for busy in read["blocked"]] == [
        ("work/völlig-privat/20270322T090000", FIRST, FIRST + 3_600),
        ("work/völlig-privat/20270329T090000", SECOND, SECOND + 3_600),
    ]
    assert {interval["kind"] for interval in read["blocked"]} == {"blocked"}
    (fault,) = read["not_read"]
    assert fault["uid"] == "odd" and "DTSTART" in fault["path"]
    assert fault["line"] == 10 + ("\n -p" in str(text))


def test_what_was_read_blocks_the_doctor(clinic: frontdesk.Clinic) -> None:
    blocked: Any = clinic.busy_time_from_icalendar(THEIRS, QUERY)["blocked"]
    change: Any = {
        "change": "replace_exceptions",
        "doctor_uid": "doc-456",
        "uid_prefix": "work/",
        "exceptions": blocked,
    }
    clinic.change(change)
    asked: Any = {"appointment_type_uid": "apt-001", "start_date": FIRST, "doctor_uids": ["doc-456"]}
    (explanation,) = clinic.explain(asked, NOW)
    reason: Any = explanation["reasons"][0]
    assert (reason["code"], reason["by"]) == ("blocked", blocked[0]["uid"])
    # Read again when it is empty: what it said before is gone.
    clinic.change({**change, "exceptions": []})
    assert "blocked" not in {reason["code"] for reason in clinic.explain(asked, NOW)[0]["reasons"]}


@pytest.mark.parametrize("text", ["", b"", b"\xff\x00", "BEGIN:VCARD\nEND:VCARD\n"])
def test_what_is_no_calendar_is_refused(clinic: frontdesk.Clinic, text: Any) -> None:
    with pytest.raises(frontdesk.InvalidInput) as raised:
        clinic.busy_time_from_icalendar(text, QUERY)
    assert raised.value.code == "invalid_icalendar"


@pytest.mark.parametrize("text", [None, 5, ["BEGIN:VCALENDAR"], bytearray(b"BEGIN:VCALENDAR")])
def test_a_calendar_is_text_or_bytes(clinic: frontdesk.Clinic, text: Any) -> None:
    with pytest.raises(TypeError, match="text or bytes"):
        clinic.busy_time_from_icalendar(text, QUERY)


#: What the clinic says in the name of nobody, and of somebody.
PUBLISHED: Any = {
    "doctor_uid": "doc-456",
    "from": FROM,
    "to": TO,
    "name": "Dr. Schmidt",
    "refresh_minutes": 30,
}
ORGANIZER: Any = {"address": "desk@practice.example", "name": "Front desk"}


@pytest.fixture
def booked(clinic: frontdesk.Clinic) -> frontdesk.Clinic:
    """With a hold, which others are told of too."""
    asked: Any = {"appointment_type_uid": "apt-001", "from": FROM, "to": TO, "doctor_uids": ["doc-456"]}
    start = clinic.find_slots(asked, NOW)[0]["start_date"]
    hold: Any = {
        "command": "hold",
        "uid": "mtg-new",
        "appointment_type_uid": "apt-001",
        "doctor_uid": "doc-456",
    }
    for event in clinic.decide({**hold, "start_date": start, "by": "administrator"}, NOW):
        assert clinic.apply(event)
    return clinic


def instants(component: Any, clock: Any) -> list[tuple[int, int]]:
    """When a component takes place: its recurrence by dateutil, its local times by the zone of the same text.
    """
    first, last = (component.decoded(name) for name in ("DTSTART", "DTEND"))
    if "RRULE" not in component:
        return [(int(first.timestamp()), int(last.timestamp()))]
    first, last = (moment.replace(tzinfo=clock) for moment in (first, last))
    rules = rrule.rrulestr(component["RRULE"].to_ical().decode(), dtstart=first)
    except_ = component.get("EXDATE", [])
    left_out = [
        moment.dt.replace(tzinfo=clock)
        for dates in (except_ if isinstance(except_, list) else [except_])
        for moment in dates.dts
    ]
    length = int(last.timestamp()) - int(first.timestamp())
    starts = [int(start.timestamp()) for start in rules if start not in left_out]
    return [(start, start + length) for start in starts]


def minutes(intervals: list[tuple[int, int]]) -> set[int]:
    """The minutes of the range that are in an interval."""
    taken: set[int] = set()
    for start, end in intervals:
        taken.update(range(max(start, FROM) // 60, min(end, TO) // 60))
    return taken


def test_hours_are_read_by_others_as_they_are(clinic: frontdesk.Clinic) -> None:
    text = clinic.availability_as_icalendar(PUBLISHED, NOW)
    calendar: Any = icalendar.Calendar.from_ical(text)
    clock = tz.tzical(io.StringIO(text.replace("\r\n ", "").replace("\r\n", "\n"))).get()
    hours = [when for available in calendar.walk("AVAILABLE") for when in instants(available, clock)]
    # Time off is busy time and not hours, so it is published elsewhere.
    (doctor,) = (doctor for doctor in clinic.snapshot()["doctors"] if doctor["uid"] == "doc-456")
    off = [
        (exception["start_date"], exception["end_date"])
        for exception in doctor["availability_exceptions"]
        if exception["kind"] == "blocked"
    ]
    days = clinic.utilisation({"from": FROM, "to": TO, "doctor_uids": ["doc-456"]}, NOW)
    assert len(minutes(hours) - minutes(off)) == sum(day["open_minutes"] for day in days) > 0
    assert minutes(hours) & minutes(off), "some of the hours are taken off"
    # Summer time begins in the second week.
    offsets = {clock.utcoffset(datetime(2027, 3, day)) for day in (22, 29)}
    assert len(offsets) == 2


@pytest.mark.parametrize("organizer", [None, ORGANIZER], ids=["nobody", "somebody"])
def test_what_others_read_is_what_we_read(booked: frontdesk.Clinic, organizer: Any) -> None:
    asked: Any = {**PUBLISHED, "organizer": organizer}
    feed, busy = booked.appointments_as_icalendar(asked, NOW), booked.busy_time_as_icalendar(asked, NOW)
    read: Any = icalendar.Calendar.from_ical(feed)
    assert (read["X-WR-CALNAME"], read["X-PUBLISHED-TTL"]) == ("Dr. Schmidt", "PT30M")
    assert ("METHOD" in read) == (organizer is not None)
    events = sorted(when for event in read.walk("VEVENT") for when in instants(event, None))
    (shown,) = icalendar.Calendar.from_ical(busy).walk("VFREEBUSY")
    listed = shown.get("FREEBUSY", [])
    periods = sorted(
        (int(start.timestamp()), int(end.timestamp()))
        for one in (listed if isinstance(listed, list) else [listed])
        for start, end in (one.dt if isinstance(one.dt[0], tuple) else [one.dt])
    )
    assert events and minutes(periods) >= minutes(events)
    for text, theirs in ((feed, events), (busy, periods)):
        ours = booked.busy_time_from_icalendar(text, QUERY)
        assert ours["not_read"] == []
        assert sorted((one["start_date"], one["end_date"]) for one in ours["blocked"]) == theirs
