"""Runs the vectors that every language runs, and compares answer by answer: `tests/vectors/README.md` says
what a case is.
"""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from frontdesk import Clinic, Learner, SchedulingError, WaitingRoom

VECTORS = Path(__file__).parents[2] / "tests" / "vectors"
CASES_MIN = 690
#: Its answers hang on every bit of the engine; those of the other files were worked out by hand, where `30`
#: may stand for `30.0`.
WRITTEN_BY_THE_ENGINE = "waits.json"


#: What is wrong in them is what people write, and dicts may hold: it is wrong in JSON text.
WRITTEN_BY_PEOPLE = {
    "a_string_is_no_instant",
    "wrong_types_in_several_places",
    "a_hundred_and_one_wrong_types",
}


def cases() -> list[Any]:
    found = []
    for path in sorted(VECTORS.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            found.append(pytest.param(path.name, case, id=case["name"]))
    return found


def ask(case: Any) -> Any:
    """Runs a case, with dicts all the way."""
    given, call = copy.deepcopy(case["input"]), case["call"]
    if case["name"] in WRITTEN_BY_PEOPLE:
        given = {name: part if name == "now" else json.dumps(part) for name, part in given.items()}
    query, now = given.get("query"), given.get("now")
    if call in ("learn", "merge"):
        learner = Learner(given.get("learner"))
        for visit in given.get("visits", []):
            learner.learn(visit, query["visit_reasons"] if call == "learn" else None)
        if call == "merge":
            learner.merge(Learner(query["other"]))
        return learner.state()
    if call.startswith("room_"):
        return ask_room(case, call, given, query, now)
    clinic = Clinic(given["clinic"])
    for change in given.get("changes", []):
        clinic.change(change)
    if call in ("new", "change", "find_slots"):
        return clinic.find_slots(query, now)
    if call == "is_bookable":
        return clinic.is_bookable(now=now, **query)
    if call == "reason_sentence":
        return clinic.reason_sentence(query["reason"], query["language"], query.get("timezone"))
    if call == "instant":
        return clinic.instant(query["local"], query.get("doctor_uid"), timezone=query.get("timezone"))
    if call == "local_time_changes":
        return clinic.local_time_changes(query["other"])
    if call == "apply":
        recorded = [clinic.apply(event) for event in query["events"]]
        return {"recorded": recorded, "appointments": clinic.snapshot()["appointments"]}
    if call == "open_hours":
        return clinic.open_hours(query)
    if call == "next_due":
        return {"next_due": clinic.next_due(query["after"])}
    if call == "reminders_due":
        return clinic.reminders_due(query["after"], query["until"])
    if call == "busy_time_from_icalendar":
        return clinic.busy_time_from_icalendar(query.pop("text"), query)
    if call in ("due", "outside_hours"):
        return getattr(clinic, call)(now)
    return getattr(clinic, call)(query, now)


def ask_room(case: Any, call: str, given: Any, query: Any, now: Any) -> Any:
    room = WaitingRoom(given["room"])
    for change in given.get("changes", []):
        room.change(change)
    learner = Learner(given.get("learner"))
    for visit in given.get("visits", []):
        learner.learn(visit, room.policy["visit_reasons"])
    if call in ("room_new", "room_change"):
        return room.snapshot()
    if call == "room_decide":
        return room.decide(query, now)
    if call == "room_apply":
        return {"recorded": [room.apply(event) for event in query["events"]], "room": room.snapshot()}
    if call == "room_visits":
        visits = []
        for event in query["events"]:
            visits.append(room.visit_of(event))
            room.apply(event)
        return visits
    if call == "room_estimates":
        uid = query["uid"]
        return {
            "position": room.position(uid),
            "before_me": room.before_me(uid),
            "position_times_average": room.position_times_average(uid, now),
            "average_times_before_me": room.average_times_before_me(uid),
        }
    if call == "room_waits":
        return room.estimate(learner, query, now)
    if call == "room_wait_if_joined":
        return room.estimate_if_joined(learner, query["joining"], query.get("query"), now)
    if call == "room_forgotten":
        return room.forgotten(learner, now)
    if call == "room_promises":
        return room.promises(query["from"], query["to"])
    assert call == "room_expected_waits"
    return room.forecast(learner, now).expected_waits()


def outer(case: Any, path: str) -> str:
    """What a vector's path has before that of the argument."""
    expected = case["error"].get("path", "")
    before = expected[: len(expected) - len(path)] if expected.endswith(path) else ""
    return before if before in ("other", "events[0].", "events[1].", "events[0]") else ""


@pytest.mark.parametrize(("file", "case"), cases())
def test_the_vector_holds(file: str, case: Any) -> None:
    if "error" in case:
        with pytest.raises(SchedulingError) as raised:
            ask(case)
        wire = dict(raised.value.wire)
        # Where a vector has a list of events, or the other learner as a part of the question, each is an
        # argument of its own here.
        wire["path"] = f"{outer(case, wire['path'])}{wire['path']}"
        assert {key: wire.get(key) for key in case["error"]} == case["error"]
        assert wire["message"] == str(raised.value)
        return
    answer = ask(case)
    assert answer == case["answer"]
    if file == WRITTEN_BY_THE_ENGINE:
        # The text of the numbers too: `json` writes the shortest that says every bit.
        assert json.dumps(answer, sort_keys=True) == json.dumps(case["answer"], sort_keys=True)


@pytest.mark.parametrize(("file", "case"), cases())
def test_json_text_gives_what_dicts_give(file: str, case: Any) -> None:
    """The reader of dicts and that of text are two ways to the same engine: they take and refuse the same,
    for the same reasons.
    """
    snapshot = case["input"].get("clinic")
    if snapshot is None or case["name"] in WRITTEN_BY_PEOPLE:
        return

    def made(of: Any) -> Any:
        try:
            return Clinic(of).to_json()
        except SchedulingError as error:
            return (error.code, error.path, type(error), error.data.keys())

    assert made(snapshot) == made(json.dumps(snapshot)) == made(json.dumps(snapshot).encode())


def test_no_file_is_lost() -> None:
    assert len(cases()) >= CASES_MIN
