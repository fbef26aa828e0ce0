"""Instants as integers and as `datetime`, there and back."""

import io
import struct
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
import pytz
from conftest import FROM, NOW, TO, query
from dateutil import tz
from hypothesis import assume, given
from hypothesis import strategies as st

import frontdesk

ZONES = sorted(set(frontdesk.timezone_names()))
LAST = 7_258_118_399


def same_rules(at: datetime) -> bool:
    """Whether Python's zone has the offset of the engine at a time, or before or after it where a change
    skips it.
    """
    key = getattr(at.tzinfo, "key", None)
    if key not in ZONES:
        return True
    around = [
        frontdesk.local_datetime(int(at.timestamp()) + shift, key).utcoffset()
        for shift in (-86_400, 0, 86_400)
    ]
    return at.utcoffset() in around


def old_vancouver() -> ZoneInfo:
    """Vancouver by the rules before 2026, by which it goes back to UTC-8 in November: version 1 of a TZif
    file.
    """
    changes = [(1_772_964_000, 1), (1_793_523_600, 0)]
    types = struct.pack(">lbb", -8 * 3600, 0, 0) + struct.pack(">lbb", -7 * 3600, 1, 4)
    names = b"PST\0PDT\0"
    header = b"TZif" + b"\0" * 16 + struct.pack(">6l", 0, 0, 0, len(changes), 2, len(names))
    body = b"".join(struct.pack(">l", at) for at, _ in changes) + bytes(kind for _, kind in changes)
    return ZoneInfo.from_file(io.BytesIO(header + body + types + names), key="America/Vancouver")


@given(st.integers(0, LAST), st.sampled_from(ZONES))
def test_an_instant_survives_every_clock(at: int, zone: str) -> None:
    local = frontdesk.local_datetime(at, zone)
    assert local.utcoffset() is not None
    assert frontdesk.seconds(local) == at


@given(st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30), timezones=st.timezones()))
def test_a_datetime_is_the_instant_that_it_is_for_python(at: datetime) -> None:
    # Where the two have other rules for the zone, it is refused: see below.
    assume(same_rules(at))
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


def test_old_rules_are_refused_with_both_readings(clinic: frontdesk.Clinic) -> None:
    nine = datetime(2026, 12, 1, 9, tzinfo=old_vancouver())
    assert nine.utcoffset() == timedelta(hours=-8)
    for ask in (
        lambda: frontdesk.seconds(nine),
        lambda: clinic.find_slots({**query(), "from": nine}, NOW),
        lambda: frontdesk.Clinic(
            {
                "timezone": "America/Vancouver",
                "doctors": [{"uid": "d"}],
                "appointments": [
                    {
                        "uid": "m",
                        "status": "confirmed",
                        "doctor_uid": "d",
                        "start_date": nine,
                        "end_date": nine,
                    }
                ],
            }
        ),
    ):
        with pytest.raises(ValueError, match=r"2026-12-01T09:00:00 .*-08:00 .*-07:00 .*clinic\.instant"):
            ask()
    # On both sides of the change that is no longer there, the two agree in summer.
    assert frontdesk.seconds(datetime(2026, 7, 1, 9, tzinfo=old_vancouver())) == 1_782_921_600
    vancouver = frontdesk.Clinic({"timezone": "America/Vancouver"})
    assert vancouver.instant(nine.replace(tzinfo=None)) == 1_796_140_800


def test_pytz_and_dateutil_name_their_zones() -> None:
    berlin = tz.gettz("Europe/Berlin")
    assert frontdesk.seconds(datetime(2026, 3, 23, 10, tzinfo=berlin)) == 1_774_256_400
    assert frontdesk.seconds(pytz.timezone("Europe/Berlin").localize(datetime(2026, 3, 23, 10))) == 1_774_256_400
    # The classic mistake with pytz: the zone's first offset ever, 53 minutes in Berlin.
    with pytest.raises(frontdesk.InvalidInput, match=r"\+00:53 .*\+01:00"):
        frontdesk.seconds(datetime(2026, 3, 23, 10, tzinfo=pytz.timezone("Europe/Berlin")))


def test_a_time_that_a_change_skips_is_what_python_makes_of_it() -> None:
    for fold, at in ((0, 1_774_747_800), (1, 1_774_744_200)):
        skipped = datetime(2026, 3, 29, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=fold)
        assert frontdesk.seconds(skipped) == at


def test_a_local_time_is_an_instant_on_somebodys_clock(clinic: frontdesk.Clinic) -> None:
    nine = datetime(2026, 12, 1, 9)
    assert clinic.instant(nine) == clinic.instant("2026-12-01T09:00") == clinic.instant(nine, "doc-456")
    assert clinic.local_datetime(clinic.instant(nine, "doc-456"), "doc-456").replace(tzinfo=None) == nine
    assert clinic.instant(nine, timezone="America/Vancouver") == 1_796_140_800
    with pytest.raises(frontdesk.NotFound):
        clinic.instant(nine, "nobody")
    with pytest.raises(frontdesk.InvalidInput) as raised:
        clinic.instant(nine.replace(tzinfo=timezone.utc))
    assert raised.value.path == "local"


def test_a_local_start_is_taken_wherever_a_start_is(berlin: Any) -> None:
    nine = datetime(2027, 3, 23, 9)
    berlin["appointments"] = [
        {
            "uid": "mtg-1",
            "status": "confirmed",
            "doctor_uid": "doc-456",
            "local_start": nine,
            "local_end": "2027-03-23T09:30",
        }
    ]
    clinic = frontdesk.Clinic(berlin)
    booked = clinic.appointment("mtg-1")
    assert booked is not None and booked["start_date"] == clinic.instant(nine, "doc-456") == 1_805_788_800
    assert "local_start" not in booked
