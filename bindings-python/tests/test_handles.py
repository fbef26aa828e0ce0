"""Handles: copies, pickles, threads, and a refused call that leaves everything as it was."""

import copy
import json
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from conftest import FROM, NOW, query
from hypothesis import given
from hypothesis import strategies as st

import frontdesk

HOLD: Any = {"command": "hold", "uid": "mtg-new", "appointment_type_uid": "apt-001", "patient_uid": "pat-1"}


def booked(clinic: frontdesk.Clinic) -> Any:
    slot = clinic.first_slots(query(), NOW)[0]
    return {**HOLD, "start_date": slot["start_date"], "doctor_uid": slot["doctor_uid"]}


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda handle: pickle.loads(pickle.dumps(handle))]
)
def test_a_copy_is_equal_and_goes_its_own_way(clinic: frontdesk.Clinic, copied: Any) -> None:
    other = copied(clinic)
    assert other.to_json() == clinic.to_json()
    (event,) = clinic.decide(booked(clinic), NOW)
    assert other.apply(event) and not other.apply(event)
    assert clinic.appointment("mtg-new") is None and other.appointment("mtg-new") is not None
    room = frontdesk.WaitingRoom({"doctors": [{"uid": "doc-1"}]})
    (event,) = room.decide({"command": "register", "uid": "q-1", "patient_uid": "pat-1"}, NOW)
    room_copy = copied(room)
    assert room_copy.apply(event)
    assert (len(room), len(room_copy), bool(room)) == (0, 1, True)
    learner = frontdesk.Learner()
    learner_copy = copied(learner)
    visit: Any = {"kind": "walk_in", "outcome": "completed", "doctor_uid": "doc-1", "reason": "cough"}
    learner_copy.learn({**visit, "registered_at": NOW, "started_at": NOW + 60, "ended_at": NOW + 900})
    assert learner.to_json() != learner_copy.to_json() == copied(learner_copy).to_json()


def test_exceptions_survive_a_pickle(clinic: frontdesk.Clinic) -> None:
    with pytest.raises(frontdesk.NotFound) as raised:
        clinic.find_slots(query(appointment_type_uid="apt-999"), NOW)
    again = pickle.loads(pickle.dumps(raised.value))
    assert (again.code, again.path, str(again), again.data) == (
        "not_found",
        "appointment_type_uid",
        str(raised.value),
        raised.value.data,
    )


def test_a_snapshot_goes_in_as_it_came_out(clinic: frontdesk.Clinic) -> None:
    again = frontdesk.Clinic(clinic.snapshot())
    assert again.to_json() == clinic.to_json() == frontdesk.Clinic(clinic.to_json()).to_json()
    assert json.loads(clinic.to_json()) == clinic.snapshot()


uids = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40)


@given(
    doctors=st.lists(uids, max_size=5, unique=True),
    names=st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60), min_size=5, max_size=5),
    rules=st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 700), st.integers(701, 1440), st.integers(0, 60)),
        max_size=6,
    ),
)
def test_dicts_survive_the_engine(doctors: Any, names: Any, rules: Any) -> None:
    def rule(number: int, weekday: int, start: int, end: int, buffer: int) -> Any:
        return {
            "uid": f"rule-{number}",
            "weekday": weekday,
            "start_time": start,
            "end_time": end,
            "buffer_minutes": buffer,
        }

    snapshot: Any = {
        "timezone": "Asia/Kolkata",
        "doctors": [
            {
                "uid": uid,
                "display_name": name,
                "availability_rules": [rule(number, *values) for number, values in enumerate(rules)],
            }
            for uid, name in zip(doctors, names)
        ],
    }
    out: Any = frontdesk.Clinic(snapshot).snapshot()
    by_uid = {doctor["uid"]: doctor for doctor in out["doctors"]}
    assert by_uid.keys() == set(doctors)
    for doctor in snapshot["doctors"]:
        there = by_uid[doctor["uid"]]
        assert there["display_name"] == doctor["display_name"]
        for given_rule, kept in zip(doctor["availability_rules"], there["availability_rules"]):
            assert {key: kept[key] for key in given_rule} == given_rule
    assert frontdesk.Clinic(out).snapshot() == out


def test_threads_share_a_clinic(clinic: frontdesk.Clinic) -> None:
    expected = clinic.find_slots(query(), NOW)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: clinic.find_slots(query(), NOW), range(200)))
    assert all(answer == expected for answer in answers)


def test_threads_that_ask_and_one_that_books_never_see_half_of_it(clinic: frontdesk.Clinic) -> None:
    command = booked(clinic)
    (event,) = clinic.decide(command, NOW)
    before = clinic.to_json()
    after = copy.copy(clinic)
    after.apply(event)
    ends = {before, after.to_json()}
    seen, stop = set(), threading.Event()

    def look() -> None:
        while not stop.is_set():
            seen.add(clinic.to_json())

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        assert clinic.apply(event)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert seen <= ends


def test_python_runs_while_the_engine_works() -> None:
    """The interpreter is let go: while one long question is answered, another thread gets on."""
    day: Any = {
        "service_minutes": 5,
        "service_cv": 1,
        "arrivals": [{"from_minute": 0, "to_minute": 1440, "arrivals_per_minute": 0.5}],
    }
    done, count = threading.Event(), 0

    def plan() -> None:
        frontdesk.planning.walk_in_day_waits(day, 5)
        done.set()

    thread = threading.Thread(target=plan)
    thread.start()
    while not done.is_set():
        count += 1
    thread.join()
    # Held, it would have got a turn before the question and one after it.
    assert count > 1_000


def test_a_refused_call_changes_nothing(clinic: frontdesk.Clinic) -> None:
    before = clinic.to_json()
    refused: Any = [
        {"change": "remove_doctor", "uid": "doc-456"},
        {"change": "put_doctor", "doctor": {"uid": ""}},
        {"change": "fly"},
        {},
    ]
    for change in refused:
        with pytest.raises(frontdesk.SchedulingError):
            clinic.change(change)
    with pytest.raises(frontdesk.Refused) as raised:
        clinic.decide(
            {"command": "cancel", "uid": clinic.snapshot()["appointments"][0]["uid"], "reason": "flu"},
            2_000_000_000,
        )
    assert raised.value.kind == "refused"
    assert clinic.to_json() == before


def test_two_clinics_may_be_compared_with_themselves(clinic: frontdesk.Clinic) -> None:
    assert clinic.left_outside_hours(clinic, NOW) == []
    learner = frontdesk.Learner()
    learner.merge(learner)


def test_repr_helps(clinic: frontdesk.Clinic) -> None:
    assert repr(clinic).startswith("Clinic(3 doctors, ") and "timezone='Europe/Berlin'" in repr(clinic)
    assert (
        repr(clinic.slot_table(query(), NOW))
        == "SlotTable(71 slots, 2027-03-22T08:00:00Z to 2027-04-02T11:30:00Z)"
    )
    assert repr(frontdesk.Learner()) == "Learner(0 doctors, 0 reasons)"


def test_days_have_reasons_for_whom_they_are_empty(clinic: frontdesk.Clinic) -> None:
    # Tuesday: two of the three work, and one of them from 16:00 on.
    asked: Any = query(**{"from": FROM + 86_400, "to": FROM + 86_400 + 15 * 3_600})
    has_slots = {slot["doctor_uid"] for slot in clinic.find_slots(asked, NOW)}
    days = clinic.explain_days(asked, NOW)
    assert [day["doctor_uid"] for day in days] == clinic.doctor_uids
    assert {day["doctor_uid"] for day in days if day["slots"]} == has_slots == {"doc-456"}
    assert clinic.reason_sentence(days[1]["reasons"][0]["reason"]).startswith("outside hours; next opening")


def test_a_calendar_asks_what_is_there_and_what_became_of_it(clinic: frontdesk.Clinic) -> None:
    range_: Any = {"from": FROM, "to": FROM + 7 * 86_400}
    booked = clinic.appointments(range_, NOW)
    starts = [appointment["start_date"] for appointment in booked]
    assert booked and starts == sorted(starts)
    ended = clinic.outcomes(range_, FROM + 30 * 86_400)
    assert sum(row["unresolved"] for row in ended) == sum(
        appointment["status"] == "confirmed" and appointment["start_date"] >= FROM for appointment in booked
    )
    opened = [row for row in clinic.open_hours(range_) if row["state"] == "open"]
    minutes = sum(day["open_minutes"] for day in clinic.utilisation(range_, NOW))
    assert sum(row["end_date"] - row["start_date"] for row in opened) == minutes * 60
