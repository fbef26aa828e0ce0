"""A prepared query answers as the query does, of the clinic as it is when it is asked."""

import copy
from typing import Any

import pytest
from conftest import FROM, NOW, query
from test_vectors import WRITTEN_BY_PEOPLE, cases

import frontdesk
from frontdesk import Clinic, SchedulingError

CALLS = ("new", "change", "find_slots", "first_slots")


def answered(ask: Any) -> Any:
    try:
        return ask()
    except SchedulingError as error:
        # A wrong `now` is no fault of the query: it is found when the query is asked.
        faults = [fault for fault in error.errors if fault["path"] != "now"]
        return [fault["message"] for fault in faults] or error.wire


def test_a_prepared_query_answers_as_the_query_does_in_every_vector() -> None:
    asked = refused = 0
    for parameter in cases():
        _, case = parameter.values
        given = copy.deepcopy(case["input"])
        if case["call"] not in CALLS or "query" not in given or case["name"] in WRITTEN_BY_PEOPLE:
            continue
        try:
            clinic = Clinic(given["clinic"])
            for change in given.get("changes", []):
                clinic.change(change)
        except SchedulingError:
            continue
        for call in ("find_slots", "first_slots"):
            directly = answered(lambda: getattr(clinic, call)(given["query"], given["now"]))
            prepared = answered(lambda: getattr(clinic.prepare(given["query"]), call)(given["now"]))
            assert prepared == directly, (case["name"], call)
        asked += 1
        refused += "error" in case
    assert asked >= 250 and refused >= 20, (asked, refused)


def test_it_is_asked_of_the_clinic_as_it_is_now(clinic: Clinic) -> None:
    prepared = clinic.prepare(query())
    before = prepared.find_slots(NOW)
    assert before == clinic.find_slots(query(), NOW)
    first = before[0]
    command = {
        "command": "hold",
        "uid": "mtg-new",
        "appointment_type_uid": "apt-001",
        "doctor_uid": first["doctor_uid"],
        "start_date": first["start_date"],
        "patient_uid": "pat-new",
    }
    for event in clinic.decide(command, NOW):
        clinic.apply(event)
    after = prepared.find_slots(NOW)
    assert after == clinic.find_slots(query(), NOW)
    assert first not in after
    assert len(prepared.slot_table(NOW)) == len(after)
    assert prepared.first_slots(NOW) == after[:1]
    clinic.change({"change": "remove_appointment", "uid": "mtg-new"})
    assert prepared.find_slots(NOW) == before


def test_what_is_gone_by_then_is_refused(clinic: Clinic) -> None:
    new: Any = {"uid": "new", "duration_minutes": 30}
    clinic.change({"change": "put_appointment_type", "appointment_type": new})
    prepared = clinic.prepare(query(appointment_type_uid="new"))
    prepared.find_slots(NOW)
    clinic.change({"change": "remove_appointment_type", "uid": "new"})
    with pytest.raises(frontdesk.NotFound) as refused:
        prepared.find_slots(NOW)
    assert refused.value.path == "appointment_type_uid"


@pytest.mark.parametrize(
    "wrong",
    [
        {"appointment_type_uid": "nobody's"},
        {"to": FROM},
        {"limit": 0},
        {"doctor_uids": ["nobody"]},
        {"colour": "red"},
        {"to": FROM + 4_000 * 86_400},
        {"duration_minutes": 17},
        {"timezone": "Mars/Olympus", "times": [{"from": 0, "to": 60}]},
    ],
    ids=str,
)
def test_a_bad_query_is_refused_as_it_is_prepared(clinic: Clinic, wrong: Any) -> None:
    with pytest.raises(SchedulingError) as asked:
        clinic.find_slots(query(**wrong), NOW)
    with pytest.raises(SchedulingError) as prepared:
        clinic.prepare(query(**wrong))
    assert prepared.value.wire == asked.value.wire
    assert type(prepared.value) is type(asked.value)


def test_options_are_those_of_the_questions(clinic: Clinic) -> None:
    prepared = clinic.prepare(query())
    local = prepared.find_slots(NOW, datetimes=True)
    assert local == clinic.find_slots(query(), NOW, datetimes=True)
    prepared_table, table = (ask(NOW) for ask in (
        lambda now: prepared.slot_table(now, by_doctor=True),
        lambda now: clinic.slot_table(query(), now, by_doctor=True),
    ))
    assert prepared_table.start_date.tolist() == table.start_date.tolist()
    assert repr(prepared) == f"PreparedQuery('apt-001', {FROM} to {query()['to']})"
    # Dates are days on the clinic's clock, as in the query.
    days = query(**{"from": "2027-03-22", "to": "2027-03-23"})
    assert clinic.prepare(days).find_slots(NOW) == clinic.find_slots(days, NOW)
