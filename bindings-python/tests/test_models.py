"""The models of pydantic say what the schema says, and judge as the engine judges."""

import copy
import importlib.util
import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
import test_vectors
from conftest import FROM, NOW, query
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

import frontdesk
from frontdesk import models, types

DOCS = Path(__file__).parents[1] / "docs" / "models.py"
#: What is handed to the engine in the vectors, by the call, and the model for it.
QUERIES = {
    "find_slots": models.SlotQuery, "first_slots": models.SlotQuery, "days_with_slots": models.DaysQuery,
    "explain_days": models.DaysQuery, "explain": models.ExplainQuery,
    "appointments": models.AppointmentsQuery,
    "outcomes": models.AppointmentsQuery, "utilisation": models.UtilisationQuery,
    "open_hours": models.UtilisationQuery,
    "decide": models.Command, "room_decide": models.QueueCommand, "room_estimate": models.EstimateQuery,
}  # fmt: skip
#: What comes back.
ANSWERS = {
    "find_slots": models.Slot, "first_slots": models.Slot, "days_with_slots": models.DayWithSlots,
    "explain": models.Explanation, "explain_days": models.ExplainedDay,
    "appointments": models.AppointmentOutput,
    "outcomes": models.Outcomes, "utilisation": models.Utilisation, "open_hours": models.OpenHours,
    "decide": models.EventOutput, "due": models.EventOutput, "outside_hours": models.OutsideHours,
    "room_decide": models.QueueEventOutput, "room_estimate": models.WaitEstimate,
    "reminders_due": models.DueReminder,
}  # fmt: skip
#: What only the engine knows: what hangs on more than one field, on another object, or on the clock and its
#: zones.
ENGINE_ONLY = {
    "conflict", "duplicate", "empty_interval", "unknown_timezone", "timezone_data_ends",
    "invalid_timezone_data",
    "not_found", "too_many", "too_many_slots", "in_use",
}  # fmt: skip
#: Ranges that the schema does not state, by the end of their path.
NOT_STATED = {
    "reason", "from_date", "ended_at", "now", "patient_limits.appointments",
    "patient_limits.appointment_type_uids", "type_limits.appointment_type_uids",
}  # fmt: skip


def may_differ(error: Any, takes: bool) -> bool:
    """Whether the engine may refuse what a model takes, or the other way round.

    A field that another one needs is missing only for the engine, and a command that a rule refuses may be
    out of its range for the model.
    """
    if error is None:
        return False
    if not takes:
        return bool(error.kind == "refused")
    path = re.sub(r"\[\d+\]", "", error.path)
    not_stated = error.code == "out_of_range" and any(path.endswith(end) for end in NOT_STATED)
    return error.code in ENGINE_ONLY or error.code == "missing_field" or not_stated


def said(schema: Any, name: str, field: str) -> bool:
    """Whether the schema says what a field is: of variants, which have no name there, the models say what it
    does.
    """
    record = schema["$defs"].get(name)
    wire = field.rstrip("_")
    return (
        bool(record["properties"][wire].get("description"))
        if record
        else getattr(models, name).model_fields[field].description is not None
    )


@cache
def adapter(kind: Any) -> Any:
    return TypeAdapter(kind)


def test_the_models_are_those_of_the_schema() -> None:
    spec = importlib.util.spec_from_file_location("printed_models", DOCS)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for path, text in module.files().items():
        assert path.read_text(encoding="utf-8") == text, "run bindings-python/docs/models.py"


def test_every_type_is_a_model_with_the_same_fields() -> None:
    schema = json.loads((DOCS.parents[2] / "core" / "schema.json").read_text(encoding="utf-8"))
    for name in models.__all__:
        model, record = getattr(models, name), getattr(types, name, None)
        fields = getattr(model, "model_fields", None)
        if fields is not None and record is not None:
            wire = {field.serialization_alias or name for name, field in fields.items()}
            assert wire == record.__required_keys__ | record.__optional_keys__, name
            required = {
                field.serialization_alias or name for name, field in fields.items() if field.is_required()
            }
            required |= {
                name
                for name, field in fields.items()
                if get_origin(field.annotation) is Literal and len(get_args(field.annotation)) == 1
            }
            assert required == record.__required_keys__, name
            described = {line for line, field in fields.items() if field.description}
            assert described == {line for line in fields if said(schema, name, line)}, name
    assert len(set(types.__all__) & set(models.__all__)) > 200


def judged(kind: Any, value: Any) -> bool:
    try:
        adapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


def answers() -> list[Any]:
    return [
        case
        for case in test_vectors.cases()
        if case.values[1]["call"] in ANSWERS and "answer" in case.values[1]
    ]


@pytest.mark.parametrize(("file", "case"), answers())
def test_answers_go_into_models_and_come_out_as_they_were(file: str, case: Any) -> None:
    answer = case["answer"]
    kind = adapter(ANSWERS[case["call"]])
    for item in answer if isinstance(answer, list) else [answer]:
        assert kind.dump_python(kind.validate_python(item), by_alias=True, exclude_unset=True) == item
        assert kind.validate_json(json.dumps(item)) == kind.validate_python(item)


@pytest.mark.parametrize(("file", "case"), test_vectors.cases())
def test_models_judge_snapshots_as_the_engine_does(file: str, case: Any) -> None:
    inputs = [
        ("clinic", models.ClinicSnapshot, frontdesk.Clinic),
        ("room", models.WaitingRoomSnapshot, frontdesk.WaitingRoom),
    ]
    for name, model, handle in inputs:
        snapshot, error = case["input"].get(name), None
        if snapshot is not None:
            try:
                handle(snapshot)  # type: ignore[operator]
            except frontdesk.SchedulingError as raised:
                error = raised
            takes = judged(model, snapshot)
            assert takes == (error is None) or may_differ(error, takes), error


@pytest.mark.parametrize(
    ("file", "case"), [c for c in test_vectors.cases() if c.values[1]["call"] in QUERIES]
)
def test_models_judge_questions_as_the_engine_does(file: str, case: Any) -> None:
    asked, model, error = case["input"].get("query"), QUERIES[case["call"]], None
    if asked is None or case["name"] in test_vectors.WRITTEN_BY_PEOPLE:
        return
    try:
        test_vectors.ask(case)
    except frontdesk.SchedulingError as raised:
        error = raised
    takes, faults = judged(model, asked), error.errors if error else []
    assert takes == all(fault["kind"] != "invalid" for fault in faults) or may_differ(error, takes), error
    if takes and error is None:
        # A model asks what its dict asks.
        other = copy.deepcopy(case)
        other["input"]["query"] = adapter(model).validate_python(asked)
        assert asking(other) == asking(case)


def asking(case: Any) -> Any:
    given = case["input"]
    clinic: Any = (
        frontdesk.Clinic(given["clinic"]) if "clinic" in given else frontdesk.WaitingRoom(given["room"])
    )
    call = (
        case["call"].removeprefix("room_")
        if hasattr(str, "removeprefix")
        else case["call"].replace("room_", "")
    )
    for change in given.get("changes", []):
        clinic.change(change)
    arguments = [given["query"]] + ([given["now"]] if call != "open_hours" else [])
    if call == "estimate":
        arguments.insert(0, frontdesk.Learner(given.get("learner")))
    try:
        return getattr(clinic, call)(*arguments)
    except frontdesk.SchedulingError as error:
        return error.wire


LEAVES = (
    st.none() | st.booleans() | st.integers(-5, 2000) | st.floats() | st.text(max_size=6)
    | st.sampled_from(["Mon", "08:00", "2027-03-22", "2027-03-22T08:00+01:00", "ada", "soft", "2027-02-30"])
    | st.sampled_from([10**12, -1, 30.0, [], {}])
)  # fmt: skip
PLACES = [
    ("timezone",), ("appointment_types", 0, "duration_minutes"), ("appointment_types", 0, "capacity"),
    ("appointment_types", 0, "uid"), ("appointment_types", 0, "active"),
    ("appointment_types", 0, "booking_notice_until"),
    ("doctors", 0, "active"), ("doctors", 0, "availability_rules", 0, "weekday"),
    ("doctors", 0, "availability_rules", 0, "start_time"),
    ("doctors", 0, "availability_rules", 0, "end_time"),
    ("doctors", 0, "availability_rules", 0, "valid_from"),
    ("doctors", 0, "availability_rules", 0, "nth_of_month"),
    ("doctors", 0, "availability_rules", 0, "blocked"), ("doctors", 0, "availability_rules", 0, "from_date"),
    ("closures", 0, "date"), ("closures", 0, "start_time"), ("appointments", 0, "start_date"),
    ("appointments", 0, "status"),
    ("appointments", 0, "patient_uid"), ("week_starts_on",), ("max_live_holds_per_patient",), ("doctors",),
    ("phone",),
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PLACES), LEAVES)
def test_models_judge_random_values_as_the_engine_does(place: Any, value: Any) -> None:
    clinic: Any = {
        "timezone": "Europe/Berlin",
        "appointment_types": [{"uid": "visit", "duration_minutes": 30}],
        "doctors": [
            {
                "uid": "ada",
                "availability_rules": [{"uid": "r", "weekday": 0, "start_time": 540, "end_time": 600}],
            }
        ],
        "closures": [{"date": "2027-03-24"}],
        "appointments": [
            {
                "uid": "m",
                "status": "confirmed",
                "doctor_uid": "ada",
                "start_date": FROM,
                "end_date": FROM + 9000,
            }
        ],
    }
    at = clinic
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = value
    error = None
    try:
        frontdesk.Clinic(clinic)
    except frontdesk.SchedulingError as raised:
        error = raised
    takes = judged(models.ClinicSnapshot, clinic)
    if place[-1] == "valid_from" and value == "2027-03-22":
        # A date begins on the clinic's clock, and a model has none.
        assert (takes, error) == (False, None)
        return
    assert takes == (error is None) or may_differ(error, takes), (error, place, value)


def test_a_clinic_of_models_is_the_clinic_of_its_dicts(berlin: Any) -> None:
    snapshot = models.ClinicSnapshot.model_validate(berlin)
    clinic = frontdesk.Clinic(snapshot)
    assert clinic.to_json() == frontdesk.Clinic(berlin).to_json()
    assert frontdesk.Clinic(snapshot.model_dump_json(by_alias=True)).to_json() == clinic.to_json()
    answer = models.ClinicSnapshotOutput.model_validate(clinic.snapshot())
    assert frontdesk.Clinic(answer).to_json() == clinic.to_json()
    # What is changed afterwards is not forgotten.
    snapshot.doctors[0].availability_rules.append(
        models.AvailabilityRule(uid="sun", weekday="Sunday", start_time="10:00", end_time="11:00")
    )
    rules = frontdesk.Clinic(snapshot).snapshot()["doctors"][0]["availability_rules"]
    assert [rule["start_time"] for rule in rules if rule["uid"] == "sun"] == [600]


def test_commands_and_events_are_told_apart(clinic: frontdesk.Clinic) -> None:
    slot = clinic.find_slots(query(), NOW)[0]
    hold = models.CommandHold(
        uid="m",
        appointment_type_uid="apt-001",
        start_date=slot["start_date"],
        doctor_uid=slot["doctor_uid"],
        by="administrator",
    )
    (event,) = [adapter(models.EventOutput).validate_python(event) for event in clinic.decide(hold, NOW)]
    assert isinstance(event, (models.EventHeld, models.EventHeldOutput))
    assert clinic.apply(event) is True
    (reasons,) = (
        each["reasons"]
        for each in clinic.explain(
            {
                "appointment_type_uid": "apt-001",
                "start_date": slot["start_date"],
                "doctor_uids": [slot["doctor_uid"]],
            },
            NOW,
        )
    )
    taken = [adapter(models.ReasonOutput).validate_python(reason) for reason in reasons]
    assert [(type(reason).__name__, reason.code) for reason in taken] == [("ReasonHeldOutput", "held")]
    with pytest.raises(ValidationError, match="does not match any of the expected tags"):
        adapter(models.Command).validate_python({"command": "sing"})


def test_what_was_refused_goes_into_a_model(clinic: frontdesk.Clinic) -> None:
    command: Any = {
        "command": "hold",
        "uid": "m",
        "appointment_type_uid": "apt-001",
        "start_date": FROM,
        "doctor_uid": "doc-456",
    }
    with pytest.raises(frontdesk.Refused) as raised:
        clinic.decide(command, NOW)
    refusal = adapter(models.Refusal).validate_python(raised.value.wire)
    assert isinstance(refusal, models.RefusalNotBookable) and refusal.explanations[0].reasons
    with pytest.raises(frontdesk.InvalidInput) as invalid:
        frontdesk.Clinic({"timezone": 7, "phone": 1})  # type: ignore[typeddict-unknown-key, typeddict-item]
    wrong = adapter(models.ErrorData).validate_python(invalid.value.wire)
    assert len(wrong.errors) == 2


def service(clinic: frontdesk.Clinic) -> FastAPI:
    app = FastAPI()

    @app.post("/slots")
    def slots(query: models.SlotQuery) -> list[models.Slot]:
        return [models.Slot.model_validate(slot) for slot in clinic.find_slots(query, NOW)]

    @app.post("/commands")
    def commands(command: models.Command) -> list[models.EventOutput]:
        return [adapter(models.EventOutput).validate_python(event) for event in clinic.decide(command, NOW)]

    @app.post("/explanations")
    def explanations(query: models.ExplainQuery) -> list[models.Explanation]:
        return clinic.explain(query, NOW)  # type: ignore[return-value]

    return app


def test_fastapi_takes_and_answers_models(clinic: frontdesk.Clinic) -> None:
    client = TestClient(service(clinic))
    answer = client.post("/slots", json=query(**{"from": "2027-03-22T00:00:00+01:00"}))
    assert answer.json() == clinic.find_slots(query(), NOW)
    slot = answer.json()[0]
    asked = {"appointment_type_uid": "apt-001", "start_date": slot["start_date"]}
    assert client.post("/explanations", json=asked).json() == clinic.explain(asked, NOW)  # type: ignore[arg-type]
    hold = {"command": "hold", "uid": "m", **asked, "doctor_uid": slot["doctor_uid"]}
    assert client.post("/commands", json=hold).json() == clinic.decide(hold, NOW)  # type: ignore[arg-type]
    for wrong, place in (
        ({**query(), "limit": 0}, "limit"),
        ({**query(), "phone": 1}, "phone"),
        ({**query(), "from": "2027-03-22T00:00:00"}, "from"),
        ({"appointment_type_uid": "apt-001", "to": 5}, "from"),
    ):
        refused = client.post("/slots", json=wrong)
        assert refused.status_code == 422 and refused.json()["detail"][0]["loc"] == ["body", place]


def test_the_document_of_a_service_says_what_the_schema_says(clinic: frontdesk.Clinic) -> None:
    document = service(clinic).openapi()
    schemas = document["components"]["schemas"]
    asked = schemas["SlotQuery"]["properties"]
    assert asked["from"]["description"] == "Earliest start."
    assert {"type": "integer", "minimum": 0, "maximum": 7_258_118_399} in asked["from"]["anyOf"]
    assert {"type": "string", "format": "date-time"} in asked["from"]["anyOf"]
    assert {"type": "integer", "minimum": 1, "maximum": 5_000_000} in asked["limit"]["anyOf"]
    assert asked["by"]["default"] == "patient"
    command = document["paths"]["/commands"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert (
        command["discriminator"]["propertyName"] == "command"
        and "hold" in command["discriminator"]["mapping"]
    )


@pytest.mark.parametrize(
    "wrong", [True, "30", 30.5, float("nan"), None, b"30", [30], {}, 10**30, float("inf")]
)
def test_a_length_is_a_whole_number(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        models.AppointmentType(uid="visit", duration_minutes=wrong)
    kind = models.AppointmentType(uid="visit", duration_minutes=30)
    with pytest.raises(ValidationError):
        kind.duration_minutes = wrong
