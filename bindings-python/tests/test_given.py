"""What people have goes in as it is, wherever a time, a date, a weekday or an object goes in."""

import dataclasses
import datetime as dt
import enum
import json
import re
import types
import uuid
from collections import deque
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, Optional
from zoneinfo import ZoneInfo

import jsonschema
import msgspec
import numpy as np
import pandas as pd
import polars as pl
import pydantic
import pytest
from conftest import EXAMPLES, FROM, NOW, TO, query

import frontdesk
from frontdesk import _command_line, _given

BERLIN = ZoneInfo("Europe/Berlin")


@dataclasses.dataclass
class Asked:
    appointment_type_uid: str
    from_: Any
    to: Any
    limit: Optional[int] = None


class AskedModel(pydantic.BaseModel):
    appointment_type_uid: str
    from_: dt.datetime = pydantic.Field(serialization_alias="from")
    to: dt.datetime
    limit: Optional[int] = None


class AskedStruct(msgspec.Struct, rename={"from_": "from"}):
    appointment_type_uid: str
    from_: int
    to: int
    limit: Any = msgspec.UNSET


class AskedTuple(NamedTuple):
    appointment_type_uid: str
    from_: int
    to: int


class Day(enum.Enum):
    MON = 0


MONDAY, LATER = dt.datetime.fromtimestamp(FROM, BERLIN), dt.datetime.fromtimestamp(TO, BERLIN)
QUERIES: dict[str, Any] = {
    "ISO text": query(**{"from": MONDAY.isoformat(), "to": LATER.isoformat()}),
    "ISO text in UTC": query(**{"from": "2027-03-21T23:00:00Z", "to": "2027-04-04 22:00:00+00:00"}),
    "dates": query(**{"from": dt.date(2027, 3, 22), "to": dt.date(2027, 4, 5)}),
    "dates as text": query(**{"from": "2027-03-22", "to": "2027-04-05"}),
    "dates on a clock that is named": query(
        **{"from": dt.date(2027, 3, 22), "to": "2027-04-05", "timezone": "Europe/Paris"}
    ),
    "timestamps of pandas": query(
        **{"from": pd.Timestamp("2027-03-22", tz="Europe/Berlin"), "to": pd.Timestamp(LATER)}
    ),
    "keywords of Python": dict(appointment_type_uid="apt-001", from_=FROM, to=TO),
    "missing values": query(limit=pd.NA, duration_minutes=float("nan"), patient_uid=pd.NaT),
    "a mapping": types.MappingProxyType(query()),
    "a dataclass": Asked("apt-001", MONDAY, dt.date(2027, 4, 5)),
    "a model": AskedModel(appointment_type_uid="apt-001", from_=MONDAY, to=LATER),
    "a struct": AskedStruct("apt-001", FROM, TO),
    "a named tuple": AskedTuple("apt-001", FROM, TO),
    "an array": query(doctor_uids=np.array(["doc-456", "doc-457", "doc-458"])),
    "a column of pandas": query(doctor_uids=pd.Series(["doc-456", "doc-457", "doc-458"])),
    "a column of Polars": query(doctor_uids=pl.Series(["doc-456", "doc-457", "doc-458"])),
    "a generator": lambda: query(doctor_uids=(f"doc-{number}" for number in (456, 457, 458))),
    "keys": query(doctor_uids={"doc-456": 1, "doc-457": 2, "doc-458": 3}.keys()),
}


@pytest.mark.parametrize("asked", QUERIES.values(), ids=QUERIES)
def test_a_query_is_taken_as_people_have_it(clinic: frontdesk.Clinic, asked: Any) -> None:
    def given() -> Any:
        return asked() if callable(asked) else asked

    plain = clinic.find_slots(query(), NOW)
    assert len(plain) == 71
    assert clinic.find_slots(given(), NOW) == plain
    assert len(clinic.slot_table(given(), NOW)) == 71
    assert clinic.first_slots(given(), "2027-03-19T08:00:00+01:00") == plain[:1]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "naive",
    [
        "2027-03-22T09:00",
        "2027-03-22 09:00:00",
        np.datetime64("2027-03-22T09:00"),
        pd.Timestamp("2027-03-22T09:00"),
    ],
)
def test_what_has_no_zone_is_refused_and_told_why(clinic: frontdesk.Clinic, naive: Any) -> None:
    for ask, path in (
        (lambda: clinic.find_slots(query(**{"from": naive}), NOW), "from"),
        (lambda: clinic.find_slots(query(), naive), "now"),
        (lambda: clinic.is_bookable("apt-001", "doc-456", naive, NOW), "start"),
    ):
        with pytest.raises(frontdesk.InvalidInput, match="naive datetime is no instant") as raised:
            ask()
        assert raised.value.path == path


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("from", "tomorrow"),
        ("from", "2027-02-30"),
        ("from", "1805670000"),
        ("from", dt.time(9)),
        ("from", True),
        ("from", dt.date(1900, 1, 1)),
        ("from", dt.date(9999, 12, 31)),
        ("limit", "3"),
        ("limit", np.bool_(True)),
        ("limit", dt.timedelta(3)),
        ("limit", 10**30),
        ("doctor_uids", {"doc-456"}),
        ("doctor_uids", b"doc-456"),
        ("doctor_uids", count()),
        ("doctor_uids", pd.DataFrame({"uid": ["doc-456"]})),
        ("times", [{"from": "8 o'clock", "to": "12:00"}]),
    ],
)
def test_what_can_be_two_things_is_refused(
    clinic: frontdesk.Clinic, field: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdesk._given.ELEMENTS_MAX", 1000)
    with pytest.raises(frontdesk.InvalidInput) as raised:
        clinic.find_slots(query(**{field: value}), NOW)
    assert raised.value.path.startswith(field)


def test_a_date_begins_on_the_clock_of_the_clinic_and_of_the_doctor(berlin: Any) -> None:
    berlin["doctors"][0]["timezone"] = "America/Vancouver"
    clinic = frontdesk.Clinic(berlin)
    calendar: Any = {
        "doctor_uid": "doc-456",
        "from": dt.date(2027, 3, 22),
        "to": "2027-03-23",
        "uid_prefix": "",
    }
    text = "BEGIN:VCALENDAR\nEND:VCALENDAR\n"
    assert clinic.busy_time_from_icalendar(text, calendar) == {"blocked": [], "not_read": []}
    rule = berlin["doctors"][0]["availability_rules"][0]
    rule["valid_from"], berlin["doctors"][1]["availability_rules"][0]["valid_from"] = (
        dt.date(2027, 3, 22),
        "2027-03-22",
    )
    doctors = frontdesk.Clinic(berlin).snapshot()["doctors"]
    midnights = [doctor["availability_rules"][0]["valid_from"] for doctor in doctors[:2]]
    assert midnights == [
        int(dt.datetime(2027, 3, 22, tzinfo=ZoneInfo(zone)).timestamp())
        for zone in ("America/Vancouver", "Europe/Berlin")
    ]


def test_a_room_has_no_clock_and_takes_no_date() -> None:
    with pytest.raises(frontdesk.InvalidInput) as raised:
        frontdesk.WaitingRoom({"policy": {"closes_at": dt.date(2027, 3, 22)}})  # type: ignore[typeddict-item]
    assert raised.value.path == "policy.closes_at"
    room = frontdesk.WaitingRoom({"policy": {"closes_at": "2027-03-22T18:00:00+01:00"}})  # type: ignore[typeddict-item]
    assert room.policy["closes_at"] == FROM + 18 * 3600


def test_a_clinic_is_taken_as_people_write_it() -> None:
    @dataclasses.dataclass
    class Rule:
        uid: str
        weekday: Any
        start_time: Any
        end_time: Any
        buffer_minutes: Any = None

    rules = [
        Rule("a", "Mon", "08:00", dt.time(12), dt.timedelta(minutes=5)),
        Rule("b", Day.MON, dt.timedelta(hours=13), "24:00"),
        Rule("c", np.int8(2), np.int64(600), 720.0, np.nan),
    ]
    own = uuid.uuid4()
    clinic = frontdesk.Clinic(
        {
            "timezone": "Europe/Berlin",
            "appointment_types": [{"uid": own, "duration_minutes": dt.timedelta(minutes=30)}],
            "doctors": [{"uid": "ada", "active": np.bool_(True), "availability_rules": iter(rules)}],
            "closures": [
                {"date": pd.Timestamp("2027-03-24")},
                {"date": dt.date(2027, 3, 25), "start_time": "08:00", "end_time": "00:00"},
            ],
            "appointments": [
                {
                    "uid": "m", "status": "confirmed", "doctor_uid": "ada", "appointment_type_uid": own,
                    "start_date": "2027-03-22T08:00+01:00", "local_end": dt.datetime(2027, 3, 22, 9),
                }
            ],
        }  # type: ignore[typeddict-item, list-item]
    )  # fmt: skip
    snapshot = clinic.snapshot()
    read = snapshot["doctors"][0]["availability_rules"]
    assert [
        (rule["weekday"], rule["start_time"], rule["end_time"], rule["buffer_minutes"]) for rule in read
    ] == [
        (0, 480, 720, 5),
        (0, 780, 1440, 0),
        (2, 600, 720, 0),
    ]
    assert snapshot["appointment_types"][0]["uid"] == str(own)
    assert snapshot["closures"][1]["end_time"] == 1440
    (booked,) = snapshot["appointments"]
    assert booked["end_date"] - booked["start_date"] == 3600
    kind = {"uid": "x", "duration_minutes": dt.timedelta(hours=1), "created_at": "2027-03-22T08:00:00+01:00"}
    change: Any = {"change": "put_appointment_type", "appointment_type": kind}
    clinic.change(change)
    (put,) = [kind for kind in clinic.snapshot()["appointment_types"] if kind["uid"] == "x"]
    assert (put["duration_minutes"], put["created_at"]) == (60, FROM + 8 * 3600)


def test_commands_and_events_are_taken_as_people_have_them(clinic: frontdesk.Clinic) -> None:
    @dataclasses.dataclass
    class Hold:
        uid: str
        local_start: dt.datetime
        doctor_uid: str
        patient_uid: Optional[str] = None
        command: str = "hold"
        appointment_type_uid: str = "apt-001"

    slot = clinic.find_slots(query(doctor_uids=["doc-456"]), NOW, datetimes=True)[0]
    (held,) = clinic.decide(Hold("mtg-new", slot["start_date"].replace(tzinfo=None), "doc-456"), NOW)
    assert clinic.apply(types.MappingProxyType(held)) is True  # type: ignore[arg-type]
    found = clinic.appointment("mtg-new")
    assert found is not None and found["start_date"] == int(slot["start_date"].timestamp())


def test_a_clinic_file_may_name_its_schema(berlin: Any, tmp_path: Path) -> None:
    named = {"$schema": "./clinic.schema.json", **berlin}
    file = tmp_path / "clinic.json"
    file.write_text(json.dumps(named), encoding="utf-8")
    plain = frontdesk.Clinic(berlin).to_json()
    for clinic in (
        frontdesk.Clinic(named),
        frontdesk.Clinic(json.dumps(named)),
        frontdesk.Clinic.from_file(file),
    ):
        assert clinic.to_json() == plain
    twice = '{"$schema":"x","timezone":"UTC","timezone":"UTC"}'
    for wrong in (
        twice,
        '{"$schema":"x","timezone":NaN}',
        '{"$schema":"x","phone":1}',
        {"$schema": "x", "phone": 1},
    ):
        with pytest.raises(frontdesk.InvalidInput):
            frontdesk.Clinic(wrong)  # type: ignore[arg-type]


def test_the_schema_comes_with_the_package_and_judges_files(berlin: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for kind, file in (("clinic", "berlin.json"), ("room", "room.json")):
        assert _command_line.main(["schema", kind]) == 0
        schema = json.loads(capsys.readouterr().out)
        assert schema["$id"].startswith("urn:frontdesk:wire:") and schema["$id"].endswith(kind)
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        value = json.loads((EXAMPLES / file).read_text(encoding="utf-8"))
        validator.validate({"$schema": "./x.json", **value})
        assert list(validator.iter_errors({"phone": 1})) and len(json.dumps(schema)) < 150_000
    assert _command_line.main(["schema", "wire"]) == 0
    wire = json.loads(capsys.readouterr().out)
    assert "$id" in wire and {name: wire[name] for name in ("anyOf", "$defs")} == {
        name: part
        for name, part in json.loads((EXAMPLES.parent / "schema.json").read_text(encoding="utf-8")).items()
        if name in ("anyOf", "$defs")
    }
    assert "Mon" not in json.dumps(berlin)
    weekday = {**berlin, "$schema": "x", "week_starts_on": "Mon"}
    assert frontdesk.Clinic(weekday).snapshot()["week_starts_on"] == 0  # type: ignore[arg-type]
    # In a file it is what it is in every language.
    with pytest.raises(frontdesk.InvalidInput, match="week_starts_on"):
        frontdesk.Clinic(json.dumps(weekday))


def test_what_holds_itself_or_the_same_often_ends() -> None:
    itself: Any = {"doctors": []}
    itself["doctors"].append(itself)
    often: Any = []
    for _ in range(40):
        often = [often, often, float("nan")]
    for given in (itself, {"doctors": often}, {"doctors": [{"uid": often}]}):
        with pytest.raises(frontdesk.InvalidInput):
            frontdesk.Clinic(given)


def test_many_wrong_rows_are_told_in_one_run_as_before() -> None:
    rules = [
        {"uid": str(n), "weekday": "Mon", "start_time": "08:00", "end_time": "12:00" if n % 2 else "?"}
        for n in range(200)
    ]
    with pytest.raises(frontdesk.InvalidInput) as raised:
        frontdesk.Clinic({"doctors": [{"uid": "ada", "availability_rules": rules}]})  # type: ignore[typeddict-item]
    assert [wrong["path"] for wrong in raised.value.errors][:2] == [
        f"doctors[0].availability_rules[{n}].end_time" for n in (0, 2)
    ]


def test_a_list_that_two_doctors_share_is_read_on_the_clock_of_each() -> None:
    hours: Any = [
        {"uid": "a", "weekday": "Mon", "start_time": "08:00", "end_time": "12:00", "valid_from": "2027-03-22"}
    ]
    zones = ("America/Vancouver", "Europe/Berlin")
    shared: Any = {
        "doctors": [{"uid": zone, "timezone": zone, "availability_rules": hours} for zone in zones]
    }
    doctors = frontdesk.Clinic(shared).snapshot()["doctors"]
    assert [doctor["availability_rules"][0]["valid_from"] for doctor in doctors] == [
        int(dt.datetime(2027, 3, 22, tzinfo=ZoneInfo(zone)).timestamp()) for zone in zones
    ]


def test_what_is_no_error_goes_through(clinic: frontdesk.Clinic) -> None:
    class Interrupted:
        def model_dump(self, **_: Any) -> Any:
            raise KeyboardInterrupt

        to_stdlib = model_dump

    never: Any = Interrupted()
    for ask in (lambda: clinic.find_slots(never, NOW), lambda: clinic.find_slots(query(), never)):
        with pytest.raises(KeyboardInterrupt):
            ask()


def test_what_is_too_long_is_refused_and_not_cut(
    clinic: frontdesk.Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdesk._given.ELEMENTS_MAX", 3)
    uids = ["doc-456", "doc-457", "doc-458"]
    assert clinic.find_slots(query(doctor_uids=deque(uids)), NOW) == clinic.find_slots(query(), NOW)
    with pytest.raises(frontdesk.InvalidInput) as raised:
        clinic.find_slots(query(doctor_uids=deque([*uids, "doc-456"])), NOW)
    assert raised.value.path == "doctor_uids"


def test_a_field_that_is_said_by_both_of_its_names_is_refused(clinic: frontdesk.Clinic) -> None:
    with pytest.raises(frontdesk.InvalidInput):
        clinic.find_slots(query(from_=FROM + 86_400), NOW)


def fields_that_go_in() -> dict[str, str]:
    """Every field of what is given to the engine, with its schema as text."""
    schema: Any = json.loads((EXAMPLES.parent / "schema.json").read_text(encoding="utf-8"))["$defs"]
    found: dict[str, str] = {}
    # What the engine answers comes back in an event as it was.
    seen = {"Reason"}

    def walk(part: Any) -> None:
        for name, field in part.get("properties", {}).items() if isinstance(part, dict) else ():
            found[name] = found.get(name, "") + json.dumps(field)
        if isinstance(part, dict):
            reach(part.get("$ref", "").rpartition("/")[2])
        for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            walk(each)

    def reach(name: str) -> None:
        if name in schema and name not in seen:
            seen.add(name)
            walk(schema[name])

    for name in schema:
        if name.endswith(("Query", "Snapshot", "Command", "Change", "Options")) or name == "Visit":
            reach(name)
    return found


def test_every_instant_and_every_length_is_taken_by_whatever_name() -> None:
    fields = fields_that_go_in()
    instants = [
        name for name, field in fields.items() if '/Instant"' in field and name not in ("covers_until", "at")
    ]
    assert len(instants) > 25
    reader = _given._Reader(None)
    for name in instants:
        assert reader.named("2027-03-22T08:00:00Z", name, "") == dt.datetime(
            2027, 3, 22, 8, tzinfo=dt.timezone.utc
        ), name
    lengths = [
        name for name, field in fields.items() if re.search("minutes|seconds", name) and "integer" in field
    ]
    assert len(lengths) > 20
    for name in lengths:
        assert reader.named(dt.timedelta(hours=1), name, "") == (60 if "minutes" in name else 3600), name
