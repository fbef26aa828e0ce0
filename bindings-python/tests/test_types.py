"""`frontdesk.types` at run time: typing, pydantic, FastAPI, cattrs and msgspec read what type checkers read.
"""

import json
import typing
from datetime import datetime, timezone
from typing import Any

import cattrs
import msgspec
import pytest
from conftest import FROM, query
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import TypeAdapter, ValidationError

from frontdesk import types

RECORDS = [
    name for name in types.__all__ if hasattr(getattr(types, name), "__required_keys__")
]


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_has_its_hints(name: str) -> None:
    record: Any = getattr(types, name)
    hints = typing.get_type_hints(record)
    assert hints.keys() == record.__required_keys__ | record.__optional_keys__


@pytest.mark.parametrize("name", types.__all__)
def test_pydantic_reads_every_type(name: str) -> None:
    TypeAdapter(getattr(types, name))


@pytest.mark.parametrize("name", RECORDS)
def test_msgspec_reads_every_record(name: str) -> None:
    try:
        msgspec.json.Decoder(getattr(types, name))
    except TypeError as error:
        # What can be one of several records, such as the reasons of an explanation, it does not take of
        # anybody.
        assert any(name in str(error) for name in ("Reason", "Consultation", "ErrorData")), error


def test_what_may_be_missing_may_be_missing() -> None:
    assert types.SlotQuery.__required_keys__ == {"appointment_type_uid", "from", "to"}
    assert types.Appointment.__optional_keys__ >= {"start_date", "local_start", "end_date", "local_end"}


def test_pydantic_takes_a_clinic_and_refuses_what_is_none(berlin: Any) -> None:
    clinic = TypeAdapter(types.ClinicSnapshot)
    assert clinic.validate_python(berlin)["timezone"] == "Europe/Berlin"
    with pytest.raises(ValidationError, match="doctors.0.uid"):
        clinic.validate_python({"doctors": [{"uid": 7}]})


def test_cattrs_and_msgspec_take_a_query() -> None:
    asked = query()
    assert msgspec.json.decode(json.dumps(asked), type=types.SlotQuery) == asked
    converter = cattrs.Converter()
    converter.register_structure_hook_func(lambda hint: hint == typing.Union[int, datetime], lambda at, _: at)
    assert converter.structure(asked, types.SlotQuery) == asked


def test_fastapi_has_a_query_as_a_body() -> None:
    app = FastAPI()

    @app.post("/slots")
    def slots(query: types.SlotQuery) -> types.Slot:
        return {
            "start_date": FROM,
            "end_date": FROM + 1,
            "doctor_uid": query["appointment_type_uid"],
            "seats_left": 1,
        }

    client = TestClient(app)
    assert client.post("/slots", json=query()).json()["doctor_uid"] == "apt-001"
    assert client.post("/slots", json={"from": 1}).status_code == 422
    assert "SlotQuery" in client.get("/openapi.json").json()["components"]["schemas"]


def test_what_is_given_may_hold_a_datetime_and_what_comes_back_does_not() -> None:
    given, answered = (
        typing.get_type_hints(record)["start_date"] for record in (types.Duty, types.DutyOutput)
    )
    assert given == typing.Union[int, datetime] and answered is int
    at = datetime(2026, 3, 23, 9, tzinfo=timezone.utc)
    assert TypeAdapter(types.Duty).validate_python({"start_date": at, "end_date": 5})["start_date"] == at
