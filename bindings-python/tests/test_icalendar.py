"""Calendars of others: text or bytes in, blocked intervals and what was not read out."""

from typing import Any

import pytest
from conftest import FROM, NOW, TO

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
