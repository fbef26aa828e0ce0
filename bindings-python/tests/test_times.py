"""Instants as integers and as `datetime`, there and back."""

from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from conftest import FROM, NOW, TO, query
from hypothesis import given
from hypothesis import strategies as st

import frontdesk

ZONES = sorted(set(frontdesk.timezone_names()))
LAST = 7_258_118_399


@given(st.integers(0, LAST), st.sampled_from(ZONES))
def test_an_instant_survives_every_clock(at: int, zone: str) -> None:
    local = frontdesk.local_datetime(at, zone)
    assert local.utcoffset() is not None
    assert frontdesk.seconds(local) == at


@given(st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30), timezones=st.timezones()))
def test_a_datetime_is_the_instant_that_it_is_for_python(at: datetime) -> None:
    assert frontdesk.seconds(at) == (at - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(seconds=1)


def test_every_zone_has_a_clock() -> None:
    assert len(ZONES) > 400
    for zone in ZONES:
        local = frontdesk.local_datetime(NOW, zone)
        assert local.timestamp() == NOW
        if zone in available_timezones():
            # The two databases may be of different releases: then the engine's offset holds.
            assert isinstance(local.tzinfo, (ZoneInfo, timezone))


def test_parts_of_a_second_are_dropped_towards_the_past() -> None:
    assert frontdesk.seconds(datetime(2026, 3, 23, 9, 0, 0, 999_999, tzinfo=timezone.utc)) == 1_774_256_400
    assert frontdesk.seconds(datetime(2026, 3, 23, 9, tzinfo=timezone.utc)) == 1_774_256_400


@pytest.mark.parametrize(
    ("ask", "path"),
    [
        (lambda clinic, naive: clinic.find_slots(query(), naive), "now"),
        (lambda clinic, naive: clinic.find_slots({**query(), "from": naive}, NOW), "from"),
        (lambda clinic, naive: clinic.is_bookable("apt-001", "doc-456", naive, NOW), "start"),
        (lambda clinic, naive: clinic.reminders_due(NOW, naive), "until"),
        (lambda clinic, naive: clinic.local_datetime(naive), "at"),
    ],
)
def test_a_naive_datetime_is_refused_and_told_why(clinic: frontdesk.Clinic, ask: Any, path: str) -> None:
    with pytest.raises(frontdesk.InvalidInput, match="naive datetime is no instant.*tzinfo") as raised:
        ask(clinic, datetime(2027, 3, 22))
    assert (raised.value.code, raised.value.path) == ("wrong_type", path)


def test_datetimes_ask_what_integers_ask(clinic: frontdesk.Clinic) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    asked = {
        **query(),
        "from": datetime.fromtimestamp(FROM, berlin),
        "to": datetime.fromtimestamp(TO, timezone.utc),
    }
    assert clinic.find_slots(asked, datetime.fromtimestamp(NOW, berlin)) == clinic.find_slots(query(), NOW)


def test_a_time_on_the_clock_is_naive_where_the_clock_is_meant(clinic: frontdesk.Clinic) -> None:
    asked: Any = {"appointment_type_uid": "apt-001", "local_start": datetime(2027, 3, 23, 14)}
    text = {**asked, "local_start": "2027-03-23T14:00:00"}
    assert clinic.explain(asked, NOW) == clinic.explain(text, NOW)
    with pytest.raises(frontdesk.InvalidInput) as raised:
        clinic.explain({**asked, "local_start": datetime(2027, 3, 23, 14, tzinfo=timezone.utc)}, NOW)
    assert raised.value.path == "local_start"


def test_slots_come_on_the_doctors_clock_where_asked(clinic: frontdesk.Clinic) -> None:
    plain, local = clinic.find_slots(query(), NOW), clinic.find_slots(query(), NOW, datetimes=True)
    assert [
        {
            **slot,
            "start_date": int(slot["start_date"].timestamp()),
            "end_date": int(slot["end_date"].timestamp()),
        }
        for slot in local
    ] == plain
    assert all(slot["start_date"].tzinfo == ZoneInfo("Europe/Berlin") for slot in local)
    assert f"{local[0]['start_date']:%a %H:%M}" == "Mon 09:00"


def test_a_zone_that_python_does_not_know_shows_the_engines_clock(berlin: Any) -> None:
    berlin["timezones"] = [
        {
            "name": "Here/There",
            "initial_offset_seconds": 5400,
            "transitions": [],
            "covers_until": 4_000_000_000,
        }
    ]
    berlin["doctors"][0]["timezone"] = "Here/There"
    clinic = frontdesk.Clinic(berlin)
    local = clinic.local_datetime(NOW, berlin["doctors"][0]["uid"])
    assert (local.utcoffset(), local.timestamp()) == (timedelta(minutes=90), NOW)
